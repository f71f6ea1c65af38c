#!/usr/bin/env bash
# Fetches a release of shoptalk for this machine, and unpacks it when its checksum is right.
#
#   VERSION   the release, as in 0.2.0
#   SHA256    the checksum that its archive must have; that in the list of the release when empty
#   RELEASES  where releases are
#   INTO      the folder to unpack it into
set -euo pipefail

[[ $VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || {
    printf '::error::%s is no version of shoptalk\n' "${VERSION//[^0-9A-Za-z.-]/?}"
    exit 1
}
case "$(uname -s)-$(uname -m)" in
Linux-x86_64) target=x86_64-unknown-linux-gnu ;;
Linux-aarch64) target=aarch64-unknown-linux-gnu ;;
Darwin-arm64) target=aarch64-apple-darwin ;;
Darwin-x86_64) target=x86_64-apple-darwin ;;
MINGW*-x86_64 | MSYS*-x86_64) target=x86_64-pc-windows-msvc ;;
*)
    printf '::error::there is no release of shoptalk for %s\n' "$(uname -sm)"
    exit 1
    ;;
esac

archive="shoptalk-$VERSION-$target.tar.gz"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fetch() { curl --proto '=https,file' --fail --silent --show-error --location --retry 3 --max-time 120 --output "$work/$1" "$RELEASES/v$VERSION/$1"; }

fetch "$archive"
if [[ -z ${SHA256:-} ]]; then
    fetch SHA256SUMS
    SHA256=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$work/SHA256SUMS")
fi
if command -v sha256sum >/dev/null; then
    found=$(sha256sum "$work/$archive" | awk '{ print $1 }')
else
    found=$(shasum -a 256 "$work/$archive" | awk '{ print $1 }')
fi
if [[ -z $SHA256 || $found != "$SHA256" ]]; then
    printf '::error::%s has not the checksum that it should have\n' "$archive"
    exit 1
fi
mkdir -p "$INTO"
tar -xzf "$work/$archive" -C "$INTO" --strip-components=1
