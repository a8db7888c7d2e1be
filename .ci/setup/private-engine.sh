# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
# Part of ./enclave: starts and stops a private engine: the default one, or the one that select_engine has named.

# runs PIDFILE NAME: sets $pid; fails unless that process lives and is ours (a file from before a crash may name any process)
runs() {
  pid=$(cat "$1" 2>/dev/null) && grep -qsx "$2" "/proc/$pid/comm" && tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$ENGINE/"
}
engine_runs() { runs "$ENGINE/$DAEMON.pid" "$DAEMON"; }

start_engine() {
  if [ "$(uname -s)" != Linux ] || [ "$(id -u)" != 0 ]; then die "$(no_engine)"; fi
  [ ${#ENGINE} -le 70 ] || die "ENCLAVE_HOME is too long for the sockets in it: $STATE"
  mkdir -p "$ENGINE"
  lock "$STATE/engine.lock"
  prepare_engine
  if ! answers "$PRIVATE"; then
    engine_runs || rm -f "$ENGINE/$DAEMON.pid"
    runs "$ENGINE/exec/containerd/containerd.pid" containerd || rm -f "$ENGINE/exec/containerd/containerd.pid"
    TAIL=15 step "engine${name:+-$name}" "Starting $title" "launch_$DAEMON" ||
      die "$DAEMON does not start; the whole log: $ENGINE/$DAEMON.log
  It needs root, cgroups and iptables; inside a container it needs --privileged. Any other engine does as well: set DOCKER_HOST."
  fi
  unlock
  endpoint=$PRIVATE chosen_by="its socket: Enclave's own engine"
}

# prepare_engine: what the selected engine is made of; sets $BINARIES, which goes before PATH
prepare_engine() {
  BINARIES=''
  case $DAEMON in
  dockerd) have dockerd || { can_install && install_packages docker.io iptables ca-certificates; } || die "$(no_engine)" ;;
  podman) have podman || { can_install && install_packages podman catatonit; } || die "please install podman" ;;
  esac
  [ -z "$NETNS" ] || prepare_named_engine
  { [ -z "$NETNS" ] && ! other_dockerd; } || have ip || { can_install && install_packages iproute2; } || die "please install ip (iproute2)"
}

launch_dockerd() {
  remove_bridge # of an engine that has crashed
  set -- -H "$PRIVATE" --data-root "$ENGINE/data" --exec-root "$ENGINE/exec" -p "$ENGINE/dockerd.pid" --log-level warn \
    --containerd-namespace enclave --containerd-plugins-namespace enclave-plugins
  if [ -n "$NETNS" ]; then
    open_netns && write_daemon_config || return 1
    set -- "$@" --config-file "$ENGINE/daemon.json"
  elif other_dockerd; then
    add_bridge || return 1
    set -- "$@" --iptables=false --bridge "$bridge"
  elif ! iptables -w -t nat -S >/dev/null 2>&1; then
    say "iptables cannot be used here: containers have no way out to other networks"
    set -- "$@" --iptables=false
  fi
  launch dockerd "$@"
}

# launch DAEMON ARGUMENTS: detached from this shell, in the engine's network name space; done when it answers
launch() {
  [ -z "$NETNS" ] || set -- nsenter --net="$NETNS" "$@"
  PATH=$BINARIES$PATH setsid "$@" </dev/null >"$ENGINE/$DAEMON.log" 2>&1 3>&- 9>&- &
  tries=300
  until answers "$PRIVATE"; do
    tries=$((tries - 1))
    if [ $tries = 0 ] || ! kill -0 $! 2>/dev/null; then
      cat "$ENGINE/$DAEMON.log"
      kill $! 2>/dev/null || :
      remove_bridge
      close_netns
      return 1
    fi
    sleep 0.2
  done
  [ -f "$ENGINE/$DAEMON.pid" ] || echo $! >"$ENGINE/$DAEMON.pid"
}

# other_dockerd: whether another one shares our network; those that we have started by name do not
other_dockerd() {
  for process in /proc/[0-9]*; do
    ! grep -qsx dockerd "$process/comm" || [ "$(readlink "$process/ns/net")" != "$(readlink /proc/self/ns/net)" ] || return 0
  done
  return 1
}

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
    grep -qsF "$ENGINE/exec/" /proc/[0-9]*/cmdline || { say "$title does not run"; return 0; }
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
    [ $tries -gt 0 ] || die "$DAEMON (process $pid) has not stopped within a minute; its log: $ENGINE/$DAEMON.log"
    sleep 0.2
  done
  rm -f "$ENGINE/$DAEMON.pid"
  # A crashed dockerd leaves its mount of that folder on itself, Podman always does.
  umount "$ENGINE/data" "$ENGINE/data/overlay" 2>/dev/null || :
  remove_bridge
  close_netns
  say "$title has stopped; its images stay in $ENGINE"
}

