import ZoetropeShot
import ZoetropeSession

/// Tells a person or a program what happens.
protocol Reporter: Sendable {
  /// Whether steps should carry a picture of what the clip will look like.
  var wantsPreviews: Bool { get }
  /// Something happens to a shot.
  func happened(_ event: SessionEvent)
  /// A remark.
  func note(_ text: String)
  /// The command cannot go on.
  func failed(_ message: String, _ status: ExitStatus)
}

/// Prints the folder of each finished job, and errors.
struct QuietReporter: Reporter {
  let wantsPreviews = false
  func note(_ text: String) {}

  func happened(_ event: SessionEvent) {
    if case .finished(let folder?) = event { Console.line(folder) }
  }

  func failed(_ message: String, _ status: ExitStatus) { Console.failed(message, status) }
}
