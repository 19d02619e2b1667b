import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers

/// Trains a denoiser on clips of the synthetic world.
public struct DenoiserTask: TrainingTask {
  /// What the network is.
  public let configuration: DenoiserConfiguration
  /// Where batches come from.
  public let stream: DenoiserStream
  /// The network's parameters.
  public let layout: ParameterLayout
  /// Writes a picture of what the weights can do.
  private let sampler: @Sendable (Denoiser, Int, URL) throws -> Void

  /// Makes a task.
  ///
  /// - Parameter sampler: called at checkpoints with the network, the step and the run's folder.
  public init(
    _ configuration: DenoiserConfiguration, stream: DenoiserStream,
    sampler: @escaping @Sendable (Denoiser, Int, URL) throws -> Void
  ) {
    self.configuration = configuration
    self.stream = stream
    self.sampler = sampler
    layout = configuration.parameterLayout
  }

  /// The network's configuration, as weights files carry it.
  public var metadata: [String: String] {
    get throws { [DenoiserConfiguration.metadataKey: try configuration.json()] }
  }

  /// Batch `index` of the stream.
  public func batch(_ index: Int) throws -> DenoiserBatch { try stream.batch(index) }

  /// Mean squared error of the velocity over open patches, those under actors weighing more.
  ///
  /// Its parts are the same error unweighted, by level: `t00` for levels 0…0.1, `t01` …, `t09`.
  public func loss(_ batch: DenoiserBatch, _ source: ParameterSource) -> TrainingLoss {
    DenoiserTask.loss(batch, configuration, source)
  }

  /// The loss of a network of this configuration.
  static func loss(
    _ batch: DenoiserBatch, _ configuration: DenoiserConfiguration, _ source: ParameterSource
  ) -> TrainingLoss {
    let denoiser = Denoiser(configuration, source)
    let conditioning = denoiser.conditioning(batch.features)
    // [ΣN, P]
    let clean = denoiser(
      patches: Variable(batch.noisy), levels: batch.levels, known: batch.known, conditioning: conditioning)
    let value = clean.weightedSquaredError(to: batch.clean, weights: batch.weights)
    return TrainingLoss(
      value: value, parts: DenoiserTask.binnedErrors(clean.value, batch), tokenCount: conditioning.tokenCount)
  }

  /// Writes the contact sheet of a checkpoint.
  public func writeSample(_ parameters: Parameters, step: Int, to folder: URL) throws {
    try sampler(Denoiser(configuration, ParameterSource(parameters)), step, folder)
  }

  // MARK: - Internals

  private static func binnedErrors(_ clean: Tensor, _ batch: DenoiserBatch) -> [(name: String, value: Double)]
  {
    let width = clean.shape.columns
    return clean.withUnsafeBuffer { estimate in
      batch.clean.withUnsafeBuffer { target in
        zip(batch.clipRows, batch.clipLevels).map { rows, level in
          var (sum, count) = (0.0, 0)
          for row in rows where batch.levels[row] > 0 {
            let divisor = FlowPath.divisor(batch.levels[row])
            for index in row * width..<(row + 1) * width {
              let error = (estimate[index] - target[index]) / divisor
              sum += Double(error * error)
            }
            count += width
          }
          return ("t0\(min(9, Int(level * 10)))", sum / Double(max(count, 1)))
        }
      }
    }
  }
}
