"""Where things of the scene appear on the frame, as Sources/Shot/CameraProjection.swift has it: places are measured from the
frame's middle, x to the right, y down, in any unit that the frame's size (W, H) is given in."""


def parallax(line):
    """Of what a line of the frame shows by convention, 0 its top … 1 its bottom."""
    return 0.25 + 0.6 * line


def scene(place, view, parallax, size=(1, 1)):
    """The place in the scene seen at a place (x, y) on the frame; view (x, y, zoom). All of them broadcast."""
    (x, y), (shift_x, shift_y, zoom), (width, height) = place, view, size
    return x / zoom + parallax * shift_x * width, y / zoom + (0.85 + 0.15 * parallax) * shift_y * height


def mean_view(views):
    """The view of a time step of several frames: views [..., t, 3] to its x, y, zoom, each [...]."""
    return views[..., 0].mean(-1), views[..., 1].mean(-1), 1 / (1 / views[..., 2]).mean(-1)
