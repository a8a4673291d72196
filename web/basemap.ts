// How a base map is painted: the style of Protomaps, brought to our colours and to what this
// machine can draw, written into the build once a theme and language. The server puts it beneath
// its own layers if a region has a base map; the page itself never loads it otherwise.

import { layers, namedFlavor, type Flavor } from "@protomaps/basemaps";
import type { Plugin } from "vite";

type Theme = "light" | "dark";
type Layer = Record<string, unknown> & { id: string; type: string; layout?: Record<string, unknown> };

const languages = { zh: "zh-Hans", en: "en" } as const;

// The grounds and waters of api/tiles/palette.go, so that nothing jumps where both meet.
const ours: Record<Theme, Partial<Flavor>> = {
  light: {
    background: "#e9ebe7", earth: "#f0eee9", water: "#b5d5e8", industrial: "#eceae6", hospital: "#f6e9e6", school: "#f4eedf",
    buildings: "#d9d3c7", highway: "#f2b866", major: "#fbe2a4", link: "#fbe2a4", minor_a: "#ffffff", minor_b: "#ffffff", minor_service: "#ffffff", other: "#e4dfd3",
    highway_casing_early: "#c9c2b4", highway_casing_late: "#c9c2b4", major_casing_early: "#d8cfba", major_casing_late: "#d8cfba", minor_casing: "#d6d0c2", minor_service_casing: "#d6d0c2", link_casing: "#d8cfba",
    bridges_highway: "#f2b866", bridges_major: "#fbe2a4", bridges_link: "#fbe2a4", bridges_minor: "#ffffff", bridges_highway_casing: "#a89f8b", bridges_major_casing: "#a89f8b", bridges_link_casing: "#a89f8b", bridges_minor_casing: "#a89f8b", bridges_other_casing: "#a89f8b",
    park_a: "#dcead0", park_b: "#dcead0", wood_a: "#cfe0c0", wood_b: "#cfe0c0", scrub_a: "#dde6cc", scrub_b: "#dde6cc",
    roads_label_minor: "#5c5751", roads_label_major: "#46413b", city_label: "#3c3842", subplace_label: "#6b6475",
  },
  dark: {
    background: "#12161a", earth: "#171c21", water: "#16384f", buildings: "#282f36", highway: "#a67a34", major: "#75643a", link: "#75643a", minor_a: "#3a424a", minor_b: "#3a424a", minor_service: "#333a41", other: "#2c333a",
    bridges_highway: "#a67a34", bridges_major: "#75643a", bridges_link: "#75643a", bridges_minor: "#3a424a",
    park_a: "#1f2f27", park_b: "#1f2f27", wood_a: "#1c2c23", wood_b: "#1c2c23", scrub_a: "#222d26", scrub_b: "#222d26",
    roads_label_minor: "#a9a4b0", roads_label_minor_halo: "#12161a", roads_label_major: "#bdb8c4", roads_label_major_halo: "#12161a", city_label: "#d6d2dc", city_label_halo: "#12161a", subplace_label: "#a09aa8", subplace_label_halo: "#12161a",
    state_label: "#8d8798", country_label: "#a09aa8", railway: "#5a6168",
  },
};

// Left out: our own rivers and lakes lie on top with their names; shields, arrows and house
// numbers need images or are of no use to a patrol.
const leftOut = new Set(["water_stream", "water_river", "water_waterway_label", "water_label_lakes", "roads_shields", "roads_oneway", "address_label"]);

/** What lies on the ground and the letters over it, as api/tiles reads them. */
export function painted(theme: Theme, lang: keyof typeof languages): { under: Layer[]; over: Layer[] } {
  const flavor = { ...namedFlavor(theme), ...ours[theme] };
  const all = (layers("base", flavor, { lang: languages[lang] }) as Layer[]).filter((l) => !leftOut.has(l.id)).map(own);
  return { under: all.filter((l) => l.type !== "symbol"), over: all.filter((l) => l.type === "symbol") };
}

/** A layer under a name of its own, without images: there are none on this machine. */
function own(l: Layer): Layer {
  const layout = Object.fromEntries(Object.entries(l.layout ?? {}).filter(([key]) => !key.startsWith("icon-")));
  return { ...l, id: `base-${l.id}`, ...(l.layout ? { layout } : {}) };
}

/** Writes basemap/{theme}-{lang}.json. */
export function basemap(): Plugin {
  return {
    name: "xunhu-basemap",
    apply: "build",
    generateBundle() {
      for (const theme of ["light", "dark"] as const) {
        for (const lang of ["zh", "en"] as const) {
          this.emitFile({ type: "asset", fileName: `basemap/${theme}-${lang}.json`, source: JSON.stringify(painted(theme, lang)) });
        }
      }
    },
  };
}
