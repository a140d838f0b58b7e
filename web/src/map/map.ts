// The map of one filtered set. The list beside it holds the same and is its equivalent for who does not use a map; nothing
// here is only here. North is up, nothing turns or tilts.

import * as maplibregl from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { calm, debounce, make, onScheme } from "../lib/dom";
import { change, filterOf, note, onFilter } from "../lib/filter";
import { say } from "../lib/words";
import { baseSource } from "./base";
import { Card } from "./card";
import { legend } from "./legend";
import { drawMark } from "./marks";
import { cool, nothing, style, warmed, type Settlement, type Sources } from "./style";
import { parseBox, parseView, printBox, printView } from "./view";
import "./map.css";

const MIN_ZOOM = 3;
const MAX_ZOOM = 14;
/** How far from a mark a click still means it, in pixels. */
const REACH = 8;
const SETTLED_MS = 350;

function settlementsOf(id: string | undefined): Settlement[] {
  if (!id) return [];
  return JSON.parse(document.getElementById(id)?.textContent ?? "[]") as Settlement[];
}

async function fonts(list: Settlement[]): Promise<void> {
  // Labels are drawn from the page's font; before it is there they would come out in another one, and stay so.
  const sample = `0123456789 ${list.slice(0, 20).map(({ name }) => name).join(" ")}`;
  await Promise.race([document.fonts.load("16px 'Noto Sans'", sample), new Promise((go) => setTimeout(go, 3000))]);
}

export async function mount(box: HTMLElement): Promise<void> {
  const { tiles = "/tiles/incidents/{z}/{x}/{y}.mvt", api = "/api/v1/incidents/", basis, boundaries } = box.dataset;
  const settlements = settlementsOf(box.dataset.settlements);
  const frame = make("div", { class: "map-frame" });
  box.append(frame);
  box.setAttribute("aria-busy", "true");
  await fonts(settlements);

  // Tiles are asked for by a worker, which has no address of its own to start from. Their box is the view's, so it is left out.
  const address = () => {
    const query = filterOf(location.search, "bbox").toString();
    return `${location.origin}${tiles}${query ? `?${query}` : ""}`;
  };
  const bounds = parseBox(box.dataset.bounds) ?? [-170, -60, 170, 75];
  const view = parseView(new URLSearchParams(location.search).get("map"));
  const sources = (): Sources => ({
    base: baseSource(),
    tiles: address(),
    settlements,
    // Lines are drawn only where the case chose them by a name that is printed.
    boundaries: basis && boundaries ? new URL(boundaries, location.href).href : null,
    lat: (bounds[1] + bounds[3]) / 2,
  });

  maplibregl.setWorkerUrl(new URL(workerUrl, location.href).href);
  let map: maplibregl.Map;
  try {
    map = new maplibregl.Map({
      container: frame,
      style: warmed(style(sources()), view ? [view.lon, view.lat] : [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]),
      ...(view ? { center: [view.lon, view.lat] as [number, number], zoom: view.zoom } : { bounds: bounds as [number, number, number, number] }),
      fitBoundsOptions: { padding: 24 },
      minZoom: MIN_ZOOM,
      maxZoom: MAX_ZOOM,
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      fadeDuration: 0,
      attributionControl: false,
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      locale: {
        "Map.Title": say("map"),
        "NavigationControl.ZoomIn": say("zoom-in"),
        "NavigationControl.ZoomOut": say("zoom-out"),
      },
    });
  } catch (error) {
    // No WebGL, mostly: old machines, remote desktops.
    frame.remove();
    box.removeAttribute("aria-busy");
    box.classList.remove("mapbox");
    box.append(make("p", { class: "notice" }, say("map-failed")));
    throw error;
  }
  // Its corners are left and right, whatever the direction of the page.
  const rtl = document.dir === "rtl";
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false, visualizePitch: false }), rtl ? "top-left" : "top-right");
  map.addControl(new maplibregl.ScaleControl({ unit: "metric" }), rtl ? "bottom-right" : "bottom-left");
  map.setMissingStyleImageResolver((id) => {
    const mark = drawMark(id);
    if (mark && !map.hasImage(id)) map.addImage(id, mark.image, { pixelRatio: mark.pixelRatio });
  });
  // Without its tiles the map is an empty one, which would say that nothing was reported there.
  const missing = make("p", { class: "notice problem map-missing", role: "alert", hidden: true }, say("map-failed"));
  box.append(missing);
  map.on("error", (event) => {
    console.error("map:", event.error);
    if ("sourceId" in event && event.sourceId === "incidents") missing.hidden = false;
  });

  const canvas = map.getCanvas();
  canvas.setAttribute("aria-label", say("map"));
  box.append(make("div", { class: "map-middle", "aria-hidden": "true" }), legend(basis && boundaries ? basis : null));

  const mark = (lon?: number, lat?: number) => {
    const source = map.getSource<maplibregl.GeoJSONSource>("chosen");
    if (!source) return;
    source.setData(
      lon === undefined || lat === undefined
        ? nothing
        : { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [lon, lat] } },
    );
  };
  const card = new Card(box, api, () => {
    mark();
    canvas.focus({ preventScroll: true });
  });

  /** What lies at a point of the screen: opens the card, or a cluster. */
  const openAt = ({ x, y }: { x: number; y: number }, byKey: boolean) => {
    const near: [[number, number], [number, number]] = [[x - REACH, y - REACH], [x + REACH, y + REACH]];
    const [cluster] = map.queryRenderedFeatures(near, { layers: ["clusters"] });
    if (cluster?.geometry.type === "Point") {
      const [lon, lat] = cluster.geometry.coordinates as [number, number];
      map.easeTo({ center: [lon, lat], zoom: Math.min(map.getZoom() + 2, MAX_ZOOM), animate: !calm() });
      return;
    }
    const found = map.queryRenderedFeatures(near, { layers: ["incidents"] });
    const ids = [...new Set(found.map(({ properties }) => String(properties.id)))];
    const [first] = found;
    if (!first || first.geometry.type !== "Point") return card.close();
    const [lon, lat] = first.geometry.coordinates as [number, number];
    mark(lon, lat);
    const query = filterOf(location.search, "bbox").toString();
    void card.show(ids, query ? `?${query}` : "").then(() => byKey && card.focus());
  };
  map.on("click", ({ point }: { point: { x: number; y: number } }) => openAt(point, false));
  for (const layer of ["incidents", "clusters"]) {
    map.on("mouseenter", layer, () => (canvas.style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (canvas.style.cursor = ""));
  }
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Enter") openAt({ x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 }, true);
    else if (event.key === "Escape" && card.open) card.close();
    else return;
    event.preventDefault();
  });

  // "Only what is in view": the filter follows the map, the list follows the filter.
  const inView = make("input", { type: "checkbox" });
  inView.checked = new URLSearchParams(location.search).has("bbox");
  box.append(make("label", { class: "map-in-view" }, inView, say("in-view")));
  const follow = () => {
    const [[west, south], [east, north]] = map.getBounds().toArray() as [[number, number], [number, number]];
    change({ bbox: inView.checked ? printBox(west, south, east, north) : null }, "same");
  };
  inView.addEventListener("change", follow);
  const settled = debounce(() => {
    const { lng, lat } = map.getCenter();
    note({ map: printView({ zoom: map.getZoom(), lat, lon: lng }) });
    if (inView.checked) follow();
  }, SETTLED_MS);
  map.on("moveend", settled);

  let tilesShown = address();
  const refresh = (force = false) => {
    inView.checked = new URLSearchParams(location.search).has("bbox");
    if (!force && address() === tilesShown) return;
    tilesShown = address();
    missing.hidden = true;
    map.getSource<maplibregl.VectorTileSource>("incidents")?.setTiles([tilesShown]);
    card.close();
  };
  onFilter(() => refresh());
  document.addEventListener("holdfire:entries", () => refresh(true));
  addEventListener("online", () => !missing.hidden && refresh(true));
  onScheme(() => map.setStyle(style(sources()), { diff: false }));

  // The row that has focus is ringed on the map.
  document.addEventListener("focusin", (event) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("tr[data-lon][data-lat]");
    if (row) mark(Number(row.dataset.lon), Number(row.dataset.lat));
  });

  map.once("idle", () => {
    cool(map);
    box.removeAttribute("aria-busy");
    box.dataset.ready = "";
  });
}
