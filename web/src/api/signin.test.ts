import { expect, test } from "vitest";
import { linkIn, refusalIn } from "./signin.ts";

test("a link is read from the address, and nothing else is one", () => {
  expect(linkIn("#link=a-B_c&person=li%20a")).toEqual({ link: "a-B_c", person: "li a" });
  expect(linkIn("#link=x")).toEqual({ link: "x", person: "" });
  for (const hash of ["", "#", "#panel", "#link=", "#person=li"]) expect(linkIn(hash)).toBeNull();
});

test("a refusal is read from the address, with an id and no sentence", () => {
  expect(refusalIn("#person=li&refused=provider_unknown")).toEqual({ reason: "provider_unknown", person: "li" });
  expect(refusalIn("#refused=provider_away&person=call%20this%20number")).toEqual({ reason: "provider_away", person: "" });
  for (const hash of ["", "#link=x", "#refused="]) expect(refusalIn(hash)).toBeNull();
});
