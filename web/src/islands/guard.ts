import { make } from "../lib/dom";
import type { Island } from "../lib/enhance";
import { say } from "../lib/words";

/** Sends a form once, however often its button is pressed; the server refuses a second one in any case. */
export const guard: Island = (element) => {
  if (!(element instanceof HTMLFormElement)) return;
  const status = make("p", { class: "sr", role: "status" });
  element.append(status);
  let sent = false;
  let button: HTMLElement | null = null;
  element.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      status.textContent = say("asks-again");
      return;
    }
    // Another listener may still refuse; and a disabled button would not be part of what is sent, so it is only marked.
    setTimeout(() => {
      if (event.defaultPrevented) return;
      sent = true;
      button = event.submitter;
      button?.setAttribute("aria-disabled", "true");
      if (button) button.dataset.busy = "";
    });
  });
  // Back from the next page, out of the browser's cache: it may be sent again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sent = false;
    button?.removeAttribute("aria-disabled");
    if (button) delete button.dataset.busy;
  });
};
