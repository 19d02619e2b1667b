// Stages 1 to 3: prompt, description, plan.
"use strict";

{
  const blank = text => text.replaceAll(" ", "·");
  const planning = run.planning;

  if (!planning) {
    stage("prompt").append(make("p", { className: "remark" }, "This run was given a plan: no prompt was read."));
    stage("description").append(make("p", { className: "remark" }, "This run was given a plan: nothing was written."));
  } else {
    stage("prompt").append(
      make("ol", { className: "chips", "aria-label": "Tokens of the prompt" }, ...planning.prompt.map(token => make("li", {}, blank(token)))),
      ...planning.notes.map(note => make("p", { className: "remark" }, note)));

    /** Choices as buttons, shaded by doubt; the chosen one's rivals beside them. */
    function inspector(list, label, name) {
      const details = make("div", { "aria-live": "polite" });
      const buttons = list.map((choice, index) => {
        const button = make("button", { type: "button", "aria-pressed": "false", onclick: () => show(index) }, ...name(choice));
        button.style.backgroundColor = `color-mix(in srgb, var(--accent) ${Math.round(70 * (1 - choice.chosen.probability))}%, var(--paper))`;
        return button;
      });
      function show(index) {
        buttons.forEach((button, other) => button.setAttribute("aria-pressed", `${other === index}`));
        const choice = list[index];
        const entries = [choice.chosen, ...choice.rivals].map(one => [one.text === "" ? "(end)" : blank(one.text), one.probability]);
        details.replaceChildren(make("h3", {}, choice.field ? `${choice.field}: one of ${choice.allowedCount}` : `One of ${choice.allowedCount} tokens`), bars(entries),
          make("p", { className: "remark" }, "The first was chosen; the others are its likeliest rivals."));
      }
      // What it was least sure of is what is worth seeing first.
      show(list.reduce((least, choice, index) => choice.chosen.probability < list[least].chosen.probability ? index : least, 0));
      return make("div", { className: "columns" }, make("div", { className: "chips", role: "group", "aria-label": label }, ...buttons), details);
    }
    const field = choice => [make("small", {}, `${choice.field} `), choice.chosen.text];
    stage("description").append(
      make("h3", {}, "The description"),
      inspector(planning.description, "Tokens of the description", choice => [choice.chosen.text === "" ? "(end)" : blank(choice.chosen.text)]),
      make("h3", {}, "The words of the plan"),
      make("p", { className: "remark" }, "All but certain where the description, which comes first, has settled them."), inspector(planning.words, "Words of the plan", field),
      make("details", {}, make("summary", {}, `The numbers of the plan (${planning.numbers.length}; ${planning.layoutCount} layout${planning.layoutCount === 1 ? "" : "s"} tried)`),
        planning.numbers.length ? inspector(planning.numbers, "Numbers of the plan", field) : ""));
  }

  // The board: boxes over the finished frame, and a timeline to drag.
  const { board, recipe } = run, plan = recipe.plan, clip = run.ending.clip;
  const last = board.times.length - 1, perFrame = last > 0 ? last / (plan.frameCount - 1) : 1;
  const backdrop = screen(clip, "a frame of the finished clip");
  const overlay = draw("svg", { viewBox: "0 0 1 1", preserveAspectRatio: "none", "aria-hidden": "true" });
  const legend = make("ul", { className: "legend" });
  const text = make("p", { className: "remark", "aria-live": "off" });
  const lane = 26, width = 480, height = lane * (plan.actors.length + 1) + 22;
  const timeline = draw("svg", { viewBox: `0 0 ${width} ${height}`, class: "timeline", role: "img", "aria-label": "timeline with the keyframes of each actor and of the camera" });
  const end = board.times[last] || 1;
  const px = time => 70 + Math.max(0, Math.min(1, time / end)) * (width - 84);
  [...plan.actors.map(actor => [called(actor), actor.keyframes]), ["camera", plan.camera.keyframes]].forEach(([name, keys], index) => {
    const y = lane * index + 16;
    timeline.append(draw("text", { x: 0, y: y + 4 }, name), draw("line", { x1: px(0), x2: px(end), y1: y, y2: y, class: "axis", "stroke-width": 3 }),
      ...keys.map(key => draw("circle", { cx: px(key.t), cy: y, r: 4, fill: index < plan.actors.length ? `var(--c${index % 6})` : "var(--quiet)" })));
  });
  for (let second = 0; second <= end; second += 0.5) timeline.append(draw("text", { x: px(second), y: height - 4, "text-anchor": "middle" }, `${second} s`));
  const cursor = draw("line", { y1: 2, y2: height - 18, class: "cursor" });
  timeline.append(cursor);
  const control = slider("Time", last, 0, moment => `${board.times[moment].toFixed(2)} s`, show);
  const drag = event => {
    if (event.type === "pointermove" && !event.buttons) return;
    const box = timeline.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * width;
    control.move(Math.max(0, Math.min(last, Math.round((x - 70) / (width - 84) * last))));
  };
  timeline.addEventListener("pointerdown", event => { timeline.setPointerCapture(event.pointerId); drag(event); });
  timeline.addEventListener("pointermove", drag);

  function show(moment) {
    backdrop.show(clip, Math.min(Math.floor(moment / perFrame), clip.count - 1), 0.25);
    const x = px(board.times[moment]);
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
    // Turned about its centre in pixels, not in shares: the frame need not be square.
    const [w, h] = [clip.width, clip.height];
    overlay.setAttribute("viewBox", `0 0 ${w} ${h}`);
    overlay.replaceChildren(...board.boxes.map((boxes, actor) => {
      const [cx, cy, bw, bh, angle] = boxes[moment];
      return draw("rect", { x: (cx - bw / 2) * w, y: (cy - bh / 2) * h, width: bw * w, height: bh * h, class: "box", stroke: ["#ffb347", "#7fd0ff", "#a6f0a0", "#e3b5ff"][actor % 4],
        transform: `rotate(${angle} ${cx * w} ${cy * h})` });
    }));
    const view = board.camera[moment];
    text.textContent = board.boxes.map((boxes, actor) => {
      const [cx, cy, bw, bh, angle, mirrored] = boxes[moment];
      return `actor ${actor}, ${called(plan.actors[actor])}: centre (${cx.toFixed(2)}, ${cy.toFixed(2)}), size ${bw.toFixed(2)} × ${bh.toFixed(2)}${angle ? `, turned ${angle.toFixed(0)}°` : ""}${mirrored ? ", mirrored" : ""}`;
    }).concat(`camera: shifted (${view[0].toFixed(2)}, ${view[1].toFixed(2)}), magnified ${view[2].toFixed(2)} times`).join("; ") + ".";
  }
  show(0);
  stage("plan").append(make("div", { className: "columns" },
    make("div", { className: "board" }, backdrop, overlay), make("div", {}, timeline, playing(control, 1000 / plan.frameRate / perFrame), text, legend)),
    make("details", {}, make("summary", {}, "The file"), make("pre", { tabIndex: 0 }, board.file)));
}
