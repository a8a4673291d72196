// Wiring: the browser's surroundings, one desk, one page.

import { mount } from "svelte";
import App from "./App.svelte";
import { baseOf, Client, codeOf } from "./api/client.ts";
import { linkIn, refusalIn } from "./api/signin.ts";
import type { Lang } from "./api/types.ts";
import type { MapView } from "./map/view.ts";
import { Desk } from "./state/desk.ts";
import type { Identity } from "./state/leaddesk.ts";
import "./page.css";

const base = baseOf(location);
const client = (lang: Lang) => new Client(base, lang, asking, () => headersOf(identity.get()));

// A session that has ended is noticed by whatever is asked next.
const asking: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init);
  if (answer.status === 401) desk.leads.expired();
  return answer;
};


// Who is at the desk is kept for this window alone, and goes with it. A browser that keeps
// nothing has it until the page is left.
let kept: Identity | null = null;
const place = `xunhu.who.${base}`;
const identity = {
  get(): Identity {
    try {
      return (kept ??= JSON.parse(sessionStorage.getItem(place) ?? "{}") as Identity);
    } catch {
      return (kept ??= {});
    }
  },
  set(who: Identity) {
    kept = who;
    try {
      sessionStorage.setItem(place, JSON.stringify(who));
    } catch {
      // As above.
    }
  },
};

const headersOf = ({ person, token }: Identity): Record<string, string> =>
  token ? { Authorization: `Bearer ${token}` } : person ? { "X-Xunhu-Person": person } : {};

const desk = new Desk({
  client,
  code: codeOf(location),
  identity,
  key: () => [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(36)).join("-"),
  now: () => Date.now(),
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

const link = linkIn(location.hash);
const refusal = refusalIn(location.hash);
if (link || refusal) history.replaceState(null, "", location.pathname + location.search); // the secret stays in no address

addEventListener("hashchange", () => { if (linkIn(location.hash) || refusalIn(location.hash)) location.reload(); }); // opened where the page was open already

mount(App, {
  target: document.getElementById("app") ?? document.body,
  props: {
    desk,
    client,
    link,
    refusal,
    // Tests ask what is drawn and where through this; pixels would tell them less.
    opened: (view: MapView) => Object.assign(window, { xunhu: { view, state: () => desk.state } }),
  },
});
