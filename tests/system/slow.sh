#!/usr/bin/env bash
# An office over a thin link: every byte of ssh goes through a gate that holds it back for half of DELAY_MS and lets
# RATE bytes a second through each way. What people do most is done over it, typed ahead as fast as hands go; how long
# it takes and how many bytes it costs is told, not judged: the test is that it comes out right.
set -euo pipefail
. "$(dirname "$0")/common.bash"
. "$(dirname "$0")/office.bash"
HERE=$(cd "$(dirname "$0")" && pwd)

N=$((RANDOM % 9000 + 1000))
H=linli-h$N A=linli-a$N
accounts "$H" "$A"
office "$H"

export H A DELAY_MS=${DELAY_MS:-300} RATE=${RATE:-20000}
exec 3>&1
PYTHONDONTWRITEBYTECODE=1 python3 "$HERE/slow.py" >&3 || fail "see above"
echo "shown: at $DELAY_MS ms and $RATE bytes a second what people do most comes out right"
