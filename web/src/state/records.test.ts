import { expect, test } from "vitest";
import type { Notice, RecordLine } from "../api/lead.ts";
import { formalEvidence } from "./leads.ts";
import { saidOf } from "./records.ts";

const line = (event: string, record: Partial<RecordLine["record"]>): RecordLine => ({
  event_name: "记录措施或通知", from_name: "", to_name: "", person_name: "", unit_name: "", role_name: "", holder_name: "", at: "", digest: "",
  record: { serial: 1, event, from: "", to: "", ...record },
});
const sent: Notice = { id: "N-1", lead: "L", kind: "handover", to: { id: "1-BM-ZR", name: "自然资源局" }, by: "", number: "滕环分函〔2026〕12号", sha256: "", sent: "", due: null, way: "exchange", status: "awaited", receipts: [] };

test("a paper and its receipt read as the ledger knows them, not as the record writes them", () => {
  expect(saidOf("zh", line("note", { reason: "N-1 handover 1-BM-ZR 滕环分函〔2026〕12号", detail: { kind: "notice" } }), [sent])).toEqual(["发出移交函：自然资源局 滕环分函〔2026〕12号"]);
  expect(saidOf("zh", line("note", { reason: "N-1 incomplete 缺笔录", detail: { kind: "receipt" } }), [sent])).toEqual(["自然资源局回执：材料不全 缺笔录"]);
  expect(saidOf("zh", line("note", { reason: "N-9 told somebody", detail: { kind: "notice" } }), [sent])).toEqual(["N-9 told somebody"]); // no line of the ledger: as it stands
});

test("what was found, is missing, was answered and ordered stands below the event", () => {
  expect(saidOf("zh", line("return", { detail: { missing: ["询问笔录", "照片"] } }), [])).toEqual(["缺：询问笔录、照片"]);
  expect(saidOf("zh", line("remedy", { reason: "限期清理", detail: { deadline: "2026-11-27T16:30:00.000Z" } }), [])).toEqual(["限期清理", "整治期限 2026-11-28 00:30"]);
  expect(saidOf("en", line("note", { reason: "sealed", detail: { kind: "measure" }, files: [{ sha256: "a", formal: true }, { sha256: "b" }] }), [])).toEqual(["Interim measure: sealed", "1 taken as evidence by two certified officers"]);
  expect(saidOf("zh", line("verify", { detail: { was: { category: "S03" }, ruling: { category: "S04" } } }), [])).toEqual(["类别由 S03 改为 S04"]);
  expect(saidOf("zh", line("verify", { detail: { was: { category: "S03" }, ruling: { category: "S03" } } }), [])).toEqual([]);
});

test("the files that were taken as evidence are known by their digests", () => {
  const records = { lead: "L", proof: "", records: [line("note", { files: [{ sha256: "a", formal: true }, { sha256: "b" }] })] };
  expect([...formalEvidence(records).keys()]).toEqual(["a"]);
  expect(formalEvidence(null).size).toBe(0);
});
