// What all stages share: the run's data, packed numbers, pictures, controls, charts. Plain JavaScript, no library.
"use strict";

const run = JSON.parse(document.getElementById("explanation").textContent);
const [gridTimes, gridRows, gridColumns] = run.network.grid;
const patchesPerTime = gridRows * gridColumns;

/** What people call an actor of a plan of either version. */
const called = actor => actor.name ?? actor.kind ?? actor.picture;

/** Where to begin: the patch in the middle of the first actor at a step in time, or in the middle of the frame. */
function firstPlace(time) {
  const boxes = run.board.boxes[0], moment = time * run.network.patch.frames * run.board.times.length / run.network.clip[0];
  const [x, y] = boxes ? boxes[Math.min(Math.round(moment), boxes.length - 1)] : [0.5, 0.5];
  const within = (share, count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
  return [within(y, gridRows), within(x, gridColumns)];
}

// MARK: Elements

/** Makes an element: properties, attributes (aria-…, data-…, for) and listeners (on…), then children. */
function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && !name.includes("-")) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child != null));
  return node;
}

/** Makes an SVG element. */
function draw(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const stage = name => document.querySelector(`#${name} .stage`);
const percent = share => share >= 0.9995 ? "100\u00a0%" : `${(100 * share).toFixed(share < 0.1 ? 2 : 1)}\u00a0%`;
const figure = (content, caption) => make("figure", {}, content, make("figcaption", {}, caption));
let labelCount = 0;

/** A labelled slider; `show` gives the text beside it. */
function slider(label, maximum, value, show, changed, minimum = 0) {
  const id = `control-${labelCount++}`;
  const output = make("output", { htmlFor: id }, show(value));
  const input = make("input", { type: "range", id, min: minimum, max: maximum, step: 1, value, "aria-valuetext": show(value) });
  const set = () => {
    output.value = show(+input.value);
    input.setAttribute("aria-valuetext", output.value);
    changed(+input.value);
  };
  input.addEventListener("input", set);
  const node = make("div", { className: "control" }, make("label", { htmlFor: id }, label), input, output);
  node.move = to => { input.value = to; set(); };
  node.input = input;
  return node;
}

/** One of several, as radio buttons. */
function choices(legend, names, chosen, changed) {
  const group = `group-${labelCount++}`;
  return make("fieldset", {}, make("legend", {}, legend), ...names.map((name, index) =>
    make("label", {}, make("input", { type: "radio", name: group, checked: index === chosen, onchange: () => changed(index) }), name)));
}

/** Buttons that play a slider from end to end. */
function playing(control, milliseconds) {
  let timer = null;
  const button = make("button", { type: "button", className: "plain", onclick: () => timer ? stop() : start() }, "Play");
  function stop() { clearInterval(timer); timer = null; button.textContent = "Play"; }
  function start() {
    button.textContent = "Stop";
    timer = setInterval(() => {
      const input = control.input;
      control.move(+input.value >= +input.max ? +input.min : +input.value + 1);
    }, milliseconds);
  }
  const node = make("div", { className: "playing" }, button, control);
  node.start = start;
  return node;
}

// MARK: Numbers

/** The numbers of a packed table, and how to reach them: at(i, j, …), row(i, j, …) without the last index. */
function unpack(packed) {
  const text = atob(packed.data);
  const bytes = Uint8Array.from(text, letter => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const count = packed.shape.reduce((product, length) => product * length, 1);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    switch (packed.form) {
      case "int8": values[i] = view.getInt8(i) * packed.scale; break;
      case "int16": values[i] = view.getInt16(2 * i, true) * packed.scale; break;
      case "uint16": values[i] = view.getUint16(2 * i, true) * packed.scale; break;
      case "rootedNibble": {
        const root = (bytes[i >> 1] >> (i % 2 * 4) & 15) * packed.scale;
        values[i] = root * root;
      }
    }
  }
  const place = indices => indices.reduce((sum, index, axis) => sum * packed.shape[axis] + index, 0);
  return {
    values, shape: packed.shape, at: (...indices) => values[place(indices)],
    row: (...indices) => {
      const width = packed.shape[packed.shape.length - 1], start = place([...indices, 0]);
      return values.subarray(start, start + width);
    }
  };
}

// MARK: Pictures

const pictures = new Map();
/** The decoded picture of a sprite, made once. */
function picture(sprite) {
  if (!pictures.has(sprite.source)) {
    const image = new Image();
    image.src = sprite.source;
    pictures.set(sprite.source, image.decode().then(() => image));
  }
  return pictures.get(sprite.source);
}

/** A canvas that shows frames of sprites: `show(sprite, frame)`. */
function screen(sprite, label) {
  const canvas = make("canvas", { width: sprite.width, height: sprite.height, role: "img", "aria-label": label });
  let wanted = 0;
  canvas.show = async (sprite, frame, shade = 0) => {
    const order = ++wanted;
    const image = await picture(sprite);
    if (order !== wanted) return;
    [canvas.width, canvas.height] = [sprite.width, sprite.height];
    const context = canvas.getContext("2d");
    context.drawImage(image, frame % sprite.columns * sprite.width, Math.floor(frame / sprite.columns) * sprite.height,
      sprite.width, sprite.height, 0, 0, sprite.width, sprite.height);
    if (shade > 0) { context.fillStyle = `rgb(11 16 33 / ${shade})`; context.fillRect(0, 0, sprite.width, sprite.height); }
  };
  canvas.show(sprite, 0);
  return canvas;
}

/** A sprite's frames side by side. */
function strip(sprite, label) {
  return make("div", { className: "strip" }, ...Array.from({ length: sprite.count }, (_, frame) => {
    const canvas = screen(sprite, `${label}, picture ${frame + 1} of ${sprite.count}`);
    canvas.show(sprite, frame);
    return canvas;
  }));
}

/** Sprites of one clip side by side under one slider that plays. */
function player(parts, rate = run.recipe.plan.frameRate) {
  const screens = parts.map(([sprite, label]) => screen(sprite, label));
  const count = parts[0][0].count;
  const control = slider("Frame", count - 1, 0, frame => `${frame} of ${count - 1}`,
    frame => screens.forEach((canvas, index) => canvas.show(parts[index][0], Math.min(frame, parts[index][0].count - 1))));
  const controls = playing(control, 1000 / rate);
  const node = make("div", {},
    make("div", { className: "panels" }, ...screens.map((canvas, index) => parts.length > 1 ? figure(canvas, parts[index][1]) : canvas)), controls);
  node.start = controls.start;
  return node;
}

const ramp = [[11, 16, 33], [66, 10, 104], [147, 38, 103], [221, 81, 58], [252, 165, 10], [252, 255, 164]];
/** Dark to bright, for shares 0…1. */
function heat(share) {
  const x = Math.max(0, Math.min(1, share)) * (ramp.length - 1), i = Math.min(Math.floor(x), ramp.length - 2);
  return ramp[i].map((value, channel) => value + (x - i) * (ramp[i + 1][channel] - value));
}
/** Blue below, grey at, orange above zero, for −1…1. */
function balance(value) {
  const x = Math.max(-1, Math.min(1, value)), end = x < 0 ? [30, 110, 220] : [240, 120, 20];
  return end.map(channel => 128 + Math.abs(x) * (channel - 128));
}

/** A canvas of one pixel per number. */
function raster(columns, rows, label) {
  const canvas = make("canvas", { width: columns, height: rows, role: "img", "aria-label": label });
  canvas.paint = color => {
    const context = canvas.getContext("2d"), data = context.createImageData(columns, rows);
    for (let i = 0; i < columns * rows; i++) {
      const value = color(i);
      data.data.set(value ? [...value, 255] : [0, 0, 0, 0], 4 * i);
    }
    context.putImageData(data, 0, 0);
  };
  return canvas;
}

/** Numbers as a band of colours, blue below and orange above zero. */
function band(values, label, rows = 1) {
  const canvas = raster(values.length / rows, rows, label);
  canvas.style.height = rows === 1 ? "1.6rem" : "auto";
  canvas.fill = values => {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    canvas.paint(i => balance(values[i] / largest));
  };
  canvas.fill(values);
  return canvas;
}

/** Frames with patches lit by shares 0…1; one of them may be marked. */
function lantern(sprite, label) {
  const canvas = make("canvas", { width: sprite.width * 2, height: sprite.height * 2, role: "img", "aria-label": label });
  let wanted = 0;
  canvas.light = async (frame, shares, marked) => {
    const order = ++wanted;
    const image = await picture(sprite);
    if (order !== wanted) return;
    const context = canvas.getContext("2d"), [width, height] = [canvas.width / gridColumns, canvas.height / gridRows];
    context.imageSmoothingEnabled = false;
    context.filter = "grayscale(1) brightness(.45)";
    context.drawImage(image, frame % sprite.columns * sprite.width, Math.floor(frame / sprite.columns) * sprite.height, sprite.width, sprite.height, 0, 0, canvas.width, canvas.height);
    context.filter = "none";
    for (let i = 0; i < patchesPerTime; i++) {
      context.fillStyle = `rgb(${heat(shares[i]).map(Math.round).join(" ")} / ${Math.min(1, shares[i] * 1.6) * 0.92})`;
      context.fillRect(i % gridColumns * width, Math.floor(i / gridColumns) * height, width, height);
    }
    if (marked != null) {
      context.strokeStyle = "#fff";
      context.lineWidth = 2;
      context.strokeRect(marked % gridColumns * width + 1, Math.floor(marked / gridColumns) * height + 1, width - 2, height - 2);
    }
  };
  return canvas;
}

/** A picture with a button over each patch; arrow keys move. `chosen(row, column)`. */
function patchPicker(canvas, label, row, column, chosen) {
  const cells = make("div", { className: "cells", role: "group", "aria-label": label });
  cells.style.gridTemplate = `repeat(${gridRows}, 1fr) / repeat(${gridColumns}, 1fr)`;
  const buttons = Array.from({ length: patchesPerTime }, (_, index) => make("button", {
    type: "button", tabIndex: -1, "aria-pressed": "false", onclick: () => pick(index),
    "aria-label": `patch in row ${Math.floor(index / gridColumns)}, column ${index % gridColumns}`
  }));
  let current = row * gridColumns + column;
  function pick(index) {
    buttons[current].tabIndex = -1;
    buttons[current].setAttribute("aria-pressed", "false");
    current = index;
    buttons[current].tabIndex = 0;
    buttons[current].setAttribute("aria-pressed", "true");
    chosen(Math.floor(index / gridColumns), index % gridColumns);
  }
  cells.addEventListener("keydown", event => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    const r = Math.max(0, Math.min(gridRows - 1, Math.floor(current / gridColumns) + step[0]));
    const c = Math.max(0, Math.min(gridColumns - 1, current % gridColumns + step[1]));
    pick(r * gridColumns + c);
    buttons[current].focus();
  });
  cells.append(...buttons);
  const node = make("div", { className: "picker" }, canvas, cells);
  node.pick = pick;
  node.refresh = () => pick(current);
  return node;
}

// MARK: Charts

/** Shares as bars with their names. */
function bars(entries) {
  const most = entries.reduce((largest, entry) => Math.max(largest, entry[1]), 1e-9);
  return make("dl", { className: "bars" }, ...entries.flatMap(([name, share]) => {
    const bar = make("div", { className: "bar" });
    bar.style.width = `${100 * share / most}%`;
    return [make("dt", {}, name), make("dd", {}, bar), make("dd", {}, percent(share))];
  }));
}

/** Round numbers from at or below `low` to at or above `high`, about five of them. */
function roundSteps(low, high) {
  const rough = (high - low || 1) / 5, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(step => step >= rough * 0.999);
  const first = Math.floor(low / step + 1e-6), last = Math.ceil(high / step - 1e-6);
  return Array.from({ length: last - first + 1 }, (_, index) => +((first + index) * step).toPrecision(10));
}
const signed = value => `${value}`.replace("-", "−");

/** Lines over a common axis. `series`: [{name, points: [[x, y], …]}]; `mark` moves a cursor. */
function chart(series, { x, y, label, reversed = false }) {
  const [width, height, left, bottom, top] = [480, 240, 56, 36, 26];
  const points = series.flatMap(one => one.points);
  const xs = points.map(point => point[0]), ys = points.map(point => point[1]);
  const [least, most] = [Math.min(...xs), Math.max(...xs)];
  const rises = roundSteps(Math.min(0, ...ys), Math.max(...ys) || 1), [low, high] = [rises[0], rises[rises.length - 1]];
  const px = value => { const share = (value - least) / (most - least || 1); return left + (reversed ? 1 - share : share) * (width - left - 12); };
  const py = value => top + (1 - (value - low) / (high - low)) * (height - top - bottom);
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, style: "width:100%;height:auto" });
  for (const tick of rises) {
    const at = py(tick);
    svg.append(draw("line", { x1: left, x2: width - 12, y1: at, y2: at, class: "axis" }),
      draw("text", { x: left - 6, y: at + 4, "text-anchor": "end" }, signed(tick)));
  }
  for (const value of roundSteps(least, most).filter(value => value >= least && value <= most)) {
    svg.append(draw("text", { x: px(value), y: height - 20, "text-anchor": "middle" }, signed(value)));
  }
  svg.append(draw("text", { x: (left + width) / 2, y: height - 4, "text-anchor": "middle" }, x), draw("text", { x: 2, y: 12 }, y));
  series.forEach((one, index) => svg.append(draw("polyline", {
    points: one.points.map(point => `${px(point[0])},${py(point[1])}`).join(" "), fill: "none", stroke: `var(--c${index % 6})`, "stroke-width": 2.2
  })));
  const cursor = draw("line", { y1: top, y2: height - bottom, class: "cursor", visibility: "hidden" });
  svg.append(cursor);
  const names = make("ul", { className: "legend" }, ...series.map((one, index) => {
    const swatch = make("i");
    swatch.style.background = `var(--c${index % 6})`;
    return make("li", {}, swatch, one.name);
  }));
  const node = make("div", {}, svg, series.length > 1 ? names : null);
  node.mark = value => { cursor.setAttribute("x1", px(value)); cursor.setAttribute("x2", px(value)); cursor.setAttribute("visibility", "visible"); };
  return node;
}

// MARK: Facts

{
  const { network, recipe } = run, patch = network.patch;
  const perPatch = patch.frames * patch.height * patch.width * 3, count = gridTimes * patchesPerTime;
  const final = run.ending.enlarged ?? run.ending.clip;
  const facts = {
    promptTokens: run.planning?.prompt.length ?? 0, actors: `${recipe.plan.actors.length} actor${recipe.plan.actors.length === 1 ? "" : "s"}`, clip: network.clip.join(" × "),
    patch: `${patch.frames} frames × ${patch.height} × ${patch.width}`, P: perPatch, N: count, D: network.hiddenSize, A: network.headCount,
    L: network.depth, bottleneck: network.bottleneckSize, tokens: run.conditioning.tokens.length, features: run.conditioning.layoutNames.length,
    sequence: count + run.conditioning.tokens.length, headSize: network.hiddenSize / network.headCount, steps: recipe.settings.stepCount,
    guidance: recipe.settings.guidance.scale, final: `${final.count} × ${final.height} × ${final.width}`
  };
  for (const node of document.querySelectorAll("[data-fact]")) node.textContent = facts[node.dataset.fact];

  // Paths break at their slashes.
  for (const node of document.querySelectorAll(".facts code")) {
    node.replaceChildren(...node.textContent.split(/(?<=\/)/).flatMap(part => [part, make("wbr")]));
  }

  const shown = player([[final, `the finished clip: ${recipe.plan.prompt}`]]);
  document.getElementById("hero").append(shown);
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) shown.start();

  const total = run.seconds.reduce((sum, part) => sum + part.seconds, 0);
  document.getElementById("made").append(
    make("p", {}, `Made by ${run.program} with the model ${recipe.model.name} (${(network.parameterCount / 1e6).toFixed(1)} million numbers, SHA-256 `
      + `${recipe.model.sha256.slice(0, 16)}…), seed ${recipe.plan.seed}, ${recipe.settings.stepCount} steps of ${recipe.settings.sampler}, in ${total.toFixed(0)} s.`),
    make("details", {}, make("summary", {}, "How long each part took"),
      make("table", {}, ...run.seconds.map(part => make("tr", {}, make("th", { scope: "row" }, part.part), make("td", {}, `${part.seconds.toFixed(1)} s`))))));
}
