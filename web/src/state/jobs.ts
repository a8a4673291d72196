// Long work that was asked for: plans, imports, exports and what else takes its time.

import type { Fault } from "../api/client.ts";
import type { Job } from "../api/job.ts";
import type { State } from "./state.ts";
import { codeWord, word } from "./words.ts";

export interface JobsTask {
  list: readonly Job[]; // the last asked for first
  busy: readonly string[]; // what is being given up or tried again
  fault: Fault | null; // of the last thing that was tried
}

export const noJobs: JobsTask = { list: [], busy: [], fault: null };

/** How many of the last jobs that are over are kept. */
const most = 20;

/** Takes over how jobs stand; what is known to be newer stays. An end of the asker's own work is said. */
export function hearJobs(s: State, heard: readonly Job[]): State {
  const known = new Map(s.jobs.list.map((j) => [j.jobID, j]));
  let { spoken } = s;
  for (const j of heard) {
    const before = known.get(j.jobID);
    if (before && before.revision > j.revision) continue;
    known.set(j.jobID, j);
    if (before && isOpen(before) && !isOpen(j) && j.person === s.asker.me?.person.id) {
      spoken = word(s.lang, "announceJob", { job: j.title, status: codeWord(s.lang, "jobStatus_", j.status) });
    }
  }
  let over = 0;
  const list = [...known.values()].sort((a, b) => b.created.localeCompare(a.created) || b.jobID.localeCompare(a.jobID)).filter((j) => isOpen(j) || ++over <= most);
  return { ...s, spoken, jobs: { ...s.jobs, list } };
}

/** Something is being done with a job, or not any more. */
export function withBusy(s: State, id: string, busy: boolean): State {
  const others = s.jobs.busy.filter((b) => b !== id);
  return { ...s, jobs: { ...s.jobs, busy: busy ? [...others, id] : others } };
}

export const isOpen = (j: Job): boolean => j.status === "accepted" || j.status === "running";

/** What there is to say of a job beside its status: how far it is, why it failed, or why it waits again. */
export const messageOf = (j: Job): string =>
  j.status === "running" || j.status === "failed" || (j.status === "accepted" && j.revision > 1) ? j.message : "";

/** Only who asked for it has it tried again. */
export const mayRetry = (j: Job, me: string): boolean => (j.status === "failed" || j.status === "dismissed") && j.person === me;
