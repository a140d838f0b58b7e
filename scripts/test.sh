#!/usr/bin/env bash
# make test: installs what is missing, runs every check and test of the project and prints how long each part took.
# All parts run even if one fails; the exit code is 0 only if none did. Can be repeated; needs no network the second time.
# What a part prints goes to a file under target/test-logs and is shown if the part fails.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

export CARGO_TERM_COLOR=never
logs=$target/test-logs
rm -rf "$logs"
mkdir -p "$logs"

passed=0
failed=0
table=()
total_start=${EPOCHREALTIME/[.,]/}

# part NAME COMMAND...: runs one part in a shell of its own, times it and remembers how it ended; its words go to $log.
part() {
  local name=$1 start took status result
  shift
  log="$logs/$(printf '%02d' $((passed + failed + 1)))-${name// /-}.log"
  printf '%-24s' "$name"
  start=${EPOCHREALTIME/[.,]/}
  # Not in an `if`: that would switch off `set -e` inside the part.
  set +e
  (
    set -e
    "$@"
  ) >"$log" 2>&1
  status=$?
  set -e
  took=$(seconds $((${EPOCHREALTIME/[.,]/} - start)))
  if [ "$status" -eq 0 ]; then
    result=passed
    passed=$((passed + 1))
  else
    result=FAILED
    failed=$((failed + 1))
  fi
  printf '%8s s  %s\n' "$took" "$result"
  table+=("$(printf '%-24s%8s s  %s' "$name" "$took" "$result")")
  if [ "$status" -ne 0 ]; then
    printf -- '--- the last lines of %s\n' "$log"
    tail -n 150 "$log"
    printf -- '--- end of %s\n' "$name"
  fi
}

# seconds MICROSECONDS: with one digit after the point.
seconds() { printf '%d.%d' $(($1 / 1000000)) $(($1 / 100000 % 10)); }

rust_and_crates() {
  need_rust
  need_crates
}

lints() { cargo clippy --workspace --all-targets --locked -- -D warnings; }

docs() { RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked; }

# Units, scenarios, properties, golden files, and the rules about the workspace itself (dependency direction, neutral
# words, house rules), which are tests of holdfire-testkit.
tests() {
  if have cargo-nextest; then
    cargo nextest run --workspace --locked --no-fail-fast
  else
    cargo test --workspace --locked --no-fail-fast --lib --bins --tests --examples
  fi
}

doc_tests() { cargo test --workspace --locked --doc; }

licences_and_sources() {
  cargo deny --offline --locked check --hide-inclusion-graph licenses sources bans
}

# The binary as a user runs it writes the report; a real browser opens it.
browser_tests() {
  cargo build --workspace --bins --locked
  rm -rf "$target/e2e"
  "$target/debug/holdfire" demo --out "$target/e2e"
  "$target/debug/holdfire" assess cases/easter-2025 --format html --out "$target/e2e/easter-2025.html"
  node e2e/run.mjs "$target/e2e" "$target/e2e"
}

# What the browser loads, before anything is compiled: the binary embeds it.
web() { scripts/web.sh; }

# The mock pages of the workbench with the islands, behind the headers that the server sends.
web_pages() { node e2e/web-mock.mjs "$target/e2e/web"; }

# A mission served by the built binary: an operator, a second person, a liaison officer and the public do their parts there.
workbench_pages() {
  cargo build --workspace --bins --locked
  node e2e/workbench.mjs "$target/debug/holdfire" "$target/e2e/workbench"
  node e2e/passkeys.mjs "$target/debug/holdfire" "$target/e2e/workbench"
  node e2e/forms.mjs "$target/debug/holdfire" "$target/e2e/forms"
}

# The API of the built binary, tried by its own description: as the secretariat and as nobody.
openapi() {
  need_schemathesis
  cargo build --workspace --bins --locked
  node e2e/fuzz.mjs "$target/debug/holdfire" "$schemathesis"
}

# The built binary with its libraries in an empty root, without a network. A binary of `make demo` needs no library.
alone() {
  cargo build --workspace --bins --locked
  scripts/alone.sh "$target/debug/holdfire"
}

# Programs that are not ours check a log and proofs that ours made, and have to refuse damaged ones.
outside_verifiers() { scripts/outside-verifiers.sh; }

# Single bits in the folder of a log, one at a time: our verifier has to see each, or the harness to prove it harmless.
bit_flips() {
  cargo run --quiet --locked -p holdfire-harness -- flips --folder --count 300 --state "$target/flips"
}

# What tries to break the store of a mission: kills, power cuts, failing and full disks, flipped bits, a look for what is
# confidential in every file, and at what the public log tells of a circle. The killed processes mostly wait for the disk,
# so they run beside the rest.
record_harnesses() {
  cargo build --workspace --bins --locked
  local harness=$target/debug/holdfire-harness kills
  "$harness" kills &
  kills=$!
  "$harness" power
  "$harness" faults
  "$harness" flips --database --state "$target/flips"
  "$harness" leaks
  "$harness" traffic
  wait "$kills"
}

# What git sees of the work tree: names, states and, of tracked files, the content.
tree_state() {
  git rev-parse --is-inside-work-tree >/dev/null 2>&1 || return 0
  git status --porcelain
  git diff | git hash-object --stdin
}

tree_unchanged() {
  diff <(printf '%s\n' "$tree_before") <(tree_state) ||
    fail "the run changed the work tree (< before, > after)" \
      "commit what a command should have written, or make it write under target/"
}

tree_before=$(tree_state)

part "set up rust" rust_and_crates
part "set up cargo-deny" need_cargo_deny
part "set up browser" need_browser
part "set up verifiers" need_verifiers
part "set up schemathesis" need_schemathesis
part "web" web
part "format" cargo fmt --all --check
part "lints" lints
part "docs" docs
part "tests" tests
tests_log=$log
part "outside verifiers" outside_verifiers
verifiers_log=$log
part "bit flips" bit_flips
flips_log=$log
part "record harnesses" record_harnesses
harness_log=$log
part "doc tests" doc_tests
part "licences and sources" licences_and_sources
part "browser" browser_tests
browser_log=$log
part "web pages" web_pages
web_log=$log
part "workbench pages" workbench_pages
workbench_log=$log
part "openapi" openapi
openapi_log=$log
part "alone" alone
alone_log=$log
part "work tree unchanged" tree_unchanged

# A wrong answer that is known and not mended yet has a test that says so; it is counted here so that nobody forgets it.
known_wrong=$(grep -ohE '[^ ]+ [A-Za-z0-9_:]*known_wrong_[A-Za-z0-9_]*' "$tests_log" | sort -u || true)

printf '\n'
grep -hE '^ *Summary \[|^test result:' "$tests_log" | sed 's/^ */tests: /' || true
grep -h '^verifiers:' "$verifiers_log" || true
grep -h '^flips:' "$flips_log" || true
grep -hE '^(kills|power|faults|flips|leaks|traffic):' "$harness_log" || true
grep -h '^browser:' "$browser_log" || true
grep -h '^web pages:' "$web_log" || true
grep -hE '^(workbench pages|passkeys|small forms):' "$workbench_log" || true
grep -h '^openapi:' "$openapi_log" || true
grep -h '^alone:' "$alone_log" || true
if [ -n "$known_wrong" ]; then
  printf 'known wrong answers: %s\n' "$(wc -l <<<"$known_wrong")"
  printf '  %s\n' "${known_wrong//$'\n'/$'\n'  }"
else
  printf 'known wrong answers: 0\n'
fi
printf '\nhow long each part took\n'
printf '%s\n' "${table[@]}"
printf '%-24s%8s s\n\n' total "$(seconds $((${EPOCHREALTIME/[.,]/} - total_start)))"
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
