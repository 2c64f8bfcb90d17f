#!/bin/sh
# Installs the programs that pictures for terminals are measured beside. Without them the measurement says what is missing.
set -u

missing=
for package in libsixel-bin chafa timg; do
    case "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)" in
    installed) ;;
    *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

echo "Installing programs to measure against:$missing"
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
for package in $missing; do
    # One by one: where a package does not exist the others are still of use.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --quiet --yes --no-install-recommends "$package" >/dev/null ||
        echo "warning: $package cannot be installed, and is not measured" >&2
done
exit 0
