"""A step of training here and in PyTorch, in turns in one run, with ratios.

    swift build -c release --product zoetrope
    python Scripts/reference/bench_train.py

Both train the same network on batches of the same size with the same threads: forwards, backwards, clipping, AdamW and Muon.
Neither's rendering counts, and PyTorch gets the layout features of its batch made before. Each round times both, one right after
another; ratios are medians over rounds of ratios within a round.
"""

import argparse
import json
import math
import os
import statistics
import subprocess

import torch

from bench import timed
from denoiser import ACTOR_SLOTS, PRESETS, SHARED, SHOT_SLOTS, Denoiser, batched_layout_features
from train_denoiser import initialise, optimizers


class Rival:
    """The network, a batch of clips of 16 frames, and its optimisers."""

    def __init__(self, preset, patches, words):
        configuration = {**SHARED, **PRESETS[preset], "knowledge": {"words": words}}
        self.network = Denoiser(configuration)
        initialise(self.network)
        self.rules = optimizers(self.network, 1e-3)
        patch = self.network.patch_size
        self.grid = (16 // patch[0], 8, 8)
        batch, actors, frames = patches // math.prod(self.grid), 2, 16
        rows = lambda slots: torch.tensor([self.network.knowledge.first[slot] + 2 for slot in slots])
        boxes = torch.tensor([0.5, 0.6, 0.35, 0.35, 0.0, 0.0]).expand(batch, actors, frames, 6)
        depth = torch.full((batch, actors), 0.5)
        self.batch = dict(
            z=torch.randn(batch, math.prod(self.grid), 3 * math.prod(patch)), shots=rows(SHOT_SLOTS).expand(batch, -1),
            levels=torch.full((batch, math.prod(self.grid)), 0.7), actors=rows(ACTOR_SLOTS).expand(batch, actors, -1),
            boxes=boxes, depth=depth, views=torch.tensor([0.0, 0.0, 1.0]).expand(batch, frames, 3), grid=self.grid,
            layout=batched_layout_features(boxes, depth, self.grid, patch), has_known=False)
        self.target = torch.randn_like(self.batch["z"])

    def step(self, bf16):
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            clean = self.network(**self.batch)
        (clean.float() - self.target).square().mean().backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        for rule in self.rules:
            rule.step()
            rule.zero_grad(set_to_none=True)


def ours(options, precision):
    command = [options.program, "bench", "train", "--json", "-", "--runs", str(options.runs), "--threads", str(options.threads),
               "--preset", options.network, "--patches", str(options.patches), "--precision", precision]
    record = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return {m["name"]: m["value"]["median"] for m in record["measurements"]}["step"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=".build/release/zoetrope")
    parser.add_argument("--network", choices=PRESETS, default="sketch")
    parser.add_argument("--patches", type=int, default=2048, help="patches per batch, a multiple of 512")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--runs", type=int, default=2, help="steps of each in a round")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    words = {slot: [f"word{k}" for k in range(84 if slot == "kind" else 12)] for slot in SHOT_SLOTS + ACTOR_SLOTS}
    rival = Rival(options.network, options.patches, words)
    for bf16, precision in ((False, "float32"), (True, "bfloat16")):
        pairs = [(ours(options, precision), timed(rival.step, (bf16,), options.runs)[0]) for _ in range(options.rounds)]
        a, b = (statistics.median(column) for column in zip(*pairs))
        ratio = statistics.median(theirs / ours for ours, theirs in pairs)
        print(f"{precision}: a step here {a:.0f} ms, in PyTorch {torch.__version__} eager {b:.0f} ms; PyTorch / here {ratio:.2f}")


if __name__ == "__main__":
    main()
