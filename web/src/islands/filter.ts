import type { Island } from "../lib/enhance";
import { change, followHistory, type Changes } from "../lib/filter";

/**
 * On a page with a map or a timeline, a sent filter form changes the set in place, so that the map keeps its view. On any
 * other page the form is sent as it stands: nothing is gained there.
 */
export const filter: Island = (element) => {
  if (!(element instanceof HTMLFormElement) || !document.querySelector("#results")) return;
  if (!document.querySelector('[data-island~="map"], [data-island~="timeline"]')) return;
  followHistory();
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const changes: Changes = {};
    for (const control of element.elements) {
      if ("name" in control && typeof control.name === "string" && control.name) changes[control.name] = null;
    }
    const sent = new FormData(element);
    for (const name of new Set(sent.keys())) changes[name] = sent.getAll(name).filter((value) => typeof value === "string");
    change(changes);
  });
};
