#!/usr/bin/env python3
"""Inputs of the fuzzers as text, one a line: bytes that do not print, and '%', are '%XX'.

corpus.py seed TARGET FOLDER    writes what the examples and the recorded terminals hold into a folder
corpus.py pack FOLDER FILE      the shorter ones of a folder's inputs as one file: of a line's length, or as many as the file may hold
corpus.py unpack FILE FOLDER
"""
import hashlib
import pathlib
import re
import sys

LONGEST = 160
# Files of models and pictures are longer; of these as many are kept as fit a file of this size.
LARGEST = 40_000
FIXTURES = {
    "FuzzONNX": "*.onnx", "FuzzPickle": "*.pkl *-legacy.pth", "FuzzZip": "*.npz *.pth", "FuzzSafeTensors": "*.safetensors",
    "FuzzNumPy": "*.npy", "FuzzPNG": "*.png", "FuzzJPEG": "*.jpg",
}
# Longer fixtures are slow to mutate.
LONGEST_SEED = 8192
NETWORKS = [
    "c7s2 p3s2 (c1 c3 c1)*3", "[c3|c1] g", "[c3&c5s1]*2", "c3=a c3 +a", "c3=a p2=b p2=c fpn(a b c)", "c3x1d2w1o8g2 u2 r a2 @a", "fpn",
]
root = pathlib.Path(__file__).resolve().parents[2]


def escaped(data):
    return "".join(chr(b) if 32 <= b < 127 and b != 37 else f"%{b:02X}" for b in data)


def plain(line):
    return re.sub(rb"%([0-9A-F]{2})", lambda m: bytes([int(m[1], 16)]), line)


def write(folder, data):
    (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def varint(number):
    low, rest = number & 0x7F, number >> 7
    return bytes([low]) if rest == 0 else bytes([low | 0x80]) + varint(rest)


def field(number, value):
    """A field of a protobuf message: a number, or bytes."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def one_node_model(operator, inputs):
    """An ONNX model of one node; `x` is fed, and `w`, `b`, `i` are constants."""

    def constant(name, element_type, dimensions, data):
        return field(5, b"".join(field(1, d) for d in dimensions) + field(2, element_type) + field(8, name) + field(9, data))

    node = field(1, b"".join(field(1, name) for name in inputs) + field(2, "y") + field(4, operator))
    shape = field(2, b"".join(field(1, field(1, side)) for side in (1, 2, 4, 4)))
    graph = node + field(11, field(1, "x") + field(2, field(1, field(1, 1) + shape))) + field(12, field(1, "y"))
    values = {
        "w": constant("w", 1, (2, 2, 1, 1), bytes(range(16))), "b": constant("b", 1, (2,), bytes(8)),
        "i": constant("i", 7, (2,), b"\1" + bytes(7) + b"\2" + bytes(7)),
    }
    graph += b"".join(values[name] for name in inputs if name in values)
    return field(1, 8) + field(8, field(2, 17)) + field(7, graph)


def inner_models():
    """Models with a branch, a loop, and a function."""
    outputs = field(12, field(1, "y"))
    shape = field(2, field(1, field(1, 2)))
    given = field(11, field(1, "x") + field(2, field(1, field(1, 1) + shape)))
    relu = field(1, field(1, "x") + field(2, "y") + field(4, "Relu"))
    branch = field(6, relu.replace(b"y", b"z") + field(12, field(1, "z")))
    yes = field(5, field(2, 9) + field(8, "c") + field(9, b"\1"))
    count = field(5, field(2, 7) + field(8, "n") + field(9, b"\2" + bytes(7)))
    pair = field(5, field(1, "then_branch") + branch + field(20, 5)) + field(5, field(1, "else_branch") + branch + field(20, 5))
    body = field(6, field(11, field(1, "i")) + field(11, field(1, "d")) + field(11, field(1, "v")) + field(12, field(1, "d"))
                 + field(12, field(1, "v")))
    head = field(1, 8) + field(8, field(2, 17))
    yield head + field(7, field(1, field(1, "c") + field(2, "y") + field(4, "If") + pair) + given + outputs + yes)
    loop = field(1, field(1, "n") + field(1, "c") + field(1, "x") + field(2, "y") + field(4, "Loop") + field(5, field(1, "body") + body + field(20, 5)))
    yield head + field(7, loop + given + outputs + yes + count)
    call = field(1, field(1, "x") + field(2, "y") + field(4, "F") + field(7, "own"))
    inner = field(7, field(1, "x") + field(2, "y") + field(4, "Relu"))
    function = field(25, field(1, "F") + field(4, "x") + field(5, "y") + inner + field(9, field(2, 17)) + field(10, "own"))
    yield head + field(8, field(1, "own") + field(2, 1)) + field(7, call + given + outputs) + function
    again = field(7, field(1, "x") + field(2, "y") + field(4, "F") + field(7, "own"))
    yield head + field(7, call + given + outputs) + field(25, field(1, "F") + field(4, "x") + field(5, "y") + again + again + field(10, "own"))


def operator_names():
    for path in sorted((root / "Sources/Inference/Operators").rglob("*.swift")):
        yield from re.findall(r'static let name = "(\w+)"', path.read_text())


def seed(target, folder):
    if target == "FuzzONNX":
        for operator in operator_names():
            for inputs in ("x", "xwb", "xi", "w", "wi"):
                write(folder, one_node_model(operator, inputs))
        for model in inner_models():
            write(folder, model)
    if target in FIXTURES:
        for pattern in FIXTURES[target].split():
            for kind in ("good", "bad"):
                for path in (root / "Tests/Fixtures" / kind).glob(pattern):
                    if path.stat().st_size <= LONGEST_SEED:
                        write(folder, path.read_bytes())
        if target == "FuzzPNG":
            for path in (root / "Sources/CAssets/Files").glob("*.png"):
                write(folder, path.read_bytes())
        return
    if target == "FuzzNetwork":
        for text in NETWORKS:
            write(folder, text.encode())
        return
    if target == "FuzzBoxes":
        text = (root / "Tests/ModelFormatsTests/Annotations/BoxFileTests.swift").read_text()
        for literal in re.findall(r'"""\n(.*?)"""', text, re.S):
            write(folder, literal.encode())
        return
    if target == "FuzzAnswers":
        text = (root / "Tests/TerminalGraphicsTests/Terminals/RecordedTerminal.swift").read_text()
        literals = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
        for literal in literals:
            data = literal.replace("\\u{1B}", "\x1b").replace("\\u{07}", "\x07").replace("\\\\", "\\")
            write(folder, b"\x03" + data.encode())
            write(folder, b"\x03\x1b[" + data.encode())
            write(folder, b"\x03\x1b]11;" + data.encode() + b"\x1b\\")
        return
    prefixes = [b""] if target == "FuzzParser" else [b"\0", b"\1", b"\2", b"\3"]
    for script in sorted(root.glob("Examples/*.cnns")):
        lines = script.read_bytes().split(b"\n")
        for start in range(0, len(lines), 5):
            for prefix in prefixes:
                write(folder, prefix + b"\n".join(lines[start:start + 5]))


def main():
    action, *rest = sys.argv[1:]
    if action == "seed":
        seed(rest[0], pathlib.Path(rest[1]))
    elif action == "pack":
        inputs = {path.read_bytes() for path in pathlib.Path(rest[0]).iterdir()}
        target = pathlib.Path(rest[1]).stem
        lines, size = [], 0
        for data in sorted(inputs, key=lambda data: (len(data), data)):
            size += len(escaped(data)) + 1
            if len(data) <= LONGEST if target not in FIXTURES else size <= LARGEST:
                lines.append(escaped(data))
        lines.sort()
        pathlib.Path(rest[1]).parent.mkdir(exist_ok=True)
        pathlib.Path(rest[1]).write_text("".join(line + "\n" for line in lines))
    elif pathlib.Path(rest[0]).exists():
        for line in pathlib.Path(rest[0]).read_bytes().splitlines():
            write(pathlib.Path(rest[1]), plain(line))


main()
