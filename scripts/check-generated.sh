#!/usr/bin/env bash
# Checks that files which are generated and committed are what the code would write now.
# Each such file is held by a golden test, which `cargo nextest run` has run already (a stale one fails there and says
# how to write it anew). A generated file that no test can reach is added below: one line, OUTPUT and the command for it.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

# Lines `committed file|command that prints it`.
generated=()

stale=0
for line in "${generated[@]}"; do
  file=${line%%|*}
  command=${line#*|}
  if ! bash -c "$command" | diff -u "$file" - ; then
    say "error: $file is not what the code writes now (lines with + are missing from it)"
    say "hint: $command > $file"
    stale=1
  fi
done
exit "$stale"
