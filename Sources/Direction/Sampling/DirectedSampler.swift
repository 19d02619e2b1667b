// Draws shots as a director would set them up, and says of each only a part: many prompts state little, and what they do not state
// is as usual.

import ZoetropeCast
import ZoetropeLanguage
import ZoetropeRandom
import ZoetropeShot

/// Draws prompts in mentions with a director's answers.
public struct DirectedSampler: Sendable {
  /// Everybody who may be shown.
  public let casting: Casting
  private let people: [Performer]
  private let homes: [Scene: [Int]]
  private let scenery: [Scene: [Int]]
  private let weights: [Double]

  /// Makes a sampler of all members that are not kept from training.
  public init(casting: Casting) {
    self.casting = casting
    let people = casting.members.members.filter { !$0.isHeldOut }.compactMap { casting.member($0.name) }
    self.people = people
    var homes: [Scene: [Int]] = [:], scenery: [Scene: [Int]] = [:]
    for scene in Scene.allCases {
      let here = people.indices.filter { people[$0].belongs(in: scene) }
      homes[scene] = here
      scenery[scene] = here.filter { people[$0].isScenery && people[$0].height > 0.5 }
    }
    (self.homes, self.scenery) = (homes, scenery)
    var sizes: [CastMember.Category: Double] = [:]
    for performer in people { sizes[performer.category, default: 0] += 1 }
    weights = people.map { performer in
      (performer.isAnimate || performer.category == .vehicle ? 2 : 1)
        / (sizes[performer.category] ?? 1).squareRoot()
    }
  }

  /// Draws a sample.
  ///
  /// - Throws: nothing in practice; what the grammar throws.
  public func sample(using generator: inout Generator) throws -> DirectedSample {
    var draft = PromptDraft()
    let scene = generator.pick(Scene.allCases)
    let count = generator.pick(weighted: [(0, 4), (1, 50), (2, 30), (3, 11), (4, 5)])
    let things = (0..<count).map { _ in draw(in: scene, using: &generator) }
    let tells = generator.pick(weighted: [(0.0, 30), (0.35, 40), (0.8, 30)])
    for performer in things {
      let thing = draft.thing(
        performer, rival: rival(of: performer, scene, using: &generator), using: &generator)
      describe(thing, performer, tells, &draft, using: &generator)
    }
    relate(things, tells, &draft, using: &generator)
    draft.setting(scene, casting: casting, tells: count == 0 ? 1 : tells, using: &generator)
    draft.filming(tells, using: &generator)
    let reading = PromptReading(mentions: draft.mentions)
    let director = SampledChoices(
      generator: generator.fork(1), truths: draft.truths, things: things, scene: scene, isFast: draft.isFast)
    let recorded = RecordedChoices(director)
    var grammar = ScriptGrammar(reading, casting: casting, source: recorded)
    _ = try grammar.read()
    return DirectedSample(reading: reading, answers: recorded.answers)
  }

  // MARK: - Internals

  private func draw(in scene: Scene, using generator: inout Generator) -> Performer {
    let isAtHome = generator.chance(0.85)
    let choices = generator.chance(0.2) ? scenery[scene] ?? [] : homes[scene] ?? []
    let own = isAtHome && !choices.isEmpty ? choices : Array(people.indices)
    return people[own[generator.index(weights: own.map { weights[$0] })]]
  }

  /// Another sense of the same word: somebody who is no more at home here than anywhere.
  private func rival(of performer: Performer, _ scene: Scene, using generator: inout Generator) -> Performer?
  {
    guard generator.chance(0.12) else { return nil }
    let rival = generator.pick(people)
    return rival == performer || rival.belongs(in: scene) ? nil : rival
  }

  private func describe(
    _ thing: Int, _ performer: Performer, _ tells: Double, _ draft: inout PromptDraft,
    using generator: inout Generator
  ) {
    if generator.chance(0.2 * tells + 0.08) {
      draft.say(.colour, generator.pick(Tint.allCases).rawValue, of: thing)
    }
    if generator.chance(0.12 * tells) {
      draft.say(.size, generator.pick(SizeWord.allCases).rawValue, of: thing)
    }
    if generator.chance(0.15) {
      draft.mentions[thing].count = Mention.Count(2 + generator.index(below: 4))
      draft.say(.number, "count", of: thing)
    }
    if generator.chance(0.08 * tells) {
      draft.say(.side, generator.pick(["left", "right", "centre"]), of: thing)
    }
    guard performer.goesByItself || performer.isAnimate || generator.chance(0.1) else { return }
    guard generator.chance(0.25 + 0.5 * tells) else { return }
    let steps = generator.pick(weighted: [(1, 75), (2, 20), (3, 5)])
    for step in 0..<steps {
      if step > 0 { draft.say(.beat, "then", of: nil) }
      let verb = generator.pick(weighted: [
        ("walk", 22), ("run", 16), ("move", 10), ("fly", performer.isFlyer ? 30 : 2),
        ("swim", performer.isSwimmer ? 30 : 2),
        ("drive", performer.category == .vehicle ? 40 : 0), ("jump", 6), ("bounce", 4), ("spin", 3),
        ("stand", 8),
        ("approach", 4), ("recede", 4), ("enter", 4), ("exit", 4), ("up", 3), ("down", 3), ("zigzag", 3),
        ("orbit", 3),
      ])
      let motion = draft.say(.motion, verb, of: thing)
      draft.mentions[motion].step = step
      if generator.chance(0.5 * tells) {
        draft.say(.direction, generator.pick(["left", "right"]), of: motion)
      }
      if generator.chance(0.35 * tells) {
        let speed = generator.pick(Speed.allCases)
        if speed == .fast { draft.isFast = true }
        draft.say(.speed, speed.rawValue, of: motion)
      }
    }
  }

  private func relate(
    _ things: [Performer], _ tells: Double, _ draft: inout PromptDraft, using generator: inout Generator
  ) {
    let places = draft.mentions.indices.filter { draft.mentions[$0].kind == .thing }
    guard things.count > 1, generator.chance(0.25 + 0.4 * tells) else { return }
    let kind = generator.pick([
      "leftOf", "rightOf", "behind", "inFrontOf", "beside", "above", "under", "on", "with", "chasing",
      "toward", "past",
    ])
    let relation = draft.say(.relation, kind, of: places[0])
    draft.mentions[relation].objects = [places[1]]
  }
}

/// A prompt in the making.
struct PromptDraft {
  var mentions: [Mention] = []
  /// Which sense is meant, by mention.
  var truths: [Int: Int] = [:]
  /// Whether somebody is said to be fast.
  var isFast = false

  /// Names somebody, perhaps by a word of two senses.
  mutating func thing(_ performer: Performer, rival: Performer?, using generator: inout Generator) -> Int {
    let index = say(.thing, performer.picture, of: nil)
    mentions[index].count = Mention.Count(1)
    var senses = [performer.picture] + (rival.map { [$0.picture] } ?? [])
    if senses.count > 1, generator.chance(0.4) { senses.reverse() }
    mentions[index].senses = senses.map { Mention.Sense(member: $0, score: 1) }
    mentions[index].key = senses[0]
    truths[index] = senses.firstIndex(of: performer.picture) ?? 0
    return index
  }

  /// Says something of a mention.
  @discardableResult
  mutating func say(_ kind: Mention.Kind, _ key: String, of subject: Int?) -> Int {
    var mention = Mention(kind: kind, key: key, range: "".startIndex..<"".endIndex)
    mention.subjects = subject.map { [$0] } ?? []
    mentions.append(mention)
    return mentions.count - 1
  }

  /// Place and light.
  mutating func setting(
    _ scene: Scene, casting: Casting, tells: Double, using generator: inout Generator
  ) {
    if generator.chance(0.2 + 0.5 * tells) { say(.place, scene.rawValue, of: nil) }
    if generator.chance(0.35 * tells) { say(.time, generator.pick(TimeOfDay.allCases).rawValue, of: nil) }
    if generator.chance(0.3 * tells), scene.isUnderOpenAir {
      say(.weather, generator.pick(Weather.allCases).rawValue, of: nil)
    }
    if generator.chance(0.25 * tells) { say(.look, generator.pick(Look.allCases).rawValue, of: nil) }
    if generator.chance(0.12 * tells), scene.isBuilt {
      say(.period, generator.pick(Period.allCases).rawValue, of: nil)
    }
  }

  /// Camera and shot size.
  mutating func filming(_ tells: Double, using generator: inout Generator) {
    if generator.chance(0.25 * tells) {
      let move = generator.pick(CameraMove.allCases.map(\.rawValue) + ["pan", "tilt", "zoom", "slowMotion"])
      let camera = say(.camera, move, of: nil)
      if generator.chance(0.2) { say(.speed, generator.pick(["slow", "fast"]), of: camera) }
    }
    if generator.chance(0.2 * tells) { say(.shot, generator.pick(ShotSize.allCases).rawValue, of: nil) }
  }
}
