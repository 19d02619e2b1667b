"""A denoising step here and in PyTorch and ONNX Runtime, in turns in one run, with ratios.

    Scripts/bench --network sketch                       what calls this file, after building the program
    python Scripts/reference/bench.py --flop             counts the work of a step instead, with PyTorch's counter

The rivals run the network of denoiser.py with random weights and the same number of threads. They get the same
favour as the Swift program: all that depends on the plan alone is computed before. Each round times every rival and the
program once, one right after another; ratios are medians over rounds of ratios within a round, so that what else
the machine does falls on both. The processor's time, of all threads together, depends on it even less; set
OMP_WAIT_POLICY=PASSIVE for that comparison, or threads of the rivals that wait are counted as working.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time

import torch
import torch.nn.functional as F
from torch import nn

from denoiser import PRESETS, SHARED, Denoiser, level_features, rms_norm, rotary_angles, rowwise_product

DEFAULTS = SHARED | {"textureSide": 4}
SLOTS = ["scene", "period", "time", "weather", "look", "camera", "shotSize", "kind", "tint", "motion", "speed", "size"]
PLAN_TOKENS = 9  # seven of the shot and two actors, as in `zoetrope bench denoise`


class Step(nn.Module):
    """The network from noisy patches to the clean estimate; the plan's share of it is a constant."""

    def __init__(self, configuration, grid, batch, drawn):
        super().__init__()
        knowledge = {"words": {slot: ["word"] for slot in SLOTS}}
        self.network = Denoiser(DEFAULTS | configuration | {"knowledge": knowledge})
        d = configuration["hiddenSize"]
        self.register_buffer("patches", torch.randn(batch, math.prod(grid), d))
        self.register_buffer("context", torch.randn(batch, PLAN_TOKENS, d))
        self.register_buffer("shots", torch.randn(batch, 1, d))
        # Actors draw on some patches of the first clip; the other is not told of them.
        patch = configuration["patch"]
        channels = self.network.configuration["textureChannels"]
        self.register_buffer("drawn", torch.arange(drawn) % math.prod(grid))
        self.register_buffer("texels", torch.randn(drawn, patch["frames"] * patch["height"] * patch["width"] * channels))
        self.register_buffer("actors", torch.randn(drawn, d))
        self.channels = channels
        views = torch.tensor([0.0, 0.0, 1.0]).expand(batch, grid[0] * patch["frames"], 3)
        self.register_buffer(
            "angles", rotary_angles(views, grid, patch["frames"], d // configuration["headCount"], PLAN_TOKENS))
        self.register_buffer("levels", torch.full((batch, math.prod(grid)), 0.5))
        self.grid = grid

    def forward(self, z, level):
        """z [B, N, P], level features [B, 128] to [B, N, P]."""
        n = self.network
        x = torch.cat([self.context, n.patch["widen"](n.patch["narrow"](z)).float() + self.patches], 1)
        level = n.level["out"](F.silu(n.level["in"](level)))
        condition = F.silu(level[:, None] + self.shots)
        for block in n.blocks:
            x = block(x, self.angles, condition)
        shift, scale = n.final["modulation"](condition).chunk(2, -1)
        final = rms_norm(x[:, PLAN_TOKENS:]) * (1 + scale) + shift
        clean = n.final["head"](final) + rowwise_product(z, n.final["pixel_colors"](final), 3)
        colors = n.final["texel_colors"](final[0, self.drawn] * (1 + self.actors))
        drawing = rowwise_product(self.texels, colors, self.channels).float()
        if torch.onnx.is_in_onnx_export():  # which knows only the other form of the same sum
            first = torch.scatter_add(clean[0].float(), 0, self.drawn[:, None].expand_as(drawing), drawing)
        else:
            first = torch.index_add(clean[0].float(), 0, self.drawn, drawing)
        clean = torch.cat([first[None], clean[1:]])
        return n.detail(clean, z, self.levels, final, self.grid) if n.detail else clean


def rivals(step, inputs, names):
    """Functions that take a step, by name; one that cannot be made is reported and left out."""
    def in_bf16(function):
        def run(*arguments):
            with torch.autocast("cpu", torch.bfloat16):
                return function(*arguments)
        return run

    def onnx():
        import onnxruntime
        path = os.path.join(tempfile.mkdtemp(), "step.onnx")
        # The newer exporter writes Python that a module called “in” breaks.
        torch.onnx.export(step, inputs, path, input_names=["z", "level"], opset_version=18, dynamo=False)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        arrays = dict(zip(["z", "level"], (i.numpy() for i in inputs)))
        return lambda *_: session.run(None, arrays)

    makers = {
        "PyTorch eager fp32": lambda: step,
        "PyTorch compiled fp32": lambda: torch.compile(step),
        "PyTorch eager bf16": lambda: in_bf16(step),
        "PyTorch compiled bf16": lambda: in_bf16(torch.compile(step)),
        "ONNX Runtime fp32": onnx,
    }
    made = {}
    for name, make in makers.items():
        if names and not any(word in name for word in names):
            continue
        try:
            function = make()
            function(*inputs)
            made[name] = function
        except Exception as error:  # a rival that is not installed must not stop the others
            print(f"{name}: left out, {type(error).__name__}: {str(error).splitlines()[0]}", file=sys.stderr)
    return made


def timed(function, inputs, runs):
    """Milliseconds of the clock and of the processor, medians of `runs` after one that is not counted."""
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter(), time.process_time()
        function(*inputs)
        times.append(((time.perf_counter() - start[0]) * 1000, (time.process_time() - start[1]) * 1000))
    return [statistics.median(column) for column in zip(*times[1:])]


def ours(options, precision):
    command = [options.program, "bench", "denoise", "--step-only", "--json", "-", "--runs", str(options.runs),
               "--threads", str(options.threads), "--frames", str(options.frames), "--precision", precision,
               "--guidance", "1.5" if options.guided else "1", "--size", "x".join(map(str, options.pixels))]
    command += ["--preset", options.network] if options.network in PRESETS else ["--network", options.network]
    record = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    figures = {m["name"]: m["value"]["median"] for m in record["measurements"]}
    return [figures["step"], figures["processor time"]], record


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=".build/release/zoetrope")
    parser.add_argument("--network", default="sketch", help="preset, or JSON file of an architecture")
    parser.add_argument("--frames", type=int, default=16)
    parser.add_argument("--size", help="widthxheight; eight patches each way by default")
    parser.add_argument("--drawn", type=int, help="pairs of a patch and an actor on it; as in the program by default")
    parser.add_argument("--guided", action="store_true", help="both branches of guidance in one batch")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--runs", type=int, default=3, help="steps of everybody in a round")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rivals", help="only those whose name has one of these words, separated by commas")
    parser.add_argument("--json", help="write all figures to this file")
    parser.add_argument("--flop", action="store_true", help="only count the work of a step")
    options = parser.parse_args()

    # Architectures of others have no convolutions behind the patches, unless they say so.
    configuration = PRESETS.get(options.network) or {"detailChannels": 0} | json.load(open(options.network))
    patch = configuration["patch"]
    options.pixels = ([int(side) for side in options.size.split("x")] if options.size
                      else [8 * patch["width"], 8 * patch["height"]])
    width, height = options.pixels
    grid = (options.frames // patch["frames"], height // patch["height"], width // patch["width"])
    batch = 2 if options.guided else 1
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    if options.drawn is None:
        options.drawn = int(ours(options, "float32")[1]["settings"]["drawn"])
    step = Step(configuration, grid, batch, options.drawn).eval()
    z = torch.randn(batch, math.prod(grid), 3 * patch["frames"] * patch["height"] * patch["width"])
    inputs = (z, level_features(torch.full((batch,), 0.7)))

    with torch.no_grad():
        if options.flop:
            from torch.utils.flop_counter import FlopCounterMode
            with FlopCounterMode(display=False) as counter:
                step(*inputs)
            print(counter.get_total_flops())
            return
        made = rivals(step, inputs, options.rivals.split(",") if options.rivals else [])
        precisions = ["float32", "bfloat16"]
        times = {name: [] for name in [f"Zoetrope {p}" for p in precisions] + list(made)}
        for _ in range(options.rounds):
            for precision in list(precisions):
                try:
                    value, record = ours(options, precision)
                    times[f"Zoetrope {precision}"].append(value)
                except subprocess.CalledProcessError as error:
                    precisions.remove(precision)
                    del times[f"Zoetrope {precision}"]
                    print(f"{precision}: {error.stderr.decode().strip()}", file=sys.stderr)
            for name, function in made.items():
                times[name].append(timed(function, inputs, options.runs))

    machine = record["machine"]
    print(f"{options.network}, {options.frames} frames of {width}×{height}, {math.prod(grid)} patches, batch {batch}")
    print(f"{machine['processor']}, {options.threads} threads, {machine['blas']}, PyTorch {torch.__version__}")
    for title, which in (("ms", 0), ("processor ms", 1)):
        print(f"\n{title:24}{'median':>8}" + "".join(f"{'× ' + p:>14}" for p in precisions))
        for name, values in times.items():
            ratios = [statistics.median(t[which] / o[which] for t, o in zip(values, times[f"Zoetrope {p}"]))
                      for p in precisions]
            print(f"{name:24}{statistics.median(v[which] for v in values):8.1f}" + "".join(f"{r:14.2f}" for r in ratios))
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"network": options.network, "frames": options.frames, "size": f"{width}×{height}", "batch": batch,
                       "threads": options.threads, "machine": machine, "torch": torch.__version__,
                       "milliseconds of clock and processor": times}, file, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    main()
