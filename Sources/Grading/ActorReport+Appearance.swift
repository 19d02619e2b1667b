// What an actor is: its colour, kind, facing and size, each against renders of the other answers.

import ZoetropeShot

extension ActorReport {
  mutating func measureTint() throws {
    let plan = reading.plan
    guard let truth = plan.actors[actor].tintWord, plan.actors[actor].kind?.traits.isTintable == true,
      [.natural, .watercolor, .vhs, .pixel].contains(plan.look)
    else { return }
    var errors: [(tint: Tint, error: Double)] = []
    for tint in Tint.allCases {
      let painted = try differences(changing { $0.tint = .word(tint) })
      let perFrame = sampled.map { frame in
        let place = match(painted[frame], frame, radius: 4)
        return painted[frame].flatMap { difference in
          targets[frame]?.error(difference, dx: Int(place.dx), dy: Int(place.dy))
        } ?? 0
      }
      errors.append((tint, perFrame.mean))
    }
    errors.sort { $0.error < $1.error }
    guard errors.count > 1 else { return }
    let found = errors[0].tint
    add(
      .tint, found == truth, planned: truth.rawValue, found: found.rawValue,
      margin: errors[1].error - errors[0].error)
    base = changing { $0.tint = .word(found) }
  }

  mutating func measureKind() throws {
    // Asked among the kinds; of a picture that is none of them nothing is known to ask.
    guard let truth = reading.plan.actors[actor].kind else { return }
    var found: [(kind: ActorKind, scores: [Float])] = []
    var differencesOfKind: [ActorKind: [Int: Difference]] = [:]
    for kind in ActorKind.allCases {
      let differences = try differences(changing { $0.picture = kind.rawValue })
      differencesOfKind[kind] = differences
      found.append((kind, sampled.map { match(differences[$0], $0, radius: 4, step: 2).score }))
    }
    func mean(_ scores: [Float]) -> Float { scores.reduce(0, +) / Float(max(1, scores.count)) }
    found.sort { mean($0.scores) > mean($1.scores) }
    // The best few are compared at every place, not every other one.
    for index in found.indices.prefix(8) {
      let differences = differencesOfKind[found[index].kind] ?? [:]
      found[index].scores = sampled.map { match(differences[$0], $0, radius: 4).score }
    }
    found.sort { mean($0.scores) > mean($1.scores) }
    guard found.count > 1 else { return }
    let best = found[0].kind
    add(
      .kind, best == truth, planned: truth.rawValue, found: best.rawValue,
      margin: Double(mean(found[0].scores) - mean(found[1].scores)))
    guard sampled.count > 1 else { return }
    let perFrame = sampled.indices.map { index in
      found.max { $0.scores[index] < $1.scores[index] }?.kind
    }
    let agreeing = perFrame.filter { $0 == best }.count
    add(.identity, agreeing * 4 >= sampled.count * 3, found: "\(agreeing) of \(sampled.count)")
  }

  mutating func measureFacing() throws {
    guard reading.plan.actors[actor].kind?.traits.facing != .front else { return }
    let mirrored = try differences(changing { $0 = $0.mirrored })
    let right = meanScore(planned), wrong = meanScore(mirrored)
    add(
      .facing, right > wrong, planned: "as planned", found: right > wrong ? "as planned" : "mirrored",
      margin: abs(right - wrong))
  }

  mutating func measureSize() throws {
    let step = 1.19
    let scores = try [-2.0, -1, 0, 1, 2].map { exponent -> Double in
      if exponent == 0 { return meanScore(planned) }
      let factor = power(step, exponent)
      return meanScore(try differences(changing { $0 = $0.scaled(by: factor) }))
    }
    guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }) else { return }
    var exponent = Double(best - 2)
    if best > 0 && best < 4 {
      let bend = scores[best - 1] - 2 * scores[best] + scores[best + 1]
      if bend < 0 { exponent += (scores[best - 1] - scores[best + 1]) / (2 * bend) }
    }
    let ratio = power(step, exponent)
    let percent = Int((ratio * 100).rounded())
    add(.size, abs(exponent) <= 0.9, planned: "100 %", found: "\(percent) %")
  }
}
