// The shapes of travel, as api/ops writes them.

import type { Feature, FeatureCollection, Geometry, LineString, MultiPolygon, Point, Polygon, Position } from "geojson";

/** A stretch between two things that a driver has to know. */
export interface Step {
  text: string;
  at: Position;
  distance_m: number;
}

/** The way from one point to the next, or the part of it that is travelled in one manner. */
export interface WayLeg {
  sequence: number;
  profile: string;
  mode?: "road" | "boat" | "ground"; // of a way by boat, or on foot into a wetland
  landing?: string; // of a leg by boat that goes on by road
  landing_name?: string;
  change_s?: number; // at the landing before this leg
  distance_m: number;
  duration_s: number;
  walk_m?: number; // of the distance, on foot to the road and from it
  steps?: Step[]; // on the road alone
}

export type Route = FeatureCollection<LineString, WayLeg> & { profile: string; closures?: string[] }; // closures: ids of those that hold

/** What is reached within some minutes. */
export type Reach = FeatureCollection<Polygon | MultiPolygon, { profile: string; minutes: number; area_m2: number }>;

/** What is asked of a closure that is to be set; what is left out: all vehicles, closed, from now on, until it is lifted. */
export interface ClosureRequest {
  reason: string;
  profiles?: string[];
  speed?: number;
  from?: string;
  until?: string;
}

/** Roads or waters that are shut, or slower, for a time. */
export interface ClosureOf {
  profiles: string[]; // vehicles; none: all
  from?: string;
  until?: string;
  set_at: string;
  speed: number; // what is left of the usual one; 0: closed
  reason: string;
  person?: string; // who set it
  lifted_at?: string;
  lifted_by?: string;
  lift_reason?: string;
  revision: number;
  state: "planned" | "in_force" | "over" | "lifted"; // when it was read
  affects_m?: number; // when it is set: length of the roads that it means
}
export type Closure = Feature<Geometry, ClosureOf> & { id: string };

/** A unit at its seat, and how soon it is at a place. */
export type NearestUnit = Feature<Point, { name: string; class: string; profile: string; distance_m?: number; duration_s?: number; reason?: string }> & { id: string };
