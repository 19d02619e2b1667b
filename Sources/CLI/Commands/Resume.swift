import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeSession

/// `zoetrope resume`: goes on where a run was stopped.
struct Resume: AsyncParsableCommand, Reporting, Computing {
  static let configuration = CommandConfiguration(
    abstract: "Go on with a run that was stopped.",
    discussion: """
      After Ctrl-C, a crash or a power cut the work lies in a hidden folder beside the clip's; what comes out is the
      same to the byte as without the stop.

      Example: zoetrope resume clips/a-red-fox
      """)

  @Argument(help: "The folder that the clip was to have.", completion: .directory)
  var folder: String

  @Option(help: "Threads; one per core by default.")
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
