"""Golden values for the numerical core, from PyTorch.

Each case holds fp32 inputs, and what PyTorch makes of them in double precision: the result, and the gradients
of sum(seed * result). The Swift tests (GoldenTests) hold the fast operations to these numbers. PyTorch's own
functional layers are used, not formulas written again here.

Run:   python3 Scripts/reference/compute_goldens.py          (needs torch and numpy)
Writes Tests/ComputeTests/Goldens/compute.json, the same bytes every time for one version of both.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "Tests/ComputeTests/Goldens/compute.json"
EPSILON = 1e-6
rng = np.random.default_rng(2026)


def normal(*shape, scale=1.0):
    """Normal deviates that fp32 holds exactly, as doubles that want a gradient."""
    values = (rng.standard_normal(shape) * scale).astype(np.float32)
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def packed(tensor):
    values = tensor.detach().double().reshape(-1).tolist()
    return {"shape": list(tensor.shape), "data": [float(f"{value:.9g}") for value in values]}


def case(name, inputs, function):
    """Runs `function` on the inputs (a dictionary) and packs everything."""
    result = function(**inputs)
    seed = torch.tensor(rng.standard_normal(tuple(result.shape)).astype(np.float32), dtype=torch.float64)
    (seed * result).sum().backward()
    return {
        "name": name,
        "inputs": {key: packed(value) for key, value in inputs.items()},
        "seed": packed(seed),
        "result": packed(result),
        "gradients": {key: packed(value.grad) for key, value in inputs.items()},
    }


# --- The parts


def modulated(norm, table, groups, shift, scale):
    d = norm.shape[-1]
    rows = table[groups]
    return norm * (1 + rows[:, scale * d : (scale + 1) * d]) + rows[:, shift * d : (shift + 1) * d]


def rms(x):
    return F.rms_norm(x, x.shape[-1:], eps=EPSILON)


def gated(x, branch, table, groups, slot):
    d = x.shape[-1]
    return x + table[groups][:, slot * d : (slot + 1) * d] * branch


def rotated(x, angles):
    """Pairs (j, j + d/2) of each head as complex numbers times e^(i·angle). x: [N, A, d]."""
    half = x.shape[-1] // 2
    turned = torch.complex(x[..., :half], x[..., half:]) * torch.polar(torch.ones_like(angles), angles)[:, None]
    return torch.cat([turned.real, turned.imag], -1)


def norm_rotate(x, weight, angles, heads):
    n, width = x.shape
    split = F.rms_norm(x.reshape(n, heads, width // heads), (width // heads,), weight=weight, eps=EPSILON)
    return rotated(split, angles).reshape(n, width)


def attention(query, key, value, heads, segments, causal=False):
    """Segments are (first query, end, first key, end)."""
    result = torch.zeros_like(query)
    for q0, q1, k0, k1 in segments:
        q, k, v = (
            t.reshape(t.shape[0], heads, -1).transpose(0, 1) for t in (query[q0:q1], key[k0:k1], value[k0:k1])
        )
        bias = torch.zeros(q1 - q0, k1 - k0, dtype=torch.float64)
        if causal:
            offset = (k1 - k0) - (q1 - q0)
            hidden = torch.arange(k1 - k0)[None, :] > offset + torch.arange(q1 - q0)[:, None]
            bias = bias.masked_fill(hidden, -torch.inf)
        part = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        result = torch.cat([result[:q0], part.transpose(0, 1).reshape(q1 - q0, -1), result[q1:]])
    return result


def block(groups, segments, angles, heads):
    def forward(x, table, qkv, queryNorm, keyNorm, output, up, upBias, down, downBias):
        projected = F.linear(modulated(rms(x), table, groups, 0, 1), qkv)
        query, key, value = projected.chunk(3, -1)
        attended = attention(
            norm_rotate(query, queryNorm, angles, heads), norm_rotate(key, keyNorm, angles, heads), value, heads, segments
        )
        x = gated(x, F.linear(attended, output), table, groups, 2)
        hidden = F.gelu(F.linear(modulated(rms(x), table, groups, 3, 4), up, upBias), approximate="tanh")
        return gated(x, F.linear(hidden, down, downBias), table, groups, 5)

    return forward


# --- The cases

activations = {"none": lambda x: x, "gelu": lambda x: F.gelu(x, approximate="tanh"), "silu": F.silu}
cases = []

for name, activation in activations.items():
    cases.append(
        case(
            f"linear {name}",
            {"x": normal(5, 7), "weight": normal(9, 7), "bias": normal(9)},
            lambda x, weight, bias: activation(F.linear(x, weight, bias)),
        )
    )

groups = torch.tensor([0, 2, 1, 1, 0, 2, 2])
cases.append(case("norm", {"x": normal(7, 8, scale=3)}, rms))
cases.append(
    case(
        "norm modulated",
        {"x": normal(7, 8), "table": normal(3, 24)},
        lambda x, table: modulated(rms(x), table, groups, shift=2, scale=0),
    )
)

cases.append(
    case(
        "gated add",
        {"x": normal(7, 8), "branch": normal(7, 8), "table": normal(3, 24)},
        lambda x, branch, table: gated(x, branch, table, groups, 1),
    )
)

angles = normal(7, 4, scale=3).detach()
cases.append(
    case(
        "norm and rotate",
        {"x": normal(7, 24), "weight": normal(8)},
        lambda x, weight: norm_rotate(x, weight, angles, heads=3),
    )
)
cases[-1]["constants"] = {"angles": packed(angles)}

variants = {
    "attention segments": {"segments": [(0, 4, 0, 4), (4, 11, 4, 11)]},
    "attention outside": {"segments": [(1, 4, 0, 9)]},
    "attention causal": {"segments": [(0, 4, 0, 4), (4, 11, 4, 11)], "causal": True},
    "attention causal, cached": {"segments": [(8, 11, 0, 11)], "causal": True},
}
for name, settings in variants.items():
    cases.append(
        case(
            name,
            {"query": normal(11, 12), "key": normal(11, 12), "value": normal(11, 12)},
            lambda query, key, value: attention(query, key, value, heads=3, **settings),
        )
    )

indices = torch.tensor([3, 0, 3, 3, 5, 1])
cases.append(case("embedding", {"table": normal(6, 5)}, lambda table: F.embedding(indices, table)))

labels = torch.tensor([3, -100, 0, 8, 8, 1])
cases.append(
    case(
        "cross-entropy",
        {"x": normal(6, 9, scale=4)},
        lambda x: F.cross_entropy(x, labels, reduction="sum", ignore_index=-100),
    )
)
row_weights = torch.tensor([0.5, 1, 0, 2, 0.25, 1], dtype=torch.float64)
cases.append(
    case(
        "cross-entropy weighted",
        {"x": normal(6, 9)},
        lambda x: (row_weights * F.cross_entropy(x, labels, reduction="none", ignore_index=-100)).sum(),
    )
)

heads, rows, width = 2, 12, 16
block_groups = torch.tensor([0] * 4 + [i % 2 + 1 for i in range(4, 12)])
block_angles = normal(rows, width // heads // 2, scale=2).detach()
weight_scale = width**-0.5
cases.append(
    case(
        "block",
        {
            "x": normal(rows, width),
            "table": normal(3, 6 * width, scale=0.5),
            "qkv": normal(3 * width, width, scale=weight_scale),
            "queryNorm": normal(width // heads),
            "keyNorm": normal(width // heads),
            "output": normal(width, width, scale=weight_scale),
            "up": normal(4 * width, width, scale=weight_scale),
            "upBias": normal(4 * width, scale=0.1),
            "down": normal(width, 4 * width, scale=weight_scale / 2),
            "downBias": normal(width, scale=0.1),
        },
        block(block_groups, [(0, 4, 0, 4), (4, 12, 4, 12)], block_angles, heads),
    )
)
cases[-1]["constants"] = {"angles": packed(block_angles)}

# --- AdamW: the parameter after each of eight steps

parameter = normal(11)
start = packed(parameter)
gradients = [torch.tensor(rng.standard_normal(11).astype(np.float32), dtype=torch.float64) for _ in range(8)]
settings = {"rate": 0.02, "beta1": 0.9, "beta2": 0.95, "epsilon": 1e-8, "decay": 0.1}
optimizer = torch.optim.AdamW(
    [parameter],
    lr=settings["rate"],
    betas=(settings["beta1"], settings["beta2"]),
    eps=settings["epsilon"],
    weight_decay=settings["decay"],
)
trace = []
for gradient in gradients:
    parameter.grad = gradient.clone()
    optimizer.step()
    trace.append(packed(parameter))

document = {
    "madeBy": f"Scripts/reference/compute_goldens.py with torch {torch.__version__.split('+')[0]}, numpy {np.__version__}",
    "cases": cases,
    "adamW": {
        "start": start,
        "gradients": [packed(gradient) for gradient in gradients],
        "settings": settings,
        "parameters": trace,
    },
}
OUTPUT.parent.mkdir(parents=True, exist_ok=True)
OUTPUT.write_text(json.dumps(document, separators=(",", ":")) + "\n")
print(f"{len(cases)} cases, {OUTPUT.stat().st_size} bytes: {OUTPUT.name}")
