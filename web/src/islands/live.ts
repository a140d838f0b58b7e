import { make } from "../lib/dom";
import type { Island } from "../lib/enhance";
import { refreshList } from "../lib/filter";
import { say } from "../lib/words";

/**
 * One calm line: "3 new entries: show". Nothing moves until the reader asks. `data-src` is a stream of server-sent events,
 * `data-entry` the last entry that the page was made from; each `entry` event carries `{"entry": number}`. It is only open
 * while the page is looked at: a browser allows few connections to one host, and a desk has many tabs.
 */
export const live: Island = (element) => {
  const { src } = element.dataset;
  if (!src) return;
  let seen = Number(element.dataset.entry ?? 0);
  const waiting = new Set<number>();
  let stream: EventSource | undefined;

  const show = make("button", { type: "button", class: "button small" }, say("show"));
  const text = make("span");
  element.setAttribute("role", "status");

  const draw = () => {
    if (waiting.size === 0) return element.replaceChildren();
    text.textContent = `${say("live", { n: waiting.size })}: `;
    if (!show.isConnected) element.replaceChildren(text, show);
  };
  show.addEventListener("click", async () => {
    if (!document.getElementById("results")) return location.reload();
    seen = Math.max(seen, ...waiting);
    waiting.clear();
    draw();
    await refreshList();
    document.dispatchEvent(new CustomEvent("holdfire:entries"));
    document.querySelector<HTMLElement>("#results .title")?.focus();
  });

  const open = () => {
    if (stream) return;
    const url = new URL(src, location.href);
    const since = Math.max(seen, ...waiting);
    if (since > 0) url.searchParams.set("since", String(since));
    stream = new EventSource(url);
    stream.addEventListener("entry", (event: MessageEvent<string>) => {
      const { entry } = JSON.parse(event.data) as { entry: number };
      if (entry > seen) waiting.add(entry);
      draw();
    });
  };
  const close = () => {
    stream?.close();
    stream = undefined;
  };
  const follow = () => (document.hidden ? close() : open());
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", close);
  addEventListener("pageshow", follow);
  follow();
};
