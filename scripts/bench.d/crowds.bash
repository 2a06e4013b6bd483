# shellcheck shell=bash disable=SC2154,SC2034,SC2004 # variables of scripts/bench and figures.bash
# Sourced by scripts/bench: what crowds of clients do, those that vanish and those that are slow.

# The ways to serve a crowd; each is a server that `crowd_server` starts under its name.
crowds=(ours resident)

# crowd_server NAME CLIENTS OPTIONS PROGRAM: starts a server for so many clients at a time.
crowd_server() {
  # shellcheck disable=SC2086 # options are words
  if [ "$1" = resident ]; then
    listen resident "$here/cgi-adapter" -1 --listen 127.0.0.1:0 --max-processes $(($2 + 8)) $3 "$4"
    return
  fi
  # shellcheck disable=SC2086 # options are words
  listen "$1" "$here/tcpserver" -1 -HRl0 -c $(($2 + 8)) -b 4096 127.0.0.1 0 "$here/cgi-adapter" $3 "$4"
}

section_crowd() {
  local clients=1000 grace=2 requests=2000 round name
  [ "$quick" = no ] || clients=100 requests=300
  declare -A title=([ours]='tcpserver + cgi-adapter (ours)' [resident]='cgi-adapter --listen (ours)')
  mkdir -p "$temporary/silent"
  # The script and a child of its own, neither of which ever says anything more.
  printf '#!/bin/sh\nprintf "Content-Type: text/event-stream\\n\\ndata: begun\\n\\n"\nsleep 1000 &\nwait\n' \
    >"$temporary/silent/silent.cgi"
  chmod a+x "$temporary/silent/silent.cgi"
  local most=$rounds
  [ "$most" -le 3 ] || most=3
  for ((round = 1; round <= most; round++)); do
    for name in "${crowds[@]}"; do
      crowd_server "$name" "$clients" "--grace $grace" "$temporary/silent/silent.cgi"
      samples[vanish,$name]+=" $("$temporary/crowd" vanish "${port[$name]}" "$clients" "$temporary/silent" \
        2>>"$temporary/log")" || failures+=("vanish, $name: $(tail -n 1 "$temporary/log")")
      stop_all
      crowd_server "$name" "$clients" '--timeout-head 300' "$hello"
      samples[quiet,$name]+=" $("$temporary/crowd" slow "${port[$name]}" 0 "$requests" 2>>"$temporary/log")"
      samples[slow,$name]+=" $("$temporary/crowd" slow "${port[$name]}" "$clients" "$requests" \
        2>>"$temporary/log")" || failures+=("slow, $name: $(tail -n 1 "$temporary/log")")
      stop_all
    done
    note "crowd: round $round of $most done"
  done
  printf '\n### Crowds of %s clients\n\n' "$clients"
  echo "| server | all vanish: all processes gone after, ms | 99th percentile of a client, us | with slow heads, us | ratio |"
  echo '| --- | ---: | ---: | ---: | ---: |'
  for name in "${crowds[@]}"; do
    echo "| ${title[$name]} | $(median_of "vanish,$name") | $(median_of "quiet,$name") | $(median_of "slow,$name")" \
      "| $(ratio "slow,$name" "quiet,$name") |"
    bar "$clients streams whose clients vanish, ${title[$name]}: ms until nothing is left (grace $grace s)" \
      "<= $((grace * 1000 + 1000))" "$(median_of "vanish,$name")"
    bar "$clients slow heads, ${title[$name]}: 99th percentile of another client against none" '<= 2.0' \
      "$(ratio "slow,$name" "quiet,$name")"
  done
}
