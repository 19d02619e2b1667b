"""The denoiser in PyTorch: the same network as Sources/Denoiser/Denoiser.swift, in one file but for the camera's projection.

It is the oracle that makes golden numbers, the rival in benchmarks and the network that trains on GPUs. It is not
a library: shapes are in comments, in the letters of Docs (B clips, N patches, T tokens, D hidden, A heads, P numbers
per patch). Parameter names are those of the weights files, so `load_state_dict` takes a file as it is.
"""

import json
import math

import torch
import torch.nn.functional as F
from torch import nn

from camera_projection import mean_view, parallax, scene

SHOT_SLOTS = ["scene", "period", "time", "weather", "look", "camera", "shotSize"]
ACTOR_SLOTS = ["kind", "tint", "motion", "speed", "size"]

# What presets share, and what they are: DenoiserConfiguration.presets.
SHARED = {"mlpRatio": 4, "bottleneckSize": 128, "textureSide": 32, "textureChannels": 8, "detailChannels": 24}
PRESETS = {
    "sketch": {"name": "sketch", "patch": {"frames": 2, "height": 8, "width": 8}, "hiddenSize": 256, "depth": 6, "headCount": 4},
    "feature": {"name": "feature", "patch": {"frames": 2, "height": 16, "width": 16}, "hiddenSize": 384, "depth": 12, "headCount": 6},
}
LAYOUT_OCTAVES = 6
CAMERA_OCTAVES = 4
PARALLAXES = [0.3, 0.8]
LEVEL_FEATURES = 128
CLAMP = 0.05


class Knowledge:
    """Rows of the embedding tables: per slot *none*, *dropped*, then the words."""

    def __init__(self, words):
        self.first, row = {}, 0
        self.words = words
        for slot in SHOT_SLOTS + ACTOR_SLOTS:
            self.first[slot] = row
            row += len(words[slot]) + 2
        self.entries = row

    def row(self, slot, word):
        return self.first[slot] + (0 if word is None else 2 + self.words[slot].index(word))

    def dropped(self, slot):
        return self.first[slot] + 1


def waves(x, octaves):
    """sin and cos of π/2 · 2^k · x, interleaved: [..., 2 · octaves]."""
    angles = x[..., None] * (math.pi / 2) * (2.0 ** torch.arange(octaves, device=x.device, dtype=x.dtype))
    return torch.stack([angles.sin(), angles.cos()], -1).flatten(-2)


def layout_features(boxes, depth, grid, patch):
    """Where each patch lies in each actor's own box.

    boxes [A, F, 6]: x, y, width, height, angle, flipped (fractions of the frame, degrees, 0/1); depth [A].
    Returns features [A, N, φ] and whether a patch is touched, [A, N].
    """
    (steps, rows, columns), (t, h, w) = grid, patch
    actors = boxes.shape[0]
    px = (torch.arange(columns, device=boxes.device, dtype=boxes.dtype) + 0.5) * w
    py = (torch.arange(rows, device=boxes.device, dtype=boxes.dtype) + 0.5) * h
    x, y, bw, bh, angle, flipped = (boxes[:, :, i, None, None] for i in range(6))  # [A, F, 1, 1]
    dx = px[None, None, None, :] - x * (columns * w)
    dy = py[None, None, :, None] - y * (rows * h)
    sine, cosine = torch.sin(angle * math.pi / 180), torch.cos(angle * math.pi / 180)
    lx, ly = cosine * dx + sine * dy, cosine * dy - sine * dx  # [A, F, rows, columns]
    half_w, half_h = bw * (columns * w) / 2, bh * (rows * h) / 2
    touched = (lx.abs() < half_w + 1.25 * w) & (ly.abs() < half_h + 1.25 * h)
    u = (lx / half_w).clamp(-4, 4) * (1 - 2 * flipped)
    v = (ly / half_h).clamp(-4, 4)
    inside = ((u.abs() < 1) & (v.abs() < 1)).to(boxes.dtype)
    rest = [inside, (2 * half_w / w).log2(), (2 * half_h / h).log2(), sine, cosine, 1 - 2 * flipped]
    rest = torch.stack([r.expand_as(lx) for r in rest], -1)
    per_frame = torch.cat([waves(u, LAYOUT_OCTAVES), waves(v, LAYOUT_OCTAVES), rest], -1)  # [A, F, rows, columns, 30]
    per_frame = per_frame.unflatten(1, (steps, t)).permute(0, 1, 3, 4, 2, 5).flatten(4).flatten(1, 3)  # [A, N, t·30]
    touched = touched.unflatten(1, (steps, t)).any(2).flatten(1)
    return torch.cat([per_frame, depth[:, None, None].expand(actors, per_frame.shape[1], 1)], -1), touched


def texture_points(boxes, grid, patch):
    """Where each pixel of each patch lies in each actor's box: boxes [A, F, 6] to [A, N, t·h·w, 2], ±1 at the edges."""
    (steps, rows, columns), (t, h, w) = grid, patch
    px = torch.arange(columns * w, device=boxes.device, dtype=boxes.dtype) + 0.5
    py = torch.arange(rows * h, device=boxes.device, dtype=boxes.dtype) + 0.5
    x, y, bw, bh, angle, flipped = (boxes[:, :, i, None, None] for i in range(6))  # [A, F, 1, 1]
    dx, dy = px[None, None, None, :] - x * (columns * w), py[None, None, :, None] - y * (rows * h)
    sine, cosine = torch.sin(angle * math.pi / 180), torch.cos(angle * math.pi / 180)
    u = (cosine * dx + sine * dy) / (bw * columns * w / 2) * (1 - 2 * flipped)  # [A, F, H, W]
    v = (cosine * dy - sine * dx) / (bh * rows * h / 2)
    points = torch.stack([u, v], -1)
    points = points.reshape(-1, steps, t, rows, h, columns, w, 2).permute(0, 1, 3, 5, 2, 4, 6, 7)
    return points.reshape(boxes.shape[0], steps * rows * columns, t * h * w, 2)


def batched_layout_features(boxes, depth, grid, patch):
    """`layout_features` of a batch: boxes [B, A, F, 6], depth [B, A] to [B, A, N, φ] and [B, A, N]."""
    features, touched = layout_features(boxes.flatten(0, 1), depth.flatten(), grid, patch)
    return features.unflatten(0, depth.shape), touched.unflatten(0, depth.shape)


def camera_features(views, grid, patch):
    """Which part of the background each patch shows. views [B, F, 3]: x, y, zoom. Returns [B, N, features]."""
    (steps, rows, columns), t, batch = grid, patch[0], views.shape[0]
    views = views.flatten(0, 1)  # [B · F, 3]
    x = (torch.arange(columns, device=views.device, dtype=views.dtype) + 0.5) / columns - 0.5
    y = (torch.arange(rows, device=views.device, dtype=views.dtype) + 0.5) / rows - 0.5
    y, x = torch.meshgrid(y, x, indexing="ij")
    cx, cy, zoom = (views[:, i, None, None] for i in range(3))
    parts = []
    for layer in PARALLAXES:
        parts += [waves(coordinate, CAMERA_OCTAVES) for coordinate in scene((x, y), (cx, cy, zoom), layer)]
    parts.append(torch.stack([c.expand(-1, rows, columns) for c in (cx, cy, zoom.log2())], -1))
    per_frame = torch.cat(parts, -1)  # [B · F, rows, columns, 35]
    per_frame = per_frame.unflatten(0, (batch, steps, t)).permute(0, 1, 3, 4, 2, 5).flatten(4).flatten(1, 3)
    place = torch.stack([2 * x, (2 * math.pi * x).cos(), 2 * y, (2 * math.pi * y).cos()], -1)
    place = place.flatten(0, 1).repeat(steps, 1)  # [N, 4]
    return torch.cat([per_frame, place.expand(batch, -1, -1)], -1)


def rotary_angles(views, grid, t, head_size, extra, base=100.0):
    """Angles of each token, [B, T, head_size / 2]: 0 for the `extra` plan tokens in front; for patches time from the
    first, height and width from the middle of the scene, which moves with the camera (views [B, F, 3]: x, y, zoom)."""
    steps, rows, columns = grid
    half = head_size // 2
    space = half * 3 // 8
    view = mean_view(views.double().unflatten(1, (steps, t)))
    view = [number[..., None, None] for number in view]  # [B, steps, 1, 1]
    row = torch.arange(rows, dtype=torch.float64, device=views.device)[:, None]
    column = torch.arange(columns, dtype=torch.float64, device=views.device)
    place = column - (columns - 1) / 2, row - (rows - 1) / 2
    x, y = scene(place, view, parallax((row + 0.5) / rows), (columns, rows))
    time = torch.arange(steps, dtype=torch.float64, device=views.device)[:, None, None]
    parts = []
    for position, count in ((time, half - 2 * space), (y, space), (x, space)):
        frequencies = base ** (-torch.arange(count, dtype=torch.float64, device=views.device) / count)
        position = position.expand(views.shape[0], steps, rows, columns).flatten(1)
        parts.append(position[..., None] * frequencies)
    return F.pad(torch.cat(parts, 2).float(), (0, 0, extra, 0))


def level_features(t):
    """t [G] to [G, 128]: sin and cos at 64 angular frequencies from 1 to 1000."""
    k = torch.arange(LEVEL_FEATURES // 2, device=t.device, dtype=torch.float64)
    angles = t.double()[:, None] * 1000.0 ** (k / (LEVEL_FEATURES // 2 - 1))
    return torch.stack([angles.cos(), angles.sin()], -1).flatten(1).float()


def rms_norm(x, eps=1e-6):
    x = x.float()
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + eps)


def rotate(x, angles):
    """x [B, A, T, d], angles [B, T, d/2]: rotates the pairs (j, j + d/2)."""
    a, b = x.chunk(2, -1)
    c, s = angles[:, None].cos(), angles[:, None].sin()
    return torch.cat([a * c - b * s, a * s + b * c], -1)


def rowwise_product(x, weights, inner):
    """x [..., K · inner] by weights [..., inner · O], as matrices: [..., K · O]."""
    return (x.unflatten(-1, (-1, inner)) @ weights.unflatten(-1, (inner, -1))).flatten(-2)


class Attention(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(d, 3 * d, bias=False)
        self.query_norm = nn.Parameter(torch.ones(d // heads))
        self.key_norm = nn.Parameter(torch.ones(d // heads))
        self.projection = nn.Linear(d, d)

    def forward(self, x, angles):
        q, k, v = self.qkv(x).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)  # [B, A, T, d]
        q = rotate(rms_norm(q) * self.query_norm, angles).to(v.dtype)
        k = rotate(rms_norm(k) * self.key_norm, angles).to(v.dtype)
        return self.projection(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class MLP(nn.Module):
    def __init__(self, d, ratio):
        super().__init__()
        self.expand = nn.Linear(d, ratio * d)
        self.contract = nn.Linear(ratio * d, d)

    def forward(self, x):
        return self.contract(F.gelu(self.expand(x), approximate="tanh"))


def modulation(table, known):
    """What each token is modulated by: table [B, 2, ·], known [B, T, 1] to [B, T, ·], or [B, 1, ·] without known ones."""
    return table[:, :1] if known is None else torch.where(known, table[:, 1:], table[:, :1])


class Block(nn.Module):
    def __init__(self, d, heads, ratio):
        super().__init__()
        self.attention = Attention(d, heads)
        self.mlp = MLP(d, ratio)
        self.modulation = nn.Linear(d, 6 * d)

    def forward(self, x, angles, condition, known=None):
        """x [B, T, D]; condition [B, 2, D]: of open tokens and of known ones; known [B, T, 1], None for none."""
        b1, s1, g1, b2, s2, g2 = modulation(self.modulation(condition), known).chunk(6, -1)
        x = x + g1 * self.attention(rms_norm(x) * (1 + s1) + b1, angles)
        return x + g2 * self.mlp(rms_norm(x) * (1 + s2) + b2)


def frames(patches, grid, patch):
    """Patches [B, N, t·h·w·C] to pictures [B, F, C, H, W]."""
    (steps, rows, columns), (t, h, w) = grid, patch
    x = patches.reshape(patches.shape[0], steps, rows, columns, t, h, w, -1).permute(0, 1, 4, 7, 2, 5, 3, 6)
    return x.reshape(patches.shape[0], steps * t, -1, rows * h, columns * w)


class DetailHead(nn.Module):
    """Convolutions over whole frames: parameters are stored as matrices over neighbourhoods (row, column, channel)."""

    def __init__(self, d, channels, patch):
        super().__init__()
        self.channels, self.patch_size = channels, patch
        self.features = nn.Linear(d, math.prod(patch) * channels)
        self.noisy_mix, self.drawn_mix = nn.Linear(d, 3 * channels), nn.Linear(d, 3 * channels)
        self.first, self.second = nn.Linear(9 * channels, channels), nn.Linear(9 * channels, channels)
        self.before, self.after = (nn.Linear(channels, channels, bias=False) for _ in range(2))
        self.last = nn.Linear(9 * channels, 3)

    def convolution(self, layer, x):
        kernel = layer.weight.unflatten(1, (3, 3, self.channels)).permute(0, 3, 1, 2)
        return F.conv2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), kernel, layer.bias)

    def forward(self, drawn, noisy, levels, rows, grid):
        """drawn and noisy [B, N, P], levels [B, N], rows [B, N, D] to the clean patches [B, N, P]."""
        joined = (self.features(rows) + rowwise_product(noisy, self.noisy_mix(rows), 3)
                  + rowwise_product(drawn, self.drawn_mix(rows), 3))
        x = frames(joined, grid, self.patch_size)
        batch, count = x.shape[:2]
        still = F.gelu(self.convolution(self.first, x.flatten(0, 1)), approximate="tanh").unflatten(0, (batch, count))
        past = torch.cat([still[:, :1], still[:, :-1]], 1)
        future = torch.cat([still[:, 1:], still[:, -1:]], 1)
        moving = still + torch.einsum("oc,bfchw->bfohw", self.before.weight, past)
        moving = moving + torch.einsum("oc,bfchw->bfohw", self.after.weight, future)
        found = F.gelu(self.convolution(self.second, moving.flatten(0, 1)), approximate="tanh")
        found = self.convolution(self.last, found).unflatten(0, (batch, count))  # [B, F, 3, H, W]
        return drawn + patchify(found.permute(0, 1, 3, 4, 2), self.patch_size) * levels[..., None]


class Denoiser(nn.Module):
    """Takes a batch of clips of one grid with equally many actors; those of other grids come in batches of their own."""

    def __init__(self, configuration):
        super().__init__()
        if isinstance(configuration, str):
            configuration = json.loads(configuration)
        self.configuration = configuration
        patch = configuration["patch"]
        self.patch_size = (patch["frames"], patch["height"], patch["width"])
        self.knowledge = Knowledge(configuration["knowledge"]["words"])
        d, entries = configuration["hiddenSize"], self.knowledge.entries
        values = 3 * math.prod(self.patch_size)
        self.heads = configuration["headCount"]
        layout = self.patch_size[0] * (4 * LAYOUT_OCTAVES + 6) + 1
        camera = self.patch_size[0] * (len(PARALLAXES) * 4 * CAMERA_OCTAVES + 3) + 4
        self.patch = nn.ModuleDict(
            {"narrow": nn.Linear(values, configuration["bottleneckSize"], bias=False),
             "widen": nn.Linear(configuration["bottleneckSize"], d)})
        self.camera = nn.Linear(camera, d, bias=False)
        self.words = nn.Embedding(entries, d)
        self.modulation_words = nn.Embedding(entries, d)
        self.layout = nn.ModuleDict(
            {"appearances": nn.Embedding(entries, d), "in": nn.Linear(layout, d), "gate": nn.Linear(d, d),
             "shift": nn.Linear(d, d), "out": nn.Linear(d, d),
             "textures": nn.Embedding(
                 len(self.knowledge.words["kind"]) + 2,
                 configuration["textureSide"] ** 2 * configuration["textureChannels"]),
             "texture_in": nn.Linear(
                 math.prod(self.patch_size) * configuration["textureChannels"], d, bias=False)})
        self.level = nn.ModuleDict({"in": nn.Linear(LEVEL_FEATURES, d), "out": nn.Linear(d, d)})
        self.blocks = nn.ModuleList(
            Block(d, self.heads, configuration["mlpRatio"]) for _ in range(configuration["depth"]))
        self.final = nn.ModuleDict(
            {"modulation": nn.Linear(d, 2 * d), "head": nn.Linear(d, values), "actor_scale": nn.Linear(d, d),
             "texel_colors": nn.Linear(d, 3 * configuration["textureChannels"]), "pixel_colors": nn.Linear(d, 9)})
        channels = configuration["detailChannels"]
        self.detail = DetailHead(d, channels, self.patch_size) if channels else None

    def touched(self, boxes, depth, grid):
        """Which patches an actor touches, [B, N]."""
        if not boxes.shape[1]:
            return torch.zeros(boxes.shape[0], math.prod(grid), dtype=torch.bool, device=boxes.device)
        return batched_layout_features(boxes, depth, grid, self.patch_size)[1].any(1)

    def texels(self, kinds, boxes, grid):
        """Texels of each actor's kind under each pixel: kinds [B, A], boxes [B, A, F, 6] to [B, A, N, t·h·w·channels]."""
        side, channels = self.configuration["textureSide"], self.configuration["textureChannels"]
        textures = self.layout["textures"](kinds.flatten() - self.knowledge.first["kind"])
        textures = textures.unflatten(1, (side, side, channels)).permute(0, 3, 1, 2)  # [B·A, C, side, side]
        points = texture_points(boxes.flatten(0, 1), grid, self.patch_size)  # [B·A, N, t·h·w, 2]
        found = F.grid_sample(textures, points, padding_mode="border", align_corners=False)
        inside = (points.abs() <= 1).all(-1)[:, None]
        return (found * inside).permute(0, 2, 3, 1).flatten(2).unflatten(0, kinds.shape)

    def forward(self, z, levels, shots, actors, boxes, depth, views, grid, drops_layout=None, layout=None,
                has_known=True):
        """The clean estimate, [B, N, P].

        z [B, N, P] noisy patches; levels [B, N] flow time of each patch; shots [B, 7] rows of the word table;
        actors [B, A, 5] rows; boxes [B, A, F, 6]; depth [B, A]; views [B, F, 3]; grid (steps, rows, columns);
        drops_layout [B] bool: withhold boxes. For those who have them already: layout, the result of
        `batched_layout_features`, and has_known, false if no patch is known.
        """
        batch, patches, _ = z.shape
        x = self.patch["widen"](self.patch["narrow"](z))
        x = (x + self.camera(camera_features(views, grid, self.patch_size))).float()
        if actors.shape[1]:
            features, touched = layout or batched_layout_features(boxes, depth, grid, self.patch_size)
            if drops_layout is not None:
                touched = touched & ~drops_layout[:, None, None]
            look = self.layout["appearances"](actors[..., :2]).sum(2)  # [B, A, D]
            gate, shift = self.layout["gate"](look)[:, :, None], self.layout["shift"](look)[:, :, None]
            hidden = F.gelu(self.layout["in"](features) * gate + shift, approximate="tanh")
            texels = self.texels(actors[..., 0], boxes, grid) * touched[..., None]  # [B, A, N, t·h·w·channels]
            x = x + (self.layout["out"](hidden) * touched[..., None] + self.layout["texture_in"](texels)).sum(1)
        context = [self.words(shots)]
        if actors.shape[1]:
            context.append(self.words(actors).sum(2))
        x = torch.cat(context + [x], 1)  # [B, T, D]
        extra = x.shape[1] - patches

        # Two noise levels per clip: the clip's own, which plan tokens go with, and 0 for known patches.
        top = levels.max(1, keepdim=True).values
        pair = torch.cat([top, torch.zeros_like(top)], 1)  # [B, 2]
        known = F.pad(levels != top, (extra, 0))[..., None] if has_known else None  # [B, T, 1]
        level = self.level["out"](F.silu(self.level["in"](level_features(pair.flatten()))))
        condition = F.silu(level.unflatten(0, (batch, 2)) + self.modulation_words(shots).sum(1)[:, None])

        angles = rotary_angles(views, grid, self.patch_size[0], x.shape[-1] // self.heads, extra)
        for block in self.blocks:
            x = block(x, angles, condition, known)
        table = modulation(self.final["modulation"](condition), None if known is None else known[:, extra:])
        shift, scale = table.chunk(2, -1)
        final = rms_norm(x[:, extra:]) * (1 + scale) + shift
        clean = self.final["head"](final) + rowwise_product(z, self.final["pixel_colors"](final), 3)
        if actors.shape[1]:
            seen = final[:, None] * (1 + self.final["actor_scale"](look)[:, :, None])  # [B, A, N, D]
            colors = self.final["texel_colors"](seen)
            clean = clean + rowwise_product(texels, colors, self.configuration["textureChannels"]).sum(1)
        return self.detail(clean, z, levels, final, grid) if self.detail else clean


def patchify(clip, patch):
    """clip [B, F, H, W, 3] to patches [B, N, P]."""
    b, f, h, w, c = clip.shape
    t, p, q = patch
    x = clip.reshape(b, f // t, t, h // p, p, w // q, q, c).permute(0, 1, 3, 5, 2, 4, 6, 7)
    return x.reshape(b, -1, t * p * q * c)


def velocity_loss(clean, target, levels, weights):
    """Σ w·((x̂ − x)/max(t, 0.05))² over open patches, divided by the number of their values."""
    open_patches = levels > 0
    error = ((clean.float() - target) / levels.clamp(min=CLAMP)[..., None]).square() * weights[..., None]
    return (error * open_patches[..., None]).sum() / (open_patches.sum() * clean.shape[-1])
