# SPDX-License-Identifier: Apache-2.0
"""Measures how near git theta's strategies come to mergekit as people run it, in float32, and writes a table.

    python -m venv venv && venv/bin/pip install mergekit==0.1.5
    venv/bin/python measure_mergekit.py GIT_THETA >table.md

GIT_THETA is the launcher. Two models of one tensor and their base are merged by 'git theta merge-file' and by mergekit with the
dtype float32, whose result is rounded once. As in make_golden.py, which this runs the same way, mergekit gets git theta's
dice and stable sorts. Columns: the share of elements within one unit in the last place of the result; for float32 also within one unit of
the largest value that goes into the element, since terms cancel; and for bfloat16 the share that is equal.
"""

import json
import os
import struct
import subprocess
import sys
import tempfile

import numpy
import torch

from make_golden import CASES, TWO, run

ROWS, COLUMNS = 200, 1000


def write(path, tensor):
    names = {torch.float32: ("F32", numpy.float32, torch.float32), torch.bfloat16: ("BF16", numpy.int16, torch.int16)}
    name, _, view = names[tensor.dtype]
    data = tensor.contiguous().view(view).numpy().tobytes()
    header = json.dumps({"w": {"dtype": name, "shape": list(tensor.shape), "data_offsets": [0, len(data)]}}).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(header)) + header + data)


def read(path, dtype):
    with open(path, "rb") as file:
        file.seek(struct.unpack("<Q", file.read(8))[0] + 8)
        data = bytearray(file.read())
    return torch.frombuffer(data, dtype=dtype).reshape(ROWS, COLUMNS)


def ulp(tensor, bits):
    exponent = torch.frexp(tensor.double().abs().clamp(min=2.0**-126))[1]
    return torch.ldexp(torch.ones_like(tensor, dtype=torch.float64), exponent - bits)


def main():
    launcher = sys.argv[1]
    random = numpy.random.default_rng(7)
    base = random.normal(0, 0.05, (ROWS, COLUMNS))
    vectors = [base] + [
        base + random.normal(0, 0.01, base.shape) * (random.random(base.shape) < 0.7) for _ in range(2)
    ]
    print("| strategy | float32: 1 ulp | of its terms | bfloat16: equal | 1 ulp |")
    print("|---|---|---|---|---|")
    folder = tempfile.mkdtemp()
    for strategy, models, method, base_is, parameters in CASES:
        if models != TWO:
            continue
        cells = []
        for dtype, bits in ((torch.float32, 24), (torch.bfloat16, 8)):
            inputs = [torch.tensor(vector, dtype=torch.float32).to(dtype) for vector in vectors]
            for name, tensor in zip(("base", "ours", "theirs"), inputs):
                write(os.path.join(folder, name), tensor)
            subprocess.run(
                [launcher, "merge-file", "ours", "base", "theirs", "-o", "out", "--strategy", strategy],
                cwd=folder,
                check=True,
            )
            ours = read(os.path.join(folder, "out"), dtype).double()
            theirs = run(method, models, base_is, parameters, inputs, dtype, torch.float32).double()
            off = (ours - theirs).abs()
            near = (off <= ulp(theirs, bits)).double().mean().item()
            if dtype == torch.float32:
                largest = torch.stack([tensor.double().abs() for tensor in inputs] + [theirs.abs()]).max(dim=0)[0]
                cells += [near, (off <= ulp(largest, bits)).double().mean().item()]
            else:
                cells += [(off == 0).double().mean().item(), near]
        print(f"| `{strategy}` | " + " | ".join(f"{100 * cell:.2f} %" for cell in cells) + " |", flush=True)


main()
