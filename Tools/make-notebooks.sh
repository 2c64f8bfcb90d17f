#!/bin/sh
# Records what the examples show: their figures beside them, and their notebooks in Notebooks/. Usage: Tools/make-notebooks.sh PROGRAM
set -eu

program=$1
mkdir -p Notebooks
for script in Examples/*.cnns; do
    name=$(basename "$script" .cnns)
    # What says the same stays, whatever its pixels and last digits: fonts, libraries and processors differ.
    { [ -f "Examples/$name.expected" ] && "$program" test --quiet "$script" 2>/dev/null; } || "$program" test --quiet --bless "$script"
    "$program" convert --check --quiet "$script" "Notebooks/$name.ipynb" 2>/dev/null ||
        "$program" convert "$script" "Notebooks/$name.ipynb"
done
