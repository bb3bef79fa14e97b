#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs what is missing, builds the servers and measures them against each
# other.
#
#   tests/benchmarks/run.sh               everything
#   tests/benchmarks/run.sh greeter       unary calls, and Python beside them
#   tests/benchmarks/run.sh domain        the RouteGuide without gRPC
#   tests/benchmarks/run.sh route_guide   the RouteGuide in each API style
#
# What follows the name goes to the program that measures. For route_guide,
# --rounds=1 is a quick look, and --large takes 10 million features as well.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

build() { cmake --build --preset release --target "$@"; }

greeter() {
  build greeter_server greeter_callback_server
  # The system's Python has the gRPC that was just installed.
  /usr/bin/python3 -B tests/benchmarks/greeter_calls.py \
    --bin build/release/bin "$@"
}

domain() {
  build domain_benchmark
  # Ten million features take 2 GB.
  (($#)) || set -- --benchmark_filter=-/10000000
  build/release/benchmarks/domain_benchmark "$@"
}

route_guide() {
  local servers=(examples/route_guide/*_server_main.cc)
  servers=("${servers[@]##*/}")
  build route_guide_load plain_server "${servers[@]%_main.cc}"
  /usr/bin/python3 -B tests/benchmarks/route_guide.py --build build/release "$@"
}

part=${1:-everything}
shift || true
case $part in
  greeter | domain | route_guide) parts=("$part") ;;
  everything) parts=(greeter domain route_guide) ;;
  *)
    sed -n '4,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    [[ $part == -h || $part == --help ]]
    exit
    ;;
esac

cmake/install-packages.sh build bench
# Google Benchmark may have come just now. What else was chosen stays chosen.
if [[ -f build/release/build.ninja ]]; then
  cmake build/release
else
  cmake --preset release -DBUILD_TESTING=OFF
fi >/dev/null
for part in "${parts[@]}"; do
  printf '\n== %s\n\n' "$part"
  "$part" "$@"
done
