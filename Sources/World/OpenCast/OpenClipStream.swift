// Clips of the open cast as a stream: clip k is always the same.

import ZoetropeCast
import ZoetropeRandom
import ZoetropeShot

/// Draws and renders clips of any members of the cast, each from a random stream of its own.
public struct OpenClipStream: Sendable {
  /// What shots are like.
  public var sampler: OpenShotSampler.Options { shots.options }
  /// Seed of the whole stream.
  public let seed: UInt64
  private let world: World
  private let shots: OpenShotSampler
  private let patchSide: Int
  private let frameShares: [ClipStreamOptions.FrameShare]

  /// Makes a stream.
  ///
  /// - Parameters:
  ///   - patchSide: pixels per patch side.
  ///   - frameShares: lengths of clips and their shares of the stream's frames; each clip is a window that begins anywhere in its
  ///     shot.
  public init(
    world: World, options: OpenShotSampler.Options = OpenShotSampler.Options(), seed: UInt64,
    patchSide: Int = 8, frameShares: [ClipStreamOptions.FrameShare]
  ) {
    self.world = world
    self.seed = seed
    self.patchSide = patchSide
    self.frameShares = frameShares
    shots = world.openShots(options)
  }

  /// Clip `index`.
  ///
  /// - Throws: what rendering throws.
  public func clip(at index: UInt64) throws -> StreamedClip {
    var generator = Generator(seed: seed, stream: index)
    let plan = shots.sample(using: &generator)
    // Shares are of frames, so short clips are drawn more often.
    let choice = generator.index(weights: frameShares.map { $0.share / Double($0.frameCount) })
    let count = min(frameShares[choice].frameCount, plan.frameCount)
    let first = generator.index(below: plan.frameCount - count + 1)
    let clip = try world.render(plan, patchSide: patchSide, frames: first..<first + count)
    return StreamedClip(index: index, plan: plan, firstFrame: first, clip: clip)
  }
}

extension World {
  /// A sampler of shots with this world's cast.
  public func openShots(_ options: OpenShotSampler.Options = OpenShotSampler.Options()) -> OpenShotSampler {
    let pictures = pictures
    // Tables that cannot be read have been refused when the pictures were opened, and tests read the scenes.
    let recipes = (try? SceneTable.builtIn())?.recipes ?? []
    return OpenShotSampler(pictures.members.members, recipes: recipes, options: options) { name in
      // A picture that cannot be read is refused when it is rendered.
      (try? pictures.picture(named: name))?.aspectRatio ?? 1
    }
  }
}
