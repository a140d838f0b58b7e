import type { Island } from "../lib/enhance";

const open = new Set<HTMLDetailsElement>();
let listening = false;

function listen(): void {
  if (listening) return;
  listening = true;
  document.addEventListener("pointerdown", (event) => {
    for (const menu of open) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    for (const menu of open) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
      menu.open = false;
    }
  });
}

/** Closes an open `<details>` on Escape, on a click beside it and when focus has left it. */
export const menu: Island = (element) => {
  if (!(element instanceof HTMLDetailsElement)) return;
  listen();
  element.addEventListener("toggle", () => {
    if (element.open) open.add(element);
    else open.delete(element);
  });
  element.addEventListener("focusout", (event) => {
    const to = event.relatedTarget;
    if (to instanceof Node && !element.contains(to)) element.open = false;
  });
};
