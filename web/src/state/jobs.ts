// Long work that was asked for: plans, imports, exports and what else takes its time.

import type { Fault } from "../api/client.ts";
import type { Job } from "../api/job.ts";
import type { State } from "./state.ts";

export interface JobsTask {
  list: readonly Job[]; // the last asked for first
  fault: Fault | null; // of the last thing that was tried
}

export const noJobs: JobsTask = { list: [], fault: null };

/** How many of the last jobs are kept. */
const most = 20;

/** Takes over how jobs stand; what is known to be newer stays. */
export function hearJobs(s: State, heard: readonly Job[]): State {
  const known = new Map(s.jobs.list.map((j) => [j.jobID, j]));
  for (const j of heard) if ((known.get(j.jobID)?.revision ?? 0) <= j.revision) known.set(j.jobID, j);
  const list = [...known.values()].sort((a, b) => b.created.localeCompare(a.created) || b.jobID.localeCompare(a.jobID)).slice(0, most);
  return { ...s, jobs: { ...s.jobs, list } };
}

export const isOpen = (j: Job): boolean => j.status === "accepted" || j.status === "running";

/** Only who asked for it has it tried again. */
export const mayRetry = (j: Job, me: string): boolean => (j.status === "failed" || j.status === "dismissed") && j.person === me;
