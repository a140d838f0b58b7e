// Opens a report of the built binary in a real browser, as its reader does: from a file, without a network, with scripts
// on and off, in light and dark, and on A4 paper.
//
//   node e2e/run.mjs REPORT.html|FOLDER [OUT]
//
// Screenshots and the printed PDF go to OUT (target/e2e). What is wrong goes to stderr, one complaint a line, with the
// report and the state it was in; the exit code is 1 if there is any. `CHROMIUM` names another browser than Debian's.

import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { axe, BROWSER, end, launch, none } from "./checks.mjs";
import { cutContent, openAllDetails, readingControls, sheet, structure } from "./page-checks.mjs";

const SCREEN = { width: 1280, height: 900 };
const LIMIT_MS = 60_000;
const LARGE_BYTES = 600_000;

function stop(what, hint) {
  console.error(`error: ${what}\nhint: ${hint}`);
  process.exit(2);
}

function reportsIn(path) {
  if (!existsSync(path)) stop(`there is no \`${path}\``, "write it first: target/debug/holdfire demo --out target/e2e");
  const reports = statSync(path).isDirectory()
    ? readdirSync(path).filter((name) => name.endsWith(".html")).sort().map((name) => join(path, name))
    : [path];
  if (reports.length === 0) stop(`\`${path}\` holds no .html file`, "did `holdfire demo` write its report elsewhere?");
  return reports;
}

/** Opens the report in a fresh context and hands the page to `use`; complains about any request, error or warning. */
async function withPage(browser, report, where, options, use) {
  const context = await browser.newContext({ viewport: SCREEN, ...options });
  context.setDefaultTimeout(LIMIT_MS);
  const own = pathToFileURL(report).href;
  const [asked, said] = [[], []];
  // The report is one file: it may ask for itself and for what it carries, and for nothing else, files included.
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url.split("#")[0] === own || /^(data|blob|about):/.test(url)) return route.continue();
    asked.push(`asks for ${url.slice(0, 120)}, and must stand alone`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) said.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => said.push(`script error: ${error.message}`));
  page.on("websocket", (socket) => asked.push(`opens a socket to ${socket.url()}`));
  await page.goto(own, { waitUntil: "load" });
  await use(page);
  none(where, [...new Set(asked)]);
  none(where, [...new Set(said)]);
  await context.close();
}

/** Unticks each reading and ticks it again, by keyboard as by mouse; its cells must go and come back. */
async function readingColumns(page) {
  const found = [];
  const controls = await page.evaluate(readingControls);
  for (const control of controls) {
    const name = `reading \`${control.reading}\``;
    if (control.type !== "checkbox") found.push(`${name}: its input is no checkbox`);
    if (control.cells === 0) found.push(`${name}: no cell has \`data-reading-col="${control.reading}"\``);
    if (!control.checked) found.push(`${name}: is not ticked when the report opens`);
  }
  if (found.length > 0) return found;
  const state = async (reading) => (await page.evaluate(readingControls)).find((c) => c.reading === reading);
  for (const { reading, shown } of controls.filter((control) => control.usable)) {
    const input = page.locator(`input[data-reading="${reading}"]`);
    const others = async () => (await page.evaluate(readingControls)).filter((c) => c.reading !== reading);
    const before = JSON.stringify(await others());
    if (shown === 0) found.push(`reading \`${reading}\`: none of its cells is shown when the report opens`);
    await input.focus();
    await page.keyboard.press("Space");
    const hidden = await state(reading);
    if (hidden.checked) found.push(`reading \`${reading}\`: the space bar does not untick it`);
    if (hidden.shown > 0) found.push(`reading \`${reading}\`: ${hidden.shown} cells still shown when unticked`);
    if (JSON.stringify(await others()) !== before) found.push(`reading \`${reading}\`: hiding it changes another reading`);
    await page.keyboard.press("Space");
    const back = await state(reading);
    if (back.shown !== shown) found.push(`reading \`${reading}\`: ${back.shown} of ${shown} cells come back`);
  }
  return found;
}

async function onScreen(browser, report, out) {
  for (const colorScheme of ["light", "dark"]) {
    const where = `${basename(report)}, ${colorScheme}`;
    await withPage(browser, report, where, { colorScheme, reducedMotion: "reduce" }, async (page) => {
      const picture = join(out, `${basename(report, ".html")}-${colorScheme}.png`);
      await page.screenshot({ path: picture, fullPage: true });
      if (colorScheme === "light") {
        none(where, await page.evaluate(structure));
        const controls = await page.evaluate(readingControls);
        const unusable = controls.filter((control) => !control.usable).map((control) => control.reading);
        none(where, controls.length === 0 ? ["there is no `input[data-reading]`"] : []);
        none(where, unusable.map((reading) => `reading \`${reading}\`: its checkbox cannot be seen or used`));
        none(where, await readingColumns(page));
      }
      await axe(page, where);
      // Everything opened takes a minute on a large page; its second scheme is shown by a smaller report of the same kind.
      if (statSync(report).size > LARGE_BYTES && colorScheme === "dark") return;
      await page.evaluate(openAllDetails);
      await axe(page, `${where}, everything opened`);
    });
  }
}

async function withoutScripts(browser, report) {
  const where = `${basename(report)}, scripts off`;
  await withPage(browser, report, where, { javaScriptEnabled: false }, async (page) => {
    none(where, await page.evaluate(structure));
    // A control that needs a script has to be hidden where there is none; one that is shown has to work.
    none(where, await readingColumns(page));
    const shown = await page.evaluate(readingControls);
    none(
      where,
      shown.filter((c) => c.shown === 0).map((c) => `reading \`${c.reading}\`: none of its cells is shown`),
    );
  });
}

async function onPaper(browser, report, out) {
  const where = `${basename(report)}, on A4`;
  await withPage(browser, report, where, {}, async (page) => {
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize(await page.evaluate(sheet));
    none(where, await page.evaluate(cutContent));
    await page.evaluate(openAllDetails);
    none(`${where}, everything opened`, await page.evaluate(cutContent));
    // Printed as a reader prints it, from the state in which the report opens.
    await page.reload({ waitUntil: "load" });
    const path = join(out, `${basename(report, ".html")}-a4.pdf`);
    await page.pdf({ path, format: "A4", preferCSSPageSize: true, printBackground: true });
  });
}

const [input, out = join("target", "e2e")] = process.argv.slice(2);
if (!input) stop("no report was named", "node e2e/run.mjs REPORT.html|FOLDER [OUT]");
if (!existsSync(BROWSER)) {
  stop(`there is no browser at \`${BROWSER}\``, "apt-get install chromium, or name another with CHROMIUM=");
}

const reports = reportsIn(resolve(input));
mkdirSync(out, { recursive: true });
const browser = await launch();
try {
  for (const report of reports) {
    await onScreen(browser, report, out);
    await withoutScripts(browser, report);
    await onPaper(browser, report, out);
  }
} finally {
  await browser.close();
}
end("browser", ` in ${reports.length} report(s); pictures in ${out}`);
