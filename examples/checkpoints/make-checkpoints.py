#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the two checkpoints beside it: a small model, and the same after training one of its layers.

Needs nothing but Python. The values are drawn from N(0, 0.02) with a fixed seed, so the files are always the same.
"""
import json
import pathlib
import random
import struct

SHAPES = [
    ("embed.weight", "F32", [64, 32]),
    ("layers.0.weight", "F32", [32, 32]),
    ("layers.0.bias", "F32", [32]),
    ("layers.1.weight", "BF16", [32, 32]),
    ("layers.1.bias", "BF16", [32]),
    ("head.weight", "F32", [8, 32]),
]


def encode(dtype, value):
    bits = struct.pack("<f", value)
    return bits if dtype == "F32" else bits[2:]


def write(path, values):
    header, data = {}, b""
    for name, dtype, shape in SHAPES:
        encoded = b"".join(encode(dtype, value) for value in values[name])
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(encoded)]}
        data += encoded
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    folder = pathlib.Path(__file__).resolve().parent
    rng = random.Random(0)
    values = {}
    for name, _, shape in SHAPES:
        count = shape[0] * (shape[1] if len(shape) > 1 else 1)
        values[name] = [rng.gauss(0, 0.02) for _ in range(count)]
    write(folder / "before.safetensors", values)
    values["layers.0.weight"] = [value + rng.gauss(0, 0.001) for value in values["layers.0.weight"]]
    write(folder / "after.safetensors", values)


main()
