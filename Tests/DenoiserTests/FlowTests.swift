import Foundation
import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeRandom

/// What holds on a straight path, for random data, noise and times.
@Suite struct FlowPathTests {
  /// fp32 numbers of size up to about 4 at times 0.05…1: a velocity is rounded at 1/t of that (4 · 6e-8 · 20).
  static let tolerance: Float = 1e-5

  private struct Point {
    let x: Float, noise: Float, t: Float, next: Float
  }

  private static let points: [Point] = {
    var generator = Generator(seed: 41)
    return (0..<2000).map { _ in
      let t = Float(generator.uniform(0.05...1))
      return Point(
        x: Float(generator.uniform(-1...1)), noise: Float(generator.normal()), t: t,
        next: t * Float(generator.uniform()))
    }
  }()

  /// A state and its velocity give back what they were made of: `z − t·v = x` and `z + (1 − t)·v = ε`.
  @Test func velocitiesLeadBackToDataAndNoise() {
    for point in FlowPathTests.points {
      let z = FlowPath.state(x: point.x, noise: point.noise, t: point.t)
      let v = FlowPath.velocity(x: point.x, z: z, t: point.t)
      #expect(abs(v - (point.noise - point.x)) < FlowPathTests.tolerance / point.t)
      #expect(abs(z - point.t * v - point.x) < FlowPathTests.tolerance)
      #expect(abs(z + (1 - point.t) * v - point.noise) < FlowPathTests.tolerance / point.t)
    }
  }

  /// Moving towards the true clean value stays on the path: any state of it is reached from any other above it, in one move or
  /// two, and the data at 0.
  @Test func movesStayOnThePath() {
    for point in FlowPathTests.points {
      let x = Tensor([point.x], [1, 1])
      func state(_ t: Float) -> Float { FlowPath.state(x: point.x, noise: point.noise, t: t) }
      func move(_ z: Float, _ t: Float, _ next: Float) -> Float {
        FlowPath.moved(Tensor([z], [1, 1]), towards: x, from: Double(t), to: Double(next)).scalar
      }
      let start = state(point.t), middle = move(start, point.t, point.next)
      #expect(abs(middle - state(point.next)) < FlowPathTests.tolerance)
      if point.next > 0.01 {
        #expect(abs(move(middle, point.next, point.next / 2) - move(start, point.t, point.next / 2)) < 1e-5)
      }
      #expect(move(start, point.t, 0) == point.x)
    }
  }

  /// Whole tensors go by the same formula as single numbers.
  @Test func tensorsAreMixedLikeNumbers() {
    let points = FlowPathTests.points
    let x = Tensor(points.map(\.x), [points.count, 1]),
      noise = Tensor(points.map(\.noise), [points.count, 1])
    let mixed = FlowPath.state(x: x, noise: noise, t: 0.3).elements
    for (point, z) in zip(points, mixed) {
      #expect(abs(z - (0.7 * point.x + 0.3 * point.noise)) < 1e-6)
    }
  }

  @Test func theDenominatorIsClampedNearData() {
    #expect(FlowPath.velocity(x: 0, z: 1, t: 0.001) == 20)
    #expect(FlowPath.divisor(0.1, clamp: 0.2) == 0.2 && FlowPath.divisor(0.3, clamp: 0.2) == 0.3)
  }
}

@Suite struct NoiseScheduleTests {
  @Test(arguments: NoiseSchedule.Kind.allCases) func levelsFallFromOneToZero(kind: NoiseSchedule.Kind) throws
  {
    for count in [1, 2, 7, 100] {
      let levels = try NoiseSchedule(kind).levels(stepCount: count)
      #expect(levels.count == count + 1 && levels.first == 1 && levels.last == 0)
      #expect(zip(levels, levels.dropFirst()).allSatisfy { $0 > $1 })
    }
  }

  @Test func shiftedLevelsAreThoseOfTheFormula() throws {
    // s·u / (1 + (s − 1)·u) by hand for s = 3, u = ¾, ½, ¼.
    let levels = try NoiseSchedule(.shifted, shift: 3).levels(stepCount: 4)
    for (level, expected) in zip(levels, [1, 0.9, 0.75, 0.5, 0]) { #expect(abs(level - expected) < 1e-15) }
  }

  @Test func logitNormalLevelsAreQuantiles() throws {
    // scipy.special.expit(1.2 + 1.1 * scipy.stats.norm.ppf([0.75, 0.5, 0.25]))
    let expected = [0.8745649782, 0.7685247835, 0.6125541560]
    let levels = try NoiseSchedule(.logitNormal).levels(stepCount: 4)
    for (level, value) in zip(levels.dropFirst(), expected) { #expect(abs(level - value) < 1e-9) }
  }

  @Test func nonsenseIsRefused() {
    #expect(throws: DenoiserError.self) { try NoiseSchedule().levels(stepCount: 0) }
    #expect(throws: DenoiserError.self) { try NoiseSchedule(.shifted, shift: 0).levels(stepCount: 4) }
    #expect(throws: DenoiserError.self) {
      try NoiseSchedule(.logitNormal, deviation: .nan).levels(stepCount: 4)
    }
  }
}

/// For Gaussian data N(μ, s²) the best denoiser and the path of every point are known, so samplers can be measured.
@Suite struct SamplerTests {
  static let mean = 0.3, deviation = 0.5

  /// E[x | z] at level t.
  private func denoise(_ z: Tensor, _ t: Double) -> Tensor {
    let (mean, variance) = (SamplerTests.mean, SamplerTests.deviation * SamplerTests.deviation)
    let total = (1 - t) * (1 - t) * variance + t * t
    return Tensor(
      z.elements.map { Float(mean + (1 - t) * variance / total * (Double($0) - (1 - t) * mean)) }, z.shape)
  }

  private func spread(_ t: Double) -> Double {
    let variance = SamplerTests.deviation * SamplerTests.deviation
    return ((1 - t) * (1 - t) * variance + t * t).squareRoot()
  }

  /// Where the path through z at level `start` is at level `end`: standardised deviates are kept along it.
  private func exact(_ z: Double, from start: Double, to end: Double) -> Double {
    let deviate = (z - (1 - start) * SamplerTests.mean) / spread(start)
    return (1 - end) * SamplerTests.mean + deviate * spread(end)
  }

  private func error(_ kind: SamplerKind, steps: Int, from start: Double, to end: Double) -> Double {
    let noise: [Float] = [-2, -0.7, 0.4, 1.5]
    let levels = (0...steps).map { start + (end - start) * Double($0) / Double(steps) }
    let sampler = Sampler(kind, levels: levels)
    var state = SamplerState(noise: Tensor(noise, [4, 1]))
    for _ in 0..<steps { sampler.step(&state, denoise: denoise) }
    return zip(state.z.elements, noise).map { abs(Double($0) - exact(Double($1), from: start, to: end)) }
      .max() ?? 0
  }

  /// Halving the step divides the error by 2^order. Between 32 and 64 steps the asymptotic regime is reached to within 0.25,
  /// and fp32 rounding (1e-7 a step) is still far below the smallest error (about 1e-5).
  ///
  /// Measured away from the ends, where DPM-Solver++ extrapolates in λ = log((1 − t)/t), which is infinite there; over the whole
  /// path its order is 2 up to a logarithm.
  @Test(arguments: [(SamplerKind.euler, 1.0), (.heun, 2.0), (.dpmpp2m, 2.0)])
  func convergesWithItsOrder(kind: SamplerKind, order: Double) {
    let coarse = error(kind, steps: 32, from: 0.9, to: 0.1)
    let fine = error(kind, steps: 64, from: 0.9, to: 0.1)
    let measured = log2(coarse / fine)
    #expect(abs(measured - order) < 0.25, "\(kind): errors \(coarse), \(fine), order \(measured)")
  }

  /// From noise to data the second-order rules are far closer than Euler with as many evaluations.
  @Test func higherOrderPaysOverTheWholePath() {
    let euler = error(.euler, steps: 128, from: 1, to: 0)
    #expect(error(.heun, steps: 64, from: 1, to: 0) < euler / 10)
    #expect(error(.dpmpp2m, steps: 128, from: 1, to: 0) < euler / 4)
  }

  @Test(arguments: SamplerKind.allCases) func oneStepLandsOnTheEstimate(kind: SamplerKind) {
    var state = SamplerState(noise: Tensor([0.5, -1], [2, 1]))
    let sampler = Sampler(kind, levels: [1, 0])
    sampler.step(&state) { z, _ in Tensor(repeating: 0.25, z.shape) }
    #expect(state.z.elements == [0.25, 0.25] && state.step == 1)
  }
}
