// The reader of prompts: nothing is lost, spans are exact, what a prompt says is linked to whom it is said of.

import Testing
import ZoetropeCast
import ZoetropeLanguage

@Suite struct ReadingTests {
  private static let loaded = Result { try PromptReader(cast: ["MARA"]) }

  private func read(_ text: String) throws -> PromptReading { try Self.loaded.get().read(text) }

  /// Sentences with their readings: written by the reader, then looked over by eye, so that a change is seen.
  @Test(arguments: ReadingTable.rows) func table(row: ReadingTable.Row) throws {
    let reading = try read(row.prompt)
    #expect(reading.language == row.language, "\(row.prompt)")
    #expect(reading.gloss == row.gloss, "\(row.prompt)")
  }

  /// Each letter of any text is in a token, each token in one mention at most, and ranges are those of the text.
  @Test(
    arguments: ReadingTable.rows.map(\.prompt) + [
      "", "   ", "?!", "🦊", "a\u{301}b-c", "((((", "--", "a:b:1.2::", "--no cats --seed", "1,5 1.5. 3", "l'",
      "x'y'z", "ﷺ 한국어 чай",
      "👩‍🚀🏳️‍🌈", "<lora:x:1>", "http://a.b/c d", "a — b…c", "١٢٣",
    ])
  func accountsForEverything(text: String) throws {
    let reading = try read(text)
    var covered = Set<String.Index>(), last = text.startIndex
    for token in reading.tokens {
      #expect(token.range.lowerBound >= last)
      last = token.range.upperBound
      covered.formUnion(text[token.range].indices)
      switch token.use {
      case .mention(let index):
        let range = reading.mentions[index].range
        #expect(range.lowerBound <= token.range.lowerBound && token.range.upperBound <= range.upperBound)
      case .function: break
      case .mark: #expect(!text[token.range].contains { $0.isLetter })
      }
    }
    for index in text.indices where text[index].isLetter || text[index].isNumber {
      #expect(covered.contains(index))
    }
    for (index, mention) in reading.mentions.enumerated() {
      #expect(reading.tokens.contains { $0.use == .mention(index) })
      #expect((mention.subjects + mention.objects).allSatisfy(reading.mentions.indices.contains))
    }
  }

  @Test func distinguishesColourFromThing() throws {
    let reading = try read("an orange cat next to an orange")
    let things = reading.indices(of: .thing)
    #expect(things.map { reading.mentions[$0].key } == ["cat", "orange"])
    let colour = try #require(reading.indices(of: .colour).first)
    #expect(reading.mentions[colour].subjects == [things[0]])
    #expect(reading.mentions[colour].colour == SIMD3(0xF5, 0x82, 0x20))
    #expect(reading.prompt[reading.mentions[things[1]].range] == "orange")
  }

  @Test(arguments: [
    ("a street without cars", ["car"]), ("a car drives without rain", ["rain"]),
    ("a cat and not a dog", ["dog"]),
    ("no cars, a red bus", ["car"]), ("without cars, people or trees", ["car", "person", "tree"]),
    ("without cars and a dog", ["car"]), ("nobody on the beach", ["person"]),
    ("a dog does not move", ["move"]),
    ("keine Menschen am Strand", ["person"]), ("une rue sans voitures", ["car"]),
    ("una calle sin coches", ["car"]),
  ])
  func denies(text: String, denied: [String]) throws {
    let reading = try read(text)
    #expect(reading.mentions.filter(\.isNegated).map(\.key) == denied)
  }

  @Test(arguments: [
    ("two foxes", 2, true), ("a dozen sheep", 12, true), ("several birds", 3, false), ("wolves", 2, false),
    ("🦊🦊", 2, true),
    ("twenty-one sheep", 21, true), ("two hundred birds", 200, true), ("a pair of scissors", 1, true),
    ("7 penguins", 7, true),
  ])
  func counts(text: String, value: Int, isExact: Bool) throws {
    let reading = try read(text)
    let thing = try #require(reading.mentions.first { $0.kind == .thing })
    #expect(thing.count == Mention.Count(value, isExact: isExact))
  }

  @Test func linksEachMotionToItsOwn() throws {
    let reading = try read(
      "a rabbit runs fast to the right and a turtle walks slowly to the left in the meadow")
    for (thing, verb, direction, speed) in [
      ("rabbit", "run", "right", "fast"), ("turtle", "walk", "left", "slow"),
    ] {
      let actor = try #require(reading.mentions.firstIndex { $0.key == thing })
      let motion = try #require(reading.said(of: actor, kind: .motion).first)
      #expect(reading.mentions[motion].key == verb)
      #expect(
        reading.said(of: motion).map { reading.mentions[$0].key }.sorted() == [direction, speed].sorted())
    }
  }

  @Test func ownMembersAndReturns() throws {
    let reading = try read("MARA walks, then the dog follows Mara; the dog stops")
    let own = reading.mentions.indices.filter { reading.mentions[$0].isOwn }
    #expect(own.count == 2 && reading.mentions[own[1]].sameAs == own[0])
    let dogs = reading.mentions.indices.filter { reading.mentions[$0].key == "dog" }
    #expect(dogs.count == 2 && reading.mentions[dogs[1]].sameAs == dogs[0])
  }

  @Test func stripsAndMends() throws {
    let reading = try read("((red)) fox, masterpiece, 8k --ar 16:9, a elefant")
    #expect(reading.notes.count == 4)
    #expect(reading.mentions.contains { $0.key == "elephant" })
    #expect(try read("Gwen is here").mentions.map(\.kind) == [.unknown])
  }

  @Test func refusesUnknownLanguage() throws {
    let reader = try Self.loaded.get()
    #expect(throws: ReadingError.self) { try reader.read("kissa", language: "fi") }
    #expect(reader.languages == ["de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "tr", "zh"])
  }
}
