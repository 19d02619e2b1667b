"""The noise that clips begin with, as Sources/Denoiser/ShotNoise.swift has it: some of it is anchored to the scene and passes
through the picture as the background does when the camera moves. Other deviates than Swift's, the same distribution."""

import torch

from camera_projection import parallax, scene

CELLS_PER_PIXEL = 2


def first_cell(place):
    """The first cell at or after a place in the scene, in pixels of the neutral view."""
    return torch.ceil(place * CELLS_PER_PIXEL).long()


def scene_noise(views, height, width):
    """What cameras see of scenes of noise. views [B, F, 3]: x, y, zoom. Returns [B, F, H, W, 3].

    Each scene is a field of cells, each cell goes to one pixel of a frame, and a pixel is the sum of its cells over the root of
    their number.
    """
    views, device = views.double(), views.device
    view = [views[..., i, None, None] for i in range(3)]  # [B, F, 1, 1]
    line = torch.arange(height + 1, dtype=torch.float64, device=device)[:, None]
    column = torch.arange(width + 1, dtype=torch.float64, device=device)
    corner = column - width / 2, line - height / 2
    rows = scene(corner, view, parallax(line / height), (width, height))[1]  # [B, F, H + 1, 1]
    rows = first_cell(rows[..., 0])  # [B, F, H + 1]
    columns = scene(corner, view, parallax((line + 0.5) / height), (width, height))[0]  # [B, F, H + 1, W + 1]
    columns = first_cell(columns[..., :-1, :])  # [B, F, H, W + 1]
    top, left = rows[..., :-1], columns[..., :-1]
    # A pixel without a cell of its own, under a strong zoom, takes the nearest.
    bottom, right = torch.maximum(top + 1, rows[..., 1:]), torch.maximum(left + 1, columns[..., 1:])
    first_row, first_column = int(top.min()), int(left.min())
    shape = int(bottom.max()) - first_row, int(right.max()) - first_column
    cells = torch.randn(len(views), *shape, 3, device=device)
    # Sums over rectangles are differences of sums from the corner.
    sums = torch.nn.functional.pad(cells.double().cumsum(1).cumsum(2), (0, 0, 1, 0, 1, 0))
    batch = torch.arange(len(views), device=device)[:, None, None, None]

    def corner(y, x):
        return sums[batch, (y - first_row)[..., None], x - first_column]

    total = corner(bottom, right) - corner(top, right) - corner(bottom, left) + corner(top, left)
    return (total / ((bottom - top)[..., None] * (right - left)).sqrt()[..., None]).float()
