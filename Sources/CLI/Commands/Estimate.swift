import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeShot
import ZoetropeSession

/// `zoetrope estimate`: the cost of a clip, measured by beginning it.
struct EstimateCommand: AsyncParsableCommand, Reporting, Computing {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Estimate the time and memory of a clip, and make nothing.",
    discussion: """
      Runs the first three steps with these settings and extrapolates; the same as `zoetrope generate --dry-run`.

      Example: zoetrope estimate "a fox runs" --size wide --frames 48 --steps 32
      """)

  @Argument(help: "What the clip shows; without prompt and plan, an empty meadow.")
  var prompt: [String] = []

  @Option(
    help: "Plan to use instead of a prompt; - reads standard input.", completion: .file(extensions: ["json"]))
  var plan: String?

  @OptionGroup(title: "The clip") var clip: ClipOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Progress") var report: ReportOptions

  func computeContext() throws -> ComputeContext { try model.computeContext() }

  func run() async throws {
    let subject: ClipRequest.Subject
    if let plan {
      subject = .plan(try PlanFile.read(plan))
    } else {
      subject =
        prompt.isEmpty
        ? .plan(ShotPlan(frameRate: 8, frameCount: 16, size: .square, scene: .meadow))
        : .prompt(prompt.joined(separator: " "))
    }
    var request = try clip.request(subject)
    request.folder = plan.flatMap(PlanFile.folder)
    try Shoot.estimate(request, model.studio(), report)
  }
}
