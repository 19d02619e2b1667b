// What of a shot's surroundings networks are told: where hills, trees, houses, walls and clouds are, and every drop and flake.

import CRaster
import ZoetropeShot

/// The scenery of a shot: its backdrop and what falls through its air. All that a seed decides is in it, so that whoever paints the
/// shot need not guess, and the same place looks the same in every shot.
public struct Scenery: Sendable {
  private let plan: ShotPlan?
  private let seed: UInt64

  /// Nothing.
  public static let none = Scenery()

  private init() { (plan, seed) = (nil, 0) }

  /// The scenery of a plan.
  ///
  /// - Parameter seed: nil for the plan's.
  public init(_ plan: ShotPlan, seed: UInt64? = nil) {
    self.plan = plan
    self.seed = seed ?? plan.seed
  }

  /// The painters for frames at some times, on canvases of one size.
  func painter(times: [Double], height: Int, width: Int) -> SceneryPainter {
    var states: [LightState: SceneryPainter.State] = [:]
    for (state, _) in times.flatMap({ plan?.lightStates(at: $0) ?? [] }) where states[state] == nil {
      guard let lit = plan?.lit(by: state) else { continue }
      let light = Light(coloursOf: lit)
      func backdrop(_ content: BackdropPainter.Content) -> BackdropPainter {
        BackdropPainter(lit, light: light, seed: seed, height: height, width: width, content: content)
      }
      states[state] = SceneryPainter.State(
        colour: backdrop(.colour), facts: backdrop(.facts), particles: Particles(lit, seed: seed))
    }
    return SceneryPainter(plan: plan, states: states, scratch: Canvas(width: width, height: height))
  }
}

/// Paints scenery on three canvases: colours, facts (heat, distance, parallax, coverage), and particles.
struct SceneryPainter {
  /// What there is under one light.
  struct State {
    let colour: BackdropPainter
    let facts: BackdropPainter
    let particles: Particles
  }

  fileprivate let plan: ShotPlan?
  fileprivate let states: [LightState: State]
  /// Where one of several lights is painted.
  fileprivate let scratch: Canvas

  /// Paints what is behind all pictures.
  func paintBehind(at time: Double, colour: Canvas, facts: Canvas, particles: Canvas) {
    mix(at: time, on: colour) { $0.colour.paint(at: time, on: $1) }
    paintFacts(at: time, on: facts)
    mix(at: time, on: particles) { state, canvas in
      canvas.clear()
      state.particles.paintBehind(at: time, on: canvas.raw)
      // What the backdrop covers hides what shines in the sky; how much is in the fourth number of its facts.
      for pixel in 0..<canvas.width * canvas.height {
        let seen = 1 - facts.pixels[pixel * 4 + 3]
        for number in pixel * 4..<pixel * 4 + 4 { canvas.pixels[number] *= seen }
      }
    }
  }

  /// Paints heat, distance, parallax and coverage of what is behind all pictures.
  func paintFacts(at time: Double, on facts: Canvas) {
    mix(at: time, on: facts) { $0.facts.paint(at: time, on: $1) }
  }

  /// Paints what is before all pictures.
  func paintInFront(at time: Double, particles: Canvas) {
    guard let plan else { return }
    let parts = plan.lightStates(at: time)
    if parts.count == 1 {
      states[parts[0].state]?.particles.paintInFront(at: time, on: particles.raw)
      return
    }
    let before = Canvas(width: particles.width, height: particles.height)
    before.copy(from: particles)
    mix(at: time, on: particles) { state, canvas in
      canvas.copy(from: before)
      state.particles.paintInFront(at: time, on: canvas.raw)
    }
  }

  /// Whether any particles may be behind the pictures.
  var hasParticlesBehind: Bool { states.values.contains { $0.particles.areBehind } }

  // MARK: - Internals

  /// Paints a canvas, in shares where the light changes.
  private func mix(at time: Double, on canvas: Canvas, _ paint: (State, Canvas) -> Void) {
    let parts = plan?.lightStates(at: time) ?? []
    if parts.count == 1, let state = states[parts[0].state] {
      paint(state, canvas)
      return
    }
    canvas.clear()
    for part in parts {
      guard let state = states[part.state] else { continue }
      paint(state, scratch)
      for number in 0..<canvas.width * canvas.height * 4 {
        canvas.pixels[number] += Float(part.share) * scratch.pixels[number]
      }
    }
  }
}
