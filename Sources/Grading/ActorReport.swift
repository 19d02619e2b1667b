import ZoetropeShot
import ZoetropeWorld

/// Measures of one actor.
struct ActorReport {
  var outcomes: [Grade.Outcome] = []
  var sightings: [Grade.Sighting] = []

  private let reading: ShotReading
  private let actor: Int
  /// Frames in which the actor can be judged.
  private let judged: [Int]
  /// A few of those, `stride` frames apart where that leaves enough.
  private let sampled: [Int]
  private let stride: Int
  /// The plan rendered without the actor.
  private let without: Clip
  /// What the judged frames show, by frame.
  private var targets: [Int: Target] = [:]
  /// The plan, with the actor in the colour that was found: a red car for a blue one is wrong in its colour only.
  private var base: ShotPlan
  /// How the actor as planned would stand out, by frame.
  private var planned: [Int: Difference] = [:]

  /// Pixels to each side in which the actor is looked for.
  private static let radius = 6

  init(_ reading: ShotReading, _ actor: Int) throws {
    self.reading = reading
    self.actor = actor
    base = reading.plan
    let judged = (0..<reading.clip.frameCount).filter { reading.isJudged(actor, $0) }
    self.judged = judged
    let strides = [4, 2, 1].map { stride in (stride, judged.filter { $0 % stride == 0 }) }
    (stride, sampled) = strides.first { $0.1.count >= 2 } ?? (1, judged)
    let hasFarther = reading.plan.actors.indices.contains { $0 != actor && reading.isNearer(actor, than: $0) }
    without =
      hasFarther
      ? try reading.world.render(reading.plan.without(actor), height: reading.height, width: reading.width)
      : reading.clip
    guard !judged.isEmpty else { return }
    for frame in judged { targets[frame] = reading.target(actor, frame, without: without) }
    measureTint()
    planned = try differences(base, stride: 1, frames: judged)
    measureKind()
    measureFacing()
    measurePlace()
    measureSize()
    measureMotion()
    measurePresence()
  }

  // MARK: - Questions

  private mutating func measureKind() {
    let truth = reading.plan.actors[actor].kind
    var found: [(kind: ActorKind, scores: [Float])] = []
    var differencesOfKind: [ActorKind: [Int: Difference]] = [:]
    for kind in ActorKind.allCases {
      guard let differences = try? differences(changing { $0.kind = kind }) else { continue }
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

  private mutating func measureFacing() {
    let kind = reading.plan.actors[actor].kind
    guard kind.traits.facing != .front,
      let mirrored = try? differences(changing { $0 = $0.mirrored })
    else { return }
    let right = meanScore(planned), wrong = meanScore(mirrored)
    add(
      .facing, right > wrong, planned: "as planned", found: right > wrong ? "as planned" : "mirrored",
      margin: abs(right - wrong))
  }

  private mutating func measureTint() {
    let plan = reading.plan
    guard let truth = plan.actors[actor].tint, plan.actors[actor].kind.traits.isTintable,
      [.natural, .watercolor, .vhs, .pixel].contains(plan.look)
    else { return }
    var errors: [(tint: Tint, error: Double)] = []
    for tint in Tint.allCases {
      guard let painted = try? differences(changing { $0.tint = tint }) else { continue }
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
    base = changing { $0.tint = found }
  }

  private mutating func measurePlace() {
    var errors: [Double] = [], inPlace = 0
    for frame in judged {
      guard let target = targets[frame], let difference = planned[frame] else { continue }
      let norm = target.norm(around: difference.area, radius: ActorReport.radius)
      let rough = target.bestMatch(difference, norm: norm, radius: ActorReport.radius)
      let match = target.refined(rough, difference, norm: norm)
      let error = (match.dx * match.dx + match.dy * match.dy).squareRoot()
      errors.append(error)
      let score = Double(match.score)
      if score >= Grader.foundScore && error <= Grader.placeTolerance { inPlace += 1 }
      sightings.append(
        Grade.Sighting(
          frame: frame, dx: match.dx / Double(reading.width), dy: match.dy / Double(reading.height),
          score: score))
    }
    guard !errors.isEmpty else { return }
    add(.place, inPlace * 4 >= errors.count * 3, found: "\(inPlace) of \(errors.count) frames")
    outcomes.append(Grade.Outcome(measure: .placeError, actor: actor, value: errors.mean))
  }

  private mutating func measureSize() {
    let step = 1.19
    let scores = [-2.0, -1, 0, 1, 2].map { exponent -> Double in
      if exponent == 0 { return meanScore(planned) }
      let factor = power(step, exponent)
      return (try? differences(changing { $0 = $0.scaled(by: factor) })).map { meanScore($0) } ?? -1
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

  private mutating func measureMotion() {
    let frames = spread(4)
    guard frames.count >= 2, moves(among: frames) else { return }
    let scores = frames.map { at in frames.map { score(ofPoseAt: $0, inFrame: at) } }
    let count = frames.count
    let followed = (0..<count).map { scores[$0][$0] }.mean
    let backwards = (0..<count).map { scores[$0][count - 1 - $0] }.mean
    let frozen = (0..<count).map { pose in (0..<count).map { scores[$0][pose] }.mean }.max() ?? 0
    // A jump looks the same backwards.
    let isRight = followed >= Grader.foundScore * 0.75 && followed > frozen && followed > backwards - 0.03
    let found = isRight ? "as planned" : frozen >= backwards ? "stands still" : "goes backwards"
    add(
      .motion, isRight, planned: reading.plan.actors[actor].motion.rawValue, found: found,
      margin: followed - max(backwards, frozen))
  }

  private mutating func measurePresence() {
    guard [.enter, .exit].contains(reading.plan.actors[actor].motion) else { return }
    let absent = (0..<reading.clip.frameCount).filter { reading.share(ofActor: actor, inFrame: $0) == 0 }
    guard !absent.isEmpty else { return }
    let seen = judged.map { score(ofPoseAt: $0, inFrame: $0) }.mean
    let unseen = absent.map { frame -> Double in
      let pose = judged.min { abs($0 - frame) < abs($1 - frame) } ?? judged[0]
      return min(score(ofPoseAt: pose, inFrame: frame), strength(ofPoseAt: pose, inFrame: frame))
    }.mean
    let isRight = seen >= Grader.foundScore && unseen < seen / 2
    add(
      .presence, isRight,
      found: isRight ? nil : seen < Grader.foundScore ? "not seen" : "seen too early or late",
      margin: seen - unseen)
  }

  // MARK: - Internals

  private mutating func add(
    _ measure: Measure, _ isRight: Bool, planned: String? = nil, found: String? = nil, margin: Double? = nil
  ) {
    outcomes.append(
      Grade.Outcome(
        measure: measure, actor: actor, value: isRight ? 1 : 0, planned: planned, found: found, margin: margin
      ))
  }

  private func changing(_ change: (inout Actor) -> Void) -> ShotPlan {
    base.changing(actor, change)
  }

  /// How a variant of the actor would stand out against the clip's scenery, in the sampled frames.
  private func differences(_ variant: ShotPlan) throws -> [Int: Difference] {
    try differences(variant, stride: stride, frames: sampled)
  }

  private func differences(_ variant: ShotPlan, stride: Int, frames: [Int]) throws -> [Int: Difference] {
    let (height, width) = (reading.height, reading.width)
    let thin = variant.thinned(by: stride)
    let picture = try reading.world.render(thin, height: height, width: width)
    let matte = try reading.world.mattes(thin.alone(actor), height: height, width: width)[0]
    let track = ActorTrack(variant.actors[actor])
    var result: [Int: Difference] = [:]
    picture.pixels.withUnsafeBufferPointer { picture in
      matte.withUnsafeBufferPointer { matte in
        for frame in frames {
          guard let target = targets[frame] else { continue }
          let box = track.box(at: reading.plan.time(ofFrame: frame))
          let area = PixelArea(box, margin: 1, height: height, width: width)
          guard !area.isEmpty else { continue }
          let index = frame / stride
          result[frame] = Difference(
            area: area, width: width, picture: picture.baseAddress! + index * reading.area * 3,
            plate: target.plate, matte: matte.baseAddress! + index * reading.area, open: target.open)
        }
      }
    }
    return result
  }

  private func match(_ difference: Difference?, _ frame: Int, radius: Int, step: Int = 1) -> Match {
    guard let difference, let target = targets[frame] else { return Match() }
    let box = PixelArea(
      reading.boxes[actor][frame], margin: 1, height: reading.height, width: reading.width)
    return target.bestMatch(
      difference, norm: target.norm(around: box, radius: radius), radius: radius, step: step)
  }

  private func meanScore(_ differences: [Int: Difference]) -> Double {
    sampled.map { Double(match(differences[$0], $0, radius: 3).score) }.mean
  }

  /// How well the actor as planned for one frame is seen in another.
  private func score(ofPoseAt pose: Int, inFrame frame: Int) -> Double {
    guard let difference = planned[pose] else { return 0 }
    let target: Target
    if pose == frame, let own = targets[frame] {
      target = own
    } else {
      target = reading.target(actor, frame, without: without, ghosts: [reading.boxes[actor][pose]])
    }
    let norm = target.norm(around: difference.area, radius: 2)
    return Double(target.bestMatch(difference, norm: norm, radius: 2).score)
  }

  /// How strongly the actor as planned for one frame is in another: 1 as it should be, 0 not at all.
  private func strength(ofPoseAt pose: Int, inFrame frame: Int) -> Double {
    guard let difference = planned[pose], difference.norm > 0 else { return 0 }
    let target = reading.target(actor, frame, without: without, ghosts: [reading.boxes[actor][pose]])
    return Double(target.product(difference, dx: 0, dy: 0) / (difference.norm * difference.norm))
  }

  /// Up to `count` judged frames from the first to the last.
  private func spread(_ count: Int) -> [Int] {
    guard judged.count > count else { return judged }
    return (0..<count).map { judged[$0 * (judged.count - 1) / (count - 1)] }
  }

  /// Whether the plan moves, scales or turns the actor so much among frames that standing still would show.
  private func moves(among frames: [Int]) -> Bool {
    let boxes = frames.map { reading.boxes[actor][$0] }
    return boxes.contains { a in
      boxes.contains { b in
        let dx = (a.x - b.x) * Double(reading.width), dy = (a.y - b.y) * Double(reading.height)
        let share =
          (dx * dx + dy * dy).squareRoot()
          / min(a.width * Double(reading.width), a.height * Double(reading.height))
        return share > 0.4
      }
    }
  }
}

extension Target {
  /// Mean squared difference between the frame and an actor placed in it.
  func error(_ actor: Difference, dx: Int, dy: Int) -> Double {
    var sum = 0.0, count = 0.0
    let area = actor.area
    for row in area.rows where row + dy >= 0 && row + dy < height {
      for column in area.columns where column + dx >= 0 && column + dx < width {
        let from = ((row - area.rows.lowerBound) * area.columns.count + column - area.columns.lowerBound) * 3
        let to = ((row + dy) * width + column + dx) * 3
        for channel in 0..<3 {
          let value = actor.values[from + channel]
          guard value != 0 else { continue }
          let error = Double(values[to + channel] - value)
          sum += error * error
          count += 1
        }
      }
    }
    return count > 0 ? sum / count : 0
  }
}
