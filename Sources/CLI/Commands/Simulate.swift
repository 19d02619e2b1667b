import ArgumentParser
import Foundation
import ZoetropeBenchmarking
import ZoetropeCompute

/// `zoetrope simulate`: the cost model.
struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Estimate the cost of clips by a cost model, for this machine or another device.",
    discussion: """
      The cost model counts tokens, operations, bytes and memory from the shapes and divides them by the device's peak speed \
      and bandwidth. `check` measures this machine, and the model's error on held-out sizes. Docs/Simulation.md lists the \
      assumptions.
      """,
    subcommands: [SimulateClip.self, SimulateCheck.self, SimulateScale.self],
    defaultSubcommand: SimulateClip.self)
}

/// `zoetrope simulate clip`.
struct SimulateClip: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clip",
    abstract: "Estimate one clip, stage by stage.",
    discussion: """
      Example: zoetrope simulate clip --preset sketch --frames 16 --upscale 2 --device here.json
      Example: zoetrope simulate clip --preset feature --frames 480 --size 1920x1088 --device h100
      """)

  @OptionGroup var network: NetworkOptions

  @Option(help: "Number of frames.")
  var frames = 16

  @Option(help: "Size of the finished clip in pixels, as WIDTHxHEIGHT; by default 8 by 8 patches, upscaled.")
  var size: String?

  @Option(help: "Upscaling factor: 1, 2, 4 or 8; --size is the size after it.")
  var upscale = 1

  @Option(help: "Number of denoising steps.")
  var steps = 16

  @Flag(help: "Without guidance: one evaluation of the network per step instead of two.")
  var unguided = false

  @Option(
    help:
      "Device: \(Device.known.map(\.name).joined(separator: ", ")), or a JSON file that `simulate check --save` wrote."
  )
  var device = "h100"

  func run() throws {
    let configuration = try network.configuration()
    let patch = configuration.patch
    guard let doublings = [1: 0, 2: 1, 4: 2, 8: 3][upscale] else {
      throw ValidationError("--upscale is \(upscale); expected 1, 2, 4 or 8")
    }
    let (width, height) =
      try size.map(FrameSides.read)
      ?? (width: 8 * patch.width * upscale, height: 8 * patch.height * upscale)
    guard width % upscale == 0, height % upscale == 0 else {
      throw ValidationError("--size \(width)x\(height) does not divide by --upscale \(upscale)")
    }
    guard steps > 0, frames > 0 else { throw ValidationError("--steps and --frames must be positive") }
    var cost = PipelineCost(
      configuration, frameCount: frames, height: height / upscale, width: width / upscale)
    cost.doublings = doublings
    cost.stepCount = steps
    cost.branchCount = unguided ? 1 : 2
    print(try cost.text(on: Device(named: device)))
  }
}

/// `zoetrope simulate check`.
struct SimulateCheck: ParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Fit the cost model to this machine, and measure its error on three held-out sizes.",
    discussion: "Example: zoetrope simulate check --save here.json")

  @Option(help: "Number of rounds; each measures all sizes.")
  var runs = 7

  @Option(help: "Number of threads; by default one per core.")
  var threads: Int?

  @Option(help: "Precision of GEMM (matrix products); bfloat16 needs a CPU that supports it.")
  var precision = Precision.float32

  @Option(help: "Write this machine's rates to a file for --device.")
  var save: String?

  func computeContext() throws -> ComputeContext { try ComputeContext(threads: threads) }

  func run() throws {
    guard (1...100).contains(runs) else { throw ValidationError("--runs is \(runs); expected 1…100") }
    var check = CostModelCheck()
    check.runs = runs
    check.precision = precision
    let result = try check.run { Console.progress("\($0)\n") }
    print(result.text())
    if let save {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try encoder.encode(result.device).write(to: URL(fileURLWithPath: save), options: .atomic)
    }
  }
}

/// `zoetrope simulate scale`.
struct SimulateScale: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale",
    abstract: "Estimate which network sizes could make so many hours of video in so many hours.",
    discussion: """
      The defaults are a reported case: six hours of clips in 46 hours on one H100.

      Example: zoetrope simulate scale --video-hours 6 --hours 46 --device h100
      """)

  @Option(help: "Hours of video made.")
  var videoHours = 6.0

  @Option(help: "Hours it took.")
  var hours = 46.0

  @Option(help: "Device: \(Device.known.map(\.name).joined(separator: ", ")), or a JSON file.")
  var device = "h100"

  func run() throws {
    guard videoHours > 0, hours > 0 else { throw ValidationError("hours must be positive") }
    var question = ScaleQuestion(device: try Device(named: device))
    question.videoHours = videoHours
    question.computeHours = hours
    print(question.text())
  }
}

/// Sides of a frame as people write them.
enum FrameSides {
  /// Reads `widthxheight`.
  static func read(_ text: String) throws -> (width: Int, height: Int) {
    let sides = text.split(separator: "x").map { Int($0) }
    guard sides.count == 2, let width = sides[0], let height = sides[1], width > 0, height > 0 else {
      throw ValidationError("“\(text)” in --size: expected widthxheight, such as 64x64")
    }
    return (width, height)
  }
}
