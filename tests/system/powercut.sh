#!/usr/bin/env bash
# A power cut, as far as software can make one: an ext4 on a loop device is shut down without flushing its log, in
# turn while several write, while a hub that was killed makes its book anew, and while somebody is erased. What was
# acknowledged before is there after the next mount, and of the erased nothing is. The same is done to SQLite once, and
# a file that nobody synced must be gone each time: else the cut would prove nothing. POWERCUTS says how often.
set -euo pipefail
. "$(dirname "$0")/common.bash"
need python3 sqlite3 mkfs.ext4 mount umount awk comm
[ "$(id -u)" = 0 ] || not_run "needs root"

M=$T/mnt B=$T/mnt/book POWERCUTS=${POWERCUTS:-5} WRITERS=4
mkdir "$M"
down() { touch "$T/stop"; hub_kill; wait; if mountpoint -q "$M"; then umount "$M" || umount -l "$M"; fi; rm -rf "$T"; }
trap down EXIT
truncate -s 1G "$T/disk"
mkfs.ext4 -q "$T/disk"
if ! mount -o loop "$T/disk" "$M" 2>"$T/mount.err"; then
  echo "NOT RUN: this machine mounts no loop device, so NO POWER CUT WAS TRIED: $(cat "$T/mount.err")" >&2
  exit 0
fi

# The cut: FS_IOC_SHUTDOWN, 2 = do not flush the log. Just before it a file is written and not synced.
cut_power() {
  python3 - "$M" <<'PY'
import fcntl, os, struct, sys
mount = sys.argv[1]
with open(mount + "/unsynced", "wb") as f:
    f.write(b"x" * 65536)
fd = os.open(mount, os.O_RDONLY)
fcntl.ioctl(fd, 0x8004587D, struct.pack("I", 2))
PY
}
back() {
  umount "$M"
  mount -o loop "$T/disk" "$M"
  [ ! -s "$M/unsynced" ] || fail "the cut cut nothing: a file that was never synced is still there"
}
nap() { sleep "$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))"; }

# So many people that to make the book anew, and to erase from it, takes longer than a moment.
"$LINLI" --book "$B" demo --people 20000 --seed 1 >"$T/demo" 2>&1 || fail "demo: $(cat "$T/demo")"
sync -f "$M"
: >"$T/all"

cut_writing() {
  hub_up "$B"
  rm -f "$T/stop" "$T"/ack.*
  local jobs=() w
  for w in $(seq "$WRITERS"); do
    : >"$T/ack.$w"
    writer "$B/socket" "$(printf %05d $((r * WRITERS + w)))" "$T/ack.$w" &
    jobs+=($!)
  done
  ms=$((300 + RANDOM % 700))
  nap "$ms"
  cut_power
  sleep 0.1
  touch "$T/stop"
  hub_kill
  wait "${jobs[@]}"
  cat "$T"/ack.*[0-9] >"$T/new"
  [ -s "$T/new" ] || fail "round $r: nothing was acknowledged in $ms ms: $(cat "$T"/ack.*.err | sort | uniq -c | head -3)"
}

cut_rebuilding() {
  # One more is acknowledged, then the hub is killed, so that the next one makes the book anew.
  hub_up "$B"
  "$LINLI" --hub "$B/socket" add "人 重建$r 137$(printf %08d "$r")" | awk '{print $NF}' >"$T/new"
  [ -s "$T/new" ] || fail "round $r: nothing was acknowledged"
  hub_kill
  "$LINLI" hub --book "$B" >"$T/rebuilding" 2>&1 &
  HUB=$!
  ms=$((RANDOM % 600))
  nap "$ms"
  # Without the mark it would not be in the middle of anything.
  [ -e "$B/sled.dirty" ] || fail "round $r: the hub makes nothing anew"
  cut_power
  sleep 0.1
  hub_kill
}

cut_erasing() {
  hub_up "$B"
  local name="王秘密$(printf %04d "$r")号" id
  id=$("$LINLI" --hub "$B/socket" add "人 $name 1390$(printf %07d "$r")" | awk '{print $NF}')
  [ -n "$id" ] || fail "round $r: nothing was acknowledged"
  grep -rq "$name" "$B/journal" || fail "round $r: $name was never written"
  : >"$T/erased"
  (if "$LINLI" --hub "$B/socket" person erase "$id" --reason "案卷 $r" --yes >"$T/erase.out" 2>&1; then echo "$id" >"$T/erased"; fi) &
  local job=$!
  ms=$((RANDOM % 2500))
  nap "$ms"
  cut_power
  sleep 0.1
  local became='was not begun'
  if [ -s "$T/erased" ]; then became='was acknowledged before the cut'; fi
  hub_kill
  wait "$job" || true
  back
  hub_up "$B"
  # Begun, it is brought to its end by the next hub; acknowledged, it was at its end.
  if [ -s "$T/erased" ] || "$LINLI" --book "$B" erasures 2>/dev/null | grep -q .; then
    for _ in $(seq 300); do grep -rq "$name" "$B" 2>/dev/null || break; sleep 0.1; done
    if [ -s "$T/erased" ] || ! "$LINLI" --hub "$B/socket" show people "$id" >/dev/null 2>&1; then
      grep -rl "$name" "$B" >"$T/words" 2>/dev/null || true
      [ ! -s "$T/words" ] || fail "round $r: erased words are still in $(tr '\n' ' ' <"$T/words")"
      if "$LINLI" --hub "$B/socket" show people "$id" >/dev/null 2>&1; then fail "round $r: $id was erased and is there"; fi
      [ -s "$T/erased" ] || became='was brought to its end by the next hub'
    fi
  fi
  echo "round $r: the erasure $became"
  hub_kill
  : >"$T/new"
}

kinds=(writing rebuilding erasing)
for r in $(seq "$POWERCUTS"); do
  kind=${kinds[$(((r - 1) % 3))]}
  "cut_$kind"
  cat "$T/new" >>"$T/all"
  if [ "$kind" != erasing ]; then back; fi
  hub_up "$B"
  held "$B" "$T/all"
  sound "$B"
  echo "round $r, while $kind: cut after $ms ms; $(wc -l <"$T/new") acknowledged in it, all $(wc -l <"$T/wanted") since the start are there; $(tail -1 "$T/verify")"
  hub_kill
done

# The control: SQLite with WAL and synchronous=FULL.
rm -f "$T/stop"
D=$M/control.db
sqlite3 "$D" 'PRAGMA journal_mode=WAL; CREATE TABLE t(n INTEGER PRIMARY KEY);' >/dev/null
: >"$T/control"
(
  n=0
  while [ ! -e "$T/stop" ]; do
    n=$((n + 1))
    if sqlite3 "$D" "PRAGMA synchronous=FULL; INSERT INTO t VALUES($n);" >/dev/null 2>&1; then echo "$n" >>"$T/control"; else break; fi
  done
) &
job=$!
sleep 0.7
cut_power
sleep 0.1
touch "$T/stop"
wait "$job"
back
sqlite3 "$D" 'SELECT n FROM t' | sort >"$T/there"
sort "$T/control" | comm -23 - "$T/there" >"$T/lost"
[ -s "$T/control" ] || fail "the control wrote nothing"
# It tells how hard such a cut is on others; what it loses is no fault of the book's.
if [ -s "$T/lost" ]; then
  echo "control: sqlite3 LOST $(wc -l <"$T/lost") of $(wc -l <"$T/control") rows it had acknowledged" >&2
else
  echo "control: sqlite3 kept all $(wc -l <"$T/control") rows it had acknowledged"
fi
echo "shown: $POWERCUTS power cuts, in turn under $WRITERS writers, in rebuilds and in erasures, no acknowledged record lost; each time an unsynced file was"
