/** A day as `2025-03-18`, without a zone: whose day it is, the case says. */
export type Day = string;

/** The middle of a day on an axis of seconds; only ever shown again as that day. */
export const seconds = (day: Day): number => Date.parse(`${day}T12:00:00Z`) / 1000;

/** A day in words. */
export function dayText(day: Day, language: string, long = true): string {
  const date = new Date(`${day}T12:00:00Z`);
  return new Intl.DateTimeFormat(language, { timeZone: "UTC", day: "numeric", month: long ? "long" : "short", ...(long ? { year: "numeric" } : {}) }).format(date);
}

/** First and last day that a range touches, from places of days on an axis (`0` is the left edge of the first day). */
export function touched(days: Day[], left: number, right: number): [Day, Day] | null {
  const [low, high] = left <= right ? [left, right] : [right, left];
  const first = days[Math.min(Math.max(Math.floor(low), 0), days.length - 1)];
  const last = days[Math.min(Math.max(Math.ceil(high) - 1, 0), days.length - 1)];
  if (first === undefined || last === undefined) return null;
  return first <= last ? [first, last] : [last, first];
}
