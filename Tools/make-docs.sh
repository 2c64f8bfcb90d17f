#!/bin/sh
# Makes the reference of every Swift target with DocC: an archive each in .build/docs, merged into one site.
set -eu

cd "$(dirname "$0")/.."
graphs=.build/symbol-graphs
output=.build/docs
rm -rf $graphs $output
mkdir -p $graphs $output/archives

echo "Reading the declarations"
swift build -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc "$PWD/$graphs" -Xswiftc -symbol-graph-minimum-access-level \
    -Xswiftc package --scratch-path .build/docs-build >/dev/null

for folder in Sources/*/; do
    module=$(basename "$folder")
    [ -f "$graphs/$module.symbols.json" ] || continue
    mkdir -p "$graphs/$module"
    mv "$graphs/$module".*json "$graphs/$module/"
    docc convert --additional-symbol-graph-dir "$graphs/$module" --fallback-display-name "$module" \
        --fallback-bundle-identifier "cnns.$module" --output-path "$output/archives/$module.doccarchive" >/dev/null
done
docc merge "$output"/archives/*.doccarchive --output-path "$output/cnns.doccarchive"
echo "Made $output/cnns.doccarchive: any web server can serve it"
