# SPDX-License-Identifier: Apache-2.0
"""Writes the golden vectors of merge strategies by running mergekit itself.

    python -m venv venv && venv/bin/pip install mergekit==0.1.5
    venv/bin/python make_golden.py

Written with mergekit 0.1.5 and torch 2.15.0 on a CPU. golden.bin holds float32, little-endian, vectors of 1200 elements
one after the other: base, ours, theirs and a third model, then the same four rounded to bfloat16, then one result for each
line of golden.txt, which says: the strategy as git theta reads it, the number of models, and f32 or bf16 (inputs and result
rounded to bfloat16). mergekit computes in float64 here, whose result is rounded once: its float32 sums depend on the
machine in their last bits.

mergekit draws random numbers from torch; here torch.bernoulli is replaced by git theta's own dice, so that both keep the
same elements. mergekit ranks elements of equal magnitude in no defined order; here its sorts are made stable, so that of
equal elements the one with the lowest index is selected.
"""

import numpy
import torch

torch.set_num_threads(1)
ROWS, COLUMNS = 30, 40
MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def mix(value):
    z = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


class Dice:
    """Draws what org.gittheta.filter.merge.strategy.Dice draws for the tensor "w"."""

    model = 0

    def __call__(self, probabilities):
        state = mix((7 + GOLDEN * (self.model + 1)) & MASK)
        for c in "w":
            state = mix(((state + GOLDEN) & MASK) ^ ord(c))
        self.model += 1
        flat = probabilities.reshape(-1)
        rolls = [(mix((state + GOLDEN * (i + 1)) & MASK) >> 11) * 2.0**-53 for i in range(len(flat))]
        kept = [1.0 if roll < p else 0.0 for roll, p in zip(rolls, flat.tolist())]
        return torch.tensor(kept, dtype=probabilities.dtype).reshape(probabilities.shape)


dice = Dice()
torch.bernoulli = dice

plain_argsort = torch.argsort
torch.argsort = lambda tensor, dim=-1, descending=False: plain_argsort(
    tensor, dim=dim, descending=descending, stable=True
)


class Sorted:
    """Stands for what torch.sort(tensor, descending=False) returns, of which mergekit takes the indices."""

    def __init__(self, tensor, descending):
        self.indices = plain_argsort(tensor, descending=True, stable=True).flip(0)


torch.sort = Sorted

from mergekit.merge_methods import registry  # noqa: E402
from mergekit.merge_methods.base import TensorGroup  # noqa: E402

TWO, THREE = 2, 3
# strategy of git theta, models, method of mergekit, has a base (else: the base of mergekit is ours), parameters;
# a list is one number for each model
CASES = [
    ("linear", TWO, "linear", False, {"weight": [1, 1]}),
    ("linear:weight=0.3:0.6:0.4", THREE, "linear", False, {"weight": [0.3, 0.6, 0.4]}),
    ("linear:weight=0.3:0.6,normalize=false", TWO, "linear", False, {"weight": [0.3, 0.6], "normalize": False}),
    ("average:weight=2:1", TWO, "linear", False, {"weight": [2, 1]}),
    ("slerp:t=0.3", TWO, "slerp", "ours", {"t": 0.3}),
    ("nuslerp:weight=0.7:0.4", TWO, "nuslerp", True, {"weight": [0.7, 0.4]}),
    ("nuslerp:from-base=false", TWO, "nuslerp", False, {"weight": [1, 1]}),
    ("nuslerp:by-row=true", TWO, "nuslerp", True, {"weight": [1, 1], "nuslerp_flatten": False}),
    ("multislerp:weight=1:2:3", THREE, "multislerp", True, {"weight": [1, 2, 3]}),
    ("multislerp:from-base=false", TWO, "multislerp", False, {"weight": [1, 1]}),
    ("karcher", THREE, "karcher", False, {}),
    ("task-arithmetic:weight=0.5:0.8,lambda=0.9", TWO, "task_arithmetic", True, {"weight": [0.5, 0.8], "lambda": 0.9}),
    ("ties:density=0.4,lambda=0.9", TWO, "ties", True, {"weight": [1, 1], "density": [0.4, 0.4], "lambda": 0.9}),
    ("ties:density=0.2:0.5:0.7,weight=1:0.5:0.3", THREE, "ties", True, {"weight": [1, 0.5, 0.3], "density": [0.2, 0.5, 0.7]}),
    ("ties:density=0.3,rescale=true", TWO, "ties", True, {"weight": [1, 1], "density": [0.3, 0.3], "rescale": True}),
    ("breadcrumbs:density=0.6,gamma=0.05", TWO, "breadcrumbs", True, {"weight": [1, 1], "density": [0.6, 0.6], "gamma": [0.05, 0.05]}),
    ("breadcrumbs-ties:density=0.5", TWO, "breadcrumbs_ties", True, {"weight": [1, 1], "density": [0.5, 0.5]}),
    ("dare-linear:density=0.5,seed=7", TWO, "dare_linear", True, {"weight": [1, 1], "density": [0.5, 0.5]}),
    ("dare-ties:density=0.4,seed=7", THREE, "dare_ties", True, {"weight": [1, 1, 1], "density": [0.4, 0.4, 0.4]}),
    ("della:density=0.5,epsilon=0.2,seed=7", TWO, "della", True, {"weight": [1, 1], "density": [0.5, 0.5], "epsilon": [0.2, 0.2]}),
    ("della-linear:density=0.6,seed=7", TWO, "della_linear", True, {"weight": [1, 1], "density": [0.6, 0.6]}),
    ("model-stock", TWO, "model_stock", True, {}),
    ("model-stock:by-row=true", THREE, "model_stock", True, {"filter_wise": True}),
    ("sce", TWO, "sce", True, {}),
    ("sce:select-topk=0.4", THREE, "sce", True, {"select_topk": 0.4}),
    ("nearswap:t=0.01", TWO, "nearswap", "ours", {"t": 0.01}),
]


def run(method, models, base, parameters, inputs, out_dtype, dtype=torch.float64):
    tensors = list(inputs[1 : models + 1])
    if base is True:
        tensors = [inputs[0]] + tensors
    ids = list(range(len(tensors)))
    per_model = ids[1:] if base is True else ids
    named = {
        key: dict(zip(per_model, value)) if isinstance(value, list) else value for key, value in parameters.items()
    }
    dice.model = 0
    group = TensorGroup.from_tensors(tensors, ids=ids, base_index=0 if base else None, name="w")
    return registry.get(method)([group], parameters=named, dtype=dtype, out_dtype=out_dtype)[0]


def main():
    random = numpy.random.default_rng(20261121)
    base = random.normal(0, 0.05, (ROWS, COLUMNS))
    vectors = [base] + [
        base + random.normal(0, 0.01, base.shape) * (random.random(base.shape) < 0.7) for _ in range(3)
    ]
    exact = [torch.tensor(vector, dtype=torch.float32) for vector in vectors]
    rounded = [tensor.to(torch.bfloat16) for tensor in exact]
    written, lines = [t.float() for t in exact + rounded], []
    for strategy, models, method, base_is, parameters in CASES:
        for name, inputs, out in (("f32", exact, torch.float32), ("bf16", rounded, torch.bfloat16)):
            written.append(run(method, models, base_is, parameters, inputs, out).float())
            lines.append(f"{strategy} {models} {name}\n")
    with open("golden.bin", "wb") as file:
        for tensor in written:
            file.write(tensor.contiguous().numpy().astype("<f4").tobytes())
    with open("golden.txt", "w") as file:
        file.writelines(lines)


if __name__ == "__main__":
    main()
