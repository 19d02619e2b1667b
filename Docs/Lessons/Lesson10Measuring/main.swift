// Lesson 10: measure a step.
// How much work one evaluation of the network is follows from its shapes; how long each part takes is measured. The quotient says
// where time is lost.
// Run: swift run -c release Lesson10Measuring [--short]    (measure on an idle machine, in release)

import Foundation
import LessonKit
import ZoetropeBenchmarking
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers
import ZoetropeSession

Lesson.begin(10, "measure a step")

let studio = try Studio(model: "sketch")
let plan = ShotPlan(
  frameRate: 8, frameCount: Lesson.isShort ? 4 : 16, size: .square, scene: .meadow,
  actors: [
    Actor(kind: .horse, keyframes: [Keyframe(t: 0, x: 0.5, y: 0.6, width: 0.5, height: 0.5)])
  ])
let settings = try studio.standardSettings(plan, doublings: 0)
let run = try studio.begin(plan, settings: settings)
let (denoiser, features) = (studio.denoiser, run.input.features())
let count = features.geometry.grid.count
let cost = DenoisingCost(
  denoiser.configuration, patchCount: count, contextCount: features.contextRows.count,
  drawnCount: features.pairPatches.count)
print("\(cost.tokenCount) tokens, \(denoiser.configuration.parameterLayout.count) parameters")
print(String(format: "%.2f GFLOP an evaluation by its shapes\n", cost.flop / 1e9))

let conditioning = denoiser.conditioning([features])
let levels = [Float](repeating: 0.7, count: count)
let patches = Variable(run.state.denoising.sampler.z)
let evaluate = { _ = denoiser(patches: patches, levels: levels, conditioning: conditioning) }

/// Median seconds of some work.
func seconds(_ repetitions: Int, of work: () -> Void) -> Double {
  work()  // caches and threads warm up
  let clock = ContinuousClock()
  return (0..<repetitions).map { _ in clock.measure(work).seconds }.sorted()[repetitions / 2]
}
let repetitions = Lesson.isShort ? 3 : 15
let all = ComputeContext.current.threadCount
for threads in Set([1, all]).sorted() {
  let time = ComputeContext(threadCount: threads).run { seconds(repetitions, of: evaluate) }
  print(String(format: "%d thread(s): %7.1f ms, %6.1f GFLOP/s", threads, time * 1e3, cost.flop / time / 1e9))
}

// The parts, booked by the network itself while it runs.
let recorder = Recorder()
ComputeContext(observer: recorder).run { for _ in 0..<repetitions { evaluate() } }
let total = recorder.seconds.values.reduce(0, +)
print("\npart              share of time   share of work   GFLOP/s")
for (part, time) in recorder.seconds.sorted(by: { $0.value > $1.value }) {
  let flop = cost.flop(of: part)
  let rate = flop > 0 ? String(format: "%8.1f", flop * Double(repetitions) / time / 1e9) : "       –"
  print(
    part.rawValue.padding(toLength: 16, withPad: " ", startingAt: 0)
      + String(format: "%12.1f %%%14.1f %%  ", 100 * time / total, 100 * flop / cost.flop) + rate)
}

// What the machine could do: one large product.
let side = Lesson.isShort ? 256 : 1024
let (a, b) = (
  Variable(Tensor.normal([side, side], seed: 1)), Variable(Tensor.normal([side, side], seed: 2))
)
_ = a.linear(b)
let clock = ContinuousClock()
let best = (0..<5).map { _ in clock.measure { _ = a.linear(b) }.seconds }.min() ?? 1
print(
  String(
    format: "\none product of %d×%d×%d: %.1f GFLOP/s, on %@", side, side, side,
    2 * pow(Double(side), 3) / best / 1e9, BLAS.name))

Lesson.end(
  "Double the frames. Which parts grow twofold, which fourfold? Check with DenoisingCost before you measure.",
  "Set OPENBLAS_NUM_THREADS or OPENBLAS_CORETYPE in the environment. Which of them changes anything here, and why?"
)
