// The base map: one PMTiles file of our own, read by parts where the server answers byte ranges, else as a whole.

import { addProtocol } from "maplibre-gl";
import { PMTiles, Protocol, type RangeResponse, type Source } from "pmtiles";
import baseUrl from "../../.cache/base.pmtiles?url";

class OwnFile implements Source {
  private whole: Promise<ArrayBuffer> | undefined;

  constructor(private readonly url: string) {}

  getKey(): string {
    return this.url;
  }

  async getBytes(offset: number, length: number, signal?: AbortSignal): Promise<RangeResponse> {
    if (this.whole) return { data: (await this.whole).slice(offset, offset + length) };
    const answer = await fetch(this.url, { headers: { range: `bytes=${offset}-${offset + length - 1}` }, ...(signal ? { signal } : {}) });
    if (!answer.ok) throw new Error(`${this.url}: ${answer.status}`);
    if (answer.status === 206) return { data: await answer.arrayBuffer() };
    this.whole = answer.arrayBuffer();
    return { data: (await this.whole).slice(offset, offset + length) };
  }
}

let address: string | undefined;

/** Makes the base map known to MapLibre and gives the address of its source. */
export function baseSource(): string {
  if (address) return address;
  const url = new URL(baseUrl, location.href).href;
  const protocol = new Protocol();
  protocol.add(new PMTiles(new OwnFile(url)));
  addProtocol("pmtiles", protocol.tile);
  address = `pmtiles://${url}`;
  return address;
}
