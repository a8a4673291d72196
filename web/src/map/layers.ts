// The layers that lie over the region's own style: what was reported, decided and
// planned. Their data come as a Scene; their names are also what tests ask for.

import type { ExpressionSpecification, GeoJSONSourceSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { LayerName } from "../state/state.ts";

/** The sources of the overlay, each named as its part of the Scene. */
export const overlaySources = ["risk", "incident", "shares", "borders", "legs", "covered", "bases", "stops", "unplanned", "found", "foundAt", "reach", "closed", "way", "wayEnds", "leads", "labels"] as const;

/** The source of the base map in the server's style. */
export const baseSource = "base";

/** Which kinds of the server's tiles a switch of the page governs; its style names layers kind or kind-part. */
export const tileLayers: Record<LayerName, string[]> = {
  towns: ["towns", "neighbours"],
  basins: ["basins"],
  wetlands: ["wetlands"],
  zones: ["zones"],
  water: ["rivers", "lakes"],
  roads: ["roads"],
  sites: ["sites"],
  units: ["units"],
  labels: ["labels"],
  risk: [], // an overlay
  base: ["base"], // the beginning of their names; they are roads and letters too
  tianditu: ["tianditu"],
};

const ink = "#10242e";
const paper = "#ffffff";
const alarm = "#b3261e";
const closedColour: ExpressionSpecification = ["match", ["get", "slow"], "yes", "#8a6a00", alarm];

const layers: LayerSpecification[] = [
  { id: "x-risk-line", type: "line", source: "risk", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": ["get", "colour"], "line-width": ["interpolate", ["linear"], ["get", "size"], 0, 3, 1, 8], "line-opacity": 0.7 }, layout: { "line-cap": "round" } },
  { id: "x-risk-point", type: "circle", source: "risk", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": ["interpolate", ["linear"], ["get", "size"], 0, 5, 1, 11], "circle-color": ["match", ["get", "unknown"], "yes", "rgba(255,255,255,0.35)", ["get", "colour"]], "circle-opacity": 0.85, "circle-stroke-color": ["get", "colour"], "circle-stroke-width": 3 } },
  { id: "x-risk-text", type: "symbol", source: "risk", minzoom: 11.5, layout: { "text-field": ["get", "text"], "text-size": 13, "text-font": ["Noto Sans Bold"], "text-offset": [0, 1.6], "text-anchor": "top", "symbol-placement": "point" }, paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 2 } },
  { id: "x-covered-fill", type: "fill", source: "covered", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": "#5d3a9b", "fill-opacity": 0.18 } },
  { id: "x-covered-edge", type: "line", source: "covered", filter: ["==", ["geometry-type"], "Polygon"], paint: { "line-color": "#5d3a9b", "line-width": 1.2, "line-opacity": 0.6 } },
  { id: "x-covered-line", type: "line", source: "covered", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": "#5d3a9b", "line-width": 13, "line-opacity": 0.28 }, layout: { "line-cap": "round" } },
  { id: "x-shares-fill", type: "fill", source: "shares", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": ["get", "colour"], "fill-opacity": 0.42 } },
  { id: "x-incident-casing", type: "line", source: "incident", paint: { "line-color": paper, "line-width": 7 }, layout: { "line-cap": "round", "line-join": "round" } },
  { id: "x-incident-line", type: "line", source: "incident", paint: { "line-color": ink, "line-width": 3 }, layout: { "line-cap": "round", "line-join": "round" } },
  { id: "x-incident-fill", type: "fill", source: "incident", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": ink, "fill-opacity": 0.12 } },
  { id: "x-shares-line", type: "line", source: "shares", paint: { "line-color": ["get", "colour"], "line-width": 4 }, layout: { "line-cap": "round", "line-join": "round" } },
  { id: "x-borders-casing", type: "line", source: "borders", paint: { "line-color": paper, "line-width": 5, "line-opacity": 0.9 } },
  { id: "x-borders-line", type: "line", source: "borders", paint: { "line-color": ink, "line-width": 2, "line-dasharray": [2, 1.5] } },
  { id: "x-incident-halo", type: "circle", source: "incident", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 19, "circle-color": alarm, "circle-opacity": 0.2 } },
  { id: "x-incident-point", type: "circle", source: "incident", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 8.5, "circle-color": alarm, "circle-stroke-color": paper, "circle-stroke-width": 3 } },
  { id: "x-legs-casing", type: "line", source: "legs", filter: ["==", ["get", "by"], "drive"], paint: { "line-color": paper, "line-width": 6, "line-offset": 3 }, layout: { "line-cap": "round", "line-join": "round" } },
  { id: "x-legs-boat", type: "line", source: "legs", filter: ["==", ["get", "by"], "boat"], paint: { "line-color": "#004c78", "line-width": 3.5, "line-dasharray": [1.6, 1.1] } },
  { id: "x-legs-foot", type: "line", source: "legs", filter: ["==", ["get", "by"], "foot"], paint: { "line-color": ["get", "colour"], "line-width": 4, "line-dasharray": [0, 1.6] }, layout: { "line-cap": "round" } },
  { id: "x-legs-drone", type: "line", source: "legs", filter: ["==", ["get", "by"], "drone"], paint: { "line-color": "#7b2d8e", "line-width": 1.6, "line-dasharray": [4, 1.4, 1, 1.4] } },
  { id: "x-legs-line", type: "line", source: "legs", filter: ["==", ["get", "by"], "drive"], paint: { "line-color": ["get", "colour"], "line-width": 3.5, "line-offset": 3 }, layout: { "line-cap": "round", "line-join": "round" } },
  { id: "x-legs-observe", type: "line", source: "legs", filter: ["all", ["==", ["get", "by"], "drive"], ["in", ["get", "powers"], ["literal", ["OBSERVE", "NONE"]]]], paint: { "line-color": paper, "line-width": 2, "line-offset": 3, "line-dasharray": [1, 1.6] } },
  { id: "x-legs-arrow", type: "symbol", source: "legs", filter: ["==", ["get", "by"], "drive"], layout: { "symbol-placement": "line", "symbol-spacing": 90, "text-field": "›", "text-size": 20, "text-keep-upright": false, "text-allow-overlap": true, "text-ignore-placement": true, "text-offset": [0, 0.1] }, paint: { "text-color": paper, "text-halo-color": ink, "text-halo-width": 1.2 } },
  { id: "x-reach-fill", type: "fill", source: "reach", paint: { "fill-color": ["match", ["get", "minutes"], 5, "#004c78", 10, "#0072b2", "#56b4e9"], "fill-opacity": 0.5 } },
  { id: "x-reach-line", type: "line", source: "reach", paint: { "line-color": "#004c78", "line-width": ["match", ["get", "minutes"], 5, 1.6, 10, 1, 0.5] } },
  { id: "x-way-casing", type: "line", source: "way", paint: { "line-color": paper, "line-width": 9 }, layout: { "line-cap": "round", "line-join": "round" } },
  { id: "x-way-road", type: "line", source: "way", filter: ["==", ["get", "mode"], "road"], paint: { "line-color": "#b0306a", "line-width": 5 }, layout: { "line-cap": "round", "line-join": "round" } },
  { id: "x-way-boat", type: "line", source: "way", filter: ["==", ["get", "mode"], "boat"], paint: { "line-color": "#004c78", "line-width": 5, "line-dasharray": [1.6, 1.1] } },
  { id: "x-way-foot", type: "line", source: "way", filter: ["in", ["get", "mode"], ["literal", ["foot", "ground"]]], paint: { "line-color": ["match", ["get", "mode"], "ground", "#00664b", "#b0306a"], "line-width": 5, "line-dasharray": [0, 1.6] }, layout: { "line-cap": "round" } },
  { id: "x-way-arrow", type: "symbol", source: "way", layout: { "symbol-placement": "line", "symbol-spacing": 110, "text-field": "›", "text-size": 22, "text-keep-upright": false, "text-allow-overlap": true, "text-ignore-placement": true, "text-offset": [0, 0.1] }, paint: { "text-color": paper, "text-halo-color": ink, "text-halo-width": 1.2 } },
  { id: "x-closed-fill", type: "fill", source: "closed", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": closedColour, "fill-opacity": ["match", ["get", "state"], "in_force", 0.25, 0.1] } },
  { id: "x-closed-casing", type: "line", source: "closed", paint: { "line-color": paper, "line-width": 8 } },
  { id: "x-closed-line", type: "line", source: "closed", paint: { "line-color": closedColour, "line-width": 5, "line-opacity": ["match", ["get", "state"], "planned", 0.55, 1], "line-dasharray": [0.5, 0.5] } },
  { id: "x-way-step", type: "circle", source: "wayEnds", filter: ["==", ["get", "kind"], "step"], paint: { "circle-radius": 16, "circle-color": alarm, "circle-opacity": 0.15, "circle-stroke-color": alarm, "circle-stroke-width": 2.5 } },
  { id: "x-way-ends", type: "circle", source: "wayEnds", filter: ["!=", ["get", "kind"], "step"], paint: { "circle-radius": 13, "circle-color": ["match", ["get", "kind"], "landing", "#004c78", ink], "circle-stroke-color": paper, "circle-stroke-width": 2.5 } },
  { id: "x-way-ends-text", type: "symbol", source: "wayEnds", layout: { "text-field": ["get", "text"], "text-size": 14, "text-font": ["Noto Sans Bold"], "text-allow-overlap": true, "text-ignore-placement": true }, paint: { "text-color": paper } },
  { id: "x-unplanned", type: "circle", source: "unplanned", paint: { "circle-radius": 6, "circle-color": paper, "circle-stroke-color": "#6b6b6b", "circle-stroke-width": 2.5 } },
  { id: "x-bases", type: "circle", source: "bases", paint: { "circle-radius": 8, "circle-color": "#ffd166", "circle-stroke-color": ink, "circle-stroke-width": 3 } },
  { id: "x-stops", type: "circle", source: "stops", paint: { "circle-radius": ["case", [">", ["length", ["get", "number"]], 2], 14, 11], "circle-color": ink, "circle-stroke-color": paper, "circle-stroke-width": 2 } },
  { id: "x-stops-number", type: "symbol", source: "stops", layout: { "text-field": ["get", "number"], "text-size": 12, "text-font": ["Noto Sans Bold"], "text-allow-overlap": true, "text-ignore-placement": true }, paint: { "text-color": paper } },
  { id: "x-found-fill", type: "fill", source: "found", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": ["match", ["get", "level"], "finding", alarm, "#8a6a00"], "fill-opacity": 0.35 } },
  { id: "x-found-line", type: "line", source: "found", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": ["match", ["get", "level"], "finding", alarm, "#8a6a00"], "line-width": ["match", ["get", "chosen"], "yes", 4, 2] } },
  { id: "x-found-point", type: "circle", source: "found", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 3.5, "circle-color": paper, "circle-stroke-color": alarm, "circle-stroke-width": 2 } },
  { id: "x-found-halo", type: "circle", source: "foundAt", filter: ["==", ["get", "chosen"], "yes"], paint: { "circle-radius": 22, "circle-color": alarm, "circle-opacity": 0.15, "circle-stroke-color": alarm, "circle-stroke-width": 2.5 } },
  { id: "x-found-at", type: "circle", source: "foundAt", paint: { "circle-radius": 6, "circle-color": ["match", ["get", "level"], "finding", alarm, "#8a6a00"], "circle-stroke-color": paper, "circle-stroke-width": 2 } },
  { id: "x-leads", type: "circle", source: "leads", paint: { "circle-radius": ["match", ["get", "late"], "yes", 11, 8], "circle-color": ["match", ["get", "late"], "yes", alarm, "#0b5c7a"], "circle-stroke-color": paper, "circle-stroke-width": 2.5 } },
  { id: "x-leads-late", type: "symbol", source: "leads", filter: ["==", ["get", "late"], "yes"], layout: { "text-field": "!", "text-size": 15, "text-font": ["Noto Sans Bold"], "text-allow-overlap": true, "text-ignore-placement": true }, paint: { "text-color": paper } },
  { id: "x-labels", type: "symbol", source: "labels", layout: { "text-field": ["get", "text"], "text-size": 16, "text-font": ["Noto Sans Bold"], "text-allow-overlap": true, "text-padding": 4, "text-max-width": 12 }, paint: { "text-color": ["get", "colour"], "text-halo-color": paper, "text-halo-width": 2.5 } },
];

/** The server's style with our layers on top of it. */
export function withOverlay(style: StyleSpecification): StyleSpecification {
  const data: GeoJSONSourceSpecification = { type: "geojson", data: { type: "FeatureCollection", features: [] } };
  return {
    ...style,
    sources: { ...style.sources, ...Object.fromEntries(overlaySources.map((name) => [name, data])) },
    layers: [...style.layers, ...layers],
  };
}
