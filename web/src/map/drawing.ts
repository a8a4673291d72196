// Drawing with the pointer: a thin coat over terra-draw that gives finished
// geometries and keeps none of them. What was drawn lives in the state.

import type { Map } from "maplibre-gl";
import type { Geometry } from "geojson";
import { TerraDraw, TerraDrawLineStringMode, TerraDrawPointMode, TerraDrawPolygonMode } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import type { Shape } from "../state/coordinates.ts";

const modes: Record<Shape, string> = { Point: "point", LineString: "linestring", Polygon: "polygon" };
const ink = "#b3261e";

export class Drawing {
  private tool: TerraDraw | null = null;
  private wanted: Shape | null = null;

  constructor(private readonly map: Map, private readonly drawn: (g: Geometry) => void) {}

  /** Draws this shape, or nothing. The same wish again leaves a begun drawing alone. */
  want(shape: Shape | null): void {
    if (shape === this.wanted) return;
    this.wanted = shape;
    this.apply();
  }

  /** Begins anew after the style was exchanged, which took terra-draw's layers away. */
  restart(): void {
    if (this.tool?.enabled) this.tool.stop();
    this.tool = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map: this.map, prefixId: "draw" }),
      modes: [
        new TerraDrawPointMode({ styles: { pointColor: ink, pointWidth: 8 } }),
        new TerraDrawLineStringMode({ styles: { lineStringColor: ink, lineStringWidth: 4 }, pointerDistance: 24 }),
        new TerraDrawPolygonMode({ styles: { fillColor: ink, fillOpacity: 0.2, outlineColor: ink, outlineWidth: 3 }, pointerDistance: 24 }),
      ],
    });
    this.tool.on("finish", (id) => this.finished(id));
    this.tool.start();
    this.apply();
  }

  /** Ends a begun line or area as the Enter key would. */
  finish(): void {
    this.map.getCanvas().dispatchEvent(new KeyboardEvent("keyup", { key: "Enter" }));
  }

  private finished(id: string | number): void {
    const g = this.tool?.getSnapshotFeature(id)?.geometry;
    // terra-draw is still busy with the feature here: it is taken away afterwards.
    setTimeout(() => {
      this.tool?.clear();
      if (g) this.drawn(g);
    });
  }

  private apply(): void {
    if (!this.tool) return;
    if (!this.tool.enabled) this.tool.start(); // an exchange of the style can have stopped it
    this.tool.clear();
    this.tool.setMode(this.wanted ? modes[this.wanted] : "static");
  }
}
