// The map of a state: the only place that speaks to MapLibre. It draws the scene,
// switches layers, lets the user draw, and says what was drawn.

import type { GeoJSONSource, StyleSpecification } from "maplibre-gl";
import * as maplibregl from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerAddress from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { Geometry } from "geojson";
import { shapeToDraw } from "../state/closures.ts";
import { sceneOf, type Bounds } from "../state/scene.ts";
import { layerNames, type State } from "../state/state.ts";
import { word } from "../state/words.ts";
import { Drawing } from "./drawing.ts";
import { baseSource, overlaySources, tileLayers, withOverlay } from "./layers.ts";

/** What the map tells the rest of the page. */
export interface Heard {
  picked: (lead: string) => void;
  drawn: (g: Geometry) => void;
  failed: (why: string) => void;
}

export class MapView {
  private readonly map: maplibregl.Map;
  private readonly drawing: Drawing;
  private styled = false;
  private shown: State | null = null;
  private focus = "";
  private home: Bounds | null = null;

  constructor(container: HTMLElement, heard: Heard) {
    maplibregl.setWorkerUrl(workerAddress);
    this.map = new maplibregl.Map({
      container,
      style: { version: 8, sources: {}, layers: [] },
      attributionControl: { compact: true },
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 18,
      fadeDuration: 0,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibregl.ScaleControl({ maxWidth: 120 }), "bottom-right");
    this.map.on("error", (e) => heard.failed(e.error?.message ?? ""));
    this.map.on("click", "x-leads", (e) => heard.picked(String(e.features?.[0]?.properties["id"] ?? "")));
    this.map.on("mouseenter", "x-leads", () => (this.map.getCanvas().style.cursor = "pointer"));
    this.map.on("mouseleave", "x-leads", () => (this.map.getCanvas().style.cursor = ""));
    this.drawing = new Drawing(this.map, heard.drawn);
  }

  /** Takes the server's style; everything that was drawn is drawn again on top of it. */
  setStyle(style: unknown): void {
    this.styled = false;
    this.map.once("style.load", () => {
      this.styled = true;
      this.drawing.restart();
      this.foldAttribution();
      const s = this.shown;
      this.shown = null;
      if (s) this.show(s);
    });
    this.map.setStyle(withOverlay(style as StyleSpecification), { diff: false });
  }

  // The region's data are others: its tiles are asked for again, which costs little where they are the same. The base map is not of them.
  private refresh(): void {
    for (const [id, source] of Object.entries(this.map.getStyle().sources)) {
      if (source.type === "vector" && id !== baseSource) this.map.refreshTiles(id);
    }
  }

  /** Draws a state. */
  show(s: State): void {
    const before = this.shown;
    this.shown = s;
    if (before?.lang !== s.lang) this.map.getCanvas().setAttribute("aria-label", word(s.lang, "map"));
    if (s.region && !this.home) {
      this.home = s.region.bbox;
      this.goHome();
    }
    if (!this.styled) return;
    if (before?.layers !== s.layers) this.switchLayers(s);
    if (before?.version && before.version !== s.version) this.refresh();
    if (before?.task !== s.task || before.incident !== s.incident || before.leads !== s.leads || before.plan !== s.plan || before.way !== s.way || before.closures !== s.closures || before.check !== s.check || before.risk !== s.risk || before.layers.risk !== s.layers.risk || before.lang !== s.lang || before.region !== s.region) {
      this.drawScene(s);
    }
    this.drawing.want(wantedShape(s));
  }

  /** Ends a begun line or area. */
  finishDrawing(): void {
    this.drawing.finish();
  }

  zoom(by: number): void {
    this.map.zoomTo(this.map.getZoom() + by);
  }

  /** Shows the whole region. */
  goHome(): void {
    if (this.home) this.map.fitBounds(this.home, { padding: this.room(), animate: this.styled });
  }

  /** How many features of a layer are drawn on the screen now: what a test can ask. */
  rendered(layer: string): number {
    return this.styled && this.map.getLayer(layer) ? this.map.queryRenderedFeatures({ layers: [layer] }).length : 0;
  }

  /** Where a place is on the screen: what a test can click. */
  pixel(lon: number, lat: number): { x: number; y: number } {
    const p = this.map.project([lon, lat]);
    const box = this.map.getContainer().getBoundingClientRect();
    return { x: box.left + p.x, y: box.top + p.y };
  }

  /** Is everything drawn that is to be drawn? */
  settled(): boolean {
    return this.styled && this.map.loaded() && !this.map.isMoving();
  }

  /** Moves without animation, so that a place can be clicked. */
  jump(lon: number, lat: number, zoom: number): void {
    const { left = 0, right = 0, top = 0, bottom = 0 } = this.room();
    this.map.easeTo({ center: [lon, lat], zoom, offset: [(left - right) / 2, (top - bottom) / 2], duration: 0 });
  }

  // On a phone the sources would hide a third of the map: they are shown for a while,
  // then fold into their button.
  private foldAttribution(): void {
    if (this.map.getContainer().clientWidth > 720) return;
    setTimeout(() => {
      const box = this.map.getContainer().querySelector(".maplibregl-ctrl-attrib.maplibregl-compact-show");
      box?.classList.remove("maplibregl-compact-show");
      box?.removeAttribute("open");
    }, 3000);
  }

  // A name is shown if names are, and what it names is: "basins-name" goes with basins. A layer
  // that two switches govern, such as the base map's roads, is shown if both are on; 天地图 covers
  // the base map, and has names of its own.
  private switchLayers(s: State): void {
    const governs = new Map(layerNames.flatMap((name) => tileLayers[name].map((kind) => [kind, name] as const)));
    for (const layer of this.map.getStyle().layers) {
      if (!("source-layer" in layer) && layer.type !== "raster") continue;
      const kinds = [layer.id.split("-")[0], "source-layer" in layer ? layer["source-layer"] : undefined];
      const names = kinds.flatMap((kind) => governs.get(kind ?? "") ?? []);
      const shown = names.every((name) => s.layers[name]) && (layer.type !== "symbol" || s.layers.labels) && !(names.includes("base") && s.layers.tianditu);
      this.map.setLayoutProperty(layer.id, "visibility", shown ? "visible" : "none");
    }
  }

  private drawScene(s: State): void {
    const scene = sceneOf(s);
    for (const name of overlaySources) this.map.getSource<GeoJSONSource>(name)?.setData(scene[name]);
    const focus = JSON.stringify(scene.focus);
    if (scene.focus && focus !== this.focus) {
      this.map.fitBounds(scene.focus, { padding: this.room(), maxZoom: scene.nearest });
    }
    this.focus = focus;
  }

  // The part of the map that the panel does not cover. A phone has the panel below, up to
  // half the height; above its edge stay the scale, and half a mark of what lies furthest south.
  private room(): maplibregl.PaddingOptions {
    const { clientWidth: w, clientHeight: h } = this.map.getContainer();
    const edge = Math.min(60, w / 10);
    if (w <= 720) return { top: 100, left: edge, right: edge, bottom: Math.min(h * 0.5 + 56, h - 160) };
    return { top: 90, left: Math.min(460, w / 2), right: edge + 30, bottom: edge };
  }
}

/** A point can be placed again and again; a line or an area is drawn once, then left until it is drawn anew. */
function wantedShape(s: State) {
  if (s.task === "way") return s.closures.draft ? shapeToDraw(s.closures) : s.way.picking ? "Point" : null;
  const { draft, decision, busy } = s.incident;
  if (s.task !== "incident" || decision || busy) return null;
  return draft.shape === "Point" || !draft.geometry ? draft.shape : null;
}
