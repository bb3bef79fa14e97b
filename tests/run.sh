#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs what is missing, builds everything and runs all tests.
#
#   tests/run.sh                all of them
#   tests/run.sh -R Greeter     those whose names match; all flags are ctest's
#
# PRESET=asan builds with another of the presets than release.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=${PRESET:-release}

cmake/install-packages.sh build test
cmake --preset "$preset" | grep -v '^Preset\|^  [A-Z]\|^$'
cmake --build --preset "$preset"
ctest --preset "$preset" "$@"
