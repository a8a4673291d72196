import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Calm } from "./calm.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("it acts once it is quiet, and under steady stirring every ten seconds", () => {
  let acted = 0;
  const calm = new Calm(() => acted++);
  for (let i = 0; i < 3; i++) calm.stir();
  vi.advanceTimersByTime(1499);
  expect(acted).toBe(0);
  vi.advanceTimersByTime(1);
  expect(acted).toBe(1);
  for (let i = 0; i < 21; i++) {
    calm.stir();
    vi.advanceTimersByTime(1000);
  }
  expect(acted).toBe(3);
  vi.advanceTimersByTime(60_000);
  expect(acted).toBe(4);
});
