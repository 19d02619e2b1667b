// Lesson 6: train a denoiser in minutes.
// A world of one ball: its colour, its path and the time of day come from a plan, so the right picture is known. The network is the
// real one (Denoiser), small; so is the trainer (Trainer). Watch the loss by level of noise fall, then see what it makes of noise.
// Run: swift run -c release Lesson06Training [--short]    (86 s on two idle cores; --short takes seconds, and learns little)

import Foundation
import LessonKit
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers
import ZoetropeMedia
import ZoetropeRandom
import ZoetropeTraining

let (patch, frameCount, side) = (PatchSize(frames: 2, height: 4, width: 4), 4, 32)

/// Plans of one ball and the clips they mean.
struct BallTask: TrainingTask {
  let configuration = DenoiserConfiguration(
    name: "lesson", patch: patch, hiddenSize: 64, depth: 3, headCount: 4, bottleneckSize: 48, textureSide: 8,
    textureChannels: 4, detailChannels: 0)
  let clipsPerBatch = 8
  var layout: ParameterLayout { configuration.parameterLayout }
  var metadata: [String: String] {
    get throws { [DenoiserConfiguration.metadataKey: try configuration.json()] }
  }

  struct Batch: Sendable {
    var clean, noisy, weights: Tensor
    var levels: [Float]
    var features: [PlanFeatures]
  }

  static let colors: [(Tint, (Float, Float, Float))] = [
    (.red, (0.9, -0.7, -0.7)), (.green, (-0.6, 0.7, -0.6)), (.yellow, (0.9, 0.8, -0.8)),
  ]

  /// A plan: a ball of some colour that crosses the frame by day or by night.
  static func plan(_ generator: inout Generator) -> ShotPlan {
    let (tint, _) = generator.pick(colors)
    func place() -> Double { generator.uniform(0.2...0.8) }
    let size = generator.uniform(0.25...0.45)
    let keys = [0, 0.375].map { Keyframe(t: $0, x: place(), y: place(), width: size, height: size) }
    return ShotPlan(
      frameRate: 8, frameCount: frameCount, scene: .meadow, time: generator.chance(0.5) ? .day : .night,
      actors: [Actor(kind: .ball, tint: tint, motion: .right, keyframes: keys)])
  }

  /// The clip that a plan means.
  static func clip(_ plan: ShotPlan) -> Clip {
    var clip = Clip(frameCount: frameCount, height: side, width: side)
    let color = colors.first { $0.0 == plan.actors[0].tintWord }?.1 ?? (1, 1, 1)
    let light: Float = plan.time == .day ? 0.4 : -0.8
    for frame in 0..<frameCount {
      let box = plan.actors[0].box(at: plan.time(ofFrame: frame))
      Lesson.disc(in: &clip, frame, x: box.x, y: box.y, radius: box.width / 2, color: color) { row in
        row < side * 2 / 3 ? (light - 0.2, light, light + 0.2) : (light - 0.3, light - 0.1, light - 0.4)
      }
    }
    return clip
  }

  func input(_ plan: ShotPlan) throws -> ShotInput {
    try ShotInput(plan, frames: 0..<frameCount, height: side, width: side, for: configuration)
  }

  func features(_ plan: ShotPlan, isTold: Bool = true) throws -> PlanFeatures {
    try input(plan).features(dropsWords: !isTold, dropsLayout: !isTold)
  }

  func batch(_ index: Int) throws -> Batch {
    var generator = Generator(seed: 6, stream: UInt64(index))
    let plans = (0..<clipsPerBatch).map { _ in BallTask.plan(&generator) }
    let clean = try plans.map { try BallTask.clip($0).patchify(patch) }
    let (rows, width) = (clean[0].shape.rows, clean[0].shape.columns)
    // A level per clip; every tenth clip is not told its plan, so that guidance has something to compare with.
    let own = plans.map { _ in Float(max(NoiseLevelDistribution().sample(using: &generator), 0.02)) }
    let levels = own.flatMap { [Float](repeating: $0, count: rows) }
    let x = clean.flatMap(\.elements)
    let noise = Tensor.normal([levels.count, width], seed: generator.next()).elements
    let noisy = x.indices.map { FlowPath.state(x: x[$0], noise: noise[$0], t: levels[$0 / width]) }
    // The loss is on the velocity: the error of the guess over t, with t no smaller than 0.2.
    let weights = levels.map { 1 / (max($0, 0.2) * max($0, 0.2)) / Float(x.count) }
    return Batch(
      clean: Tensor(x, [levels.count, width]), noisy: Tensor(noisy, [levels.count, width]),
      weights: Tensor(weights), levels: levels,
      features: try plans.map { try features($0, isTold: !generator.chance(0.1)) })
  }

  func loss(_ batch: Batch, _ source: ParameterSource) -> TrainingLoss {
    let denoiser = Denoiser(configuration, source)
    let conditioning = denoiser.conditioning(batch.features)
    let guess = denoiser(patches: Variable(batch.noisy), levels: batch.levels, conditioning: conditioning)
    let rows = batch.levels.count / batch.features.count
    let parts = batch.features.indices.map { clip -> (name: String, value: Double) in
      let (t, range) = (batch.levels[clip * rows], clip * rows..<(clip + 1) * rows)
      let error = Lesson.distance(guess.value.rows(range).elements, batch.clean.rows(range).elements)
      let name = t < 0.4 ? "t 0.0-0.4" : t < 0.8 ? "t 0.4-0.8" : "t 0.8-1.0"
      return (name, error * error)
    }
    return TrainingLoss(
      value: guess.weightedSquaredError(to: batch.clean, weights: batch.weights), parts: parts,
      tokenCount: conditioning.tokenCount)
  }

  /// Makes clips of plans that were never trained on; beside them what the plans mean.
  func writeSample(_ parameters: Parameters, step: Int, to folder: URL) throws {
    let denoiser = Denoiser(configuration, ParameterSource(parameters))
    var (generator, tiles, distances) = (Generator(seed: 1_000_006), [ContactSheet.Tile](), [Double]())
    for _ in 0..<4 {
      let plan = BallTask.plan(&generator)
      let input = try input(plan)
      let shot = try ShotDenoiser(
        denoiser, input, sampler: .dpmpp2m, levels: NoiseSchedule().levels(stepCount: 12),
        guidance: Guidance(scale: 1))
      var denoising = try shot.start(
        noise: .normal([input.geometry.grid.count, patch.valueCount], seed: 6))
      while denoising.next() != nil {}
      let (made, meant) = (denoising.clip(frameRate: 8), BallTask.clip(plan))
      distances.append(Lesson.distance(made.pixels, meant.pixels) * 127.5)
      for (clip, label) in [(made, "made"), (meant, "meant")] {
        tiles += [0, 3].map { .init(clip[frame: $0], label) }
      }
    }
    try Lesson.save(ContactSheet(columns: 8, scale: 3).render(tiles), "6-made-and-meant")
    print(String(format: "four unseen plans: %.1f levels of 255 off", distances.reduce(0, +) / 4))
  }
}

Lesson.begin(6, "train a denoiser in minutes")
let task = BallTask()
let steps = Lesson.isShort ? 40 : 2000
var settings = TrainerSettings(
  rate: LearningRateSchedule(peak: 3e-3, warmupSteps: 50, stepCount: steps, decay: .squareRoot))
(settings.logSteps, settings.averageDecay) = (max(10, steps / 16), 0.99)
print("\(task.layout.count) parameters, \(steps) steps of \(task.clipsPerBatch) clips\n")
print("step                       loss (velocity)  guess: t 0–0.4     0.4–0.8       0.8–1     seconds")
let folder = FileManager.default.temporaryDirectory.appending(path: "zoetrope-lesson-\(UUID().uuidString)")
defer { try? FileManager.default.removeItem(at: folder) }
let trainer = Trainer(task, settings: settings, folder: folder)
_ = try trainer.run(from: Checkpoint(layout: task.layout, seed: 6)) { line in
  let parts = ["t 0.0-0.4", "t 0.4-0.8", "t 0.8-1.0"].map { line.parts[$0] ?? .nan }
  Lesson.row("\(line.step)", [line.loss] + parts + [line.seconds], "%12.4f")
}
Lesson.end(
  "Leave out the plan's boxes (dropsLayout: true). What can the network still draw, and why is it blurred?",
  "Draw all levels evenly. Which column of the table falls faster, which slower, and what does the picture lose?"
)
