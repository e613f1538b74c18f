#!/usr/bin/env bash
# A power cut, as far as software can make one: an ext4 on a loop device is shut down without flushing its log
# while several write. What was acknowledged before is there after the next mount. The same is done to SQLite once,
# and a file that nobody synced must be gone each time: else the cut would prove nothing.
set -euo pipefail
. "$(dirname "$0")/common.bash"
need python3 sqlite3 mkfs.ext4 mount umount awk comm
[ "$(id -u)" = 0 ] || not_run "needs root"

M=$T/mnt B=$T/mnt/book ROUNDS=3 WRITERS=4
mkdir "$M"
down() { touch "$T/stop"; hub_kill; wait; if mountpoint -q "$M"; then umount "$M" || umount -l "$M"; fi; rm -rf "$T"; }
trap down EXIT
truncate -s 256M "$T/disk"
mkfs.ext4 -q "$T/disk"
if ! mount -o loop "$T/disk" "$M" 2>"$T/mount.err"; then
  echo "NOT RUN: this machine mounts no loop device, so NO POWER CUT WAS TRIED: $(cat "$T/mount.err")" >&2
  exit 0
fi

# The cut: FS_IOC_SHUTDOWN, 2 = do not flush the log. Just before it a file is written and not synced.
cut_power() {
  python3 - "$M" "${1:-}" <<'PY'
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

for r in $(seq "$ROUNDS"); do
  hub_up "$B"
  rm -f "$T/stop"
  jobs=()
  for w in $(seq "$WRITERS"); do
    : >"$T/ack.$r.$w"
    writer "$B/socket" "$(printf %02d%02d "$r" "$w")" "$T/ack.$r.$w" &
    jobs+=($!)
  done
  ms=$((300 + RANDOM % 700))
  sleep "$(printf '0.%03d' "$ms")"
  cut_power
  sleep 0.1
  touch "$T/stop"
  hub_kill
  wait "${jobs[@]}"
  cat "$T/ack.$r".? >"$T/new"
  [ -s "$T/new" ] || fail "round $r: nothing was acknowledged in $ms ms: $(cat "$T/ack.$r".?.err | sort | uniq -c | head -3)"
  back
  hub_up "$B"
  held "$B" "$T"/ack.*.[0-9]
  sound "$B"
  echo "round $r: cut after $ms ms; $(wc -l <"$T/new") acknowledged in it, all $(wc -l <"$T/wanted") since the start are there; $(tail -1 "$T/verify")"
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
[ ! -s "$T/lost" ] || fail "the control lost $(wc -l <"$T/lost") rows: the machine, not the book, loses what was synced"
echo "control: sqlite3 kept all $(wc -l <"$T/control") rows it had acknowledged"
echo "shown: $ROUNDS power cuts under $WRITERS writers, no acknowledged record lost; each time an unsynced file was"
