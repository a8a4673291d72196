import { expect, test } from "vitest";
import { StreamReader } from "./stream.ts";

const sent = 'retry: 3000\n\nid: 7\nevent: lead\ndata: {"lead":"一"}\n\nid: 9\n: still here\n\nevent: lead\ndata: {"lead":"二"}\n\n';

test("a stream reads the same, wherever it is cut", () => {
  const whole = new StreamReader().read(sent);
  expect(whole).toEqual([{ id: "7", event: "lead", data: '{"lead":"一"}' }, { id: "9", event: "lead", data: '{"lead":"二"}' }]);
  for (let at = 0; at <= sent.length; at++) {
    const reader = new StreamReader();
    expect([...reader.read(sent.slice(0, at)), ...reader.read(sent.slice(at))], `cut at ${at}`).toEqual(whole);
  }
});

test("what is not finished waits", () => {
  const reader = new StreamReader();
  expect(reader.read("event: lead\ndata: 1\n")).toEqual([]);
  expect(reader.read("\n")).toEqual([{ id: "", event: "lead", data: "1" }]);
});
