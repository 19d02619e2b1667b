"""Reads the files of `film-files samples` with the programs that others use. Run by Scripts/check-interchange."""

import re
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction
from math import floor
from pathlib import Path

import opentimelineio as otio
import pycmx
import pysubs2

folder, program = Path(sys.argv[1]), sys.argv[2]
failures = 0

# What the film is, worked out by hand: 48 + 36 + 40 + 40 frames.
FRAMES = 164
CUTS = [0, 48, 84, 124]


def check(what, got, expected):
    global failures
    good = got == expected
    failures += not good
    print(("ok    " if good else "WRONG ") + f"{what}: {got}" + ("" if good else f", expected {expected}"))


for name, rate in (("24", 24), ("23976", 24000 / 1001), ("2997", 30000 / 1001)):
    base = 30 if name == "2997" else 24
    path = folder / f"film-{name}.otio"
    timeline = otio.adapters.read_from_file(str(path))
    check(f"otio {name} frames", timeline.duration().to_frames(), FRAMES)
    check(f"otio {name} start", timeline.global_start_time.to_frames(), 3600 * base)
    picture = timeline.video_tracks()[0]
    starts = [picture.range_of_child(clip).start_time.to_frames() for clip in picture.find_clips()]
    check(f"otio {name} cuts", starts, CUTS)
    check(f"otio {name} transitions", [t.transition_type for t in picture if isinstance(t, otio.schema.Transition)],
          ["SMPTE_Dissolve", "SMPTE_Dissolve", "Custom_Transition", "SMPTE_Dissolve"])
    sound = timeline.audio_tracks()[0]
    check(f"otio {name} L cut", [sound.range_of_child(c).start_time.to_frames() for c in sound.find_clips()],
          [0, 48, 92, 124])
    clip = next(iter(picture.find_clips()))
    check(f"otio {name} media", (clip.media_reference.target_url, clip.available_range().duration.to_frames()), ("red.mp4", 96))
    check(f"otio {name} marker", [(m.name, m.color, m.marked_range.start_time.to_frames()) for m in clip.markers], [("look", "RED", 10)])
    check(f"otio {name} metadata", clip.metadata["zoetrope"]["values"]["prompt"], "the colour red")
    # Written by OpenTimelineIO, read by us, written by us, read by it: the same.
    again = folder / f"again-{name}.otio"
    otio.adapters.write_to_file(timeline, str(again))
    text = subprocess.run([program, "again", str(again)], check=True, capture_output=True, text=True).stdout
    back = otio.adapters.read_from_string(text, "otio_json")
    check(f"otio {name} round trip", back.is_equivalent_to(timeline), True)

    if "fcp_xml" in otio.adapters.available_adapter_names():
        xml = otio.adapters.read_from_file(str(folder / f"film-{name}.xml"))
        picture = xml.video_tracks()[0]
        check(f"fcp xml {name} frames", xml.duration().to_frames(), FRAMES)
        check(f"fcp xml {name} cuts", [picture.range_of_child(c).start_time.to_frames() for c in picture.find_clips()], CUTS)
        check(f"fcp xml {name} media", next(iter(picture.find_clips())).media_reference.target_url, "red.mp4")
    else:
        print("      otio-fcp-adapter is not installed: Final Cut XML not checked")

    with open(folder / f"film-{name}.edl") as file:
        edl = pycmx.parse_cmx3600(file)
    check(f"edl {name} title", edl.title, "Three colours")
    events = list(edl.events)

    def frames(text):
        numbers = [int(n) for n in re.split("[:;]", text)]
        total = ((numbers[0] * 60 + numbers[1]) * 60 + numbers[2]) * base + numbers[3]
        if ";" in text:
            minutes = numbers[0] * 60 + numbers[1]
            total -= 2 * (minutes - minutes // 10)
        return total

    first = 3600 * base
    edits = [e for event in events for e in event.edits if e.channels.video]
    seen = [(e.source, frames(e.record_in) - first, frames(e.record_out) - first, frames(e.source_in)) for e in edits
            if e.record_in != e.record_out]
    check(f"edl {name} picture", seen,
          [("RED", 0, 42, 0), ("GREEN", 42, 84, 6), ("BLUE", 84, 118, 24), ("RED", 118, 152, 14), ("BL", 152, 164, 0)])
    kinds = [(e.transition.kind, e.transition.operand) for e in edits if e.record_in != e.record_out]
    check(f"edl {name} transitions", kinds, [("D", "012"), ("D", "012"), ("C", ""), ("W", "012"), ("D", "012")])
    names = [e.clip_name for e in edits if e.record_in != e.record_out and e.clip_name]
    check(f"edl {name} clip names", names, ["red", "green", "blue", "red again"])

    for kind in ("srt", "vtt"):
        subtitles = pysubs2.load(str(folder / f"film-{name}.{kind}"))
        times = [(s.start, s.end) for s in subtitles]
        # To the nearest millisecond, halves up.
        second = Fraction(24 if name == "24" else base * 1000, 1 if name == "24" else 1001)
        ms = [tuple(floor(Fraction(f * 1000) / second + Fraction(1, 2)) for f in pair) for pair in ((0, 48), (60, 84))]
        check(f"{kind} {name} times", times, ms)
        check(f"{kind} {name} text", subtitles[0].plaintext, "Red, they say.\nRed!")


def run(*command):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, cwd=folder)


COLORS = {"red": 0, "green": 1, "blue": 2}
if shutil.which("melt") and shutil.which("ffmpeg"):
    for name, rate in (("24", "24"), ("23976", "24000-1001"), ("2997", "30000-1001")):
        work = Path(tempfile.mkdtemp(dir=folder))
        for file in (folder / f"media-{rate}").iterdir():
            shutil.copy(file, work)
        shutil.copy(folder / f"film-{name}.mlt", work / "film.mlt")
        subprocess.run(["melt", "film.mlt", "-consumer", "avformat:out.mkv", "vcodec=ffv1", "pix_fmt=yuv420p", "acodec=pcm_s16le"],
                       cwd=work, check=True, capture_output=True, timeout=300)
        raw = subprocess.run(["ffmpeg", "-v", "error", "-i", "out.mkv", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
                             cwd=work, check=True, capture_output=True).stdout
        size = 64 * 36 * 3
        check(f"melt {name} frames", len(raw) / size, float(FRAMES))

        def mean(frame, columns=range(64)):
            sums = [0, 0, 0]
            for y in range(36):
                for x in columns:
                    at = frame * size + (y * 64 + x) * 3
                    for c in range(3):
                        sums[c] += raw[at + c]
            return [round(s / 36 / len(columns)) for s in sums]

        # The hard cut from green to blue is between frames 83 and 84; dissolves and fades are half way in their middle.
        check(f"melt {name} cut", [max(range(3), key=lambda c: mean(f)[c]) for f in (30, 83, 84, 140)], [0, 1, 2, 0])
        middle = mean(48)
        check(f"melt {name} dissolve has both", middle[0] > 80 and middle[1] > 30 and middle[2] < 40, True)
        left, right = mean(124, range(8)), mean(124, range(56, 64))
        check(f"melt {name} wipe from the left", (left[0] > 150, right[2] > 150), (True, True))
        check(f"melt {name} fades", (max(mean(0)) < 60, max(mean(163)) < 60), (True, True))
        probe = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "a", "-show_entries", "stream=codec_name", "-of", "csv=p=0", "out.mkv"],
                               cwd=work, capture_output=True, text=True).stdout.strip()
        check(f"melt {name} sound", probe, "pcm_s16le")
else:
    print("      melt or ffmpeg is not installed: MLT not checked")

if shutil.which("ociochecklut"):
    for line in (folder / "grade.txt").read_text().splitlines():
        numbers = [float(n) for n in line.split()]
        for file, tolerance in (("grade.cc", 1e-5), ("grade.cube", 2e-3)):
            out = run("ociochecklut", file, *numbers[:3]).stdout.decode()
            got = [float(n) for n in re.findall(r"-?\d+\.\d+(?:e-?\d+)?", out)[-3:]]
            worst = max(abs(a - b) for a, b in zip(got, numbers[3:]))
            check(f"OpenColorIO {file} at {numbers[:3]} within {tolerance}", worst < tolerance, True)
            print(f"      largest difference {worst:.2e}")
else:
    print("      ociochecklut is not installed: grades not checked")

print("all as expected" if failures == 0 else f"{failures} wrong")
sys.exit(failures > 0)
