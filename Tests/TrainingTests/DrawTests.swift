import Foundation
import Testing
import ZoetropeDenoiser
import ZoetropeRandom
import ZoetropeShot

@testable import ZoetropeTraining

/// What is given in training.
@Suite struct KnownRegionTests {
  private static let patch = PatchSize(frames: 2, height: 2, width: 3)
  private static let grids = [
    PatchGrid(frames: 8, rows: 6, columns: 11), PatchGrid(frames: 2, rows: 8, columns: 8),
    PatchGrid(frames: 1, rows: 8, columns: 8), PatchGrid(frames: 5, rows: 3, columns: 2),
  ]
  private static let wholePatches = KnownRegion.allCases.filter(\.hasWholePatches)

  /// Many masks of one kind, each as known pixels by (frame, row, column).
  private static func masks(_ region: KnownRegion, _ grid: PatchGrid) throws -> [[[[Bool]]]] {
    let (height, width) = (grid.rows * patch.height, grid.columns * patch.width)
    let geometry = try ClipGeometry(
      times: (0..<grid.frames * patch.frames).map { Double($0) / 8 }, height: height, width: width,
      patch: patch)
    let actor = Actor(
      kind: .fox, motion: .right,
      keyframes: [
        Keyframe(t: 0, x: 0.3, y: 0.6, width: 0.3, height: 0.4),
        Keyframe(t: 2, x: 0.8, y: 0.5, width: 0.3, height: 0.4),
      ])
    let plan = ShotPlan(frameRate: 8, frameCount: 16, size: .wide, scene: .snow, actors: [actor])
    var generator = Generator(seed: 77)
    return (0..<400).map { _ in
      let mask = region.mask(geometry, plan, using: &generator)
      return geometry.times.indices.map { frame in
        (0..<height).map { row in (0..<width).map { mask[(frame * height + row) * width + $0] } }
      }
    }
  }

  /// The same masks by patches (step, row, column), all of whose pixels must be alike.
  private static func patchMasks(_ region: KnownRegion, _ grid: PatchGrid) throws -> [[[[Bool]]]] {
    try masks(region, grid).map { mask in
      (0..<grid.frames).map { step in
        (0..<grid.rows).map { row in
          (0..<grid.columns).map { column in
            let pixels = (0..<patch.pixelCount).map { pixel in
              mask[step * patch.frames + pixel / (patch.height * patch.width)][
                row * patch.height + pixel / patch.width % patch.height][
                  column * patch.width + pixel % patch.width]
            }
            #expect(Set(pixels).count == 1)
            return pixels[0]
          }
        }
      }
    }
  }

  /// Something is always left to make, and in clips of one step only a box can be.
  @Test(arguments: KnownRegion.allCases) func neverAllOfThem(region: KnownRegion) throws {
    for grid in Self.grids {
      for mask in try Self.masks(region, grid) {
        let known = mask.joined().joined()
        #expect(known.contains(false))
        if grid.frames == 1 && region.hasWholePatches && region != .outsideBox {
          #expect(!known.contains(true))
        }
      }
    }
  }

  /// Masks of time steps know whole steps: those at the beginning, at the end, at both ends, or any.
  @Test(arguments: [KnownRegion.first, .last, .ends, .steps]) func stepsAreWhole(region: KnownRegion) throws {
    for grid in Self.grids where grid.frames > 1 {
      var counts: Set<Int> = []
      for mask in try Self.patchMasks(region, grid) {
        let steps = mask.map { step in step[0][0] }
        for (step, known) in zip(mask, steps) { #expect(step.joined().allSatisfy { $0 == known }) }
        let count = steps.count { $0 }
        counts.insert(count)
        switch region {
        case .first: #expect(steps == steps.indices.map { $0 < count } && count > 0)
        case .last: #expect(steps == steps.indices.map { $0 >= steps.count - count } && count > 0)
        case .ends:
          #expect(steps == steps.indices.map { $0 == 0 || (grid.frames > 2 && $0 == steps.count - 1) })
        default: break
        }
      }
      // At most half of the steps are given at one end; any number but all of them elsewhere.
      switch region {
      case .first, .last: #expect(counts == Set(1...max(1, grid.frames / 2)))
      case .steps: #expect(counts == Set(0..<grid.frames))
      default: #expect(counts == [min(2, grid.frames - 1)])
      }
    }
  }

  /// What is left open outside is one box, the same in every step, and boxes come everywhere.
  @Test func boxesAreBoxes() throws {
    for grid in Self.grids {
      var ever = [[Bool]](repeating: [Bool](repeating: false, count: grid.columns), count: grid.rows)
      for mask in try Self.patchMasks(.outsideBox, grid) {
        let rows = (0..<grid.rows).filter { row in mask[0][row].contains(false) }
        let columns = (0..<grid.columns).filter { column in mask[0].contains { !$0[column] } }
        #expect(rows == Array(rows[0]...rows[rows.count - 1]))
        #expect(columns == Array(columns[0]...columns[columns.count - 1]))
        for step in mask {
          for row in 0..<grid.rows {
            for column in 0..<grid.columns {
              #expect(step[row][column] == !(rows.contains(row) && columns.contains(column)))
              if !step[row][column] { ever[row][column] = true }
            }
          }
        }
      }
      #expect(ever.joined().allSatisfy { $0 })
    }
  }

  /// Frames are known whole, and now and then one of a time step without the other.
  @Test func framesAreWhole() throws {
    var split = 0
    for mask in try Self.masks(.frames, Self.grids[0]) {
      let known = mask.map { frame in frame[0][0] }
      for (frame, isKnown) in zip(mask, known) { #expect(frame.joined().allSatisfy { $0 == isKnown }) }
      if (0..<known.count / 2).contains(where: { known[2 * $0] != known[2 * $0 + 1] }) { split += 1 }
    }
    #expect(split > 200)
  }

  /// Shapes are without gaps in every line, end within patches, and come to know little and much.
  @Test(arguments: [KnownRegion.outsideShape, .insideShape]) func shapesHaveNoGaps(region: KnownRegion) throws
  {
    var shares: [Double] = []
    for mask in try Self.masks(region, Self.grids[0]) {
      // A first frame alone stands for a shape of which nothing is seen.
      if mask[0].joined().allSatisfy({ $0 }), mask.dropFirst().joined().joined().allSatisfy({ !$0 }) {
        continue
      }
      for line in mask.joined() {
        let inside = line.indices.filter { line[$0] == (region == .insideShape) }
        if let first = inside.first, let last = inside.last { #expect(inside == Array(first...last)) }
      }
      let known = Array(mask.joined().joined())
      shares.append(Double(known.count { $0 }) / Double(known.count))
    }
    #expect(shares.count > 350)
    let sorted = shares.sorted()
    // Areas of 0.1…0.6 by 0.15…0.8 lie between 0.05 and 0.33 in four of five cases, less where shapes leave the frame.
    #expect(sorted[shares.count * 9 / 10] - sorted[shares.count / 10] > 0.15)
  }
}

/// How noise levels are drawn, against the distributions' own functions.
@Suite struct NoiseLevelTests {
  /// The share of levels up to `t` by closed form: Φ((logit t − μ)/σ) of the logit-normal part, 1 − (1 − t)^⅓ of `1 − u³`, t of
  /// the even part.
  private static func share(upTo t: Double, _ levels: NoiseLevelDistribution) -> Double {
    let deviate = (log(t / (1 - t)) - levels.mean) / levels.deviation
    let normal = 0.5 * erfc(-deviate / 2.0.squareRoot())
    let dense = 1 - cbrt(1 - t)
    return levels.uniformShare * t
      + (1 - levels.uniformShare) * (levels.logitNormalShare * normal + (1 - levels.logitNormalShare) * dense)
  }

  /// The largest distance between the drawn and the true distribution is that of Kolmogorov and Smirnov: of 20 000 draws it
  /// exceeds 1.95/√n once in a thousand seeds.
  @Test(arguments: [(0.7, 0.0), (1, 0), (0, 0), (0.7, 0.3), (0.7, 1)])
  func levelsAreDistributedAsStated(logitNormal: Double, uniform: Double) {
    var levels = NoiseLevelDistribution()
    (levels.logitNormalShare, levels.uniformShare) = (logitNormal, uniform)
    var generator = Generator(seed: 3)
    let drawn = (0..<20_000).map { _ in levels.sample(using: &generator) }.sorted()
    #expect(drawn.allSatisfy { (0...1).contains($0) })
    let n = Double(drawn.count)
    let distance =
      drawn.enumerated().map { index, t in
        let truth = Self.share(upTo: min(max(t, 1e-12), 1 - 1e-12), levels)
        return max(abs(Double(index) / n - truth), abs(Double(index + 1) / n - truth))
      }.max() ?? 1
    #expect(distance < 1.95 / n.squareRoot(), "\(distance)")
    // The test can fail: the even distribution is farther away, unless it is the one that was asked for.
    let even = drawn.enumerated().map { abs(Double($0) / n - $1) }.max() ?? 0
    #expect(uniform == 1 || even > 0.1)
  }
}
