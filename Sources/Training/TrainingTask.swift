import Foundation
import ZoetropeCompute
import ZoetropeLayers

/// Something the trainer can train: a network, its data and its loss.
public protocol TrainingTask: Sendable {
  /// What one step works on.
  associatedtype Batch: Sendable

  /// The parameters of the network.
  var layout: ParameterLayout { get }

  /// Metadata that a weights file of this network carries.
  var metadata: [String: String] { get throws }

  /// Batch k, always the same one; called from a background thread.
  func batch(_ index: Int) throws -> Batch

  /// The loss of a batch under the parameters of a source.
  func loss(_ batch: Batch, _ source: ParameterSource) -> TrainingLoss

  /// Writes something to look at, made with the given weights; called at checkpoints.
  func writeSample(_ parameters: Parameters, step: Int, to folder: URL) throws
}

/// A loss, and what it is made of.
public struct TrainingLoss {
  /// The scalar to minimise.
  public let value: Variable
  /// Parts of the loss that the log averages, by name.
  public let parts: [(name: String, value: Double)]
  /// Tokens that the network worked on.
  public let tokenCount: Int

  /// Makes a loss.
  public init(value: Variable, parts: [(name: String, value: Double)], tokenCount: Int) {
    self.value = value
    self.parts = parts
    self.tokenCount = tokenCount
  }
}
