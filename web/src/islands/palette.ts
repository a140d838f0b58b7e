import type { Island } from "../lib/enhance";

/** Opens the palette; its code is loaded at the first time. */
export async function openPalette(): Promise<void> {
  if (document.querySelector("dialog[open]")) return;
  (await import("./palette-dialog")).open();
}

/** A link to the search page that opens the palette instead: `<a href="/search" data-island="palette">`. */
export const palette: Island = (element) => {
  element.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void openPalette();
  });
};
