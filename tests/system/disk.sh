#!/usr/bin/env bash
# A real disk that is full, read-only, or gone: writes are refused in plain words, reading goes on, and when there is
# space again writing goes on, in the same hub. Once on a file system in memory, once on an ext4 on a loop device.
set -euo pipefail
. "$(dirname "$0")/common.bash"
need mount umount mkfs.ext4 awk comm
[ "$(id -u)" = 0 ] || not_run "needs root"

M=$T/mnt B=$T/mnt/book
mkdir "$M"
off() { if mountpoint -q "$M"; then umount "$M" || umount -l "$M"; fi; }
trap 'hub_kill; wait; off; rm -rf "$T"' EXIT

n=0
add() { n=$((n + 1)); "$LINLI" --hub "$B/socket" --lang "${1:-zh}" add "人 名字$n 139$(printf %08d "$n")" >"$T/out" 2>"$T/err"; }
acked() { awk '{print $NF}' "$T/out" >>"$T/all"; }
fill() { dd if=/dev/zero of="$M/filler" bs=64k >/dev/null 2>&1 || true; dd if=/dev/zero of="$M/filler2" bs=512 >/dev/null 2>&1 || true; }
free() { rm -f "$M/filler" "$M/filler2"; }

full() {
  local i refused=
  : >"$T/all"
  hub_up "$B"
  for i in $(seq 20); do add || fail "$1: $(cat "$T/err")"; acked; done
  fill
  # What was made ready before still takes some; then it is said, in the language of who asks.
  for i in $(seq 4000); do
    if add; then acked; else refused=$(cat "$T/err"); break; fi
  done
  [ -n "$refused" ] || fail "$1: a full disk refused nothing"
  grep -q '磁盘满了' <<<"$refused" || fail "$1: said of a full disk: $refused"
  if add en; then fail "$1: refused once and then not"; fi
  grep -q 'the disk is full' "$T/err" || fail "$1: said of a full disk: $(cat "$T/err")"
  # Reading goes on.
  "$LINLI" --hub "$B/socket" find 名字 >"$T/found" || fail "$1: nothing can be found on a full disk"
  : >"$T/new"
  held "$B" "$T/all"
  free
  add || fail "$1: there is space again, and still: $(cat "$T/err")"
  acked
  for i in $(seq 400); do add || fail "$1: $(cat "$T/err")"; acked; done
  held "$B" "$T/all"
  sound "$B"
  # What was refused was refused cleanly: the indexes are still believed, and the next start is a quick one.
  hub_end
  [ -s "$B/index.snapshot" ] || fail "$1: the indexes were thrown away for a refusal"
  hub_up "$B"
  held "$B" "$T/all"
  # Killed on a full disk, it opens when there is space.
  fill
  hub_kill
  if "$LINLI" hub --book "$B" --idle-exit 1 >"$T/start" 2>&1; then :; else
    grep -qE '磁盘满了|the disk is full' "$T/start" || fail "$1: said at the start on a full disk: $(cat "$T/start")"
  fi
  free
  hub_up "$B"
  held "$B" "$T/all"
  sound "$B"
  echo "$1: refused after $(wc -l <"$T/all") people, went on by itself: $refused"
}

mount -t tmpfs -o size=24m tmpfs "$M" || not_run "this machine mounts no tmpfs"
full "tmpfs, 24 MiB"

# Read-only from one moment to the next: what is refused is refused plainly, and nothing is lost.
mount -o remount,ro "$M" 2>/dev/null || mount -o remount,ro,force "$M" 2>/dev/null || true
hub_kill
mount -o remount,ro "$M" || fail "cannot make it read-only"
if "$LINLI" hub --book "$B" >"$T/start" 2>&1; then fail "a hub on a read-only disk began"; fi
grep -qE '磁盘是只读的|the disk is read-only' "$T/start" || fail "said of a read-only disk: $(cat "$T/start")"
mount -o remount,rw "$M"
hub_up "$B"
held "$B" "$T/all"
# The folder deleted under a running hub: nothing more is acknowledged, and the hub ends.
rm -rf "$B/journal"
if add; then fail "acknowledged into a folder that was deleted"; fi
for _ in $(seq 100); do kill -0 "$HUB" 2>/dev/null || break; sleep 0.1; done
if kill -0 "$HUB" 2>/dev/null; then fail "the hub goes on without its journal"; fi
if wait "$HUB"; then fail "the hub called that a good end"; fi
HUB=
off
echo "read-only and deleted: said, and nothing acknowledged"

truncate -s 48M "$T/disk"
mkfs.ext4 -q "$T/disk"
if mount -o loop "$T/disk" "$M" 2>"$T/mount.err"; then
  full "ext4, 48 MiB"
  hub_kill
  off
else
  echo "NOT RUN: this machine mounts no loop device, so no full ext4 was tried: $(cat "$T/mount.err")" >&2
fi
echo "shown: a full disk and space again, a read-only disk, a deleted journal"
