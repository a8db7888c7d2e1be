#!/bin/sh
# Checks of the agent's sources:
#   check.sh analyze              gcc's analyzer over all of them; a finding is an error
#   check.sh agent OUTPUT         the agent, with the address and undefined behaviour sanitizers
#   check.sh tests OUTPUT         the unit tests, with both
#   check.sh fuzz OUTPUT          the fuzz test with its own driver, with both
#   check.sh libfuzzer OUTPUT     the fuzz test with clang's libFuzzer, with both
set -eu

tests=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
agent=$(CDPATH='' cd -- "$tests/../../main/agent" && pwd)
compiler=${CC:-gcc}
options="-std=c11 -g -O1 -Wall -Wextra -Werror -Wno-maybe-uninitialized -I$agent -I$tests"
sanitizers="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
# What takes frames in, without what they do to the system.
parts="answer clock command commands dispatch frame input output spawn stream wire"

sources() { for part; do printf '%s/%s.c ' "$agent" "$part"; done; }
all_but_main() { find "$agent" -name '*.c' ! -name main.c; }

# shellcheck disable=SC2046,SC2086 # lists of files and options
case $1 in
analyze)
  for source in "$agent"/*.c; do
    "$compiler" -std=c11 -O1 -fanalyzer -Wall -Wextra -Werror -I"$agent" -c "$source" -o /dev/null
  done
  ;;
agent) "$compiler" $options $sanitizers "$agent"/*.c -o "$2" ;;
tests) "$compiler" $options $sanitizers "$tests"/*_tests.c "$tests"/tests.c $(all_but_main) -o "$2" ;;
fuzz) "$compiler" $options $sanitizers -Wl,--wrap=dispatch "$tests"/fuzz.c "$tests"/fuzz_driver.c $(sources $parts) -o "$2" ;;
libfuzzer) "${CLANG:-clang}" -std=c11 -g -O1 -I"$agent" -I"$tests" -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
  -Wl,--wrap=dispatch "$tests"/fuzz.c $(sources $parts) -o "$2" ;;
*) sed -n '2,7p' "$0" >&2 && exit 2 ;;
esac
