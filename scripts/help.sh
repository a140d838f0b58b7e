#!/usr/bin/env bash
# Prints the targets of the Makefile given, one a line, with the words after `##`.
set -euo pipefail
sed -n 's/^\([a-z]*\):.*## \(.*\)$/\1\t\2/p' "$1" | while IFS=$'\t' read -r target words; do
  printf 'make %-12s %s\n' "$target" "$words"
done
