// A person's own names: found whatever their letters, in the plural too, before the cast's.

import Testing
import ZoetropeLanguage

@Suite struct OwnNamesTests {
  private static let reader = Result { try PromptReader() }

  private func things(_ prompt: String, _ own: [String]) throws -> [String] {
    try Self.reader.get().naming(own).read(prompt).mentions.filter { $0.kind == .thing }.map {
      ($0.count.map { $0.value == 1 ? "" : "\($0.value) " } ?? "") + ($0.isOwn ? "own " : "") + $0.key
    }
  }

  @Test(arguments: [
    ("MARA walks along the beach", "MARA"), ("mara runs", "MARA"), ("Mara Lee's dog sleeps", "Mara Lee"),
    ("Żółw idzie po plaży", "Żółw"), ("Οδυσσέας walks", "Οδυσσέας"), ("マラが浜辺を歩く", "マラ"), ("小红在海滩上跑", "小红"),
    ("Łucja biegnie", "łucja"), ("R2-D2 rolls through the desert", "R2-D2"),
    ("in the city stands Öykü", "Öykü"),
  ])
  func namesOfAnyLetters(prompt: String, name: String) throws {
    let things = try things(prompt, [name])
    #expect(things.contains("own " + name), "\(things)")
  }

  @Test func pluralsAndNumbers() throws {
    #expect(try things("two Zorbs dance", ["Zorb"]) == ["2 own Zorb"])
    #expect(try things("three Zixes and a Bunty", ["Zix", "Bunty"]) == ["3 own Zix", "own Bunty"])
    #expect(try things("two Bunties", ["Bunty"]) == ["2 own Bunty"])
    // Who is called just so is meant before many of another.
    #expect(try things("James waves", ["Jame", "James"]) == ["own James"])
  }

  @Test func ownNamesShadowTheCast() throws {
    #expect(try things("a red fox and a cat", ["Fox"]) == ["own Fox", "cat"])
    #expect(try things("Old Mara meets Mara", ["Mara", "Old Mara"]) == ["own Old Mara", "own Mara"])
    #expect(try things("a fox", []) != ["own Fox"])
  }
}
