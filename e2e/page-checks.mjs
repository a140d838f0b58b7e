// Questions asked inside the page. Each function is sent to the browser as text, so it uses nothing from outside itself,
// and answers with a list of complaints, each a string that says what and where; an empty list means all is well.

/** Landmarks, headings and table headers that a reader with a screen reader steers by. */
export function structure() {
  const complaints = [];
  const count = (selector, wanted) => {
    const found = document.querySelectorAll(selector).length;
    if (found !== wanted) complaints.push(`${found} of \`${selector}\` instead of ${wanted}`);
  };
  count("main", 1);
  count("h1", 1);
  if (!document.documentElement.lang) complaints.push("`<html>` has no `lang`");
  if (!document.title.trim()) complaints.push("`<title>` is empty");
  const tables = [...document.querySelectorAll("table")];
  if (tables.length === 0) complaints.push("there is no table, so no matrix");
  tables.forEach((table, index) => {
    const name = table.id ? `table #${table.id}` : `table number ${index + 1}`;
    const headers = [...table.querySelectorAll("th")];
    if (headers.length === 0) complaints.push(`${name} has no \`<th>\``);
    const silent = headers.filter((th) => !th.textContent.trim()).length;
    if (silent > 0) complaints.push(`${name} has ${silent} \`<th>\` without words`);
    const unscoped = headers.filter((th) => !th.hasAttribute("scope")).length;
    if (unscoped > 0) complaints.push(`${name} has ${unscoped} \`<th>\` without \`scope\``);
    if (!table.caption && !table.hasAttribute("aria-label") && !table.hasAttribute("aria-labelledby")) {
      complaints.push(`${name} has no caption and no label`);
    }
  });
  return complaints;
}

/** Everything that may be folded away is opened, so that it is looked at too. */
export function openAllDetails() {
  document.querySelectorAll("details").forEach((details) => (details.open = true));
}

/** The sheet that the page's own `@page` rules ask for: A4, with the margins given there or else 10 mm. */
export function sheet() {
  const toMillimetres = (text) => {
    const [, number, unit] = /^([\d.]+)(mm|cm|in|px|pt)?$/.exec(text.trim()) ?? [];
    const factor = { mm: 1, cm: 10, in: 25.4, px: 25.4 / 96, pt: 25.4 / 72 }[unit];
    return number === undefined ? null : Number(number) * (factor ?? 0);
  };
  let [landscape, left, right] = [false, 10, 10];
  const visit = (rules) => {
    for (const rule of rules) {
      if (rule instanceof CSSPageRule && !rule.selectorText) {
        landscape = /landscape/.test(rule.style.size || rule.cssText);
        left = toMillimetres(rule.style.marginLeft) ?? left;
        right = toMillimetres(rule.style.marginRight) ?? right;
      } else if (rule.cssRules && (!(rule instanceof CSSMediaRule) || matchMedia(rule.conditionText).matches)) {
        visit(rule.cssRules);
      }
    }
  };
  for (const styleSheet of document.styleSheets) {
    // The rules of an outside sheet cannot be read; that the report asks for one is complained of elsewhere.
    if (!styleSheet.href) visit(styleSheet.cssRules);
  }
  const pixels = (millimetres) => Math.floor((millimetres * 96) / 25.4);
  return {
    width: pixels((landscape ? 297 : 210) - left - right),
    height: pixels(landscape ? 210 : 297),
  };
}

/** What is cut at the right of the page, or inside a box that scrolls on a screen and cannot on paper. */
export function cutContent() {
  const complaints = [];
  const pageWidth = document.documentElement.clientWidth;
  const name = (element) => {
    const own = element.id ? `#${element.id}` : [...element.classList].map((c) => `.${c}`).join("");
    const words = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.localName}${own}>${words ? ` "${words}"` : ""}`;
  };
  // A thing that is cut makes all around it too wide; only the innermost is named.
  const tooWide = (element) =>
    element.getBoundingClientRect().right > pageWidth + 1 && element.getClientRects().length > 0;
  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    if (element.ownerSVGElement) {
      if (element.localName !== "text" || style.visibility === "hidden") continue;
      const [text, drawing] = [element, element.ownerSVGElement].map((e) => e.getBoundingClientRect());
      if (text.width > 0 && (text.right > drawing.right + 1 || text.left < drawing.left - 1)) {
        complaints.push(`${name(element)} is cut at the edge of its drawing`);
      }
      continue;
    }
    // Kept for screen readers only: one pixel in size on purpose.
    if (element.clientWidth <= 1 || style.visibility === "hidden") continue;
    const holdsWhatIsTooWide = [...element.children].some((c) => !c.ownerSVGElement && tooWide(c));
    if (tooWide(element) && !holdsWhatIsTooWide) {
      const over = Math.ceil(element.getBoundingClientRect().right - pageWidth);
      complaints.push(`${name(element)} goes ${over} px over the page's ${pageWidth} px`);
    } else if (style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1) {
      complaints.push(
        `${name(element)} shows ${element.clientWidth} of its ${element.scrollWidth} px (overflow-x: ${style.overflowX})`,
      );
    }
  }
  if (document.documentElement.scrollWidth > pageWidth + 1 && complaints.length === 0) {
    complaints.push(`the page is ${document.documentElement.scrollWidth} px wide and the paper ${pageWidth} px`);
  }
  return complaints;
}

/** The readings that can be hidden, with how many of their cells are shown now and whether a reader could hide them. */
export function readingControls() {
  return [...document.querySelectorAll("input[data-reading]")].map((input) => {
    const reading = input.dataset.reading;
    const cells = [...document.querySelectorAll(`[data-reading-col="${CSS.escape(reading)}"]`)];
    const label = input.labels?.[0];
    const seen = [input, label].some((e) => e && e.getClientRects().length > 0);
    return {
      reading,
      type: input.type,
      checked: input.checked,
      usable: seen && !input.disabled,
      cells: cells.length,
      shown: cells.filter((cell) => cell.getClientRects().length > 0).length,
    };
  });
}
