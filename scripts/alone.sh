#!/usr/bin/env bash
# The binary alone in an empty root, without a network: how long until the first useful screen, the 2025 case with its matrix.
#   scripts/alone.sh [BINARY]     default: what `make demo` built
# A binary that is linked dynamically (a debug build) gets the libraries that it names, and the line says which. Where this
# machine gives no namespaces, the root is empty all the same (as root), but the network is there, and the line says so.
# Lines for people start with `alone:`.
set -euo pipefail
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

limit_s=60
binary=${1:-$target/$(rustc -vV | sed -n 's/^host: //p')/release/holdfire}
[ -x "$binary" ] || fail "there is no $binary" "make demo builds it, or name another: scripts/alone.sh target/debug/holdfire"

folder=$(mktemp -d)
# shellcheck disable=SC2329 # it is called by the trap
clean() { rm -rf "$folder"; }
trap clean EXIT
install -D "$binary" "$folder/root/holdfire"
# The library of the system's own calls (vdso) is no file.
mapfile -t libraries < <(ldd "$binary" 2>/dev/null | grep -oE '/[^ ]+' || true)
for library in "${libraries[@]}"; do
  install -D "$(readlink -f "$library")" "$folder/root$library"
done
with="nothing but the binary"
[ ${#libraries[@]} -eq 0 ] || with="the binary and $(basename -a "${libraries[@]}" | paste -sd ' ')"

cat >"$folder/inside.sh" <<'INSIDE'
set -euo pipefail
root=$1 port=$2 limit_s=$3
PATH=$PATH:/usr/sbin:/sbin
ip link set lo up 2>/dev/null || true
# `env -i`: nothing of this machine helps.
env -i "$(command -v chroot)" "$root" /holdfire serve --demo --listen "127.0.0.1:$port" &
server=$!
trap 'kill -9 $server 2>/dev/null' EXIT
ask() {
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf 'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  cat <&3
} 2>/dev/null
start=${EPOCHREALTIME/[.,]/}
while :; do
  # Each question in a shell of its own: a connection that is refused would end this one.
  page=$( (ask) || true)
  took=$((${EPOCHREALTIME/[.,]/} - start))
  [[ $page == "HTTP/1."?" 200"* && $page == *'id="matrix"'* ]] && break
  kill -0 "$server" 2>/dev/null || { echo "the server ended" >&2; exit 1; }
  [ "$took" -lt $((limit_s * 1000000)) ] || { echo "no page with the matrix after $limit_s s: ${page:0:200}" >&2; exit 1; }
  sleep 0.05
done
printf '%d.%d %d\n' $((took / 1000000)) $((took / 100000 % 10)) ${#page}
INSIDE

PATH=$PATH:/usr/sbin:/sbin
have ip || install_packages "the network inside has to be set up" iproute2
network="without a network"
if unshare --user --map-root-user --net true 2>/dev/null; then
  inside=(unshare --user --map-root-user --net)
else
  [ "$(id -u)" -eq 0 ] || fail "this machine gives no namespaces, and an empty root needs them or root" "run it as root"
  inside=(env)
  network="with this machine's network, since it gives no namespaces"
fi
read -r seconds bytes < <("${inside[@]}" bash "$folder/inside.sh" "$folder/root" 8099 "$limit_s") ||
  fail "the binary alone shows no first screen" "its words are above; it was in $folder/root"
printf 'alone: %s, %s: the matrix of the 2025 case after %s s (%s bytes; %s s allowed)\n' "$with" "$network" "$seconds" "$bytes" "$limit_s"
