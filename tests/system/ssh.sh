#!/usr/bin/env bash
# Over a real sshd, as an account of its own: commands, and the app in a terminal. Other accounts are refused.
set -euo pipefail
. "$(dirname "$0")/common.bash"
SSHD=$(command -v sshd || echo /usr/sbin/sshd)
[ -x "$SSHD" ] || not_run "sshd is missing"
need ssh ssh-keygen useradd userdel usermod runuser python3
[ "$(id -u)" = 0 ] || not_run "needs root"

U=linli-t$((RANDOM % 9000 + 1000)) V=${U}b
DAEMON=
# the two accounts are of this run alone: whatever runs under them was started here
gone() {
  for u in "$U" "$V"; do
    id "$u" >/dev/null 2>&1 || continue
    for p in /proc/[0-9]*; do
      if [ "$(stat -c %U "$p" 2>/dev/null)" = "$u" ]; then kill -9 "${p#/proc/}" 2>/dev/null || true; fi
    done
    sleep 0.2
    userdel -r "$u" >/dev/null 2>&1 || userdel "$u" >/dev/null 2>&1 || echo "the account $u could not be removed" >&2
  done
}
trap '[ -z "$DAEMON" ] || kill "$DAEMON" 2>/dev/null || true; gone; rm -rf "$T"' EXIT

chmod 755 "$T"
mkdir "$T/bin"
install -m 755 "$LINLI" "$T/bin/linli"
for u in "$U" "$V"; do
  useradd -m -d "$T/$u" -s /bin/bash "$u"
  usermod -p '*' "$u" # no password, but not locked: keys work
done
ssh-keygen -q -t ed25519 -N '' -f "$T/host"
ssh-keygen -q -t ed25519 -N '' -f "$T/client"
install -d -m 700 -o "$U" "$T/$U/.ssh"
install -m 600 -o "$U" "$T/client.pub" "$T/$U/.ssh/authorized_keys"
PORT=$(python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])')
cat >"$T/sshd_config" <<END
ListenAddress 127.0.0.1
Port $PORT
HostKey $T/host
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
AllowUsers $U
SetEnv LANG=C.UTF-8
END
[ -d /run/sshd ] || install -d -m 755 /run/sshd
"$SSHD" -D -e -f "$T/sshd_config" 2>"$T/sshd.log" &
DAEMON=$!
SSH=(ssh -F none -p "$PORT" -i "$T/client" -o IdentitiesOnly=yes -o BatchMode=yes -o LogLevel=ERROR
  -o StrictHostKeyChecking=no -o UserKnownHostsFile="$T/known" "$U@127.0.0.1")
for i in $(seq 50); do
  "${SSH[@]}" true 2>"$T/ssh.err" && break
  [ "$i" -lt 50 ] || fail "no way in over ssh: $(cat "$T/ssh.err" "$T/sshd.log")"
  sleep 0.1
done

R="$T/bin/linli --book book"
"${SSH[@]}" "$R add '人 张晓明 13800000001'" >"$T/out" || fail "add over ssh: $(cat "$T/out")"
"${SSH[@]}" "$R find zxm" >"$T/out" || fail "find over ssh: $(cat "$T/out")"
grep -q 张晓明 "$T/out" || fail "find zxm over ssh did not find: $(cat "$T/out")"
echo "commands over ssh: add, and find zxm finds 张晓明"

python3 "$(dirname "$0")/terminal.py" "${SSH[@]}" -tt "$R" || fail "the app over ssh; see above"

S=$T/$U/book/socket
[ -S "$S" ] || fail "the hub's socket is not at $S"
# root passes every file's rights: here it is the hub that asks the kernel who is calling
if "$LINLI" --lang en --hub "$S" find zxm >"$T/out" 2>&1; then fail "root got into another account's book: $(cat "$T/out")"; fi
grep -q 'does not let this account in' "$T/out" || fail "root was refused in other words: $(cat "$T/out")"
if grep -q 张晓明 "$T/out"; then fail "a name leaked to root"; fi
if runuser -u "$V" -- "$T/bin/linli" --hub "$S" find zxm >"$T/out2" 2>&1; then fail "a second account got in: $(cat "$T/out2")"; fi
if grep -q 张晓明 "$T/out2"; then fail "a name leaked to a second account"; fi
# also where the home is open: the book's folder and socket are their owner's alone
chmod 755 "$T/$U"
if runuser -u "$V" -- "$T/bin/linli" --hub "$S" find zxm >"$T/out2" 2>&1; then fail "a second account got in through an open home: $(cat "$T/out2")"; fi
if runuser -u "$V" -- cat "$S/../format" >/dev/null 2>&1; then fail "a second account reads the book's files"; fi
echo "others are refused: root by the hub ($(head -1 "$T/out")); a second account by the files' rights ($(head -1 "$T/out2"))"
echo "shown: over a real sshd the commands and the app work for the book's owner and for nobody else"
