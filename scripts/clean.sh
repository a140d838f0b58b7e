#!/usr/bin/env bash
# make clean: removes what was built or installed into this folder. Debian packages, fetched crates and a target folder
# elsewhere (CARGO_TARGET_DIR) stay.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

rm -rf target .cache e2e/node_modules web/node_modules web/dist web/.cache
