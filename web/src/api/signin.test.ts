import { expect, test } from "vitest";
import { linkIn } from "./signin.ts";

test("a link is read from the address, and nothing else is one", () => {
  expect(linkIn("#link=a-B_c&person=li%20a")).toEqual({ link: "a-B_c", person: "li a" });
  expect(linkIn("#link=x")).toEqual({ link: "x", person: "" });
  for (const hash of ["", "#", "#panel", "#link=", "#person=li"]) expect(linkIn(hash)).toBeNull();
});
