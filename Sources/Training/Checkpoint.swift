import Foundation
import ZoetropeCompute
import ZoetropeFiles
import ZoetropeLayers
import ZoetropeWeights

/// Everything a training run needs to go on as if it had never stopped.
public struct Checkpoint: Sendable {
  /// The parameters being trained.
  public var parameters: Parameters
  /// Their exponential moving average: what is shipped.
  public var average: Parameters
  /// What the optimiser remembers.
  public var optimizer: Optimizer.State
  /// Steps done; also the next batch's index.
  public var step: Int
  /// Tokens seen.
  public var tokenCount: Int
  /// Seconds of training so far.
  public var seconds: Double

  /// The state before the first step.
  public init(layout: ParameterLayout, seed: UInt64) {
    self.init(starting: Parameters(layout: layout, seed: seed))
  }

  /// The state before the first step, from given weights.
  public init(starting parameters: Parameters) {
    self.parameters = parameters
    average = parameters
    optimizer = Optimizer.State(parameters.layout)
    step = 0
    tokenCount = 0
    seconds = 0
  }

  /// Writes the checkpoint; it appears whole or not at all.
  ///
  /// - Throws: what writing throws.
  public func write(to url: URL, metadata: [String: String]) throws {
    func flat(_ name: String, _ tensor: Tensor) -> StoredTensor {
      StoredTensor(name, [tensor.count], tensor.elements)
    }
    var metadata = metadata
    metadata["zoetrope.step"] = String(step)
    metadata["zoetrope.tokens"] = String(tokenCount)
    metadata["zoetrope.seconds"] = String(seconds)
    metadata[Parameters.checkpointKey] = String(optimizer.stepCount)
    try SafetensorsWriter.write(
      tensors: parameters.storedTensors(prefix: "parameters.") + average.storedTensors(prefix: "average.")
        + [flat("optimizer.first", optimizer.first), flat("optimizer.second", optimizer.second)],
      metadata: metadata, to: url)
  }

  /// Reads a checkpoint.
  ///
  /// - Throws: `WeightsError`, `FileError`, ``TrainingError/badCheckpoint(path:reason:)``.
  public init(_ url: URL, layout: ParameterLayout) throws {
    let file = try SafetensorsFile(url)
    func number<T: LosslessStringConvertible>(_ key: String, _ type: T.Type) throws -> T {
      guard let text = file.metadata["zoetrope." + key], let value = T(text) else {
        throw TrainingError.badCheckpoint(
          path: url.path, reason: "its metadata has no number “zoetrope.\(key)”")
      }
      return value
    }
    parameters = try Parameters(file, layout: layout, prefix: "parameters.")
    average = try Parameters(file, layout: layout, prefix: "average.")
    func flat(_ name: String) throws -> Tensor {
      var tensor = Tensor(uninitialized: [layout.count])
      try tensor.withUnsafeMutableBuffer { try file.copyFloats(name, into: $0) }
      return tensor
    }
    optimizer = Optimizer.State(
      first: try flat("optimizer.first"), second: try flat("optimizer.second"),
      stepCount: try number("optimizer_steps", Int.self))
    step = try number("step", Int.self)
    tokenCount = try number("tokens", Int.self)
    seconds = try number("seconds", Double.self)
  }
}

/// What can go wrong in a training run.
public enum TrainingError: Error, Equatable, LocalizedError {
  /// A checkpoint cannot be used.
  case badCheckpoint(path: String, reason: String)
  /// The loss stopped being a number.
  case diverged(step: Int)
  /// A setting is out of range.
  case badSetting(name: String, value: String, expected: String)

  /// What is wrong, where, what was expected and what to do.
  public var errorDescription: String? {
    switch self {
    case .badCheckpoint(let path, let reason):
      "the checkpoint \(path) cannot be used: \(reason); start anew in another folder or remove it"
    case .diverged(let step):
      "the loss is not a number at step \(step); go on from the last checkpoint with a lower learning rate"
    case .badSetting(let name, let value, let expected): "\(name) is \(value); expected \(expected)"
    }
  }
}
