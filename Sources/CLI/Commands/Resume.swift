import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeSession

/// `zoetrope resume`: continues where a run was stopped.
struct Resume: AsyncParsableCommand, Reporting, Computing {
  static let configuration = CommandConfiguration(
    abstract: "Resume an interrupted run.",
    discussion: """
      After Ctrl-C, a crash or a power cut the state lies in a hidden folder beside the output folder. The resumed clip is \
      identical byte for byte to an uninterrupted one.

      Example: zoetrope resume clips/a-red-fox
      """)

  @Argument(help: "Output folder of the interrupted clip.", completion: .directory)
  var folder: String

  @Option(help: "Number of threads; by default one per core.")
  var threads: Int?

  @OptionGroup(title: "Progress") var report: ReportOptions

  func computeContext() throws -> ComputeContext { try ComputeContext(threads: threads) }

  func run() async throws {
    let url = OutputFolder.destination(of: URL(fileURLWithPath: folder, isDirectory: true))
    let reporter = report.reporter()
    let output: OutputFolder
    do {
      output = try OutputFolder(url, existing: .resume)
    } catch let error as SessionError {
      guard case .alreadyFinished(let path) = error else { throw error }
      reporter.note("\(error)")
      return reporter.happened(.finished(folder: path))
    }
    let shoot = Shoot(try Studio(resuming: output), report)
    try await shoot.follow(
      shoot.session.add(resuming: output, wantsPreviews: shoot.reporter.wantsPreviews))
  }
}
