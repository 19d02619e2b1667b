import ZoetropeCompute
import ZoetropeShot
import ZoetropeLayers

/// Classifier-free guidance: how strongly the plan is followed beyond what the network would do by itself.
///
/// The estimate is `uncond + scale · (cond − uncond)` (Ho & Salimans 2022, arXiv:2207.12598, eq. 6), within an interval of
/// levels only (Kynkäänniemi et al. 2024, arXiv:2404.07724); outside of it, or at scale 1, one evaluation is enough.
public struct Guidance: Sendable, Equatable, Codable {
  /// 1 follows the plan as trained; larger numbers exaggerate it.
  public var scale: Double
  /// The least level at which guidance is applied.
  public var lowest: Double
  /// The largest level at which it is applied.
  public var highest: Double

  /// Makes guidance.
  public init(scale: Double = 1.5, lowest: Double = 0, highest: Double = 1) {
    self.scale = scale
    self.lowest = lowest
    self.highest = highest
  }

  /// Whether guidance is applied at a level.
  public func isActive(at t: Double) -> Bool { scale != 1 && t >= lowest && t <= highest }
}

/// A shot on its way from noise to data: all there is to save and resume.
public struct DenoisingState: Sendable, Equatable {
  /// The noisy patches and what the sampler remembers.
  public var sampler: SamplerState
  /// Clean estimates that the step under way has so far, one for each window evaluated, in order: `[n, P]` each.
  public var estimates: [Tensor]

  /// Starts from noise.
  public init(noise: Tensor) { self.init(sampler: SamplerState(noise: noise)) }

  /// Goes on from a saved state.
  public init(sampler: SamplerState, estimates: [Tensor] = []) {
    self.sampler = sampler
    self.estimates = estimates
  }

  /// The next window of the step under way, 0-based; 0 between steps.
  public var window: Int { estimates.count }
}

/// One step of denoising, to look at.
public struct DenoisingStep: Sendable {
  /// Steps done, from 1.
  public let index: Int
  /// Steps in all.
  public let count: Int
  /// The level that the state was at before the step.
  public let level: Double
  /// The noisy state after the step, `[N, P]`.
  public let state: Tensor
  /// The clean estimate that the step was based on, `[N, P]`.
  public let clean: Tensor
}

/// Denoising as a sequence of steps that the caller pulls: stop, look, save or go on at any of them, or at any window of
/// them. Made by ``ShotDenoiser/start(noise:)``.
public struct Denoising: Sequence, IteratorProtocol {
  /// The shot being denoised.
  public let shot: ShotDenoiser
  /// Where the work stands; a new ``Denoising`` with it goes on to identical bytes.
  public private(set) var state: DenoisingState
  private var conditionings: [Range<Int>: ShotDenoiser.WindowConditioning] = [:]

  init(_ shot: ShotDenoiser, _ state: DenoisingState) throws {
    let expected: Shape = [shot.input.geometry.grid.count, shot.denoiser.configuration.patch.valueCount]
    let (sampler, step) = (state.sampler, state.sampler.step)
    guard sampler.z.shape == expected, step >= 0, step <= shot.sampler.stepCount,
      sampler.previousClean.map({ $0.shape == expected }) ?? true
    else {
      throw DenoiserError.badState("it holds \(sampler.z.shape) at step \(step); expected \(expected)")
    }
    self.shot = shot
    self.state = state
    let windows = evaluations
    guard state.estimates.count <= windows.count,
      zip(state.estimates, windows).allSatisfy({ estimate, window in
        estimate.shape == [shot.patches(window.timeSteps).count, expected[1]]
      })
    else {
      throw DenoiserError.badState(
        "it holds \(state.estimates.count) windows of step \(step + 1); expected \(windows.count) at most")
    }
    if step == 0 { self.state.sampler.z = shot.keepingKnown(sampler.z, 0..<expected[0]) }
  }

  /// Steps in all.
  public var stepCount: Int { shot.sampler.stepCount }

  /// Whether all steps are done.
  public var isDone: Bool { state.sampler.step == stepCount }

  /// Windows that the step under way evaluates, in order; those of a rule that looks twice stand twice.
  public var evaluations: [DenoisingWindow] {
    let step = state.sampler.step
    guard step < stepCount else { return [] }
    let windows = shot.windows(ofStep: step)
    let looksAgain = shot.sampler.kind == .heun && shot.sampler.levels.highest(at: step + 1) > 0
    return looksAgain ? windows + windows : windows
  }

  /// Works out what the network makes of the plan in the windows of the step under way, which otherwise the first evaluation of
  /// each window does: afterwards a step is evaluations and nothing else.
  public mutating func prepare() { for window in evaluations { _ = conditioning(window.timeSteps) } }

  /// Takes the next step; nil when there is none left.
  public mutating func next() -> DenoisingStep? {
    while !isDone { if let step = advance() { return step } }
    return nil
  }

  /// Evaluates one window; returns the step that this completes, if it does. Nothing happens when all steps are done.
  public mutating func advance() -> DenoisingStep? {
    guard !isDone else { return nil }
    let (shot, step) = (shot, state.sampler.step)
    var (sampler, estimates) = (state.sampler, state.estimates)
    var (used, isSpent) = (0, false)
    do {
      let clean = try shot.sampler.advance(&sampler) { z, index in
        try blended(shot.windows(ofStep: step), count: z.shape.rows) { window in
          // What is there already is used; one more is evaluated; who needs another waits for the next call.
          if used == estimates.count {
            guard !isSpent else { throw Paused() }
            isSpent = true
            estimates.append(shot.estimate(z, index, window.timeSteps, conditioning(window.timeSteps)))
          }
          used += 1
          return estimates[used - 1]
        }
      }
      // In patches that are known in part, the step's arithmetic has touched known pixels.
      if shot.known?.endsWithinPatches == true {
        sampler.z = shot.keepingKnown(sampler.z, 0..<sampler.z.shape.rows)
      }
      state = DenoisingState(sampler: sampler)
      return DenoisingStep(
        index: sampler.step, count: stepCount, level: shot.sampler.levels.highest(at: step), state: sampler.z,
        clean: clean)
    } catch {  // ``Paused``; nothing else throws here
      state.estimates = estimates
      return nil
    }
  }

  /// The clip that the state holds; clean when all steps are done.
  public func clip(frameRate: Double) -> Clip { clip(state.sampler.z, frameRate: frameRate) }

  /// Patches of this shot, `[N, P]`, as a clip.
  public func clip(_ patches: Tensor, frameRate: Double) -> Clip {
    let geometry = shot.input.geometry
    return Clip(unpatchifying: patches, grid: geometry.grid, patch: geometry.patch, frameRate: frameRate)
  }

  // MARK: - Internals

  /// Windows whose conditioning is kept from step to step; that of others is made anew each time, so that memory does not grow
  /// with the shot.
  private static let keptConditionings = 12

  /// A step needs more windows than may be evaluated now.
  private struct Paused: Error {}

  private mutating func conditioning(_ timeSteps: Range<Int>) -> ShotDenoiser.WindowConditioning {
    if let made = conditionings[timeSteps] { return made }
    let made = shot.conditioning(timeSteps)
    if conditionings.count < Denoising.keptConditionings { conditionings[timeSteps] = made }
    return made
  }

  /// The estimates of windows, added up by their weights; that of a single window as it is.
  private func blended(
    _ windows: [DenoisingWindow], count: Int, _ estimate: (DenoisingWindow) throws -> Tensor
  ) rethrows -> Tensor {
    if windows.count == 1 { return try estimate(windows[0]) }
    var result: Tensor?
    for window in windows {
      let part = try estimate(window)
      var sum = result ?? Tensor(zeros: [count, part.shape.columns])
      let width = part.shape.columns
      sum.withUnsafeMutableBuffer { target in
        part.withUnsafeBuffer { source in
          for (place, weight) in window.weights.enumerated() where weight > 0 {
            let rows = shot.patches(
              window.timeSteps.lowerBound + place..<window.timeSteps.lowerBound + place + 1)
            let first = (rows.lowerBound - shot.patches(window.timeSteps).lowerBound) * width
            for index in 0..<rows.count * width {
              target[rows.lowerBound * width + index] += weight * source[first + index]
            }
          }
        }
      }
      result = sum
    }
    return result ?? Tensor(zeros: [count, 0])
  }
}
