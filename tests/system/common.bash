# What the system tests share; sourced. The program is $LINLI, or ./target/release/linli.
export LANG=C.UTF-8
unset LINLI_BOOK LINLI_HUB
LINLI=${LINLI:-./target/release/linli}
T=$(mktemp -d "${TMPDIR:-/tmp}/linli-system.XXXXXX")

fail() { echo "FAILED: $*" >&2; exit 1; }
not_run() { echo "NOT RUN: $*" >&2; exit 1; }
need() { for c in "$@"; do command -v "$c" >/dev/null || not_run "$c is missing"; done; }

[ -x "$LINLI" ] || not_run "there is no program at $LINLI (make build, or name it in \$LINLI)"
LINLI=$(realpath "$LINLI")

HUB=
# hub_up BOOK: starts a hub and waits until it is ready; its process id in HUB.
hub_up() {
  : >"$T/hub.out"
  "$LINLI" hub --book "$1" >>"$T/hub.out" 2>&1 &
  HUB=$!
  for _ in $(seq 200); do
    grep -q '^ready' "$T/hub.out" && return 0
    kill -0 "$HUB" 2>/dev/null || fail "the hub did not start: $(cat "$T/hub.out")"
    sleep 0.05
  done
  fail "the hub was not ready within 10 s: $(cat "$T/hub.out")"
}
hub_end() { if [ -n "$HUB" ]; then kill "$HUB"; wait "$HUB" || true; HUB=; fi; }
hub_kill() { if [ -n "$HUB" ]; then kill -9 "$HUB" 2>/dev/null || true; wait "$HUB" 2>/dev/null || true; HUB=; fi; }

# writer SOCKET SERIES FILE: adds people until $T/stop is there. What was acknowledged goes to FILE, one id a line.
# It joins the hub by its socket and so never starts one itself.
writer() {
  local n=0 out
  while [ ! -e "$T/stop" ]; do
    n=$((n + 1))
    if out=$("$LINLI" --hub "$1" add "人 名字$2$n 13$2$(printf "%0$((9 - ${#2}))d" "$n")" 2>>"$3.err"); then
      echo "${out##* }" >>"$3"
    fi
  done
}

# held BOOK FILE...: every id in the files is a person of the book, and each can be shown.
held() {
  local book=$1 id
  shift
  cat "$@" | sort -u >"$T/wanted"
  "$LINLI" --hub "$book/socket" list people | awk '{print $NF}' | sort -u >"$T/there"
  comm -23 "$T/wanted" "$T/there" >"$T/lost"
  [ ! -s "$T/lost" ] || fail "$(wc -l <"$T/lost") acknowledged records are lost, such as $(head -1 "$T/lost")"
  while read -r id; do
    "$LINLI" --hub "$book/socket" show people "$id" >"$T/shown" 2>&1 || fail "show people $id: $(cat "$T/shown")"
    grep -q "$id" "$T/shown" || fail "show people $id shows something else: $(cat "$T/shown")"
  done <"$T/new"
}
# sound BOOK: the history is whole.
sound() { "$LINLI" --book "$1" verify >"$T/verify" 2>&1 || fail "verify: $(cat "$T/verify")"; }
