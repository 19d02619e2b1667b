import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeEvaluation
import ZoetropeShot
import ZoetropeMedia
import ZoetropeRandom
import ZoetropeTraining
import ZoetropeWorld

/// `zoetrope train upscaler`.
struct TrainUpscaler: AsyncParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    commandName: "upscaler",
    abstract: "Train the network that upscales a clip by a factor of 2.",
    discussion: """
      The folder holds the run, as for `train denoiser`. The same command with the same folder resumes the run.

      Example: zoetrope train upscaler --out runs/upscaler --steps 8000
      """)

  @Option(help: "Folder of the run.")
  var out: String

  @Option(help: "Total number of training steps.")
  var steps = 8000

  @Option(help: "Peak learning rate.")
  var rate = 1e-3

  @Option(help: "Frames per batch.")
  var frames = 4

  @Option(help: "Denoiser weights; the upscaler then learns to correct the errors of its output.")
  var denoiser: String?

  @Option(
    parsing: .unconditional, help: "Seed of data and initial weights; by default 1.",
    transform: SeedChoice.number)
  var seed: UInt64 = 1

  @Option(help: "Weights file to start from if the folder has no checkpoint.")
  var from: String?

  @Flag(help: "Train an upscaler that reads the pictures of actors and set pieces, times 4.")
  var pictures = false

  @Option(help: "Precision of GEMM (matrix products); bfloat16 needs a CPU that supports it.")
  var precision = Precision.float32

  @Option(help: "Number of threads; by default one per core.")
  var threads: Int?

  func computeContext() throws -> ComputeContext { try ComputeContext(precision, threads: threads) }

  func run() async throws {
    let world = try World()
    var data = UpscalerData()
    data.framesPerBatch = frames
    let flawed = try denoiser.map { try Denoiser(weights: URL(fileURLWithPath: $0)) }
    let settings = TrainerSettings(
      rate: LearningRateSchedule(peak: rate, warmupSteps: 100, stepCount: steps, decay: .squareRoot))
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    if pictures {
      let task = PictureUpscalerTask(
        PictureUpscalerConfiguration(), framesPerBatch: frames, world: world, denoiser: flawed, seed: seed
      ) { upscaler, step, folder in
        try PictureUpscalerSheet.write(upscaler, world: world, step: step, to: folder)
      }
      return try Train.run(
        task, settings, in: folder, from: Train.start(from: from, task.layout, seed: seed))
    }
    let task = UpscalerTask(
      UpscalerConfiguration(), data: data, world: world, denoiser: flawed, seed: seed
    ) { upscaler, step, folder in
      try TrainUpscaler.writeSheet(upscaler, world: world, step: step, to: folder)
    }
    try Train.run(
      task, settings, in: folder,
      from: Train.start(from: from, task.layout, seed: seed))
  }

  /// Small, interpolated, upscaled and true frames of shots that are never trained on.
  private static func writeSheet(_ upscaler: Upscaler, world: World, step: Int, to folder: URL) throws {
    var tiles: [ContactSheet.Tile] = []
    for index in 0..<6 {
      var generator = Generator(seed: 0x5EED, stream: UInt64(index))
      var options = ShotSampler.Options()
      options.shapes = [.square]
      let plan = ShotSampler(options).sample(using: &generator)
      let small = try world.render(plan, patchSide: 8, frames: 6..<9, seed: 7)
      let large = try world.render(plan, patchSide: 16, frames: 7..<8, seed: 7)
      tiles.append(ContactSheet.Tile(small[frame: 1].enlarged(by: 2), "64 px"))
      tiles.append(ContactSheet.Tile(upscaler(small)[frame: 1], "upscaled"))
      tiles.append(ContactSheet.Tile(large[frame: 0], "128 px"))
    }
    let sheet = ContactSheet(columns: 6, scale: 2, title: "step \(step)", spacing: 4)
    try PNG.write(
      sheet.render(tiles), to: folder.appending(path: String(format: "sheet_%06d.png", step)))
  }
}
