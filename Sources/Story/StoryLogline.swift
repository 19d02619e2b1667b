// A story in a sentence, and a title: written from what happens in it.

import Foundation

/// What a story is about.
struct StoryLogline {
  let title: String
  let text: String

  /// - Parameter number: which of several stories it is: they have different titles where they end alike.
  init(_ story: Story, number: Int) {
    let world = story.world, hero = world.characters[0]
    let thing = world.fullThing
    var phrases: [String] = []
    for beat in story.beats where beat.who == 0 || beat.whom == 0 {
      let isHero = beat.who == 0, other = isHero ? beat.whom : beat.who
      let name = other.map { StoryWriter.article(world.characters[$0].kind) } ?? "somebody"
      let phrase: String? =
        switch (beat.kind, isHero) {
        case (.steal, true): "steals {it} from \(name)"
        case (.steal, false): "is robbed of {it} by \(name)"
        case (.ask, true): "wants what \(name) has"
        case (.lose, true): "loses {it}"
        case (.find, true): "finds {it}"
        case (.give, false), (.yield, false): "is given {it} by \(name)"
        case (.give, true), (.yield, true): "gives {it} away"
        case (.confront, false): "is found by \(name)"
        case (.follow, true): "goes after \(name)"
        case (.apologize, true): "says sorry"
        case (.quarrel, _): "falls out with \(name)"
        case (.share, _): "learns that it is large enough for two"
        case (.rejoice, _): "finds that a friend was the better find"
        case (.keep, true): "has {it} at last, and nobody to show it to"
        case (.part, true): "walks away"
        case (.part, false): "is left behind"
        case (.lonely, true): "ends where everything began, alone"
        default: nil
        }
      if let phrase, !phrases.contains(phrase) { phrases.append(phrase) }
    }
    // The turn that begins it, one on the way, and the end.
    let chosen =
      phrases.count > 4
      ? [phrases[0], phrases[phrases.count / 2], phrases[phrases.count - 2], phrases[phrases.count - 1]]
      : phrases
    let list =
      chosen.count > 1
      ? chosen.dropLast().joined(separator: ", ") + " and " + chosen[chosen.count - 1]
      : chosen.first ?? "waits"
    let article = StoryWriter.article(hero.kind)
    var plain = list
    if let first = plain.range(of: "{it}") { plain.replaceSubrange(first, with: StoryWriter.article(thing)) }
    plain = plain.replacing("{it}", with: "it")
    text = article.prefix(1).uppercased() + article.dropFirst() + " \(hero.trait) \(plain)."
    let noun = world.thing.prefix(1).uppercased() + world.thing.dropFirst()
    let kinds = Set(story.beats.map(\.kind))
    let titles: [String] =
      switch story.beats.last?.kind {
      case .share: ["Large Enough for Two", "Mondays and All the Others", "The \(noun) Between Us"]
      case .rejoice: ["The Better Find", "What It Was For", "Neither of Us Asked"]
      case .keep: ["Nobody's \(noun)", "The Empty Place Beside It", "Only the \(noun)"]
      case .part: ["The Last One to Leave", "Keep Well", "Nobody Waits Up"]
      default:
        [
          kinds.contains(.steal) ? "The \(noun) Thief" : "No More \(noun)s", "Out of Habit",
          "It Was Never About the \(noun)",
        ]
      }
    title = titles[(number - 1) % titles.count]
  }
}
