import Foundation
import ZoetropeSession

/// Prints one JSON object per event on standard output.
struct JSONReporter: Reporter {
  let wantsPreviews = false

  /// One line. `event` decides which other members are there.
  struct Line: Encodable {
    var event: String
    var phase: String?
    var take: Int?
    var takes: Int?
    var step: Int?
    var steps: Int?
    var seconds: Double?
    var secondsLeft: Double?
    var prompt: String?
    var enhancedPrompt: String?
    var seed: UInt64?
    var notes: [String]?
    var folder: String?
    var files: [String]?
    var frames: Int?
    var width: Int?
    var height: Int?
    var timings: Manifest.Timings?
    var peakMemory: Int?
    var score: Double?
    var wrong: [String]?
    var pick: Manifest.PickRecord?
    var message: String?
    var status: Int32?
  }

  private func planned(_ job: Job) {
    for (index, take) in job.takes.enumerated() {
      let plan = take.recipe.plan
      emit(
        Line(
          event: "plan", take: index + 1, takes: job.takes.count, prompt: plan.prompt,
          enhancedPrompt: plan.enhancedPrompt, seed: plan.seed, notes: take.notes))
    }
  }

  func happened(_ event: SessionEvent) {
    switch event {
    case .planned(let job, _): planned(job)
    case .phase(let phase, let take, let takes):
      emit(Line(event: "phase", phase: phase.rawValue, take: take + 1, takes: takes))
    case .step(let step):
      emit(
        Line(
          event: "step", step: step.index, steps: step.count, seconds: step.seconds,
          secondsLeft: step.secondsLeft))
    case .warning(let text): emit(Line(event: "warning", message: text))
    case .clip(let folder, let manifest):
      let settings = manifest.recipe.settings
      emit(
        Line(
          event: "clip", folder: folder, files: manifest.files, frames: manifest.frames.count,
          width: settings.finalWidth, height: settings.finalHeight, timings: manifest.timings,
          peakMemory: manifest.peakMemory, pick: manifest.pick))
    case .graded(let grade, let take, let takes):
      emit(Line(event: "grade", take: take + 1, takes: takes, score: grade.score, wrong: grade.wrong))
    case .finished(let folder): emit(Line(event: "finished", folder: folder))
    }
  }

  func note(_ text: String) { emit(Line(event: "note", message: text)) }

  func failed(_ message: String, _ status: ExitStatus) {
    emit(Line(event: "error", message: message, status: status.rawValue))
  }

  // MARK: - Internals

  private func emit(_ line: Line) { emit(line as any Encodable) }

  /// Prints any value as one line.
  func emit(_ value: any Encodable) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else { return }
    Console.line(String(decoding: data, as: UTF8.self))
  }
}
