// Find anything: the pages of the rail, and what `GET /api/v1/search?q=` finds. The pattern is a combobox with a list; focus
// stays in the field, the arrow keys choose.

import "./palette.css";
import { debounce, make, ownAddress } from "../lib/dom";
import { say } from "../lib/words";

interface Found {
  kind: string;
  title: string;
  href: string;
}

const SEARCH = "/api/v1/search";
const WAIT_MS = 120;
const PAGES = 6;

/** The pages that the rail and the menus link to. */
function pages(): Found[] {
  const links = document.querySelectorAll<HTMLAnchorElement>(".rail a[href], .bar .pop a[href]");
  const kind = say("page");
  return [...links].map((link) => ({ kind, title: (link.firstElementChild?.localName === "svg" ? link.textContent : link.innerText || link.textContent)?.trim().replace(/\s+/g, " ") ?? "", href: link.href }));
}

/** The pages whose name holds every word that was typed. */
export function matching(all: Found[], typed: string): Found[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return all.filter(({ title }) => words.every((word) => title.toLocaleLowerCase().includes(word)));
}

async function ask(typed: string, signal: AbortSignal): Promise<Found[]> {
  const answer = await fetch(`${SEARCH}?${new URLSearchParams({ q: typed })}`, { headers: { accept: "application/json" }, signal });
  if (!answer.ok) throw new Error(`${SEARCH}: ${answer.status}`);
  const { results } = (await answer.json()) as { results: { kind: string; id?: string; title: string; href: string }[] };
  return results.flatMap(({ kind, id, title, href }) => {
    const own = ownAddress(href);
    return own ? [{ kind, title: id && !title.includes(id) ? `${id} ${title}` : title, href: own }] : [];
  });
}

/** Shows the dialog. */
export function open(): void {
  const input = make("input", {
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "go",
    "aria-label": say("find"),
    "aria-autocomplete": "list",
    "aria-controls": "find-list",
    "aria-expanded": "true",
    placeholder: say("find-hint"),
    dir: "auto",
  });
  const listbox = make("ul", { role: "listbox", id: "find-list", "aria-label": say("find") });
  const status = make("p", { class: "status", role: "status" });
  const dialog = make("dialog", { class: "palette", "aria-label": say("find") }, input, listbox, status);
  const all = pages();
  let shown: Found[] = [];
  let at = 0;
  let asking: AbortController | undefined;

  const choose = (to: number) => {
    at = shown.length === 0 ? 0 : (to + shown.length) % shown.length;
    [...listbox.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (shown.length === 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `find-${at}`);
    listbox.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const go = (found: Found | undefined, beside: boolean) => {
    if (!found) return;
    if (beside) {
      window.open(found.href, "_blank", "noopener");
      return;
    }
    dialog.close();
    location.assign(found.href);
  };
  const draw = (found: Found[], text: string) => {
    shown = found;
    listbox.replaceChildren(
      ...found.map((one, index) => {
        const option = make("li", { role: "option", id: `find-${index}`, "aria-selected": "false" }, make("span", { class: "kind" }, one.kind), make("span", { class: "break", dir: "auto" }, one.title));
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", (event) => go(one, event.ctrlKey || event.metaKey));
        return option;
      }),
    );
    status.textContent = text;
    choose(0);
  };
  const count = (found: Found[]) => (found.length === 0 ? say("find-none") : say("find-some", { n: found.length }));

  const near = (typed: string) => (typed === "" ? all : matching(all, typed).slice(0, PAGES));
  const search = debounce(async (typed: string) => {
    if (typed === "") return;
    const own = (asking = new AbortController());
    const pages = near(typed);
    try {
      const found = [...pages, ...(await ask(typed, own.signal))];
      // What was chosen meanwhile stays chosen: pages come first in both lists.
      const chosen = at;
      draw(found, count(found));
      if (chosen < pages.length) choose(chosen);
    } catch (error) {
      if (own.signal.aborted) return;
      console.error("search:", error);
      draw(pages, say("not-now"));
    }
  }, WAIT_MS);

  input.addEventListener("input", () => {
    const typed = input.value.trim();
    // Pages are known here, so Enter pressed at once never goes by an old list.
    asking?.abort();
    draw(near(typed), "");
    search(typed);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp") choose(at - 1);
    else if (event.key === "Enter" && !event.isComposing) go(shown[at], event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    asking?.abort();
    dialog.remove();
  });
  document.body.append(dialog);
  draw(all, "");
  dialog.showModal();
  input.focus();
}
