"""Golden numbers of training, made by PyTorch (2.9 or later, for torch.optim.Muon) for the Swift trainer to be held against.

    python Scripts/reference/training_goldens.py Tests/TrainingTests/Goldens/training.json

Optimisers: three steps of torch.optim.Muon and torch.optim.AdamW with the settings of train_denoiser.py, on matrices that are
wide, tall and of three parts, and on a vector; in double precision (Muon's iteration too, which PyTorch runs in bfloat16).
Loss: that of train_denoiser.py at four noise levels, of which one lies below both clamps and one between them, with the small
network of Tests/DenoiserTests/Goldens/denoiser.safetensors, part of whose patches are known.
"""

import argparse
import json
import pathlib
from unittest import mock

import torch
from safetensors import safe_open
from safetensors.torch import load_file

from denoiser import Denoiser
from denoiser_goldens import conditions, fitted, make_plan
from train_denoiser import LOSS_CLAMP, adamw, muon, trained_loss

TESTS = pathlib.Path(__file__).resolve().parents[2] / "Tests"
STEPS, RATE = 3, 0.02


def rounded(tensor):
    return [float(f"{value:.9g}") for value in tensor.flatten().tolist()]


def optimizer_case(name, role, shape, parts, make):
    """Parameters, a gradient for each step, and the parameters after each step; parts are updated one by one."""
    start = torch.randn(shape, dtype=torch.float64) * 0.3
    gradients = [torch.randn(shape, dtype=torch.float64) * 0.1 for _ in range(STEPS)]
    pieces = [torch.nn.Parameter(p.clone()) for p in start.chunk(parts)]
    rule = make(pieces)
    after = []
    with mock.patch.object(torch, "bfloat16", torch.float64):
        for gradient in gradients:
            for piece, part in zip(pieces, gradient.chunk(parts)):
                piece.grad = part.clone()
            rule.step()
            after.append(rounded(torch.cat([p.detach() for p in pieces])))
    return {"name": name, "role": role, "shape": list(shape), "parts": parts, "rate": RATE, "start": rounded(start),
            "gradients": [rounded(g) for g in gradients], "after": after}


def loss_cases():
    path = TESTS / "DenoiserTests" / "Goldens" / "denoiser.safetensors"
    with safe_open(path, "pt") as file:
        metadata = file.metadata()
    tensors = load_file(path)
    model = Denoiser(metadata["zoetrope.denoiser"])
    model.load_state_dict({name: tensors[name] for name in model.state_dict()})
    grid = tuple(json.loads(metadata["grid"]))
    clean, noise = tensors["golden.target"][None], tensors["golden.noise"][None]
    plan = make_plan(grid[0] * model.patch_size[0])
    for key in plan["camera"]["keyframes"]:
        key.update(x=0.0, y=0.0, zoom=1.0)
    ratio = (grid[2] * model.patch_size[2]) / (grid[1] * model.patch_size[1])
    given = conditions(fitted(plan, ratio), model.knowledge, plan["frameCount"])
    known = (torch.arange(clean.shape[1]) % 3 == 0)[None]
    cases = []
    for level in (0.03, 0.12, 0.35, 0.9):
        levels = torch.where(known, 0.0, level)
        noisy = (1 - levels[..., None]) * clean + levels[..., None] * noise
        estimate = model(noisy, levels, grid=grid, **given)
        under = model.touched(given["boxes"], given["depth"], grid)
        loss = trained_loss(estimate, clean, levels, under, actor_weight=3.0)
        model.zero_grad()
        loss.backward()
        norm = torch.stack([p.grad.double().square().sum() for p in model.parameters() if p.grad is not None]).sum().sqrt()
        cases.append({"level": level, "loss": float(f"{loss.item():.7g}"), "gradientNorm": float(f"{norm.item():.7g}")})
    return {"plan": plan, "known": "every third patch", "actorWeight": 3, "clamp": LOSS_CLAMP, "cases": cases}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    options = parser.parse_args()
    torch.manual_seed(31)
    torch.set_num_threads(1)
    optimizers = [
        optimizer_case("wide", "hidden", (3, 5), 1, lambda p: muon(p, RATE)),
        optimizer_case("tall", "hidden", (6, 4), 1, lambda p: muon(p, RATE)),
        optimizer_case("three parts", "hidden", (9, 4), 3, lambda p: muon(p, RATE)),
        optimizer_case("edge", "matrix", (4, 3), 1, lambda p: adamw([], p, RATE)),
        optimizer_case("vector", "vector", (7,), 1, lambda p: adamw(p, [], RATE)),
    ]
    golden = {"torch": torch.__version__, "optimizers": optimizers, "loss": loss_cases()}
    pathlib.Path(options.out).write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
