#!/usr/bin/env bash
# The Debian package, in a throw-away copy of this machine (an overlay over its root): installed, used under its own
# account as the unit would, removed, installed again, upgraded with an older book, purged. Nothing of it stays here.
# The package is $DEB, or it is made by `make deb`.
set -euo pipefail
. "$(dirname "$0")/common.bash"
[ "$(id -u)" = 0 ] || not_run "needs root"
need dpkg dpkg-deb adduser setpriv systemd-analyze unshare
TOP=$(cd "$(dirname "$0")/../.." && pwd)
R=$T/root
BOOK=/var/lib/linli/book
trap 'hub_kill; umount -l "$R/proc" "$R/dev" "$R" 2>/dev/null || true; rm -rf "$T"' EXIT

if [ -z "${DEB:-}" ]; then
  command -v cargo-deb >/dev/null || { echo "installing cargo-deb"; cargo install -q --locked cargo-deb; }
  make -s -C "$TOP" deb >"$T/deb.out" 2>&1 || fail "make deb: $(tail -20 "$T/deb.out")"
  DEB=$(ls -t "$TOP"/target/debian/linli_*.deb | head -1)
fi

# units: sound, and with little of the machine open to them (0 is none, 10 is all)
for unit in linli.service nightly/linli-backup.service nightly/linli-nightly.timer; do
  sed 's#/usr/bin/linli#/bin/true#; /^Documentation=/d' "$TOP/packaging/$unit" >"$T/$(basename "$unit")"
done
systemd-analyze verify "$T"/linli*.service "$T"/linli*.timer 2>"$T/verify" || fail "units: $(cat "$T/verify")"
[ ! -s "$T/verify" ] || fail "units: $(cat "$T/verify")"
systemd-analyze security --offline=true --threshold=10 "$T/linli.service" >"$T/security" || fail "$(tail -1 "$T/security")"
echo "units: $(tail -1 "$T/security")"
if command -v lintian >/dev/null; then
  lintian --allow-root --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog,initial-upload-closes-no-bugs \
    "$DEB" >"$T/lintian" 2>&1 || true
  ! grep -E '^[EW]:' "$T/lintian" || fail "lintian; see above"
  echo "lintian: nothing"
else
  echo "lintian was not run: it is not there"
fi

mkdir -p "$T/upper" "$T/work" "$R"
mount -t tmpfs tmpfs "$T/upper"
mkdir "$T/upper/up" "$T/upper/work"
trap 'hub_kill; umount -l "$R/proc" "$R/dev" "$R" "$T/upper" 2>/dev/null || true; rm -rf "$T"' EXIT
mount -t overlay overlay -o "lowerdir=/,upperdir=$T/upper/up,workdir=$T/upper/work" "$R" || not_run "no overlay can be mounted"
mount -t proc proc "$R/proc"
mount --bind /dev "$R/dev"
if [ -e "$R/etc/linli/hub" ] || grep -q '^linli:' "$R/etc/passwd"; then not_run "linli is installed on this machine"; fi
mkdir -p "$R/tmp"
cp "$DEB" "$R/tmp/linli.deb"
inside() { chroot "$R" env -u LINLI_BOOK -u LINLI_HUB LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
as() { local who=$1; shift; inside setpriv --reuid "$who" --regid "$who" --clear-groups "$@"; }
install_deb() { inside dpkg -i "/tmp/$1" >"$T/dpkg" 2>&1 || fail "dpkg -i $1: $(cat "$T/dpkg")"; }

UNIT=$R/usr/lib/systemd/system/linli.service
# as the unit does: the folders of systemd, the account, the command line of ExecStart; whether it came to serve
service_try() {
  inside install -d -o linli -g linli -m 0755 /run/linli
  inside install -d -o linli -g linli -m 0700 /var/lib/linli
  local line
  line=$(sed -n 's/^ExecStart=//p' "$UNIT")
  : >"$T/hub.out"
  # shellcheck disable=SC2086
  (exec chroot "$R" env LANG=C.UTF-8 setpriv --reuid linli --regid linli --clear-groups $line) >>"$T/hub.out" 2>&1 &
  HUB=$!
  for _ in $(seq 600); do
    grep -q '^ready' "$T/hub.out" && return 0
    kill -0 "$HUB" 2>/dev/null || { HUB=; return 1; }
    sleep 0.05
  done
  fail "the hub was not ready: $(cat "$T/hub.out")"
}
service_up() { service_try || fail "the hub did not start: $(cat "$T/hub.out")"; }

install_deb linli.deb
grep -q 'staff add' "$T/dpkg" || fail "the first administrator is not asked for: $(cat "$T/dpkg")"
for f in /usr/bin/linli /etc/linli/hub /usr/share/man/man1/linli.1.gz /usr/share/man/zh_CN/man1/linli.1.gz /usr/share/bash-completion/completions/linli \
  /usr/share/zsh/vendor-completions/_linli /usr/share/fish/vendor_completions.d/linli.fish \
  /usr/share/linli/terminals/putty.reg /usr/share/linli/terminals/windows-terminal.json \
  /usr/share/linli/terminals/xshell.xsh /etc/systemd/system/multi-user.target.wants/linli.service \
  /etc/systemd/system/timers.target.wants/linli-nightly.timer; do
  [ -e "$R$f" ] || [ -L "$R$f" ] || fail "$f is not there"
done
[ "$(inside stat -c '%U %a' /var/lib/linli)" = "linli 700" ] || fail "/var/lib/linli: $(inside stat -c '%U %a' /var/lib/linli)"
sed 's#^ *//.*##' "$R/usr/share/linli/terminals/windows-terminal.json" | inside python3 -m json.tool >/dev/null || fail "windows-terminal.json"

# before the service is up: no other book is opened
inside useradd -m wangli
inside useradd -m stranger
if as wangli env HOME=/home/wangli linli --lang en find zxm >"$T/out" 2>&1; then fail "it opened some other book"; fi
grep -q 'does not answer' "$T/out" || fail "a hub that is down: $(cat "$T/out")"
[ -z "$(find "$R/home/wangli" -name journal)" ] || fail "a book of their own was made"

service_up
as linli linli staff add wangli --called 王丽 --role administrator >"$T/out" 2>&1 || fail "staff add: $(cat "$T/out")"
as linli linli --lang en status >"$T/out" 2>&1 || fail "status: $(cat "$T/out")"
grep -q 'never backed up' "$T/out" || fail "status: $(cat "$T/out")"
if as stranger cat "$BOOK/format" >/dev/null 2>&1; then fail "a stranger reads the book's files"; fi
if as stranger env HOME=/home/stranger linli find zxm >"$T/out" 2>&1; then fail "a stranger got in: $(cat "$T/out")"; fi
backup=$(sed -n 's/^ExecStart=//p' "$R/usr/lib/systemd/system/linli-backup.service")
# shellcheck disable=SC2086
as linli $backup >"$T/out" 2>&1 || fail "backup: $(cat "$T/out")"
as linli linli --lang en status | grep -q 'in /var/backups/linli' || fail "the backup is not in the status"
for word in 王丽 wangli stranger; do if grep -q "$word" "$T/hub.out"; then fail "the log names $word"; fi; done
echo "installed: the hub runs under its account, its socket lets in whom it knows, the backup is in the status"

hub_end

# another process still has the book when the service starts: what the unit says is done, and once it lets go it serves
grep -q '^Restart=on-failure' "$UNIT" && grep -q '^StartLimitIntervalSec=0' "$UNIT" || fail "the unit gives up"
pause=$(sed -n 's/^RestartSec=//p' "$UNIT")
chroot "$R" env LANG=C.UTF-8 setpriv --reuid linli --regid linli --clear-groups linli hub --book "$BOOK" >"$T/other.out" 2>&1 &
OTHER=$!
for _ in $(seq 200); do if grep -q '^ready' "$T/other.out"; then break; fi; sleep 0.05; done
tries=0
until service_try; do
  tries=$((tries + 1))
  grep -q "$OTHER\|在用\|in use" "$T/hub.out" || fail "it does not say who has the book: $(cat "$T/hub.out")"
  [ "$tries" -lt 20 ] || fail "it never came to serve"
  [ "$tries" -lt 6 ] || kill "$OTHER" 2>/dev/null || true
  sleep "$((tries < 6 ? 0 : pause))"
done
[ "$tries" -ge 6 ] || fail "it served a book that another process had"
wait "$OTHER" || true
hub_end
echo "a book that another process has: $tries starts in vain, then it serves"
inside dpkg -r linli >"$T/dpkg" 2>&1 || fail "remove: $(cat "$T/dpkg")"
[ ! -e "$R/usr/bin/linli" ] && [ -d "$R$BOOK" ] && [ -e "$R/etc/linli/hub" ] || fail "remove took the book or left the program"
install_deb linli.deb
service_up
as linli linli staff list | grep -q 王丽 || fail "the book was not there again"
hub_end
echo "removed and installed again: the book is there"

# an older version's book, and a newer package
rm -rf "${R:?}$BOOK"
cp -r "$TOP/tests/golden/store-2" "$R$BOOK"
inside chown -R linli:linli "$BOOK"
inside chmod 700 "$BOOK"
dpkg-deb -R "$DEB" "$T/newer"
sed -i 's/^Version: .*/Version: 99-1/' "$T/newer/DEBIAN/control"
dpkg-deb -Zgzip -z1 --root-owner-group -b "$T/newer" "$R/tmp/newer.deb" >/dev/null
install_deb newer.deb
if grep -q 'staff add' "$T/dpkg"; then fail "an upgrade asks for an administrator again"; fi
service_up
[ "$(as linli linli list people | wc -l)" -gt 5 ] || fail "the older book is not read"
hub_end
echo "upgraded: an older version's book is served"

inside dpkg -P linli >"$T/dpkg" 2>&1 || fail "purge: $(cat "$T/dpkg")"
grep -q 'left alone' "$T/dpkg" && [ -d "$R$BOOK" ] && [ ! -e "$R/etc/linli/hub" ] || fail "purge: $(cat "$T/dpkg")"
install_deb linli.deb
inside env LINLI_PURGE_BOOK=yes dpkg -P linli >"$T/dpkg" 2>&1 || fail "purge: $(cat "$T/dpkg")"
[ ! -e "$R/var/lib/linli" ] && [ ! -e "$R/var/backups/linli" ] || fail "the book stays though it was told to go"
if grep -q '^linli:' "$R/etc/passwd"; then fail "the account stays without a book"; fi
echo "purged: the book stays unless it is told to go"
echo "shown: the package sets an office's hub up and takes it away again"
