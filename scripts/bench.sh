#!/usr/bin/env bash
# make bench: runs the named benchmarks and prints one JSON line for each. ARGS="RUNS" says how often each is run (5).
# The data are made once into target/bench; what they and the figures mean is in docs/reference/benchmarks.md.
# Nothing is judged by time here: the exit code tells only whether the runs worked and gave the same answers.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

runs=${1:-5}
[[ "$runs" =~ ^[1-9][0-9]*$ ]] || fail "\`$runs\` is not a number of runs" 'for example: make bench ARGS=5'
n=1000000
data=$root/target/bench/n$n
python=$root/.cache/bench-venv/bin/python
export PYTHONDONTWRITEBYTECODE=1

# numpy draws the data, so its version is part of the seed.
need_generator() {
  local packages=(numpy==2.4.6 pyarrow==26.0.1 shapely==2.2.0)
  local stamp=$root/.cache/bench-venv/.installed
  [ "$(cat "$stamp" 2>/dev/null)" = "${packages[*]}" ] && return
  have python3 || install_packages "the generator of the benchmark's data is a Python program" python3 python3-venv
  say "installing ${packages[*]} into .cache/bench-venv (once)"
  python3 -m venv .cache/bench-venv 2>/dev/null || {
    install_packages "Python needs it to install packages into a folder" python3-venv
    python3 -m venv .cache/bench-venv
  }
  "$python" -m pip install --quiet --disable-pip-version-check "${packages[@]}" ||
    fail "pip could not install ${packages[*]}" "if the network is down, run this once where there is one"
  printf '%s\n' "${packages[*]}" >"$stamp"
}

# Written last, so that data which were cut off are made again; and made again when the generator changes.
need_data() {
  local stamp=$data/.made
  cmp -s "$stamp" <(cat bench/gen_assess.py bench/common.py) && return
  need_generator
  say "making $n records, 35,000 sites and 500 zones in $data (once)"
  rm -rf "$data"
  mkdir -p "$data"
  "$python" bench/gen_assess.py --data "$data" --n "$n" --csv
  cat bench/gen_assess.py bench/common.py >"$stamp"
}

# measure WORKLOAD PROGRAM ARGUMENT...
measure() {
  local workload=$1
  shift
  python3 bench/measure.py --workload "$workload" --runs "$runs" -- "$@"
}

need_rust
need_data
cargo build --release --locked -p holdfire -p holdfire-bench ||
  fail "the benchmarks could not be built; cargo's words are above" "git status tells whether files here were changed"
bench=$target/release/holdfire-bench

say "machine: $(nproc) x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(rustc --version)"
# The answers first, untimed: 2,000 records under each reading must be what the explaining path says.
"$bench" assess --data "$data" --n "$n" --check >/dev/null
measure assess-1m "$bench" assess --data "$data" --n "$n" --threads 2 --out "$target/bench/out"
# The same up to a point, to see what each part costs.
measure assess-1m-read "$bench" assess --data "$data" --n "$n" --threads 2 --stage read
measure assess-1m-locate "$bench" assess --data "$data" --n "$n" --threads 2 --stage locate
measure explain-1000 "$bench" explain --case cases/energy-2025 --repeats 1000
measure assess-energy-2025 "$target/release/holdfire" assess cases/energy-2025
measure log-1m "$bench" log --keeper holdfire --n 1000000
measure log-1m-ct-merkle "$bench" log --keeper ct-merkle --n 1000000

# The store of a mission, on the disk that holds target/. The two missions are made once (2 GB) and used again.
store=$target/bench/store
mkdir -p "$store"
measure store-append "$bench" store append --dir "$store" --n 1000000
measure store-path "$bench" store path --dir "$store" --n 100000 --each 1000
measure store-path-8 "$bench" store path --dir "$store" --n 20000 --each 1 --threads 8
measure store-one "$bench" store one --dir "$store" --n 500
"$bench" store make --dir "$store/mission-1m" --n 1000000 >/dev/null
"$bench" store make --dir "$store/mission-100k" --n 110000 >/dev/null
measure store-rebuild "$bench" store rebuild --dir "$store/mission-1m"
measure store-check "$bench" store check --dir "$store/mission-1m"
measure folder-verify "$bench" store verify --dir "$store/mission-1m/log"
measure store-view "$bench" store view --dir "$store/mission-100k"

# The workbench over 100,000 incidents. The mission is made once (160 MB).
have wrk || install_packages "the workbench is asked by wrk" wrk
python3 bench/web.py --server "$bench" --case cases/energy-2025 --dir "$target/bench/web-100k" --runs "$runs"
