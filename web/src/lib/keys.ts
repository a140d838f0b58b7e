/** What of a keyboard event decides which key was meant. */
export interface Pressed {
  key: string;
  code: string;
  shiftKey: boolean;
}

/**
 * The key that was meant, also on a keyboard layout without Latin letters: `j` is the key with that position there. On such
 * layouts the key of the slash gives a full stop or a comma.
 */
export function meant({ key, code, shiftKey }: Pressed): string {
  if (code === "Slash" && (key === "." || key === ",")) return shiftKey ? "?" : "/";
  if (key.length !== 1 || /^[\x20-\x7e]$/.test(key)) return key.length === 1 && /[A-Z]/.test(key) ? key.toLowerCase() : key;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return letter ? letter.toLowerCase() : key;
}

/** `true` where a single key belongs to the element that has focus: fields, sliders, lists, the map. */
export function ownsKeys(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest("input, textarea, select, dialog, canvas, [role=slider], [role=listbox], [role=combobox], [role=textbox]") !== null
  );
}
