/** Enhances one element; called once for each. */
export type Island = (element: HTMLElement) => void | Promise<void>;

const done = new WeakSet<Element>();
let known: Record<string, Island> = {};

/** Enhances every `[data-island]` at or below `root` that has not been. An island that fails leaves its element alone. */
export function enhance(root: Element, islands: Record<string, Island> = known): void {
  known = islands;
  const found = [...root.querySelectorAll<HTMLElement>("[data-island]")];
  if (root instanceof HTMLElement && root.dataset.island) found.unshift(root);
  for (const element of found) {
    if (done.has(element)) continue;
    done.add(element);
    for (const name of (element.dataset.island ?? "").split(/\s+/)) {
      const island = known[name];
      if (island) void run(name, island, element);
    }
  }
}

async function run(name: string, island: Island, element: HTMLElement): Promise<void> {
  try {
    await island(element);
  } catch (error) {
    // The page is complete without it; whoever looks into the console sees why.
    console.error(`island ${name}:`, error);
  }
}
