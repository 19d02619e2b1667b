import Foundation
import Synchronization
import ZoetropeShot
import ZoetropeSession

/// Progress on standard error, one live line on a terminal and plain lines elsewhere; results on standard output.
final class TextReporter: Reporter {
  let wantsPreviews: Bool
  private let isLive = Console.isLive
  private let state = Mutex(State())

  private struct State {
    var hasLiveLine = false
    var previewLines = 0
    var takes = 1
    var take = 0
    var lastLine: ContinuousClock.Instant?
  }

  init(showsPreview: Bool) {
    wantsPreviews = showsPreview && isLive
    if showsPreview && !isLive { Console.error("No preview: standard error is not a terminal.") }
  }

  private func planned(_ job: Job) {
    let plan = job.takes[0].recipe.plan
    let settings = job.takes[0].recipe.settings
    if !plan.prompt.isEmpty { say("prompt    \(Recipe.printable(plan.prompt))") }
    if !plan.enhancedPrompt.isEmpty, plan.enhancedPrompt != plan.prompt {
      say("shot      \(Recipe.printable(plan.enhancedPrompt))")
    }
    for note in job.takes[0].notes { say("note      \(note)") }
    let takes = job.takes.count > 1 ? ", \(job.takes.count) takes" : ""
    say(
      "clip      \(plan.frameCount) frames of \(settings.finalWidth)x\(settings.finalHeight), "
        + "\(TextReporter.number(plan.frameRate)) per second, seed \(plan.seed), "
        + "model \(job.takes[0].recipe.model.name)\(takes)")
  }

  func happened(_ event: SessionEvent) {
    switch event {
    case .planned(let job, _): planned(job)
    case .phase(let phase, let take, let takes):
      state.withLock { ($0.take, $0.takes) = (take, takes) }
      if phase == .write { progress("write     frames, animation, contact sheet") }
    case .step(let step): self.step(step)
    case .warning(let text): say("warning   \(text)")
    case .clip(let folder, let manifest):
      clip(folder, manifest)
      if manifest.pick != nil { state.withLock { $0.takes = 1 } }
    case .graded(let grade, let take, let takes):
      say("grade     take \(take + 1) of \(takes): \(TextReporter.words(grade))")
    case .finished(let folder):
      endLiveLine()
      if state.withLock({ $0.takes }) > 1 {
        Console.line("\(TextReporter.relative(folder ?? "clips")): all takes")
      }
    }
  }

  func note(_ text: String) { say(text) }

  func failed(_ message: String, _ status: ExitStatus) {
    endLiveLine()
    Console.failed(message, status)
  }

  // MARK: - Internals

  private func step(_ step: StepReport) {
    let (take, takes) = state.withLock { ($0.take, $0.takes) }
    let which = takes > 1 ? "take \(take + 1) of \(takes), " : ""
    let text =
      "denoise   \(which)step \(step.index) of \(step.count), "
      + String(format: "%.2f s per step, %.0f s left", step.seconds, step.secondsLeft.rounded(.up))
    if let preview = step.preview?.clip {
      clearLive()
      let lines = Preview.lines(preview, columns: Console.columnCount)
      Console.progress(lines.map { $0 + "\n" }.joined() + text)
      state.withLock { ($0.hasLiveLine, $0.previewLines) = (true, lines.count) }
    } else {
      progress(text, isLast: step.index == step.count)
    }
  }

  private func clip(_ folder: String?, _ manifest: Manifest) {
    endLiveLine()
    let timings = manifest.timings
    let settings = manifest.recipe.settings
    Console.line(
      String(
        format:
          "%@: %d frames of %dx%d in %.1f s (load %.1f, denoise %.1f, upscale %.1f, write %.1f), peak memory %.0f MB",
        TextReporter.relative(folder ?? "clip"), manifest.frames.count, settings.finalWidth,
        settings.finalHeight,
        timings.load + timings.denoise + timings.enlarge + timings.write, timings.load, timings.denoise,
        timings.enlarge, timings.write, Double(manifest.peakMemory) / 1e6))
    let pictures = manifest.frames.contains { !$0.file.isEmpty } ? ["\(ClipWriter.framesFolder)/"] : []
    Console.line("  " + (pictures + manifest.files + [Manifest.name]).joined(separator: "  "))
    if let pick = manifest.pick {
      let grade = pick.takes[pick.take - 1].grade
      Console.line("  take \(pick.take) of \(pick.takes.count), the best: \(TextReporter.words(grade))")
    }
  }

  /// A line that the next one replaces; where there is no terminal, one a second at most.
  private func progress(_ text: String, isLast: Bool = false) {
    if isLive {
      Console.progress("\r\u{1B}[K" + text)
      state.withLock { $0.hasLiveLine = true }
    } else {
      let isDue = state.withLock { state in
        if let last = state.lastLine, !isLast, (ContinuousClock.now - last).seconds < 1 { return false }
        state.lastLine = .now
        return true
      }
      if isDue { Console.error(text) }
    }
  }

  /// A line that stays.
  private func say(_ text: String) {
    endLiveLine()
    Console.error(text)
  }

  /// Moves the cursor to where the live part begins and clears from there.
  private func clearLive() {
    let lines = state.withLock { state in
      defer { (state.hasLiveLine, state.previewLines) = (false, 0) }
      return state.hasLiveLine ? state.previewLines : nil
    }
    if let lines { Console.progress("\r" + (lines > 0 ? "\u{1B}[\(lines)A" : "") + "\u{1B}[J") }
  }

  /// Leaves the live part as it is and goes to a new line.
  private func endLiveLine() {
    let hadOne = state.withLock { state in
      defer { (state.hasLiveLine, state.previewLines) = (false, 0) }
      return state.hasLiveLine
    }
    if hadOne { Console.progress("\n") }
  }

  /// A path as seen from the working directory, where it lies in it.
  static func relative(_ path: String) -> String {
    let current = FileManager.default.currentDirectoryPath
    let prefix = current.hasSuffix("/") ? current : current + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }

  /// A grade in words: `94 %, wrong: camera`.
  private static func words(_ grade: TakeGrade) -> String {
    let score = grade.score.map { String(format: "%.0f %%", $0 * 100) } ?? "nothing to grade"
    return score + (grade.wrong.isEmpty ? "" : ", wrong: \(grade.wrong.joined(separator: ", "))")
  }

  static func number(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(format: "%.3g", value)
  }
}
