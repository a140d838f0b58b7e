import { PMTiles } from "pmtiles";
import { expect, test } from "vitest";
import { pmtiles } from "../build/pmtiles-writer.mjs";

interface Tile {
  z: number;
  x: number;
  y: number;
  bytes: Uint8Array;
}

const reader = (archive: Uint8Array) =>
  new PMTiles({
    getKey: () => String(archive.length),
    getBytes: async (offset: number, length: number) => ({ data: new Uint8Array(archive).slice(offset, offset + length).buffer }),
  });

test("the library's reader finds every tile that was written, and no other", async () => {
  const tiles: Tile[] = [];
  for (let z = 2; z <= 5; z += 1) {
    for (let x = 0; x < 2 ** z; x += 1) {
      for (let y = 0; y < 2 ** z; y += 1) {
        // A third is left out; a third is the same everywhere, as open land is.
        if ((x + y) % 3 === 0) continue;
        tiles.push({ z, x, y, bytes: new TextEncoder().encode((x + y) % 3 === 1 ? "land" : `${z}/${x}/${y}`) });
      }
    }
  }
  const archive = pmtiles([...tiles].reverse(), { minZoom: 2, maxZoom: 5, metadata: { attribution: "nobody" } });
  const read = reader(archive);
  for (const { z, x, y, bytes } of tiles) {
    const found = await read.getZxy(z, x, y);
    expect(new TextDecoder().decode(found?.data), `${z}/${x}/${y}`).toBe(new TextDecoder().decode(bytes));
  }
  expect(await read.getZxy(3, 0, 0)).toBeUndefined();
  expect(await read.getMetadata()).toEqual({ attribution: "nobody" });
  const header = await read.getHeader();
  expect([header.minZoom, header.maxZoom, header.numAddressedTiles]).toEqual([2, 5, tiles.length]);
});

test("the order of tiles changes no byte", () => {
  const tiles: Tile[] = [0, 1, 2, 3].map((at) => ({ z: 1, x: at % 2, y: at >> 1, bytes: new Uint8Array([at]) }));
  const about = { minZoom: 1, maxZoom: 1, metadata: {} };
  expect(pmtiles(tiles, about).equals(pmtiles([...tiles].reverse(), about))).toBe(true);
});
