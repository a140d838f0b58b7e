// The words of the islands. The page gives them in its language as
//
//   <script type="application/json" id="hf-words">{"live": {"one": "{n} new entry", "other": "{n} new entries"}, ...}</script>
//
// with what crates/holdfire-server/assets/islands/ holds for its language (a data block, not a script: it runs nowhere, and the content security policy has nothing to say about it). What the page
// does not give is said in English. A value is a text, or texts by plural category; `{name}` is replaced.

export type Word = string | Partial<Record<Intl.LDMLPluralRule, string>>;

export const ENGLISH = {
  "all-days": "All days",
  "area-note": "A circle is the possible area. The mark names it and is no place.",
  "asks-again": "Still sending. Please wait.",
  "base-note": "Land and water: Natural Earth, public domain. No boundaries are drawn.",
  boundaries: "Boundaries: {basis}. Land and water: Natural Earth, public domain.",
  "class-all": "covered as all state",
  "class-may": "may be covered",
  "class-none": "not covered",
  "class-turns-on-reading": "depends on a contested point",
  "class-undecided": "terms do not say",
  close: "Close",
  copied: "Copied",
  "copy-failed": "Select it and copy by hand",
  "days-chosen": "{from} to {until}: {count}",
  find: "Find anything",
  "find-hint": "Ids, places, words, pages",
  "find-none": "Nothing found",
  "find-some": { one: "{n} result", other: "{n} results" },
  "here-some": { one: "{n} incident here", other: "{n} incidents here" },
  "in-view": "Only what is in view",
  incidents: { one: "{n} incident", other: "{n} incidents" },
  "key-find": "find anything",
  "key-filter": "to the filter",
  "key-help": "this list",
  "key-map": "on the map: pan and zoom; Enter opens what is in the middle",
  "key-next": "next and previous",
  "key-open": "open the row",
  "key-time": "on the timeline: by a day; with Shift a range, Enter applies it",
  keys: "Keys",
  "keys-off": "Single keys work (not in fields)",
  legend: "Legend",
  "list-failed": "The list could not be refreshed. Reload the page.",
  live: { one: "{n} new entry", other: "{n} new entries" },
  loading: "Loading",
  "local-time": "{time} your time, {zone}",
  map: "Map of incidents. The list holds the same.",
  "map-failed": "The map could not be shown here. The list holds the same.",
  "not-now": "could not be loaded",
  page: "page",
  "passkey-code": "The code is not right, or was used already. Wait for the next one.",
  "passkey-failed": "That did not work. Password and code do.",
  "passkey-known": "This device has a passkey for your account already.",
  "passkey-stopped": "Stopped, or there is no passkey for this address here.",
  "passkey-wait": "Too many attempts. Try again later.",
  "ready-time": "Timeline: arrow keys by a day, Shift and arrow keys choose days, Enter applies",
  show: "Show",
  "support-claim-only": "claim only",
  "support-contested": "contested",
  "support-established": "established by a body",
  "support-independent": "independent support",
  "time-failed": "The timeline could not be loaded.",
  timeline: "Incidents a day, by coverage",
  "zoom-in": "Zoom in",
  "zoom-out": "Zoom out",
} satisfies Record<string, Word>;

export type Key = keyof typeof ENGLISH;

let given: Record<string, Word> | undefined;

function page(): Record<string, Word> {
  if (given) return given;
  given = {};
  try {
    const text = document.getElementById("hf-words")?.textContent;
    if (text) given = JSON.parse(text) as Record<string, Word>;
  } catch (error) {
    console.error("hf-words:", error);
  }
  return given;
}

/** Puts values into one word; a number named `n` also chooses the plural form. */
export function fill(word: Word, values: Record<string, string | number>, language: string): string {
  let text: string | undefined;
  if (typeof word === "string") text = word;
  else {
    const rule = new Intl.PluralRules(language).select(Number(values.n ?? 0));
    text = word[rule] ?? word.other ?? Object.values(word)[0];
  }
  const number = new Intl.NumberFormat(language);
  return (text ?? "").replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "number" ? number.format(value) : value;
  });
}

/** A text in the page's language. */
export function say(key: Key, values: Record<string, string | number> = {}): string {
  const own = page()[key];
  return own === undefined
    ? fill(ENGLISH[key], values, "en")
    : fill(own, values, language());
}

/** The page's language, for dates and numbers. English dates are written day first, as on the server's pages. */
export function language(): string {
  const own = document.documentElement.lang || "en";
  return own === "en" ? "en-GB" : own;
}
