import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeFiles
import ZoetropeShot
import ZoetropeSession

/// `zoetrope generate`: the main job.
struct Generate: AsyncParsableCommand, Reporting, Computing {
  static let configuration = CommandConfiguration(
    abstract: "Make a clip from a prompt or a plan.",
    discussion: """
      Writes a folder: numbered frames, an animation (clip.apng), a film (clip.mp4, if ffmpeg is installed), the plan \
      (plan.json), a contact sheet, and manifest.json, the record from which `zoetrope rerun` makes the same clip again. \
      The folder appears when it is complete. Ctrl-C saves the state; `zoetrope resume` continues from it, and the clip is \
      identical byte for byte.

      Examples:
        zoetrope generate "a red fox runs across the snow at night"
        zoetrope generate "a blue car drives right in the rain" --size wide --takes 4 --out cars
        zoetrope generate "a fox and a wolf in the snow" --takes 5 --pick best
        zoetrope generate --plan plan.json --steps 32 --seed 7
        zoetrope generate "MARA walks along the beach" --cast MARA=photos/mara.png
        zoetrope generate "two penguins on the beach" --dry-run
      """)

  @Argument(help: "What the clip shows, in plain words; quotes are not needed.")
  var prompt: [String] = []

  @Option(
    help: "Plan to use instead of a prompt; - reads standard input.",
    completion: .file(extensions: ["json"]))
  var plan: String?

  @Flag(help: "Estimate time and memory, and make nothing; the same as `zoetrope estimate`.")
  var dryRun = false

  @OptionGroup(title: "The clip") var clip: ClipOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Progress") var report: ReportOptions

  func validate() throws {
    if prompt.isEmpty == (plan == nil) {
      throw ValidationError(
        plan == nil
          ? "there is no prompt; say what the clip shows, or give a plan with --plan FILE"
          : "give a prompt or --plan, not both")
    }
  }

  func computeContext() throws -> ComputeContext { try model.computeContext() }

  func run() async throws {
    let subject: ClipRequest.Subject =
      try plan.map { .plan(try PlanFile.read($0)) } ?? .prompt(prompt.joined(separator: " "))
    var request = try clip.request(subject)
    request.folder = plan.flatMap(PlanFile.folder)
    let studio = try model.studio()
    if dryRun {
      try Shoot.estimate(request, studio, report)
    } else {
      try await Shoot(studio, report).make(request, output)
    }
  }
}

/// Plans on disk.
enum PlanFile {
  /// The folder that paths in a plan are relative to; nil, the working directory, for one from standard input.
  static func folder(_ path: String) -> URL? {
    path == "-" ? nil : URL(fileURLWithPath: path).deletingLastPathComponent()
  }

  /// Reads a plan; `-` is standard input.
  static func read(_ path: String) throws -> ShotPlan {
    try readWithVersion(path).plan
  }

  /// Reads a plan and the version that its file is of; `-` is standard input.
  static func readWithVersion(_ path: String) throws -> (plan: ShotPlan, version: Int) {
    let isInput = path == "-", url = URL(fileURLWithPath: path)
    let json =
      isInput
      ? try FileHandle.standardInput.readToEnd() ?? Data() : try MappedFile(url).withUnsafeBytes { Data($0) }
    let plan = try ShotPlan(json: json, path: isInput ? "standard input" : url.path)
    return (plan, try ShotPlan.version(ofJSON: json) ?? plan.version)
  }
}
