// What each test in a browser counts and says in the same way: its checks, its complaints (one a line, on stderr, where it was
// first), what axe-core finds on a page, and the end.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// Without these, Chromium asks for its maker's hosts at every start.
const FLAGS = ["--disable-background-networking", "--disable-component-update", "--disable-gpu", "--disable-quic", "--disable-sync", "--no-first-run", "--no-sandbox"];

/** Debian's browser, or the one that `CHROMIUM` names. */
export const BROWSER = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Starts it. */
export const launch = (env = process.env) => chromium.launch({ executablePath: BROWSER, args: FLAGS, env });

let [checks, complaints] = [0, 0];

/** Counts one check that finds a list of complaints; all is well if it is empty. */
export function none(where, found) {
  checks += 1;
  complaints += found.length;
  for (const what of found) console.error(`${where}: ${what}`);
}

/** Counts one check, and says `what` is wrong if it is. */
export const check = (where, ok, what) => none(where, ok ? [] : [what]);

/** How much was wrong so far. */
export const wrong = () => complaints;

/** One check: axe-core finds nothing on a page as it stands. `runOnly`: its tags or rules. */
export async function axe(page, where, runOnly = TAGS) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((only) => window.axe.run(document, { runOnly: only, resultTypes: ["violations"], preload: false }), runOnly);
  const found = violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 3).map(({ target, failureSummary }) => `\`${target.join(" ")}\` ${failureSummary?.split("\n")[1]?.trim() ?? ""}`);
    return `axe ${id} (${help}): ${places.join("; ")}${nodes.length > 3 ? ` and ${nodes.length - 3} more` : ""}`;
  });
  none(where, found);
}

/** Says how it went, and ends with 1 if anything was wrong. */
export function end(name, more) {
  console.log(`${name}: ${checks} checks, ${complaints} complaints${more}`);
  process.exit(complaints === 0 ? 0 : 1);
}
