#!/bin/sh
# Makes .build-python, the Python that tests compare with and take conformance cases from. Nothing else of the project needs it.
set -eu

cd "$(dirname "$0")/.."
folder=.build-python
requirements="numpy pillow onnx==1.19.1 onnxruntime nbformat nbconvert"
stamp=$folder/requirements

[ -f $stamp ] && [ "$(cat $stamp)" = "$requirements" ] && exit 0

echo "Making a Python environment for the tests in $folder: $requirements"
python3 -m venv --clear $folder
# shellcheck disable=SC2086
$folder/bin/python -m pip install --quiet --disable-pip-version-check $requirements
echo "$requirements" >$stamp
