import Testing
import ZoetropeCompute
import ZoetropeLayers
import ZoetropeShot

@testable import ZoetropeDenoiser

@Suite struct WindowLayoutTests {
  private func windows(_ timeSteps: Int, step: Int, of stepCount: Int = 8) -> [DenoisingWindow] {
    WindowLayout.standard.windows(timeSteps: timeSteps, step: step, stepCount: stepCount, patchFrames: 2)
  }

  /// 32 time steps of two frames in windows of 16 frames, written out by hand.
  @Test func bordersMoveByHalfAWindow() {
    #expect(windows(32, step: 0).map(\.timeSteps) == [0..<8, 8..<16, 16..<24, 24..<32])
    #expect(windows(32, step: 1).map(\.timeSteps) == [0..<4, 4..<12, 12..<20, 20..<28, 28..<32])
    #expect(windows(32, step: 2).map(\.timeSteps) == windows(32, step: 0).map(\.timeSteps))
    // Of 8 steps the last two overlap by four frames, two time steps.
    #expect(windows(32, step: 6).map(\.timeSteps) == [0..<9, 7..<17, 15..<25, 23..<32])
    #expect(windows(32, step: 6)[1].weights == [0.25, 0.75, 1, 1, 1, 1, 1, 1, 0.75, 0.25])
  }

  /// Of two steps the second overlaps, though it is more than the last quarter of them.
  @Test func theLastStepAlwaysOverlaps() {
    func windows(_ stepCount: Int) -> [Range<Int>] {
      WindowLayout.standard(stepCount: stepCount).windows(
        timeSteps: 32, step: stepCount - 1, stepCount: stepCount, patchFrames: 2
      ).map(\.timeSteps)
    }
    #expect(windows(2) == [0..<5, 3..<13, 11..<21, 19..<29, 27..<32])
    #expect(windows(1) == [0..<9, 7..<17, 15..<25, 23..<32])
    #expect(WindowLayout.standard(stepCount: 8) == .standard)
  }

  @Test func shortShotsAndShortPiecesAreNotCut() {
    #expect(windows(8, step: 1).map(\.timeSteps) == [0..<8])
    // A last piece of three time steps joins its neighbour; one of four, half a window, does not.
    #expect(windows(19, step: 0).map(\.timeSteps) == [0..<8, 8..<19])
    #expect(windows(20, step: 0).map(\.timeSteps) == [0..<8, 8..<16, 16..<20])
  }

  @Test func everyTimeStepCountsOnce() {
    for timeSteps in 1...70 {
      for step in 0..<8 {
        var sums = [Float](repeating: 0, count: timeSteps)
        for window in windows(timeSteps, step: step) {
          for (place, weight) in window.weights.enumerated() {
            sums[window.timeSteps.lowerBound + place] += weight
          }
        }
        // Sums of quarters are exact.
        #expect(sums == Array(repeating: 1, count: timeSteps), "\(timeSteps) time steps, step \(step)")
      }
    }
  }
}

/// Denoising in windows against the same work done by hand.
@Suite struct WindowedDenoisingTests {
  static let frames = 24
  static let layout = WindowLayout(frameCount: 8, overlap: 4, overlapShare: 0.5)
  static let levels = [1, 0.8, 0.5, 0.2, 0]

  private func shot(_ kind: SamplerKind, _ layout: WindowLayout = layout) throws -> ShotDenoiser {
    try ShotDenoiser(
      Fixture.denoiser(), Fixture.input(Fixture.plan([.fox]), frames: WindowedDenoisingTests.frames),
      sampler: kind, levels: WindowedDenoisingTests.levels, guidance: Guidance(scale: 2), windows: layout)
  }

  private func noise(_ shot: ShotDenoiser) -> Tensor {
    .normal([shot.input.geometry.grid.count, Fixture.configuration.patch.valueCount], seed: 5)
  }

  /// Euler steps written out: each window is a clip of its own, cut from plan and state, and estimates are added up.
  @Test func windowsAreClipsOfTheirOwn() throws {
    let shot = try shot(.euler)
    var denoising = try shot.start(noise: noise(shot))
    while denoising.next() != nil {}

    let (denoiser, plan, width) = (Fixture.denoiser(), Fixture.plan([.fox]), noise(shot).shape.columns)
    let perStep = 16  // 16×16 pixels in patches of 4×4
    let layouts: [[(Range<Int>, [Float])]] = [
      [(0..<4, [1, 1, 1, 1]), (4..<8, [1, 1, 1, 1]), (8..<12, [1, 1, 1, 1])],
      [(0..<2, [1, 1]), (2..<6, [1, 1, 1, 1]), (6..<10, [1, 1, 1, 1]), (10..<12, [1, 1])],
      [
        (0..<5, [1, 1, 1, 0.75, 0.25]), (3..<9, [0.25, 0.75, 1, 1, 0.75, 0.25]),
        (7..<12, [0.25, 0.75, 1, 1, 1]),
      ],
      [
        (0..<3, [1, 0.75, 0.25]), (1..<7, [0.25, 0.75, 1, 1, 0.75, 0.25]),
        (5..<11, [0.25, 0.75, 1, 1, 0.75, 0.25]), (9..<12, [0.25, 0.75, 1]),
      ],
    ]
    var z = noise(shot).elements
    for (step, windows) in layouts.enumerated() {
      let (t, next) = (WindowedDenoisingTests.levels[step], WindowedDenoisingTests.levels[step + 1])
      var clean = [Float](repeating: 0, count: z.count)
      for (timeSteps, weights) in windows {
        let times = (timeSteps.lowerBound * 2..<timeSteps.upperBound * 2).map(plan.time(ofFrame:))
        let input = try ShotInput(plan, times: times, height: 16, width: 16, for: Fixture.configuration)
        let (count, start) = (timeSteps.count * perStep, timeSteps.lowerBound * perStep * width)
        let state = Variable(Tensor(Array(z[start..<start + count * width]), [count, width]))
        func estimate(_ features: PlanFeatures) -> [Float] {
          denoiser(
            patches: state, levels: Array(repeating: Float(t), count: count),
            conditioning: denoiser.conditioning([features])
          ).value.elements
        }
        let (with, without) = (estimate(input.features()), estimate(input.unconditionalFeatures()))
        for index in with.indices {
          clean[start + index] += weights[index / width / perStep] * (2 * with[index] - without[index])
        }
      }
      let keep = Float(next / t)
      for index in z.indices { z[index] = keep * z[index] + (1 - keep) * clean[index] }
    }
    // Both branches in one pass and fused multiply-adds round otherwise: some 1e-6 over four steps of values around 1.
    #expect(largestDifference(denoising.state.sampler.z, Tensor(z, noise(shot).shape)) < 2e-5)
  }

  /// Stopped after any window and started again from the saved state, the end is the same to the bit.
  @Test(arguments: SamplerKind.allCases) func resumesAtAnyWindow(kind: SamplerKind) throws {
    let shot = try shot(kind)
    var whole = try shot.start(noise: noise(shot))
    var count = 0
    while !whole.isDone {
      _ = whole.advance()
      count += 1
    }
    // 3 + 4 + 3 + 4 windows; Heun looks twice in all steps but the last.
    #expect(count == (kind == .heun ? 24 : 14))
    for stop in 1..<count {
      var first = try shot.start(noise: noise(shot))
      for _ in 0..<stop { _ = first.advance() }
      var second = try shot.resume(first.state)
      while second.next() != nil {}
      #expect(second.state == whole.state, "stopped after \(stop) windows")
    }
  }

  @Test func oneWindowIsTheWholeShot() throws {
    let (whole, wide) = (try shot(.dpmpp2m, .whole), try shot(.dpmpp2m, WindowLayout(frameCount: 24)))
    var (a, b) = (try whole.start(noise: noise(whole)), try wide.start(noise: noise(wide)))
    while a.next() != nil, b.next() != nil {}
    #expect(a.state == b.state)
  }

  @Test func statesOfOtherWindowsAreRefused() throws {
    let shot = try shot(.euler)
    let state = DenoisingState(
      sampler: SamplerState(noise: noise(shot)), estimates: [Tensor(zeros: [3, 4])])
    #expect(throws: DenoiserError.self) { try shot.resume(state) }
  }
}

/// Patches whose levels differ, on Gaussian data, where the exact denoiser is known.
@Suite struct LevelGridTests {
  private let variance = 0.25

  /// E[x | z] for x of mean 0.
  private func denoise(_ z: Float, _ t: Double) -> Float {
    Float((1 - t) * variance / ((1 - t) * (1 - t) * variance + t * t)) * z
  }

  /// Three patches that start at different levels, one of them clean, move as they would alone.
  @Test(arguments: SamplerKind.allCases) func groupsWalkAlone(kind: SamplerKind) throws {
    let own: [[Double]] = [[1, 0.75, 0.5, 0.25, 0], [0.5, 0.375, 0.25, 0.125, 0], [0, 0, 0, 0, 0]]
    let grid = try LevelGrid(
      groups: (0...4).map { step in own.map { $0[step] } }, groupOfPatch: [0, 1, 1, 2, 0])
    let noise: [Float] = [1.5, -0.4, 0.8, 0.3, -2]
    var state = SamplerState(noise: Tensor(noise, [5, 1]))
    let sampler = Sampler(kind, levels: grid)
    while state.step < 4 {
      sampler.advance(&state) { z, index in
        let levels = grid.levels(at: index, patches: 0..<5)
        return Tensor(zip(z.elements, levels).map { denoise($0, Double($1)) }, z.shape)
      }
    }
    for (patch, group) in [0, 1, 1, 2, 0].enumerated() {
      var alone = SamplerState(noise: Tensor([noise[patch]], [1, 1]))
      if group < 2 {
        let sampler = Sampler(kind, levels: own[group])
        while alone.step < 4 {
          sampler.step(&alone) { z, t in Tensor([denoise(z.elements[0], t)], [1, 1]) }
        }
      }
      #expect(state.z.elements[patch] == alone.z.elements[0], "patch \(patch)")
    }
  }

  @Test func nonsenseIsRefused() {
    #expect(throws: DenoiserError.self) { try LevelGrid(groups: [[1]], groupOfPatch: [0]) }
    #expect(throws: DenoiserError.self) { try LevelGrid(groups: [[0.5], [1]], groupOfPatch: [0]) }
    #expect(throws: DenoiserError.self) { try LevelGrid(groups: [[1], [2]], groupOfPatch: [0]) }
    #expect(throws: DenoiserError.self) { try LevelGrid(groups: [[1], [0, 0]], groupOfPatch: [0]) }
    #expect(throws: DenoiserError.self) { try LevelGrid(groups: [[1], [0]], groupOfPatch: [1]) }
  }
}
