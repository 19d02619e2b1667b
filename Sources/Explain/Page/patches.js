// Stages 4 to 6: noise, patches, what the plan tells.
"use strict";

{
  // Noise: some frames, and how its numbers are spread.
  const { noise } = run, total = noise.histogram.reduce((sum, count) => sum + count, 0), wide = 8 / noise.histogram.length;
  const middle = index => -4 + (index + 0.5) * wide;
  stage("noise").append(make("div", { className: "columns" },
    figure(strip(noise.sprite, "noise"), "Four frames of it, as pixels: −1 is black, 1 is full, what lies beyond is cut off."),
    figure(chart([
      { name: "these numbers", points: noise.histogram.map((count, index) => [middle(index), count / total / wide]) },
      { name: "the normal distribution", points: noise.histogram.map((_, index) => [middle(index), Math.exp(-(middle(index) ** 2) / 2) / Math.sqrt(2 * Math.PI)]) }
    ], { x: "value", y: "density", label: "histogram of the noise beside the normal distribution" }),
      `${total.toLocaleString("en")} numbers with mean ${noise.mean.toFixed(4)} and deviation ${noise.deviation.toFixed(4)}.`)));
}

{
  // Patches: choose one, see its pixels, its numbers and its vector.
  const values = unpack(run.patches.values), vectors = unpack(run.patches.vectors), { patch } = run.network, clip = run.ending.clip;
  let time = Math.floor(gridTimes / 2), channel = 0, place = firstPlace(Math.floor(gridTimes / 2));
  const canvas = screen(clip, "a frame of the finished clip, cut into patches");
  const title = make("h3", { "aria-live": "polite" }), pixels = make("div", { className: "panels" }), table = make("div", { className: "scroll" });
  const vector = band(vectors.row(0), "the vector of the patch");
  const vectorText = make("figcaption", {});
  const colors = ["red", "green", "blue"];
  function show() {
    const index = time * patchesPerTime + place[0] * gridColumns + place[1], row = values.row(index);
    title.textContent = `Patch ${index}: frames ${time * patch.frames} to ${(time + 1) * patch.frames - 1}, row ${place[0]}, column ${place[1]}`;
    const perFrame = patch.height * patch.width;
    const level = value => Math.max(0, Math.min(255, (value + 1) * 127.5));
    pixels.replaceChildren(...Array.from({ length: patch.frames }, (_, frame) => {
      const cut = raster(patch.width, patch.height, `the patch in frame ${time * patch.frames + frame}`);
      cut.paint(i => [0, 1, 2].map(c => level(row[(frame * perFrame + i) * 3 + c])));
      return figure(cut, `frame ${time * patch.frames + frame}`);
    }));
    table.replaceChildren(make("table", { className: "numbers" }, make("caption", {}, `Numbers of ${colors[channel]} in frame ${time * patch.frames}: −1 is none, 1 is full; what lies beyond is cut off in pictures.`),
      ...Array.from({ length: patch.height }, (_, y) => make("tr", {}, ...Array.from({ length: patch.width }, (_, x) =>
        make("td", {}, row[(y * patch.width + x) * 3 + channel].toFixed(2).replace("-", "−")))))));
    const own = vectors.row(index);
    vector.fill(own);
    vectorText.textContent = `Its vector of ${own.length} numbers as it enters the first block at t = ${run.patches.level.toFixed(2)}: blue below, orange above zero; the largest is ${own.reduce((most, value) => Math.max(most, Math.abs(value)), 0).toFixed(2)}.`;
  }
  const picker = patchPicker(canvas, "Patches of this step in time; the arrow keys move", ...place, (row, column) => { place = [row, column]; show(); });
  const frames = slider("Step in time", gridTimes - 1, time, value => `${value} (frames ${value * patch.frames}–${(value + 1) * patch.frames - 1})`, value => {
    time = value;
    canvas.show(clip, time * patch.frames);
    show();
  });
  canvas.show(clip, time * patch.frames);
  picker.refresh();
  stage("patches").append(make("div", { className: "columns" },
    make("div", {}, picker, frames, make("p", { className: "remark" }, "The lines are the borders of patches. Pixels and numbers are the finished clip’s.")),
    make("div", {}, title, pixels, choices("Colour", colors, 0, chosen => { channel = chosen; show(); }), table, make("figure", {}, vector, vectorText))));
}

{
  // Conditioning: plan tokens, and each layout feature as maps.
  const { conditioning } = run, plan = run.recipe.plan;
  const tables = conditioning.actors.map(actor => unpack(actor.features));
  const maps = Array.from({ length: gridTimes }, (_, time) => raster(gridColumns, gridRows, `the feature at step ${time} in time`));
  let actor = 0, feature = 0;
  const scaleText = make("p", { className: "remark" });
  function show() {
    const own = conditioning.actors[actor], cells = new Array(gridTimes * patchesPerTime).fill(null);
    let most = 1e-9;
    own.patches.forEach((patch, row) => { cells[patch] = tables[actor].at(row, feature); most = Math.max(most, Math.abs(cells[patch])); });
    maps.forEach((map, time) => map.paint(i => {
      const value = cells[time * patchesPerTime + i];
      return value == null ? null : balance(value / most);
    }));
    scaleText.textContent = own.patches.length
      ? `${own.patches.length} of ${cells.length} patches are touched by actor ${actor}, the ${called(plan.actors[actor])}. Blue is −${most.toFixed(2)}, grey 0, orange ${most.toFixed(2)}.`
      : `Actor ${actor}, the ${called(plan.actors[actor])}, touches no patch.`;
  }
  stage("conditioning").append(make("h3", {}, "Plan tokens"),
    make("ol", { className: "chips", "aria-label": "Plan tokens" }, ...conditioning.tokens.map(token => make("li", {}, token))));
  if (conditioning.actors.length) {
    const select = make("select", { id: "feature", onchange: event => { feature = +event.target.value; show(); } },
      ...conditioning.layoutNames.map((name, index) => make("option", { value: index }, name.replace(" 1u", " u").replace(" 1v", " v"))));
    stage("conditioning").append(make("h3", {}, "Layout features, over all patches"),
      choices("Actor", plan.actors.map((one, index) => `${index}, ${called(one)}`), 0, chosen => { actor = chosen; show(); }),
      make("div", { className: "control" }, make("label", { htmlFor: "feature" }, "Feature"), select, ""),
      make("div", { className: "maps" }, ...maps.map((map, time) => figure(map, `frames ${time * run.network.patch.frames}–${(time + 1) * run.network.patch.frames - 1}`))), scaleText);
    show();
  } else {
    stage("conditioning").append(make("p", { className: "remark" }, "This shot has no actors, so no patch has layout features."));
  }
}
