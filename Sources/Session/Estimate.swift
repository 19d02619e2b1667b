// How long a clip will take and how much memory, from a short run of the very work: nothing is taken from a table.

import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeMedia

/// What a clip is expected to cost on this machine, now.
public struct Estimate: Sendable, Equatable, Codable {
  /// Seconds that opening the model took.
  public var load: Double
  /// Seconds of one step.
  public var step: Double
  /// Seconds of denoising.
  public var denoise: Double
  /// Seconds of enlarging.
  public var enlarge: Double
  /// Seconds of writing frames and animation; MP4 takes a little more.
  public var write: Double
  /// The most memory in bytes.
  public var peakMemory: Int

  /// Seconds in all.
  public var total: Double { load + denoise + enlarge + write }
}

extension Studio {
  /// Measures what a clip costs by taking its first three steps and enlarging and encoding a frame.
  ///
  /// - Throws: what ``begin(_:settings:pictures:state:)`` throws.
  public func estimate(_ job: Job, pictures: ConditioningFrames = ConditioningFrames()) throws -> Estimate {
    let recipe = job.takes[0].recipe
    let settings = recipe.settings
    var run = try begin(recipe.plan, settings: settings, pictures: pictures)
    let costs = try Studio.costs(settings)
    var (seconds, cost) = (0.0, 0.0)
    var frame = Clip(frameCount: 1, height: settings.height, width: settings.width)
    for index in 0..<min(3, costs.count) {
      let start = ContinuousClock.now
      guard let step = run.next() else { break }
      // The first step also warms up caches and threads.
      if index > 0 || costs.count == 1 {
        seconds += (ContinuousClock.now - start).seconds
        cost += costs[index]
      }
      frame = Clip(frames: [run.preview(step)[frame: 0]])
    }
    let perCost = seconds / max(cost, 1e-9)
    let frames = Double(recipe.plan.frameCount), made = Double(run.madeFrameCount)
    // What the sections beside the measured one take.
    let sections = made / Double(run.madeFrames.count)
    let takes = Double(job.takes.count)

    let enlargeStart = ContinuousClock.now
    frame = run.upscaled(frame)
    let enlarge = settings.doublings > 0 ? (ContinuousClock.now - enlargeStart).seconds : 0
    let writeStart = ContinuousClock.now
    _ = try PNG.encode(frame[frame: 0])
    let write = (ContinuousClock.now - writeStart).seconds * Double(max(job.formats.count, 1))
    let clipBytes = run.madeFrames.count * frame.frameStride * MemoryLayout<Float>.size
    return Estimate(
      load: loadSeconds, step: perCost * costs.reduce(0, +) / Double(costs.count),
      denoise: takes * sections * perCost * costs.reduce(0, +), enlarge: takes * made * enlarge,
      write: takes * frames * write, peakMemory: Memory.peak + clipBytes)
  }

  /// What each step costs, in evaluations of the network for one plan.
  private static func costs(_ settings: GenerationSettings) throws -> [Double] {
    let levels = try settings.schedule.levels(stepCount: settings.stepCount)
    return (0..<settings.stepCount).map { index in
      func cost(_ level: Double) -> Double { settings.guidance.isActive(at: level) ? 2 : 1 }
      // Heun looks again at the level that a step leads to, unless that is 0.
      let again = settings.sampler == .heun && levels[index + 1] > 0
      return cost(levels[index]) + (again ? cost(levels[index + 1]) : 0)
    }
  }
}
