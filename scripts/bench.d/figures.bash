# shellcheck shell=bash disable=SC2154,SC2034 # variables of scripts/bench
# Sourced by scripts/bench: servers that are started for a comparison, and what is made of the figures.

# Where each listens, its process id, for HTTP the path to ask for, and how many addresses clients come from.
declare -A port=() pid=() path=() addresses=()

# listen NAME COMMAND...: starts what prints its port as tcpserver -1 does.
listen() {
  local name=$1 number
  shift
  rm -f "$temporary/ready"
  mkfifo "$temporary/ready"
  "$@" >"$temporary/ready" 2>>"$temporary/log" </dev/null &
  pid[$name]=$!
  running+=("$!")
  if ! read -r number <"$temporary/ready"; then
    note "$name does not start:"
    tail -n 3 "$temporary/log" >&2
    exit 1
  fi
  port[$name]=$number
}

# serve NAME COMMAND...: starts what listens on the port ${port[NAME]}, which was chosen before.
serve() {
  local name=$1
  shift
  "$@" >>"$temporary/log" 2>&1 </dev/null &
  pid[$name]=$!
  running+=("$!")
  if ! "$load" wait "${port[$name]}"; then
    note "$name does not start:"
    tail -n 3 "$temporary/log" >&2
    exit 1
  fi
}

declare -A samples=()

median() { tr ' ' '\n' | grep . | sort -n | awk '{ v[NR] = $1 } END { if (NR) print v[int((NR + 1) / 2)]; else print "-" }'; }

median_of() { echo "${samples[$1]-}" | median; }

# ratio KEY KEY: the median of the quotients, round by round.
ratio() {
  [ -n "${samples[$2]-}" ] || {
    echo -
    return
  }
  paste -d' ' <(tr ' ' '\n' <<<"${samples[$1]}" | grep .) <(tr ' ' '\n' <<<"${samples[$2]}" | grep .) |
    awk '$2 > 0 { printf "%.2f\n", $1 / $2 }' | median
}

# compare KEY CONNECTIONS CONCURRENCY SERVER...: the rounds.
compare() {
  local key=$1 connections=$2 concurrency=$3 round i rate
  shift 3
  local -a order=("$@")
  for ((round = 1; round <= rounds; round++)); do
    for ((i = 0; i < ${#order[@]}; i++)); do
      local at=$((round % 2 ? i : ${#order[@]} - 1 - i))
      local name=${order[at]}
      # shellcheck disable=SC2086 # the path is a word or none
      if ! rate=$("$client" ${addresses[$name]+-s "${addresses[$name]}"} "${port[$name]}" "$connections" "$concurrency" ${path[$name]-} 2>>"$temporary/log"); then
        note "$name: $(tail -n 1 "$temporary/log")"
        failures+=("$name, concurrency $concurrency: $(tail -n 1 "$temporary/log")")
      fi
      samples[$key,$name]="${samples[$key,$name]-} $rate"
    done
    note "$key: round $round of $rounds done"
  done
}

declare -a failures=() bars=()

# bar TEXT TARGET MEASURED: one row of the last table; TARGET is ">= x" or "<= x".
bar() {
  local verdict=no
  [ "$3" != - ] || verdict='not measured'
  [ "$3" = - ] || ! awk -v have="$3" -v want="${2#?? }" -v how="${2%% *}" \
    'BEGIN { exit !(how == ">=" ? have + 0 >= want + 0 : have + 0 <= want + 0) }' || verdict=yes
  bars+=("| $1 | $2 | $3 | $verdict |")
}

resident() { awk '/^VmRSS:/ { print $2 }' "/proc/$1/status"; }

megabytes() { awk -v kb="$1" 'BEGIN { printf "%.2f", kb / 1024 }'; }
