// What is filtered lives in the address, and nowhere else. The form, the table, the map and the timeline read it from there
// and change it through `change`, so all of them always show one set.

import { enhance } from "./enhance";
import { make } from "./dom";
import { say } from "./words";

/** Parts of the address that say how to show, not what. */
const VIEW = new Set(["map", "view", "after", "before"]);

/** The filter in `search`, with what only concerns the view left out, and also without `except`. */
export function filterOf(search: string, ...except: string[]): URLSearchParams {
  const all = new URLSearchParams(search);
  const kept = new URLSearchParams();
  for (const [name, value] of all) {
    if (value !== "" && !VIEW.has(name) && !except.includes(name)) kept.append(name, value);
  }
  return kept;
}

/** New values by name: `null` removes a name, a list gives it several times. */
export type Changes = Record<string, string | string[] | null>;

/** The address with some values replaced. A changed filter starts at the first page again. */
export function patched(search: string, changes: Changes): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    query.delete(name);
    for (const one of [value ?? []].flat()) if (one !== "") query.append(name, one);
  }
  if (Object.keys(changes).some((name) => !VIEW.has(name))) {
    query.delete("after");
    query.delete("before");
  }
  // Commas and slashes stay readable: people send each other these addresses.
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
  return text === "" ? "" : `?${text}`;
}

const EVENT = "holdfire:filter";

/** Calls `changed` after the filter has changed. */
export function onFilter(changed: () => void): void {
  document.addEventListener(EVENT, changed);
}

/** Notes in the address how something is shown. Changes no filter, reloads nothing. */
export function note(changes: Changes): void {
  const search = patched(location.search, changes);
  if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash);
}

/** Changes the filter: address, form, list, and whoever listens. `keep` adds a step to the history. */
export function change(changes: Changes, keep: "step" | "same" = "step"): void {
  const search = patched(location.search, changes);
  if (search === location.search) return;
  const address = location.pathname + search + location.hash;
  if (keep === "step") history.pushState(null, "", address);
  else history.replaceState(history.state, "", address);
  announce();
}

function announce(): void {
  showInForms();
  document.dispatchEvent(new CustomEvent(EVENT));
  void refreshList();
}

/** Puts what the address says into the filter forms. */
function showInForms(): void {
  const query = new URLSearchParams(location.search);
  for (const form of document.querySelectorAll<HTMLFormElement>("form.filter")) {
    for (const control of form.elements) {
      // What is hidden was put there by the server, to be kept.
      if (control instanceof HTMLInputElement && control.type === "hidden") continue;
      if (control instanceof HTMLSelectElement || (control instanceof HTMLInputElement && !["checkbox", "radio"].includes(control.type))) {
        if (control.name) control.value = query.get(control.name) ?? "";
      } else if (control instanceof HTMLInputElement && control.name) {
        control.checked = query.getAll(control.name).includes(control.value);
      }
    }
  }
}

let asking: AbortController | undefined;

/** Reads this page anew and puts its `#results` in place. Focus stays on the row it was on, if that is still there. */
export async function refreshList(): Promise<void> {
  const list = document.getElementById("results");
  if (!list) return;
  asking?.abort();
  const own = (asking = new AbortController());
  list.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(location.pathname + location.search, { headers: { accept: "text/html" }, signal: own.signal });
    const fresh = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("results") : null;
    if (own.signal.aborted) return;
    // A page without a list is another page: signed out, for example. The reader should see that one.
    if (!fresh) return answer.ok || answer.redirected ? location.reload() : failed(list);
    const row = document.activeElement?.closest<HTMLElement>("tr[data-id]")?.dataset.id;
    list.replaceChildren(...fresh.childNodes);
    list.removeAttribute("aria-busy");
    enhance(list);
    if (row) list.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(row)}"] .title`)?.focus();
  } catch (error) {
    if (!own.signal.aborted) failed(list, error);
  }
}

function failed(list: HTMLElement, error?: unknown): void {
  if (error) console.error("list:", error);
  list.removeAttribute("aria-busy");
  list.querySelector(":scope > .notice")?.remove();
  list.prepend(make("div", { class: "notice problem", role: "alert" }, make("div", {}, say("list-failed"))));
}

let listening = false;

/** Starts to follow steps back and forward. */
export function followHistory(): void {
  if (listening) return;
  listening = true;
  let last = filterOf(location.search).toString();
  onFilter(() => (last = filterOf(location.search).toString()));
  addEventListener("popstate", () => {
    if (filterOf(location.search).toString() !== last) announce();
  });
}
