#!/bin/sh
# Runs the tour with the cnns given, or the part of it that needs nothing downloaded.
set -eu

cnns=$1
figures=${2:-tour}

if "$cnns" -e 'load efficientnet-lite0; load chelsea' --quiet; then
    script=Examples/tour.cnns
else
    echo
    echo "The weights and the photograph cannot be fetched (see above): here is the tour of the digit network that ships with cnns."
    script=Examples/digits.cnns
fi
rm -rf "$figures"
"$cnns" run "$script" --save-figures "$figures"
echo
echo "Figures saved in $figures/:"
ls "$figures"
