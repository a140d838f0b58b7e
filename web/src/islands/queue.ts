import type { Island } from "../lib/enhance";

/** What is one thing of a queue: a row of a table, or a card. */
const ROW = "tr, article";

/** Marks the row that has focus, so that it is found again after a look at the map. The keys themselves are in `keys.ts`. */
export const queue: Island = (element) => {
  element.addEventListener("focusin", (event) => {
    const row = (event.target as HTMLElement).closest(ROW);
    if (!row) return;
    for (const other of element.querySelectorAll('[aria-current="true"]')) if (other !== row) other.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
  });
};

/** The links of the rows of all queues, in order. */
export const queueLinks = (): HTMLElement[] =>
  [...document.querySelectorAll('[data-island~="queue"] :is(tbody tr, article)')].flatMap((row) => row.querySelector<HTMLElement>(".title") ?? []);

/** The row that is worked on: the one with focus, or the one that had it last. */
export const currentRow = (): Element | null =>
  document.activeElement?.closest(ROW) ?? document.querySelector('[data-island~="queue"] :is(tr, article)[aria-current="true"]');

/** The row of a queue that an element stands in, if it does. */
export const rowOf = (element: Element): Element | null => (element.closest('[data-island~="queue"]') ? element.closest(ROW) : null);

/** Moves focus by `step` rows; without rows, follows the page's link to the next or previous item. */
export function move(step: 1 | -1): void {
  const links = queueLinks();
  if (links.length === 0) {
    document.querySelector<HTMLAnchorElement>(`main a[rel~="${step === 1 ? "next" : "prev"}"]`)?.click();
    return;
  }
  const row = currentRow();
  const at = links.findIndex((link) => link.closest(ROW) === row);
  const to = at === -1 ? (step === 1 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
  links[to]?.focus();
}
