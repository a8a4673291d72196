import { expect, test } from "vitest";
import type { Job } from "../api/job.ts";
import { hearJobs, isOpen, mayRetry, messageOf } from "./jobs.ts";
import { initial, type State } from "./state.ts";

const job = (jobID: string, revision: number, status: Job["status"] = "running"): Job => ({
  jobID, revision, status, processID: "export", title: "导出镇街（csv）", message: "", progress: 0, person: "li", created: `2026-11-27T08:00:0${jobID}+08:00`, updated: "",
});

test("jobs are heard in any order, the newest state stays, and the last asked for stands first", () => {
  let s = hearJobs(initial("zh", "2026-11-27"), [job("1", 1), job("2", 4, "failed")]);
  s = hearJobs(s, [job("2", 3), job("3", 1, "accepted")]);
  expect(s.jobs.list.map((j) => [j.jobID, j.status])).toEqual([["3", "accepted"], ["2", "failed"], ["1", "running"]]);
  expect(s.jobs.list.filter(isOpen).length).toBe(2);
  expect(s.jobs.list.map((j) => mayRetry(j, "li"))).toEqual([false, true, false]);
  expect(mayRetry(job("2", 4, "failed"), "wang")).toBe(false);
});

test("what is open stays, however much was asked for after it; of what is over, the last twenty", () => {
  const at = (i: number, status: Job["status"]): Job => ({ ...job(`${i}`, 1, status), created: String(i).padStart(3, "0") });
  const { list } = hearJobs(initial("zh", "2026-11-27"), Array.from({ length: 60 }, (_, i) => at(i, i < 30 ? "running" : "successful"))).jobs;
  expect(list.filter(isOpen)).toHaveLength(30);
  expect(list.filter((j) => !isOpen(j)).map((j) => j.jobID)).toEqual(Array.from({ length: 20 }, (_, i) => `${59 - i}`));
});

test("the end of one's own job is said, of another's not", () => {
  const me = { person: { id: "li" } } as State["asker"]["me"];
  const mine = { ...initial("zh", "2026-11-27"), asker: { ...initial("zh", "2026-11-27").asker, me } };
  const begun = hearJobs(mine, [job("1", 1), job("2", 3, "failed"), { ...job("3", 1), person: "wang" }]);
  expect(begun.spoken).toBe("");
  expect(hearJobs(begun, [{ ...job("3", 2, "successful"), person: "wang" }]).spoken).toBe("");
  expect(hearJobs(begun, [job("1", 2, "successful")]).spoken).toBe("导出镇街（csv）：已完成。");
});

test("why a job waits again is shown, that it waits for the first time is not", () => {
  const says = (revision: number, status: Job["status"]) => messageOf({ ...job("1", revision, status), message: "why" });
  expect([says(1, "accepted"), says(3, "accepted"), says(2, "running"), says(3, "failed"), says(3, "successful")]).toEqual(["", "why", "why", "why", ""]);
});
