#!/usr/bin/env bash
# The long runs: kills and power cuts, an office under load, then every fuzz target and random keys, round after round with another seed, until
# MINUTES are over. KILLS and POWERCUTS say how many of those, OFFICES how often the hub goes under load; 0 leaves them out. A table at the end says what was done.
set -uo pipefail
cd "$(dirname "$0")/.."
MINUTES=${MINUTES:-60} KILLS=${KILLS:-100} POWERCUTS=${POWERCUTS:-20} OFFICES=${OFFICES:-20}
export LINLI=${LINLI:-$PWD/target/release/linli}
BEGUN=$SECONDS
LOG=${SOAK_LOG:-$PWD/target/soak.log}
declare -A done_of seconds_of result_of
names=()
: >"$LOG"

# step NAME PATTERN COMMAND…: runs it, adds up the first number of the line that matches, keeps the verdict.
step() {
  local name=$1 pattern=$2 at=$SECONDS out n
  shift 2
  [ -n "${result_of[$name]:-}" ] || names+=("$name")
  echo "== $name: $*" >>"$LOG"
  if out=$("$@" 2>&1); then
    [ "${result_of[$name]:-}" = FAILED ] || result_of[$name]=ok
  else
    result_of[$name]=FAILED
    echo "$name FAILED; see $LOG" >&2
  fi
  printf '%s\n' "$out" >>"$LOG"
  # a script that could not run says so and is not taken for a pass
  if grep -q '^NOT RUN' <<<"$out"; then result_of[$name]='not run'; fi
  n=$(grep -oE "$pattern" <<<"$out" | grep -oE '[0-9]+' | head -1)
  done_of[$name]=$((${done_of[$name]:-0} + ${n:-0}))
  seconds_of[$name]=$((${seconds_of[$name]:-0} + SECONDS - at))
}

cargo test --no-run --test hostile --lib >>"$LOG" 2>&1 || { echo "it does not build; see $LOG" >&2; exit 1; }
if [ "$KILLS" -gt 0 ]; then KILLS=$KILLS step 'kill -9' 'shown: [0-9]+' bash tests/system/kill.sh; fi
if [ "$POWERCUTS" -gt 0 ]; then POWERCUTS=$POWERCUTS step 'power cuts' 'shown: [0-9]+' bash tests/system/powercut.sh; fi

if [ "$OFFICES" -gt 0 ]; then
  CALM=60 ROUNDS=$OFFICES step 'an office' 'checked: [0-9]+ writes' bash tests/system/load.sh
fi

targets=$(ls tests/hostile/corpus)
round=$(date +%s)
while :; do
  left=$((MINUTES * 60 - (SECONDS - BEGUN)))
  [ "$left" -gt 15 ] || break
  round=$((round + 1))
  # at most a minute a target in one round, so that a short soak gets to all of them
  each=$((left / 22)); [ "$each" -le 60 ] || each=60; [ "$each" -ge 1 ] || each=1
  for t in $targets; do
    step "fuzz $t" '[0-9]+ mutated' env LINLI_SEED=$round LINLI_SOAK_SECONDS=$each \
      cargo test --quiet --test hostile -- --exact "run::$t" --nocapture
    [ $((SECONDS - BEGUN)) -lt $((MINUTES * 60)) ] || break 2
  done
  step 'random keys' '[0-9]+ keys' env LINLI_SEED=$round LINLI_KEYS=$((each * 60)) \
    cargo test --quiet --test hostile -- --exact desk::random_keys_never_break_the_screen --nocapture
  step 'painter frames' '[0-9]+ frames' env LINLI_SEED=$round LINLI_FRAMES=$((each * 1700)) bash -c 'cargo test --quiet --lib -- --exact \
    tui::painter::tests::two_emulators_show_every_frame && echo "$LINLI_FRAMES frames"'
done

bad=0
printf '\n%-16s %12s %8s  %s\n' what done seconds result
for name in "${names[@]}"; do
  printf '%-16s %12s %8s  %s\n' "$name" "${done_of[$name]}" "${seconds_of[$name]}" "${result_of[$name]}"
  [ "${result_of[$name]}" != FAILED ] || bad=1
done
[ "$bad" = 0 ] || echo "something failed; see $LOG" >&2
exit "$bad"
