# An office to test with; sourced after common.bash. accounts NAME… makes accounts of this run, office H serves them
# over a real sshd on $PORT, with H as the hub's own account and /etc/linli/hub naming its socket.
SSHD=$(command -v sshd || echo /usr/sbin/sshd)
[ -x "$SSHD" ] || not_run "sshd is missing"
need ssh ssh-keygen useradd userdel usermod runuser python3
[ "$(id -u)" = 0 ] || not_run "needs root"

DAEMON='' OFFICE=/etc/linli/hub ACCOUNTS=()
end() {
  [ -z "$DAEMON" ] || kill "$DAEMON" 2>/dev/null || true
  # the accounts are of this run alone: whatever runs under them was started here
  local mine=" ${ACCOUNTS[*]} " p u
  for p in /proc/[0-9]*; do
    u=$(stat -c %U "$p" 2>/dev/null) || continue
    case "$mine" in *" $u "*) kill -9 "${p#/proc/}" 2>/dev/null || true ;; esac
  done
  sleep 0.2
  for u in "${ACCOUNTS[@]}"; do
    id "$u" >/dev/null 2>&1 || continue
    userdel -r "$u" >/dev/null 2>&1 || userdel "$u" >/dev/null 2>&1 || echo "the account $u could not be removed" >&2
  done
  rm -f "$OFFICE"
  [ ! -e "$T/office.before" ] || mv "$T/office.before" "$OFFICE"
  rmdir "$(dirname "$OFFICE")" 2>/dev/null || true
  rm -rf "$T"
}
trap end EXIT
chmod 755 "$T"

accounts() {
  local u
  for u in "$@"; do
    useradd -m -d "$T/$u" -s /bin/bash "$u"
    usermod -p '*' "$u" # no password, but not locked: keys work
    ACCOUNTS+=("$u")
  done
}

# office H: everybody but H logs in with one key.
office() {
  local u
  mkdir "$T/bin" "$T/run" "$T/hub"
  install -m 755 "$LINLI" "$T/bin/linli"
  chown "$1" "$T/run" "$T/hub"
  chmod 755 "$T/run"
  chmod 700 "$T/hub"
  ssh-keygen -q -t ed25519 -N '' -f "$T/host"
  ssh-keygen -q -t ed25519 -N '' -f "$T/client"
  for u in "${ACCOUNTS[@]}"; do
    [ "$u" != "$1" ] || continue
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
MaxSessions 200
SetEnv LANG=C.UTF-8
END
  [ -d /run/sshd ] || install -d -m 755 /run/sshd
  "$SSHD" -D -e -f "$T/sshd_config" 2>"$T/sshd.log" &
  DAEMON=$!
  # the office's file is this test's for as long as it runs
  mkdir -p "$(dirname "$OFFICE")"
  [ ! -e "$OFFICE" ] || cp -p "$OFFICE" "$T/office.before"
  printf 'socket = "%s"\naccount = "%s"\n' "$T/run/socket" "$1" >"$OFFICE"
  export T PORT
}
