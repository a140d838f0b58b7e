import { make } from "../lib/dom";
import { say } from "../lib/words";
import { CLASSES, SUPPORTS } from "./marks";

/** The legend, with the badges of the page. Open where there is room for it. */
export function legend(basis: string | null): HTMLElement {
  const classes = CLASSES.map((name) => make("li", {}, make("span", { class: `c ${name}` }, say(`class-${name}`))));
  const supports = SUPPORTS.map((name) => make("li", {}, make("span", { class: `e ${name}` }, say(`support-${name}`))));
  const note = basis ? say("boundaries", { basis }) : say("base-note");
  return make(
    "details",
    { class: "map-legend" },
    make("summary", {}, say("legend")),
    make("div", { class: "map-legend-body" }, make("ul", {}, ...classes), make("ul", {}, ...supports), make("p", { class: "small" }, say("area-note")), make("p", { class: "small" }, note)),
  );
}
