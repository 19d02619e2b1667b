"""Reads the World's stream of clips, from a pipe or from shards, with numpy alone; Docs/World.md has the layout.

    zoetrope world stream --count 100 | python Scripts/reference/clips.py     # prints what is in it
    python Scripts/reference/clips.py shards/*.zoeclips

    for clip in Clips.open("zoetrope world stream --atlas atlas --seed 1"): ... # a command: reads its output
    for clip in Clips.open("shards/"): ...                                     # a folder or a file
"""

import collections
import json
import pathlib
import shlex
import struct
import subprocess
import sys
import typing

import numpy as np


class Clip(typing.NamedTuple):
    index: int
    frames: np.ndarray  # [F, H, W, 3] uint8, sRGB
    views: np.ndarray  # [F, 3] float32: the camera's x, y, zoom
    boxes: np.ndarray  # [A, F, 6] float32: x, y, width, height, angle, flipped
    depth: np.ndarray  # [A] float32, 0 nearest
    shot: np.ndarray  # [7] int32: indices into header["words"] of header["shotSlots"], −1 none
    actors: np.ndarray  # [A, 5] int32, of header["actorSlots"]
    first_frame: int  # the frame of the plan that the clip begins with
    prompt: str
    description: str
    plan: str  # JSON


class Clips:
    """The clips of one stream."""

    HEAD = struct.Struct("<Q10I")

    def __init__(self, file, process=None):
        self.file, self.process = file, process
        magic, version, length = struct.unpack("<8sII", self._read(16))
        if magic != b"ZOECLIPS" or version != 1:
            raise ValueError(f"not a stream of clips of version 1: {magic!r}, version {version}")
        self.header = json.loads(self._read(length))

    @staticmethod
    def open(source):
        """The streams behind a command, a file or a folder of shards, as one iterable with a `header`."""
        path = pathlib.Path(source)
        if path.is_dir():
            return Shards(sorted(path.glob("*.zoeclips")))
        if path.is_file():
            return Shards([path])
        process = subprocess.Popen(shlex.split(source), stdout=subprocess.PIPE, bufsize=1 << 20)
        return Clips(process.stdout, process)

    def __iter__(self):
        while head := self.file.read(self.HEAD.size):
            if len(head) < self.HEAD.size:
                raise EOFError("the stream ends within a record")
            index, size, f, h, w, a, first, prompt, description, plan, _ = self.HEAD.unpack(head)
            body = self._read(size - self.HEAD.size)
            at = 0

            def take(kind, *shape):
                nonlocal at
                count = int(np.prod(shape))
                array = np.frombuffer(body, kind, count, at).reshape(shape)
                at += array.nbytes
                return array

            def text(length):
                nonlocal at
                at += length
                return body[at - length:at].decode()

            views, boxes, depth = take("<f4", f, 3), take("<f4", a, f, 6), take("<f4", a)
            shot, actors = take("<i4", 7), take("<i4", a, 5)
            frames = take("u1", f, h, w, 3)
            yield Clip(index, frames, views, boxes, depth, shot, actors, first, text(prompt), text(description), text(plan))

    def close(self):
        self.file.close()
        if self.process:
            self.process.kill()
            self.process.wait()

    def _read(self, count):
        data = self.file.read(count)
        if len(data) < count:
            raise EOFError(f"the stream ends after {len(data)} of {count} bytes; did its program fail?")
        return data


class Shards:
    """The clips of several files, one after the other."""

    def __init__(self, paths):
        if not paths:
            raise FileNotFoundError("no .zoeclips files")
        self.paths = paths
        with open(paths[0], "rb") as file:
            self.header = Clips(file).header

    def __iter__(self):
        for path in self.paths:
            with open(path, "rb") as file:
                yield from Clips(file)

    def close(self):
        pass


def main():
    sources = [Shards([path]) for path in sys.argv[1:]] or [Clips(sys.stdin.buffer)]
    shapes, shown = collections.Counter(), 0
    for source in sources:
        words = source.header["words"]
        for clip in source:
            shapes[clip.frames.shape[:3] + (len(clip.depth),)] += 1
            if shown < 8:
                scene = words["scene"][clip.shot[0]]
                cast = ", ".join(words["kind"][actor[0]] for actor in clip.actors)
                print(f"{clip.index}: {clip.frames.shape}, mean {clip.frames.mean():.3f}, {scene}: {cast or 'nobody'} | {clip.prompt}")
                shown += 1
    for (f, h, w, a), count in sorted(shapes.items()):
        print(f"{count:7} clips of {f}×{h}×{w} with {a} actors")


if __name__ == "__main__":
    main()
