// A director's answers: as usual for the most part, and where they vary, as what is in the shot suggests.

import ZoetropeCast
import ZoetropeRandom
import ZoetropeShot

/// Answers as a director would who knows what is meant.
///
/// What is usual is given with a probability above one half wherever nothing in the shot speaks against it, so that the likeliest
/// answer of who learns from it is neutral, and the others come at higher temperatures.
struct SampledChoices: ScriptSource {
  var generator: Generator
  /// Which sense is meant, by mention.
  let truths: [Int: Int]
  /// Who is in the shot.
  let things: [Performer]
  /// Where it is.
  let scene: Scene
  /// Whether somebody is said to be fast.
  let isFast: Bool

  mutating func choose(_ slot: ScriptSlot, among allowed: [Int], usual: Int) -> Int {
    let wanted = wish(slot, usual: usual, among: allowed)
    return allowed.contains(wanted) ? wanted : usual
  }

  // MARK: - Internals

  private mutating func wish(_ slot: ScriptSlot, usual: Int, among allowed: [Int]) -> Int {
    func other(_ share: Double) -> Int { generator.chance(share) ? generator.pick(allowed) : usual }
    switch slot.kind {
    case .sense: return truths[slot.subject] ?? usual
    case .fate: return other(0.1)
    case .place: return generator.pick(weighted: [(0, 75), (1, 15), (2, 7), (3, 3)])
    case .time, .weather: return other(0.15)
    case .shotSize:
      // Many need room; a small thing by itself is seen from near.
      let isSmall = things.count == 1 && things[0].height < 0.25
      let sizes: [(value: Int, weight: Double)] =
        things.count > 2
        ? [(0, 55), (1, 43), (2, 2)] : isSmall ? [(0, 3), (1, 62), (2, 35)] : [(0, 15), (1, 72), (2, 13)]
      return generator.pick(weighted: sizes)
    case .camera:
      guard !isFast else { return other(0.5) }
      return other(0.28)
    case .cameraAmount: return generator.pick(weighted: [(0, 22), (1, 60), (2, 18)])
    case .scale: return generator.pick(weighted: [(0, 4), (1, 18), (2, 52), (3, 20), (4, 6)])
    case .heading: return other(0.6)
    case .idle: return other(0.2)
    case .pace: return other(0.25)
    case .column: return near(usual, 1, among: allowed)
    case .row: return generator.pick(weighted: [(0, 16), (1, 66), (2, 18)])
    case .border: return near(usual, 1, among: allowed)
    }
  }

  /// A number at most so far away, mostly the number itself.
  private mutating func near(_ number: Int, _ most: Int, among allowed: [Int]) -> Int {
    let wanted = number + generator.pick(weighted: [(0, 60), (-most, 20), (most, 20)])
    return min(max(wanted, allowed.first ?? number), allowed.last ?? number)
  }
}
