#!/usr/bin/env bash
# An office on a busy day: 20 accounts with 5 sessions each over a real sshd, colleagues of ten areas, some of whom mean
# harm; the hub ended, killed and replaced under them. Then a checker compares the history with what each was told.
# LOAD names the program of tests/system/load, CALM how long each quiet part lasts, PRESS how long those that measure, ROUNDS how often the hub goes, SEED.
set -euo pipefail
. "$(dirname "$0")/common.bash"
. "$(dirname "$0")/office.bash"
HERE=$(cd "$(dirname "$0")" && pwd)
LOAD=${LOAD:-$(dirname "$LINLI")/examples/load}
[ -x "$LOAD" ] || not_run "there is no program at $LOAD (cargo build --release --example load, or name it in \$LOAD)"

N=$((RANDOM % 9000 + 1000))
H=linli-h$N FOUL=linli-f$N USERS=
for i in $(seq 20); do USERS="$USERS linli-u$N-$i"; done
# shellcheck disable=SC2086
accounts "$H" "$FOUL" $USERS
office "$H"
install -m 755 "$LOAD" "$T/bin/load"

export H FOUL USERS CALM=${CALM:-10} PRESS=${PRESS:-5} ROUNDS=${ROUNDS:-1} SEED=${SEED:-$(date +%s)}
exec 3>&1
PYTHONDONTWRITEBYTECODE=1 python3 "$HERE/load.py" >&3 || fail "see above (SEED=$SEED)"
echo "shown: a hundred sessions, four foul ones and a hub that goes away: nothing lost, nothing half seen, no right crossed"
