"""Writes the model files in good/ and bad/ that ModelFormatsTests reads. Needs numpy, onnx and torch.

Every good tensor holds 0, 0.5, 1, 1.5 … (integers 0, 1, 2 …; Booleans false, true, false …) in row-major order, so that
the tests know the numbers without a second copy of them.
"""

import collections
import io
import json
import os
import pickle
import re
import struct
import zipfile
import zlib

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

here = os.path.dirname(os.path.abspath(__file__))


def write(folder, name, data):
    with open(os.path.join(here, folder, name), "wb") as file:
        file.write(data)


def numbers(shape, dtype=np.float32):
    count = int(np.prod(shape))
    if dtype == np.bool_:
        return (np.arange(count) % 2 == 1).reshape(shape)
    if np.issubdtype(dtype, np.integer):
        return np.arange(count).astype(dtype).reshape(shape)
    return (np.arange(count) * 0.5).astype(dtype).reshape(shape)


def zipped(members, method=zipfile.ZIP_STORED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, compress_type=method)
    return buffer.getvalue()


# ONNX

def model(nodes, inputs=(), outputs=(), initializers=(), opset=17):
    graph = helper.make_graph(list(nodes), "fixture", list(inputs), list(outputs), list(initializers))
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)


def value(name, shape=("n", 3, 8, 8), dtype=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, dtype, shape)


def onnx_network():
    weights = numpy_helper.from_array(numbers((4, 3, 3, 3)), "conv1.weight")
    bias = numpy_helper.from_array(numbers((4,)), "conv1.bias")
    nodes = [
        helper.make_node("Conv", ["input", "conv1.weight", "conv1.bias"], ["/conv1/Conv_output_0"], "/conv1/Conv",
                         kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["/conv1/Conv_output_0"], ["/relu/Relu_output_0"], "/relu/Relu"),
        helper.make_node("Constant", [], ["half"], "/Constant", value=numpy_helper.from_array(np.float32(0.5))),
        helper.make_node("Mul", ["/relu/Relu_output_0", "half"], ["output"], "/Mul"),
    ]
    return model(nodes, [value("input"), value("conv1.bias", (4,))], [value("output", None)], [weights, bias])


ELEMENTS = {
    "float32": TensorProto.FLOAT, "float64": TensorProto.DOUBLE, "float16": TensorProto.FLOAT16, "bfloat16": TensorProto.BFLOAT16,
    "int8": TensorProto.INT8, "int16": TensorProto.INT16, "int32": TensorProto.INT32, "int64": TensorProto.INT64,
    "uint8": TensorProto.UINT8, "uint16": TensorProto.UINT16, "uint32": TensorProto.UINT32, "uint64": TensorProto.UINT64,
    "bool": TensorProto.BOOL,
}


def onnx_elements():
    initializers = []
    for name, code in ELEMENTS.items():
        dtype = np.float32 if name == "bfloat16" else np.dtype(name).type
        array = numbers((2, 3), dtype)
        raw = (array.view(np.uint32) >> 16).astype(np.uint16).tobytes() if name == "bfloat16" else array.tobytes()
        initializers.append(helper.make_tensor(f"typed {name}", code, (2, 3), array.flatten().tolist()))
        initializers.append(helper.make_tensor(f"raw {name}", code, (2, 3), raw, raw=True))
    return model([helper.make_node("Identity", ["raw float32"], ["output"])], [], [value("output", None)], initializers)


NARROW = {
    "int4": (TensorProto.INT4, [-8, -1, 0, 1, 7]), "uint4": (TensorProto.UINT4, [0, 1, 8, 14, 15]),
    "float4e2m1": (TensorProto.FLOAT4E2M1, [0, 0.5, -6, 3, 1]),
    "float8e4m3fn": (TensorProto.FLOAT8E4M3FN, [1, -2, 0.5, 448, 0]), "float8e4m3fnuz": (TensorProto.FLOAT8E4M3FNUZ, [1, -2, 0.5, 240, 0]),
    "float8e5m2": (TensorProto.FLOAT8E5M2, [1, -2, 0.5, 57344, 0]),
    "float8e5m2fnuz": (TensorProto.FLOAT8E5M2FNUZ, [1, -2, 0.5, 57344, 0]),
}


def onnx_narrow():
    """Numbers of 8 bits and 4, also in the file narrow.bin beside it."""
    initializers, beside = [], b""
    for name, (code, values) in NARROW.items():
        typed = helper.make_tensor(f"typed {name}", code, (5,), values)
        raw = bytes(number & 0xFF for number in typed.int32_data)
        initializers.append(typed)
        initializers.append(helper.make_tensor(f"raw {name}", code, (5,), raw, raw=True))
        external = TensorProto(name=f"external {name}", data_type=code, dims=(5,), data_location=TensorProto.EXTERNAL)
        for key, text in [("location", "narrow.bin"), ("offset", str(len(beside))), ("length", str(len(raw)))]:
            external.external_data.add(key=key, value=text)
        initializers.append(external)
        beside += raw
    write("good", "narrow.bin", beside)
    return model([helper.make_node("Identity", ["raw int4"], ["output"])], [], [value("output", None)], initializers)


def onnx_attributes():
    inner = helper.make_graph(
        [helper.make_node("Relu", ["input"], ["inner"], "relu")], "branch", [], [value("inner", None)],
        [numpy_helper.from_array(numbers((2,)), "inner weight")])
    node = helper.make_node(
        "Everything", ["input"], ["output"], "node", int=-3, float=0.25, string="text", ints=[1, 2], floats=[0.5, 1.5],
        strings=["a", "b"], tensor=numpy_helper.from_array(numbers((2, 2))), graph=inner, domain="com.example")
    return model([node], [value("input", (1, None, 2))], [value("output", None)])


def onnx_narrow(dtype):
    """The network above in another floating-point type, with a cast to that type inside."""
    narrow = helper.make_tensor("w", dtype, (4, 3, 3, 3), numbers((4, 3, 3, 3)).flatten())
    bias = helper.make_tensor("b", dtype, (4,), numbers((4,)))
    nodes = [
        helper.make_node("Cast", ["input"], ["cast"], to=dtype),
        helper.make_node("Conv", ["cast", "w", "b"], ["conv"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["conv"], ["relu"]),
        helper.make_node("Constant", [], ["half"], value=helper.make_tensor("half", dtype, (), [0.5])),
        helper.make_node("Mul", ["relu", "half"], ["output"]),
    ]
    return model(nodes, [value("input", dtype=dtype)], [value("output", None, dtype)], [narrow, bias])


def onnx_two_inputs():
    """A picture and a mask of any size to four scores and four maps."""
    nodes = [
        helper.make_node("Conv", ["picture", "w"], ["conv"], pads=[1, 1, 1, 1]),
        helper.make_node("Mul", ["conv", "mask"], ["maps"]),
        helper.make_node("GlobalAveragePool", ["maps"], ["pool"]),
        helper.make_node("Flatten", ["pool"], ["scores"]),
    ]
    inputs = [value("picture", ("n", 3, "h", "w")), value("mask", ("n", 1, "h", "w"))]
    weights = numpy_helper.from_array(numbers((4, 3, 3, 3)), "w")
    return model(nodes, inputs, [value("scores", ("n", 4)), value("maps", None)], [weights])


def onnx_channels_last():
    """Pictures as bytes, channels last, in batches of ten; the file names its classes as exporters in Python do."""
    nodes = [
        helper.make_node("Cast", ["input"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["float"], ["first"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["first", "w"], ["conv"], pads=[1, 1, 1, 1]),
        helper.make_node("GlobalAveragePool", ["conv"], ["pool"]),
        helper.make_node("Flatten", ["pool"], ["flat"]),
        helper.make_node("MatMul", ["flat", "eye"], ["scores"]),
    ]
    weights = [numpy_helper.from_array(numbers((4, 3, 3, 3)), "w"), numpy_helper.from_array(np.eye(4, dtype=np.float32), "eye")]
    result = model(nodes, [value("input", (10, 8, 12, 3), TensorProto.UINT8)], [value("scores", ("n", 4))], weights)
    result.metadata_props.add(key="names", value="{0: 'ant', 1: \"bee's\", 2: 'cat', 3: 'dog'}")
    return result


write("good", "float16.onnx", onnx_narrow(TensorProto.FLOAT16).SerializeToString())
write("good", "bfloat16.onnx", onnx_narrow(TensorProto.BFLOAT16).SerializeToString())
write("good", "two-inputs.onnx", onnx_two_inputs().SerializeToString())
write("good", "channels-last.onnx", onnx_channels_last().SerializeToString())
write("good", "network.onnx", onnx_network().SerializeToString())
write("good", "elements.onnx", onnx_elements().SerializeToString())
write("good", "narrow.onnx", onnx_narrow().SerializeToString())
write("good", "attributes.onnx", onnx_attributes().SerializeToString())


def external(location, offset="4", length="24"):
    tensor = TensorProto(name="weight", data_type=TensorProto.FLOAT, dims=(2, 3), data_location=TensorProto.EXTERNAL)
    for key, text in [("location", location), ("offset", offset), ("length", length)]:
        tensor.external_data.add(key=key, value=text)
    return model([helper.make_node("Identity", ["weight"], ["output"])], [], [value("output", None)], [tensor]).SerializeToString()


write("good", "external.onnx", external("external.weights"))
write("good", "external.weights", b"\0\0\0\0" + numbers((2, 3)).tobytes())
write("bad", "external-outside-folder.onnx", external("../good/external.weights"))
write("bad", "external-missing.onnx", external("nowhere.weights"))

network = onnx_network().SerializeToString()
write("bad", "truncated.onnx", network[:200])
write("bad", "empty.onnx", b"")
write("bad", "text.onnx", b"<!DOCTYPE html><html>rate limited</html>")
write("bad", "no-graph.onnx", helper.make_model(onnx.GraphProto(), ir_version=8).SerializeToString()[:2])


def broken_tensor(**changes):
    tensor = helper.make_tensor("weight", TensorProto.FLOAT, (2, 3), numbers((2, 3)).tobytes(), raw=True)
    for key, change in changes.items():
        if key == "dims":
            del tensor.dims[:]
            tensor.dims.extend(change)
        else:
            setattr(tensor, key, change)
    return model([helper.make_node("Identity", ["weight"], ["output"])], [], [value("output", None)], [tensor]).SerializeToString()


write("bad", "too-few-bytes.onnx", broken_tensor(dims=(2, 4)))
write("bad", "negative-dimension.onnx", broken_tensor(dims=(2, -3)))
write("bad", "overflowing-shape.onnx", broken_tensor(dims=(1 << 40, 1 << 40)))
write("bad", "strings.onnx", broken_tensor(data_type=8))
write("bad", "unknown-type.onnx", broken_tensor(data_type=99))


def varint(number):
    encoded = b""
    while number > 127:
        encoded += bytes([number & 127 | 128])
        number >>= 7
    return encoded + bytes([number])


nested = b""
for _ in range(2000):  # graph { node { attribute { g … } } }
    for tag in (b"\x32", b"\x2a", b"\x0a"):
        nested = tag + varint(len(nested)) + nested
write("bad", "deeply-nested.onnx", b"\x08\x08\x3a" + varint(len(nested)) + nested)


# safetensors

def safetensors(entries, data, metadata=None):
    header = {"__metadata__": metadata} if metadata else {}
    header.update(entries)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def good_safetensors():
    entries, data = collections.OrderedDict(), b""
    arrays = [("conv.weight", "F32", numbers((2, 3))), ("conv.scale", "F16", numbers((3,), np.float16)), ("step", "I64", numbers((), np.int64)),
              ("mask", "BOOL", numbers((5,), np.bool_)), ("late.weight", "F32", numbers((2, 2)))]
    for name, code, array in arrays:
        entries[name] = {"dtype": code, "shape": array.shape, "data_offsets": [len(data), len(data) + array.nbytes]}
        data += array.tobytes()
    return safetensors(entries, data, {"made by": "cnns"})


def bad_safetensors(**changes):
    return safetensors({"weight": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24], **changes}}, bytes(24))


write("good", "weights.safetensors", good_safetensors())
write("bad", "offsets-outside.safetensors", bad_safetensors(data_offsets=[8, 32]))
write("bad", "offsets-reversed.safetensors", bad_safetensors(data_offsets=[24, 0]))
write("bad", "shape-too-large.safetensors", bad_safetensors(shape=[2, 4]))
write("bad", "negative-shape.safetensors", bad_safetensors(shape=[-2, -3]))
write("bad", "unknown-type.safetensors", bad_safetensors(dtype="F4"))
write("bad", "no-json.safetensors", struct.pack("<Q", 8) + b"{]]]]]]}" + bytes(24))
write("bad", "header-too-long.safetensors", struct.pack("<Q", 90_000_000) + b"{}")


# PyTorch

class Call:
    """Pickles as the call of a function."""

    def __init__(self, function, *arguments):
        self.call = (function, arguments)

    def __reduce__(self):
        return self.call


def by_name(pickled):
    """The pickle with the name that people know the function by."""
    return pickled.replace(b"cposix\nsystem", b"cos\nsystem")


def state():
    matrix = torch.from_numpy(numbers((3, 4)))
    shared = torch.from_numpy(numbers((24,)))
    columns = torch.from_numpy(numbers((3, 4)).T.copy()).T  # row-major numbers, column-major strides
    return collections.OrderedDict(
        [("conv.weight", matrix), ("columns", columns), ("head", shared[:12].view(3, 4)), ("parameter", torch.nn.Parameter(matrix.clone())),
         ("half", matrix.half()), ("brain", matrix.bfloat16()), ("double", matrix.double()),
         ("steps", torch.from_numpy(numbers((), np.int64))), ("mask", torch.from_numpy(numbers((5,), np.bool_))),
         ("bytes", torch.from_numpy(numbers((5,), np.uint8))), ("empty", torch.zeros(0, 3))])


def saved(thing):
    buffer = io.BytesIO()
    torch.save(thing, buffer)
    return buffer.getvalue()


def saved_legacy(thing):
    """What torch.save wrote before 1.6, with the keys of storages, which are addresses there, counted from one."""
    buffer = io.BytesIO()
    torch.save(thing, buffer, _use_new_zipfile_serialization=False)
    data = buffer.getvalue()
    for count, key in enumerate(dict.fromkeys(re.findall(rb"\d{13,15}", data)), 1):
        data = data.replace(key, str(count).zfill(len(key)).encode())
    return data


wrapped = {"epoch": 3, "state_dict": {"module." + name: tensor for name, tensor in state().items()}, "optimizer": {"lr": 0.1}}
archive = saved(wrapped)
write("good", "weights.pth", saved(state()))
write("good", "checkpoint.pth", archive)
write("good", "weights-legacy.pth", saved_legacy(state()))
with zipfile.ZipFile(io.BytesIO(archive)) as source:
    members = [(info.filename, source.read(info)) for info in source.infolist()]
write("good", "deflated.pth", zipped(members, zipfile.ZIP_DEFLATED))


def pickled_archive(pickled, *storages):
    return zipped([("archive/data.pkl", pickled)] + [(f"archive/data/{index}", data) for index, data in enumerate(storages)])


def tensor_archive(size, stride, offset=0, count=6):
    """An archive of one tensor whose description is written by hand."""
    def integers(values):
        return b"(" + b"".join(b"\x8a\x08" + struct.pack("<q", value) for value in values) + b"t"
    pickled = (b"\x80\x02}X\x06\0\0\0weightctorch._utils\n_rebuild_tensor_v2\n(" + b"(X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\0"
               + b"0X\x03\0\0\0cpuK" + bytes([count]) + b"tQ" + integers([offset])[1:-1] + integers(size) + integers(stride) + b"\x89NtRs.")
    return pickled_archive(pickled, numbers((count,)).tobytes())


write("good", "by-hand.pth", tensor_archive((2, 3), (3, 1)))
write("bad", "runs-command.pth", pickled_archive(by_name(pickle.dumps({"weight": Call(os.system, "echo owned > /tmp/owned")}, 2))))
write("bad", "runs-command-legacy.pth", saved_legacy(state())[:300].split(b"\x80\x02}")[0]
      + pickle.dumps({}, 2) + by_name(pickle.dumps(Call(os.system, "echo owned"), 2)))
write("bad", "evaluates.pkl", pickle.dumps([Call(eval, "1 + 1")], 4))
write("bad", "whole-module.pth", saved(torch.nn.Sequential(torch.nn.Linear(2, 2))))
write("bad", "truncated.pth", archive[:1000])
write("bad", "truncated-legacy.pth", saved_legacy(state())[:700])
write("bad", "stride-outside.pth", tensor_archive((2, 3), (6, 1)))
write("bad", "negative-stride.pth", tensor_archive((2, 3), (-3, 1)))
write("bad", "offset-outside.pth", tensor_archive((2, 3), (3, 1), offset=1))
write("bad", "expanded.pth", tensor_archive((1 << 20, 1 << 20), (0, 0)))
write("bad", "overflowing-offset.pth", tensor_archive((2, 3), (3, 1), offset=(1 << 63) - 2))
write("bad", "missing-storage.pth", zipped([("archive/data.pkl", zipfile.ZipFile(io.BytesIO(tensor_archive((2, 3), (3, 1)))).read("archive/data.pkl"))]))
write("bad", "no-pickle.pth", zipped([("archive/version", b"3\n")]))
write("bad", "no-tensors.pkl", pickle.dumps({"weights": [1, 2.5, "three"]}, 2))
write("bad", "empty-stack.pkl", b"\x80\x02a.")
write("bad", "unknown-instruction.pkl", b"\x80\x02\xff.")
write("bad", "nested-lists.pkl", b"\x80\x02" + b"]" * 5000 + b"a" * 4999 + b".")
doubling = b"\x80\x02]q\0"  # each list holds the one before it 64 times
for level in range(1, 12):
    doubling += b"](" + (b"h" + bytes([level - 1])) * 64 + b"eq" + bytes([level])
write("bad", "exponential.pkl", doubling + b".")


# NumPy

def saved_array(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def npy(header, data=bytes(24)):
    text = header.encode() + b"\n"
    return b"\x93NUMPY\x01\0" + struct.pack("<H", len(text)) + text + data


write("good", "rows.npy", saved_array(numbers((2, 3))))
write("good", "columns.npy", saved_array(np.asfortranarray(numbers((2, 3)))))
write("good", "big-endian.npy", saved_array(numbers((2, 3)).astype(">f4")))
write("good", "booleans.npy", saved_array(numbers((5,), np.bool_)))
members = [("first.npy", saved_array(numbers((2, 3)))), ("second.npy", saved_array(numbers((4,), np.int64)))]
write("good", "arrays.npz", zipped(members))
write("good", "compressed.npz", zipped(members, zipfile.ZIP_DEFLATED))
lists = collections.OrderedDict([("conv1", [numbers((3, 3, 2, 1)), numbers((1,))]), ("fc", [np.asfortranarray(numbers((2, 3))), numbers((2,), np.float64)])])
for protocol in (2, 3, 4, 5):
    write("good", f"arrays-{protocol}.pkl", pickle.dumps(dict(lists), protocol))

GOOD_HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
write("bad", "truncated.npy", saved_array(numbers((2, 3)))[:-4])
write("bad", "code-in-header.npy", npy(GOOD_HEADER.replace("(2, 3)", "__import__('os')")))
write("bad", "objects.npy", npy(GOOD_HEADER.replace("<f4", "|O")))
write("bad", "records.npy", npy(GOOD_HEADER.replace("'<f4'", "[('a', '<f4')]")))
write("bad", "huge-shape.npy", npy(GOOD_HEADER.replace("(2, 3)", "(4294967296, 4294967296)")))
write("bad", "missing-key.npy", npy("{'descr': '<f4', 'shape': (2, 3)}"))


def bomb():
    """One member of 64 MB of zeros whose directory claims 4 GB of them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(bytes(1 << 26)) + packer.flush()
    claimed = (1 << 32) - 2
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, 0, len(data), claimed, 5, 0) + b"a.npy"
    entry = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 0, 0, len(data), claimed, 5, 0, 0, 0, 0, 0, 0) + b"a.npy"
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(entry), len(local) + len(data), 0)
    return local + data + entry + end


arrays = zipped(members, zipfile.ZIP_DEFLATED)
write("bad", "bomb.npz", bomb())
write("bad", "wrong-checksum.npz", arrays.replace(struct.pack("<I", zlib.crc32(members[0][1])), b"\1\2\3\4"))
write("bad", "truncated.npz", arrays[:200])
write("bad", "random.bin", bytes(np.random.RandomState(1).randint(0, 256, 500, dtype=np.uint8)))
write("bad", "empty.bin", b"")
