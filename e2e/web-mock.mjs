// Opens the mock pages of web/mock in a real browser, behind the headers that the server sends, and works them by keyboard.
//
//   scripts/web.sh && node e2e/web-mock.mjs [OUT]
//
// Screenshots go to OUT (target/e2e/web). What is wrong goes to stderr, one complaint a line; the exit code is 1 if there
// is any. `CHROMIUM` names another browser than Debian's.

import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { axe, check, end, launch } from "./checks.mjs";
import { start } from "./mock-site.mjs";

const LIMIT_MS = 60_000;
const PAGES = ["today", "agreement", "incidents", "incident", "form", "sign-in"];
const PAGE_LIMIT_BYTES = 150_000;
const SCREEN = { width: 1440, height: 1000 };

const out = resolve(process.argv[2] ?? "target/e2e/web");
mkdirSync(out, { recursive: true });
if (!existsSync("web/dist/manifest.json")) {
  console.error("error: web/dist is not there\nhint: run scripts/web.sh first");
  process.exit(2);
}

const site = await start();
const browser = await launch();

/** Opens a page; complains about requests elsewhere, refusals of the security policy, errors and warnings. */
async function withPage(path, options, use) {
  const { wait = true, scripts = true, ...context_options } = options;
  const context = await browser.newContext({ viewport: SCREEN, javaScriptEnabled: scripts, ...context_options });
  context.setDefaultTimeout(LIMIT_MS);
  const where = `${path}${options.label ?? ""}`;
  const page = await context.newPage();
  const asked = [];
  await context.route("**/*", (route) => {
    const url = new URL(route.request().url());
    if (url.origin === site.origin || url.protocol === "data:" || url.protocol === "blob:") return route.fallback();
    check(where, false, `asked another host: ${url.href}`);
    return route.abort();
  });
  page.on("response", (response) => asked.push(response));
  page.on("pageerror", (error) => check(where, false, `error: ${error.message}`));
  page.on("console", (message) => {
    // Drawing by software is slow to read back, and says so.
    if (["error", "warning"].includes(message.type()) && !message.text().includes("GL Driver Message")) check(where, false, `console: ${message.text()}`);
  });
  await page.goto(`${site.origin}/mock/${path}`);
  if (scripts && wait) await ready(page);
  try {
    return await use(page, { where, asked, context });
  } catch (error) {
    check(where, false, `stopped: ${error.message.split("\n")[0]} ${/web-mock\.mjs:\d+/.exec(error.stack)?.[0] ?? ""}`);
    return undefined;
  } finally {
    await context.close();
  }
}

/** Until the islands that load something have it. */
async function ready(page) {
  await page.waitForLoadState("load");
  for (const box of await page.locator(".mapbox, .timebox").all()) await box.and(page.locator("[data-ready]")).waitFor();
  await page.evaluate(() => document.fonts.ready);
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim().replace(/\s+/g, " ") ?? "");
const shot = (page, name, fullPage = true) => page.screenshot({ path: join(out, `${name}.png`), fullPage });

/** All looks at one page: both schemes, narrow, right to left, without scripts, on paper. */
async function looks(name) {
  for (const scheme of ["light", "dark"]) {
    await withPage(name, { colorScheme: scheme, label: ` (${scheme})` }, async (page, { where }) => {
      check(where, (await overflow(page)) <= 0, "is wider than the window");
      await shot(page, `${name}-${scheme}`);
      await axe(page, where);
    });
  }
  await withPage(name, { viewport: { width: 320, height: 640 }, label: " (320 px)" }, async (page, { where }) => {
    check(where, (await overflow(page)) <= 0, `is ${await overflow(page)} pixels wider than the window`);
    await shot(page, `${name}-narrow`);
    await axe(page, where);
  });
  await withPage(`${name}?lang=ar`, { label: " (right to left)" }, async (page, { where }) => {
    check(where, (await overflow(page)) <= 0, "is wider than the window");
    await shot(page, `${name}-rtl`);
  });
  await withPage(name, { scripts: false, label: " (no scripts)" }, async (page, { where }) => {
    // With scripts off nothing can be evaluated, so the page is asked by its elements.
    const main = await page.locator("main").boundingBox();
    check(where, main !== null && main.width <= SCREEN.width, "has no main part");
    check(where, (await page.locator(".mapbox:visible, .timebox:visible").count()) === 0, "leaves room for islands that do not come");
    await shot(page, `${name}-no-scripts`);
  });
  await withPage(name, { wait: true, label: " (print)" }, async (page, { where }) => {
    await page.emulateMedia({ media: "print" });
    check(where, (await page.locator(".rail:visible, .filter:visible, .mapbox:visible").count()) === 0, "prints what is only for the screen");
    await page.pdf({ path: join(out, `${name}.pdf`), preferCSSPageSize: true });
  });
}

// Two at a time: the map is drawn by software, and more would only wait for each other.
const waiting = [...PAGES];
const worker = async () => {
  for (let name = waiting.shift(); name; name = waiting.shift()) await looks(name);
};
await Promise.all([worker(), worker()]);

await withPage("today?as=b", { label: " (as B)" }, async (page, { where }) => {
  await shot(page, "as-b", false);
  await axe(page, where);
});
await withPage("today", { viewport: { width: 2560, height: 1440 }, label: " (2560 px)" }, (page) => shot(page, "today-wide", false));

for (const name of ["today", "incident", "agreement"]) {
  await withPage(name, { label: " (weight)" }, async (page, { where, asked }) => {
    await page.waitForTimeout(300);
    const sizes = await Promise.all(asked.filter((answer) => !answer.url().endsWith("/events")).map(async (answer) => (await answer.body().catch(() => Buffer.alloc(0))).length));
    const total = sizes.reduce((sum, one) => sum + one, 0);
    console.log(`${name}: ${sizes.length} answers, ${total} bytes uncompressed`);
    check(where, total <= PAGE_LIMIT_BYTES, `loads ${total} bytes`);
    check(where, !asked.some((answer) => /map-|timeline-|pmtiles/.test(answer.url())), "loads parts of the map");
  });
}

await withPage("today", { label: " (menus)" }, async (page, { where }) => {
  const menu = page.locator(".bar details").nth(1);
  await menu.locator("summary").focus();
  await page.keyboard.press("Enter");
  check(where, await menu.evaluate((one) => one.open), "Enter opens no menu");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  check(where, !(await menu.evaluate((one) => one.open)), "Escape leaves a menu open");
  check(where, (await focused(page)).startsWith("As of"), "Escape leaves focus nowhere");
  await page.keyboard.press("Enter");
  await page.mouse.click(700, 700);
  check(where, !(await menu.evaluate((one) => one.open)), "a click beside leaves a menu open");
  await page.locator(".bar details").last().locator("summary").click();
  await page.getByRole("button", { name: "Dark" }).click();
  check(where, (await page.evaluate(() => document.documentElement.dataset.scheme)) === "dark", "the scheme is not switched");
  check(where, (await page.context().cookies()).some(({ name, value }) => name === "scheme" && value === "dark"), "the scheme is not kept");
  check(where, (await page.getByRole("button", { name: "Dark" }).getAttribute("aria-pressed")) === "true", "the switch does not say its state");
  await shot(page, "menu-dark", false);
});

await withPage("today", { label: " (palette)" }, async (page, { where }) => {
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox");
  await field.waitFor();
  await axe(page, where);
  await page.keyboard.type("substation");
  await page.getByRole("option", { name: /AV25-/ }).first().waitFor();
  await page.keyboard.press("ArrowDown");
  const chosen = page.locator('[role="option"][aria-selected="true"]');
  check(where, (await chosen.count()) === 1, "not one option is chosen");
  check(where, (await field.getAttribute("aria-activedescendant")) === (await chosen.getAttribute("id")), "the chosen option is not told");
  await shot(page, "palette", false);
  await page.keyboard.press("Escape");
  // A dialog goes a moment after it is closed.
  await page.locator("dialog").waitFor({ state: "detached", timeout: 3000 }).catch(() => {});
  check(where, (await page.locator("dialog").count()) === 0, "Escape leaves the palette");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("agree");
  // At once: what was typed counts, not what was shown before.
  await page.keyboard.press("Enter");
  await page.waitForURL("**/mock/agreement");
});

await withPage("incidents", { label: " (queue)" }, async (page, { where }) => {
  const titles = await page.locator("#results .title").allTextContents();
  await page.keyboard.press("j");
  check(where, (await focused(page)) === titles[0], "j does not go to the first row");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  check(where, (await focused(page)) === titles[1], "k does not go back");
  check(where, (await page.locator('tr[aria-current="true"]').count()) === 1, "not one row is marked");
  await page.keyboard.press("/");
  await page.keyboard.type("jk?");
  check(where, (await page.locator("#q").inputValue()) === "jk?", "keys fire in a field");
  await page.locator("h1").click();
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await shot(page, "keys", false);
  await axe(page, where);
  await page.getByRole("checkbox", { name: /Single keys/ }).uncheck();
  await page.keyboard.press("Escape");
  await page.locator("h1").click();
  await page.keyboard.press("j");
  check(where, !titles.includes(await focused(page)), "keys that were switched off still work");
  await page.keyboard.press("?");
  await page.getByRole("checkbox", { name: /Single keys/ }).check();
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/mock/incident?id=*");
});

await withPage("form", { label: " (a refused form)" }, async (page, { where }) => {
  check(where, await page.evaluate(() => document.activeElement?.getAttribute("role") === "alert"), "focus does not start at what was wrong");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  check(where, new URL(page.url()).hash === "#reason", "the summary does not lead to the field");
});

await withPage("incident", { label: " (a key for a finding)" }, async (page, { where }) => {
  const before = site.counts.posts;
  await page.keyboard.press("1");
  await page.keyboard.press("1");
  await page.keyboard.press("2");
  await page.waitForURL("**/mock/today");
  check(where, site.counts.posts === before + 1, `${site.counts.posts - before} times sent instead of once`);
});

await withPage("incident", { timezoneId: "Europe/Kyiv", permissions: ["clipboard-read", "clipboard-write"], label: " (small islands)" }, async (page, { where }) => {
  check(where, (await page.locator(".local-time").first().textContent())?.includes("20:40"), "the reader's own time is not beside the printed one");
  await page.getByRole("button", { name: "Copy id" }).click();
  check(where, (await page.evaluate(() => navigator.clipboard.readText())) === "AV25-043", "the id is not copied");
  const picture = page.locator(".graphic img");
  const covered = () => picture.evaluate((one) => getComputedStyle(one).filter.includes("blur"));
  check(where, await covered(), "graphic material is shown at once");
  await page.locator("#g1").focus();
  await page.keyboard.press("Space");
  check(where, !(await covered()), "graphic material cannot be shown by keyboard");
  await page.keyboard.press("Escape");
  check(where, await covered(), "Escape does not cover it again");
});

await withPage("incidents", { label: " (live)" }, async (page, { where }) => {
  const line = page.locator(".live").first();
  const height = (await page.locator("#results").boundingBox()).y;
  while (site.listeners() === 0) await page.waitForTimeout(20);
  [1205, 1206, 1206].forEach((entry) => site.say("entry", { entry }));
  await line.getByText("2 new entries").waitFor();
  check(where, (await page.locator("#results").boundingBox()).y === height, "the list moves when something new comes");
  await shot(page, "live", false);
  await line.getByRole("button").press("Enter");
  await page.waitForFunction(() => document.activeElement?.classList.contains("title"));
  check(where, (await line.textContent()) === "", "the line stays after it was used");
});

await withPage("incidents", { label: " (timeline)" }, async (page, { where, asked }) => {
  const count = () => page.locator("#results p b").first().textContent().then(Number);
  const all = await count();
  const slider = page.getByRole("slider");
  await slider.focus();
  await page.keyboard.press("Home");
  for (let at = 0; at < 3; at += 1) await page.keyboard.press("ArrowRight");
  check(where, (await slider.getAttribute("aria-valuetext"))?.startsWith("21 March 2025"), `the day is not told: ${await slider.getAttribute("aria-valuetext")}`);
  for (let at = 0; at < 4; at += 1) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Enter");
  await page.waitForFunction((was) => Number(document.querySelector("#results p b").textContent) !== was, all);
  const query = new URL(page.url()).searchParams;
  check(where, query.get("from") === "2025-03-21" && query.get("until") === "2025-03-25", `the days in the address are ${query}`);
  check(where, (await page.locator("#from").inputValue()) === "2025-03-21", "the form does not show the days");
  const some = await count();
  check(where, some > 0 && some < all, `the list has ${some} of ${all}`);
  await page.waitForTimeout(500);
  check(where, asked.some((answer) => /\/tiles\/.*from=2025-03-21/.test(answer.url())), "the map does not follow the timeline");
  await shot(page, "timeline-brushed", false);
  // The same by mouse, over other days.
  const box = await page.locator(".timebox .u-over").boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + 30, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/from=2025-04-0/);
  await page.goBack();
  await page.waitForURL(/from=2025-03-21/);
  await page.waitForFunction((wanted) => Number(document.querySelector("#results p b").textContent) === wanted, some);
  await page.getByRole("button", { name: "All days" }).press("Enter");
  await page.waitForFunction((wanted) => Number(document.querySelector("#results p b").textContent) === wanted, all);
});

await withPage("incidents?map=8/50.5/36.3", { label: " (map)" }, async (page, { where, asked }) => {
  const canvas = page.locator(".mapbox canvas");
  const place = () => new URL(page.url()).searchParams.get("map");
  await canvas.focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => !location.search.includes("map=8/50.5/36.3"));
  const moved = place();
  await page.keyboard.press("+");
  await page.waitForFunction((was) => new URLSearchParams(location.search).get("map") !== was, moved);
  check(where, Number(place().split("/")[0]) > 8, `+ does not zoom in: ${place()}`);
  await shot(page, "map-keys", false);
  await page.getByRole("checkbox", { name: "Only what is in view" }).check();
  await page.waitForURL(/bbox=/);
  await page.waitForFunction(() => !document.querySelector("#results").hasAttribute("aria-busy"));
  const shown = Number(await page.locator("#results p b").first().textContent());
  check(where, shown < 160, `the list holds ${shown} although only some are in view`);
  check(where, !asked.some((answer) => /\/tiles\/.*bbox=/.test(answer.url())), "tiles are asked for with the box of the view");
  await page.getByRole("checkbox", { name: "Only what is in view" }).uncheck();
  await page.waitForFunction(() => !location.search.includes("bbox="));
});

await withPage("incidents", { label: " (card)" }, async (page, { where }) => {
  // The first incident is put into the middle, where Enter looks.
  const row = page.locator("#results tr[data-lon]").first();
  const [lon, lat, id] = await row.evaluate((one) => [one.dataset.lon, one.dataset.lat, one.dataset.id]);
  await page.goto(`${site.origin}/mock/incidents?map=11/${lat}/${lon}`);
  await ready(page);
  await page.locator(".mapbox canvas").focus();
  await page.keyboard.press("Enter");
  const link = page.locator(".card-on-map a").first();
  await link.waitFor();
  check(where, (await page.locator(".card-on-map").textContent()).includes(id), "the card is of another incident");
  check(where, await link.evaluate((one) => one === document.activeElement), "focus does not move into the card");
  await page.locator(".map-legend summary").click();
  await shot(page, "card", false);
  await axe(page, where);
  await link.focus();
  await page.keyboard.press("Escape");
  check(where, await page.locator(".card-on-map").isHidden(), "Escape leaves the card");
  await page.locator("#results .title").nth(2).focus();
  await shot(page, "map-chosen", false);
});

await browser.close();
site.close();
end("web pages", `; screenshots in ${out}`);
