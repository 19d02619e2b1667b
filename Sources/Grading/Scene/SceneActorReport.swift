import ZoetropeCast
import ZoetropePictures
import ZoetropeRandom
import ZoetropeShot
import ZoetropeWorld

/// What is asked about one actor.
struct SceneActorReport {
  private let reading: SceneReading
  private let actor: Int

  /// Looks at frames in which most of the actor is in view; nil where there are none.
  init?(_ reading: SceneReading, _ actor: Int, in clip: Clip) throws {
    let plan = reading.plan, track = ActorTrack(plan.actors[actor])
    let visible = (0..<plan.frameCount).filter { frame in
      let box = track.box(at: plan.time(ofFrame: frame))
      let across = min(box.x + box.width / 2, 1) - max(box.x - box.width / 2, 0)
      let down = min(box.y + box.height / 2, 1) - max(box.y - box.height / 2, 0)
      return across > box.width / 2 && down > box.height / 2
    }
    guard !visible.isEmpty else { return nil }
    let count = min(SceneReading.frameCount, visible.count)
    let numbers = (0..<count).map {
      count == 1 ? visible[0] : visible[$0 * (visible.count - 1) / (count - 1)]
    }
    self.reading = try reading.lookingAt(numbers, in: clip)
    self.actor = actor
  }

  /// All answers about the actor, and the plan with what it seems to be.
  func outcomes() throws -> (outcomes: [Grade.Outcome], plan: ShotPlan) {
    let own = reading.plan.actors[actor]
    let rivals = try Lineup(reading.world.pictures).rivals(of: own.picture)
    var questions = [
      question(.kind, own.picture, rivals.map { rival in (rival, { $0.picture = rival }) }),
      question(.facing, "as planned", [("mirrored", { $0 = $0.mirrored })]),
      question(.place, "in place", shifts),
      question(.size, "as planned", SceneActorReport.sizes()),
      question(.motion, "as planned", SceneActorReport.ways(own)),
    ]
    if let tint = own.tint {
      questions.append(question(.tint, tint.text, SceneActorReport.tints(except: tint)))
    }
    var (found, outcomes) = try reading.explained(by: questions)
    guard let count = try found.answer(question(.count, "there", [("nothing", SceneActorReport.leave)]))
    else {
      // Nobody could tell whether it is there.
      return ([], reading.plan)
    }
    outcomes.append(count.outcome)
    if let gait = try found.answer(question(.gait, "moves", [("frozen", { $0.gait = Gait.Style.none })])) {
      outcomes.append(gait.outcome)
    }
    if let identity = try identity(found, rivals) { outcomes.append(identity) }
    return (outcomes, found.plan)
  }

  // MARK: - Internals

  private typealias Change = (word: String, make: (inout Actor) -> Void)

  private func question(_ measure: Measure, _ planned: String, _ changes: [Change]) -> SceneReading.Question {
    let actor = actor
    return SceneReading.Question(measure: measure, actor: actor, planned: planned) { plan in
      changes.map { SceneReading.Alternative(word: $0.word, plan: plan.changing(actor, $0.make)) }
    }
  }

  /// Frame by frame it should be taken for the same as in the whole clip.
  private func identity(_ found: SceneReading, _ rivals: [String]) throws -> Grade.Outcome? {
    let seen = found.plan.actors[actor].picture
    let others = ([reading.plan.actors[actor].picture] + rivals).filter { $0 != seen }
    let (own, distances) = try found.distances(
      question(.identity, seen, others.map { rival in (rival, { $0.picture = rival }) }).alternatives(
        found.plan))
    let frames = found.numbers.indices
    guard frames.count > 1, !distances.isEmpty else { return nil }
    func isNearest(_ frame: Int, _ squares: (SceneReading.Distance) -> [Double]) -> Bool {
      distances.allSatisfy { squares($0)[frame] > squares(own)[frame] }
    }
    guard frames.allSatisfy({ isNearest($0, \.proof) }) else { return nil }
    let same = frames.count { isNearest($0, \.clip) }
    return Grade.Outcome(
      measure: .identity, actor: actor, value: 4 * same >= 3 * frames.count ? 1 : 0,
      planned: "\(frames.count) frames", found: "\(same) frames")
  }

  /// Far outside rather than left out, so that all others keep their numbers.
  private static func leave(_ actor: inout Actor) {
    for index in actor.keyframes.indices { actor.keyframes[index].x = -4 }
  }

  private static func tints(except own: PictureTint) -> [Change] {
    [("own colours", { $0.tint = nil })]
      + Tint.allCases.filter { own != .word($0) }.map { tint in (tint.rawValue, { $0.tint = .word(tint) }) }
  }

  /// Five pixels of 64 off in eight directions.
  private var shifts: [Change] {
    let aspect = reading.plan.size.aspectRatio
    return (0..<8).map { direction in
      let turn = Double(direction) * .pi / 4
      let way = (
        x: cosine(turn) * 5 / 64 / max(1, aspect), y: cosine(turn - .pi / 2) * 5 / 64 * min(1, aspect)
      )
      return (
        "elsewhere",
        { actor in
          for index in actor.keyframes.indices {
            actor.keyframes[index].x += way.x
            actor.keyframes[index].y += way.y
          }
        }
      )
    }
  }

  private static func sizes() -> [Change] {
    [("smaller", 0.6), ("smaller", 0.8), ("larger", 1.25), ("larger", 1.6)].map { word, factor in
      (word, { $0 = $0.scaled(by: factor) })
    }
  }

  /// Standing where it begins, where it ends, and going the way backwards.
  private static func ways(_ own: Actor) -> [Change] {
    guard own.keyframes.count > 1 else { return [] }
    func staying(_ last: Bool) -> Change {
      (
        "stays",
        { actor in
          var box = last ? actor.keyframes[actor.keyframes.count - 1] : actor.keyframes[0]
          box.t = 0
          actor.keyframes = [box]
        }
      )
    }
    return [
      staying(false), staying(true),
      (
        "goes backwards",
        { actor in
          let boxes = actor.keyframes
          for index in boxes.indices {
            let other = boxes[boxes.count - 1 - index]
            (actor.keyframes[index].x, actor.keyframes[index].y) = (other.x, other.y)
            (actor.keyframes[index].width, actor.keyframes[index].height) = (other.width, other.height)
          }
        }
      ),
    ]
  }
}

/// Who an actor may be taken for.
struct Lineup {
  private let pictures: CastPictures

  /// The nearest of its own category, and as many of the whole cast.
  static let nearestCount = 16
  /// Members of the same category that the nearest are taken from.
  private static let categoryCount = 48
  /// Members whose pictures correlate more than this, at 24 pixels, count as one.
  private static let sameCorrelation = 0.9

  init(_ pictures: CastPictures) { self.pictures = pictures }

  /// Names of up to 32 other members: always the same for the same one.
  func rivals(of name: String) throws -> [String] {
    let members = pictures.members.members
    let key = name.utf8.reduce(UInt64(5381)) { $0 &* 33 &+ UInt64($1) }
    var generator = Generator(seed: 0x11E0, stream: key)
    let own = members.first { $0.name == name }
    func draw(_ choices: [CastMember], _ count: Int) -> [String] {
      var choices = choices.map(\.name)
      return (0..<min(count, choices.count)).map { _ in
        choices.remove(at: generator.index(below: choices.count))
      }
    }
    // A person's own picture may be taken for anybody.
    let kin = draw(
      members.filter { (own == nil || $0.category == own?.category) && $0.name != name }, Lineup.categoryCount
    )
    let look = try thumbnail(name)
    let ranked = try kin.map { ($0, Lineup.correlation(look, try thumbnail($0))) }.sorted { $0.1 > $1.1 }
    let near = ranked.filter { $0.1 <= Lineup.sameCorrelation }.prefix(Lineup.nearestCount).map(\.0)
    let others = try draw(members.filter { $0.name != name && !kin.contains($0.name) }, Lineup.nearestCount)
      .filter { Lineup.correlation(look, try thumbnail($0)) <= Lineup.sameCorrelation }
    return near + others
  }

  /// The picture at 24×24 pixels over grey.
  private func thumbnail(_ name: String) throws -> [Float] {
    let sprite = try pictures.picture(named: name).sprite
    let level =
      sprite.levels.first { max($0.width, $0.height) <= 48 } ?? sprite.levels[sprite.levels.count - 1]
    let side = 24
    var values = [Float](repeating: 0.5, count: side * side * 3)
    for y in 0..<side {
      for x in 0..<side {
        let (column, row) = (x * level.width / side, y * level.height / side)
        // A rim of one texel is around.
        let texel = ((row + 1) * (level.width + 2) + column + 1) * 4
        let alpha = level.texels[texel + 3]
        for channel in 0..<3 {
          // Texels are premultiplied.
          values[(y * side + x) * 3 + channel] = level.texels[texel + channel] + 0.5 * (1 - alpha)
        }
      }
    }
    return values
  }

  static func correlation(_ a: [Float], _ b: [Float]) -> Double {
    let count = Float(a.count)
    let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
    var (product, squareA, squareB) = (Float(0), Float(0), Float(0))
    for (x, y) in zip(a, b) {
      product += (x - meanA) * (y - meanB)
      squareA += (x - meanA) * (x - meanA)
      squareB += (y - meanB) * (y - meanB)
    }
    return Double(product / max((squareA * squareB).squareRoot(), 1e-9))
  }
}
