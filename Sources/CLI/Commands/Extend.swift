import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeSession

/// `zoetrope extend`: makes a clip longer.
struct Extend: AsyncParsableCommand, Reporting, Computing {
  static let configuration = CommandConfiguration(
    abstract: "Make a clip longer.",
    discussion: """
      The result is a new clip: all frames of the earlier one, identical byte for byte, and new ones that continue it. Its \
      plan is extended, too: motions continue, what bounces keeps bouncing, and actors that left do not return. For anything \
      else, edit the plan.json of the result and `zoetrope render` it; the earlier frames stay.

      Settings and model of the earlier clip, but not its precision, are the defaults here, instead of the ones named \
      below. An extended clip can be extended again.

      Examples:
        zoetrope extend clips/a-red-fox
        zoetrope extend clips/a-red-fox --frames 32 --out fox-6s
        zoetrope extend clips/a-red-fox --takes 5 --pick best
      """)

  @Argument(help: "Folder of a clip, its manifest.json, or any of its PNG files.", completion: .file())
  var file: String

  @Option(parsing: .unconditional, help: "Number of frames to add.")
  var frames = ClipRequest.standardFrameCount

  @OptionGroup(title: "The new frames") var making: MakingOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Progress") var report: ReportOptions

  func computeContext() throws -> ComputeContext { try model.computeContext() }

  func run() async throws {
    let record = try Record(URL(fileURLWithPath: file))
    var request = try ClipRequest(extending: record, by: frames)
    making.apply(to: &request)
    try await Shoot(model.studio(for: record.recipe), report).make(request, output)
  }
}
