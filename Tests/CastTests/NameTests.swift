import Foundation
import Testing

@testable import ZoetropeCast

@Suite struct NameTests {
  @Test func everyWordLeadsToAMember() throws {
    let names = try CastNames.builtIn(), table = try MemberTable.builtIn()
    #expect(Set(names.languages) == Set(NameBaker.languages))
    for line in CastNames.builtInText.split(separator: "\n") where line.first != "[" && line.first != "#" {
      let name = String(line.prefix { $0 != "\t" })
      #expect(table[name] != nil, "\(name)")
    }
  }

  /// A member is found by the name that sheets print under it.
  @Test func displayNamesAreKnown() throws {
    let names = try CastNames.builtIn()
    for member in try MemberTable.builtIn().members {
      guard case .known(let matches) = names.answer(member.displayName) else {
        Issue.record("\(member.displayName) is unknown")
        continue
      }
      // "Fox" is asked for a whole fox first; the head that is called so is among the answers.
      #expect(
        matches.contains { $0.member == member.name }, "\(member.displayName): \(matches.map(\.member))")
    }
  }

  /// Translations from dictionaries.
  @Test(arguments: [
    ("de", "Leuchtturm", "lighthouse"), ("de", "Schmetterling", "butterfly"), ("de", "Löwe", "maleLion"),
    ("fr", "fraise", "strawberry"), ("fr", "phare", "lighthouse"), ("es", "mariposa", "butterfly"),
    ("es", "oso", "brownBear"), ("it", "gatto", "cat"), ("pt", "cachorro", "dog"),
    ("nl", "vlinder", "butterfly"),
    ("pl", "wilk", "greyWolf"), ("tr", "kelebek", "butterfly"), ("ja", "猫", "cat"),
    ("ja", "チョウ", "butterfly"), ("ja", "蝶", "butterfly"),
    ("zh", "蝴蝶", "butterfly"), ("zh", "灯塔", "lighthouse"), ("en", "poodles", "poodle"),
    ("en", "wolves", "greyWolf"),
    ("en", "policemen", "policeman"), ("en", "slices of cake", "cake"), ("en", "Fire-Hydrant", "fireHydrant"),
    ("en", "prince", "prince"),
  ])
  func wordsMeanMembers(language: String, word: String, member: String) throws {
    #expect(try CastNames.builtIn().answer(word, language: language).best == member)
  }

  @Test func whatNoMemberCoversIsUnknown() throws {
    let names = try CastNames.builtIn()
    for word in ["democracy", "tuesday", "xyzzy", "happiness", "inflation"] {
      #expect(names.answer(word).best == nil, "\(word)")
    }
    guard case .unknown(let near) = names.answer("girafe") else {
      Issue.record("a misspelt word is known")
      return
    }
    #expect(near.first?.member == "giraffe")
    #expect(names.answer("dog", language: "xx") == .unknown(near: []))
  }

  @Test func mentionsAreTheLongest() throws {
    let names = try CastNames.builtIn()
    let text = "Two polar bears chase a fire truck past the hot-air balloon."
    let found = names.mentions(in: text)
    let members = found.compactMap { $0.matches.first?.member }
    #expect(
      members.contains("polarBear") && members.contains("fireTruck") && members.contains("hotAirBalloon"))
    #expect(!members.contains("brownBear") && !members.contains("balloon"))
    let bear = try #require(found.first { $0.matches.first?.member == "polarBear" })
    #expect(text[bear.range] == "polar bears")
    #expect(
      names.mentions(in: "猫が車を追う", language: "ja").compactMap { $0.matches.first?.member } == ["cat", "car"])
  }

  @Test func tablesThatBreakTheRulesNameTheLine() {
    #expect(
      throws: CastError.namesUnreadable(line: 2, reason: "expected a member and its words, parted by tabs")
    ) {
      try CastNames(text: "[en]\ndog\n")
    }
    #expect(throws: CastError.namesUnreadable(line: 2, reason: "'hound~x' is no word with a score")) {
      try CastNames(text: "[en]\ndog\thound~x\n")
    }
  }
}
