// When keyframes are: the even times that planned and sampled shots use.

/// The fixed sets of keyframe times.
public enum ShotTiming {
  /// Keyframes of an actor that goes steadily, of a camera that moves.
  public static let steadyKeyframeCount = 5
  /// Keyframes of a motion that turns back and forth, of a handheld camera.
  public static let turningKeyframeCount = 9

  /// How many keyframes an actor has: one for a single frame, else 5 or 9 by its motion.
  public static func keyframeCount(of motion: Motion, frameCount: Int) -> Int {
    guard frameCount > 1 else { return 1 }
    switch motion {
    case .bounce, .jump, .zigzag, .orbit: return turningKeyframeCount
    case .still, .left, .right, .up, .down, .approach, .recede, .spin, .enter, .exit, .chase, .meet:
      return steadyKeyframeCount
    }
  }

  /// How many keyframes a camera has: one if it stands still, else 5, handheld 9.
  public static func keyframeCount(of move: CameraMove, frameCount: Int) -> Int {
    guard frameCount > 1 else { return 1 }
    switch move {
    case .still: return 1
    case .handheld: return turningKeyframeCount
    case .panLeft, .panRight, .tiltUp, .tiltDown, .zoomIn, .zoomOut, .track: return steadyKeyframeCount
    }
  }

  /// Evenly spaced times in seconds from 0 to the last frame's time, ends included.
  public static func times(count: Int, frameCount: Int, frameRate: Double) -> [Double] {
    guard count > 1, frameCount > 1 else { return [0] }
    let span = Double(frameCount - 1) / frameRate
    return (0..<count).map { span * Double($0) / Double(count - 1) }
  }
}
