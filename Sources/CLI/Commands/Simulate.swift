import ArgumentParser
import Foundation
import ZoetropeBenchmarking
import ZoetropeCompute

/// `zoetrope simulate`: the cost model.
struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Estimate what clips cost, here or on a device described by its peak and bandwidth.",
    discussion: """
      Counts tokens, operations, bytes and memory from shapes and divides them by a device's rates. `check` measures this
      machine and says how far the model is from sizes it has not seen; Docs/Simulation.md has the assumptions.
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

  @Option(help: "Frames of the clip.")
  var frames = 16

  @Option(help: "Pixels of the finished clip, as widthxheight; by default eight patches each way.")
  var size: String?

  @Option(help: "How much of the size the upscaler makes: 1, 2, 4 or 8.")
  var upscale = 1

  @Option(help: "Steps from noise to clip.")
  var steps = 16

  @Flag(help: "One evaluation per step instead of two.")
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
      "Fit the model to this machine, and measure how far it is from three sizes it was not fitted to.",
    discussion: "Example: zoetrope simulate check --save here.json")

  @Option(help: "Rounds, in each of which all sizes are measured.")
  var runs = 7

  @Option(help: "Threads; one per core by default.")
  var threads: Int?

  @Option(help: "Precision of GEMM (matrix products): float32, or bfloat16 where the CPU has it.")
  var precision = Precision.float32

  @Option(help: "Write this machine to a file for --device.")
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
    abstract: "Say which sizes of networks agree with so many hours of video in so many hours of computing.",
    discussion: """
      The reported case is the default: six hours of clips in 46 hours on one H100.

      Example: zoetrope simulate scale --video-hours 6 --hours 46 --device h100
      """)

  @Option(help: "Hours of video.")
  var videoHours = 6.0

  @Option(help: "Hours of computing.")
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
