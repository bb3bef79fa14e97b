#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs what is missing of the packages in packages.txt, and asks nothing.
#
#   cmake/install-packages.sh build test
#
# Where there is no apt, or no right to use it, or NO_INSTALL=1 is set, it names
# what is needed and leaves the rest to the configure step, which says what it
# did not find.
set -euo pipefail

list=$(dirname "${BASH_SOURCE[0]}")/packages.txt
packages=()
for purpose; do
  mapfile -t -O "${#packages[@]}" packages \
    < <(awk -v purpose="$purpose" '$1 == purpose { print $2 }' "$list")
done

if ! command -v apt-get >/dev/null; then
  echo "This system has no apt-get. The suite needs what Debian calls:"
  printf '  %s\n' "${packages[@]}"
  echo "Going on with what is there."
  exit
fi

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null |
    grep -q '^install ok installed' || missing+=("$package")
done
((${#missing[@]})) || exit 0

as_root=()
((EUID == 0)) || as_root=(sudo)
if [[ -n ${NO_INSTALL:-} ]] || ! command -v "${as_root[@]:-true}" >/dev/null; then
  echo "Missing and not installed: ${missing[*]}"
  echo "Going on with what is there."
  exit
fi

echo "Installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -yq --no-install-recommends "${missing[@]}" |
  grep --line-buffered -E '^(Need to get|Fetched|Setting up) '
