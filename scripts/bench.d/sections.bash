# shellcheck shell=bash disable=SC2154,SC2034,SC2004 # variables of scripts/bench and figures.bash
# Sourced by scripts/bench: one function for each section of the report.

# Listeners with a static child that exits at once.
start_listeners() {
  listeners=(ours)
  listen ours "$here/tcpserver" -1 -HRl0 127.0.0.1 0 "$temporary/exit"
  if [ -n "$djb" ]; then
    listen djb "$djb" -1 -HRl0 127.0.0.1 0 "$temporary/exit"
    listeners+=(djb)
  fi
  if [ -n "$tcpsvd" ]; then
    port[tcpsvd]=$("$load" port)
    serve tcpsvd "$tcpsvd" -l0 127.0.0.1 "${port[tcpsvd]}" "$temporary/exit"
    listeners+=(tcpsvd)
  fi
}

section_connections() {
  local many=2000 name
  [ "$quick" = no ] || many=500
  start_listeners
  listen limit "$temporary/limit" "$temporary/exit"
  listeners+=(limit)
  compare c1 "$many" 1 "${listeners[@]}"
  compare c8 $((many * 2)) 8 "${listeners[@]}"
  stop_all

  declare -A title=([ours]='tcpserver (ours)' [djb]="djb tcpserver -HRl0" [tcpsvd]='ipsvd tcpsvd'
    [limit]='the limit: accept, vfork, exec')
  printf '\n### Connections per second, a static child that exits at once\n\n'
  echo '| listener | concurrency 1 | ours is | concurrency 8 | ours is |'
  echo '| --- | ---: | ---: | ---: | ---: |'
  for name in "${listeners[@]}"; do
    echo "| ${title[$name]} | $(median_of "c1,$name") | $(ratio c1,ours "c1,$name") x" \
      "| $(median_of "c8,$name") | $(ratio c8,ours "c8,$name") x |"
  done
  bar 'connections per second against djb tcpserver, concurrency 1' '>= 1.15' "$(ratio c1,ours c1,djb)"
  bar 'connections per second against djb tcpserver, concurrency 8' '>= 1.0' "$(ratio c8,ours c8,djb)"
}

write_configurations() {
  local user=''
  [ "$(id -u)" -ne 0 ] || user='user root;'
  cat >"$temporary/lighttpd.conf" <<END
server.document-root = "$temporary/www"
server.bind = "127.0.0.1"
server.port = ${port[lighttpd]-1}
server.modules = ( "mod_cgi" )
server.errorlog = "$temporary/lighttpd.log"
\$HTTP["url"] =~ "^/cgi-bin/" { cgi.assign = ( "" => "" ) }
END
  cat >"$temporary/nginx.conf" <<END
$user
daemon off;
worker_processes auto;
pid $temporary/nginx.pid;
error_log $temporary/nginx.log;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path $temporary/nginx-body;
  fastcgi_temp_path $temporary/nginx-fastcgi;
  proxy_temp_path $temporary/nginx-proxy;
  scgi_temp_path $temporary/nginx-scgi;
  uwsgi_temp_path $temporary/nginx-uwsgi;
  server {
    listen 127.0.0.1:${port[nginx]-1};
    location /cgi-bin/ {
      fastcgi_pass unix:$temporary/fcgiwrap;
      fastcgi_param SCRIPT_FILENAME $temporary/www\$fastcgi_script_name;
      fastcgi_param QUERY_STRING \$query_string;
      fastcgi_param REQUEST_METHOD \$request_method;
      fastcgi_param REMOTE_ADDR \$remote_addr;
      fastcgi_param SERVER_PROTOCOL \$server_protocol;
    }
  }
}
END
}

# Servers of the CGI program $1 (a file in cgi-bin): a connection for each request.
start_http() {
  local www=$temporary/www
  https=(ours)
  listen ours "$here/tcpserver" -1 -HRl0 127.0.0.1 0 "$here/cgi-adapter" "$www/cgi-bin/$1"
  if [ -n "$busybox" ]; then
    if [ -n "$djb" ]; then
      listen djb+busybox "$djb" -1 -HRl0 127.0.0.1 0 "$busybox" httpd -i -h "$www"
      https+=(djb+busybox)
    fi
    listen ours+busybox "$here/tcpserver" -1 -HRl0 127.0.0.1 0 "$busybox" httpd -i -h "$www"
    port[busybox]=$("$load" port)
    serve busybox "$busybox" httpd -f -p "127.0.0.1:${port[busybox]}" -h "$www"
    https+=(ours+busybox busybox)
  fi
  [ -z "$lighttpd" ] || port[lighttpd]=$("$load" port)
  [ -z "$nginx" ] || port[nginx]=$("$load" port)
  write_configurations
  if [ -n "$lighttpd" ]; then
    serve lighttpd "$lighttpd" -D -f "$temporary/lighttpd.conf"
    https+=(lighttpd)
  fi
  if [ -n "$nginx" ]; then
    rm -f "$temporary/fcgiwrap"
    "$fcgiwrap" -c "$(nproc)" -s "unix:$temporary/fcgiwrap" >>"$temporary/log" 2>&1 </dev/null &
    running+=("$!")
    serve nginx "$nginx" -p "$temporary" -e "$temporary/nginx.log" -c "$temporary/nginx.conf"
    https+=(nginx)
  fi
  # Our adapter runs one program, whatever the path; the others find it by its path.
  local name
  for name in "${https[@]}"; do path[$name]=/cgi-bin/$1; done
  path[ours]=/
}

section_http() {
  local many=1000 name program
  [ "$quick" = no ] || many=200
  declare -A title=([ours]='tcpserver + cgi-adapter (ours)' [djb+busybox]='djb tcpserver + busybox httpd -i'
    [ours+busybox]='tcpserver (ours) + busybox httpd -i' [busybox]='busybox httpd (resident)'
    [lighttpd]='lighttpd mod_cgi (resident)' [nginx]='nginx + fcgiwrap (resident)')
  for program in hello hello.sh; do
    start_http "$program"
    compare "$program.1" "$many" 1 "${https[@]}"
    compare "$program.8" $((many * 2)) 8 "${https[@]}"
    stop_all
    printf '\n### HTTP requests per second, a connection each, CGI program in %s\n\n' \
      "$([ $program = hello ] && echo C || echo shell)"
    echo '| server | concurrency 1 | ours is | concurrency 8 | ours is |'
    echo '| --- | ---: | ---: | ---: | ---: |'
    for name in "${https[@]}"; do
      echo "| ${title[$name]} | $(median_of "$program.1,$name") | $(ratio "$program.1,ours" "$program.1,$name") x" \
        "| $(median_of "$program.8,$name") | $(ratio "$program.8,ours" "$program.8,$name") x |"
    done
  done
  bar 'HTTP requests per second against djb tcpserver + busybox httpd -i, concurrency 1' '>= 1.0' \
    "$(ratio hello.1,ours hello.1,djb+busybox)"
  bar 'HTTP requests per second against djb tcpserver + busybox httpd -i, concurrency 8' '>= 1.0' \
    "$(ratio hello.8,ours hello.8,djb+busybox)"
}

section_memory() {
  local many=100000 name idle loaded
  [ "$quick" = no ] || many=5000
  start_listeners
  declare -A idle=() loaded=()
  declare -A title=([ours]='tcpserver (ours)' [djb]="djb tcpserver -HRl0" [tcpsvd]='ipsvd tcpsvd')
  for name in "${listeners[@]}"; do
    idle[$name]=$(megabytes "$(resident "${pid[$name]}")")
    "$load" "${port[$name]}" "$many" 8 >/dev/null || failures+=("$name: connections failed")
    loaded[$name]=$(megabytes "$(resident "${pid[$name]}")")
  done
  stop_all
  printf '\n### Resident memory of the listener, MB\n\n'
  echo "| listener | idle | after $many connections |"
  echo '| --- | ---: | ---: |'
  for name in "${listeners[@]}"; do echo "| ${title[$name]} | ${idle[$name]} | ${loaded[$name]} |"; done
  bar 'listener, resident memory idle, MB' '<= 0.6' "${idle[ours]}"
  bar "listener, resident memory after $many connections, MB" '<= 1.6' "${loaded[ours]}"
}

milliseconds() { awk -v us="$1" 'BEGIN { printf "%.2f", us / 1000 }'; }

section_start() {
  local runs=21
  printf '\n### Start-up: from spawn until clients can connect, ms\n\n'
  echo '| listener | ms |'
  echo '| --- | ---: |'
  echo "| tcpserver (ours), native | $(milliseconds "$("$child" start $runs "$here/tcpserver" \
    -1 -HRl0 127.0.0.1 0 "$temporary/exit")") |"
  echo "| tcpserver (ours), on a JVM | $(milliseconds "$("$child" start 5 "$jvm/tcpserver" \
    -1 -HRl0 127.0.0.1 0 "$temporary/exit")") |"
  [ -z "$djb" ] || echo "| djb tcpserver | $(milliseconds "$("$child" start $runs "$djb" \
    -1 -HRl0 127.0.0.1 0 "$temporary/exit")") |"
}

# What a listener would set.
peer_environment() { env PROTO=TCP TCPREMOTEIP=127.0.0.1 TCPREMOTEPORT=5 TCPLOCALIP=127.0.0.1 TCPLOCALPORT=80 "$@"; }

section_adapter() {
  local runs=501 round alone adapter resident
  [ "$quick" = no ] || runs=51
  for ((round = 1; round <= rounds; round++)); do
    samples[exit,alone]+=" $("$child" exit $runs - "$hello")"
    samples[exit,ours]+=" $(peer_environment "$child" exit $runs / "$here/cgi-adapter" "$hello")"
    [ -z "$busybox" ] || samples[exit,busybox]+=" $(peer_environment "$child" exit $runs /cgi-bin/hello \
      "$busybox" httpd -i -h "$temporary/www")"
  done
  alone=$(milliseconds "$(median_of exit,alone)")
  adapter=$(milliseconds "$(median_of exit,ours)")
  resident=$(megabytes "$(peer_environment "$child" resident / "$here/cgi-adapter" "$hello" hold)")
  printf '\n### One request, from spawn to exit, a CGI program in C included\n\n'
  echo '| program | ms | resident while the CGI program runs, MB |'
  echo '| --- | ---: | ---: |'
  echo "| cgi-adapter (ours) | $adapter | $resident |"
  [ -z "$busybox" ] || echo "| busybox httpd -i | $(milliseconds "$(median_of exit,busybox)") | |"
  echo "| the CGI program alone | $alone | |"
  bar 'cgi-adapter from spawn to exit, ms' '<= 1.2' "$adapter"
  bar 'cgi-adapter, resident memory while its program runs, MB' '<= 0.6' "$resident"
}

section_stream() {
  local bytes=1000000000 round name
  [ "$quick" = no ] || bytes=100000000
  truncate -s $bytes "$temporary/large"
  printf '#!/bin/sh\nprintf "Content-Type: application/octet-stream\\n\\n"\nexec cat "%s"\n' "$temporary/large" \
    >"$temporary/www/cgi-bin/large"
  chmod a+x "$temporary/www/cgi-bin/large"
  cat "$temporary/large" >/dev/null
  streamed() { # NAME COMMAND...
    local got
    got=$(peer_environment "$child" stream $bytes "${@:2}") || failures+=("stream: $1")
    samples[stream,$1]+=" ${got% *}"
    samples[most,$1]+=" ${got#* }"
  }
  for ((round = 1; round <= rounds; round++)); do
    streamed cat - "$(command -v cat)" "$temporary/large"
    streamed ours / "$here/cgi-adapter" "$temporary/www/cgi-bin/large"
    [ -z "$busybox" ] || streamed busybox /cgi-bin/large "$busybox" httpd -i -h "$temporary/www"
    note "stream: round $round of $rounds done"
  done
  rm "$temporary/large"
  printf '\n### A response of %s MB\n\n' $((bytes / 1000000))
  echo '| program | MB/s | ours is | most memory, MB |'
  echo '| --- | ---: | ---: | ---: |'
  declare -A title=([ours]='cgi-adapter (ours), its program is cat' [cat]='cat on the socket'
    [busybox]='busybox httpd -i, its program is cat')
  for name in ours cat busybox; do
    [ -z "${samples[stream,$name]-}" ] || echo "| ${title[$name]} | $(median_of "stream,$name")" \
      "| $(ratio stream,ours "stream,$name") x | $(megabytes "$(median_of "most,$name")") |"
  done
  bar "a response of $((bytes / 1000000)) MB against cat on the socket" '>= 0.7' "$(ratio stream,ours stream,cat)"
  bar 'the same: most memory of the adapter, MB' '<= 1.0' "$(megabytes "$(median_of most,ours)")"
}

# 10,000 rules that do not match, and one for everybody: of addresses, or of networks of 24 prefix lengths.
write_rules() {
  awk -v networks="$1" 'BEGIN {
    for (i = 0; i < 10000; i++) {
      if (networks) printf "10.%d.%d.0/%d:deny\n", i / 256, i % 256, 9 + i % 24
      else printf "10.0.%d.%d:deny\n", i / 256, i % 256
    }
    print ":allow,RULE=\"everybody\""
  }'
}

section_rules() {
  local many=2000 name
  [ "$quick" = no ] || many=500
  write_rules 0 | "$here/tcprules" "$temporary/addresses.cdb" "$temporary/rules.tmp" || exit
  write_rules 1 | "$here/tcprules" "$temporary/networks.cdb" "$temporary/rules.tmp" || exit
  local -a servers=(plain addresses networks)
  listen plain "$here/tcpserver" -1 -vHRl0 127.0.0.1 0 "$temporary/exit"
  listen addresses "$here/tcpserver" -1 -vHRl0 -x "$temporary/addresses.cdb" 127.0.0.1 0 "$temporary/exit"
  listen networks "$here/tcpserver" -1 -vHRl0 -x "$temporary/networks.cdb" 127.0.0.1 0 "$temporary/exit"
  if [ -n "$djb" ]; then
    listen djb "$djb" -1 -vHRl0 -x "$temporary/addresses.cdb" 127.0.0.1 0 "$temporary/exit"
    servers+=(djb)
  fi
  compare r1 "$many" 1 "${servers[@]}"
  compare r8 $((many * 2)) 8 "${servers[@]}"
  stop_all
  declare -A title=([plain]='tcpserver (ours) -v, no rules' [addresses]='tcpserver (ours) -v, 10,000 addresses'
    [networks]='tcpserver (ours) -v, 10,000 networks of 24 lengths' [djb]='djb tcpserver -v, 10,000 addresses')
  printf '\n### Connections per second with access rules\n\n'
  echo '| listener | concurrency 1 | without rules: 1 | concurrency 8 | without rules: 1 |'
  echo '| --- | ---: | ---: | ---: | ---: |'
  for name in "${servers[@]}"; do
    echo "| ${title[$name]} | $(median_of "r1,$name") | $(ratio "r1,$name" r1,plain)" \
      "| $(median_of "r8,$name") | $(ratio "r8,$name" r8,plain) |"
  done
  bar 'connections per second with 10,000 rules against none, concurrency 1' '>= 0.9' \
    "$(ratio r1,addresses r1,plain)"
  bar 'the same, rules of networks' '>= 0.9' "$(ratio r1,networks r1,plain)"
  bar 'connections per second with 10,000 rules and a log against djb tcpserver, concurrency 1' '>= 1.1' \
    "$(ratio r1,addresses r1,djb)"
  bar 'the same, concurrency 8' '>= 1.0' "$(ratio r8,addresses r8,djb)"
}

# What a connection costs beside many children, many rules, and many clients of late; and with all limits against djb's.
section_limits() {
  local many=2000 live=1000 name byte
  local -a limits=(-C 5000/32,64 -C 10000/24,48 --rate 1000000/s)
  [ "$quick" = no ] || many=500
  write_rules 0 | "$here/tcprules" "$temporary/addresses.cdb" "$temporary/rules.tmp" || exit
  local -a servers=(empty full limits)
  listen empty "$here/tcpserver" -1 -vHRl0 -c 2000 127.0.0.1 0 "$temporary/stay"
  listen full "$here/tcpserver" -1 -vHRl0 -c 2000 -b 100 -x "$temporary/addresses.cdb" "${limits[@]}" \
    127.0.0.1 0 "$temporary/stay"
  addresses[empty]=1 addresses[full]=5000
  listen limits "$here/tcpserver" -1 -vHRl0 -x "$temporary/addresses.cdb" "${limits[@]}" 127.0.0.1 0 "$temporary/exit"
  if [ -n "$djb" ]; then
    listen djb "$djb" -1 -vHRl0 -x "$temporary/addresses.cdb" 127.0.0.1 0 "$temporary/exit"
    servers+=(djb)
  fi
  rm -f "$temporary/held"
  mkfifo "$temporary/held"
  "$load" hold "${port[full]}" $live >"$temporary/held" &
  running+=("$!")
  read -r byte <"$temporary/held" || failures+=("$live connections could not be held")
  compare l1 "$many" 1 "${servers[@]}"
  compare l8 $((many * 2)) 8 "${servers[@]}"
  stop_all
  declare -A title=([empty]='tcpserver (ours) -v, empty'
    [full]="the same with $live live children, 10,000 rules, limits and rates, clients from 5,000 addresses"
    [limits]='tcpserver (ours) -v, 10,000 rules, limits and rates' [djb]='djb tcpserver -v, 10,000 rules')
  printf '\n### Connections per second with limits\n\n'
  echo '| listener | concurrency 1 | concurrency 8 |'
  echo '| --- | ---: | ---: |'
  for name in "${servers[@]}"; do
    echo "| ${title[$name]} | $(median_of "l1,$name") | $(median_of "l8,$name") |"
  done
  bar "connections per second with $live children, 10,000 rules and 5,000 addresses against none" '>= 0.9' \
    "$(ratio l1,full l1,empty)"
  bar 'connections per second with rules, limits and a log against djb tcpserver -x -v, concurrency 1' '>= 1.1' \
    "$(ratio l1,limits l1,djb)"
  bar 'the same, concurrency 8' '>= 1.0' "$(ratio l8,limits l8,djb)"
}

# Most of the processes that a listener had at a time while $2 ran.
most_children() {
  local most=0 now
  while kill -0 "$2" 2>/dev/null; do
    now=$(wc -w <"/proc/$1/task/$1/children")
    most=$((now > most ? now : most))
  done
  echo "$most"
}

# 2,000 clients that come again and again, of whom 20 may have a process.
section_flood() {
  local seconds=20 before after flood most away served start took
  [ "$quick" = no ] || seconds=3
  listen ours "$here/tcpserver" -1 -HRl0 -c 40 -C 2 -b 128 127.0.0.1 0 "$temporary/stay" all
  "$load" flood "${port[ours]}" 200 10 1 >/dev/null || failures+=('flood: the clients could not come')
  before=$(resident "${pid[ours]}")
  "$load" flood "${port[ours]}" 2000 10 "$seconds" >"$temporary/flood" &
  flood=$!
  most=$(most_children "${pid[ours]}" "$flood")
  wait "$flood" || failures+=('flood: the clients could not come')
  start=$(date +%s%N)
  "$load" hold "${port[ours]}" 1 >"$temporary/held.one" &
  running+=("$!")
  until [ -s "$temporary/held.one" ]; do :; done
  took=$((($(date +%s%N) - start) / 1000000))
  after=$(resident "${pid[ours]}")
  read -r away served <"$temporary/flood"
  stop_all
  printf '\n### A flood: 2,000 clients from 10 addresses for %s seconds, -c 40 -C 2\n\n' "$seconds"
  echo "Sent away $away times; at most $served were served at a time, and there were $most processes."
  echo "Resident $before kB before, $after kB after. The next client was served after $took ms."
  bar 'flood: processes at a time, of 20 that are allowed' '<= 20' "$most"
  bar 'the same: growth of resident memory, kB' '<= 64' $((after - before))
  bar 'the same: milliseconds until the next client is served' '<= 1000' "$took"
}

section_long() {
  local total=1000000 step=100000 made errors=0 sizes='' began ended
  [ "$quick" = no ] || total=10000 step=1000
  # Every connection must begin and end in the log, and with status 0; awk counts the lines as they come.
  mkfifo "$temporary/lines"
  awk '/: pid / { began++ } / status 0$/ { ended++ } END { print began + 0, ended + 0 }' \
    <"$temporary/lines" >"$temporary/counts" &
  local counter=$!
  running+=("$counter")
  rm -f "$temporary/ready"
  mkfifo "$temporary/ready"
  "$here/tcpserver" -1 -v -HRl0 127.0.0.1 0 "$temporary/exit" >"$temporary/ready" 2>"$temporary/lines" </dev/null &
  local server=$!
  running+=("$server")
  local number
  read -r number <"$temporary/ready"
  sizes=$(resident "$server")
  for ((made = 0; made < total; made += step)); do
    "$load" "$number" $step 8 >/dev/null || errors=$((errors + 1))
    sizes="$sizes $(resident "$server")"
    note "long: $((made + step)) connections, $(resident "$server") kB"
  done
  # The last children have ended when none is left; only then is the listener stopped.
  until [ -z "$(cat "/proc/$server/task/$server/children")" ]; do :; done
  kill "$server"
  wait "$server" 2>/dev/null
  wait "$counter"
  read -r began ended <"$temporary/counts"
  running=()
  printf '\n### %s connections in a row, concurrency 8\n\n' "$total"
  echo "Begun $began, ended with status 0 $ended, failed runs of $step: $errors."
  echo "Resident kB at the start and after each $step: $sizes."
  bar "$total connections in a row: connections that did not end well" '<= 0' \
    "$((total - ended + total - began + errors))"
  bar "the same: growth of resident memory over the second half, kB" '<= 64' \
    "$(awk '{ print $NF - $(int((NF + 1) / 2) + 1) }' <<<"$sizes")"
}
