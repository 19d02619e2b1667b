"""Trains the denoiser in PyTorch, on a GPU or a CPU, from the World's stream of clips.

    zoetrope world atlas atlas.bin
    python Scripts/reference/train_denoiser.py --preset sketch --out runs/sketch-gpu --steps 50000 \\
        --stream "zoetrope world stream --atlas atlas.bin --seed 1 --start {start} --stride {stride}
                  --frames 4:0.6,16:0.4 --no-text"
    torchrun --nproc-per-node 4 Scripts/reference/train_denoiser.py …      # the processes share the stream

The clips are those that `zoetrope train denoiser --seed 1` with the same --frames draws, in the same order. {start} is the
first clip that was not yet used, so that a run that goes on meets new ones; {stride} is the number of processes.

The recipe is that of `zoetrope train denoiser`: x-prediction with a velocity loss, levels that lean towards noise, AdamW
at the edges and Muon inside the blocks, an average of the weights that is what gets exported. The folder holds
checkpoint.pt, weights.safetensors (what `zoetrope` reads) and log.jsonl; started again, training goes on.
"""

import argparse
import collections
import json
import math
import os
import pathlib
import queue
import threading
import time

import numpy as np
import torch
import torch.distributed as dist
from safetensors.torch import load_file, save_file

from clips import Clips
from denoiser import ACTOR_SLOTS, PRESETS, SHARED, SHOT_SLOTS, Denoiser, patchify
from shot_noise import scene_noise

LOSS_CLAMP = 0.2  # as DenoiserData.weightClamp


class Batches:
    """Clips of one grid and as many actors together, read and put together by a thread of its own."""

    def __init__(self, clips, model, tokens, depth=8):
        self.clips, self.tokens, self.patch = clips, tokens, model.patch_size
        self.first, self.position = model.knowledge.first, 0
        self.queue = queue.Queue(depth)
        threading.Thread(target=self._read, daemon=True).start()

    def next(self):
        batch = self.queue.get()
        if isinstance(batch, Exception):
            raise batch
        return batch

    def _read(self):
        waiting = collections.defaultdict(list)
        try:
            for clip in self.clips:
                self.position = clip.index + 1
                frames, height, width = clip.frames.shape[:3]
                grid = (frames // self.patch[0], height // self.patch[1], width // self.patch[2])
                bucket = waiting[grid, len(clip.depth)]
                bucket.append(clip)
                if len(bucket) * math.prod(grid) >= self.tokens:
                    self.queue.put((grid, self._stack(bucket), self.position))
                    bucket.clear()
            raise EOFError("the stream of clips has ended")
        except Exception as error:  # handed to whoever waits for the next batch
            self.queue.put(error)

    def _rows(self, indices, slots):
        """Indices of words to rows of the word table: *none* comes first, *dropped* second."""
        first = np.array([self.first[slot] for slot in slots])
        return first + np.where(indices < 0, 0, indices + 2)

    def _stack(self, clips):
        stacked = {
            "clip": np.stack([c.frames for c in clips]), "views": np.stack([c.views for c in clips]),
            "boxes": np.stack([c.boxes for c in clips]), "depth": np.stack([c.depth for c in clips]),
            "shots": np.stack([self._rows(c.shot, SHOT_SLOTS) for c in clips]),
            "actors": np.stack([self._rows(c.actors, ACTOR_SLOTS) for c in clips]),
        }
        return {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in stacked.items()}


def draw_levels(count, even, device):
    """Noise levels: `even` of them evenly; of the rest 70 % logit-normal(1.2, 1.1), 30 % 1 − u³."""
    normal = torch.sigmoid(1.2 + 1.1 * torch.randn(count, device=device))
    u = torch.rand(count, device=device)
    levels = torch.where(torch.rand(count, device=device) < 0.7, normal, 1 - u**3)
    return torch.where(torch.rand(count, device=device) < even, torch.rand(count, device=device), levels)


def known_mask(batch, grid, share, device):
    """[B, N]: for a share of the clips, the first or the last steps, both ends, or random steps are known."""
    steps = torch.arange(grid[0], device=device)[None]
    kind = torch.randint(0, 4, (batch, 1), device=device)
    count = torch.randint(1, max(2, grid[0]), (batch, 1), device=device)
    masks = [steps < count, steps >= grid[0] - count, ((steps == 0) | (steps == grid[0] - 1)).expand(batch, -1),
             torch.rand(batch, grid[0], device=device) < 0.5]
    known = torch.stack(masks, 1)[torch.arange(batch, device=device), kind[:, 0]]
    known &= (torch.rand(batch, 1, device=device) < share) & (known.sum(1, keepdim=True) < grid[0])
    return known.repeat_interleave(grid[1] * grid[2], 1)


def loss_of(model, knowledge, data, grid, options, device):
    """The loss of one batch and its velocity error binned by level."""
    data = {name: value.to(device, non_blocking=True) for name, value in data.items()}
    clean = patchify(data["clip"].float() / 127.5 - 1, options.patch_size)  # [B, N, P]
    batch, patches, values = clean.shape
    level = draw_levels(batch, options.even_levels, device)[:, None].expand(batch, patches)
    levels = torch.where(known_mask(batch, grid, options.known, device), 0.0, level)
    scene = scene_noise(data["views"], *data["clip"].shape[2:4])
    least = options.least_scene_noise  # of the variance that is anchored to the scene
    share = least + (1 - least) * torch.rand(batch, 1, 1, device=device)
    noise = (1 - share).sqrt() * torch.randn_like(clean) + share.sqrt() * patchify(scene, options.patch_size)
    noisy = (1 - levels[..., None]) * clean + levels[..., None] * noise
    drops_words = torch.rand(batch, device=device) < 0.1
    drops_layout = drops_words & (torch.rand(batch, device=device) < 0.5)
    withheld = lambda slots: torch.tensor([knowledge.dropped(s) for s in slots], device=device)
    shots = torch.where(drops_words[:, None], withheld(SHOT_SLOTS), data["shots"])
    actors = torch.where(drops_words[:, None, None], withheld(ACTOR_SLOTS), data["actors"])
    with torch.autocast(device.type, torch.bfloat16, enabled=options.bf16):
        estimate = model(noisy, levels, shots, actors, data["boxes"], data["depth"], data["views"], grid,
                         drops_layout=drops_layout, has_known=options.known > 0)
    under = options.network.touched(data["boxes"], data["depth"], grid) & ~drops_layout[:, None]
    is_open = levels > 0
    with torch.no_grad():
        error = (estimate.float() - clean).square()
        by_clip = (error.mean(-1) * is_open).sum(1) / is_open.sum(1) / levels.max(1).values.clamp(min=0.05).square()
    return trained_loss(estimate, clean, levels, under, options.actor_weight), levels.max(1).values, by_clip


def trained_loss(estimate, clean, levels, under, actor_weight):
    """Mean over the open patches of the velocity's squared error, patches under actors weighing more: [B, N, P] to a scalar.

    Levels below LOSS_CLAMP weigh no more than it.
    """
    is_open = levels > 0
    weights = torch.where(under, actor_weight, 1.0) / levels.clamp(min=LOSS_CLAMP).square() * is_open
    error = (estimate.float() - clean).square()
    return (error * weights[..., None]).sum() / (is_open.sum() * clean.shape[-1])


def initialise(model):
    """The first weights, as ParameterLayout has them."""
    for name, p in model.named_parameters():
        if "norm" in name:
            continue
        if (name.startswith("final.") and not name.startswith("final.head") or name == "detail.last.weight"
                or "modulation." in name and "words" not in name):
            torch.nn.init.zeros_(p)
        elif p.dim() == 1:
            torch.nn.init.zeros_(p)
        else:
            deviation = {"words.weight": 0.5, "modulation_words.weight": 0.2, "layout.appearances.weight": 1.0,
                         "layout.textures.weight": 0.02, "final.head.weight": 0.02}.get(name, p.shape[-1] ** -0.5)
            if name in ("detail.before.weight", "detail.after.weight"):
                deviation *= 0.3
            if name.endswith(("projection.weight", "contract.weight")):
                deviation *= (2 * len(model.blocks)) ** -0.5
            torch.nn.init.normal_(p, 0, deviation)


def optimizers(model, rate):
    """Muon for the matrices inside blocks and for convolutions, AdamW for the rest; decay on matrices alone."""
    convolutions = {f"detail.{name}.weight" for name in ("first", "before", "after", "second")}
    inside = [p for n, p in model.named_parameters()
              if n in convolutions or n.startswith("blocks.") and p.dim() == 2 and "modulation" not in n]
    chosen = set(map(id, inside))
    rest = [(n, p) for n, p in model.named_parameters() if id(p) not in chosen]
    tables = ("words", "appearances", "textures")
    plain = [p for n, p in rest if p.dim() == 1 or any(t in n for t in tables)]
    plain_ids = set(map(id, plain))
    decayed = [p for _, p in rest if id(p) not in plain_ids]
    return [adamw(plain, decayed, rate), muon(inside, rate)]


def adamw(plain, decayed, rate):
    """AdamW, with decay on some of the parameters."""
    groups = [{"params": plain, "weight_decay": 0.0}, {"params": decayed, "weight_decay": 0.01}]
    return torch.optim.AdamW([g for g in groups if g["params"]], rate, (0.9, 0.98), 1e-8)


def muon(matrices, rate):
    """Muon with updates of AdamW's size."""
    return torch.optim.Muon(matrices, rate, weight_decay=0.01, adjust_lr_fn="match_rms_adamw")


def rate_at(step, options):
    """Rises, stays, and falls as 1 − √ over the last share of the steps."""
    start = options.steps * (1 - options.decay_share)
    fall = 1 - math.sqrt(max(0, step - start) / max(1, options.steps - start))
    return options.rate * min(1, (step + 1) / options.warmup) * fall


def replace(path, write):
    """Writes a file that appears whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    write(partial)
    os.replace(partial, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--preset", choices=PRESETS, default="sketch")
    parser.add_argument("--stream", required=True, help="a command with {start} and {stride}, a folder of shards, or a file")
    parser.add_argument("--out", required=True)
    parser.add_argument("--from", dest="start", help="weights to start from")
    parser.add_argument("--steps", type=int, default=20000)
    parser.add_argument("--patches", type=int, default=8192, help="patches per batch and process")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--warmup", type=int, default=200)
    parser.add_argument("--decay-share", type=float, default=0.3)
    parser.add_argument("--known", type=float, default=0.0)
    parser.add_argument("--even-levels", type=float, default=0.0)
    parser.add_argument("--least-scene-noise", type=float, default=0.5)
    parser.add_argument("--actor-weight", type=float, default=3.0)
    parser.add_argument("--average", type=float, default=0.9995, help="decay of the average of the weights")
    parser.add_argument("--checkpoint-minutes", type=float, default=5)
    parser.add_argument("--minutes", type=float, help="stop after this long, with a checkpoint")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if torch.cuda.is_available() else torch.device("cpu")
    if world > 1:
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    if device.type == "cuda":
        torch.cuda.set_device(device)
        torch.set_float32_matmul_precision("high")
    options.bf16 = device.type == "cuda" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    torch.manual_seed(options.seed)

    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    saved = torch.load(out / "checkpoint.pt", map_location=device) if (out / "checkpoint.pt").exists() else None
    step = saved["step"] if saved else 0
    # The processes share one stream, which goes on where the run stopped: next to no clip comes twice.
    position = saved["clip"] if saved else 0
    clips = Clips.open(options.stream.replace("{start}", str(position + rank)).replace("{stride}", str(world)))
    configuration = {**SHARED, **PRESETS[options.preset], "knowledge": {"words": clips.header["words"]}}
    network = Denoiser(configuration)
    initialise(network)
    if options.start:
        network.load_state_dict({k: v.float() for k, v in load_file(options.start).items()})
    network.to(device)
    average = {name: p.detach().clone() for name, p in network.named_parameters()}
    rules = optimizers(network, options.rate)
    if saved:
        network.load_state_dict(saved["parameters"])
        average = saved["average"]
        for rule, state in zip(rules, saved["optimizers"]):
            rule.load_state_dict(state)
    options.patch_size, options.network = network.patch_size, network
    model = torch.nn.parallel.DistributedDataParallel(network, find_unused_parameters=True) if world > 1 else network
    if options.compile:
        model = torch.compile(model, dynamic=False)
    torch.manual_seed(options.seed + 1000 * rank + step)
    batches = Batches(clips, network, options.patches)

    def save():
        if rank:
            return
        # The furthest clip of the first process; the others are about there. Rounded up to where all processes begin.
        state = {"step": step, "clip": -(-position // world) * world, "parameters": network.state_dict(), "average": average,
                 "optimizers": [r.state_dict() for r in rules]}
        replace(out / "checkpoint.pt", lambda path: torch.save(state, path))
        metadata = {"zoetrope.denoiser": json.dumps(configuration, sort_keys=True), "zoetrope.steps": str(step),
                    "license": "Apache-2.0"}
        tensors = {name: value.half().contiguous().cpu() for name, value in average.items()}
        replace(out / "weights.safetensors", lambda path: save_file(tensors, path, metadata))

    began = last = saved_at = time.monotonic()
    bins, losses, tokens = collections.defaultdict(list), [], 0
    while step < options.steps:
        grid, data, position = batches.next()
        loss, levels, errors = loss_of(model, network.knowledge, data, grid, options, device)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        for rule in rules:
            for group in rule.param_groups:
                group["lr"] = rate_at(step, options)
            if torch.isfinite(norm):
                rule.step()
            rule.zero_grad(set_to_none=True)
        decay = min(options.average, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.values()), [p for _, p in network.named_parameters()], 1 - decay)
        step += 1
        losses.append(loss.detach())
        bins["levels"].append(levels)
        bins["errors"].append(errors)
        tokens += data["clip"].shape[0] * math.prod(grid)
        now = time.monotonic()
        if (step % 50 == 0 or step == options.steps) and rank == 0:
            level, error = torch.cat(bins["levels"]), torch.cat(bins["errors"])
            parts = {f"t{k:02}": error[(level * 10).long().clamp(max=9) == k].mean().item() for k in range(10)}
            line = {"step": step, "loss": torch.stack(losses).mean().item(), "gradientNorm": norm.item(),
                    "tokensPerSecond": tokens * world / (now - last),
                    "parts": {k: v for k, v in parts.items() if math.isfinite(v)}}
            if not math.isfinite(line["loss"]):
                raise SystemExit(f"the loss is not a number at step {step}; go on from the last checkpoint at a lower rate")
            print(f"step {step}/{options.steps}  loss {line['loss']:.4f}  {line['tokensPerSecond']:.0f} tok/s  " + " ".join(
                f"{k[1:]}:{v:.3f}" for k, v in line["parts"].items()), flush=True)
            with open(out / "log.jsonl", "a") as log:
                log.write(json.dumps(line) + "\n")
            losses, tokens, last = [], 0, now
            bins.clear()
        if now - saved_at > 60 * options.checkpoint_minutes:
            save()
            saved_at = now
        if options.minutes and now - began > 60 * options.minutes:
            break
    save()
    clips.close()
    if world > 1:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
