# SPDX-License-Identifier: Apache-2.0
"""Compares the numbers of `git theta diff --json` with NumPy's in float64, to 1e-6 relative.

Usage: check_diff.py BEFORE.safetensors AFTER.safetensors DIFF.json
"""
import json
import struct
import sys

import numpy as np

PLAIN = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1",
         "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1", "BOOL": "?"}


def load(path):
    with open(path, "rb") as file:
        data = file.read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, info in header.items():
        begin, end = (8 + length + offset for offset in info["data_offsets"])
        raw = data[begin:end]
        if info["dtype"] == "BF16":
            values = (np.frombuffer(raw, "<u2").astype(np.uint32) << 16).view(np.float32)
        elif info["dtype"] in PLAIN:
            values = np.frombuffer(raw, PLAIN[info["dtype"]])
        else:
            continue
        tensors[name] = (info["dtype"], raw, values.astype(np.float64))
    return tensors


def numbers(before, after):
    (dtype_a, raw_a, a), (dtype_b, raw_b, b) = before, after
    if dtype_a == dtype_b:
        width = len(raw_a) // max(1, a.size)
        one, two = (np.frombuffer(raw, np.uint8).reshape(-1, width) for raw in (raw_a, raw_b))
        changed = int((one != two).any(axis=1).sum())
    else:
        changed = int((~((a == b) | (np.isnan(a) & np.isnan(b)))).sum())
    both = np.isfinite(a) & np.isfinite(b)
    x, y = a[both], b[both]
    norms = np.linalg.norm(x), np.linalg.norm(y)
    delta = np.linalg.norm(y - x)
    yield "changed", changed
    yield "deltaNorm", delta
    yield "relativeL2", delta / norms[0] if norms[0] else None
    yield "maxAbs", np.abs(y - x).max() if x.size else 0
    yield "cosine", x @ y / (norms[0] * norms[1]) if norms[0] * norms[1] else None
    yield "newNan", int((np.isnan(b) & ~np.isnan(a)).sum())
    yield "newInfinite", int((np.isinf(b) & ~np.isinf(a)).sum())
    for side, values in (("before", a), ("after", b)):
        finite = values[np.isfinite(values)]
        yield side + ".mean", finite.mean() if finite.size else None
        yield side + ".std", finite.std() if finite.size else None


def main(before_path, after_path, diff_path):
    before, after = load(before_path), load(after_path)
    with open(diff_path, encoding="utf-8") as file:
        changes = json.load(file)[0]["changes"]
    worst, compared = 0.0, 0
    for change in changes:
        if "numbers" not in change:
            continue
        name = change["after"]["name"]
        for key, expected in numbers(before[name], after[name]):
            found = change["numbers"]
            for part in key.split("."):
                found = found[part]
            if (expected is None) != (found is None):
                sys.exit(f"{name}: {key} is {found}, NumPy says {expected}")
            if expected is not None:
                error = abs(found - expected) / (abs(expected) or 1)
                worst, compared = max(worst, error), compared + 1
                if error > 1e-6:
                    sys.exit(f"{name}: {key} is {found}, NumPy says {expected}")
    wanted = {name for name in before.keys() & after.keys()
              if before[name][:2] != after[name][:2]}
    listed = {change["after"]["name"] for change in changes if "numbers" in change}
    if wanted != listed:
        sys.exit(f"other parameters changed: {sorted(wanted ^ listed)}")
    print(f"{len(listed)} parameters, {compared} numbers agree; largest relative difference {worst:.1e}")


if __name__ == "__main__":
    main(*sys.argv[1:])
