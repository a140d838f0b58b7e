// Tiles of canned points, for the mock site.

import { GeoJSONVT } from "@maplibre/geojson-vt";
import { fromGeojsonVt } from "@maplibre/vt-pbf";

const EXTENT = 4096;

/** `layers`: name to `[lon, lat, properties]` of each point. Returns the bytes of one tile, or `null` for an empty one. */
export function pointsTile(z, x, y, layers) {
  const cut = {};
  for (const [name, points] of Object.entries(layers)) {
    const features = points.map(([lon, lat, properties]) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } }));
    const index = new GeoJSONVT({ type: "FeatureCollection", features }, { maxZoom: z, indexMaxZoom: z, extent: EXTENT, buffer: 256 });
    const tile = index.getTile(z, x, y);
    if (tile) cut[name] = tile;
  }
  return Object.keys(cut).length === 0 ? null : Buffer.from(fromGeojsonVt(cut, { version: 2, extent: EXTENT }));
}
