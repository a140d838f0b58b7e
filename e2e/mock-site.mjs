// The mock pages of web/mock behind the headers of the real server, with canned answers of its API. For development, and
// for web-mock.mjs beside it:
//
//   node e2e/mock-site.mjs [PORT]
//
// Nothing here is part of the product. `MOCK_INCIDENTS` is how many there are (160). The canned incidents come from one small generator with a fixed seed.

import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(fileURLToPath(import.meta.url), "../..");
const MOCK = join(ROOT, "web/mock");
const DIST = join(ROOT, "web/dist");
const WORKBENCH = join(ROOT, "crates/holdfire-server/assets/workbench.css");

export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".pmtiles": "application/octet-stream",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

const CLASSES = ["all", "turns-on-reading", "may", "undecided", "none"];
const CLASS_WORDS = {
  all: "covered as all state",
  "turns-on-reading": "depends on a contested point",
  may: "may be covered",
  undecided: "terms do not say",
  none: "not covered",
};
const SUPPORTS = ["claim-only", "contested", "independent", "established"];
const SUPPORT_WORDS = { "claim-only": "claim only", contested: "contested", independent: "independent", established: "established" };
const OBJECTS = ["Substation, 35 kV", "Gas distribution station", "Power line, 110 kV", "Oil depot", "Boiler house", "Transformer, 10 kV"];
export const SETTLEMENTS = [
  { name: "Kyiv", local: "Київ", lon: 30.52, lat: 50.45, rank: 1 },
  { name: "Odesa", local: "Одеса", lon: 30.73, lat: 46.48, rank: 2 },
  { name: "Kherson", local: "Херсон", lon: 32.62, lat: 46.64, rank: 2 },
  { name: "Poltava", local: "Полтава", lon: 34.55, lat: 49.59, rank: 3 },
  { name: "Sudzha", local: "Суджа", lon: 35.27, lat: 51.19, rank: 4 },
  { name: "Belgorod", local: "Белгород", lon: 36.59, lat: 50.6, rank: 2 },
  { name: "Bryansk", local: "Брянск", lon: 34.37, lat: 53.24, rank: 2 },
  { name: "Krasnodar", local: "Краснодар", lon: 38.97, lat: 45.04, rank: 2 },
  { name: "Dnipro", local: "Дніпро", lon: 35.05, lat: 48.46, rank: 2 },
];

/** Park and Miller's generator: the same incidents on every machine. */
function seeded(seed) {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

function makeIncidents(count) {
  const random = seeded(41);
  const pick = (list) => list[Math.floor(random() * list.length)];
  return Array.from({ length: count }, (_, at) => {
    const near = pick(SETTLEMENTS);
    const day = Math.floor(random() * 31);
    return {
      id: `AV25-${String(at + 1).padStart(3, "0")}`,
      title: `${pick(OBJECTS)} near ${near.name}`,
      class: random() < 0.6 ? "undecided" : pick(CLASSES),
      support: random() < 0.6 ? "claim-only" : pick(SUPPORTS),
      lon: near.lon + (random() - 0.5) * 2.4,
      lat: near.lat + (random() - 0.5) * 1.6,
      radius_m: pick([500, 1500, 5000, 15000, 25000]),
      day: new Date(Date.UTC(2025, 2, 18 + day)).toISOString().slice(0, 10),
    };
  });
}
export const INCIDENTS = makeIncidents(Number(process.env.MOCK_INCIDENTS ?? 160));

const DEFAULT_FILTER = { from: "2025-03-18", until: "2025-04-17" };

function filtered(query) {
  const from = query.get("from") || DEFAULT_FILTER.from;
  const until = query.get("until") || DEFAULT_FILTER.until;
  const box = query.get("bbox")?.split(",").map(Number);
  const words = (query.get("q") ?? "").toLowerCase();
  return INCIDENTS.filter(
    (one) =>
      one.day >= from &&
      one.day <= until &&
      (!query.get("class") || one.class === query.get("class")) &&
      (!query.get("support") || one.support === query.get("support")) &&
      (!box || (one.lon >= box[0] && one.lat >= box[1] && one.lon <= box[2] && one.lat <= box[3])) &&
      (!words || `${one.id} ${one.title}`.toLowerCase().includes(words)),
  );
}

const MANY = 400;

/** One tile as the server makes it: points, or clusters with their count below zoom 6 and where points are many. */
async function tile(z, x, y, query) {
  const { pointsTile } = await import("../web/mock/tiles.mjs");
  const box = [x - 0.1, y - 0.1, x + 1.1, y + 1.1].map((edge) => edge / 2 ** z);
  const points = filtered(query).filter(({ lon, lat }) => {
    const across = lon / 360 + 0.5;
    const down = 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
    return across >= box[0] && across <= box[2] && down >= box[1] && down <= box[3];
  });
  if (z >= 6 && points.length <= MANY) {
    const incidents = points.map(({ id, class: name, support, radius_m, lon, lat }) => [lon, lat, { id, class: name, support, radius_m, lat }]);
    return pointsTile(z, x, y, { incidents });
  }
  const cells = new Map();
  const size = 45 / 2 ** z;
  for (const one of points) {
    const key = `${Math.floor(one.lon / size)},${Math.floor(one.lat / size)}`;
    const cell = cells.get(key) ?? { count: 0, lon: 0, lat: 0 };
    cells.set(key, { count: cell.count + 1, lon: cell.lon + one.lon, lat: cell.lat + one.lat });
  }
  return pointsTile(z, x, y, { clusters: [...cells.values()].map(({ count, lon, lat }) => [lon / count, lat / count, { count }]) });
}

function rows(query) {
  return filtered(query)
    .slice(0, 12)
    .map(
      (one) => `<tr data-id="${one.id}" data-lon="${one.lon.toFixed(4)}" data-lat="${one.lat.toFixed(4)}"><td data-label="Id"><span class="mono nowrap">${one.id}</span></td>
      <td data-label="When" class="nowrap">${one.day}</td><th scope="row"><a class="title" href="/mock/incident?id=${one.id}">${one.title}</a></th>
      <td data-label="Coverage"><span class="c ${one.class}">${CLASS_WORDS[one.class]}</span></td><td data-label="Support"><span class="e ${one.support}">${SUPPORT_WORDS[one.support]}</span></td><td data-label="State"><span class="state waiting">waiting</span></td></tr>`,
    )
    .join("\n");
}

function builtTags() {
  if (!existsSync(join(DIST, "manifest.json"))) return "";
  const manifest = JSON.parse(readFileSync(join(DIST, "manifest.json"), "utf8"));
  const main = manifest["src/main.ts"];
  const fonts = manifest["src/fonts.css"];
  return `<link rel="stylesheet" href="/assets/${fonts.file}">\n<script type="module" src="/assets/${main.file}"></script>`;
}

/** What the server puts into a page in another language than English. */
function words(lang) {
  const file = join(ROOT, "crates/holdfire-server/assets/islands", `${lang}.json`);
  return existsSync(file) ? `<script type="application/json" id="hf-words">${JSON.stringify(JSON.parse(readFileSync(file, "utf8")))}</script>` : "";
}

const read = (name) => readFileSync(join(MOCK, name), "utf8");

/** A mock page: `?scheme=dark`, `?lang=ar` (right to left), `?as=b` (the frame), `?plain` (nothing built). */
export function page(name, query) {
  if (!existsSync(join(MOCK, "pages", `${name}.html`))) return null;
  const body = read(`pages/${name}.html`);
  const meta = Object.fromEntries((/^<!-- (.*?) -->/.exec(body)?.[1] ?? "").split(";").map((part) => part.split(":").map((text) => text.trim())));
  const lang = query.get("lang") ?? "en";
  const frame = `<section class="as-other" aria-label="Whose view this is"><span>You see this as <b>liaison of party B</b> sees it. Reading only; the record says that you looked.</span> <a class="button small" href="?">Back to your own view</a></section>`;
  const total = filtered(query).length;
  return read(meta.shell === "alone" ? "alone.html" : "shell.html")
    .replaceAll("{{main}}", body)
    .replaceAll("{{rows}}", rows(query))
    .replaceAll("<b>106</b> incidents", `<b>${total}</b> incidents`)
    .replaceAll("{{settlements}}", JSON.stringify(SETTLEMENTS.map((one) => ({ ...one, name: one.name }))))
    .replaceAll("{{title}}", meta.title ?? name)
    .replaceAll("{{lang}}", lang)
    .replaceAll("{{dir}}", lang === "ar" ? "rtl" : "ltr")
    .replaceAll("{{scheme}}", query.get("scheme") ? ` data-scheme="${query.get("scheme")}"` : "")
    .replaceAll("{{sprite}}", read("sprite.svg.html"))
    .replaceAll("{{frame}}", query.get("as") ? frame : "")
    .replaceAll("{{built}}", query.has("plain") ? "" : builtTags())
    .replaceAll("{{words}}", words(lang))
    .replaceAll(/\{\{at:(\w+)\}\}/g, (_, at) => (at === meta.at ? ' aria-current="page"' : ""));
}

async function answer(request, response, events, counts) {
  const url = new URL(request.url, "http://localhost");
  const send = (status, type, body) => {
    response.writeHead(status, { "content-type": type, "content-security-policy": CSP, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
    response.end(body);
  };
  const json = (value) => send(200, "application/json", JSON.stringify(value));
  const path = url.pathname;
  if (path === "/favicon.ico") return send(204, "image/x-icon");
  if (path === "/assets/workbench.css") return send(200, TYPES[".css"], readFileSync(WORKBENCH));
  if (path.startsWith("/assets/")) {
    const file = join(DIST, path.slice("/assets/".length));
    if (!file.startsWith(DIST) || !existsSync(file)) return send(404, "text/plain", "no such file");
    return send(200, TYPES[extname(file)] ?? "application/octet-stream", readFileSync(file));
  }
  const tiles = /^\/tiles\/incidents\/(\d+)\/(\d+)\/(\d+)\.mvt$/.exec(path);
  if (tiles) {
    const bytes = await tile(...tiles.slice(1, 4).map(Number), url.searchParams);
    return bytes ? send(200, "application/vnd.mapbox-vector-tile", bytes) : send(204, "application/vnd.mapbox-vector-tile");
  }
  if (path.startsWith("/api/v1/incidents/")) {
    const found = INCIDENTS.find((one) => one.id === path.slice("/api/v1/incidents/".length));
    if (!found) return send(404, "application/json", "{}");
    return json({ ...found, class_text: CLASS_WORDS[found.class], support_text: SUPPORT_WORDS[found.support], when_text: found.day, href: `/mock/incident?id=${found.id}` });
  }
  if (path === "/api/v1/timeline") {
    // As the server does: the days of the whole case, so that a brush can be widened again.
    const wide = new URLSearchParams(url.searchParams);
    wide.delete("from");
    wide.delete("until");
    const days = Array.from({ length: 31 }, (_, at) => new Date(Date.UTC(2025, 2, 18 + at)).toISOString().slice(0, 10));
    const found = filtered(wide);
    return json({ days, counts: Object.fromEntries(CLASSES.map((name) => [name, days.map((day) => found.filter((one) => one.day === day && one.class === name).length)])) });
  }
  if (path === "/api/v1/search") {
    const words = (url.searchParams.get("q") ?? "").toLowerCase();
    const results = INCIDENTS.filter((one) => `${one.id} ${one.title}`.toLowerCase().includes(words)).slice(0, 8);
    return json({ results: results.map((one) => ({ kind: "incident", id: one.id, title: one.title, href: `/mock/incident?id=${one.id}` })) });
  }
  if (path === "/api/v1/events") {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", "content-security-policy": CSP });
    response.write(": open\n\n");
    events.add(response);
    request.on("close", () => events.delete(response));
    return undefined;
  }
  if (request.method === "POST") {
    for await (const part of request) counts.posted_bytes += part.length;
    counts.posts += 1;
    // Slow, as a real one is at times: a second press must not send it again.
    await new Promise((go) => setTimeout(go, 300));
    response.writeHead(303, { location: "/mock/today" });
    return response.end();
  }
  if (path.startsWith("/mock/")) {
    const html = page(path.slice("/mock/".length), url.searchParams);
    if (html) return send(200, TYPES[".html"], html);
  }
  return send(404, TYPES[".html"], "<!doctype html><title>no such page</title>");
}

/** Starts the site; `say` sends one event to all who listen, `close` ends it. */
export async function start(port = 0) {
  const events = new Set();
  const counts = { posts: 0, posted_bytes: 0 };
  const server = createServer((request, response) => {
    answer(request, response, events, counts).catch((error) => {
      console.error(`${request.url}: ${error.stack}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    say: (name, data) => events.forEach((one) => one.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)),
    listeners: () => events.size,
    counts,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const site = await start(Number(process.argv[2] ?? 8600));
  console.log(`${site.origin}/mock/today`);
}
