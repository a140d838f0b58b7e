import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const sheet = read("../../crates/holdfire-server/assets/workbench.css");
const rules = sheet.replace(/\/\*[\s\S]*?\*\//g, "").replace(/url\("[^"]*"\)/g, "");

test("the sheet stays small: a page has 150 kB for everything", () => {
  expect(Buffer.byteLength(sheet)).toBeLessThanOrEqual(43_000);
});

test("the list of classes names every class of the sheet", () => {
  const named = new Set(read("../README.md").match(/[\w-]+/g));
  // Made by the keys dialog alone.
  const own = new Set(["dialog-head", "dialog-body"]);
  const classes = new Set([...rules.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name]) => name as string));
  expect([...classes].filter((name) => !named.has(name) && !own.has(name))).toEqual([]);
});

test("only logical sides are used, so that pages can run from right to left", () => {
  const physical = rules.match(/(?:^|[;{\s])(?:left|right|(?:margin|padding|border)-(?:left|right)(?:-\w+)?|float|text-align:\s*(?:left|right))\s*:/g);
  expect(physical).toBeNull();
});

test("the sheet asks nothing of another host", () => {
  expect(sheet.match(/@import|https?:\/\/(?!www\.w3\.org\/2000\/svg)/g)).toBeNull();
});
