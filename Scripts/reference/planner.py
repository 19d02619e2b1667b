"""The planner in PyTorch: the same network as Sources/Planner/Network/PlannerNetwork.swift, in one file.

It is the oracle that makes golden numbers. Shapes are in comments (S tokens of one sequence, D hidden, A heads). Parameter names
are those of the weights files, so `load_state_dict` takes a file as it is.
"""

import torch
import torch.nn.functional as F
from torch import nn

ROTARY_BASE = 1000.0
EPSILON = 1e-6
MARKS = 3


def rms_norm(x):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + EPSILON)


def rotate(x):
    """Turns the pairs (j, j + d/2) of each head: x [S, A, d]."""
    half = x.shape[-1] // 2
    rates = ROTARY_BASE ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = torch.arange(x.shape[0], dtype=torch.float64)[:, None] * rates  # [S, d/2]
    cosine, sine = angles.cos().to(x.dtype)[:, None], angles.sin().to(x.dtype)[:, None]
    a, b = x[..., :half], x[..., half:]
    return torch.cat([a * cosine - b * sine, a * sine + b * cosine], -1)


class Attention(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(d, 3 * d, bias=False)
        self.query_norm = nn.Parameter(torch.ones(d // heads))
        self.key_norm = nn.Parameter(torch.ones(d // heads))
        self.projection = nn.Linear(d, d)

    def forward(self, x):  # [S, D]
        q, k, v = (part.unflatten(-1, (self.heads, -1)) for part in self.qkv(x).chunk(3, -1))  # [S, A, d]
        q, k = rotate(rms_norm(q) * self.query_norm), rotate(rms_norm(k) * self.key_norm)
        y = F.scaled_dot_product_attention(*(t.transpose(0, 1)[None] for t in (q, k, v)), is_causal=True)
        return self.projection(y[0].transpose(0, 1).flatten(1))


class MLP(nn.Module):
    def __init__(self, d, ratio):
        super().__init__()
        self.expand = nn.Linear(d, ratio * d)
        self.contract = nn.Linear(ratio * d, d)

    def forward(self, x):
        return self.contract(F.gelu(self.expand(x), approximate="tanh"))


class Block(nn.Module):
    def __init__(self, d, heads, ratio):
        super().__init__()
        self.attention = Attention(d, heads)
        self.mlp = MLP(d, ratio)

    def forward(self, x):
        x = x + self.attention(rms_norm(x))
        return x + self.mlp(rms_norm(x))


class Planner(nn.Module):
    """Made from the configuration in a weights file's metadata, `json.loads(metadata["zoetrope.planner"])`."""

    def __init__(self, configuration):
        super().__init__()
        d = configuration["hiddenSize"]
        tokenizer = configuration["tokenizer"]
        count = 256 + len(tokenizer["merges"]) + len(tokenizer["phraseMerges"]) + MARKS
        count += sum(len(names) for names in configuration["planTokens"].values())
        self.tokens = nn.Embedding(count, d)
        self.blocks = nn.ModuleList(
            Block(d, configuration["headCount"], configuration["mlpRatio"]) for _ in range(configuration["depth"]))
        self.head = nn.Linear(d, count, bias=False)

    def forward(self, tokens):
        """Logits of the next token, [S] to [S, tokens]."""
        x = self.tokens(tokens)
        for block in self.blocks:
            x = block(x)
        return self.head(rms_norm(x))
