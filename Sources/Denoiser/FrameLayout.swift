import ZoetropeShot

/// The frames that are denoised for a clip between conditioning frames: those to be made, and as many of the given ones beside
/// them as they go on from.
///
/// A model is given frames in whole time steps of ``PatchSize/frames`` frames, so the layout is three runs of whole steps:
/// conditioning frames, frames to be made, conditioning frames. No step is given in part:
/// - where fewer frames are given than a step has, as with a single first frame, the outermost one fills the rest of its step, at
///   its own time in the plan: the model sees it stand still there, *outside* of the clip;
/// - where the frames to be made do not fill their last step, it makes a few more, which are thrown away.
public struct FrameLayout: Sendable, Equatable {
  /// Number of each frame in the clip, 0-based: in order, repeated as above, and beyond the clip's end where nothing is given there.
  public let frames: [Int]
  /// How many of them, at the beginning, are given.
  public let openingCount: Int
  /// How many of them, at the end, are given.
  public let endingCount: Int
  /// Numbers of the frames that are made.
  public let made: Range<Int>
  /// Number of the first time step in the clip, which names its noise.
  public let firstStep: Int

  /// The most conditioning frames that a model is told of on each side: what it was trained with, and what costs little.
  public static let contextFrames = 8

  /// Lays out a clip.
  ///
  /// - Parameters:
  ///   - opening: how many frames are given that the clip begins with.
  ///   - ending: how many frames are given that it ends with.
  /// - Throws: ``DenoiserError/badSetting(name:value:expected:)`` where nothing is left to make.
  public init(frameCount: Int, opening: Int, ending: Int, patch: PatchSize) throws(DenoiserError) {
    guard frameCount > opening + ending else {
      throw .badSetting(
        name: "frames", value: "\(frameCount)",
        expected: "at least \(opening + ending + 1), so that beside those that are given one is left to make")
    }
    let depth = patch.frames
    func told(_ count: Int) -> Int {
      count == 0 ? 0 : max(min(count, FrameLayout.contextFrames) / depth, 1) * depth
    }
    let made = opening..<frameCount - ending
    let (before, after) = (told(opening), told(ending))
    let spare = (depth - made.count % depth) % depth
    frames =
      (0..<before).map { max(opening - before + $0, 0) } + made
      + (0..<spare).map { ending > 0 ? made.upperBound : made.upperBound + $0 }
      + (0..<after).map { min(made.upperBound + $0, frameCount - 1) }
    self.made = made
    openingCount = before
    endingCount = after
    firstStep = max(opening - before + depth - 1, 0) / depth
  }

  /// Places of the made frames in the layout.
  public var madePlaces: Range<Int> { openingCount..<openingCount + made.count }

  /// The conditioning frame at a place of the layout; nil where a frame is made.
  public func picture<Picture>(at place: Int, opening: [Picture], ending: [Picture]) -> Picture? {
    if place < openingCount { return opening[frames[place]] }
    if place >= frames.count - endingCount { return ending[frames[place] - made.upperBound] }
    return nil
  }

  /// The conditioning frames as known pixels; nil where there are none.
  ///
  /// - Parameters:
  ///   - opening: the frames that the clip begins with, of the model's size.
  ///   - ending: the frames that it ends with, of the model's size.
  ///   - geometry: of ``frames``.
  /// - Throws: ``DenoiserError/indivisible(clip:patch:)``.
  public func knownPixels(
    opening: [Frame], ending: [Frame], _ geometry: ClipGeometry
  ) throws -> KnownPixels? {
    guard openingCount + endingCount > 0 else { return nil }
    var clip = Clip(frameCount: frames.count, height: geometry.height, width: geometry.width)
    var isGiven = [Bool](repeating: false, count: frames.count)
    for place in isGiven.indices {
      guard let frame = picture(at: place, opening: opening, ending: ending) else { continue }
      clip[frame: place] = frame
      isGiven[place] = true
    }
    let (grid, patch) = (geometry.grid, geometry.patch)
    let isWhole = (0..<grid.count).map { isGiven[$0 / (grid.rows * grid.columns) * patch.frames] }
    return KnownPixels(patches: try clip.patchify(patch), isWhole: isWhole)
  }
}
