import Foundation
import Testing
import ZoetropePlanner
import ZoetropeRandom

@Suite struct TokenizerTests {
  private static let prompts = ["a red fox runs", "two red foxes run at night", "a fox, red, at night"]
  private static let descriptions = Array(
    repeating: "a red fox runs at night. style of the picture: noir.", count: 20)

  private func tokenizer() throws -> Tokenizer {
    try TokenizerTrainer().train(
      prompts: Array(repeating: TokenizerTests.prompts, count: 6).flatMap { $0 },
      descriptions: TokenizerTests.descriptions)
  }

  /// Any text comes back as its normal form: letters, marks, emoji, half surrogates of other scripts, control characters.
  @Test func anyTextComesBack() throws {
    let tokenizer = try tokenizer()
    var generator = Generator(seed: 4)
    let ranges: [ClosedRange<UInt32>] = [0...127, 0x80...0x7FF, 0x800...0xD7FF, 0x1F300...0x1F6FF]
    for _ in 0..<2000 {
      var text = ""
      for _ in 0..<generator.index(below: 40) {
        let range = generator.pick(ranges)
        let value = range.lowerBound + UInt32(generator.index(below: Int(range.count)))
        if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
      }
      let normal = TextNormalizer.normalize(text)
      #expect(tokenizer.decode(tokenizer.encode(text)) == normal)
      #expect(tokenizer.decode(tokenizer.encode(text, joinsPhrases: true)) == normal)
    }
  }

  /// Frequent words become one token each, frequent phrases of descriptions fewer tokens than words.
  @Test func wordsAndPhrasesAreJoined() throws {
    let tokenizer = try tokenizer()
    #expect(tokenizer.encode("red fox").count == 2)
    #expect(tokenizer.encode("zebra").count > 2)
    let text = TokenizerTests.descriptions[0]
    #expect(tokenizer.encode(text, joinsPhrases: true).count < tokenizer.encode(text).count)
    #expect(tokenizer.words.contains("fox") && !tokenizer.words.contains("zebra"))
  }

  @Test func learningIsRepeatableAndFilesComeBack() throws {
    let first = try tokenizer(), second = try tokenizer()
    #expect(first == second)
    #expect(try JSONDecoder().decode(Tokenizer.self, from: JSONEncoder().encode(first)) == first)
    let broken = Data(#"{"merges":[[97,999]],"phraseMerges":[],"words":[]}"#.utf8)
    #expect(throws: PlannerError.self) { try JSONDecoder().decode(Tokenizer.self, from: broken) }
  }
}
