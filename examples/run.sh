#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs what is missing, builds an example and runs it, so that one sees a
# server and a client talk.
#
#   examples/run.sh                    the quick start: greeter
#   examples/run.sh greeter_callback   another pair, X_server and X_client
#   examples/run.sh hello_unary        a client, with the server of its folder
#   examples/run.sh hello_server       a server alone, until Ctrl-C
#
# What follows the name goes to the client, or to the server if it is alone:
#
#   examples/run.sh greeter --name=Ada
#
# PRESET=dev builds with another of the presets than release.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset=${PRESET:-release}
name=${1:-greeter}
shift || true

main_of() { compgen -G "examples/*/$1_main.cc" || compgen -G "examples/*/*/$1_main.cc"; }

server='' client=''
if main_of "${name}_server" >/dev/null; then
  server=${name}_server client=${name}_client
elif ! main=$(main_of "$name"); then
  if [[ $name != -h && $name != --help ]]; then
    echo "There is no example '$name'. Wanted one of:"
    find examples -name '*_main.cc' -printf '  %f\n' | sed 's/_main.cc$//' | sort
    exit 1
  fi >&2
  sed -n '4,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
  exit
elif [[ $name == *_server ]]; then
  server=$name
else
  client=$name
  for server in "${name%_client}_server" "$(basename "$(dirname "$main")")_server" ''; do
    if main_of "$server" >/dev/null; then break; fi
  done
fi

cmake/install-packages.sh build
# The tests are another script's concern, and what was chosen stays chosen.
[[ -f build/$preset/build.ninja ]] ||
  cmake --preset "$preset" -DBUILD_TESTING=OFF | grep -v '^Preset\|^  [A-Z]\|^$'
# shellcheck disable=SC2086  # One of the two may be empty.
cmake --build --preset "$preset" --target $server $client
bin=build/$preset/bin

[[ -n $client ]] || exec "$bin/$server" "$@"
[[ -n $server ]] || exec "$bin/$client" "$@"

# The server picks a port that is free, and says which.
echo
echo "+ $bin/$server --listen=localhost:0"
exec {output}< <(exec "$bin/$server" --listen=localhost:0)
server_pid=$!
trap 'kill "$server_pid" 2>/dev/null || true' EXIT
IFS= read -r line <&"$output"
echo "server | $line"
sed -u 's/^/server | /' <&"$output" &
relay_pid=$!

echo "+ $bin/$client --target=${line##* }${*:+ $*}"
code=0
"$bin/$client" --target="${line##* }" "$@" || code=$?

kill "$server_pid"
wait "$server_pid" || code=$?
wait "$relay_pid"
exit "$code"
