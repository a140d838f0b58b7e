// Hides columns, filters the list of incidents, opens and closes its lines. The page says everything without it.
(() => {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const incidents = all("details.incident");

  // A column for each reading, each with a box that hides it.
  const boxes = document.getElementById("shown-readings");
  boxes.hidden = false;
  const columns = new Map();
  for (const cell of all("[data-reading-col]")) {
    const reading = cell.dataset.readingCol;
    if (!columns.has(reading)) columns.set(reading, []);
    columns.get(reading).push(cell);
  }
  const showColumns = () => {
    for (const box of all("input[data-reading]")) {
      for (const cell of columns.get(box.dataset.reading) ?? []) cell.toggleAttribute("data-off", !box.checked);
    }
  };
  boxes.addEventListener("change", showColumns);

  // The list of incidents.
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  form.hidden = false;
  const words = new Map();
  const wordsOf = (line) => {
    if (!words.has(line)) words.set(line, line.textContent.toLowerCase());
    return words.get(line);
  };
  const filter = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const text = wanted.text.trim().toLowerCase();
    let count = 0;
    for (const line of incidents) {
      const verdicts = line.dataset.verdicts.split(" ");
      const verdictFits =
        !wanted.verdict ||
        verdicts.some((v) => (wanted.reading ? v === `${wanted.reading}=${wanted.verdict}` : v.endsWith(`=${wanted.verdict}`)));
      const fits =
        (!wanted.class || line.dataset.class === wanted.class) &&
        (!wanted.support || line.dataset.support === wanted.support) &&
        (!wanted.by || line.dataset.by.split(" ").includes(wanted.by)) &&
        verdictFits &&
        (!text || wordsOf(line).includes(text));
      line.hidden = !fits;
      count += fits ? 1 : 0;
    }
    // `##` first: what is put in for it has no sign.
    shown.textContent = shown.dataset.shown.replace("##", incidents.length).replace("#", count);
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("click", (event) => {
    const open = event.target.dataset?.open;
    if (open === undefined) return;
    for (const line of incidents) if (!line.hidden) line.open = open !== "";
  });
  for (const link of all("[data-filter-class]")) {
    link.addEventListener("click", () => {
      form.reset();
      form.elements.class.value = link.dataset.filterClass;
      filter();
    });
  }
  // A browser keeps ticks and choices over a reload; the page follows them.
  showColumns();
  filter();

  // What a link points to is opened on the way.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let node = target; node; node = node.parentElement) {
      if (node.localName === "details") {
        node.open = true;
        node.hidden = false;
      }
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // Paper has no lines to open.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const line of closed) line.open = true;
  });
  addEventListener("afterprint", () => {
    for (const line of closed) line.open = false;
    closed = [];
  });
})();
