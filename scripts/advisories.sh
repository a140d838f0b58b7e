#!/usr/bin/env bash
# make advisories: checks the packages of Cargo.lock against published vulnerabilities. Apart from make test, because it
# fetches the advisory database and its answer changes while the code does not.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

need_rust
need_cargo_deny
cargo deny --locked check advisories ||
  fail "cargo deny found an advisory, or could not fetch the advisory database; its words are above" \
    "update the crate it names with cargo update -p NAME; for a network error, run it where there is one"
