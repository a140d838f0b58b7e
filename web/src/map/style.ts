import type { FeatureCollection } from "geojson";
import type { ExpressionSpecification, LayerSpecification, Map, StyleSpecification } from "maplibre-gl";
import { token } from "../lib/dom";
import { CLASSES, hue, SUPPORTS } from "./marks";

/** Metres of a pixel at zoom 0 on the equator, with tiles of 512 pixels. */
export const METRES_AT_0 = 78271.516964;
const LABEL = ["Noto Sans"];

export interface Settlement {
  name: string;
  lon: number;
  lat: number;
  /** 1 is drawn first; 5 only when near. */
  rank?: number;
}

export interface Sources {
  base: string;
  tiles: string;
  settlements: Settlement[];
  /** Drawn only where the page names its basis. */
  boundaries: string | null;
  /** The latitude of the case, for features that do not carry their own. */
  lat: number;
}

/**
 * A radius in metres as pixels, at every zoom. On Mercator a metre grows with latitude, so each feature brings its `lat`; the
 * engine's circle is exact to the pixel for radii of some kilometres.
 */
export function radius(lat: number): ExpressionSpecification {
  const at = (zoom: number): ExpressionSpecification => [
    "/",
    ["*", ["coalesce", ["get", "radius_m"], 0], 2 ** zoom],
    ["*", METRES_AT_0, ["cos", ["*", ["coalesce", ["get", "lat"], lat], Math.PI / 180]]],
  ];
  return ["interpolate", ["exponential", 2], ["zoom"], 0, at(0), 22, at(22)];
}

function byClass(): ExpressionSpecification {
  return ["match", ["get", "class"], ...CLASSES.flatMap((name) => [name, hue(name)]), token("--soft")] as unknown as ExpressionSpecification;
}

export const settlementsOf = (list: Settlement[]): FeatureCollection => ({
  type: "FeatureCollection",
  features: list.map(({ name, lon, lat, rank }) => ({
    type: "Feature",
    properties: { name, rank: rank ?? 3 },
    geometry: { type: "Point", coordinates: [lon, lat] },
  })),
});

export const nothing: FeatureCollection = { type: "FeatureCollection", features: [] };

/** The whole style, in the hues of the scheme that is shown. */
export function style(of: Sources): StyleSpecification {
  const [paper, ink, soft, water, land, strong, link] = ["--paper", "--ink", "--soft", "--water", "--land", "--strong", "--link"].map(token) as [
    string, string, string, string, string, string, string,
  ];
  const [coast, river] = [token("--coast"), token("--river")];
  const text = { "text-color": soft, "text-halo-color": land, "text-halo-width": 1.4 };
  return {
    version: 8,
    projection: { type: "mercator" },
    sources: {
      base: { type: "vector", url: of.base },
      incidents: { type: "vector", tiles: [of.tiles], minzoom: 0, maxzoom: 14 },
      settlements: { type: "geojson", data: settlementsOf(of.settlements) },
      chosen: { type: "geojson", data: nothing },
      ...(of.boundaries ? { boundaries: { type: "geojson" as const, data: of.boundaries } } : {}),
    },
    layers: [
      { id: "water", type: "background", paint: { "background-color": water } },
      { id: "land", type: "fill", source: "base", "source-layer": "land", paint: { "fill-color": land, "fill-outline-color": coast } },
      { id: "lakes", type: "fill", source: "base", "source-layer": "lakes", paint: { "fill-color": water, "fill-outline-color": coast } },
      {
        id: "rivers",
        type: "line",
        source: "base",
        "source-layer": "rivers",
        paint: { "line-color": river, "line-width": ["interpolate", ["linear"], ["zoom"], 4, 1, 9, 3] },
      },
      ...(of.boundaries
        ? [
            {
              id: "boundaries",
              type: "line" as const,
              source: "boundaries",
              paint: { "line-color": strong, "line-width": 1, "line-dasharray": [4, 3] },
            },
          ]
        : []),
      {
        id: "areas",
        type: "circle",
        source: "incidents",
        "source-layer": "incidents",
        paint: {
          "circle-radius": radius(of.lat),
          "circle-color": byClass(),
          "circle-opacity": 0.07,
          "circle-stroke-color": byClass(),
          "circle-stroke-width": 1,
          "circle-stroke-opacity": 0.45,
        },
      },
      {
        id: "settlement-dots",
        type: "circle",
        source: "settlements",
        paint: { "circle-radius": 2, "circle-color": soft, "circle-opacity": ["step", ["zoom"], 1, 3, 1] },
      },
      {
        id: "settlements",
        type: "symbol",
        source: "settlements",
        layout: {
          "text-field": ["get", "name"],
          "text-font": LABEL,
          "text-size": ["match", ["get", "rank"], 1, 14, 2, 13, 12],
          "text-variable-anchor": ["top", "bottom", "left", "right"],
          "text-radial-offset": 0.5,
          "text-justify": "auto",
          "symbol-sort-key": ["get", "rank"],
        },
        paint: text,
      },
      {
        id: "clusters",
        type: "circle",
        source: "incidents",
        "source-layer": "clusters",
        paint: {
          "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "count"]], 1, 11, 10, 18, 100, 40],
          "circle-color": paper,
          "circle-stroke-color": ink,
          "circle-stroke-width": 1.5,
        },
      },
      {
        id: "cluster-counts",
        type: "symbol",
        source: "incidents",
        "source-layer": "clusters",
        layout: {
          "text-field": ["number-format", ["get", "count"], { "max-fraction-digits": 0 }],
          "text-font": LABEL,
          "text-size": 13,
          "text-allow-overlap": true,
          // Names give way to counts, not the other way round.
          "text-padding": 12,
        },
        paint: { "text-color": ink },
      },
      {
        id: "incidents",
        type: "symbol",
        source: "incidents",
        "source-layer": "incidents",
        layout: {
          "icon-image": ["concat", ["get", "class"], "/", ["get", "support"]],
          "icon-size": ["interpolate", ["linear"], ["zoom"], 5, 0.75, 9, 1],
          "icon-allow-overlap": true,
          "icon-padding": 0,
        },
      },
      {
        id: "chosen",
        type: "circle",
        source: "chosen",
        paint: { "circle-radius": 15, "circle-opacity": 0, "circle-stroke-color": link, "circle-stroke-width": 3 },
      },
    ],
  };
}

const WARMING = "warming";
/** Too little to change a pixel, and not nothing: what is not drawn at all is not made ready either. */
const UNSEEN = 0.001;

function unseen(layer: LayerSpecification): LayerSpecification | null {
  if (!("source" in layer) || layer.source !== "incidents") return null;
  const { "source-layer": _, ...own } = { ...layer, id: `${WARMING}-${layer.id}`, source: WARMING };
  if (own.type === "circle") return { ...own, paint: { ...own.paint, "circle-opacity": UNSEEN, "circle-stroke-opacity": UNSEEN } };
  if (own.type === "symbol") return { ...own, paint: { ...own.paint, "icon-opacity": UNSEEN, "text-opacity": UNSEEN } };
  return null;
}

/**
 * Draws the layers of incidents once where nobody sees them, and takes them away when the map is still. Their programs are
 * made at their first drawing, which takes longer than a frame: so it happens while the page loads, not when the reader
 * zooms in on the first incidents.
 */
export function warmed(plain: StyleSpecification, [lon, lat]: [number, number]): StyleSpecification {
  const marks = CLASSES.flatMap((name) => SUPPORTS.map((support) => ({ class: name, support })));
  const data: FeatureCollection = {
    type: "FeatureCollection",
    features: marks.map((mark) => ({
      type: "Feature",
      properties: { ...mark, radius_m: 1, lat, count: 1 },
      geometry: { type: "Point", coordinates: [lon, lat] },
    })),
  };
  return {
    ...plain,
    sources: { ...plain.sources, [WARMING]: { type: "geojson", data } },
    layers: [...plain.layers, ...plain.layers.flatMap((layer) => unseen(layer) ?? [])],
  };
}

/** Takes away what `warmed` put there. */
export function cool(map: Map): void {
  for (const id of map.getLayersOrder().filter((id) => id.startsWith(`${WARMING}-`))) map.removeLayer(id);
  if (map.getSource(WARMING)) map.removeSource(WARMING);
}
