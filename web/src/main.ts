// Wiring: the browser's surroundings, one desk, one page.

import { mount } from "svelte";
import App from "./App.svelte";
import { baseOf, Client, codeOf } from "./api/client.ts";
import type { Lang } from "./api/types.ts";
import type { MapView } from "./map/view.ts";
import { Desk } from "./state/desk.ts";
import "./page.css";

const base = baseOf(location);
const client = (lang: Lang) => new Client(base, lang);

const desk = new Desk({
  client,
  code: codeOf(location),
  today: new Date().toLocaleDateString("sv-SE"), // Swedish writes 2026-11-23
  lang: remembered() ?? (navigator.language.startsWith("zh") ? "zh" : "en"),
  remember: (lang) => {
    try {
      localStorage.setItem("xunhu.lang", lang);
    } catch {
      // A browser that keeps nothing asks again next time.
    }
  },
});

function remembered(): Lang | null {
  try {
    const lang = localStorage.getItem("xunhu.lang");
    return lang === "zh" || lang === "en" ? lang : null;
  } catch {
    return null;
  }
}

mount(App, {
  target: document.getElementById("app") ?? document.body,
  props: {
    desk,
    client,
    // Tests ask what is drawn and where through this; pixels would tell them less.
    opened: (view: MapView) => Object.assign(window, { xunhu: { view, state: () => desk.state } }),
  },
});
