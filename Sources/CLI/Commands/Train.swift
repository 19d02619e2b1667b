import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeLayers
import ZoetropeTraining
import ZoetropeWeights

/// Trains models.
struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model on the synthetic world.",
    discussion: """
      Ctrl-C ends a run after its step, with a checkpoint; the same command with the same folder resumes it.
      """,
    subcommands: [TrainDenoiser.self, TrainPlanner.self, TrainUpscaler.self])

  /// Runs a task in a folder, a line of progress at a time, until it is done or asked to stop.
  ///
  /// - Parameter start: where to begin when the folder has no checkpoint.
  static func run<Task: TrainingTask>(
    _ task: Task, _ settings: TrainerSettings, in folder: URL,
    from start: @autoclosure () throws -> Checkpoint
  ) throws {
    say("\(task.layout.count) parameters; \(ComputeContext.current.threadCount) threads; \(BLAS.name)")
    let interruption = Interruption(isQuiet: false)
    let end = try Trainer(task, settings: settings, folder: folder).run(
      from: try start(), report: { say(line($0)) }, shouldStop: { interruption.isRequested })
    if end.step < settings.rate.stepCount {
      say("Stopped after step \(end.step); the same command resumes from there.")
      throw ExitCode(ExitStatus.interrupted.rawValue)
    }
  }

  /// Where a new run begins: at the weights of a file, with optimisers that remember nothing, or at random ones.
  static func start(from path: String?, _ layout: ParameterLayout, seed: UInt64) throws -> Checkpoint {
    guard let path else { return Checkpoint(layout: layout, seed: seed) }
    let file = try SafetensorsFile(URL(fileURLWithPath: path))
    return Checkpoint(starting: try Parameters(file, layout: layout))
  }

  /// Prints a line at once, also where the output is a file.
  static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

  private static func line(_ report: TrainingReport) -> String {
    let parts = report.parts.sorted { $0.key < $1.key }
      .map { "\($0.key):\(String(format: "%.3f", $0.value))" }.joined(separator: " ")
    let left = Int(report.secondsLeft / 60)
    return String(
      format: "step %d/%d  loss %.4f  rate %.2g  norm %.2f  %.0f tok/s  ETA %dh%02d  ", report.step,
      report.stepCount, report.loss, report.rate, report.gradientNorm, report.tokensPerSecond, left / 60,
      left % 60) + parts
  }
}

extension LearningRateSchedule.Decay: ExpressibleByArgument {}
