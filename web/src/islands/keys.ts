// Single keys, for people who work through a queue all day. They never fire in a field, they are listed in one dialog (`?`),
// and that dialog switches them off (WCAG 2.1.4).

import { icon, make } from "../lib/dom";
import { meant, ownsKeys } from "../lib/keys";
import { say } from "../lib/words";
import { openPalette } from "./palette";
import { currentRow, move, queueLinks, rowOf } from "./queue";

const SETTING = "holdfire-keys";

// A browser may refuse storage; then the choice holds for this page.
let off = false;
try {
  off = localStorage.getItem(SETTING) === "off";
} catch {
  off = false;
}

function switchKeys(on: boolean): void {
  off = !on;
  try {
    if (on) localStorage.removeItem(SETTING);
    else localStorage.setItem(SETTING, "off");
  } catch {
    // Nothing to keep it in.
  }
}

/** What a key presses: in a queue the thing of the row that is worked on, and nothing before a row was chosen. */
function pressable(key: string): HTMLElement | null {
  const all = [...document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]:not(:disabled, [hidden])`)];
  const here = currentRow();
  return all.find((one) => [null, here].includes(rowOf(one))) ?? null;
}

const search = (): HTMLElement | null => pressable("/") ?? document.querySelector<HTMLElement>('main input[type="search"]');

function list(): [string[], string][] {
  const keys: [string[], string][] = [[["Ctrl", "K"], say("key-find")]];
  if (queueLinks().length > 0 || document.querySelector('main a[rel~="next"], main a[rel~="prev"]')) keys.push([["j", "k"], say("key-next")]);
  if (queueLinks().length > 0) keys.push([["Enter"], say("key-open")]);
  if (search()) keys.push([["/"], say("key-filter")]);
  // Each row of a queue has the same keys: they are listed once.
  const digits = new Map<string, string>();
  for (const element of document.querySelectorAll<HTMLElement>("[data-key]")) {
    const key = element.dataset.key ?? "";
    if (/^[0-9]$/.test(key) && !digits.has(key)) digits.set(key, element.textContent?.trim() ?? "");
  }
  for (const [key, what] of digits) keys.push([[key], what]);
  if (document.querySelector(".mapbox:not(:empty)")) keys.push([["←", "→", "↑", "↓", "+", "−"], say("key-map")]);
  if (document.querySelector(".timebox:not(:empty)")) keys.push([["←", "→"], say("key-time")]);
  keys.push([["?"], say("key-help")]);
  return keys;
}

/** Opens the list of all keys of this page. */
export function openHelp(): void {
  if (document.querySelector("dialog[open]")) return;
  const box = make("input", { type: "checkbox" });
  box.checked = !off;
  box.addEventListener("change", () => switchKeys(box.checked));
  const close = make("button", { type: "button", class: "button quiet", "aria-label": say("close") }, icon("close"));
  const rows = list().flatMap(([keys, what]) => [
    make("dt", {}, ...keys.flatMap((key, at) => (at === 0 ? [make("kbd", {}, key)] : [" ", make("kbd", {}, key)]))),
    make("dd", {}, what),
  ]);
  const dialog = make(
    "dialog",
    { class: "help", "aria-labelledby": "keys-h" },
    make("div", { class: "dialog-head" }, make("h2", { id: "keys-h" }, say("keys")), close),
    make("div", { class: "dialog-body" }, make("dl", { class: "keys" }, ...rows), make("label", { class: "choice" }, box, say("keys-off"))),
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const key = meant(event);
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key === "k") {
    event.preventDefault();
    void openPalette();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || ownsKeys(event.target)) return;
  // The list of keys opens also when they are off: it is where they are switched on again.
  if (key === "?") {
    event.preventDefault();
    return openHelp();
  }
  if (off) return;
  if (key === "j" || key === "k") {
    event.preventDefault();
    return move(key === "j" ? 1 : -1);
  }
  if (key === "/") {
    const field = search();
    if (!field) return;
    event.preventDefault();
    return field.focus();
  }
  if (/^[1-9]$/.test(key)) {
    const button = pressable(key);
    if (!button) return;
    event.preventDefault();
    button.focus();
    button.click();
  }
}

/** Listens on the page. Holding a key down repeats nothing but moving. */
export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.repeat && ["j", "k"].includes(meant(event)) && !ownsKeys(event.target) && !off && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      return move(meant(event) === "j" ? 1 : -1);
    }
    press(event);
  });
  for (const opener of document.querySelectorAll("[data-opens=keys]")) {
    opener.removeAttribute("hidden");
    opener.addEventListener("click", openHelp);
  }
}
