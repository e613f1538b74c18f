#!/usr/bin/env bash
# The hub is killed while many write. What was acknowledged is there afterwards, and the history is whole.
# KILLS says how often, WRITERS how many write.
set -euo pipefail
. "$(dirname "$0")/common.bash"
need awk comm

trap 'touch "$T/stop"; hub_kill; wait; rm -rf "$T"' EXIT
B=$T/book KILLS=${KILLS:-10} WRITERS=${WRITERS:-32}
: >"$T/all"
hub_up "$B"
for r in $(seq "$KILLS"); do
  rm -f "$T/stop" "$T"/ack.*
  jobs=()
  for w in $(seq "$WRITERS"); do
    : >"$T/ack.$w"
    writer "$B/socket" "$(printf %05d $((r * WRITERS + w)))" "$T/ack.$w" &
    jobs+=($!)
  done
  ms=$((200 + RANDOM % 800))
  # Counted from the first answer: on a busy machine so many writers need a while to begin.
  for _ in $(seq 400); do [ -z "$(cat "$T"/ack.*[0-9])" ] || break; sleep 0.05; done
  sleep "$(printf '0.%03d' "$ms")"
  hub_kill
  touch "$T/stop"
  wait "${jobs[@]}"
  cat "$T"/ack.*[0-9] >"$T/new"
  [ -s "$T/new" ] || fail "round $r: nothing was acknowledged in $ms ms: $(cat "$T"/ack.*.err | sort | uniq -c | head -3)"
  cat "$T/new" >>"$T/all"
  hub_up "$B"
  held "$B" "$T/all"
  sound "$B"
  echo "round $r: killed after $ms ms; $(wc -l <"$T/new") acknowledged in it, all $(wc -l <"$T/wanted") since the start are there; $(tail -1 "$T/verify")"
done
echo "shown: $KILLS times kill -9 under $WRITERS writers, no acknowledged record lost"
