#!/usr/bin/env bash
# make fmt: puts all Rust code into the house format (rustfmt.toml).
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

need_rust
cargo fmt --all
