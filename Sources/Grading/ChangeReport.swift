import ZoetropeShot
import ZoetropeWorld

/// Measures of how a clip changes over time, held against how the plan's own renders change.
struct ChangeReport {
  private let reading: ShotReading
  /// The clip, and renders of its plan over other scenery.
  private let clip: Blocks
  private let truths: [Blocks]
  private let flickers: (clip: Double, truth: Double)?

  /// Sides of the squares that are averaged where grain is not the question.
  private static let blockSide = 4
  /// Renders whose change is averaged: clouds and waves differ.
  private static let truthCount = 3
  private static let firstSeed: UInt64 = 0x6368_616E
  /// Frames between which drift is measured, where the clip is long enough.
  private static let driftSteps = [2, 4, 8, 16, 32, 50]
  /// Frames between which a clip's liveliness is measured.
  private static let dynamicsStep = 2
  /// Change, in levels, that is added on both sides of a ratio: less is no movement.
  private static let leastChange = 1.0

  /// - Parameter isFree: pixels that no planned actor is near, `[F, H, W]`.
  init?(_ reading: ShotReading, isFree: [Bool]) throws {
    guard reading.clip.frameCount > ChangeReport.dynamicsStep else { return nil }
    self.reading = reading
    let renders = try (0..<ChangeReport.truthCount).map {
      try reading.world.render(
        reading.plan, height: reading.height, width: reading.width,
        seed: ChangeReport.firstSeed + UInt64($0))
    }
    clip = Blocks(reading.clip, isFree: isFree, side: ChangeReport.blockSide)
    truths = renders.map { Blocks($0, isFree: isFree, side: ChangeReport.blockSide) }
    guard reading.plan.camera.move == .still else {
      flickers = nil
      return
    }
    let pixels = Blocks(reading.clip, isFree: isFree, side: 1).change(over: 1, freeOnly: true)
    flickers = (
      pixels, renders.map { Blocks($0, isFree: isFree, side: 1).change(over: 1, freeOnly: true) }.mean
    )
  }

  /// Flicker and drift where the camera stands still, and dynamics.
  var outcomes: [Grade.Outcome] {
    var outcomes: [Grade.Outcome] = []
    if let flickers {
      outcomes.append(Grade.Outcome(measure: .flicker, value: max(0, flickers.clip - flickers.truth)))
      outcomes.append(drift)
    }
    let found = clip.change(over: ChangeReport.dynamicsStep, freeOnly: false)
    let planned = truths.map { $0.change(over: ChangeReport.dynamicsStep, freeOnly: false) }.mean
    let octaves = binaryLogarithm((found + ChangeReport.leastChange) / (planned + ChangeReport.leastChange))
    outcomes.append(
      Grade.Outcome(
        measure: .dynamics, value: abs(octaves), planned: ChangeReport.words(planned),
        found: ChangeReport.words(found)))
    return outcomes
  }

  // MARK: - Internals

  private var drift: Grade.Outcome {
    let last = reading.clip.frameCount - 1
    let steps = ChangeReport.driftSteps.filter { $0 < last } + [min(last, ChangeReport.driftSteps.last!)]
    let excesses = steps.map { step in
      max(
        0,
        clip.change(over: step, freeOnly: true)
          - truths.map { $0.change(over: step, freeOnly: true) }.mean)
    }
    let words = zip(steps, excesses).map { "\($0): \(ChangeReport.words($1))" }
    return Grade.Outcome(measure: .drift, value: excesses.mean, found: words.joined(separator: ", "))
  }

  private static func words(_ levels: Double) -> String { "\((levels * 10).rounded() / 10)" }
}

/// A clip averaged over squares, `[F, rows, columns, 3]`.
private struct Blocks {
  let frameCount: Int
  /// Squares of a frame.
  let area: Int
  var values: [Float]
  /// Whether a square holds free pixels only, `[F, rows, columns]`.
  var isFree: [Bool]

  init(_ clip: Clip, isFree pixelIsFree: [Bool], side: Int) {
    let reduced = clip.reduced(by: side)
    let (rows, columns) = (reduced.height, reduced.width)
    frameCount = clip.frameCount
    area = rows * columns
    values = reduced.pixels
    var isFree = [Bool](repeating: true, count: frameCount * area)
    for frame in 0..<frameCount {
      for y in 0..<rows * side {
        for x in 0..<columns * side where !pixelIsFree[(frame * clip.height + y) * clip.width + x] {
          isFree[(frame * rows + y / side) * columns + x / side] = false
        }
      }
    }
    self.isFree = isFree
  }

  /// Mean absolute change between frames `step` apart, in grey levels (of 255).
  ///
  /// - Parameter freeOnly: whether only squares count that are free in both frames.
  func change(over step: Int, freeOnly: Bool) -> Double {
    var sum = 0.0, count = 0
    values.withUnsafeBufferPointer { values in
      isFree.withUnsafeBufferPointer { isFree in
        for from in 0..<max(0, frameCount - step) * area {
          let to = from + step * area
          if freeOnly && !(isFree[from] && isFree[to]) { continue }
          let difference =
            abs(values[to * 3] - values[from * 3]) + abs(values[to * 3 + 1] - values[from * 3 + 1])
            + abs(values[to * 3 + 2] - values[from * 3 + 2])
          sum += Double(difference)
          count += 3
        }
      }
    }
    return count > 0 ? sum / Double(count) * 127.5 : 0
  }
}
