# shellcheck shell=sh
# Part of ./enclave: finds the container engine that answers, or starts and stops a private Docker Engine.

# api METHOD PATH [CURL OPTION...]: one request to the engine at $endpoint
api() {
  method=$1 path=$2
  shift 2
  case $endpoint in
  unix://*) curl -sSf --noproxy '*' --unix-socket "${endpoint#unix://}" -X "$method" "$@" "http://engine$path" ;;
  tcp://*) curl -sSf --noproxy '*' -X "$method" "$@" "http://${endpoint#tcp://}$path" ;;
  *) return 1 ;;
  esac
}

answers() { endpoint=$1 && api GET /_ping --max-time 5 >/dev/null 2>&1; }

# context_host NAME: the address that a docker context stands for
context_host() {
  for meta in "${DOCKER_CONFIG:-$HOME/.docker}"/contexts/meta/*/meta.json; do
    ! grep -qs "\"Name\" *: *\"$1\"" "$meta" || sed -n 's/.*"docker" *: *{[^}]*"Host" *: *"\([^"]*\)".*/\1/p' "$meta"
  done
}

# find_engine: sets $endpoint and $chosen_by to an engine that answers; what the user has named must answer
find_engine() {
  have curl || { can_install && install_packages curl; } || die "please install curl"
  context=${DOCKER_CONTEXT:-$(sed -n 's/.*"currentContext" *: *"\([^"]*\)".*/\1/p' "${DOCKER_CONFIG:-$HOME/.docker}/config.json" 2>/dev/null || :)}
  named='' denied=''
  if [ -n "${DOCKER_HOST:-}" ]; then
    named=$DOCKER_HOST chosen_by="DOCKER_HOST" undo="unset DOCKER_HOST"
  elif [ "${context:-default}" != default ]; then
    named=$(context_host "$context") chosen_by="the docker context '$context'" undo="DOCKER_CONTEXT=default ./enclave ..."
    [ -n "$named" ] || die "$chosen_by is not defined (docker context ls); to do without it: $undo"
  fi
  if [ -n "$named" ] && [ "$named" != "$PRIVATE" ]; then
    answers "$named" || die "$(why_silent "$named")
  Start that engine, or let Enclave look for another: $undo"
    return 0
  fi
  runtime=${XDG_RUNTIME_DIR:-/run/user/$(id -u)}
  for socket in /var/run/docker.sock "$runtime/docker.sock" "$HOME/.docker/run/docker.sock" "$HOME/.docker/desktop/docker.sock" \
    "$runtime/podman/podman.sock" /run/podman/podman.sock "$ENGINE/docker.sock"; do
    [ -S "$socket" ] || continue
    [ -w "$socket" ] || denied="$denied $socket"
    chosen_by="its socket"
    [ "unix://$socket" != "$PRIVATE" ] || chosen_by="its socket: Enclave's own engine"
    ! answers "unix://$socket" || return 0
  done
  return 1
}

why_silent() {
  echo "$1, which $chosen_by names, does not answer."
  case $1 in
  unix://*)
    socket=${1#unix://}
    if [ ! -e "$socket" ]; then echo "  There is no such socket: the engine is not running."
    elif [ ! -w "$socket" ]; then echo "  You have no permission on it: join its group (sudo usermod -aG docker \$USER, then log in again)."
    fi ;;
  tcp://*) [ -z "${DOCKER_TLS_VERIFY:-}" ] || echo "  TLS is not supported yet; use a unix:// address." ;;
  *) echo "  Enclave knows unix:// and tcp:// addresses only." ;;
  esac
}

# need_engine: finds an engine or starts ours, and hands it to the programs through DOCKER_HOST
need_engine() {
  find_engine || start_engine
  note "Engine: $(engine_kind) $(engine_says Version) at $endpoint (found through $chosen_by)"
  export DOCKER_HOST="$endpoint"
}

engine_kind() { if api GET /version --max-time 5 | grep -q '"Podman Engine"'; then echo podman; else echo docker; fi; }
engine_says() { api GET /version --max-time 5 | grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }

# runs PIDFILE NAME: sets $pid; fails unless that process lives and is ours (a file from before a crash may name any process)
runs() {
  pid=$(cat "$1" 2>/dev/null) && grep -qsx "$2" "/proc/$pid/comm" && tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$ENGINE/"
}
engine_runs() { runs "$ENGINE/dockerd.pid" dockerd; }

start_engine() {
  if [ "$(uname -s)" != Linux ] || [ "$(id -u)" != 0 ]; then die "$(no_engine)"; fi
  [ ${#ENGINE} -le 70 ] || die "ENCLAVE_HOME is too long for the sockets in it: $STATE"
  lock "$STATE/engine.lock"
  have dockerd || { can_install && install_packages docker.io iptables ca-certificates; } || die "$(no_engine)"
  if ! answers "$PRIVATE"; then
    ! other_dockerd || have ip || { can_install && install_packages iproute2; } || die "please install ip (iproute2)"
    engine_runs || rm -f "$ENGINE/dockerd.pid"
    runs "$ENGINE/exec/containerd/containerd.pid" containerd || rm -f "$ENGINE/exec/containerd/containerd.pid"
    TAIL=15 step engine "Starting a private Docker Engine" launch_dockerd ||
      die "dockerd does not start; the whole log: $ENGINE/dockerd.log
  It needs root, cgroups and iptables; inside a container it needs --privileged. Any other engine does as well: set DOCKER_HOST."
  fi
  unlock
  endpoint=$PRIVATE chosen_by="its socket: Enclave's own engine"
}

# launch_dockerd: detached from this shell; done when it answers
launch_dockerd() {
  mkdir -p "$ENGINE"
  remove_bridge # of an engine that has crashed
  set -- -H "$PRIVATE" --data-root "$ENGINE/data" --exec-root "$ENGINE/exec" -p "$ENGINE/dockerd.pid" --log-level warn \
    --containerd-namespace enclave --containerd-plugins-namespace enclave-plugins
  if other_dockerd; then
    add_bridge || return 1
    set -- "$@" --iptables=false --bridge "$bridge"
  elif ! iptables -w -t nat -S >/dev/null 2>&1; then
    say "iptables cannot be used here: containers have no way out to other networks"
    set -- "$@" --iptables=false
  fi
  setsid dockerd "$@" </dev/null >"$ENGINE/dockerd.log" 2>&1 3>&- 9>&- &
  tries=300
  until answers "$PRIVATE"; do
    tries=$((tries - 1))
    if [ $tries = 0 ] || ! kill -0 $! 2>/dev/null; then
      cat "$ENGINE/dockerd.log"
      kill $! 2>/dev/null || :
      remove_bridge
      return 1
    fi
    sleep 0.2
  done
}

other_dockerd() { grep -qsx dockerd /proc/[0-9]*/comm; }

# add_bridge: beside another dockerd, containers of ours get a bridge and rules of their own: its addresses and chains stay untouched
add_bridge() {
  number=0
  while [ -e "/sys/class/net/enclave$number" ]; do number=$((number + 1)); done
  bridge=enclave$number subnet=10.213.$number
  ip link add "$bridge" type bridge && ip addr add "$subnet.1/24" dev "$bridge" && ip link set "$bridge" up &&
    echo "$bridge $subnet" >"$ENGINE/bridge" && bridge_rules -I
}

bridge_rules() {
  iptables -w -t nat "$1" POSTROUTING -s "$subnet.0/24" ! -o "$bridge" -j MASQUERADE
  iptables -w "$1" FORWARD -i "$bridge" -j ACCEPT
  iptables -w "$1" FORWARD -o "$bridge" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
}

remove_bridge() {
  read -r bridge subnet 2>/dev/null <"$ENGINE/bridge" || return 0
  bridge_rules -D 2>/dev/null || :
  ip link delete "$bridge" 2>/dev/null || :
  rm -f "$ENGINE/bridge"
}

stop_engine() {
  lock "$STATE/engine.lock"
  if ! engine_runs; then
    grep -qsF "$ENGINE/exec/" /proc/[0-9]*/cmdline || { say "no engine of Enclave's own is running"; return 0; }
    say "the engine has crashed; it is started once more, to end the containers that it has left"
    start_engine
    engine_runs
  fi
  endpoint=$PRIVATE
  for id in $(api GET /containers/json | grep -o '"Id":"[0-9a-f]*"' | cut -d '"' -f 4); do
    api POST "/containers/$id/kill" >/dev/null || :
  done
  kill "$pid"
  tries=300
  while engine_runs; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || die "dockerd (process $pid) has not stopped within a minute; its log: $ENGINE/dockerd.log"
    sleep 0.2
  done
  umount "$ENGINE/data" 2>/dev/null || : # a crashed dockerd leaves its mount of that folder on itself
  remove_bridge
  say "Enclave's own engine has stopped; its images stay in $ENGINE"
}

no_engine() {
  echo "no container engine answers (asked: DOCKER_HOST, the docker context, the usual sockets)."
  [ -z "$denied" ] || echo "  You have no permission on$denied: sudo usermod -aG docker \$USER, then log in again."
  cat <<END
  Start the one you have: sudo systemctl start docker; systemctl --user start docker; systemctl --user start podman.socket; Docker Desktop
  Or install one:  Debian, Ubuntu: sudo apt-get install docker.io    Fedora: sudo dnf install moby-engine    macOS, Windows: Docker Desktop
  Or run this command as root on Linux: Enclave then starts a private engine (and on Debian and Ubuntu also installs it).
END
}

engine_command() {
  case ${1:-} in
  up)
    need_engine
    [ "$endpoint" = "$PRIVATE" ] || say "this engine was not started by Enclave: it is used as it is, and 'down' leaves it alone"
    ;;
  down) stop_engine ;;
  status)
    # shellcheck disable=SC2034
    exit_status=3 # as for services: not running
    find_engine || die "$(no_engine)"
    echo "endpoint=$endpoint"
    echo "kind=$(engine_kind)"
    echo "version=$(engine_says Version)"
    echo "api=$(engine_says ApiVersion)"
    ;;
  *) die "which? ./enclave engine up|down|status" ;;
  esac
}
