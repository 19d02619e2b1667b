// Stages 7 and 8: attention, and what the noise level does.
"use strict";

{
  const { attention } = run, clip = run.ending.clip, patch = run.network.patch, heads = run.network.headCount;
  const moments = attention.moments.map(moment => ({
    ...moment, heat: unpack(moment.heat), peak: unpack(moment.peak), tokens: unpack(moment.tokens), times: unpack(moment.times)
  }));
  const vectors = [["query", unpack(attention.query)], ["key", unpack(attention.key)], ["value", unpack(attention.value)]];
  const middle = Math.floor(moments.length / 2), headSize = run.network.hiddenSize / heads;
  const [firstRow, firstColumn] = firstPlace(attention.timeStep);
  let moment = middle, layer = Math.floor(run.network.depth / 2), head = 0, query = firstRow * gridColumns + firstColumn;

  const canvas = screen(clip, "the frame in which the asking patch lies");
  const maps = Array.from({ length: gridTimes }, (_, time) => lantern(clip, `attention to patches of step ${time} in time`));
  const captions = maps.map(() => make("figcaption", {}));
  const summary = make("p", { "aria-live": "polite", id: "attention-summary" }), tokens = make("div", {}), bands = make("div", {});
  /** Where among all blocks and heads plan tokens get most of this patch's attention. */
  function mostToTokens(own) {
    let best = [0, 0, 0];
    for (let block = 0; block < run.network.depth; block++) {
      for (let head = 0; head < heads; head++) {
        const share = own.tokens.row(block, head, query).reduce((sum, value) => sum + value, 0);
        if (share > best[0]) best = [share, block, head];
      }
    }
    return `Plan tokens get most from block ${best[1]}, head ${best[2]}: ${percent(best[0])}.`;
  }
  function show() {
    const own = moments[moment], shades = own.heat.row(layer, head, query), peak = own.peak.at(layer, head, query);
    maps.forEach((map, time) => map.light(time * patch.frames, shades.subarray(time * patchesPerTime, (time + 1) * patchesPerTime), time === attention.timeStep ? query : null));
    const times = own.times.row(layer, head, query), toTokens = own.tokens.row(layer, head, query);
    captions.forEach((caption, time) => { caption.textContent = `frames ${time * patch.frames}–${(time + 1) * patch.frames - 1}\n${percent(times[time])}`; });
    const share = toTokens.reduce((sum, value) => sum + value, 0);
    summary.textContent = `Block ${layer}, head ${head}, step ${own.step} (t = ${own.level.toFixed(2)}): this patch gives ${percent(1 - share)} of its attention to patches and ${percent(share)} to plan tokens. The brightest patch has ${percent(peak)}. ${mostToTokens(own)}`;
    tokens.replaceChildren(bars(run.conditioning.tokens.map((name, index) => [name, toTokens[index]])));
    bands.replaceChildren(...vectors.map(([name, table]) => {
      const values = table.row(layer, query).subarray(head * headSize, (head + 1) * headSize);
      return figure(band(values, `the ${name} of the patch`), `${name}: ${values.length} numbers`);
    }));
  }
  const picker = patchPicker(canvas, "The patch that asks; the arrow keys move", Math.floor(query / gridColumns), query % gridColumns,
    (row, column) => { query = row * gridColumns + column; show(); });
  canvas.show(clip, attention.timeStep * patch.frames);
  picker.refresh();
  stage("attention").append(make("div", { className: "columns" },
    make("div", {}, make("h3", {}, `The patch that asks (step ${attention.timeStep} in time, frame ${attention.timeStep * patch.frames})`), picker,
      slider("Block", run.network.depth - 1, layer, value => `${value} of ${run.network.depth - 1}`, value => { layer = value; show(); }),
      choices("Head", Array.from({ length: heads }, (_, index) => `${index}`), head, value => { head = value; show(); }),
      choices("Step", moments.map(one => `${one.step} (t = ${one.level.toFixed(2)})`), middle, value => { moment = value; show(); })),
    make("div", {}, make("h3", {}, "What it looks at: patches, step by step in time"),
      make("div", { className: "maps" }, ...maps.map((map, time) => make("figure", {}, map, captions[time]))), summary,
      make("p", { className: "remark" }, "Each picture is one step in time, darkened; the patches that this patch looks at are lit, in 16 shades from dark red to yellow. The white square is the patch itself. Below is the share of the whole step."))),
    make("div", { className: "columns" },
      make("div", {}, make("h3", {}, "What it looks at: plan tokens"), tokens),
      make("div", {}, make("h3", {}, `Its query, key and value in this block and head, at step ${moments[middle].step}`), bands)));
}

{
  const { modulation } = run, values = unpack(modulation.values), names = modulation.slots, count = modulation.levels.length;
  let layer = Math.floor(run.network.depth / 2), slot = 2;
  const lines = make("div", {}), size = run.network.hiddenSize;
  const map = raster(size, count, "the numbers of one slot by channel and level");
  map.style.height = "9rem";
  const text = make("figcaption", {});
  function show() {
    lines.replaceChildren(chart(names.map((name, index) => ({ name, points: modulation.levels.map((level, place) => [level, modulation.magnitudes[layer][index][place]]) })),
      { x: "noise level t (1 is pure noise)", y: "root mean square", label: `size of shifts, scales and gates of block ${layer} by level`, reversed: true }));
    // From noise at the top to data at the bottom, in the order of denoising.
    const own = Float32Array.from({ length: size * count }, (_, i) => values.at(layer, slot, count - 1 - Math.floor(i / size), i % size));
    const most = own.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-9);
    map.paint(i => balance(own[i] / most));
    text.textContent = `${names[slot]} of block ${layer}: one column per channel, t = 1 at the top, t = 0 at the bottom; blue is −${most.toFixed(2)}, orange ${most.toFixed(2)}.`;
  }
  show();
  stage("modulation").append(
    slider("Block", run.network.depth - 1, layer, value => `${value} of ${run.network.depth - 1}`, value => { layer = value; show(); }),
    make("div", { className: "columns" }, lines,
      make("div", {}, make("figure", {}, map, text), choices("Show", names, slot, value => { slot = value; show(); }))));
}
