import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeWeights

/// Where a run stands: which take, which step, and the numbers to go on from.
public struct SavedState: Sendable {
  /// The take under way, 0-based; those before it are written.
  public var take: Int
  /// Step, window and the numbers of both.
  public var denoising: DenoisingState
  /// Seconds of denoising so far in this take.
  public var seconds: Double

  /// Makes a state.
  public init(take: Int, denoising: DenoisingState, seconds: Double) {
    self.take = take
    self.denoising = denoising
    self.seconds = seconds
  }

  /// Writes the state; the file appears whole or not at all.
  ///
  /// - Throws: `FileError`.
  public func write(to url: URL) throws {
    let sampler = denoising.sampler
    var tensors = [StoredTensor("z", sampler.z.shape.dimensions, sampler.z.elements)]
    if let clean = sampler.previousClean {
      tensors.append(StoredTensor("previous_clean", clean.shape.dimensions, clean.elements))
    }
    for (window, estimate) in denoising.estimates.enumerated() {
      tensors.append(StoredTensor("estimate.\(window)", estimate.shape.dimensions, estimate.elements))
    }
    try SafetensorsWriter.write(
      tensors: tensors,
      metadata: [
        "zoetrope.take": String(take), "zoetrope.step": String(sampler.step),
        "zoetrope.window": String(denoising.window),
        "zoetrope.seconds": String(seconds),
      ], to: url)
  }

  /// Reads a state.
  ///
  /// - Throws: `FileError`, `WeightsError`, ``SessionError/badRecord(path:reason:)``.
  public init(_ url: URL) throws {
    let file = try SafetensorsFile(url)
    func number<T: LosslessStringConvertible>(_ key: String, _ type: T.Type) throws -> T {
      guard let text = file.metadata["zoetrope.\(key)"], let value = T(text) else {
        throw SessionError.badRecord(path: url.path, reason: "its metadata has no “zoetrope.\(key)”")
      }
      return value
    }
    func tensor(_ name: String) throws -> Tensor {
      Tensor(try file.floats(name), Shape(try file.entry(name).shape))
    }
    take = try number("take", Int.self)
    seconds = try number("seconds", Double.self)
    // States from before windows have none.
    let window = file.metadata["zoetrope.window"] == nil ? 0 : try number("window", Int.self)
    denoising = DenoisingState(
      sampler: SamplerState(
        z: try tensor("z"), step: try number("step", Int.self),
        previousClean: file.tensors["previous_clean"] == nil ? nil : try tensor("previous_clean")),
      estimates: try (0..<window).map { try tensor("estimate.\($0)") })
  }
}
