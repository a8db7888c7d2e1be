# shellcheck shell=sh
# Part of ./enclave: messages, and progress of what takes longer.

say() { echo "[enclave] $*" >&3; }
note() { [ -n "${QUIET:-}" ] || say "$@"; }
die() { echo "[enclave] $*" >&2; exit "${exit_status:-1}"; }
have() { command -v "$1" >/dev/null 2>&1; }

# begin_partial FOLDER / end_partial: a folder for what is not whole yet; gone at the end, also at a bad one
begin_partial() {
  PARTIAL=$1
  rm -rf --one-file-system "$PARTIAL"
  mkdir -p "$PARTIAL"
}
end_partial() {
  [ -z "${PARTIAL:-}" ] || rm -rf --one-file-system "$PARTIAL"
  PARTIAL=''
}

clean_up() {
  [ -z "${TICKER:-}" ] || kill "$TICKER" 2>/dev/null || :
  end_partial
  allow_services
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# start_ticker LOG [idle]: says each 5 s how long it has taken and the log's last line; idle: only while the log stands still
start_ticker() {
  : >"$1"
  (
    trap - EXIT
    seconds=0 size=0
    while sleep 1 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
      seconds=$((seconds + 1)) before=$size
      [ $((seconds % 5)) = 0 ] || continue
      size=$(wc -c <"$1")
      [ "${2:-}" != idle ] || [ "$size" = "$before" ] || continue
      say "  ${seconds} s: $(tail -n 1 "$1" | sed 's/"progressDetail":[^}]*},*//' | tr -d '\r"{}' | cut -c 1-110)"
    done
  ) 9>&- &
  TICKER=$!
}

stop_ticker() {
  kill "$TICKER" 2>/dev/null || :
  wait "$TICKER" 2>/dev/null || :
  TICKER=''
}

# step NAME TEXT COMMAND...: runs a command with its output in the log NAME and progress on the terminal; answers its status
step() {
  log=$STATE/logs/$1.log text=$2 begin=$(date +%s) status=0
  shift 2
  say "$text ..."
  start_ticker "$log"
  "$@" </dev/null >"$log" 2>&1 || status=$?
  stop_ticker
  if [ $status = 0 ]; then
    say "$text: done in $(($(date +%s) - begin)) s"
  else
    say "$text: failed (exit status $status), see $log:"
    tail -n "${TAIL:-25}" "$log" | cut -c 1-300 | sed 's/^/    /' >&3
  fi
  return $status
}

# lock FILE / unlock: one ./enclave at a time builds or sets up; others wait
lock() {
  have flock || return 0
  exec 9>"$1"
  flock -n 9 || { say "waiting for another ./enclave to finish"; flock 9; }
}
unlock() { exec 9>&-; }
