#!/usr/bin/env bash
# An office: a shared hub under an account of its own, a real sshd, colleagues with different rights in two terminals
# each. What one writes shows at the others, nobody hears of what is not theirs, and nothing half typed is lost.
set -euo pipefail
. "$(dirname "$0")/common.bash"
HERE=$(cd "$(dirname "$0")" && pwd)
SSHD=$(command -v sshd || echo /usr/sbin/sshd)
[ -x "$SSHD" ] || not_run "sshd is missing"
need ssh ssh-keygen useradd userdel usermod runuser python3
[ "$(id -u)" = 0 ] || not_run "needs root"

N=$((RANDOM % 9000 + 1000))
H=linli-h$N A=linli-a$N B=linli-b$N R=linli-r$N X=linli-x$N
DAEMON='' OFFICE=/etc/linli/hub
end() {
  [ -z "$DAEMON" ] || kill "$DAEMON" 2>/dev/null || true
  # the accounts are of this run alone: whatever runs under them was started here
  for u in "$A" "$B" "$R" "$X" "$H"; do
    id "$u" >/dev/null 2>&1 || continue
    for p in /proc/[0-9]*; do
      if [ "$(stat -c %U "$p" 2>/dev/null)" = "$u" ]; then kill -9 "${p#/proc/}" 2>/dev/null || true; fi
    done
    sleep 0.2
    userdel -r "$u" >/dev/null 2>&1 || userdel "$u" >/dev/null 2>&1 || echo "the account $u could not be removed" >&2
  done
  rm -f "$OFFICE"
  [ ! -e "$T/office.before" ] || mv "$T/office.before" "$OFFICE"
  rm -rf "$T"
}
trap end EXIT

chmod 755 "$T"
mkdir "$T/bin" "$T/run" "$T/hub"
install -m 755 "$LINLI" "$T/bin/linli"
for u in "$H" "$A" "$B" "$R" "$X"; do
  useradd -m -d "$T/$u" -s /bin/bash "$u"
  usermod -p '*' "$u" # no password, but not locked: keys work
done
chown "$H" "$T/run" "$T/hub"
chmod 755 "$T/run"
chmod 700 "$T/hub"
ssh-keygen -q -t ed25519 -N '' -f "$T/host"
ssh-keygen -q -t ed25519 -N '' -f "$T/client"
for u in "$A" "$B" "$R" "$X"; do
  install -d -m 700 -o "$u" "$T/$u/.ssh"
  install -m 600 -o "$u" "$T/client.pub" "$T/$u/.ssh/authorized_keys"
done
PORT=$(python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])')
cat >"$T/sshd_config" <<END
ListenAddress 127.0.0.1
Port $PORT
HostKey $T/host
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
MaxStartups 200
SetEnv LANG=C.UTF-8
END
[ -d /run/sshd ] || install -d -m 755 /run/sshd
"$SSHD" -D -e -f "$T/sshd_config" 2>"$T/sshd.log" &
DAEMON=$!

# the office's file is this test's for as long as it runs
mkdir -p "$(dirname "$OFFICE")"
[ ! -e "$OFFICE" ] || cp -p "$OFFICE" "$T/office.before"
printf 'socket = "%s"\naccount = "%s"\n' "$T/run/socket" "$H" >"$OFFICE"

export T H A B R X PORT
exec 3>&1
python3 "$HERE/office.py" >&3 || fail "see above"
echo "shown: one book for an office over a real sshd, each colleague with their own rights"
