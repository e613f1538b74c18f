#!/usr/bin/env bash
# An office: a shared hub under an account of its own, a real sshd, colleagues with different rights in two terminals
# each. What one writes shows at the others, nobody hears of what is not theirs, and nothing half typed is lost.
set -euo pipefail
. "$(dirname "$0")/common.bash"
. "$(dirname "$0")/office.bash"
HERE=$(cd "$(dirname "$0")" && pwd)

N=$((RANDOM % 9000 + 1000))
H=linli-h$N A=linli-a$N B=linli-b$N R=linli-r$N X=linli-x$N
accounts "$H" "$A" "$B" "$R" "$X"
office "$H"

export H A B R X
exec 3>&1
PYTHONDONTWRITEBYTECODE=1 python3 "$HERE/office.py" >&3 || fail "see above"
echo "shown: one book for an office over a real sshd, each colleague with their own rights"
