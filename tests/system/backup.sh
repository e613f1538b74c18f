#!/usr/bin/env bash
# Backups with the real program: while a hub serves writers, as cron runs them, through a pipe with age; killed in the
# middle; restored, mended, and a history made up anew found out by its heads.
set -euo pipefail
. "$(dirname "$0")/common.bash"
need awk comm age age-keygen env

trap 'touch "$T/stop"; hub_kill; wait; rm -rf "$T"' EXIT
B=$T/book K=$T/kept

# people BOOK: the ids of all people, from a hub of its own that ends afterwards.
people() {
  : >"$T/people.out"
  "$LINLI" hub --book "$1" --socket "$T/people.sock" >>"$T/people.out" 2>&1 &
  local hub=$! listed=1
  for _ in $(seq 200); do
    if grep -q '^ready' "$T/people.out"; then
      "$LINLI" --hub "$T/people.sock" list people | awk '{print $NF}' | sort -u && listed=0
      break
    fi
    kill -0 "$hub" 2>/dev/null || break
    sleep 0.05
  done
  kill "$hub" 2>/dev/null || true
  wait "$hub" || true
  [ "$listed" = 0 ] || fail "$1 cannot be listed: $(cat "$T/people.out")"
}
# holds BOOK WANTED: every id of a file is a person of the book, and its history is whole.
holds() {
  people "$1" >"$T/there"
  comm -23 <(sort -u "$2") "$T/there" >"$T/lost"
  [ ! -s "$T/lost" ] || fail "$1 lacks $(wc -l <"$T/lost") people, such as $(head -1 "$T/lost")"
  sound "$1"
}
refused() { if "$@" >"$T/refused" 2>&1; then fail "was not refused: $*"; fi; }

# While four write: what was acknowledged before a backup began is in it.
hub_up "$B"
: >"$T/all"
for w in 1 2 3 4; do : >"$T/ack.$w"; writer "$B/socket" "0$w" "$T/ack.$w" & done
for r in 1 2 3; do
  sleep 0.7
  cat "$T"/ack.? >"$T/before.$r"
  "$LINLI" --book "$B" backup "$K" >"$T/backup.$r" || fail "backup $r failed"
  "$LINLI" --book "$B" backup - >"$T/stream.$r" 2>"$T/stream.err" || fail "stream $r: $(cat "$T/stream.err")"
  # The folder goes on being added to; this is what it is now.
  cp -r "$K" "$T/kept.$r"
done
touch "$T/stop"
wait $(jobs -p | grep -vx "$HUB") || true
for r in 1 2 3; do
  [ -s "$T/before.$r" ] || fail "nothing was written before backup $r"
  "$LINLI" --book "$T/r$r" restore "$T/kept.$r" >/dev/null
  holds "$T/r$r" "$T/before.$r"
  "$LINLI" --book "$T/s$r" restore "$T/stream.$r" >/dev/null
  holds "$T/s$r" "$T/before.$r"
done
echo "backed up three times under four writers: all $(wc -l <"$T/before.3") acknowledged before are there, from folder and stream"

# As cron runs it: another folder, hardly an environment, /bin/sh; and again when there is nothing new.
line="$LINLI --book $B backup $K >>$T/backup.log 2>&1"
for _ in 1 2; do (cd / && env -i HOME="$T" PATH=/usr/bin:/bin /bin/sh -c "$line") || fail "cron: $(cat "$T/backup.log")"; done
[ "$(wc -l <"$K/heads")" = 5 ] || fail "five backups, and the list has $(wc -l <"$K/heads") lines"

# Killed in the middle, often: what is there restores, and the next one goes on.
cut=0
for i in $(seq 12); do
  "$LINLI" --hub "$B/socket" add "人 夜里$i 139$(printf %08d "$i")" >/dev/null
  "$LINLI" --book "$B" backup "$K" >/dev/null 2>&1 &
  job=$!
  sleep "0.0$((RANDOM % 4))$((RANDOM % 10))"
  if kill -9 $job 2>/dev/null; then cut=$((cut + 1)); fi
  wait $job 2>/dev/null || true
  [ -e "$K/heads" ] || fail "the list of heads is gone"
  rm -rf "$T/killed"
  "$LINLI" --book "$T/killed" restore "$K" >/dev/null || fail "killed backup $i does not restore"
  holds "$T/killed" "$T/before.3"
done
"$LINLI" --book "$B" backup "$K" >"$T/last"
hub_kill
people "$B" >"$T/now"
"$LINLI" --book "$T/whole" restore "$K" >/dev/null
holds "$T/whole" "$T/now"
people "$T/whole" >"$T/there"
cmp "$T/there" "$T/now" || fail "the restored book has other people"
echo "12 backups, $cut of them killed on the way: each time what was there restored"

# Through a pipe with age: complete, then what is new since its head.
age-keygen -o "$T/key" 2>/dev/null
to=$(age-keygen -y "$T/key")
"$LINLI" --book "$B" --lang en backup - 2>"$T/full.err" | age -r "$to" -o "$T/full.age"
head=$(awk '$1 == "head" {print $NF}' "$T/full.err")
hub_up "$B"
id=$("$LINLI" --hub "$B/socket" add '人 后来的 13700000001')
hub_kill
"$LINLI" --book "$B" backup - --since "$head" 2>/dev/null | age -r "$to" -o "$T/new.age"
[ "$(stat -c %s "$T/new.age")" -lt 4096 ] || fail "one person more takes $(stat -c %s "$T/new.age") bytes"
{ age -d -i "$T/key" "$T/full.age"; age -d -i "$T/key" "$T/new.age"; } | "$LINLI" --book "$T/aged" restore - >/dev/null
{ cat "$T/now"; echo "${id##* }"; } >"$T/later"
holds "$T/aged" "$T/later"
refused "$LINLI" --book "$T/no" restore "$T/full.age"
# A program that fails in the pipe leaves a stream that no restore takes.
"$LINLI" --book "$B" backup - 2>/dev/null | head -c 20000 | age -r "$to" -o "$T/short.age" || true
if age -d -i "$T/key" "$T/short.age" | "$LINLI" --book "$T/no" restore - 2>"$T/refused"; then fail "a cut stream was restored"; fi
grep -q . "$T/refused" || fail "a cut stream was refused without a word"
echo "through age and back: complete, and what was new since"

# The heads find a history that was made up anew, however sound it looks.
"$LINLI" --book "$B" backup "$K" >/dev/null
"$LINLI" --book "$B" verify --head "$K" >/dev/null || fail "the heads are not found in their own book"
"$LINLI" --book "$B" verify --head "$head" >/dev/null || fail "a head on paper is not found"
"$LINLI" --book "$T/s1" backup "$T/ks" >/dev/null
"$LINLI" --book "$T/s1" verify >/dev/null
refused "$LINLI" --book "$T/s1" verify --head "$K"
refused "$LINLI" --book "$T/s1" backup "$K"

# A bit flips in the book: no backup of it, the one there stays, and mends it.
seg=$B/journal/0000000001.seg
byte=$(od -An -tu1 -j 3000 -N 1 "$seg" | tr -d ' ')
printf "\\x$(printf %02x $((byte ^ 1)))" | dd of="$seg" bs=1 seek=3000 conv=notrunc status=none
refused "$LINLI" --book "$B" verify
grep -q 'linli mend' "$T/refused" || fail "verify does not say what to do: $(cat "$T/refused")"
refused "$LINLI" --book "$B" backup "$K"
grep -q 'linli mend' "$T/refused" || fail "backup does not say what to do: $(cat "$T/refused")"
"$LINLI" --book "$B" mend "$K" >/dev/null
holds "$B" "$T/later"
"$LINLI" --book "$B" backup "$K" >/dev/null
echo "shown: backups under writers, by cron's line, killed, through age; restored, mended, and heads that find a forgery"
