#!/usr/bin/env bash
# make demo: installs what is missing, builds the binary, assesses the 2025 case that is inside it, prints the matrix and
# writes the report as one HTML file. Needs no Node and no browser. The second run only computes.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

need_rust
# On glibc systems the binary is linked statically, so that it runs alone, also in an empty container. There is no symbol to be
# looked up in it, and an empty root has no /dev/urandom: random bytes are asked of the kernel.
host=$(rustc -vV | sed -n 's/^host: //p')
case $host in
*-linux-gnu) export RUSTFLAGS="${RUSTFLAGS:-} -C target-feature=+crt-static --cfg getrandom_backend=\"linux_getrandom\"" ;;
esac
cargo build --release --locked -p holdfire --target "$host" ||
  fail "holdfire could not be built; cargo's words are above" \
    "the first build fetches packages and needs a network; git status tells whether files here were changed"
binary=$target/$host/release/holdfire
"$binary" demo --out "$target/demo"
say "the binary is $binary; it needs nothing else and can be copied anywhere"
