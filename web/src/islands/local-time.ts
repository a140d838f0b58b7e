import { make } from "../lib/dom";
import type { Island } from "../lib/enhance";
import { language, say } from "../lib/words";

/** The reader's own time beside a printed one, or `null` where both clocks show the same. */
export function besideTime(instant: Date, printed: string, own: string, lang: string): { time: string; zone: string } | null {
  const clock = (timeZone: string) =>
    new Intl.DateTimeFormat(lang, { timeZone, day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(instant);
  if (clock(printed) === clock(own)) return null;
  const zone = new Intl.DateTimeFormat(lang, { timeZone: own, timeZoneName: "shortOffset" })
    .formatToParts(instant)
    .find((part) => part.type === "timeZoneName")?.value;
  return { time: clock(own), zone: (zone ?? own).replace("GMT", "UTC") };
}

/** Adds the reader's time to `<time datetime>`; the printed zone is `data-zone` (UTC). The printed time stays as it is. */
export const localTime: Island = (element) => {
  const text = element.getAttribute("datetime") ?? "";
  // A date alone is no moment, so it has no other time.
  if (!/T\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/.test(text)) return;
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) return;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const beside = besideTime(instant, element.dataset.zone ?? "UTC", own, language());
  if (beside) element.after(" ", make("span", { class: "local-time" }, `(${say("local-time", beside)})`));
};
