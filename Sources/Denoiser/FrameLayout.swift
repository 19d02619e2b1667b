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

  /// Lays out a clip that is made in sections of at most some frames, each of which goes on from the last frames of the one before.
  ///
  /// - Parameters:
  ///   - sectionLength: the most frames that are made together; nil makes the clip in one piece.
  /// - Returns: one layout for each section, in order; all of what comes before a section counts as its opening.
  /// - Throws: as ``init(frameCount:opening:ending:patch:)``.
  public static func sections(
    frameCount: Int, opening: Int, ending: Int, patch: PatchSize, sectionLength: Int?
  ) throws(DenoiserError) -> [FrameLayout] {
    let whole = try FrameLayout(frameCount: frameCount, opening: opening, ending: ending, patch: patch)
    guard let sectionLength, sectionLength > 0, whole.made.count > sectionLength else { return [whole] }
    let count = (whole.made.count + sectionLength - 1) / sectionLength
    // Sections of about the same length, in whole time steps.
    let perStep = count * patch.frames
    let length = (whole.made.count + perStep - 1) / perStep * patch.frames
    var result: [FrameLayout] = []
    var start = whole.made.lowerBound
    while start < whole.made.upperBound {
      let end = min(start + length, whole.made.upperBound)
      let isLast = end == whole.made.upperBound
      result.append(
        try FrameLayout(
          frameCount: isLast ? frameCount : end, opening: start, ending: isLast ? ending : 0, patch: patch))
      start = end
    }
    return result
  }

  /// Places of the made frames in the layout.
  public var madePlaces: Range<Int> { openingCount..<openingCount + made.count }

  /// What is given of the frames, as known pixels; nil where nothing is.
  ///
  /// - Parameters:
  ///   - geometry: of ``frames``.
  ///   - given: the frame at a place of the layout, of the model's size, and which of its pixels are given, row by row; nil for
  ///     all of them. Nil where nothing of the frame is given.
  /// - Throws: ``DenoiserError/indivisible(clip:patch:)``.
  public func knownPixels(
    _ geometry: ClipGeometry, given: (_ place: Int) -> (frame: Frame, isGiven: [Bool]?)?
  ) throws -> KnownPixels? {
    var clip = Clip(frameCount: frames.count, height: geometry.height, width: geometry.width)
    let area = geometry.height * geometry.width
    var isKnown = [Bool](repeating: false, count: frames.count * area)
    for place in frames.indices {
      guard let (frame, isGiven) = given(place) else { continue }
      clip[frame: place] = frame
      let pixels = place * area..<(place + 1) * area
      isKnown.replaceSubrange(pixels, with: isGiven ?? [Bool](repeating: true, count: area))
    }
    guard isKnown.contains(true) else { return nil }
    return try KnownPixels(clip, isKnown: isKnown, patch: geometry.patch)
  }
}
