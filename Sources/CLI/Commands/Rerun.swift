import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeSession

/// `zoetrope rerun`: the same clip again.
struct Rerun: AsyncParsableCommand, Reporting, Computing {
  static let configuration = CommandConfiguration(
    abstract: "Make the same clip again from its record.",
    discussion: """
      Every PNG that zoetrope writes carries the record of its clip; manifest.json does too.

      Examples:
        zoetrope rerun clips/a-red-fox
        zoetrope rerun frame_0007.png --out again
      """)

  @Argument(help: "A clip's folder, its manifest.json, or any of its PNG files.", completion: .file())
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
