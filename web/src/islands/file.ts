import type { Island } from "../lib/enhance";

/** Takes the text of a chosen file into the field that `data-into` names: nothing is sent before the form is. */
export const file: Island = (element) => {
  const input = element.querySelector<HTMLInputElement>('input[type="file"]');
  const into = document.getElementById(element.dataset.into ?? "");
  if (!input || !(into instanceof HTMLTextAreaElement)) return;
  element.removeAttribute("hidden");
  input.addEventListener("change", async () => {
    const chosen = input.files?.[0];
    if (!chosen) return;
    into.value = await chosen.text();
    into.focus();
  });
};
