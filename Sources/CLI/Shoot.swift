import Foundation
import ZoetropeFiles
import ZoetropeGrading
import ZoetropeSession
import ZoetropeWorld

/// Shows what a session does for the commands that make clips.
struct Shoot {
  let session: RenderSession
  let reporter: any Reporter
  let interruption: Interruption

  init(_ studio: Studio, _ report: ReportOptions) {
    let session = RenderSession(studio, judge: Grader(world: try World(), knowsScenery: studio.knowsScenery))
    self.session = session
    reporter = report.reporter()
    interruption = Interruption(isQuiet: report.json || report.quiet) {
      Task { await session.cancelAll() }
    }
  }

  /// Makes the clips of a request.
  func make(_ request: ClipRequest, _ output: OutputOptions) async throws {
    try await follow(
      session.add(request, to: output.destination, wantsPreviews: reporter.wantsPreviews))
  }

  /// Makes a record's clip again.
  func make(_ record: Record, _ output: OutputOptions) async throws {
    try await follow(session.add(record, to: output.destination, wantsPreviews: reporter.wantsPreviews))
  }

  /// Tells what happens to a shot until it is over.
  @discardableResult
  func follow(_ shot: QueuedShot) async throws -> RenderResult {
    var folder: String?
    do {
      for try await event in shot.events {
        if case .planned(_, let place) = event { folder = place }
        reporter.happened(event)
      }
    } catch let error as FileError {
      if let folder, OutputFolder.canResume(URL(fileURLWithPath: folder)) {
        reporter.note(
          "The work so far is kept; once that is put right, resume with: \(Advice.resuming(folder))")
      }
      throw error
    }
    return try await shot.result()
  }

  /// Says what a request would cost, without making it.
  static func estimate(_ request: ClipRequest, _ studio: Studio, _ report: ReportOptions) throws {
    let (job, estimate) = try RenderSession(studio).estimate(request)
    if report.json {
      struct Line: Encodable {
        var event = "estimate"
        var estimate: Estimate
        var total: Double
      }
      JSONReporter().emit(Line(estimate: estimate, total: estimate.total))
    } else {
      if !report.quiet { report.reporter().happened(.planned(job, folder: nil)) }
      Console.line(
        String(
          format:
            "about %.1f s (load %.1f, denoise %.1f at %.2f a step, upscale %.1f, write %.1f), peak memory about %.0f MB",
          estimate.total, estimate.load, estimate.denoise, estimate.step, estimate.enlarge, estimate.write,
          Double(estimate.peakMemory) / 1e6))
    }
  }
}
