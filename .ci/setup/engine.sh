# shellcheck shell=sh
# Part of ./enclave: finds the container engine that answers.

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

no_engine() {
  echo "no container engine answers (asked: DOCKER_HOST, the docker context, the usual sockets)."
  [ -z "$denied" ] || echo "  You have no permission on$denied: sudo usermod -aG docker \$USER, then log in again."
  cat <<END
  Start the one you have: sudo systemctl start docker; systemctl --user start docker; systemctl --user start podman.socket; Docker Desktop
  Or install one:  Debian, Ubuntu: sudo apt-get install docker.io    Fedora: sudo dnf install moby-engine    macOS, Windows: Docker Desktop
  Or run this command as root on Linux: Enclave then starts a private engine (and on Debian and Ubuntu also installs it).
END
}

# engine_command VERB [NAME]: without a name, what answers or else the default private engine
engine_command() {
  [ -z "${2:-}" ] || select_engine "$2"
  case ${1:-}/${2:+name} in
  up/)
    need_engine
    [ "$endpoint" = "$PRIVATE" ] || say "this engine was not started by Enclave: it is used as it is, and 'down' leaves it alone"
    ;;
  up/name) need_engine_named "$2" && echo "DOCKER_HOST=$endpoint" ;;
  down/*) stop_engine ;;
  status/*)
    # shellcheck disable=SC2034
    exit_status=3 # as for services: not running
    if [ -z "${2:-}" ]; then find_engine || die "$(no_engine)"; else answers "$PRIVATE" || die "$2 does not run: ./enclave engine up $2"; fi
    echo "endpoint=$endpoint"
    echo "kind=$(engine_kind)"
    echo "version=$(engine_says Version)"
    echo "api=$(engine_says ApiVersion)"
    ;;
  *) die "which? ./enclave engine up|down|status [NAME]" ;;
  esac
}
