# SPDX-License-Identifier: Apache-2.0
"""Compares the numbers of `git theta diff --json` with NumPy's in float64, to 1e-6 relative.

Usage: check_diff.py BEFORE.safetensors AFTER.safetensors DIFF.json
       check_diff.py --make BEFORE.safetensors AFTER.safetensors   writes a pair with every type and oddity
"""
import json
import struct
import sys

import numpy as np

PLAIN = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1",
         "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1"}
PRECISION = {"F64": 53, "F32": 24, "F16": 11, "BF16": 8, "F8_E4M3": 4, "F8_E5M2": 3}


def float8(exponent_bits, mantissa_bits, bias, has_infinity):
    """Returns the value of each of the 256 patterns of a type of the OCP 8-bit Floating Point Specification."""
    values = np.empty(256)
    for bits in range(256):
        exponent, mantissa = bits >> mantissa_bits & (1 << exponent_bits) - 1, bits & (1 << mantissa_bits) - 1
        if has_infinity and exponent == (1 << exponent_bits) - 1:
            value = np.nan if mantissa else np.inf
        elif not has_infinity and bits & 0x7F == 0x7F:
            value = np.nan
        elif exponent == 0:
            value = mantissa * 2.0 ** (1 - bias - mantissa_bits)
        else:
            value = (1 + mantissa / (1 << mantissa_bits)) * 2.0 ** (exponent - bias)
        values[bits] = -value if bits & 0x80 else value
    return values


FLOAT8 = {"F8_E4M3": float8(4, 3, 7, False), "F8_E5M2": float8(5, 2, 15, True)}


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
        elif info["dtype"] == "BOOL":
            values = np.frombuffer(raw, "u1") != 0
        elif info["dtype"] in FLOAT8:
            values = FLOAT8[info["dtype"]][np.frombuffer(raw, "u1")]
        elif info["dtype"] in PLAIN:
            values = np.frombuffer(raw, PLAIN[info["dtype"]])
        else:
            continue
        tensors[name] = (info["dtype"], raw, values.astype(np.float64), info["shape"])
    return tensors


def numbers(before, after):
    (dtype_a, raw_a, a, shape), (dtype_b, raw_b, b, _) = before, after
    if dtype_a == dtype_b:
        width = len(raw_a) // max(1, a.size)
        one, two = (np.frombuffer(raw, np.uint8).reshape(-1, width) for raw in (raw_a, raw_b))
        differs = (one != two).any(axis=1)
    else:
        differs = ~((a == b) | (np.isnan(a) & np.isnan(b)))
    both = np.isfinite(a) & np.isfinite(b)
    x, y = a[both], b[both]
    norms = np.linalg.norm(x), np.linalg.norm(y)
    yield "changed", int(differs.sum())
    delta = np.linalg.norm(y - x)
    yield "deltaNorm", delta
    yield "relativeL2", delta / norms[0] if norms[0] else None
    yield "maxAbs", np.abs(y - x).max() if x.size else 0
    yield "cosine", x @ y / (norms[0] * norms[1]) if norms[0] * norms[1] else None
    yield "newNan", int((np.isnan(b) & ~np.isnan(a)).sum())
    yield "newInfinite", int((np.isinf(b) & ~np.isinf(a)).sum())
    if len(shape) > 1 and a.size:
        yield "rows", shape[0]
        yield "changedRows", int(differs.reshape(shape[0], -1).any(axis=1).sum())
    for side, values in (("before", a), ("after", b)):
        finite = values[np.isfinite(values)]
        yield side + ".mean", finite.mean() if finite.size else None
        yield side + ".std", finite.std() if finite.size else None


def rounded(values, dtype):
    if dtype == "BF16":
        bits = values.astype(np.float32).view(np.uint32).astype(np.uint64)
        return ((bits + 0x7FFF + (bits >> 16 & 1) & 0xFFFF0000).astype(np.uint32)).view(np.float32).astype(np.float64)
    return values.astype(PLAIN[dtype]).astype(np.float64)


def check_rank(name, before, after, found):
    """The rank is the number of singular values that rounding does not explain; only a small one is to be named."""
    (dtype_a, _, a, shape), (dtype_b, _, b, _) = before, after
    if len(shape) < 2 or not np.isfinite(a).all() or not np.isfinite(b).all() or not a.size:
        assert found["rank"] is None, name
        return
    matrix = (b - a).reshape(shape[0], -1)
    unit = max(2.0 ** -PRECISION.get(dtype, 99) for dtype in (dtype_a, dtype_b))
    noise = unit * np.linalg.norm(np.maximum(np.abs(a), np.abs(b))) + 1e-12 * np.linalg.norm(matrix)
    most = min(64, min(matrix.shape) // 4)
    rank = int((np.linalg.svd(matrix, compute_uv=False) > noise).sum())
    if found["rank"] is not None:
        assert found["rank"] == rank, f"{name}: rank {found['rank']}, NumPy says {rank}"
    elif found["changedRows"] > most and np.linalg.norm(matrix) > 40 * noise:
        assert rank > most or most == 0, f"{name}: no rank, NumPy says {rank}"


def main(before_path, after_path, diff_path):
    before, after = load(before_path), load(after_path)
    with open(diff_path, encoding="utf-8") as file:
        changes = json.load(file)[0]["changes"]
    worst, compared, ranks, roundings = 0.0, 0, set(), 0
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
        check_rank(name, before[name], after[name], change["numbers"])
        ranks.add(change["numbers"]["rank"])
        dtype = after[name][0]
        if before[name][0] != dtype and (dtype == "BF16" or dtype in ("F16", "F32")):
            with np.errstate(over="ignore"):
                expected = np.array_equal(rounded(before[name][2], dtype), after[name][2], equal_nan=True)
            assert change["numbers"]["isRounded"] == expected, f"{name}: isRounded should be {expected}"
            roundings += expected
    wanted = {name for name in before.keys() & after.keys()
              if before[name][:2] != after[name][:2]}
    listed = {change["after"]["name"] for change in changes if "numbers" in change}
    if wanted != listed:
        sys.exit(f"other parameters changed: {sorted(wanted ^ listed)}")
    print(f"{len(listed)} parameters, {compared} numbers agree; largest relative difference {worst:.1e}; "
          f"ranks {sorted(ranks - {None})}, {roundings} are rounded")


def save(path, tensors):
    header, data = {}, b""
    for name, (dtype, shape, raw) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def make(before_path, after_path):
    random = np.random.default_rng(1)
    sides = {}, {}

    def put(name, dtype, shape, one, two, to=None):
        sides[0][name] = (dtype, shape, one)
        sides[1][name] = (to or dtype, shape, two)

    def bf16(values):
        return (rounded(values, "BF16").astype(np.float32).view(np.uint32) >> 16).astype("<u2").tobytes()

    for dtype, form in list(PLAIN.items()) + [("BF16", "<u2"), ("BOOL", "u1"), ("F8_E4M3", "u1"), ("F8_E5M2", "u1")]:
        # Any bits: of floating-point types some are NaN, some infinite, some subnormal.
        one = random.integers(0, 256, 4096 * np.dtype(form).itemsize, np.uint8).tobytes()
        if dtype == "F64":
            # Squares of any float64 would overflow, in NumPy, too.
            values = random.normal(0, 1, 4096)
            values[:6] = np.nan, np.inf, -np.inf, -0.0, 5e-324, 1e100
            one = values.tobytes()
        two = bytearray(one)
        for at in random.integers(0, len(two), 500):
            two[at] ^= 1 << random.integers(0, 8 if dtype != "F64" or at % 8 < 7 else 1)
        put("any." + dtype, dtype, [64, 64], one, bytes(two))
        put("empty." + dtype, dtype, [0, 3], b"", b"")
        width = np.dtype(form).itemsize
        put("scalar." + dtype, dtype, [], one[:width], bytes([one[0] ^ 1]) + one[1:width])
    for dtype, low in (("F64", 1e-3), ("F32", 1e-3), ("F16", 0.9), ("BF16", 20)):
        weights = random.normal(0, 1, (300, 200))
        update = random.normal(0, low, (300, 5)) @ random.normal(0, 1, (5, 200))
        one = rounded(weights, dtype)
        two = one + update
        if dtype == "BF16":
            put("rank." + dtype, dtype, [300, 200], bf16(one), bf16(two))
        else:
            put("rank." + dtype, dtype, [300, 200], one.astype(PLAIN[dtype]).tobytes(), two.astype(PLAIN[dtype]).tobytes())
    wide = np.concatenate([random.normal(0, 1, 1000), [np.nan, np.inf, -np.inf, 1e30, 0.0, -0.0]])
    put("cast.F64", "F64", [1006], wide.tobytes(), wide.astype("<f4").tobytes(), "F32")
    put("cast.F32", "F32", [1006], wide.astype("<f4").tobytes(), bf16(wide.astype("<f4").astype(float)), "BF16")
    with np.errstate(over="ignore"):
        put("cast.F16", "F32", [1006], wide.astype("<f4").tobytes(), wide.astype("<f4").astype("<f2").tobytes(), "F16")
        put("cast.not", "F32", [1006], wide.astype("<f4").tobytes(), wide[::-1].astype("<f2").tobytes(), "F16")
    save(before_path, sides[0])
    save(after_path, sides[1])


if __name__ == "__main__":
    (make if sys.argv[1] == "--make" else main)(*sys.argv[1 + (sys.argv[1] == "--make"):])
