/** The number of a tile on the Hilbert curve, counted over all zooms. */
export function tileNumber(z: number, x: number, y: number): number;
/** Writes an archive; see `pmtiles-writer.mjs`. */
export function pmtiles(
  tiles: { z: number; x: number; y: number; bytes: Uint8Array }[],
  about: { minZoom: number; maxZoom: number; metadata: unknown },
): Buffer;
