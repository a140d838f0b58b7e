import type { Island } from "../lib/enhance";

/** Covers graphic material again on Escape and when the page is left; film is silent, and stops when covered. */
export const graphic: Island = (element) => {
  const box = element.querySelector<HTMLInputElement>('input[type="checkbox"]');
  if (!box) return;
  const films = [...element.querySelectorAll("video")];
  const apply = () => {
    for (const film of films) {
      film.muted = true;
      if (!box.checked) film.pause();
    }
  };
  const cover = () => {
    box.checked = false;
    apply();
  };
  // A browser that restores forms would show it at once after a reload.
  cover();
  box.addEventListener("change", apply);
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cover();
  });
  addEventListener("pagehide", cover);
};
