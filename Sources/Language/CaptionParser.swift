// Reads captions: words in, what they state out. It knows the vocabulary and a little grammar, and nothing of
// how captions are written, so that it can check them.

import Foundation
import ZoetropeShot

/// Reads what a caption states.
///
/// A text is cut into phrases of the vocabulary by longest match. Adjectives wait for their noun; verbs,
/// adverbs and directions belong to the nouns just before them ("a dog and a cat run", "a dog runs and a cat
/// jumps"); a relation joins the noun before it to the next one, unless that is a place ("flies over a town").
public struct CaptionParser: Sendable {
  /// Makes a parser of the vocabulary tables.
  public init() {}

  /// What a text states.
  public func parse(_ text: String) -> StatedShot { reading(of: text).shot }

  /// The words of a text that the vocabulary does not hold and that are no function words, in order.
  public func unknownWords(in text: String) -> [String] { reading(of: text).unknown }

  // MARK: - Internals

  private func reading(of text: String) -> Reading {
    var reading = Reading()
    let tokens = CaptionParser.tokens(of: text)
    var index = 0
    while index < tokens.count {
      if let (meaning, count) = Lexicon.shared.match(tokens[index...]) {
        reading.take(meaning)
        index += count
      } else {
        reading.takeOther(tokens[index])
        index += 1
      }
    }
    reading.finish()
    return reading
  }

  /// Lower-case words, with commas, stops and lone dashes as tokens of their own.
  static func tokens(of text: String) -> [String] {
    var tokens: [String] = []
    for piece in text.lowercased().split(whereSeparator: \.isWhitespace) {
      var word = piece[...]
      var tail: [String] = []
      while let last = word.last, ",.;:!?/".contains(last) {
        tail.append(String(last))
        word = word.dropLast()
      }
      if !word.isEmpty { tokens.append(String(word)) }
      tokens += tail.reversed()
    }
    return tokens
  }
}

/// The state of a reader on its way through a text.
private struct Reading {
  var shot = StatedShot()
  var unknown: [String] = []

  /// The actors that the next verb is said of.
  private var current: [Int] = []
  /// Whether a verb or a relation has closed the list of nouns in `current`.
  private var isClosed = false
  /// Adjectives and numbers that wait for their noun.
  private var waiting = Waiting()
  private var pendingRelation: (relation: Relation, subject: Int)?
  /// Who travels "down", while that may yet belong to a place: "walks down a foggy street".
  private var goingDown: [Int] = []
  /// Whether an article has followed it.
  private var isDownSomething = false
  private var sides: [(actor: Int, side: Heading)] = []
  private var sentence = 0
  private var sentenceOfActor: [Int] = []

  private struct Waiting {
    var number: Int?
    var tint: Tint?
    var size: ActorSize?
    var motion: Motion?
    var isDefinite = false
    /// Whether an article, a number or an adjective has begun a noun phrase.
    var hasBegun = false
  }

  private static let functionWords: Set<String> = [
    "and", "with", "of", "in", "on", "is", "are", "there", "it", "while", "where", "which", "that", "to",
    "its",
    "setting", "set", "shot", "style", "first", "second", "but", "at", "from", "starring", "view",
    "landscape",
    "picture", "scene", "frame", "as", "us", "viewer", "through", "by", "past", "out", "into", "over", "each",
    "other", "some", "very", "along", "across", "his", "her", "look", "camera", ",", ".", ";", ":", "-", "–",
    "—", "/", "!", "?",
  ]

  mutating func takeOther(_ word: String) {
    goingDown = []
    if [".", ";", ":"].contains(word) {
      sentence += 1
      isClosed = true
      waiting = Waiting()
    } else if [",", "-", "/"].contains(word) {
      waiting = Waiting()
    } else if !Reading.functionWords.contains(word) {
      unknown.append(word)
    }
  }

  mutating func take(_ meaning: Meaning) {
    switch meaning {
    case .article, .weather, .period, .filler, .scene: break
    default: goingDown = []
    }
    switch meaning {
    case .kind(let kind, let isPlural): takeNoun(kind, isPlural: isPlural)
    case .article(let isDefinite):
      waiting = Waiting()
      waiting.isDefinite = isDefinite
      waiting.hasBegun = true
      isDownSomething = true
    case .number(let number):
      waiting.number = number
      waiting.hasBegun = true
    case .tint(let tint):
      waiting.tint = tint
      waiting.hasBegun = true
    case .size(let size):
      waiting.size = size
      waiting.hasBegun = true
    case .filler: break
    case .nobody: shot.saysNobody = true
    case .motion(let motion): takeMotion(motion)
    case .travel(let speed):
      isClosed = true
      for index in current { shot.actors[index].motions = [.left, .right] }
      if let speed { setSpeed(speed) }
    case .speed(let speed): setSpeed(speed)
    case .going(let heading): go(heading)
    case .coming(let heading): for index in current { shot.actors[index].heading = heading }
    case .course(let motion):
      isDownSomething = false
      for index in current where shot.actors[index].motions == [.left, .right] {
        if motion == .down { goingDown.append(index) }
        shot.actors[index].motions = [motion]
      }
    case .onTheSpot: for index in current { shot.actors[index].isOnTheSpot = true }
    case .relation(let relation):
      if let subject = current.last { pendingRelation = (relation, subject) }
      if relation == .chasing, let subject = current.last { shot.actors[subject].motions = [.chase] }
      isClosed = true
    case .chasedBy:
      if let subject = current.last { pendingRelation = (.chasing, -1 - subject) }
      isClosed = true
    case .towards:
      isClosed = true
      if current.count >= 2 {
        meet(current[0], current[1])
      } else if let subject = current.last {
        pendingRelation = (.meeting, subject)
      }
    case .side(let side):
      if let actor = current.last { sides.append((actor, side)) }
    case .both:
      current = Array(shot.actors.indices)
      isClosed = true
    default: takeSetting(meaning)
    }
  }

  mutating func finish() {
    guard shot.relation == nil, sides.count == 2, sides[0].side != sides[1].side else { return }
    shot.relation = StatedRelation(
      sides[0].side == .left ? .leftOf : .rightOf, subject: sides[0].actor, object: sides[1].actor)
  }

  private mutating func takeSetting(_ meaning: Meaning) {
    switch meaning {
    case .scene(let scene):
      shot.scene = scene
      // "Over" or "down" was said of the place.
      if isDownSomething { for actor in goingDown { shot.actors[actor].motions = [.left, .right] } }
      goingDown = []
      if let relation = pendingRelation?.relation, relation != .chasing, relation != .meeting {
        pendingRelation = nil
      }
    case .period(let period): shot.period = period
    case .time(let time): shot.time = time
    case .weather(let weather): shot.weather = weather
    case .look(let look): shot.look = look
    case .camera(let move): shot.camera = move
    case .shotSize(let size): shot.shotSize = size
    default: break
    }
    waiting = Waiting()
  }

  private mutating func takeNoun(_ kind: ActorKind, isPlural: Bool) {
    if waiting.isDefinite,
      let known = shot.actors.indices.first(where: {
        shot.actors[$0].kind == kind && sentenceOfActor[$0] < sentence
      })
    {
      refer(to: known)
      waiting = Waiting()
      return
    }
    var actor = StatedActor(kind: kind)
    actor.tint = waiting.tint
    actor.size = waiting.size
    if let motion = waiting.motion { actor.motions = [motion] }
    let count = waiting.number ?? (isPlural ? 2 : 1)
    let new = shot.actors.count..<shot.actors.count + count
    for _ in new {
      shot.actors.append(actor)
      sentenceOfActor.append(sentence)
    }
    waiting = Waiting()
    if pendingRelation != nil {
      relate(to: new.lowerBound)
    } else {
      current = isClosed ? Array(new) : current + Array(new)
      isClosed = false
    }
  }

  /// A noun that stands for an actor of an earlier sentence.
  private mutating func refer(to index: Int) {
    if pendingRelation != nil {
      relate(to: index)
    } else {
      current = [index]
      isClosed = false
    }
  }

  private mutating func relate(to object: Int) {
    guard let (relation, subject) = pendingRelation else { return }
    pendingRelation = nil
    current = [object]
    isClosed = true
    if subject < 0 {
      // "A is chased by B": B, who comes second, chases.
      shot.relation = StatedRelation(.chasing, subject: object, object: -1 - subject)
      shot.actors[object].motions = [.chase]
      shareSpeed(object, -1 - subject)
    } else if relation == .meeting {
      meet(subject, object)
    } else {
      shot.relation = StatedRelation(relation, subject: subject, object: object)
      if relation == .chasing { shareSpeed(subject, object) }
    }
  }

  /// "Quickly chases": who is chased is as quick.
  private mutating func shareSpeed(_ first: Int, _ second: Int) {
    let speed = shot.actors[first].speed ?? shot.actors[second].speed
    shot.actors[first].speed = speed
    shot.actors[second].speed = speed
  }

  private mutating func meet(_ first: Int, _ second: Int) {
    shot.relation = StatedRelation(.meeting, subject: first, object: second)
    shot.actors[first].motions = [.meet]
    shot.actors[second].motions = [.meet]
    shareSpeed(first, second)
    current = [first, second]
  }

  private mutating func takeMotion(_ motion: Motion) {
    if waiting.hasBegun {
      waiting.motion = motion
      return
    }
    isClosed = true
    for index in current { shot.actors[index].motions = [motion] }
  }

  /// The two actors of a chase that has just been told, chaser first.
  private var chase: (chaser: Int, chased: Int)? {
    guard let relation = shot.relation, relation.relation == .chasing,
      current == [relation.subject] || current == [relation.object]
    else { return nil }
    return (relation.subject, relation.object)
  }

  private mutating func setSpeed(_ speed: Speed) {
    let speakers = chase.map { [$0.chaser, $0.chased] } ?? current
    for index in speakers { shot.actors[index].speed = speed }
  }

  private mutating func go(_ heading: Heading) {
    if let (chaser, chased) = chase {
      shot.actors[chaser].heading = heading
      shot.actors[chased].motions = [heading == .left ? .left : .right]
      return
    }
    for index in current {
      if shot.actors[index].motions == [.left, .right] {
        shot.actors[index].motions = [heading == .left ? .left : .right]
      } else if !shot.actors[index].motions.isEmpty {
        shot.actors[index].heading = heading
      }
    }
  }
}
