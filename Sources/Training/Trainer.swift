// The training loop: one for every network.

import CKernels
import Foundation
import ZoetropeCompute
import ZoetropeFiles
import ZoetropeLayers
import ZoetropeWeights
import ZoetropeWorld

/// Settings of a run.
public struct TrainerSettings: Sendable, Codable, Equatable {
  /// Learning rate over the run.
  public var rate: LearningRateSchedule
  /// Decay of the moving average of the weights.
  public var averageDecay = 0.999
  /// Seconds between checkpoints.
  public var checkpointSeconds = 300.0
  /// Seconds between samples.
  public var sampleSeconds = 900.0
  /// Steps between lines of the log.
  public var logSteps = 20

  /// Makes settings.
  public init(rate: LearningRateSchedule) { self.rate = rate }
}

/// A line of the log: means since the line before.
public struct TrainingReport: Sendable, Codable, Equatable {
  /// Steps done.
  public var step: Int
  /// Steps in all.
  public var stepCount: Int
  /// Mean loss.
  public var loss: Double
  /// Mean of each part of the loss.
  public var parts: [String: Double]
  /// Learning rate of the last step.
  public var rate: Double
  /// Mean norm of the gradients.
  public var gradientNorm: Double
  /// Tokens since the beginning.
  public var tokenCount: Int
  /// Tokens per second.
  public var tokensPerSecond: Double
  /// Seconds of training since the beginning.
  public var seconds: Double
  /// Seconds left at this speed.
  public var secondsLeft: Double
}

/// Runs a training task in a folder, which then holds `checkpoint.safetensors`, `weights.safetensors`, `log.jsonl` and samples.
///
/// Killed at any time, a run that is started again in the same folder goes on from the last checkpoint and gives
/// the same bytes as one that was never killed.
public struct Trainer<Task: TrainingTask> {
  private let task: Task
  private let settings: TrainerSettings
  private let optimizer: Optimizer
  private let folder: URL

  /// Makes a trainer.
  public init(_ task: Task, settings: TrainerSettings, optimizer: Optimizer = Optimizer(), folder: URL) {
    self.task = task
    self.settings = settings
    self.optimizer = optimizer
    self.folder = folder
  }

  /// Trains until the last step, or until `shouldStop` says so after a step; writes a checkpoint at the end.
  ///
  /// - Parameters:
  ///   - start: where to begin when the folder has no checkpoint.
  ///   - report: called for every line of the log.
  ///   - shouldStop: asked after every step.
  /// - Returns: the state at the end.
  /// - Throws: ``TrainingError``, and what data, samples and files throw.
  public func run(
    from start: @autoclosure () throws -> Checkpoint, report: (TrainingReport) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws -> Checkpoint {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    AtomicFile.removeAbandoned(in: folder)
    let checkpointURL = folder.appending(path: "checkpoint.safetensors")
    var state =
      FileManager.default.fileExists(atPath: checkpointURL.path)
      ? try Checkpoint(checkpointURL, layout: task.layout) : try start()
    let task = task
    let first = state.step
    // A thread starts with the default context; batches are made in that of whoever trains.
    let context = ComputeContext.current
    let batches = OrderedProducer(count: .max, threadCount: 1, ahead: 2) { number in
      try context.run { try task.batch(first + Int(number)) }
    }
    defer { batches.stop() }
    let clock = ContinuousClock()
    let began = clock.now
    let before = state.seconds
    var lastCheckpoint = began, lastSample = began
    var window = Window(seconds: state.seconds, tokenCount: state.tokenCount)
    while state.step < settings.rate.stepCount {
      let rate = settings.rate.rate(step: state.step)
      guard let batch = try batches.next() else { break }
      let outcome = step(&state, batch, rate: Float(rate))
      guard outcome.loss.isFinite else { throw TrainingError.diverged(step: state.step) }
      state.seconds = before + (clock.now - began).seconds
      window.add(outcome)
      if state.step % settings.logSteps == 0 || state.step == settings.rate.stepCount {
        let line = window.report(state, stepCount: settings.rate.stepCount, rate: rate)
        try append(line)
        report(line)
        window = Window(seconds: state.seconds, tokenCount: state.tokenCount)
      }
      let stops = shouldStop()
      if (clock.now - lastCheckpoint).seconds > settings.checkpointSeconds {
        try state.write(to: checkpointURL, metadata: task.metadata)
        lastCheckpoint = clock.now
      }
      if (clock.now - lastSample).seconds > settings.sampleSeconds {
        try task.writeSample(state.average, step: state.step, to: folder)
        lastSample = clock.now
      }
      if stops { break }
    }
    try state.write(to: checkpointURL, metadata: task.metadata)
    try writeWeights(state)
    try task.writeSample(state.average, step: state.step, to: folder)
    return state
  }

  /// Writes the averaged weights in half precision, as they are shipped.
  public func writeWeights(_ state: Checkpoint) throws {
    var metadata = try task.metadata
    metadata["zoetrope.steps"] = String(state.step)
    metadata["zoetrope.tokens"] = String(state.tokenCount)
    metadata["zoetrope.hours"] = String(format: "%.2f", state.seconds / 3600)
    metadata["license"] = "Apache-2.0"
    try SafetensorsWriter.write(
      tensors: state.average.storedTensors(), metadata: metadata,
      to: folder.appending(path: "weights.safetensors"), as: .float16)
  }

  // MARK: - Internals

  private struct Outcome {
    var loss: Double
    var parts: [(name: String, value: Double)]
    var gradientNorm: Double
  }

  /// One step: loss, gradients, update, moving average.
  private func step(_ state: inout Checkpoint, _ batch: Task.Batch, rate: Float) -> Outcome {
    // The network's views of the parameters end with this call, so that the update need not copy them.
    let (loss, gradients) = differentiate(state.parameters, batch)
    let norm = optimizer.step(&state.parameters, gradients: gradients, state: &state.optimizer, rate: rate)
    // Young averages forget faster, so that the random start leaves them soon.
    let keep = min(settings.averageDecay, Double(state.step + 1) / Double(state.step + 10))
    state.parameters.storage.withUnsafeBuffer { source in
      state.average.storage.withUnsafeMutableBuffer { target in
        let (average, current) = (target.baseAddress!, source.baseAddress!)
        Parallel.run(target.count, by: 1 << 16) { range in
          let start = range.lowerBound
          zk_moving_average(average + start, current + start, Float(keep), range.count)
        }
      }
    }
    state.step += 1
    state.tokenCount += loss.tokenCount
    return Outcome(loss: Double(loss.value.value.scalar), parts: loss.parts, gradientNorm: norm)
  }

  private func differentiate(_ parameters: Parameters, _ batch: Task.Batch) -> (TrainingLoss, [Tensor?]) {
    let source = ParameterSource(parameters, isTracked: true)
    let loss = task.loss(batch, source)
    let gradients = loss.value.gradients()
    return (
      TrainingLoss(value: Variable(loss.value.value), parts: loss.parts, tokenCount: loss.tokenCount),
      source.variables.map { gradients[$0] }
    )
  }

  private func append(_ line: TrainingReport) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let url = folder.appending(path: "log.jsonl")
    if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url) }
    let handle = try FileHandle(forWritingTo: url)
    defer { try? handle.close() }
    try handle.seekToEnd()
    try handle.write(contentsOf: try encoder.encode(line) + Data("\n".utf8))
  }

  /// Means over the steps since the last line of the log.
  private struct Window {
    let seconds: Double
    let tokenCount: Int
    var losses = 0.0, norms = 0.0, count = 0
    var parts: [String: (sum: Double, count: Int)] = [:]

    init(seconds: Double, tokenCount: Int) {
      self.seconds = seconds
      self.tokenCount = tokenCount
    }

    mutating func add(_ outcome: Outcome) {
      losses += outcome.loss
      norms += outcome.gradientNorm
      count += 1
      for (name, value) in outcome.parts {
        parts[name, default: (0, 0)].sum += value
        parts[name, default: (0, 0)].count += 1
      }
    }

    func report(_ state: Checkpoint, stepCount: Int, rate: Double) -> TrainingReport {
      let elapsed = max(state.seconds - seconds, 1e-9)
      return TrainingReport(
        step: state.step, stepCount: stepCount, loss: losses / Double(count),
        parts: parts.mapValues { $0.sum / Double($0.count) }, rate: rate, gradientNorm: norms / Double(count),
        tokenCount: state.tokenCount, tokensPerSecond: Double(state.tokenCount - tokenCount) / elapsed,
        seconds: state.seconds, secondsLeft: Double(stepCount - state.step) * elapsed / Double(count))
    }
  }
}
