import Foundation

/// A line of hills, peaks or waves: height above a level as a function of scene x (and time).
struct Ridge: Sendable {
  /// How the line goes between its random points.
  enum Shape: Sendable {
    /// Straight to `amplitude`: flat ground.
    case flat
    /// Rounded hills.
    case round
    /// Straight slopes between peaks.
    case sharp
    /// A travelling sine, `speed` in waves per second.
    case wave(speed: Double)
  }

  var shape: Shape
  /// Largest height in scene units.
  var amplitude: Double
  /// Length of one hill or wave in scene units.
  var length: Double
  /// Where the random points come from; for waves, the phase.
  var noise: CellNoise

  /// The height above the level, at most ``amplitude``; waves go as far below it.
  @inline(__always)
  func height(at x: Double, time: Double) -> Double {
    switch shape {
    case .flat: return amplitude
    case .round:
      return amplitude * (0.75 * smooth(x / length, 0) + 0.25 * smooth(x / length * 2.7, 1))
    case .sharp:
      return amplitude * (0.8 * linear(x / length, 0) + 0.2 * linear(x / length * 2.9, 1))
    case .wave(let speed):
      let phase = x / length - time * speed + noise(0)
      return amplitude * (cosine(phase) * 0.7 + cosine(phase * 0.53 + noise(1)) * 0.3)
    }
  }

  // MARK: - Internals

  private func cosine(_ turns: Double) -> Double { cos(turns * 2 * .pi) }

  private func smooth(_ x: Double, _ octave: Int) -> Double {
    let cell = x.rounded(.down)
    let u = x - cell, index = Int(cell)
    let a = noise(index, octave), b = noise(index + 1, octave)
    return a + (b - a) * u * u * (3 - 2 * u)
  }

  /// High and low points take turns, so that every peak is one.
  private func linear(_ x: Double, _ octave: Int) -> Double {
    let cell = x.rounded(.down)
    let u = x - cell, index = Int(cell)
    let a = peak(index, octave), b = peak(index + 1, octave)
    return a + (b - a) * u
  }

  private func peak(_ index: Int, _ octave: Int) -> Double {
    index & 1 == 0 ? 0.72 + 0.28 * noise(index, octave) : 0.45 * noise(index, octave)
  }
}
