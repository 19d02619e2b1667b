"""Drives every control of a page of `zoetrope explain` and looks at what changes.

Usage: check_page.py PAGE.html FOLDER    (screenshots go to FOLDER)
"""

import base64
import json
import os
import re
import struct
import sys

from chromium import Tab

passed, failed = 0, []


def check(condition, what):
    global passed
    if condition:
        passed += 1
    else:
        failed.append(what)
        print(f"FAILED: {what}")


# What a stage shows: its words, values and pictures. Anything a control does must change it.
LOOK = """(async name => {
  const stage = document.querySelector(name);
  await new Promise(done => setTimeout(done, 60));
  const pictures = [...stage.querySelectorAll('canvas')].map(canvas => canvas.toDataURL());
  const drawings = [...stage.querySelectorAll('svg')].map(svg => svg.innerHTML);
  return JSON.stringify([stage.innerText, pictures, drawings]);
})"""


def look(tab, stage):
    return tab.evaluate(f"{LOOK}({json.dumps(stage)})")


def place(tab, expression, x=0.5, y=0.5):
    """Scrolls an element into view and returns a point of it."""
    box = tab.evaluate(f"""(() => {{ const node = {expression}; node.scrollIntoView({{block: 'center', behavior: 'instant'}});
      const box = node.getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; }})()""")
    return box[0] + box[2] * x, box[1] + box[3] * y


def element(kind, index):
    return f"document.querySelectorAll({json.dumps(kind)})[{index}]"


def stage_of(tab, node):
    return tab.evaluate(f"(() => {{ const section = {node}.closest('section'); return section ? '#' + section.id : 'header'; }})()")


def drive_sliders(tab):
    """By keyboard: End and Home move, the text beside follows."""
    count = tab.evaluate("document.querySelectorAll('input[type=range]').length")
    check(count >= 7, f"{count} sliders; expected at least 7")
    for index in range(count):
        node = element("input[type=range]", index)
        stage, label = stage_of(tab, node), tab.evaluate(f"{node}.labels[0].textContent")
        if tab.evaluate(f"{node}.min === {node}.max"):
            continue
        place(tab, node)
        tab.evaluate(f"{node}.focus()")
        tab.press("Home")
        first, text = look(tab, stage), tab.evaluate(f"{node}.getAttribute('aria-valuetext')")
        tab.press("End")
        check(look(tab, stage) != first, f"{stage}: slider “{label}” changes nothing")
        check(tab.evaluate(f"{node}.getAttribute('aria-valuetext')") != text, f"{stage}: slider “{label}” does not say its value")


def drive_radios(tab):
    """By mouse: every button of every group."""
    count = tab.evaluate("document.querySelectorAll('input[type=radio]').length")
    check(count >= 6, f"{count} radio buttons; expected at least 6")
    for index in range(count):
        node = element("input[type=radio]", index)
        if tab.evaluate(f"{node}.checked"):
            continue
        stage = stage_of(tab, node)
        before = look(tab, stage)
        tab.click(*place(tab, node))
        label = tab.evaluate(f"{node}.parentElement.textContent")
        check(tab.evaluate(f"{node}.checked"), f"{stage}: “{label}” cannot be chosen")
        check(look(tab, stage) != before, f"{stage}: choosing “{label}” changes nothing")


def drive_patches(tab):
    """By mouse and by arrow keys, in every picture of patches."""
    for stage in ("#patches", "#attention"):
        cells = f"{stage} .cells button"
        last = tab.evaluate(f"document.querySelectorAll({json.dumps(cells)}).length") - 1
        for index in (1, last):
            before = look(tab, stage)
            tab.click(*place(tab, element(cells, index)))
            check(look(tab, stage) != before, f"{stage}: a click on patch {index} changes nothing")
            check(tab.evaluate(f"{element(cells, index)}.getAttribute('aria-pressed')") == "true", f"{stage}: patch {index} does not stay chosen")
        before = look(tab, stage)
        tab.press("ArrowLeft")
        check(look(tab, stage) != before, f"{stage}: the arrow keys change nothing")
        check(tab.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true", f"{stage}: focus does not follow the arrow keys")


def drive_tokens(tab):
    """Each token and word that can be asked for its rivals."""
    count = tab.evaluate("document.querySelectorAll('#description .chips button').length")
    for index in range(count):
        node = element("#description .chips button", index)
        if not tab.evaluate(f"{node}.checkVisibility()"):
            continue
        before = tab.evaluate("document.querySelector('#description').innerHTML")
        pressed = tab.evaluate(f"{node}.getAttribute('aria-pressed')") == "true"
        tab.click(*place(tab, node))
        check(pressed or tab.evaluate("document.querySelector('#description').innerHTML") != before, f"token {index} tells nothing")


def drive_the_rest(tab):
    # The feature menu.
    if tab.evaluate("document.querySelector('#feature') !== null"):
        before = look(tab, "#conditioning")
        tab.evaluate("document.querySelector('#feature').focus()")
        for _ in range(3):
            tab.press("ArrowDown")
        check(look(tab, "#conditioning") != before, "the feature menu changes nothing")
    # The time cursor, dragged.
    before = look(tab, "#plan")
    x, y = place(tab, "document.querySelector('.timeline')", 0.3)
    tab.mouse("mousePressed", x, y)
    tab.mouse("mouseMoved", x + 120, y)
    tab.mouse("mouseReleased", x + 120, y, down=False)
    check(look(tab, "#plan") != before, "dragging the time cursor changes nothing")
    # Every Play button: it plays, and it stops.
    for index in range(tab.evaluate("document.querySelectorAll('button.plain').length")):
        node = element("button.plain", index)
        stage = stage_of(tab, node)
        before = look(tab, stage)
        tab.click(*place(tab, node))
        check(tab.evaluate(f"{node}.textContent") == "Stop", f"{stage}: Play does not play")
        tab.evaluate("new Promise(done => setTimeout(done, 700))")
        tab.click(*place(tab, node))
        check(tab.evaluate(f"{node}.textContent") == "Play", f"{stage}: Stop does not stop")
        check(look(tab, stage) != before, f"{stage}: Play changes nothing")
    # What folds opens.
    for index in range(tab.evaluate("document.querySelectorAll('summary').length")):
        node = element("summary", index)
        tab.click(*place(tab, node, 0.1))
        check(tab.evaluate(f"{node}.parentElement.open"), "a summary does not open")


def check_numbers(tab, data):
    """What the page writes is what its data hold: a patch and an attention, unpacked here without its scripts."""
    grid, depth, heads = data["network"]["grid"], data["network"]["depth"], data["network"]["headCount"]
    values = data["patches"]["values"]
    numbers = struct.unpack(f"<{values['shape'][0] * values['shape'][1]}h", base64.b64decode(values["data"]))
    tab.click(*place(tab, element("#patches .cells button", 0)))
    patch = int(re.match(r"Patch (\d+)", tab.evaluate("document.querySelector('#patches h3').textContent")).group(1))
    shown = float(tab.evaluate("document.querySelector('#patches .numbers td').textContent").replace("−", "-"))
    row = numbers[patch * values["shape"][1]:]
    expected = [round(row[channel] * values["scale"], 2) for channel in range(3)]
    check(any(abs(shown - one) < 0.0051 for one in expected), f"patch {patch} shows {shown}; the data say {expected}")
    tab.click(*place(tab, element("#attention .cells button", 0)))
    text = tab.evaluate("document.querySelector('#attention-summary').textContent")
    block, head, step = (int(one) for one in re.match(r"Block (\d+), head (\d+), step (\d+)", text).groups())
    moment = next(one for one in data["attention"]["moments"] if one["step"] == step)
    shape = moment["tokens"]["shape"]
    shares = struct.unpack(f"<{shape[0] * shape[1] * shape[2] * shape[3]}H", base64.b64decode(moment["tokens"]["data"]))
    start = ((block * heads + head) * shape[2]) * shape[3]
    expected = 100 * sum(shares[start:start + shape[3]]) / 65535
    shown = float(re.search(r"patches and ([\d.]+)\s% to plan tokens", text).group(1))
    check(abs(shown - expected) < 0.06, f"attention to plan tokens shows {shown} %; the data say {expected:.2f} %")
    check(tab.evaluate("[...document.querySelectorAll('[data-fact]')].every(node => node.textContent !== '' && node.textContent !== 'undefined')"), "a fact is missing")


def check_access(tab):
    """Names for everything that is not text."""
    check(tab.evaluate("[...document.querySelectorAll('canvas, svg[role=img]')].every(node => node.getAttribute('aria-label'))"), "a picture has no name")
    check(tab.evaluate("[...document.querySelectorAll('input, select')].every(node => node.labels.length > 0)"), "a control has no label")
    check(tab.evaluate("[...document.querySelectorAll('button')].every(node => node.textContent || node.getAttribute('aria-label'))"), "a button has no name")
    check(tab.evaluate("new Set([...document.querySelectorAll('[id]')].map(node => node.id)).size === document.querySelectorAll('[id]').length"), "an id is used twice")
    check(tab.evaluate("document.documentElement.lang") == "en", "the page does not say its language")


def main(page, folder):
    os.makedirs(folder, exist_ok=True)
    with open(page, encoding="utf-8") as file:
        text = file.read()
    data = json.loads(re.search(r'<script type="application/json" id="explanation">(.*?)</script>', text, re.S).group(1))
    # Less than 8 MB by default; each experiment adds a clip and a difference.
    limit = 8e6 + 0.3e6 * len(data["whatIf"])
    check(len(text.encode()) < limit, f"the page has {len(text.encode()) / 1e6:.1f} MB; expected less than {limit / 1e6:.1f}")
    tab = Tab()
    try:
        for name, width, dark in (("desktop", 1280, False), ("phone", 390, False), ("desktop-dark", 1280, True)):
            tab.open(page, width, dark=dark, touch=width < 500)
            tab.evaluate("new Promise(done => setTimeout(done, 500))")
            wide = tab.evaluate("document.documentElement.scrollWidth")
            widest = tab.evaluate("""[...document.querySelectorAll('main *')].filter(node => node.getBoundingClientRect().right > innerWidth + 1)
              .slice(0, 3).map(node => node.closest('section')?.id + ': ' + node.tagName + '.' + node.className).join(', ')""")
            check(wide <= width, f"{name}: the page is {wide} pixels wide in a window of {width} ({widest})")
            tab.screenshots(os.path.join(folder, name))
        tab.open(page, 1280)
        check_access(tab)
        check_numbers(tab, data)
        drive_sliders(tab)
        drive_radios(tab)
        drive_patches(tab)
        drive_tokens(tab)
        drive_the_rest(tab)
        tab.screenshots(os.path.join(folder, "driven"))
        check(not tab.problems, f"the console says: {tab.problems[:5]}")
    finally:
        tab.close()
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
