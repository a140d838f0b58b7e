# shellcheck shell=bash
# Shared by the scripts beside it: `source` it first. It moves to the top of the repository, finds the Rust toolchain and
# offers what each script needs. Everything here is quiet when there is nothing to do and says what, where and what to do
# next when it fails.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
root=$PWD

# One target folder for all scripts, whatever cargo's configuration says.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}"
export CARGO_INCREMENTAL=0
# shellcheck disable=SC2034 # the scripts that source this use it
target=$CARGO_TARGET_DIR

# A freshly installed toolchain is not on the PATH of shells that were open before.
PATH="$root/.cache/tools/bin:$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"
export PATH

say() { printf '%s\n' "$*" >&2; }

# fail WHAT HINT: says what went wrong and what to do next, and stops.
fail() {
  say "error: $1"
  say "hint: $2"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# install_packages WHY PACKAGE...: installs Debian packages, as root or through sudo.
install_packages() {
  local why=$1
  shift
  local by_hand="install them with this system's package manager (on Debian: apt-get install $*) and run the same command again"
  have apt-get || fail "$why, and there is no apt-get here to install: $*" "$by_hand"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || fail "$why; installing $* needs root or sudo" "as root: apt-get install $*"
    as_root=(sudo)
  fi
  say "installing $* ($why)"
  mkdir -p .cache
  local log=$root/.cache/apt.log
  # An old or missing list of packages is only a problem if the installation then fails.
  "${as_root[@]}" apt-get update >"$log" 2>&1 || true
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1 || {
    tail -n 15 "$log" >&2
    fail "apt-get could not install: $* (all of it in $log)" \
      "if there is no network here, $by_hand where there is one; else put right what apt-get says above"
  }
}

# The Rust toolchain of the version that Cargo.toml asks for, and a linker for it.
need_rust() {
  local wanted found
  wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
  { have cargo && have rustc; } || fail "the Rust toolchain (cargo and rustc, $wanted or later) is not installed" \
    "install it as https://www.rust-lang.org/tools/install says, then run the same command again"
  found=$(rustc --version | cut -d' ' -f2)
  [ "$(printf '%s\n' "$wanted" "${found%%-*}" | sort -V | head -n 1)" = "$wanted" ] ||
    fail "rustc is $found, and Holdfire needs $wanted or later" "rustup update stable"
  have cc || install_packages "Rust needs a C compiler and linker" gcc libc6-dev
}

# Every package of Cargo.lock on this machine, so that what follows needs no network.
need_crates() {
  cargo fetch --locked --offline >/dev/null 2>&1 && return
  [ -f Cargo.lock ] || fail "Cargo.lock is missing from $root" "git checkout -- Cargo.lock"
  say "fetching the packages of Cargo.lock"
  cargo fetch --locked --quiet ||
    fail "cargo could not fetch the packages of Cargo.lock" \
      "if the network is down, run this once where there is one; if Cargo.lock is out of date, run cargo build and commit it"
}

# cargo-deny checks licences and sources. The installed one is used if its configuration is the same; else it is built
# once into .cache/tools, without optimisation: a third of the time, and the check still takes about a second.
need_cargo_deny() {
  local version=0.20.2
  [[ "$(cargo-deny --version 2>/dev/null)" == "cargo-deny ${version%.*}."* ]] && return
  say "building cargo-deny $version into .cache/tools (about a minute, once)"
  CARGO_PROFILE_DEV_DEBUG=0 cargo install --debug --locked --quiet cargo-deny --version "$version" --force \
    --root .cache/tools --target-dir .cache/tools/build ||
    fail "cargo could not install cargo-deny $version" \
      "if the network is down, run this once where there is one; or put cargo-deny ${version%.*} on the PATH"
  rm -rf .cache/tools/build
}

# A browser, Node 18 (Debian 12's) or later, and the packages of e2e/package-lock.json.
need_browser() {
  local packages=()
  have chromium || [ -n "${CHROMIUM:-}" ] || packages+=(chromium fonts-dejavu-core)
  have node || packages+=(nodejs)
  have npm || packages+=(npm)
  [ ${#packages[@]} -eq 0 ] || install_packages "the browser tests need them" "${packages[@]}"
  [ "$(node -p 'process.versions.node.split(".")[0] >= 18')" = true ] ||
    fail "node is $(node --version), and the browser tests need 18 or later" "install a later Node.js and run make test again"
  # The copy is written last, so an installation that was cut off is done again.
  cmp -s e2e/package-lock.json e2e/node_modules/.installed-lock.json && return
  (cd e2e && npm ci --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel=error) ||
    fail "npm could not install the packages of e2e/package-lock.json" \
      "if the network is down, run this once where there is one; npm's words are above"
  cp e2e/package-lock.json e2e/node_modules/.installed-lock.json
}

# Node 20.19 or later, which building web/ needs. Debian 12 brings 18: then a later one comes from npm into .cache/node, and
# is used for that alone. Sets node to it.
need_node() {
  local version=22.23.3 packages=()
  node_fits() { [ "$("$1" -p 'const [a, b] = process.versions.node.split(".").map(Number); a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19)' 2>/dev/null)" = true ]; }
  have node || packages+=(nodejs)
  have npm || packages+=(npm)
  [ ${#packages[@]} -eq 0 ] || install_packages "building web/ needs them" "${packages[@]}"
  node=$(command -v node)
  node_fits "$node" && return
  local machine system package
  case $(uname -m) in x86_64) machine=x64 ;; aarch64 | arm64) machine=arm64 ;; *) machine='' ;; esac
  case $(uname -s) in Linux) system=linux ;; Darwin) system=darwin ;; *) system='' ;; esac
  if [ -z "$machine" ] || [ -z "$system" ]; then
    fail "node is $(node --version), and building web/ needs 20.19 or later" "install a later Node.js and run make web again"
  fi
  package=node-$system-$machine
  node=$root/.cache/node/node_modules/$package/bin/node
  node_fits "$node" && return
  say "node is $(node --version); fetching $version into .cache/node, for building web/"
  npm install --prefix .cache/node --no-save --ignore-scripts --no-audit --no-fund --loglevel=error "$package@$version" >&2 ||
    fail "npm could not fetch $package $version" "if the network is down, run this once where there is one; or install Node.js 22"
  node_fits "$node" || fail "$package $version does not run on this machine" "install Node.js 22 and run make web again"
}

# The packages of web/package-lock.json, by the Node that need_node chose: an older one would leave out what it cannot run.
need_web_packages() {
  local npm=(npm)
  [ "$node" = "$(command -v node)" ] || npm=("$node" "$(readlink -f "$(command -v npm)")")
  # The copy is written last, so an installation that was cut off is done again.
  cmp -s web/package-lock.json web/node_modules/.installed-lock.json && return
  (cd web && "${npm[@]}" ci --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel=error) >&2 ||
    fail "npm could not install the packages of web/package-lock.json" \
      "if the network is down, run this once where there is one; npm's words are above"
  cp web/package-lock.json web/node_modules/.installed-lock.json
}

# Go, its sumdb packages (Debian's, so no module proxy), and the two programs of e2e/verify built into target/verify.
need_verifiers() {
  local gopath=/usr/share/gocode packages=()
  have go || packages+=(golang-go)
  [ -d "$gopath/src/golang.org/x/mod/sumdb/tlog" ] || packages+=(golang-golang-x-mod-dev)
  [ ${#packages[@]} -eq 0 ] || install_packages "the outside verifiers need them" "${packages[@]}"
  mkdir -p "$target/verify"
  local program
  for program in tlogcheck proofcheck; do
    (cd e2e/verify && GO111MODULE=off GOPATH=$gopath GOFLAGS='' GOTOOLCHAIN=local GOCACHE="$root/.cache/go-build" \
      go build -o "$target/verify/$program" "$program.go" checkpoint.go) ||
      fail "go could not build e2e/verify/$program.go" "its words are above; it needs Go 1.19 or later"
  done
}

# The Python package aics-tlog in .cache/aics-tlog, where that can be had. Sets aics_python to the Python that has it, or
# leaves it empty and says in aics_missing why: it is a second opinion, and no reason for make test to fail.
# shellcheck disable=SC2034 # the scripts that source this use both
want_aics_tlog() {
  local venv=$root/.cache/aics-tlog wanted=e2e/verify/requirements.txt log=$root/.cache/aics-tlog.log python found=''
  aics_python='' aics_missing=''
  # The copy is written last, so an installation that was cut off is done again.
  if ! { cmp -s "$wanted" "$venv/installed.txt" && "$venv/bin/python" -c 'import aics_tlog' 2>/dev/null; }; then
    # A name on the PATH may be a stand-in that only says that there is no such version: each is tried.
    for python in python3 python3.1{4,3,2} "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python3; do
      "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || continue
      found=$python
      break
    done
    if [ -z "$found" ]; then
      aics_missing="no Python 3.12 or later with venv and pip on this machine"
      return 0
    fi
    mkdir -p .cache
    if ! { "$found" -m venv --clear "$venv" &&
      "$venv/bin/python" -m pip install --disable-pip-version-check --retries 1 --quiet --requirement "$wanted"; } >"$log" 2>&1; then
      aics_missing="pip could not install $wanted (no network?), see $log"
      return 0
    fi
    cp "$wanted" "$venv/installed.txt"
  fi
  aics_python=$venv/bin/python
}

# schemathesis, which tries the API by its description, in .cache/schemathesis. Sets schemathesis to it.
# shellcheck disable=SC2034 # the scripts that source this use it
need_schemathesis() {
  local venv=$root/.cache/schemathesis wanted=e2e/fuzz-requirements.txt log=$root/.cache/schemathesis.log
  schemathesis=$venv/bin/schemathesis
  # The copy is written last, so an installation that was cut off is done again.
  cmp -s "$wanted" "$venv/installed.txt" && "$schemathesis" --version >/dev/null 2>&1 && return
  python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
    install_packages "schemathesis needs Python 3.10 or later" python3 python3-venv
  mkdir -p .cache
  { python3 -m venv --clear "$venv" &&
    "$venv/bin/python" -m pip install --disable-pip-version-check --retries 1 --quiet --requirement "$wanted"; } >"$log" 2>&1 || {
    tail -n 15 "$log" >&2
    fail "pip could not install $wanted (all of it in $log)" \
      "if the network is down, run this once where there is one; pip's words are above"
  }
  cp "$wanted" "$venv/installed.txt"
}
