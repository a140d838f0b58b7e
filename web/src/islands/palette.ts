import type { Island } from "../lib/enhance";

/** Opens the palette; its code is loaded at the first time. Says whether it could be. */
export async function openPalette(): Promise<boolean> {
  if (document.querySelector("dialog[open]")) return true;
  try {
    (await import("./palette-dialog")).open();
    return true;
  } catch (error) {
    // No network: the page stays as it is, with what was typed in it.
    console.info("search:", error);
    return false;
  }
}

/** A link to the search page that opens the palette instead: `<a href="/search" data-island="palette">`. */
export const palette: Island = (element) => {
  element.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    // The link leads to a page that searches, so the browser says itself what it cannot reach.
    void openPalette().then((open) => {
      if (!open && element instanceof HTMLAnchorElement) location.assign(element.href);
    });
  });
};
