// Pans and zooms the map of a mission with very many incidents in a real browser, and says what held up the page.
//
//   node e2e/pan.mjs ORIGIN COOKIE
//
// ORIGIN and COOKIE are what `holdfire-bench web serve` printed. One line of JSON goes to stdout: every task of the main
// thread over 50 ms (that is what the browser reports) while the map moved, and what the map asked for meanwhile. The exit
// code is 1 if a task was longer than 100 ms. `CHROMIUM` names another browser than Debian's.

import { chromium } from "playwright-core";

const FLAGS = ["--disable-background-networking", "--disable-component-update", "--disable-quic", "--disable-sync", "--no-first-run", "--no-sandbox"];
const LIMIT_MS = 100;
const SETTLE_MS = 3_000;
const MOVES = [[-300, 0], [0, 220], [300, 0], [0, -220], [-200, -150], [200, 150], [250, -100], [-250, 100]];

const [origin, cookie] = process.argv.slice(2);
if (!origin || !cookie) {
  console.error("error: node e2e/pan.mjs ORIGIN COOKIE");
  process.exit(2);
}
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
const [name, value] = cookie.split("=", 2);
await context.addCookies([{ name, value, url: origin }]);
const page = await context.newPage();
const tiles = [];
page.on("response", async (response) => {
  if (response.url().includes("/tiles/")) tiles.push(response.request());
});
await page.addInitScript(() => {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.longTasks.push([Math.round(task.startTime), Math.round(task.duration)]);
  }).observe({ type: "longtask", buffered: true });
});
const answer = await page.goto(`${origin}/incidents`);
if (!answer.ok()) throw new Error(`/incidents: ${answer.status()}`);
const canvas = page.locator("canvas.maplibregl-canvas");
await canvas.waitFor({ timeout: 60_000 });
await page.waitForTimeout(SETTLE_MS);
const loading = await page.evaluate(() => window.longTasks.splice(0));
const box = await canvas.boundingBox();
const middle = [box.x + box.width / 2, box.y + box.height / 2];
const began = tiles.length;
const start = Date.now();
let moves = 0;
for (const zoom of [0, -400, -400, -400, 800]) {
  await page.mouse.move(...middle);
  if (zoom) {
    await page.mouse.wheel(0, zoom);
    await page.waitForTimeout(800);
  }
  for (const [dx, dy] of MOVES) {
    await page.mouse.move(middle[0] - dx / 2, middle[1] - dy / 2);
    await page.mouse.down();
    await page.mouse.move(middle[0] + dx / 2, middle[1] + dy / 2, { steps: 20 });
    await page.mouse.up();
    moves += 1;
    await page.waitForTimeout(150);
  }
}
await page.waitForTimeout(1_000);
const tasks = await page.evaluate(() => window.longTasks);
const longest = (list) => Math.max(0, ...list.map(([, duration]) => duration));
const times = [];
for (const request of tiles.slice(began)) {
  const timing = request.timing();
  times.push(timing.responseStart - timing.requestStart);
}
times.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    workload: "web-pan",
    moves,
    seconds: (Date.now() - start) / 1_000,
    tiles: times.length,
    tile_p95_ms: times.length ? Number(times[Math.floor(times.length * 0.95)].toFixed(1)) : null,
    over_50_ms: tasks.length,
    longest_ms: longest(tasks),
    while_loading_ms: longest(loading),
    limit_ms: LIMIT_MS,
  }),
);
await browser.close();
process.exit(longest(tasks) > LIMIT_MS ? 1 : 0);
