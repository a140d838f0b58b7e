/** Where the map looks, as it stands in the address: `map=zoom/lat/lon`. */
export interface View {
  zoom: number;
  lat: number;
  lon: number;
}

export function parseView(text: string | null): View | null {
  const parts = (text ?? "").split("/").map(Number);
  const [zoom, lat, lon] = parts;
  if (parts.length !== 3 || zoom === undefined || lat === undefined || lon === undefined) return null;
  if (!parts.every(Number.isFinite) || zoom < 0 || zoom > 22 || Math.abs(lat) > 85 || Math.abs(lon) > 180) return null;
  return { zoom, lat, lon };
}

/** As few digits as the zoom can show. */
export function printView({ zoom, lat, lon }: View): string {
  const digits = Math.max(1, Math.ceil((zoom * Math.LN2 + Math.log(512 / 360 / 0.5)) / Math.LN10));
  return `${Number(zoom.toFixed(2))}/${lat.toFixed(digits)}/${lon.toFixed(digits)}`;
}

/** `west,south,east,north` in degrees, as the filter's `bbox`; three digits are about 100 metres. */
export function printBox(west: number, south: number, east: number, north: number): string {
  const clamp = (value: number, limit: number) => Math.min(Math.max(value, -limit), limit).toFixed(3);
  return [clamp(west, 180), clamp(south, 90), clamp(east, 180), clamp(north, 90)].join(",");
}

export function parseBox(text: string | null | undefined): [number, number, number, number] | null {
  const parts = (text ?? "").split(",").map(Number);
  if (parts.length !== 4 || !parts.every(Number.isFinite)) return null;
  const [west, south, east, north] = parts as [number, number, number, number];
  return west < east && south < north ? [west, south, east, north] : null;
}
