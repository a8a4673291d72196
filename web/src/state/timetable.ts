// A plan's features ordered as a crew meets them: what is driven, then the stop.

import type { Leg, Plan, Powers, Stop, Tour, Unplanned } from "../api/types.ts";

/** The way to a stop, or home: how far and by what, and through which towns in order, with which powers. A drone's way is not the crew's. */
export interface Drive {
  distanceM: number;
  by: string[];
  towns: { town: string; powers: Powers[] }[];
}

export interface Timetable {
  stops: (Drive & { stop: Stop })[];
  home: Drive;
}

/** The timetable of one tour: legs go to the first stop that is not before their arrival. */
export function timetable(plan: Plan, tour: string): Timetable {
  const legs: Leg[] = [];
  const stops: Stop[] = [];
  for (const { properties: p } of plan.features) {
    if (p.kind === "leg" && p.tour === tour) legs.push(p);
    if (p.kind === "stop" && p.tour === tour) stops.push(p);
  }
  legs.sort((a, b) => a.sequence - b.sequence);
  stops.sort((a, b) => a.sequence - b.sequence);
  let next = 0;
  const rows = stops.map((stop) => {
    const from = next;
    while (next < legs.length && at(legs[next]?.arrive) <= at(stop.arrive)) next++;
    return { stop, ...drive(legs.slice(from, next)) };
  });
  return { stops: rows, home: drive(legs.slice(next)) };
}

/** The tours of a plan, each with its id. */
export const toursOf = (plan: Plan): (Tour & { id: string })[] =>
  plan.features.flatMap((f) => (f.properties.kind === "tour" ? [{ ...f.properties, id: String(f.id ?? "") }] : []));

export const unplannedOf = (plan: Plan): Unplanned[] =>
  plan.features.flatMap((f) => (f.properties.kind === "unplanned" ? [f.properties] : []));

function drive(all: Leg[]): Drive {
  const legs = all.filter((l) => l.mode !== "drone");
  return {
    by: [...new Set(legs.map((l) => l.mode))],
    distanceM: legs.reduce((sum, l) => sum + l.distance_m, 0),
    towns: [...new Set(legs.map((l) => l.town))].map((town) => ({
      town,
      powers: [...new Set(legs.filter((l) => l.town === town).map((l) => l.powers))],
    })),
  };
}

const at = (time: string | undefined): number => Date.parse(time ?? "");
