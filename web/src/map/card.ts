// The preview card: what lies at a place of the map, each with its link. Several incidents often share one place, because a
// report names a settlement; then all of them are listed.

import { icon, make, ownAddress } from "../lib/dom";
import { say } from "../lib/words";
import { CLASSES, SUPPORTS, type Class, type Support } from "./marks";

const SHOWN = 6;

interface Preview {
  id: string;
  title: string;
  class: Class;
  support: Support;
  href: string;
  when_text?: string;
}

async function preview(api: string, id: string, query: string, signal: AbortSignal): Promise<Preview | null> {
  const answer = await fetch(`${api}${encodeURIComponent(id)}${query}`, { headers: { accept: "application/json" }, signal });
  return answer.ok ? ((await answer.json()) as Preview) : null;
}

function entry(one: Preview): HTMLElement {
  const href = ownAddress(one.href);
  const title = href ? make("a", { href, dir: "auto" }, one.title) : make("span", { dir: "auto" }, one.title);
  const badges = make("p", { class: "small" });
  if (CLASSES.includes(one.class)) badges.append(make("span", { class: `c ${one.class}` }, say(`class-${one.class}`)));
  if (SUPPORTS.includes(one.support)) badges.append(" ", make("span", { class: `e ${one.support}` }, say(`support-${one.support}`)));
  const line = make("p", {}, make("b", {}, title));
  const when = one.when_text ? `${one.id} · ${one.when_text}` : one.id;
  return make("li", {}, line, make("p", { class: "small" }, when), badges);
}

export class Card {
  private readonly element = make("div", { class: "card-on-map", role: "region", "aria-live": "polite", hidden: true });
  private asking: AbortController | undefined;

  constructor(
    box: HTMLElement,
    private readonly api: string,
    private readonly closed: () => void,
  ) {
    box.append(this.element);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  close(): void {
    if (!this.open) return;
    this.asking?.abort();
    this.element.hidden = true;
    this.closed();
  }

  /** Shows the incidents of `ids`; `query` is the filter, so that the answer is made for the same panel and time. */
  async show(ids: string[], query: string): Promise<void> {
    this.asking?.abort();
    const own = (this.asking = new AbortController());
    const close = make("button", { type: "button", class: "button quiet small", "aria-label": say("close") }, icon("close"));
    close.addEventListener("click", () => this.close());
    const head = make("div", { class: "card-head" }, make("span", { class: "small" }, say("here-some", { n: ids.length })), close);
    this.element.replaceChildren(head, make("p", { class: "small" }, say("loading")));
    this.element.hidden = false;
    try {
      const found = await Promise.all(ids.slice(0, SHOWN).map((id) => preview(this.api, id, query, own.signal)));
      if (own.signal.aborted) return;
      const list = make("ul", { class: "plain-list" }, ...found.flatMap((one) => (one ? [entry(one)] : [])));
      this.element.replaceChildren(head, list);
      if (ids.length > SHOWN) list.append(make("li", { class: "small" }, `+ ${ids.length - SHOWN}`));
    } catch (error) {
      if (own.signal.aborted) return;
      console.error("map card:", error);
      this.element.replaceChildren(head, make("p", {}, say("not-now")));
    }
  }

  /** Moves focus into the card, for who opened it by keyboard. */
  focus(): void {
    (this.element.querySelector<HTMLElement>("a") ?? this.element.querySelector("button"))?.focus();
  }
}
