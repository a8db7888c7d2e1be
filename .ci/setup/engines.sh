# shellcheck shell=sh disable=SC2034,SC2154 # the parts share their variables
# Part of ./enclave: the container engines that tests run on by name. docs/engines.md has their recipes.

NEWEST_ENGINE=docker-28.5
ENGINES='docker-20.10 docker-28.5 docker-28.5-min144 podman-4.3' # those of ./enclave test --engine all

# select_engine NAME: from here on the engine that is started, found or stopped is that one, with a folder and a network of its own
select_engine() {
  name=$1 title=$1
  case $name in
  docker-20.10) return ;; # the default private engine, in the machine's network
  docker-28.5 | docker-28.5-min144 | gvisor) DAEMON=dockerd ;;
  podman-4.3) DAEMON=podman ;;
  *) die "no engine '$name' here: $ENGINES gvisor" ;;
  esac
  ENGINE=$STATE/engines/$name NETNS=$STATE/engines/$name/netns PRIVATE=unix://$STATE/engines/$name/$DAEMON.sock
  no_registry=yes # none can be reached from a network of its own
}

# need_engine_named NAME: that engine, started if it does not run, with the images of the tests
need_engine_named() {
  select_engine "$1"
  start_engine
  version=$(engine_says Version)
  wanted=$(echo "$name" | cut -s -d - -f 2)
  case $version in
  "$wanted"*) ;;
  *) die "this machine's packages make $name a version $version" ;;
  esac
  note "Engine: $name, $(engine_kind) $version at $endpoint"
  export DOCKER_HOST="$endpoint"
  need_test_images
}

# prepare_named_engine: what the machine's own packages do not have
prepare_named_engine() {
  case $name in
  docker-28.5*)
    unpack_sid docker-28.5 docker.io 28.5. containerd 2.
    BINARIES=$STATE/packages/docker-28.5/usr/sbin:$STATE/packages/docker-28.5/usr/bin: ;;
  gvisor) unpack_sid runsc runsc 0. ;;
  esac
}

# unpack_sid FOLDER [PACKAGE VERSION]...: packages of Debian sid, unpacked; the machine's own apt never hears of sid
unpack_sid() {
  unpacked=$STATE/packages/$1
  [ ! -d "$unpacked" ] || return 0
  shift
  have apt-get || die "$name is made of Debian's packages, and there is no apt-get here"
  update_package_lists
  begin_partial "$unpacked.part"
  step "packages-$name" "Fetching $1 from Debian sid" fetch_sid "$@" ||
    die "no $1 $2 for $name: sid has moved on, or this machine's apt has no source of Debian"
  mv "$PARTIAL/root" "$unpacked" && end_partial
}
fetch_sid() {
  mkdir -p "$PARTIAL/lists/partial" "$PARTIAL/cache/archives/partial" "$PARTIAL/deb" "$PARTIAL/root"
  apt-get indextargets --format "\$(REPO_URI)" 'Created-By: Packages' 'Label: Debian' | sort -u |
    sed 's,.*,deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] & sid main,' >"$PARTIAL/sid.list"
  [ -s "$PARTIAL/sid.list" ] || return 1
  cat >"$PARTIAL/apt.conf" <<END
Dir::Etc::SourceList "$PARTIAL/sid.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$PARTIAL/lists";
Dir::Cache "$PARTIAL/cache";
APT::Sandbox::User "root";
END
  export APT_CONFIG="$PARTIAL/apt.conf"
  apt-get -q update || return 1
  while [ $# -gt 0 ]; do
    version=$(apt-cache madison "$1" | cut -d ' ' -f 2- | cut -d '|' -f 2 | tr -d ' ' | grep -F "$2" | head -n 1)
    (cd "$PARTIAL/deb" && apt-get -q download "$1=${version:-$2}") || return 1
    shift 2
  done
  for deb in "$PARTIAL"/deb/*.deb; do dpkg -x "$deb" "$PARTIAL/root" || return 1; done
}

# open_netns / close_netns: a network name space, which a mount on a file keeps; so nothing of it is seen or clashes elsewhere
open_netns() {
  nsenter --net="$NETNS" true 2>/dev/null || { : >"$NETNS" && unshare --net="$NETNS" true; } &&
    nsenter --net="$NETNS" ip link set lo up
}
close_netns() {
  [ -n "$NETNS" ] || return 0
  umount "$NETNS" 2>/dev/null || :
  rm -f "$NETNS"
}

write_daemon_config() {
  case $name in
  *-min144) export DOCKER_MIN_API_VERSION=1.44 ;; # what Docker Engine 29 does by default
  esac
  case $name in
  gvisor) cat ;;
  *) echo '{}' ;;
  esac >"$ENGINE/daemon.json" <<END
{"runtimes": {"runsc": {"path": "$STATE/packages/runsc/usr/bin/runsc",
  "runtimeArgs": ["--network=none", "--ignore-cgroups", "--platform=systrap"]}}}
END
}

# launch_podman: its usual limits, runtime, cgroup manager and events need systemd; the registries of tests speak no TLS
launch_podman() {
  open_netns || return 1
  cat >"$ENGINE/containers.conf" <<END
[containers]
default_ulimits = ["nofile=16384:16384", "nproc=16384:16384"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
tmp_dir = "$ENGINE/exec/tmp"
[network]
network_config_dir = "$ENGINE/networks"
END
  cat >"$ENGINE/registries.conf" <<END
unqualified-search-registries = ["docker.io"]
[[registry]]
location = "127.0.0.1"
insecure = true
END
  export CONTAINERS_CONF="$ENGINE/containers.conf" CONTAINERS_REGISTRIES_CONF="$ENGINE/registries.conf"
  launch podman --root "$ENGINE/data" --runroot "$ENGINE/exec" system service -t 0 "$PRIVATE"
}

# test_on NAME [ARGUMENT...]: tests on that engine, which is stopped again unless it ran before; 4 when it cannot be had
test_on() {
  on=$1
  shift
  started=''
  if ! "$ROOT/enclave" engine status "$on" >/dev/null 2>&1; then
    "$ROOT/enclave" engine up "$on" >/dev/null || return 4
    started=yes
  fi
  outcome=0
  "$ROOT/enclave" test --engine "$on" --jdk "$jdk" "$@" || outcome=$?
  [ -z "$started" ] || "$ROOT/enclave" engine down "$on"
  return $outcome
}

# test_newest_engine: the conformance tests there; what can be had of it on a new machine is not up to us, as Debian's sid moves
test_newest_engine() {
  outcome=0
  test_on "$NEWEST_ENGINE" || outcome=$?
  [ $outcome != 4 ] || { say "$NEWEST_ENGINE cannot be had here (see above): the conformance tests were NOT run on it" && outcome=0; }
  return $outcome
}

# test_all_engines ARGUMENT...: the conformance tests on each engine, and a table
test_all_engines() {
  status=0
  rm -rf "$ROOT/docker-api-client/target/conformance"
  for each in $ENGINES; do
    test_on "$each" "$@" || status=1
  done
  operation_table >"$STATE/logs/operations.md"
  cat "$STATE/logs/operations.md"
  update_engines_page "$STATE/logs/operations.md"
  exit $status
}

# operation_table: what the conformance tests have left in target/conformance
operation_table() {
  for each in $ENGINES; do
    ! cd "$ROOT/docker-api-client/target/conformance" 2>/dev/null || [ ! -f "$each.tsv" ] || sed "s/^/$each	/" "$each.tsv"
  done | LC_ALL=C awk -F '\t' -v engines="$ENGINES" '
    { outcome[$2, $1] = $3; operations[$2] = 1 }
    END {
      count = split(engines, engine, " ")
      head = "| operation |"; rule = "| --- |"
      for (i = 1; i <= count; i++) { head = head " " engine[i] " |"; rule = rule " --- |" }
      print head; print rule; fflush()
      for (operation in operations) {
        line = "| " operation " |"
        for (i = 1; i <= count; i++)
          line = line " " ((operation, engine[i]) in outcome ? outcome[operation, engine[i]] : "not run") " |"
        print line | "sort"
      }
    }'
}

# update_engines_page FILE: puts the table into docs/engines.md, where ConformanceTests compares it with what the tests expect
update_engines_page() {
  page=$ROOT/docs/engines.md
  awk -v table="$1" '
    /^<!-- operations: end/ { while ((getline line <table) > 0) print line; skip = 0 }
    !skip { print }
    /^<!-- operations: begin/ { skip = 1 }' "$page" >"$STATE/logs/engines.md"
  cmp -s "$STATE/logs/engines.md" "$page" || { cat "$STATE/logs/engines.md" >"$page" && say "docs/engines.md has a new table"; }
}

# test_jvm JDK: the java that runs tests beside the selected engine, so that 127.0.0.1 is the same place to both
test_jvm() {
  [ -n "$NETNS" ] || { echo "$1/bin/java"; return; }
  mkdir -p "$ENGINE/jvm/bin"
  printf '#!/bin/sh\nexec nsenter --net="%s" "%s/bin/java" "$@"\n' "$NETNS" "$1" >"$ENGINE/jvm/bin/java.part"
  chmod +x "$ENGINE/jvm/bin/java.part"
  mv "$ENGINE/jvm/bin/java.part" "$ENGINE/jvm/bin/java"
  echo "$ENGINE/jvm/bin/java"
}
