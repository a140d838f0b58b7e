// Writes a PMTiles archive (version 3: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md), gzipped, with one
// directory. There is a reader on npm and no writer; the test beside reads back what is written here with that reader.

import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

const HEADER_BYTES = 127;
const GZIP = 2;
const MVT = 1;
/** The reader fetches the first 16 KiB at once and expects the root directory in them. */
const ROOT_LIMIT = 16384 - HEADER_BYTES;

/** The number of a tile on the Hilbert curve, counted over all zooms. */
export function tileNumber(z, x, y) {
  let number = (4 ** z - 1) / 3;
  for (let size = 2 ** (z - 1); size >= 1; size /= 2) {
    const right = (x & size) > 0 ? 1 : 0;
    const down = (y & size) > 0 ? 1 : 0;
    number += size * size * ((3 * right) ^ down);
    // Turn the quadrant, so that the curve goes on where it left off.
    if (down === 0) {
      if (right === 1) {
        x = size - 1 - (x & (size - 1));
        y = size - 1 - (y & (size - 1));
      }
      [x, y] = [y, x];
    }
    x &= size - 1;
    y &= size - 1;
  }
  return number;
}

function varint(value, into) {
  while (value >= 128) {
    into.push((value % 128) + 128);
    value = Math.floor(value / 128);
  }
  into.push(value);
}

function directory(entries) {
  const bytes = [];
  varint(entries.length, bytes);
  let last = 0;
  for (const { number } of entries) {
    varint(number - last, bytes);
    last = number;
  }
  entries.forEach(({ run }) => varint(run, bytes));
  entries.forEach(({ length }) => varint(length, bytes));
  entries.forEach(({ offset }, at) => {
    const before = entries[at - 1];
    // Nought: right behind the tile before.
    varint(before && offset === before.offset + before.length ? 0 : offset + 1, bytes);
  });
  return gzipSync(Buffer.from(bytes), { level: 9 });
}

/** `tiles`: `{z, x, y, bytes}`, each once. Same bytes are kept once. Returns the archive. */
export function pmtiles(tiles, { minZoom, maxZoom, metadata }) {
  const ordered = tiles.map((tile) => ({ ...tile, number: tileNumber(tile.z, tile.x, tile.y) })).sort((a, b) => a.number - b.number);
  const known = new Map();
  const blobs = [];
  const entries = [];
  let end = 0;
  for (const { number, bytes } of ordered) {
    const name = createHash("sha256").update(bytes).digest("hex");
    if (!known.has(name)) {
      const packed = gzipSync(bytes, { level: 9 });
      known.set(name, { offset: end, length: packed.length });
      blobs.push(packed);
      end += packed.length;
    }
    const place = known.get(name);
    const before = entries.at(-1);
    if (before && before.offset === place.offset && before.number + before.run === number) before.run += 1;
    else entries.push({ number, run: 1, ...place });
  }
  const root = directory(entries);
  if (root.length > ROOT_LIMIT) throw new Error(`the directory takes ${root.length} bytes, and ${ROOT_LIMIT} fit; fewer tiles are needed`);
  const about = gzipSync(Buffer.from(JSON.stringify(metadata)), { level: 9 });

  const header = Buffer.alloc(HEADER_BYTES);
  header.write("PMTiles", 0, "latin1");
  header.writeUInt8(3, 7);
  const aboutAt = HEADER_BYTES + root.length;
  const dataAt = aboutAt + about.length;
  const sizes = [HEADER_BYTES, root.length, aboutAt, about.length, dataAt, 0, dataAt, end, ordered.length, entries.length, known.size];
  sizes.forEach((size, at) => header.writeBigUInt64LE(BigInt(size), 8 + 8 * at));
  header.writeUInt8(1, 96); // clustered
  header.writeUInt8(GZIP, 97); // directories
  header.writeUInt8(GZIP, 98); // tiles
  header.writeUInt8(MVT, 99);
  header.writeUInt8(minZoom, 100);
  header.writeUInt8(maxZoom, 101);
  [-180, -85, 180, 85].forEach((degrees, at) => header.writeInt32LE(degrees * 1e7, 102 + 4 * at));
  header.writeUInt8(minZoom, 118);
  return Buffer.concat([header, root, about, ...blobs]);
}
