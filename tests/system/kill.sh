#!/usr/bin/env bash
# The hub is killed while several write. What was acknowledged is there afterwards, and the history is whole.
set -euo pipefail
. "$(dirname "$0")/common.bash"
need awk comm

trap 'touch "$T/stop"; hub_kill; wait; rm -rf "$T"' EXIT
B=$T/book ROUNDS=10 WRITERS=4
hub_up "$B"
for r in $(seq "$ROUNDS"); do
  rm -f "$T/stop"
  jobs=()
  for w in $(seq "$WRITERS"); do
    : >"$T/ack.$r.$w"
    writer "$B/socket" "$(printf %02d%02d "$r" "$w")" "$T/ack.$r.$w" &
    jobs+=($!)
  done
  ms=$((200 + RANDOM % 800))
  sleep "$(printf '0.%03d' "$ms")"
  hub_kill
  touch "$T/stop"
  wait "${jobs[@]}"
  cat "$T/ack.$r".? >"$T/new"
  [ -s "$T/new" ] || fail "round $r: nothing was acknowledged in $ms ms: $(cat "$T/ack.$r".?.err | sort | uniq -c | head -3)"
  hub_up "$B"
  held "$B" "$T"/ack.*.[0-9]
  sound "$B"
  echo "round $r: killed after $ms ms; $(wc -l <"$T/new") acknowledged in it, all $(wc -l <"$T/wanted") since the start are there; $(tail -1 "$T/verify")"
done
echo "shown: $ROUNDS times kill -9 under $WRITERS writers, no acknowledged record lost"
