import ZoetropeDenoiser

/// The frames that a run denoises: those to be made, and as many of the given ones beside them as they go on from.
///
/// A model is told of pictures in whole time steps of ``PatchSize/frames`` frames, so the window is three runs of whole steps:
/// given frames, frames to be made, given frames. No step is given in part:
/// - where fewer frames are given than a step has, as with a single first frame, the outermost one fills the rest of its step, at
///   its own time in the plan: the model sees it stand still there, *outside* of the clip;
/// - where the frames to be made do not fill their last step, it makes a few more, which are thrown away.
struct FrameWindow: Equatable {
  /// Number of each frame in the clip, 0-based: in order, repeated as above, and beyond the clip's end where nothing is given there.
  let frames: [Int]
  /// How many of them, at the beginning, are given.
  let openingCount: Int
  /// How many of them, at the end, are given.
  let endingCount: Int
  /// Numbers of the frames that are made.
  let made: Range<Int>
  /// Number of the first time step in the clip, which names its noise.
  let firstStep: Int

  /// The most given frames that a model is told of on each side: what it was trained with, and what costs little.
  static let contextFrames = 8

  /// Lays out the window of a clip.
  ///
  /// - Parameters:
  ///   - opening: how many frames are given that the clip begins with.
  ///   - ending: how many frames are given that it ends with.
  /// - Throws: ``SessionError/badSetting(name:value:expected:)`` where nothing is left to make.
  init(frameCount: Int, opening: Int, ending: Int, patch: PatchSize) throws(SessionError) {
    guard frameCount > opening + ending else {
      throw .badSetting(
        name: "frames", value: "\(frameCount)",
        expected: "at least \(opening + ending + 1), so that beside those that are given one is left to make")
    }
    let depth = patch.frames
    func told(_ count: Int) -> Int {
      count == 0 ? 0 : max(min(count, FrameWindow.contextFrames) / depth, 1) * depth
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

  /// Places of the made frames in the window.
  var madePlaces: Range<Int> { openingCount..<openingCount + made.count }

  /// The given picture at a place of the window; nil where a frame is made.
  func picture<Picture>(at place: Int, opening: [Picture], ending: [Picture]) -> Picture? {
    if place < openingCount { return opening[frames[place]] }
    if place >= frames.count - endingCount { return ending[frames[place] - made.upperBound] }
    return nil
  }
}
