#!/bin/sh
# Fetches the ONNX project's own test cases (release 1.19.1, the last whose wheel holds them) and unpacks them where
# ConformanceTests looks: $CNNS_CONFORMANCE, or conformance/onnx-1.19.1 in the cache. Does nothing where they are already.
set -eu

version=1.19.1
target=${CNNS_CONFORMANCE:-${CNNS_CACHE:-${HOME}/.cache/cnns}/conformance/onnx-$version}
[ -d "$target/light" ] && exit 0

mkdir -p "$(dirname "$target")"
work=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM

python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$work" "onnx==$version"
python3 - "$work" <<'END'
import glob, sys, zipfile
wheel, = glob.glob(sys.argv[1] + "/*.whl")
with zipfile.ZipFile(wheel) as archive:
    folder = "onnx/backend/test/data/"
    archive.extractall(sys.argv[1], [name for name in archive.namelist() if name.startswith(folder)])
END
rm -rf "$target"
mv "$work/onnx/backend/test/data" "$target"
