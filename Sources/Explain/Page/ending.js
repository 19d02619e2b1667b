// Stages 11 and 12: the finished clip, its grade, and what would have been.
"use strict";

{
  const { ending } = run;
  const parts = [[ending.clip, `as the network made it, ${ending.clip.width}×${ending.clip.height}`]];
  if (ending.enlarged) parts.push([ending.enlarged, `enlarged, ${ending.enlarged.width}×${ending.enlarged.height}`]);
  stage("ending").append(player(parts));
  if (ending.outcomes.length) {
    const right = ending.score == null ? "" : `, ${percent(ending.score)} right`;
    stage("ending").append(make("div", { className: "scroll", tabIndex: 0 }, make("table", {}, make("caption", {}, `The grade${right}: only questions that the synthetic world’s own clip would answer rightly are asked.`),
      make("thead", {}, make("tr", {}, ...["Question", "Of", "Answer", "Planned", "Found"].map(name => make("th", { scope: "col" }, name)))),
      make("tbody", {}, ...ending.outcomes.map(outcome => make("tr", {}, make("th", { scope: "row" }, outcome.question), make("td", {}, outcome.subject),
        make("td", { className: outcome.verdict }, outcome.verdict), make("td", {}, outcome.planned), make("td", {}, outcome.found)))))));
  } else {
    stage("ending").append(make("p", { className: "remark" }, ending.remark ?? "There was nothing to grade."));
  }

  if (run.whatIf.length) {
    stage("whatif").append(...run.whatIf.flatMap(result => [
      make("h3", {}, make("code", {}, result.name)), make("p", {}, `${result.change} It changes the clip by ${result.distance.toFixed(1)} levels of 255.`),
      player([[ending.clip, "this run"], [result.clip, result.name], [result.difference, "the difference"]])
    ]));
  } else {
    stage("whatif").append(make("p", {}, "No experiment was asked for. For example:"),
      make("pre", { tabIndex: 0 }, `zoetrope explain "${run.recipe.plan.prompt}" --what-if no-guidance,drop-box:0,drop-word:time,ablate-block:3,ablate-head:2.1,steps:6`));
  }
}
document.documentElement.dataset.ready = "yes";
