import { expect, test } from "vitest";
import type { Job } from "../api/job.ts";
import { hearJobs, isOpen, mayRetry } from "./jobs.ts";
import { initial } from "./state.ts";

const job = (jobID: string, revision: number, status: Job["status"] = "running"): Job => ({
  jobID, revision, status, processID: "export", message: "", progress: 0, person: "li", created: `2026-11-27T08:00:0${jobID}+08:00`, updated: "",
});

test("jobs are heard in any order, the newest state stays, and the last asked for stands first", () => {
  let s = hearJobs(initial("zh", "2026-11-27"), [job("1", 1), job("2", 4, "failed")]);
  s = hearJobs(s, [job("2", 3), job("3", 1, "accepted")]);
  expect(s.jobs.list.map((j) => [j.jobID, j.status])).toEqual([["3", "accepted"], ["2", "failed"], ["1", "running"]]);
  expect(s.jobs.list.filter(isOpen).length).toBe(2);
  expect(s.jobs.list.map((j) => mayRetry(j, "li"))).toEqual([false, true, false]);
  expect(mayRetry(job("2", 4, "failed"), "wang")).toBe(false);
});
