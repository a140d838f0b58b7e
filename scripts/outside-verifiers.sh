#!/usr/bin/env bash
# Lets programs that are not ours check a log and proofs that ours made, and damages the files to see that they refuse.
#   scripts/outside-verifiers.sh           as in make test: 70,003 entries, 100,000 proofs
#   scripts/outside-verifiers.sh --long    1,000,000 entries, 100,000 proofs, 2,000 flipped bits
# SEED=7 chooses other entries, proofs and places. What it wrote stays in target/verify. Lines for people start with
# `verifiers:`.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

case "${1:-}" in
"") entries=70003 flips=200 profile=dev folder=debug ;;
--long) entries=1000000 flips=2000 profile=release folder=release ;;
*) fail "unknown argument $1" "scripts/outside-verifiers.sh [--long]" ;;
esac
seed=${SEED:-1}
verify=$target/verify
tlogcheck=$verify/tlogcheck
proofcheck=$verify/proofcheck
wrong=$verify/wrong.txt

tell() { printf 'verifiers: %s\n' "$*"; }

# expect LINE COMMAND...: runs a verifier and stops unless it ends well and its last line starts with LINE.
expect() {
  local line=$1 said
  shift
  said=$("$@") || fail "a verifier refuses what is good: $*"$'\n'"$said" "the files are in $verify; the seed was $seed"
  [[ "$(tail -n 1 <<<"$said")" == "$line"* ]] ||
    fail "a verifier says \`$said\`, not \`$line\`: $*" "the files are in $verify; the seed was $seed"
}

# refuses COMMAND...: whether a verifier says no. A verifier that says nothing (not found, called wrongly, crashed) stops
# the run: that would look like a refusal.
refuses() {
  local said=$verify/said.txt
  if "$@" >"$said" 2>&1; then return 1; fi
  grep -q '^FAIL ' "$said" || fail "a verifier says neither yes nor no: $*"$'\n'"$(tail -n 5 "$said")" "put the verifier right"
}

must_refuse() {
  local what=$1
  shift
  refuses "$@" || fail "a verifier accepts $what: $*" "the files are in $verify; the seed was $seed"
}

# vkeys FOLDER: sets vkey and cosigners.
vkeys() {
  vkey=$(cat "$1/vkey")
  cosigners=("$(cat "$1/cosigner-1")" "$(cat "$1/cosigner-2")")
}

# check_by_go and check_by_aics FOLDER ENTRIES COUNTS: everything that the harness wrote passes.
check_by_go() {
  local dir=$1 size=$2 counts=$3 i
  expect "OK size=$size " "$tlogcheck" "$dir/log" "$vkey" "$dir"/older-checkpoint-*
  expect "OK $counts" "$proofcheck" list "$dir/log/checkpoint" "$vkey" "$dir/proofs.txt"
  expect "OK size=$size " "$proofcheck" cosigned "$dir/log/checkpoint" "$vkey" "${cosigners[@]}"
  for i in 1 2 3; do
    expect "OK index=" "$proofcheck" proof "$dir/entry-$i.bin" "$dir/proof-$i.tlog-proof" "$vkey" "${cosigners[@]}"
  done
}

check_by_aics() {
  local dir=$1 size=$2 counts=$3
  [ -n "$aics_python" ] || return 0
  expect "OK size=$size " aics log "$dir/log" "$vkey" "$dir"/older-checkpoint-*
  expect "OK size=$size " aics cosigned "$dir/log/checkpoint" "$vkey" "${cosigners[@]}"
  expect "OK $counts" aics list "$dir/log/checkpoint" "$vkey" "$dir/proofs.txt"
}

# check_wrong FOLDER: what is put together wrongly does not pass.
check_wrong() {
  local dir=$1
  must_refuse "another history" "$tlogcheck" "$dir/log" "$vkey" "$dir/forked-checkpoint"
  must_refuse "the key of a cosigner as that of the log" "$tlogcheck" "$dir/log" "${cosigners[0]}"
  must_refuse "a cosigner who did not sign" \
    "$proofcheck" cosigned "$dir/older-checkpoint-1" "$vkey" "${cosigners[0]}"
  must_refuse "the proof of another entry" "$proofcheck" proof "$dir/entry-2.bin" "$dir/proof-1.tlog-proof" "$vkey"
  check_labels "$dir" "$proofcheck"
  [ -n "$aics_python" ] || return 0
  must_refuse "another history" aics log "$dir/log" "$vkey" "$dir/forked-checkpoint"
  must_refuse "the key of a cosigner as that of the log" aics log "$dir/log" "${cosigners[0]}"
  must_refuse "a cosigner who did not sign" aics cosigned "$dir/older-checkpoint-1" "$vkey" "${cosigners[0]}"
  must_refuse "a bad proof called good" aics list "$dir/log/checkpoint" "$vkey" "$wrong"
}

# check_labels FOLDER COMMAND...: the verifier of lists refuses the first and the last good proof called bad, and each bad
# proof called good; the last of these stays in the file $wrong.
check_labels() {
  local dir=$1 line
  shift
  for line in 2 "$(grep -n '^good ' "$dir/proofs.txt" | tail -n 1 | cut -d: -f1)"; do
    sed "${line}s/^good /bad /" "$dir/proofs.txt" >"$wrong"
    must_refuse "the good proof of line $line, called bad" "$@" list "$dir/log/checkpoint" "$vkey" "$wrong"
  done
  while read -r line; do
    sed "${line}s/^bad /good /" "$dir/proofs.txt" >"$wrong"
    must_refuse "the bad proof of line $line, called good" "$@" list "$dir/log/checkpoint" "$vkey" "$wrong"
  done < <(grep -n '^bad ' "$dir/proofs.txt" | cut -d: -f1)
}

aics() { PYTHONDONTWRITEBYTECODE=1 "$aics_python" e2e/verify/aics_check.py "$@"; }

# flip FILE BIT: changes one bit in place; again: changes it back.
flip() {
  perl -e 'my ($file, $bit) = @ARGV; open(my $f, "+<:raw", $file) or die "$file: $!\n";
    seek($f, $bit >> 3, 0); read($f, my $byte, 1) == 1 or die "$file ends before bit $bit\n";
    seek($f, $bit >> 3, 0); print $f chr(ord($byte) ^ 1 << ($bit & 7)); close($f) or die "$file: $!\n"' "$1" "$2"
}

# places SEED COUNT FILE...: COUNT lines `BIT FILE`, every file as likely as any other.
places() {
  perl -e 'srand(shift); my $count = shift; my @files = grep { -s } @ARGV;
    for (1 .. $count) { my $file = $files[rand @files]; print int(rand(8 * -s $file)), " $file\n" }' "$@"
}

# seen FOLDER FILE: whether a verifier that reads this file refuses now.
seen() {
  local dir=$1 file=$2 number
  case "${file#"$dir"/}" in
  log/checkpoint)
    refuses "$proofcheck" cosigned "$file" "$vkey" "${cosigners[@]}"
    ;;
  log/* | older-checkpoint-*)
    refuses "$tlogcheck" "$dir/log" "$vkey" "$dir"/older-checkpoint-*
    ;;
  good.txt)
    refuses "$proofcheck" list "$dir/log/checkpoint" "$vkey" "$file"
    ;;
  *)
    number=${file##*/} number=${number%%.*} number=${number#*-}
    refuses "$proofcheck" proof "$dir/entry-$number.bin" "$dir/proof-$number.tlog-proof" "$vkey" "${cosigners[@]}"
    ;;
  esac
}

# seen_by_aics FOLDER FILE: the same for aics-tlog.
seen_by_aics() {
  local dir=$1 file=$2
  case "${file#"$dir"/}" in
  log/checkpoint) refuses aics cosigned "$file" "$vkey" "${cosigners[@]}" ;;
  good.txt) refuses aics list "$dir/log/checkpoint" "$vkey" "$file" ;;
  *) refuses aics log "$dir/log" "$vkey" "$dir"/older-checkpoint-* ;;
  esac
}

# flip_all NAME FOLDER COUNT FILE...: flips COUNT single bits, one at a time; each has to be seen by the function NAME.
flip_all() {
  local name=$1 dir=$2 count=$3 file bit
  shift 3
  while read -r bit file; do
    flip "$file" "$bit"
    "$name" "$dir" "$file" || fail "nobody saw bit $bit of $file flipped ($name)" "the seed was $seed; the file still has it"
    flip "$file" "$bit"
  done < <(places "$seed" "$count" "$@")
}

need_verifiers
want_aics_tlog
if [ -n "$aics_python" ]; then
  second="aics-tlog agrees too"
else
  second="aics-tlog SKIPPED: $aics_missing"
fi

if [ "$profile" = dev ]; then
  # All binaries as in the browser part: one -p would build the dependencies again with other features.
  cargo build --workspace --bins --locked
else
  cargo build --release --locked -p holdfire-harness
fi
harness=$target/$folder/holdfire-harness

large=$verify/large
small=$verify/small
counts=$("$harness" proofs --out "$large" --entries "$entries" --proofs 100000 --consistency 1000 --seed "$seed")
small_counts=$("$harness" proofs --out "$small" --entries 300 --proofs 1000 --consistency 300 --seed "$((seed + 1))")

vkeys "$large"
# Beside what follows: it takes as long as all of Go's checks together.
check_by_aics "$large" "$entries" "${counts#OK }" &
aics_job=$!
check_by_go "$large" "$entries" "${counts#OK }"

vkeys "$small"
check_by_go "$small" 300 "${small_counts#OK }"
check_by_aics "$small" 300 "${small_counts#OK }"
check_wrong "$small"

# One bit at a time in the small log, which is read in no time, and one at each level of the large one.
mapfile -t files < <(find "$small/log" -type f | sort)
grep -v '^bad ' "$small/proofs.txt" >"$small/good.txt"
files+=("$small"/older-checkpoint-* "$small/good.txt")
# Proof 2 carries extra data, which C2SP tlog-proof leaves unauthenticated: a bit flipped there is not seen.
flip_all seen "$small" "$flips" "${files[@]}" "$small"/entry-*.bin "$small"/proof-[13].tlog-proof
[ -z "$aics_python" ] || flip_all seen_by_aics "$small" "$((flips / 25))" "${files[@]}"
check_by_go "$small" 300 "${small_counts#OK }"

wait "$aics_job" || exit
tell "$entries entries, ${counts#OK }: Go's sumdb agrees; $second"

vkeys "$large"
for level in 0 1 2 entries; do
  mapfile -t files < <(find "$large/log/tile/$level" -type f | sort)
  flip_all seen "$large" 1 "${files[@]}"
done
tell "$flips single bits flipped in a small log and 4 in the large one: every one refused"
