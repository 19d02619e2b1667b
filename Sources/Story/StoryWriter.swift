// From a story to a screenplay that `film` reads: scenes where the place changes, people introduced when they first appear.

import Foundation
import ZoetropeRandom
import ZoetropeScreenplay

/// Writes stories down.
public struct StoryWriter: Sendable {
  /// Decides between ways to say the same.
  public let seed: UInt64
  /// Whether of each beat only the first speech is written: fewer shots for the same story.
  public let isBrief: Bool

  /// Makes a writer.
  public init(seed: UInt64, isBrief: Bool = false) { (self.seed, self.isBrief) = (seed, isBrief) }

  /// A story as Fountain.
  ///
  /// - Parameters:
  ///   - title: for the title page.
  ///   - logline: what it is about, in a sentence.
  public func fountain(_ story: Story, title: String, logline: String) -> String {
    var page = Page(story, isBrief: isBrief, generator: Generator(seed: seed, stream: 0x570_42))
    for (index, beat) in story.beats.enumerated() { page.tell(beat, index) }
    let cast = story.world.characters.map { "[[cast: \($0.name) = \($0.kind)]]" }.joined(separator: " ")
    return """
      Title: \(title)
      Credit: A \(story.world.genre.rawValue) story, \(story.arc.rawValue)
      Author: Zoetrope

      \(cast)

      = \(logline)

      FADE IN:

      \(page.paragraphs.joined(separator: "\n\n"))

      > FADE OUT.

      """
  }

  // MARK: - Internals

  private struct Page {
    let story: Story
    let isBrief: Bool
    var generator: Generator
    var paragraphs: [String] = []
    private var place: Int?
    private var sceneCount = 0
    private var introduced: Set<Int> = []
    private var used: Set<String> = []

    init(_ story: Story, isBrief: Bool, generator: Generator) {
      (self.story, self.isBrief, self.generator) = (story, isBrief, generator)
    }

    private var world: StoryWorld { story.world }

    mutating func tell(_ beat: StoryBeat, _ index: Int) {
      let before = index == 0 ? story.start : story.states[index - 1], after = story.states[index]
      let goesFirst = [.arrive, .follow, .search].contains(beat.kind)
      let here = (goesFirst ? after : before).places[beat.who]
      if here != place { openScene(at: here) }
      var text = way(beat)
      // Somebody who comes is met by whoever is there.
      let other = beat.whom ?? after.present(at: here).first { $0 != beat.who } ?? beat.who
      for (key, value) in [
        "{A}": name(beat.who), "{B}": name(other), "{t}": world.thing, "{p}": world.places[here].noun,
        "{q}": beat.to.map { world.places[$0].noun } ?? "somewhere else",
        "{c}": world.places[here].isInside ? "barrel" : "tree", "{H}": before.holder.map(name) ?? "Nobody",
      ] { text = text.replacing(key, with: value) }
      var hasSpoken = false
      for paragraph in text.split(separator: "\n\n") {
        let isSpeech = paragraph.hasPrefix("A: ") || paragraph.hasPrefix("B: ")
        if isSpeech, hasSpoken, isBrief { continue }
        hasSpoken = hasSpoken || isSpeech
        add(String(paragraph), beat.who, other)
      }
      // Who has the thing is seen from the start.
      if beat.kind == .open, let holder = before.holder, before.places[holder] == here {
        add("\(name(holder)) holds the \(world.thing).", holder, holder)
      }
    }

    private mutating func openScene(at here: Int) {
      let hours = world.genre.hours, hour = hours[min(sceneCount, hours.count - 1)]
      place = here
      sceneCount += 1
      let set = world.places[here]
      paragraphs.append("\(set.isInside ? "INT" : "EXT"). \(set.heading) - \(hour)")
      // What is seen first is a shot of its own.
      if !isBrief { paragraphs.append(set.detail) }
    }

    /// One of the ways to tell a beat, no way twice while there are others.
    private mutating func way(_ beat: StoryBeat) -> String {
      let ways = StoryLines.ways(beat.kind, world.genre)
      let fresh = ways.filter { !used.contains($0) }
      let choices = fresh.isEmpty ? ways : fresh
      guard !choices.isEmpty else { return "{A} waits." }
      // Ways of the genre come first.
      let way = choices[min(generator.index(below: choices.count), generator.index(below: choices.count))]
      used.insert(way)
      return way
    }

    private mutating func add(_ paragraph: String, _ who: Int, _ other: Int) {
      for (mark, person) in [("A: ", who), ("B: ", other)] where paragraph.hasPrefix(mark) {
        paragraphs.append(world.characters[person].name + "\n" + paragraph.dropFirst(mark.count))
        return
      }
      var text = paragraph
      for person in Set([who, other]).sorted() where !introduced.contains(person) {
        let character = world.characters[person]
        guard let range = text.range(of: name(person)) else { continue }
        let next = text[range.upperBound...].first
        let description = "\(character.name), \(StoryWriter.article(character.kind)) \(character.trait)"
        text.replaceSubrange(range, with: description + (next == "." || next == "," ? "" : ","))
        introduced.insert(person)
      }
      if world.adjective != "", !used.contains("thing"), let range = text.range(of: "the \(world.thing)") {
        text.replaceSubrange(range, with: "the \(world.fullThing)")
        used.insert("thing")
      }
      paragraphs.append(text)
    }

    private func name(_ person: Int) -> String {
      let name = world.characters[person].name
      return name.prefix(1) + name.dropFirst().lowercased()
    }
  }

  /// A noun with its article.
  static func article(_ noun: String) -> String {
    ("aeiou".contains(noun.prefix(1).lowercased()) ? "an " : "a ") + noun
  }
}
