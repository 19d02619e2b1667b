"""Golden numbers of the denoiser, made by the PyTorch network for the Swift one to be held against.

    python Scripts/reference/denoiser_goldens.py Tests/DenoiserTests/Goldens/denoiser.safetensors
    python Scripts/reference/denoiser_goldens.py --weights Models/sketch/weights.safetensors OUT.safetensors

Without --weights: a small network with random weights, which are in the file, and the whole gradient of every parameter.
With --weights: the shipped network; of each gradient the file holds the norm, 16 elements and the sum under a fixed
pattern of signs, which together a wrong gradient does not share. All in double-checked fp32 on the CPU, one thread.
"""

import argparse
import json

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from denoiser import ACTOR_SLOTS, SHOT_SLOTS, Denoiser, patchify, velocity_loss

WORDS = {
    "scene": ["sea", "snow", "city"], "period": ["medieval"], "time": ["day", "night"],
    "weather": ["clear", "rain"], "look": ["natural", "noir"], "camera": ["still", "panLeft"],
    "shotSize": ["medium", "closeUp"], "kind": ["fox", "car", "whale"], "tint": ["red", "blue"],
    "motion": ["left", "right", "spin"], "speed": ["slow", "normal"], "size": ["small", "medium"],
}
SMALL = {
    "name": "golden", "patch": {"frames": 2, "height": 4, "width": 4}, "hiddenSize": 32, "depth": 2, "headCount": 2,
    "mlpRatio": 2, "bottleneckSize": 16, "textureSide": 5, "textureChannels": 3, "detailChannels": 4,
    "knowledge": {"words": WORDS},
}


def make_plan(frames, rate=8.0):
    """A plan with a keyframe at every frame, so that no interpolation stands between the two programs."""
    def actor(kind, tint, motion, speed, size, depth, x, y, dx, dy, w, h, turn, flips):
        return {"kind": kind, "tint": tint, "size": size, "motion": motion, "speed": speed, "depth": depth,
                "keyframes": [
                    {"t": i / rate, "x": x + dx * i, "y": y + dy * i, "width": w + 0.01 * i, "height": h,
                     "angle": turn * i, "flipped": flips} for i in range(frames)]}
    actors = [actor("car", "blue", "right", "normal", "medium", 0.25, 0.2, 0.7, 0.03125, 0.0, 0.4, 0.3, 0.0, True),
              actor("fox", None, "spin", "slow", "small", 0.5, 0.7, 0.4, -0.015625, 0.01, 0.3, 0.35, 15.0, False)]
    for a in actors:
        if a["tint"] is None:
            del a["tint"]
    return {"version": 1, "prompt": "", "enhancedPrompt": "", "seed": 0, "frameRate": rate, "frameCount": frames,
            "size": "square", "shotSize": "medium", "scene": "snow", "time": "night", "weather": "clear", "look": "natural",
            "camera": {"move": "panLeft",
                       "keyframes": [{"t": i / rate, "x": -0.02 * i, "y": 0.01 + 0.05 * i, "zoom": 1 + 0.01 * i}
                                     for i in range(frames)]},
            "actors": actors}


def conditions(plan, knowledge, frames, drops=False):
    def rows(slots, source):
        return [knowledge.dropped(s) if drops else knowledge.row(s, source(s)) for s in slots]
    shots = rows(SHOT_SLOTS, lambda s: plan["camera"]["move"] if s == "camera" else plan.get(s))
    actors = [rows(ACTOR_SLOTS, a.get) for a in plan["actors"]]
    boxes = [[[k["x"], k["y"], k["width"], k["height"], k["angle"], float(k["flipped"])] for k in a["keyframes"][:frames]]
             for a in plan["actors"]]
    views = [[k["x"], k["y"], k["zoom"]] for k in plan["camera"]["keyframes"][:frames]]
    return dict(shots=torch.tensor([shots]), actors=torch.tensor([actors]), boxes=torch.tensor([boxes]),
                depth=torch.tensor([[a["depth"] for a in plan["actors"]]]), views=torch.tensor([views]))


def fitted(plan, ratio):
    """The plan with boxes for frames wider than the plan's own square: each narrower, about its middle."""
    actors = [{**a, "keyframes": [{**k, "width": k["width"] / ratio} for k in a["keyframes"]]} for a in plan["actors"]]
    return {**plan, "actors": actors}


def euler(model, noise, plan, frames, grid, steps, guidance):
    """Euler steps on the grid shifted by 3, classifier-free guidance over all levels."""
    u = 1 - torch.arange(steps + 1, dtype=torch.float64) / steps
    levels = (3 * u / (1 + 2 * u)).tolist()
    conditional, unconditional = (conditions(plan, model.knowledge, frames, d) for d in (False, True))
    z = noise
    for t, n in zip(levels, levels[1:]):
        level = torch.full(z.shape[:2], t)
        cond = model(z, level, grid=grid, **conditional)
        plain = model(z, level, grid=grid, drops_layout=torch.tensor([True]), **unconditional)
        clean = guidance * cond + (1 - guidance) * plain
        z = (n / t) * z + (1 - n / t) * clean
    return z


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--weights")
    options = parser.parse_args()
    torch.manual_seed(20)
    torch.set_num_threads(1)
    frames = 4
    if options.weights:
        with safe_open(options.weights, "pt") as file:
            configuration = file.metadata()["zoetrope.denoiser"]
        model = Denoiser(configuration)
        model.load_state_dict({k: v.float() for k, v in load_file(options.weights).items()})
    else:
        configuration = json.dumps(SMALL, sort_keys=True)
        model = Denoiser(configuration)
        for p in model.parameters():
            p.data = torch.randn_like(p) * (0.3 if p.dim() == 1 else p.shape[-1] ** -0.5)
    t, h, w = model.patch_size
    grid = (frames // t, 4, 5) if not options.weights else (frames // t, 8, 8)
    clip = torch.rand(1, frames, grid[1] * h, grid[2] * w, 3) * 2 - 1
    target = patchify(clip, model.patch_size)
    noise = torch.randn_like(target)
    levels = torch.full(target.shape[:2], 0.7)
    if not options.weights:
        levels[:, : levels.shape[1] // 2] = 0  # half of the patches are known
    z = (1 - levels[..., None]) * target + levels[..., None] * noise
    weights = torch.rand(levels.shape) + 0.5
    plan = make_plan(frames)
    laid = fitted(plan, (grid[2] * w) / (grid[1] * h))
    output = model(z, levels, grid=grid, **conditions(laid, model.knowledge, frames))
    loss = velocity_loss(output, target, levels, weights)
    loss.backward()
    tensors = {"golden.z": z[0], "golden.levels": levels[0], "golden.output": output[0].detach(),
               "golden.target": target[0], "golden.weights": weights[0], "golden.loss": loss.detach()[None],
               "golden.noise": noise[0]}
    with torch.no_grad():
        tensors["golden.euler10"] = euler(model, noise, laid, frames, grid, 10, 1.5)[0]
    for name, parameter in model.named_parameters():
        gradient = parameter.grad if parameter.grad is not None else torch.zeros_like(parameter)
        if options.weights:
            flat = gradient.flatten().double()
            index = torch.arange(flat.numel())
            signs = 1 - 2.0 * ((index * 2654435761 >> 7) & 1)
            picked = flat[(torch.arange(16) * flat.numel()) // 16]
            summary = torch.cat([flat.norm()[None], (flat * signs).sum()[None], picked])
            tensors["gradient." + name] = summary.float()
        else:
            tensors["gradient." + name] = gradient
            tensors[name] = parameter.detach()
    metadata = {"zoetrope.denoiser": configuration, "plan": json.dumps(plan), "grid": json.dumps(grid),
                "torch": torch.__version__}
    save_file({k: v.contiguous() for k, v in tensors.items()}, options.out, metadata)


if __name__ == "__main__":
    main()
