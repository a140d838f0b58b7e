// The one script of a page. It looks for `[data-island]`, enhances what is there, and loads the large islands (map,
// timeline, palette) only for pages that have them. A page whose script fails stays what the server wrote.

import { copy } from "./islands/copy";
import { file } from "./islands/file";
import { filter } from "./islands/filter";
import { graphic } from "./islands/graphic";
import { guard } from "./islands/guard";
import { startKeys } from "./islands/keys";
import { live } from "./islands/live";
import { localTime } from "./islands/local-time";
import { menu } from "./islands/menu";
import { palette } from "./islands/palette";
import { passkey } from "./islands/passkey";
import { queue } from "./islands/queue";
import { scheme } from "./islands/scheme";
import { enhance, type Island } from "./lib/enhance";

const ISLANDS: Record<string, Island> = {
  copy,
  file,
  filter,
  graphic,
  guard,
  live,
  "local-time": localTime,
  map: async (element) => (await import("./map/map")).mount(element),
  menu,
  palette,
  passkey,
  queue,
  scheme,
  timeline: async (element) => (await import("./islands/timeline")).mount(element),
};

enhance(document.body, ISLANDS);
startKeys();
// After a refused form the reader starts at what was wrong, as with a page that was read aloud from its top.
document.querySelector<HTMLElement>(".notice.problem[tabindex]")?.focus();
