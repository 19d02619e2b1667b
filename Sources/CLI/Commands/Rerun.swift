import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeSession

/// `zoetrope rerun`: the same clip again.
struct Rerun: AsyncParsableCommand, Reporting, Computing {
  static let configuration = CommandConfiguration(
    abstract: "Make the same clip again from its record.",
    discussion: """
      The record holds plan, seed, settings, precision and the model's hash. It is in manifest.json and in every PNG file that \
      zoetrope writes.

      Examples:
        zoetrope rerun clips/a-red-fox
        zoetrope rerun frame_0007.png --out again
      """)

  @Argument(help: "Folder of a clip, its manifest.json, or any of its PNG files.", completion: .file())
  var file: String

  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Model") var model: RecordedModelOptions
  @OptionGroup(title: "Progress") var report: ReportOptions

  func computeContext() throws -> ComputeContext { try model.computeContext() }

  func run() async throws {
    let record = try Record(URL(fileURLWithPath: file))
    try await Shoot(model.studio(for: record.recipe), report).make(record, output)
  }
}
