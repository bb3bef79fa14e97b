#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs what is missing, builds the servers and measures them against each
# other.
#
#   tests/benchmarks/run.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cmake/install-packages.sh build bench
[[ -f build/release/build.ninja ]] || cmake --preset release -DBUILD_TESTING=OFF
cmake --build --preset release --target \
  greeter_server greeter_callback_server greeter_client
# The system's Python has the gRPC that was just installed.
/usr/bin/python3 tests/benchmarks/greeter_calls.py --bin build/release/bin
