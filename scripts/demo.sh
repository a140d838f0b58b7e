#!/usr/bin/env bash
# make demo: installs what is missing, builds the binary, assesses the 2025 case that is inside it, prints the matrix and
# writes the report as one HTML file. Needs no Node and no browser. The second run only computes.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

need_rust
cargo build --release --locked -p holdfire ||
  fail "holdfire could not be built; cargo's words are above" \
    "the first build fetches packages and needs a network; git status tells whether files here were changed"
exec "$target/release/holdfire" demo --out "$target/demo"
