#!/bin/sh
# Builds the agent: build.sh OUTPUT COMPILER [COMPILER_ARM64]
# into OUTPUT/linux-amd64/agent and, where such a compiler is there, OUTPUT/linux-arm64/agent. "auto" looks for a compiler.
# The same sources and compiler give the same bytes, wherever they are. Without a compiler there is no agent, and no error.
set -eu

warnings="-Wall -Wextra -Werror -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wundef -Wvla -Wcast-qual"
output=$1 compiler=$2 compiler_arm64=${3:-auto}
sources=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
mkdir -p "$output"
output=$(CDPATH='' cd -- "$output" && pwd)
probe=$output/probe.$$
trap 'rm -f "$probe" "$probe.c"' EXIT
echo 'int main(void) { return 0; }' >"$probe.c"

# links COMPILER MACHINE: can it make a static program for that machine? (bytes 18 and 19 of an ELF file)
links() {
  # shellcheck disable=SC2086 # a compiler may come with options
  $1 -static "$probe.c" -o "$probe" 2>/dev/null && [ "$(od -An -tx1 -j18 -N2 "$probe" | tr -d ' ')" = "$2" ]
}

# choose MACHINE COMPILER...: the first that links
choose() {
  machine=$1
  shift
  for candidate; do
    ! links "$candidate" "$machine" || { echo "$candidate"; return; }
  done
}

# compile COMPILER FOLDER: unless the agent there is newer than all that it is made of, and no compiler was named
compile() {
  agent=$output/$2/agent
  if [ "$compiler$compiler_arm64" = autoauto ] && [ -x "$agent" ] && [ -z "$(find "$sources" -newer "$agent")" ]; then return; fi
  mkdir -p "$output/$2" || exit
  # shellcheck disable=SC2086 # lists of options
  (cd "$sources" && LC_ALL=C $1 -std=c11 -static -Os -s $warnings -Wl,--build-id=none -o "$agent.$$" ./*.c) || exit
  chmod 755 "$agent.$$" && mv "$agent.$$" "$agent" || exit
}

# build MACHINE FOLDER COMPILER...: with the first of them that can
build() {
  machine_code=$1 folder=$2
  shift 2
  found=$(choose "$machine_code" "$@")
  if [ -n "$found" ]; then compile "$found" "$folder"; else
    rm -rf "${output:?}/$folder"
    return 1
  fi
}

if [ "$compiler" = auto ]; then set -- musl-gcc x86_64-linux-musl-gcc; else set -- "$compiler"; fi
build 3e00 linux-amd64 "$@" || {
  cat >&2 <<'END'
*****************************************************************************************
* NO AGENT: no C compiler here makes static programs for amd64.
* The engine is built without the agent and will use the slower exec API of Docker.
* To have it, install musl-tools (Debian, Ubuntu: sudo apt-get install musl-tools;
* Fedora: sudo dnf install musl-gcc), or name a compiler: -Denclave.agent.cc=COMPILER
*****************************************************************************************
END
}
# With glibc it is a static program as well: it asks no library for users and groups, but reads the lists by itself.
if [ "$compiler_arm64" = auto ]; then set -- aarch64-linux-musl-gcc aarch64-linux-gnu-gcc; else set -- "$compiler_arm64"; fi
build b700 linux-arm64 "$@" || echo "No agent for arm64: neither aarch64-linux-musl-gcc nor aarch64-linux-gnu-gcc makes static programs here (Debian: sudo apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross; or -Denclave.agent.cc.arm64=COMPILER)."
