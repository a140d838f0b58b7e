import type { Island } from "../lib/enhance";

const YEAR_S = 365 * 24 * 3600;

function show(choice: string): void {
  const root = document.documentElement;
  if (choice === "light" || choice === "dark") root.dataset.scheme = choice;
  else delete root.dataset.scheme;
}

/**
 * Light, dark, or as the system: a form with buttons `name="scheme" value="light|dark|system"`. Without a script the server
 * takes it; with one the choice shows at once. It is kept in a cookie, so that the server writes `data-scheme` itself and no
 * page flashes.
 */
export const scheme: Island = (element) => {
  if (!(element instanceof HTMLFormElement)) return;
  const buttons = [...element.querySelectorAll<HTMLButtonElement>('button[name="scheme"]')];
  const mark = () => {
    const now = document.documentElement.dataset.scheme ?? "system";
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === now));
  };
  mark();
  element.addEventListener("submit", (event) => {
    if (!(event.submitter instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const choice = event.submitter.value;
    show(choice);
    const secure = location.protocol === "https:" ? "; Secure" : "";
    const age = choice === "system" ? 0 : YEAR_S;
    document.cookie = `scheme=${encodeURIComponent(choice)}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
    mark();
  });
};
