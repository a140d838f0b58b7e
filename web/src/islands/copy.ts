import { make } from "../lib/dom";
import type { Island } from "../lib/enhance";
import { say } from "../lib/words";

/** Copies `data-copy`, or the text of the element with the id `data-copy-from`. Hidden where there is no clipboard. */
export const copy: Island = (element) => {
  if (!(element instanceof HTMLButtonElement)) return;
  const status = make("span", { class: "small", role: "status" });
  element.after(status);
  element.addEventListener("click", async () => {
    const source = element.dataset.copyFrom ? document.getElementById(element.dataset.copyFrom) : null;
    const text = element.dataset.copy ?? source?.textContent?.trim() ?? "";
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = ` ${say("copied")}`;
    } catch {
      // No clipboard on plain http: the text is marked, so that the reader's own keys copy it.
      if (source) getSelection()?.selectAllChildren(source);
      status.textContent = ` ${say("copy-failed")}`;
    }
    setTimeout(() => (status.textContent = ""), 4000);
  });
};
