import { readFileSync } from "node:fs";
import { createExpression, latest, type StylePropertySpecification } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, test } from "vitest";
import { besideTime } from "../src/islands/local-time";
import { dayText, seconds, touched } from "../src/lib/days";
import { filterOf, patched } from "../src/lib/filter";
import { meant } from "../src/lib/keys";
import { ENGLISH, fill, type Word } from "../src/lib/words";
import { markName } from "../src/map/marks";
import { radius } from "../src/map/style";
import { parseBox, parseView, printBox, printView } from "../src/map/view";

describe("the filter in the address", () => {
  test("leaves out how a set is shown, empty values and what is asked not to be there", () => {
    const query = filterOf("?class=all&map=6/48/34&view=map&after=x&q=&bbox=1,2,3,4&panel=a&panel=b", "bbox");
    expect(query.toString()).toBe("class=all&panel=a&panel=b");
  });
  test("starts at the first page again when it changes, and keeps the place of the map", () => {
    expect(patched("?after=x&map=6/48/34&class=all", { class: "may" })).toBe("?map=6/48/34&class=may");
  });
  test("keeps the page when only the map moves", () => {
    expect(patched("?after=x&class=all", { map: "6/48/34" })).toBe("?after=x&class=all&map=6/48/34");
  });
  test("keeps commas and slashes readable and a value as it is", () => {
    expect(patched("", { bbox: "22.000,44.000,40.000,52.000", q: "a&b=c d" })).toBe("?bbox=22.000,44.000,40.000,52.000&q=a%26b%3Dc+d");
  });
  test("keeps a name that stands several times, and its place among the rest does not matter", () => {
    expect(patched("?panel=a&class=all", { panel: ["a", "b"], class: "may" })).toBe("?panel=a&panel=b&class=may");
    expect(patched("?panel=a&panel=b", { panel: [] })).toBe("");
  });
  test("is no question mark when nothing is left", () => {
    expect(patched("?class=all", { class: null })).toBe("");
    expect(patched("?class=all", { class: "" })).toBe("");
  });
});

describe("the view of the map in the address", () => {
  test("reads what it prints", () => {
    for (const view of [{ zoom: 3, lat: 48.5, lon: 34 }, { zoom: 9.25, lat: -12.3456, lon: 179.9 }, { zoom: 14, lat: 50.45012, lon: 30.52345 }]) {
      const again = parseView(printView(view));
      // Half a pixel of 512 per tile at that zoom.
      const pixel = 360 / (512 * 2 ** view.zoom);
      expect(Math.abs((again?.lat ?? 99) - view.lat)).toBeLessThan(pixel);
      expect(Math.abs((again?.lon ?? 999) - view.lon)).toBeLessThan(pixel);
      expect(again?.zoom).toBeCloseTo(view.zoom, 2);
    }
  });
  test.each([null, "", "6", "6/48", "6/48/34/1", "a/b/c", "6/90/34", "6/48/200", "-1/48/34", "23/1/1", "Infinity/1/1"])("refuses %s", (text) => {
    expect(parseView(text)).toBeNull();
  });
  test("a box is west, south, east, north, and never leaves the world", () => {
    expect(printBox(-190, -95, 22.12345, 44)).toBe("-180.000,-90.000,22.123,44.000");
    expect(parseBox("22,44,40.5,53")).toEqual([22, 44, 40.5, 53]);
    expect(parseBox("40,44,22,53")).toBeNull();
    expect(parseBox("1,2,3")).toBeNull();
    expect(parseBox(null)).toBeNull();
  });
});

describe("the circle of an uncertain place", () => {
  const pixels = (zoom: number, properties: Record<string, number>) => {
    const parsed = createExpression(radius(50), "circle-radius", latest.paint_circle["circle-radius"] as StylePropertySpecification);
    if (parsed.result === "error") throw new Error(JSON.stringify(parsed.value));
    return parsed.value.evaluate({ zoom }, { type: 1, properties }) as number;
  };
  const expected = (zoom: number, lat: number, metres: number) => (metres * 512 * 2 ** zoom) / (40_075_016.686 * Math.cos((lat * Math.PI) / 180));
  test.each([
    [8, 50, 5000],
    [10.5, 46, 5000],
    [13, 53, 500],
  ])("at zoom %d and latitude %d a radius of %d metres is as wide as it is on the ground", (zoom, lat, metres) => {
    expect(pixels(zoom, { radius_m: metres, lat })).toBeCloseTo(expected(zoom, lat, metres), 1);
  });
  test("takes the latitude of the case where a feature brings none", () => {
    expect(pixels(9, { radius_m: 5000 })).toBeCloseTo(expected(9, 50, 5000), 1);
  });
});

describe("days", () => {
  const days = ["2025-03-29", "2025-03-30", "2025-03-31", "2025-04-01"];
  test("a brush takes every day that it touches", () => {
    expect(touched(days, 0.9, 2.1)).toEqual(["2025-03-29", "2025-03-31"]);
    expect(touched(days, 1, 2)).toEqual(["2025-03-30", "2025-03-30"]);
    expect(touched(days, 3.5, 0.2)).toEqual(["2025-03-29", "2025-04-01"]);
    expect(touched(days, -5, 99)).toEqual(["2025-03-29", "2025-04-01"]);
    expect(touched([], 0, 1)).toBeNull();
  });
  test("a day keeps its name in every zone, also when clocks change", () => {
    expect(new Date(seconds("2025-03-30") * 1000).toISOString().slice(0, 10)).toBe("2025-03-30");
    expect(dayText("2025-03-30", "en-GB")).toBe("30 March 2025");
    expect(dayText("2025-03-30", "uk")).toContain("30 березня 2025");
  });
});

describe("the reader's own time", () => {
  test("stands beside a printed one where the clocks differ", () => {
    expect(besideTime(new Date("2025-04-02T17:40:00Z"), "UTC", "Europe/Kyiv", "en-GB")).toEqual({ time: "2 April at 20:40", zone: "UTC+3" });
  });
  test("knows that clocks went forward on 30 March 2025", () => {
    expect(besideTime(new Date("2025-03-29T17:40:00Z"), "UTC", "Europe/Kyiv", "en-GB")?.zone).toBe("UTC+2");
  });
  test("is left out where both clocks show the same", () => {
    expect(besideTime(new Date("2025-04-02T17:40:00Z"), "Europe/Moscow", "Europe/Istanbul", "en-GB")).toBeNull();
  });
});

describe("keys", () => {
  const press = (key: string, code: string, shiftKey = false) => meant({ key, code, shiftKey });
  test("are meant by their place on layouts without Latin letters", () => {
    expect(press("о", "KeyJ")).toBe("j");
    expect(press("л", "KeyK")).toBe("k");
    expect(press(".", "Slash")).toBe("/");
    expect(press(",", "Slash", true)).toBe("?");
  });
  test("are meant by their letter on Latin layouts", () => {
    expect(press("j", "KeyC")).toBe("j");
    expect(press("J", "KeyJ", true)).toBe("j");
    expect(press("-", "Slash")).toBe("-");
    expect(press("Enter", "Enter")).toBe("Enter");
  });
});

describe("words", () => {
  test("take the plural form of the language", () => {
    const word = { one: "{n} новий запис", few: "{n} нові записи", many: "{n} нових записів", other: "{n} запису" };
    expect([1, 3, 5, 21].map((n) => fill(word, { n }, "uk"))).toEqual(["1 новий запис", "3 нові записи", "5 нових записів", "21 новий запис"]);
  });
  test("keep a placeholder that has no value, and never run what is put in", () => {
    expect(fill("{a} {b}", { a: "<b>{b}</b>" }, "en")).toBe("<b>{b}</b> {b}");
  });
  const placeholders = (word: Word) => [...new Set(JSON.stringify(word).match(/\{\w+\}/g) ?? [])].sort();
  test.each(["uk", "ru"])("are complete in %s, with all plural forms and the same placeholders", (code) => {
    const own = JSON.parse(readFileSync(new URL(`../../crates/holdfire-server/assets/islands/${code}.json`, import.meta.url), "utf8")) as Record<string, Word>;
    expect(Object.keys(own).sort()).toEqual(Object.keys(ENGLISH).sort());
    for (const [key, word] of Object.entries<Word>(ENGLISH)) {
      const other = own[key] ?? "";
      expect(placeholders(other), key).toEqual(placeholders(word));
      expect(typeof other, key).toBe(typeof word);
      if (typeof other !== "string") expect(Object.keys(other).sort(), key).toEqual(["few", "many", "one", "other"]);
      // It stands inside the page, so nothing in it may end a script element.
      expect(JSON.stringify(other)).not.toContain("<");
    }
  });
  test("there is an English word for each class and each support of the map", () => {
    for (const name of ["all", "turns-on-reading", "may", "undecided", "none"]) expect(ENGLISH).toHaveProperty(`class-${name}`);
    for (const name of ["claim-only", "contested", "independent", "established"]) expect(ENGLISH).toHaveProperty(`support-${name}`);
    expect(markName("all", "claim-only")).toBe("all/claim-only");
  });
});
