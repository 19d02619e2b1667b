import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeSession

/// `zoetrope extend`: a clip goes on.
struct Extend: AsyncParsableCommand, Reporting, Computing {
  static let configuration = CommandConfiguration(
    abstract: "Make a clip longer.",
    discussion: """
      The result is a clip of its own: all frames of the earlier one to the byte, and more that go on from them. Its plan is that of the
      clip, prolonged: what went goes on, what bounced bounces on, who left stays out. To tell it otherwise, edit
      the plan.json of the result and `zoetrope render` it; the earlier frames stay.

      Settings and model are those of the clip, unless options say otherwise. An extended clip can be extended again.

      Examples:
        zoetrope extend clips/a-red-fox
        zoetrope extend clips/a-red-fox --frames 32 --out fox-4s
        zoetrope extend clips/a-red-fox --takes 5 --pick best
      """)

  @Argument(help: "A clip's folder, its manifest.json, or any of its PNG files.", completion: .file())
  var file: String

  @Option(parsing: .unconditional, help: "How many frames more.")
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
