#!/usr/bin/env bash
# Builds what the browser loads (web/) into web/dist: installs Node where it is missing, checks types, runs the unit tests,
# builds. Does nothing if nothing changed since. The binary embeds web/dist if it is there, and serves every page without it.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Everything that the build reads, by name and content.
state() {
  find web crates/holdfire-server/assets scripts/web.sh -type d \( -name node_modules -o -name dist -o -name .cache -o -name mock \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

built=web/.cache/built
key=$(state)
if [ -f web/dist/manifest.json ] && [ "$(cat "$built" 2>/dev/null)" = "$key" ]; then
  say "web/dist is up to date"
  exit 0
fi

need_node
need_web_packages
mkdir -p web/.cache
cd web
# By their files, so that all of it runs under the Node chosen above.
"$node" build/basemap.mjs
"$node" node_modules/typescript/bin/tsc --noEmit
"$node" node_modules/vitest/vitest.mjs run --reporter=dot
"$node" node_modules/vite/bin/vite.js build --logLevel warn
cd ..
printf '%s' "$key" >"$built"
say "built web/dist ($(du -sh web/dist | cut -f1))"
