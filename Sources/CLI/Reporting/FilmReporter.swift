import Foundation
import Synchronization
import ZoetropeFilm
import ZoetropeSession

/// Tells how a film comes along: what is made and why on standard error, the film on standard output.
final class FilmReporter: Sendable {
  private let json: Bool
  private let quiet: Bool
  private let isLive = Console.isLive
  private let hasLiveLine = Mutex(false)

  init(json: Bool, quiet: Bool) {
    self.json = json
    self.quiet = quiet
  }

  func happened(_ event: FilmEvent) {
    if json { return emit(event) }
    if quiet {
      if case .finished(let result) = event { Console.line(TextReporter.relative(result.film.path)) }
      return
    }
    switch event {
    case .note(let text): say("note      \(text)")
    case .making(let part, let reasons): say("make      \(part): \(reasons.joined(separator: ", "))")
    case .shot(let id, .step(let step)):
      guard isLive else { return }
      let left = String(format: "%.0f s left", step.secondsLeft.rounded(.up))
      Console.progress("\r\u{1B}[Kshot      \(id) step \(step.index) of \(step.count), \(left)")
      hasLiveLine.withLock { $0 = true }
    case .shot(let id, .graded(let grade, let take, let count)):
      let score = grade.score.map { String(format: "%.0f %%", $0 * 100) } ?? "nothing to grade"
      say("grade     \(id) take \(take + 1) of \(count): \(score)")
    case .shot(let id, .warning(let text)): say("warning   \(id): \(text)")
    case .shot: break
    case .finished(let result):
      endLine()
      if !result.drafts.isEmpty, !result.film.lastPathComponent.hasPrefix("draft") {
        say("note      \(result.drafts.count) shots are shown as drafts")
      }
      Console.line(
        String(
          format: "%@: %d frames, %.1f s, %d shots made, %d notes on continuity",
          TextReporter.relative(result.film.path), result.frameCount, Double(result.frameCount) / 24,
          result.made.count, result.notes.count))
    }
  }

  // MARK: - Internals

  private func say(_ text: String) {
    endLine()
    Console.error(text)
  }

  private func endLine() {
    let had = hasLiveLine.withLock { live in
      defer { live = false }
      return live
    }
    if had { Console.progress("\r\u{1B}[K") }
  }

  private struct Line: Encodable {
    var event: String
    var part: String?
    var text: String?
    var reasons: [String]?
    var film: String?
    var frames: Int?
    var made: [String]?
    var drafts: [String]?
    var continuity: [ContinuityNote]?
  }

  private func emit(_ event: FilmEvent) {
    let line: Line
    switch event {
    case .note(let text): line = Line(event: "note", text: text)
    case .making(let part, let reasons): line = Line(event: "making", part: part, reasons: reasons)
    case .shot(_, let event): return JSONReporter().happened(event)
    case .finished(let result):
      line = Line(
        event: "film", film: result.film.path, frames: result.frameCount, made: result.made,
        drafts: result.drafts, continuity: result.notes)
    }
    JSONReporter().emit(line)
  }
}
