# shellcheck shell=bash disable=SC2154,SC2034 # variables of scripts/bench, figures.bash and sections.bash
# Sourced by scripts/bench: the resident cgi-adapter beside web servers that are resident, too.

# The configuration of Apache with mod_cgid at ${port[apache]}.
write_apache() {
  cat >"$temporary/apache.conf" <<END
ServerRoot "$temporary"
ServerName 127.0.0.1
Listen 127.0.0.1:${port[apache]}
PidFile "$temporary/apache.pid"
ErrorLog "$temporary/apache.log"
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
LoadModule cgid_module /usr/lib/apache2/modules/mod_cgid.so
ScriptSock "$temporary/apache.sock"
ScriptAlias /cgi-bin/ "$temporary/www/cgi-bin/"
MaxKeepAliveRequests 0
END
}

# Ours, and the resident servers that this machine has, with the CGI program hello.
start_residents() {
  residents=(ours)
  path=([ours]=/ [lighttpd]=/cgi-bin/hello [nginx]=/cgi-bin/hello [busybox]=/cgi-bin/hello [apache]=/cgi-bin/hello)
  listen ours "$here/cgi-adapter" -1 --listen 127.0.0.1:0 "$hello"
  [ -z "$lighttpd" ] || port[lighttpd]=$("$load" port)
  [ -z "$nginx" ] || port[nginx]=$("$load" port)
  write_configurations
  if [ -n "$lighttpd" ]; then
    printf 'server.max-keep-alive-requests = 1000000\n' >>"$temporary/lighttpd.conf"
    serve lighttpd "$lighttpd" -D -f "$temporary/lighttpd.conf"
    residents+=(lighttpd)
  fi
  if [ -n "$nginx" ]; then
    rm -f "$temporary/fcgiwrap"
    "$fcgiwrap" -c "$(nproc)" -s "unix:$temporary/fcgiwrap" >>"$temporary/log" 2>&1 </dev/null &
    running+=("$!")
    serve nginx "$nginx" -p "$temporary" -e "$temporary/nginx.log" -c "$temporary/nginx.conf"
    residents+=(nginx)
  fi
  if [ -n "$busybox" ]; then
    port[busybox]=$("$load" port)
    serve busybox "$busybox" httpd -f -p "127.0.0.1:${port[busybox]}" -h "$temporary/www"
    residents+=(busybox)
  fi
  if [ -n "$apache" ]; then
    port[apache]=$("$load" port)
    write_apache
    serve apache "$apache" -D FOREGROUND -f "$temporary/apache.conf"
    residents+=(apache)
  fi
}

# The least of the ratios of ours to the others, for a key: against the best of them.
against_best() {
  local name
  for name in "${residents[@]}"; do
    [ "$name" = ours ] || [ -z "${samples[$1,$name]-}" ] || ratio "$1,ours" "$1,$name"
  done | sort -n | head -n 1
}

section_resident() {
  local many=2000 name key kept=()
  [ "$quick" = no ] || many=300
  declare -A title=([ours]='cgi-adapter --listen (ours)' [lighttpd]='lighttpd mod_cgi' [nginx]='nginx + fcgiwrap'
    [busybox]='busybox httpd' [apache]='Apache mod_cgid')
  start_residents
  compare resident.1 "$many" 1 "${residents[@]}"
  compare resident.8 $((many * 2)) 8 "${residents[@]}"
  # busybox httpd ends every connection.
  for name in "${residents[@]}"; do [ "$name" = busybox ] || kept+=("$name"); done
  client=$keep
  compare kept.1 "$many" 1 "${kept[@]}"
  compare kept.8 $((many * 2)) 8 "${kept[@]}"
  client=$load
  stop_all
  printf '\n### Requests per second of resident servers, CGI program in C\n\n'
  echo '| server | a connection each: 1 | ours is | 8 | ours is | kept connections: 1 | ours is | 8 | ours is |'
  echo '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |'
  for name in "${residents[@]}"; do
    printf '| %s ' "${title[$name]}"
    for key in resident.1 resident.8 kept.1 kept.8; do
      printf '| %s | %s x ' "$(median_of "$key,$name")" "$(ratio "$key,ours" "$key,$name")"
    done
    echo '|'
  done
  bar 'resident, a connection for each request, against the best, concurrency 1' '>= 1.3' "$(against_best resident.1)"
  bar 'the same, concurrency 8' '>= 1.3' "$(against_best resident.8)"
  bar 'resident, kept connections, against the best, concurrency 1' '>= 1.3' "$(against_best kept.1)"
  bar 'the same, concurrency 8' '>= 1.3' "$(against_best kept.8)"
  resident_static
  resident_memory
  resident_bulk
}

resident_static() {
  local many=20000
  [ "$quick" = no ] || many=2000
  [ -n "$lighttpd" ] || return 0
  head -c 10240 /dev/zero | tr '\0' x >"$temporary/www/10k.txt"
  port[lighttpd]=$("$load" port)
  write_configurations
  printf 'server.max-keep-alive-requests = 1000000\n' >>"$temporary/lighttpd.conf"
  listen ours "$here/cgi-adapter" -1 --listen 127.0.0.1:0 --site "$temporary/www"
  serve lighttpd "$lighttpd" -D -f "$temporary/lighttpd.conf"
  path=([ours]=/10k.txt [lighttpd]=/10k.txt)
  client=$keep
  compare static.1 "$many" 1 ours lighttpd
  compare static.8 "$many" 8 ours lighttpd
  client=$load
  stop_all
  printf '\n### A file of 10 KB, requests per second, kept connections\n\n'
  echo '| server | 1 | ours is | 8 | ours is |'
  echo '| --- | ---: | ---: | ---: | ---: |'
  for name in ours lighttpd; do
    echo "| ${title[$name]} | $(median_of "static.1,$name") | $(ratio static.1,ours "static.1,$name") x" \
      "| $(median_of "static.8,$name") | $(ratio static.8,ours "static.8,$name") x |"
  done
  bar 'a file of 10 KB against lighttpd, kept connections, concurrency 8' '>= 0.8' "$(ratio static.8,ours static.8,lighttpd)"
}

resident_memory() {
  local many=5000 idle held=0 holder answer
  [ "$quick" = no ] || many=500
  ulimit -n "$(ulimit -H -n)"
  listen ours "$here/cgi-adapter" -1 --keep-alive 600 --listen 127.0.0.1:0 "$hello"
  idle=$(megabytes "$(resident "${pid[ours]}")")
  coproc "$keep" hold "${port[ours]}" "$many" /
  holder=$COPROC_PID
  if read -r answer <&"${COPROC[0]}" && [ "$answer" = held ]; then
    held=$(megabytes "$(resident "${pid[ours]}")")
  else
    failures+=("$many kept connections")
  fi
  kill "$holder"
  wait "$holder" 2>/dev/null
  stop_all
  printf '\n### Resident memory of cgi-adapter --listen, MB\n\n| idle | with %s idle connections |\n' "$many"
  printf '| ---: | ---: |\n| %s | %s |\n' "$idle" "$held"
  bar 'resident, memory idle, MB' '<= 1' "$idle"
  bar "resident, memory with $many idle connections, MB" '<= 40' "$held"
}

# The most memory of a process so far, kB.
peak() { awk '/^VmHWM:/ { print $2 }' "/proc/$1/status"; }

# bulk KEY NAME CURL-WORDS...: bytes per second of one transfer, in MB.
bulk() {
  local key=$1 name=$2 speed
  shift 2
  speed=$(curl -sf -H Expect: -o /dev/null -w '%{size_download} %{size_upload} %{time_total}' "$@") ||
    failures+=("$key: $name")
  samples[$key,$name]+=" $(awk '{ printf "%.0f", ($1 + $2) / $3 / 1e6 }' <<<"$speed")"
}

resident_bulk() {
  local bytes=1000000000 round name key
  [ "$quick" = no ] || bytes=100000000
  [ -n "$lighttpd" ] || return 0
  truncate -s $bytes "$temporary/large"
  printf '#!/bin/sh\nprintf "Content-Type: application/octet-stream\\n\\n"\nexec cat "%s"\n' "$temporary/large" \
    >"$temporary/www/cgi-bin/large"
  printf '#!/bin/sh\ncat >/dev/null\nprintf "Content-Type: text/plain\\n\\n"\n' >"$temporary/www/cgi-bin/sink"
  chmod a+x "$temporary/www/cgi-bin/large" "$temporary/www/cgi-bin/sink"
  port[lighttpd]=$("$load" port)
  write_configurations
  printf 'server.stream-request-body = 2\nserver.stream-response-body = 2\n' >>"$temporary/lighttpd.conf"
  listen resident "$here/cgi-adapter" -1 --listen 127.0.0.1:0 --site "$temporary/www"
  listen each "$here/tcpserver" -1 -HRl0 127.0.0.1 0 "$here/cgi-adapter" --site "$temporary/www"
  serve lighttpd "$lighttpd" -D -f "$temporary/lighttpd.conf"
  for ((round = 1; round <= rounds; round++)); do
    for name in resident each lighttpd; do
      bulk down "$name" "http://127.0.0.1:${port[$name]}/cgi-bin/large"
      bulk up "$name" -T "$temporary/large" "http://127.0.0.1:${port[$name]}/cgi-bin/sink"
    done
    note "bulk: round $round of $rounds done"
  done
  local most
  most=$(megabytes "$(peak "${pid[resident]}")")
  stop_all
  rm "$temporary/large"
  declare -A title=([resident]='cgi-adapter --listen (ours)' [each]='tcpserver + cgi-adapter (ours)'
    [lighttpd]='lighttpd mod_cgi')
  printf '\n### %s MB to and from a CGI program, MB/s\n\n' $((bytes / 1000000))
  echo '| server | response | lighttpd is 1 | upload | lighttpd is 1 |'
  echo '| --- | ---: | ---: | ---: | ---: |'
  for name in resident each lighttpd; do
    echo "| ${title[$name]} | $(median_of "down,$name") | $(ratio "down,$name" down,lighttpd)" \
      "| $(median_of "up,$name") | $(ratio "up,$name" up,lighttpd) |"
  done
  for name in resident each; do
    bar "a response of $((bytes / 1000000)) MB against lighttpd: ${title[$name]}" '>= 1' "$(ratio "down,$name" down,lighttpd)"
    bar "an upload of $((bytes / 1000000)) MB against lighttpd: ${title[$name]}" '>= 1' "$(ratio "up,$name" up,lighttpd)"
  done
  bar 'resident, most memory meanwhile, MB' '<= 2' "$most"
}
