// The shots behind a stream of clips: what is drawn and said, before anything is rendered. Needs no pictures.

import ZoetropeLanguage
import ZoetropeShot
import ZoetropeRandom

/// A shot of a stream, not yet rendered.
public struct StreamedShot: Sendable {
  /// Its number in the stream.
  public let index: UInt64
  /// The shot; its seed and, where the stream has text, its words are set.
  public let plan: ShotPlan
  /// The frames of it that the stream's clip shows.
  public let frames: Range<Int>
}

/// Draws and describes shots, each from a random stream of its own.
public struct ShotStream: Sendable {
  /// What the stream holds.
  public let options: ClipStreamOptions
  private let sampler: ShotSampler

  /// Makes a stream.
  ///
  /// - Throws: `WorldError.unusableStream` for options that nothing can be drawn from.
  public init(_ options: ClipStreamOptions = ClipStreamOptions()) throws {
    self.options = options
    var drawn = ShotSampler.Options()
    func check(_ condition: Bool, _ reason: String) throws {
      if !condition { throw WorldError.unusableStream(reason: reason) }
    }
    try check(
      !options.shapes.isEmpty && !options.kinds.isEmpty && !options.scenes.isEmpty && !options.looks.isEmpty,
      "shapes, kinds, scenes and looks must each name something")
    try check((2...256).contains(options.patchSide), "the patch side is \(options.patchSide), not 2…256")
    try check(
      !options.frameShares.isEmpty
        && options.frameShares.allSatisfy {
          (1...drawn.frameCount).contains($0.frameCount) && $0.share > 0 && $0.share.isFinite
        }, "frame shares must name 1…\(drawn.frameCount) frames and positive shares")
    drawn.shapes = options.shapes
    drawn.kinds = options.kinds
    drawn.scenes = options.scenes
    drawn.looks = options.looks
    sampler = ShotSampler(drawn)
  }

  /// Shot `index`.
  public func shot(at index: UInt64) -> StreamedShot {
    var generator = Generator(seed: options.seed, stream: index)
    var plan = sampler.sample(using: &generator)
    // Shares are of frames, so short clips are drawn more often.
    let choice = generator.index(weights: options.frameShares.map { $0.share / Double($0.frameCount) })
    let count = options.frameShares[choice].frameCount
    let first = generator.index(below: plan.frameCount - count + 1)
    let describer = Describer(split: options.split, typoRate: options.typoRate)
    // A plan of what captions have no word for goes without one.
    if options.hasText, let caption = try? describer.describe(plan, using: &generator) {
      plan.prompt = caption.prompt
      plan.enhancedPrompt = caption.description
    }
    return StreamedShot(index: index, plan: plan, frames: first..<first + count)
  }
}
