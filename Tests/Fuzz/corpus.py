#!/usr/bin/env python3
"""Inputs of the fuzzers as text, one a line: bytes that do not print, and '%', are '%XX'.

corpus.py seed TARGET FOLDER    writes what the examples and the recorded terminals hold into a folder
corpus.py pack FOLDER FILE      the shorter ones of a folder's inputs as one file
corpus.py unpack FILE FOLDER
"""
import hashlib
import pathlib
import re
import sys

LONGEST = 160
root = pathlib.Path(__file__).resolve().parents[2]


def escaped(data):
    return "".join(chr(b) if 32 <= b < 127 and b != 37 else f"%{b:02X}" for b in data)


def plain(line):
    return re.sub(rb"%([0-9A-F]{2})", lambda m: bytes([int(m[1], 16)]), line)


def write(folder, data):
    (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def seed(target, folder):
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
        lines = sorted(escaped(data) for data in inputs if len(data) <= LONGEST)
        pathlib.Path(rest[1]).parent.mkdir(exist_ok=True)
        pathlib.Path(rest[1]).write_text("".join(line + "\n" for line in lines))
    elif pathlib.Path(rest[0]).exists():
        for line in pathlib.Path(rest[0]).read_bytes().splitlines():
            write(pathlib.Path(rest[1]), plain(line))


main()
