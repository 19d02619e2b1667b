// From a line of the shot list to a plan: who stands where, how large, which way they look, and what moves.

import ZoetropeScreenplay
import ZoetropeShot

/// Stages shots: a listed shot in its setting becomes a plan.
///
/// By rule and without chance, so that what the list says is what the plan has: the same shot gives the same plan. Everyone keeps to
/// the side of the picture that the list gives them and looks to the other one. Sizes on the frame depend on the kind of shot and on
/// who it is, and on nothing else.
public struct ShotStaging: Sendable, Equatable {
  /// Who plays whom.
  public var cast: FilmCast
  /// What the model can paint.
  public var vocabulary: FilmVocabulary
  /// How the pictures of the film are made.
  public var look: Look

  /// Makes a staging.
  public init(cast: FilmCast, vocabulary: FilmVocabulary, look: Look = .natural) {
    self.cast = cast
    self.vocabulary = vocabulary
    self.look = look
  }

  /// The plan of a shot.
  ///
  /// - Parameters:
  ///   - frameCount: frames of the plan, handles for transitions included.
  ///   - frameRate: frames per second of the plan.
  public func plan(
    _ shot: ListedShot, in setting: SceneSetting, frameCount: Int, frameRate: Double
  ) -> ShotPlan {
    var plan = ShotPlan(
      prompt: shot.prompt, seed: setting.seed, frameRate: frameRate, frameCount: frameCount, size: .wide,
      shotSize: shot.kind.shotSize, scene: setting.backdrop, period: setting.period, time: setting.time,
      weather: setting.weather, look: look)
    let action = ShotAction(shot)
    let blocking = ShotBlocking(
      kind: shot.kind, setting: setting, seconds: plan.duration, action: action,
      usesNames: vocabulary == .pictures)
    plan.camera = blocking.camera(for: shot.people)
    let limit = vocabulary == .pictures ? ShotPlan.maximumActorCount : 4
    let people = shot.people.filter { cast.roles[$0.name] != nil }
    let places = blocking.places(of: people)
    for (person, x) in zip(people, places).prefix(limit) {
      guard let role = cast.roles[person.name] else { continue }
      plan.actors.append(
        blocking.actor(role, at: x, looksRight: person.side == .left, isSpeaking: person.name == shot.speaker)
      )
    }
    let things = action.things(among: cast.things).prefix(max(0, min(2, limit - plan.actors.count)))
    for (number, thing) in things.enumerated() {
      plan.actors.append(
        blocking.thing(
          thing, number: number, beside: plan.actors.first,
          of: people.first.map { ($0.side == .left, cast.roles[$0.name]?.flies ?? false) }))
    }
    if let recipe = setting.recipe, vocabulary == .pictures { plan.setPieces = recipe.pieces(for: plan) }
    return plan
  }
}

extension ListedShot.Kind {
  /// How much of the scene such a shot takes in.
  public var shotSize: ShotSize {
    switch self {
    case .establishing, .wide: .wide
    case .medium, .twoShot, .tracking: .medium
    case .closeUp, .reaction, .insert: .closeUp
    }
  }
}

/// What the words of a shot say about movement.
struct ShotAction: Sendable, Equatable {
  /// How someone moves, where the action says it.
  enum Movement: Sendable, Equatable {
    /// Along, in frame widths per second.
    case along(Double)
    /// On the spot, up and down.
    case jumping
    /// On the spot, round.
    case spinning
  }

  var movement: Movement?
  var leaves = false
  var arrives = false
  private let words: [String]

  init(_ shot: ListedShot) {
    words = shot.action.lowercased().split { !$0.isLetter }.map(String.init)
    movement =
      switch ShotPrompt.verb(in: shot.action) {
      case "runs"?, "dashes"?, "rushes"?: .along(0.3)
      case "walks"?, "swims"?, "flies"?: .along(0.16)
      case "floats"?, "creeps"?: .along(0.08)
      case "jumps"?: .jumping
      case "spins"?: .spinning
      default: shot.kind == .tracking ? .along(0.12) : nil
      }
    let pairs = zip(words, words.dropFirst()).map { "\($0) \($1)" }
    let said = Set(words + pairs)
    leaves = !said.isDisjoint(with: ["leaves", "exits", "vanishes", "goes away", "walks away", "runs away"])
    arrives = !said.isDisjoint(with: [
      "enters", "arrives", "appears", "comes in", "walks in", "runs in", "walks out",
    ])
  }

  /// The things that the action names, in order, each once.
  func things(among known: [String: FilmCast.Role]) -> [FilmCast.Role] {
    var seen: Set<String> = []
    return words.compactMap { word in
      guard let role = known[word], seen.insert(word).inserted else { return nil }
      return role
    }
  }

  /// The things that the inserts and actions of a film name, each with its colour where a colour word stands before it anywhere.
  static func things(of shots: [ListedShot]) -> [(word: String, tint: Tint?)] {
    var order: [String] = []
    var tints: [String: Tint] = [:]
    for shot in shots {
      let words = shot.action.lowercased().split { !$0.isLetter }.map(String.init)
      for (index, word) in words.enumerated() where ShotPrompt.things.contains(word) {
        if !order.contains(word) { order.append(word) }
        if index > 0, tints[word] == nil, let tint = Tint(rawValue: words[index - 1]) { tints[word] = tint }
      }
    }
    return order.map { ($0, tints[$0]) }
  }
}
