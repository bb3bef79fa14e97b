#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs what is missing, builds the fuzzers with clang and the sanitizers, and
# runs them, one after the other.
#
#   tests/fuzz/run.sh               all of them, five minutes each
#   tests/fuzz/run.sh 60            a minute each
#   tests/fuzz/run.sh 60 json_in    one of them
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds=${1:-300}
shift || true
targets=("$@")
((${#targets[@]})) || targets=(tests/fuzz/corpus/*)

cmake/install-packages.sh build test fuzz
cmake --preset asan -B build/fuzz -DFUZZ=ON -DCMAKE_CXX_COMPILER=clang++ |
  grep -v '^Preset\|^  [A-Z]\|^$'

# Inputs that reach something new are kept here for this run, beside those of the
# repository.
found=$(mktemp -d)
trap 'rm -rf "$found"' EXIT
for target in "${targets[@]##*/}"; do
  cmake --build build/fuzz --target "${target}_fuzzer"
  mkdir "$found/$target"
  "build/fuzz/fuzzers/${target}_fuzzer" -max_total_time="$seconds" -timeout=10 \
    -artifact_prefix="build/fuzz/$target-" -print_final_stats=1 \
    "$found/$target" "tests/fuzz/corpus/$target"
done
