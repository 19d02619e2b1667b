// Draws what an actor of the open cast does over a shot; Shot lays it out as boxes.

import ZoetropeCast
import ZoetropeRandom
import ZoetropeShot

extension ActorCourse {
  /// Draws beats for a shot.
  static func beats(
    of member: CastMember, footing: Footing, width: Double, duration: Double, using generator: inout Generator
  ) -> [CourseBeat] {
    let count = duration < 1.5 ? 1 : generator.pick(weighted: [(1, 45), (2, 35), (3, 20)])
    var borders = (1..<max(count, 1)).map { _ in generator.uniform(0.2...0.8) * duration }.sorted()
    borders.insert(0, at: 0)
    let direction = generator.chance(0.5) ? 1.0 : -1.0
    return borders.map { from in
      let motion = ActorCourse.motion(of: member, footing: footing, using: &generator)
      // Body lengths per second: a stroll to a sprint; things without legs of their own go as far.
      let pace = generator.uniform(0.4...1.6) * (member.gait.style == .run ? 1.8 : 1)
      let across = pace * min(max(width, 0.08), 0.4) * direction * (generator.chance(0.85) ? 1 : -1)
      return CourseBeat(from: from, motion: motion, speed: across)
    }
  }

  private static func motion(
    of member: CastMember, footing: Footing, using generator: inout Generator
  ) -> Motion {
    let isFree = footing == .flying || footing == .drifting
    guard member.isMobile || isFree else {
      return generator.pick(weighted: [(.still, 80), (.spin, 4), (.approach, 4), (.recede, 4), (.bounce, 8)])
    }
    return generator.pick(weighted: [
      (.still, 26), (.left, 34), (.up, isFree ? 7 : 0.5), (.down, isFree ? 7 : 0.5), (.approach, 7),
      (.recede, 6), (.bounce, 5), (.jump, 7), (.zigzag, 4), (.spin, 3), (.orbit, isFree ? 5 : 1),
    ])
  }
}
