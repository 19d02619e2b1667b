import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers
import ZoetropePlanner
import ZoetropeWeights

/// Folders of small models for tests. Their weights are random and large, so that every input changes the output; those before
/// training would make one grey clip of everything.
public enum SmallModels {
  /// Writes a denoiser, under the name of the shipped one: or that of the checkout would serve where it is missing.
  public static func writeDenoiser(
    _ configuration: DenoiserConfiguration = .thumbnail, in folder: URL, seed: UInt64 = 1
  ) throws {
    try write(
      "sketch", configuration.parameterLayout, DenoiserConfiguration.metadataKey, try configuration.json(),
      in: folder, seed: seed)
  }

  /// Writes an upscaler.
  public static func writeUpscaler(in folder: URL) throws {
    let configuration = UpscalerConfiguration(channels: 4, blockCount: 1)
    try write(
      "upscaler", configuration.parameterLayout, UpscalerConfiguration.metadataKey, try configuration.json(),
      in: folder)
  }

  /// Writes a planner that has learned some words.
  public static func writePlanner(words: [String] = [], in folder: URL) throws {
    let configuration = PlannerConfiguration.thumbnail(
      try Tokenizer(merges: [], phraseMerges: [], words: words))
    try write(
      "planner", configuration.parameterLayout, PlannerConfiguration.metadataKey, try configuration.json(),
      in: folder)
  }

  /// A plan of four frames with one actor.
  public static func plan(prompt: String = "") -> ShotPlan {
    ShotPlan(
      prompt: prompt, seed: 3, frameRate: 8, frameCount: 4, size: .square, scene: .snow, time: .night,
      actors: [
        Actor(
          kind: .dog, motion: .right,
          keyframes: [
            Keyframe(t: 0, x: 0.2, y: 0.6, width: 0.4, height: 0.4),
            Keyframe(t: 0.5, x: 0.8, y: 0.6, width: 0.4, height: 0.4),
          ])
      ])
  }

  private static func write(
    _ name: String, _ layout: ParameterLayout, _ key: String, _ configuration: String, in folder: URL,
    seed: UInt64 = 1
  ) throws {
    let place = folder.appending(path: name)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    var storage = Tensor.normal([layout.count], seed: seed)
    storage.scale(by: 0.1)
    try SafetensorsWriter.write(
      tensors: Parameters(layout: layout, storage: storage).storedTensors(), metadata: [key: configuration],
      to: place.appending(path: "weights.safetensors"))
  }
}
