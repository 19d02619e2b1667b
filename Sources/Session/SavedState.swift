import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeWeights

/// Where a run stands: which take, section, step and window, and the numbers to go on from.
public struct SavedState: Sendable {
  /// The take under way, 0-based; those before it are written.
  public var take: Int
  /// Where the take stands; its sections before that are written.
  public var generation: GenerationState
  /// Seconds of denoising so far in this take.
  public var seconds: Double

  /// Makes a state.
  public init(take: Int, generation: GenerationState, seconds: Double) {
    self.take = take
    self.generation = generation
    self.seconds = seconds
  }

  /// Writes the state; the file appears whole or not at all.
  ///
  /// - Throws: `FileError`.
  public func write(to url: URL) throws {
    let denoising = generation.denoising, sampler = denoising.sampler
    var tensors = [StoredTensor("z", sampler.z.shape.dimensions, sampler.z.elements)]
    if let clean = sampler.previousClean {
      tensors.append(StoredTensor("previous_clean", clean.shape.dimensions, clean.elements))
    }
    for (window, estimate) in denoising.estimates.enumerated() {
      tensors.append(StoredTensor("estimate.\(window)", estimate.shape.dimensions, estimate.elements))
    }
    if let first = generation.context.first {
      tensors.append(
        StoredTensor(
          "context", [generation.context.count, first.height, first.width, Clip.channelCount],
          generation.context.flatMap(\.pixels)))
    }
    try SafetensorsWriter.write(
      tensors: tensors,
      metadata: [
        "zoetrope.take": String(take), "zoetrope.section": String(generation.section),
        "zoetrope.step": String(sampler.step), "zoetrope.window": String(denoising.window),
        "zoetrope.seconds": String(seconds),
      ], to: url)
  }

  /// Reads a state.
  ///
  /// - Throws: `FileError`, `WeightsError`, ``SessionError/badRecord(path:reason:)``.
  public init(_ url: URL) throws {
    let file = try SafetensorsFile(url)
    /// - Parameter early: what states hold that are older than the number.
    func number<T: LosslessStringConvertible>(_ key: String, _ type: T.Type, early: T? = nil) throws -> T {
      if file.metadata["zoetrope.\(key)"] == nil, let early { return early }
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
    let denoising = DenoisingState(
      sampler: SamplerState(
        z: try tensor("z"), step: try number("step", Int.self),
        previousClean: file.tensors["previous_clean"] == nil ? nil : try tensor("previous_clean")),
      estimates: try (0..<number("window", Int.self, early: 0)).map { try tensor("estimate.\($0)") })
    var context: [Frame] = []
    if let sides = file.tensors["context"]?.shape {
      guard sides.count == 4, sides[3] == Clip.channelCount else {
        throw SessionError.badRecord(path: url.path, reason: "its frames have the shape \(sides)")
      }
      let clip = Clip(
        frameCount: sides[0], height: sides[1], width: sides[2], pixels: try file.floats("context"))
      context = clip.frames
    }
    generation = GenerationState(
      section: try number("section", Int.self, early: 0), context: context, denoising: denoising)
  }
}
