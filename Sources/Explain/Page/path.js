// Stages 9 and 10: denoising and samplers.
"use strict";

{
  const { denoising } = run, steps = denoising.steps, shown = denoising.shownFrames, settings = run.recipe.settings;
  let place = Math.floor(steps.length / 2), frame = Math.floor(shown.length / 2);
  const first = steps[0];
  const panels = [
    ["state", "The noisy clip before the step", screen(first.state, "the noisy clip before the step")],
    ["clean", "The network’s guess of the finished clip", screen(first.clean, "the guess of the finished clip")],
    ["velocity", "Velocity: from the guess to the noise; the step goes the other way (grey is none)", screen(first.velocity, "the velocity")],
    ["guidance", "What the plan adds to the guess (grey is nothing)", screen(first.guidance ?? first.velocity, "what the plan adds to the guess")]
  ];
  const text = make("p", { "aria-live": "polite", id: "denoising-summary" });
  const levels = chart([{ name: "level", points: denoising.levels.map((level, index) => [index, level]) }],
    { x: "steps done", y: "noise level t", label: "noise level over the steps" });
  const distances = chart([{ name: "distance", points: steps.map(step => [step.index, step.distance]) }],
    { x: "step", y: "distance", label: "distance of the guess from the finished clip over the steps" });
  function show() {
    const step = steps[place];
    for (const [kind, , canvas] of panels) {
      if (step[kind]) canvas.show(step[kind], frame);
      canvas.style.visibility = step[kind] ? "visible" : "hidden";
    }
    text.textContent = `Step ${step.index} of ${settings.stepCount}, from t = ${step.level.toFixed(3)} to ${step.next.toFixed(3)}. Root mean squares: noisy clip ${step.size.state.toFixed(3)}, guess ${step.size.clean.toFixed(3)}, velocity ${step.size.velocity.toFixed(3)}`
      + (step.size.guidance == null ? ", no guidance at this level." : `, difference that the plan makes ${step.size.guidance.toFixed(3)}.`);
    levels.mark(step.index - 1);
    distances.mark(step.index);
  }
  const control = slider("Step", steps.length - 1, place, value => `${steps[value].index} of ${settings.stepCount}`, value => { place = value; show(); });
  show();
  stage("denoising").append(playing(control, 500),
    choices("Frame", shown.map(one => `${one}`), frame, value => { frame = value; show(); }),
    make("div", { className: "panels" }, ...panels.map(([, caption, canvas]) => figure(canvas, caption))), text,
    make("p", { className: "remark" }, `Pictures of velocities are multiplied by ${denoising.velocityGain}, those of the plan’s part by ${denoising.guidanceGain.toFixed(2)}.`
      + (steps.length < settings.stepCount ? ` ${steps.length} of ${settings.stepCount} steps are kept on this page.` : "")),
    make("div", { className: "columns" },
      figure(levels, "The level falls slowly at first: large areas are decided where there is most noise, so more steps are spent there."),
      figure(distances, "How far the guess is from the finished clip (root mean square of pixels in −1…1).")));

  const errors = run.levelErrors;
  if (errors) {
    stage("denoising").append(make("h3", {}, "How wrong the network is at each level"), make("div", { className: "columns" },
      figure(chart([{ name: "velocity", points: errors.levels.map((level, index) => [level, errors.velocity[index]]) }],
        { x: "noise level t (1 is pure noise)", y: "squared error", label: "mean squared error of the velocity by level", reversed: true }),
        "Mean squared error of the velocity, which is what training lowers."),
      figure(chart([{ name: "guess", points: errors.levels.map((level, index) => [level, errors.clean[index]]) }],
        { x: "noise level t (1 is pure noise)", y: "squared error", label: "mean squared error of the guess by level", reversed: true }),
        "Mean squared error of the guess itself: the less noise, the better it can be.")),
      make("p", { className: "remark" }, `Measured for this page, not taken from the training log: ${errors.clips.length} clips of the synthetic world, whose truth is known, were mixed with noise at each level, and the network guessed once, without guidance. The clips: ${errors.clips.map(clip => `“${clip}”`).join(", ")}.`));
  } else {
    stage("denoising").append(make("p", { className: "remark" }, "Errors by level are not shown: they need clips whose truth is known, and the synthetic world’s font is not installed."));
  }
}

{
  const { runs, reference } = run.samplers, names = { euler: "Euler", heun: "Heun", dpmpp2m: "DPM-Solver++(2M)" };
  const most = Math.max(...runs.map(one => one.distance), 1e-9);
  const row = (one, isReference) => {
    const bar = make("div", { className: "bar" });
    bar.style.width = `${100 * one.distance / most}%`;
    return make("tr", {}, make("th", { scope: "row" }, `${names[one.sampler]}, ${one.stepCount} steps`), make("td", {}, `${one.evaluations}`),
      make("td", {}, isReference ? "–" : make("div", {}, `${one.distance.toFixed(2)}`, bar)), make("td", {}, strip(one.sprite, `${names[one.sampler]}, ${one.stepCount} steps`)));
  };
  const cells = make("table", {}, make("caption", {}, "Distance from the reference: root mean square in levels of 255."),
    make("thead", {}, make("tr", {}, ...["Sampler", "Evaluations", "Distance", "Some frames"].map(name => make("th", { scope: "col" }, name)))),
    make("tbody", {}, ...runs.map(one => row(one, false)), row(reference, true)));
  stage("samplers").append(make("div", { className: "scroll", tabIndex: 0 }, cells),
    make("p", { className: "remark" }, "The last row is the reference. A distance of some levels is grain that nobody sees; what counts is whether shapes move."));
}
