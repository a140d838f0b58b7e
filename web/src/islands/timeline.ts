// Incidents a day as a histogram, stacked by class. Brushing sets `from` and `until` (both days are inside) and with them the
// list and the map. By keyboard it is a slider over days; the filter form has the same two fields.

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import "./timeline.css";
import { make, onScheme, token } from "../lib/dom";
import { dayText, seconds, touched, type Day } from "../lib/days";
import { change, filterOf, onFilter } from "../lib/filter";
import { language, say } from "../lib/words";
import { CLASSES, hue, type Class } from "../map/marks";

interface Answer {
  days: Day[];
  counts: Partial<Record<Class, number[]>>;
}

const CHART_PX = 110;
const EMPTY_DRAG_PX = 3;

/** A fill for each class: the same patterns as its badge, so that the hue is not alone. */
function pattern(name: Class): CanvasRenderingContext2D["fillStyle"] {
  const ink = hue(name);
  if (name === "all") return ink;
  const canvas = document.createElement("canvas");
  const size = (canvas.width = canvas.height = name === "turns-on-reading" ? 6 : 4);
  const pen = canvas.getContext("2d");
  if (!pen) return ink;
  pen.fillStyle = token("--paper");
  pen.fillRect(0, 0, size, size);
  pen.fillStyle = ink;
  if (name === "turns-on-reading") pen.fillRect(0, 0, size, size / 2);
  else if (name === "may") pen.fillRect(0, 0, size / 2, size);
  else if (name === "undecided") pen.fillRect(0, 0, 2, 2);
  return pen.createPattern(canvas, "repeat") ?? ink;
}

/** Columns from the bottom up: each series is drawn as high as all below it together, the highest first. */
export function stacked(answer: Answer): number[][] {
  const below = answer.days.map(() => 0);
  const layers = CLASSES.map((name) => answer.days.map((_, at) => (below[at] = (below[at] ?? 0) + (answer.counts[name]?.[at] ?? 0))));
  return layers.reverse();
}

async function read(src: string): Promise<Answer> {
  // Without the chosen days, so that the brush can be widened again.
  const query = filterOf(location.search, "from", "until").toString();
  const answer = await fetch(query ? `${src}?${query}` : src, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${src}: ${answer.status}`);
  return (await answer.json()) as Answer;
}

export async function mount(box: HTMLElement): Promise<void> {
  const { src } = box.dataset;
  if (!src) return;
  const place = make("div", { class: "timeline-chart" });
  const reading = make("p", { class: "timeline-read small" });
  const all = make("button", { type: "button", class: "button small", hidden: true }, say("all-days"));
  const slider = make("div", {
    class: "timeline-slider",
    role: "slider",
    tabindex: "0",
    "aria-label": say("ready-time"),
    "aria-orientation": "horizontal",
    "aria-valuemin": "0",
    "aria-valuenow": "0",
  });
  slider.append(place);
  box.append(make("div", { class: "timeline-head" }, make("span", { class: "small" }, say("timeline")), reading, all), slider);

  let data: Answer = { days: [], counts: {} };
  let plot: uPlot | undefined;
  let at = 0;
  let anchor = 0;

  const total = (first: number, last: number) =>
    CLASSES.reduce((sum, name) => sum + (data.counts[name] ?? []).slice(first, last + 1).reduce((one, other) => one + other, 0), 0);

  const tell = (first: number, last: number) => {
    const [from, until] = [data.days[first], data.days[last]];
    if (from === undefined || until === undefined) return;
    const lang = language();
    const count = say("incidents", { n: total(first, last) });
    const parts = CLASSES.flatMap((name) => {
      const n = (data.counts[name] ?? []).slice(first, last + 1).reduce((one, other) => one + other, 0);
      return n > 0 ? [`${say(`class-${name}`)} ${new Intl.NumberFormat(lang).format(n)}`] : [];
    });
    const when = first === last ? `${dayText(from, lang)}: ${count}` : say("days-chosen", { from: dayText(from, lang), until: dayText(until, lang), count });
    reading.textContent = parts.length > 0 ? `${when} · ${parts.join(", ")}` : when;
    slider.setAttribute("aria-valuenow", String(at));
    slider.setAttribute("aria-valuetext", reading.textContent);
  };

  /** Days of the filter, as places in the list of days. */
  const chosen = (): [number, number] | null => {
    const query = new URLSearchParams(location.search);
    const [from, until] = [query.get("from"), query.get("until")];
    if (!from && !until) return null;
    const first = from ? data.days.findIndex((day) => day >= from) : 0;
    const last = until ? data.days.findLastIndex((day) => day <= until) : data.days.length - 1;
    return first === -1 || last === -1 || first > last ? null : [first, last];
  };

  const width = () => plot?.over.clientWidth ?? 0;
  const place_px = (day: number) => (day / data.days.length) * width();
  const select = (first: number, last: number) => {
    plot?.setSelect({ left: place_px(first), top: 0, width: place_px(last + 1) - place_px(first), height: plot.over.clientHeight }, false);
  };
  const showChosen = () => {
    const range = chosen();
    all.hidden = range === null;
    if (range) {
      select(...range);
      tell(...range);
      return;
    }
    plot?.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    if (data.days.length > 0) tell(0, data.days.length - 1);
  };
  const apply = (first: number, last: number) => change({ from: data.days[first] ?? null, until: data.days[last] ?? null });

  const draw = () => {
    plot?.destroy();
    const soft = token("--soft");
    const line = token("--line");
    const font = `12px ${getComputedStyle(document.body).fontFamily}`;
    const bars = uPlot.paths.bars?.({ size: [0.82, 40], gap: 0 });
    const half = 43_200;
    const x = data.days.map(seconds);
    plot = new uPlot(
      {
        width: Math.max(box.clientWidth, 200),
        height: CHART_PX,
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
        tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1000), "UTC"),
        scales: { x: { time: true, range: () => [(x[0] ?? 0) - half, (x.at(-1) ?? 0) + half] }, y: { range: (_, __, max) => [0, Math.max(max, 4)] } },
        axes: [
          {
            stroke: soft,
            font,
            size: 24,
            gap: 2,
            grid: { show: false },
            ticks: { stroke: line, size: 4 },
            values: (_, stamps) => stamps.map((stamp) => dayText(new Date(stamp * 1000).toISOString().slice(0, 10), language(), false)),
            incrs: [86_400, 2 * 86_400, 7 * 86_400, 14 * 86_400, 28 * 86_400, 91 * 86_400, 364 * 86_400],
            space: 70,
          },
          { stroke: soft, font, size: 34, gap: 4, grid: { stroke: line, width: 1 }, ticks: { show: false }, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000], space: 26 },
        ],
        series: [
          {},
          ...[...CLASSES].reverse().map((name) => ({
            label: name,
            fill: pattern(name) as string,
            stroke: hue(name),
            width: 1,
            ...(bars ? { paths: bars } : {}),
            points: { show: false },
          })),
        ],
        hooks: {
          setCursor: [
            ({ cursor, posToIdx }) => {
              if (cursor.left === undefined || cursor.left === null || cursor.left < 0) return;
              at = Math.min(Math.max(posToIdx(cursor.left), 0), data.days.length - 1);
              tell(at, at);
            },
          ],
          setSelect: [
            ({ select: box_px }) => {
              if (box_px.width < EMPTY_DRAG_PX) return showChosen();
              const unit = width() / data.days.length;
              const days = touched(data.days, box_px.left / unit, (box_px.left + box_px.width) / unit);
              if (days) change({ from: days[0], until: days[1] });
              showChosen();
            },
          ],
        },
      },
      [x, ...stacked(data)] as uPlot.AlignedData,
      place,
    );
    plot.root.setAttribute("aria-hidden", "true");
    plot.over.addEventListener("mouseleave", showChosen);
    slider.setAttribute("aria-valuemax", String(Math.max(data.days.length - 1, 0)));
    showChosen();
  };

  const load = async () => {
    try {
      data = await read(src);
      draw();
      box.dataset.ready = "";
    } catch (error) {
      plot?.destroy();
      plot = undefined;
      reading.textContent = say("time-failed");
      console.error("timeline:", error);
    }
  };

  slider.addEventListener("keydown", (event) => {
    if (data.days.length === 0) return;
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7 }[event.key];
    const last = data.days.length - 1;
    const to = event.key === "Home" ? 0 : event.key === "End" ? last : step === undefined ? undefined : at + (document.dir === "rtl" && event.key.startsWith("Arrow") ? -step : step);
    if (to !== undefined) {
      at = Math.min(Math.max(to, 0), last);
      if (!event.shiftKey) anchor = at;
      const range: [number, number] = anchor <= at ? [anchor, at] : [at, anchor];
      select(...range);
      tell(...range);
    } else if (event.key === "Enter") apply(Math.min(anchor, at), Math.max(anchor, at));
    else if (event.key === "Escape") showChosen();
    else return;
    event.preventDefault();
  });
  all.addEventListener("click", () => {
    change({ from: null, until: null });
    slider.focus();
  });

  let shown = filterOf(location.search, "from", "until").toString();
  onFilter(() => {
    const now = filterOf(location.search, "from", "until").toString();
    if (now === shown) return showChosen();
    shown = now;
    void load();
  });
  document.addEventListener("holdfire:entries", () => void load());
  onScheme(draw);
  new ResizeObserver(() => {
    if (!plot || Math.abs(plot.width - box.clientWidth) < 2) return;
    plot.setSize({ width: Math.max(box.clientWidth, 200), height: CHART_PX });
    showChosen();
  }).observe(box);
  await load();
}
