/// How a shot is divided in time while it is denoised.
///
/// A network that is trained on clips of some frames is evaluated on windows of as many. All windows of a shot share their
/// levels (they are denoised in lockstep), so that neighbours see each other's half-made frames: borders move by half a
/// window every other step, and at the last levels windows overlap and are blended. Cost per frame and memory of an evaluation
/// then do not grow with the shot's length.
/// (Windows in lockstep: Bar-Tal et al. 2023, MultiDiffusion, arXiv:2302.08113; shifted: Liu et al. 2021, arXiv:2103.14030.)
public struct WindowLayout: Sendable, Equatable, Codable {
  /// Frames of a window; nil takes the whole shot at once.
  public var frameCount: Int?
  /// Frames that neighbours share at the last levels.
  public var overlap: Int
  /// The share of the steps, counted from the end, in which neighbours overlap, 0…1.
  public var overlapShare: Double

  /// Makes a layout.
  public init(frameCount: Int? = nil, overlap: Int = 4, overlapShare: Double = 0.25) {
    self.frameCount = frameCount
    self.overlap = overlap
    self.overlapShare = overlapShare
  }

  /// The whole shot at once.
  public static let whole = WindowLayout()
  /// Windows of 16 frames.
  public static let standard = WindowLayout(frameCount: 16)

  /// Windows of 16 frames that overlap in the last step at least, however few there are.
  public static func standard(stepCount: Int) -> WindowLayout {
    var layout = standard
    layout.overlapShare = max(layout.overlapShare, 1 / Double(max(stepCount, 1)))
    return layout
  }

  /// The windows of a step.
  ///
  /// - Parameters:
  ///   - timeSteps: patches in time of the shot.
  ///   - step: which step, 0-based.
  ///   - stepCount: steps in all.
  ///   - patchFrames: frames of a patch.
  /// - Returns: windows in order; each time step is in one of them, or in two that overlap, with weights that add up to 1.
  public func windows(timeSteps: Int, step: Int, stepCount: Int, patchFrames: Int) -> [DenoisingWindow] {
    let length = frameCount.map { max($0 / patchFrames, 1) } ?? timeSteps
    guard length < timeSteps else {
      return [DenoisingWindow(timeSteps: 0..<timeSteps, weights: Array(repeating: 1, count: timeSteps))]
    }
    // Borders of even and odd steps; a piece shorter than half a window joins its neighbour.
    let shift = step % 2 == 0 ? length : length / 2
    let least = max(length / 2, 1)
    let borders = stride(from: max(shift, 1), to: timeSteps, by: length).filter {
      $0 >= least && timeSteps - $0 >= least
    }
    let edges = [0] + borders + [timeSteps]
    let overlaps = Double(stepCount - step) <= overlapShare * Double(stepCount)
    let half = overlaps ? min(max(overlap / patchFrames / 2, 0), least) : 0
    return (0..<edges.count - 1).map { index in
      let start = index == 0 ? 0 : edges[index] - half
      let end = index == edges.count - 2 ? timeSteps : edges[index + 1] + half
      let weights = (start..<end).map { step -> Float in
        var weight: Float = 1
        if index > 0 { weight *= WindowLayout.ramp(step, around: edges[index], half: half) }
        if index < edges.count - 2 {
          weight *= 1 - WindowLayout.ramp(step, around: edges[index + 1], half: half)
        }
        return weight
      }
      return DenoisingWindow(timeSteps: start..<end, weights: weights)
    }
  }

  /// Weight of the window behind a border: 0 before it, 1 behind it, rising over the overlap.
  private static func ramp(_ step: Int, around border: Int, half: Int) -> Float {
    guard half > 0 else { return step >= border ? 1 : 0 }
    return min(max((Float(step - border + half) + 0.5) / Float(2 * half), 0), 1)
  }
}

/// Time steps that the network sees together.
public struct DenoisingWindow: Sendable, Equatable {
  /// Which.
  public let timeSteps: Range<Int>
  /// How much its estimate of each time step counts, `[timeSteps.count]`.
  public let weights: [Float]
}
