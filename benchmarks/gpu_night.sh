#!/usr/bin/env bash
# What a GPU machine has to show, in 8 minutes at most: every part stands alone, is bounded, and writes its JSON to OUT.
#   OUT=DIR PYTHON=python DEVICE=cuda bash benchmarks/gpu_night.sh [PART ...]     parts: devices first rates smoke views engines bare kill9
# With DEVICE=cpu and QUICK=1 it tries itself on a machine without a GPU. For a card that `prelabel devices` says has no kernel yet,
# compile it ahead (--compile): the driver takes 7 minutes. What matters most comes first: time may run out.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
OUT=${OUT:-gpu-night}; PYTHON=${PYTHON:-uv run python}; DEVICE=${DEVICE:-cuda}; QUICK=${QUICK:-}
mkdir -p "$OUT"
ended=$((SECONDS + ${LIMIT:-470}))

part() { # part NAME SECONDS COMMAND...: bounded by its own limit and by what is left of all
  local name=$1 limit=$2 left=$((ended - SECONDS)); shift 2
  [ "$left" -gt 5 ] || { echo "== $name: no time left"; return; }
  echo "== $name (${SECONDS} s)"
  # shellcheck disable=SC2086  # PYTHON may be several words
  timeout -k 5 $((limit < left ? limit : left)) $PYTHON -m "$@" 2>&1 | tail -n 40
  local status=${PIPESTATUS[0]}
  [ "$status" = 0 ] || echo "== $name: exit $status"
}
rate() { # rate NAME OPTIONS...
  part "$1" 75 benchmarks night rate --device "$DEVICE" --json "$OUT/$1.json" "${tiny[@]}" "${@:2}"
}
tiny=(); counts=(1 4 8 16)
[ -z "$QUICK" ] || { tiny=(--size 96x72 --each 1 --least 2); counts=(1 2); }

devices() { part devices 60 render devices; }
first() { part first 300 benchmarks night first --device "$DEVICE" --json "$OUT/first.json"; }
rates() {
  local most=${counts[-1]} n
  rate "draft-$most" --workers "$most"
  rate "standard-$most" --workers "$most" --preset standard
  rate "portrait-$most" --workers "$most" --scene portrait
  [ "$DEVICE" != cuda ] || rate "optix-$most" --workers "$most" --device optix
  for n in "${counts[@]:0:${#counts[@]}-1}"; do rate "draft-$n" --workers "$n"; done
}
views() { for n in "${counts[@]: -1}"; do rate "views-4-$n" --workers "$n" --with views=4; done; }
engines() { for n in "${counts[@]:0:2}"; do rate "eevee-$n" --workers "$n" --with engine=eevee; done; }
bare() { part bare 60 benchmarks overhead --device "$DEVICE" --rounds 2 --frames 2 --json "$OUT/bare.json" ${QUICK:+--quick}; }
smoke() { part smoke 150 benchmarks night smoke --device "$DEVICE" --workers "${counts[2]:-2}" --out "$OUT/smoke" --json "$OUT/smoke.json" ${QUICK:+--quick}; }
kill9() { part kill 150 benchmarks night kill --device "$DEVICE" --json "$OUT/kill.json"; }

[ $# -gt 0 ] || set -- devices first rates views engines smoke bare kill9
for name in "$@"; do "$name"; done
echo "== done after ${SECONDS} s: $(ls "$OUT")"
