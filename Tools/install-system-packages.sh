#!/bin/sh
# Installs the Debian packages that building and testing need; those that are there already are left alone.
set -eu

packages="
    libopenblas-dev libpng-dev libjpeg62-turbo-dev zlib1g-dev libcairo2-dev libedit-dev libcurl4-openssl-dev libsodium-dev
    libcmark-gfm-dev libcmark-gfm-extensions-dev
    fontconfig fonts-dejavu-core
    ca-certificates git make python3 python3-pip python3-venv tar gzip
"

missing=
for package in $packages; do
    case "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)" in
    installed) ;;
    *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

echo "Installing the system packages:$missing"
if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null; then
    as_root=sudo
else
    echo "error: not root, and no sudo; ask an administrator for: apt-get install$missing" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update --quiet --quiet
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes --no-install-recommends $missing >/dev/null
