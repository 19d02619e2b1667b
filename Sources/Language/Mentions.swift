// What a prompt mentions: the unusual nearly always, the usual now and then.

import Foundation
import ZoetropeShot
import ZoetropeRandom

/// Which slots of a shot a prompt mentions.
///
/// People ask for what is special. If a prompt often left out that a shot is infrared, a model would learn to
/// make unasked infrared; so unusual values are mentioned with high probability, and what a prompt leaves open
/// is mostly usual.
struct Mentions {
  /// Which slots of an actor a prompt mentions.
  struct OfActor: Equatable {
    var tint: Bool
    var size: Bool
    var motion: Bool
    /// Whether the side is said of a motion that has one; "runs" leaves it open.
    var heading: Bool
    var speed: Bool
  }

  let place, period, time, weather, look, camera, shotSize, relation: Bool
  let actors: [OfActor]

  init(_ slots: ShotSlots, thrift: Int, using generator: inout Generator) {
    // Each attempt that was too long makes the ordinary rarer at once, and the special later.
    let ordinary = 1 / (1 + 0.35 * Double(thrift)), special = thrift < 12 ? 1 : ordinary
    func mention(_ isSpecial: Bool, _ often: Double, _ else: Double) -> Bool {
      generator.chance(isSpecial ? pow(often, 1 / special) * special : `else` * ordinary)
    }
    place = mention(false, 0, 0.75)
    time = mention(slots.time != .day, 0.84, 0.22)
    weather =
      slots.scene.isUnderOpenAir || slots.weather != .clear
      ? mention(slots.weather != .clear, 0.93, 0.06) : false
    look = mention(slots.look != .natural, 0.985, 0.05)
    camera = mention(slots.camera != .still, 0.84, 0.1)
    shotSize = mention(slots.shotSize != .medium, 0.4, 0.06)
    period = slots.scene.isBuilt && mention(slots.period != nil, 0.95, 0.06)
    relation = mention(slots.relation != nil, 0.9, 0)
    actors = slots.actors.map { actor in
      OfActor(
        tint: actor.tint != nil && mention(true, 0.97, 0),
        size: mention(actor.size != .medium, 0.8, 0.02), motion: mention(actor.motion != .still, 0.85, 0.6),
        heading: mention(false, 0, 0.7),
        speed: actor.motion != .still && mention(actor.speed != .normal, 0.65, 0.04))
    }
  }
}
