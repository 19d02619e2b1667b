// How often a model does what it was asked: a few plans that training never draws, graded, under two settings.
// Run: swift run -c release suite-evaluation 12

import Foundation
import Zoetrope

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 12
let cases = (0..<count).map {
  EvaluationRun.Case(plan: Calibration.heldOutPlan($0, ShotSampler.Options()))
}
let grader = Grader(world: try World())
let studio = try Studio(model: "sketch")

var table = SweepTable()
for stepCount in [4, 8] {
  let setting = EvaluationSetting(stepCount: stepCount)
  let run = EvaluationRun(grader: grader, cases: cases)
  try await run.gradeModel(studio, setting)
  table.add(setting, run.scored)
  print(run.report(asMarkdown: false))
}
print(table.text(asMarkdown: false))
