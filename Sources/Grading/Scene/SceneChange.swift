import ZoetropeShot
import ZoetropeWorld

/// How a clip changes over time and how sharp it is, against its plan's render.
struct SceneChange {
  private let plan: ShotPlan
  private let clip: Clip
  private let truth: Clip
  private let large: (clip: Clip, truth: Clip)

  /// Levels by which a still pixel of a render may change.
  private static let stillness: Float = 2 / 127.5
  /// Frames between which drift is measured, where the clip is long enough.
  private static let driftSteps = [2, 4, 8, 16, 32, 50]
  /// Sides of the squares whose means drift is measured on.
  private static let blockSide = 4
  /// Frames whose fine structure is measured.
  private static let detailCount = 5

  /// - Parameters:
  ///   - clip: at its own size.
  ///   - small: at the size of questions.
  init(_ world: World, _ clip: Clip, _ small: Clip, _ plan: ShotPlan) throws {
    self.plan = plan
    self.clip = small
    truth = try world.render(plan, height: small.height, width: small.width)
    let count = min(SceneChange.detailCount, plan.frameCount)
    let numbers = (0..<count).map { count == 1 ? 0 : $0 * (plan.frameCount - 1) / (count - 1) }
    large = (
      Clip(frames: numbers.map { clip[frame: $0] }),
      try world.render(plan, height: clip.height, width: clip.width, numbers: numbers)
    )
  }

  /// Missing detail, and where there is more than one frame flicker, drift and dynamics.
  var outcomes: [Grade.Outcome] {
    var outcomes: [Grade.Outcome] = []
    if let missing = missingDetail { outcomes.append(Grade.Outcome(measure: .detail, value: 100 * missing)) }
    guard plan.frameCount > 2 else { return outcomes }
    if let flicker = excess(clip, truth, step: 1) {
      outcomes.append(Grade.Outcome(measure: .flicker, value: flicker))
    }
    let (blocks, truths) = (clip.reduced(by: SceneChange.blockSide), truth.reduced(by: SceneChange.blockSide))
    let last = plan.frameCount - 1
    let steps = SceneChange.driftSteps.filter { $0 < last } + [min(last, SceneChange.driftSteps.last!)]
    let drifts = steps.compactMap { excess(blocks, truths, step: $0) }
    if !drifts.isEmpty { outcomes.append(Grade.Outcome(measure: .drift, value: drifts.mean)) }
    let (found, planned) = (change(clip), change(truth))
    outcomes.append(
      Grade.Outcome(measure: .dynamics, value: abs(binaryLogarithm((found + 1) / (planned + 1)))))
    return outcomes
  }

  // MARK: - Internals

  /// By how many levels pixels that stand still in the render change more in the clip; nil where hardly any stands still.
  private func excess(_ clip: Clip, _ truth: Clip, step: Int) -> Double? {
    var (sum, own, count) = (0.0, 0.0, 0)
    let stride = clip.frameStride
    for from in 0..<max(0, clip.frameCount - step) * stride {
      let planned = abs(truth.pixels[from + step * stride] - truth.pixels[from])
      guard planned < SceneChange.stillness else { continue }
      sum += Double(abs(clip.pixels[from + step * stride] - clip.pixels[from]))
      own += Double(planned)
      count += 1
    }
    guard count * 50 > clip.pixels.count else { return nil }
    return max(0, (sum - own) / Double(count) * 127.5)
  }

  /// Mean change over two frames, in levels.
  private func change(_ clip: Clip) -> Double {
    let offset = 2 * clip.frameStride
    var sum = 0.0
    for index in 0..<clip.pixels.count - offset {
      sum += Double(abs(clip.pixels[index + offset] - clip.pixels[index]))
    }
    return sum / Double(clip.pixels.count - offset) * 127.5
  }

  /// The share of the render's fine structure that is missing or wrong in the clip, by energy; above 1 it would be better without.
  private var missingDetail: Double? {
    let planned = SceneChange.fineStructure(large.truth), found = SceneChange.fineStructure(large.clip)
    var (error, energy) = (0.0, 0.0)
    for (a, b) in zip(found, planned) {
      error += Double((a - b) * (a - b))
      energy += Double(b * b)
    }
    // A tenth of a level on average is nothing to be seen.
    guard energy > Double(planned.count) * (0.1 / 127.5) * (0.1 / 127.5) else { return nil }
    return error / energy
  }

  /// What a mean over 5×5 pixels takes away.
  private static func fineStructure(_ clip: Clip) -> [Float] {
    let (height, width, radius) = (clip.height, clip.width, 2)
    var result = clip.pixels
    for frame in 0..<clip.frameCount {
      let start = frame * clip.frameStride
      // Sums over rectangles from the corner, [H + 1, W + 1, 3].
      var sums = [Float](repeating: 0, count: (height + 1) * (width + 1) * 3)
      for y in 0..<height {
        var line = SIMD3<Float>.zero
        for x in 0..<width {
          for channel in 0..<3 {
            line[channel] += clip.pixels[start + (y * width + x) * 3 + channel]
            sums[((y + 1) * (width + 1) + x + 1) * 3 + channel] =
              sums[(y * (width + 1) + x + 1) * 3 + channel] + line[channel]
          }
        }
      }
      for y in 0..<height {
        let (top, bottom) = (max(0, y - radius), min(height, y + radius + 1))
        for x in 0..<width {
          let (left, right) = (max(0, x - radius), min(width, x + radius + 1))
          let share = 1 / Float((bottom - top) * (right - left))
          for channel in 0..<3 {
            func corner(_ y: Int, _ x: Int) -> Float { sums[(y * (width + 1) + x) * 3 + channel] }
            let sum = corner(bottom, right) - corner(top, right) - corner(bottom, left) + corner(top, left)
            result[start + (y * width + x) * 3 + channel] -= sum * share
          }
        }
      }
    }
    return result
  }
}
