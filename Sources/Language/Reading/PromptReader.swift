// Reads prompts: text in, mentions out, the same for the same text. No network, no chance.

import ZoetropeCast

/// Reads what a prompt says.
///
/// A text is cut into tokens, its language found, tokens joined to the longest phrases that the glossary or the cast's names
/// know, and the phrases linked: whose a colour is, who moves where, what is behind what. A word that nothing knows is
/// an `unknown` mention; every token is accounted for.
///
/// - Complexity: O(words · longest phrase).
public struct PromptReader: Sendable {
  /// The languages that there is a glossary of, as two letters.
  public var languages: [String] { glossaries.byLanguage.keys.sorted() }

  private let glossaries: Glossaries
  private var cast: CastIndex

  /// Makes a reader of the cast's names and the built-in glossaries.
  ///
  /// - Parameters:
  ///   - cast: names of a person's own members, found in upper and lower case alike.
  /// - Throws: `CastError` or `ReadingError` when the program was built with tables that break their rules.
  public init(cast own: [String] = []) throws {
    glossaries = try Glossaries.builtIn()
    cast = CastIndex(
      names: try CastNames.builtIn(), members: try MemberTable.builtIn(), glossaries: glossaries, own: own)
  }

  /// The same reader with the names of a person's own members, found in upper and lower case alike.
  public func naming(_ own: [String]) -> PromptReader {
    var copy = self
    copy.cast = cast.naming(own)
    return copy
  }

  /// Reads a prompt.
  ///
  /// - Parameters:
  ///   - prompt: any text.
  ///   - language: two letters; `nil` finds it.
  /// - Throws: `ReadingError.languageUnknown`.
  public func read(_ prompt: String, language given: String? = nil) throws(ReadingError) -> PromptReading {
    var tokens = TokenScanner.tokens(of: prompt)
    let language = given ?? LanguageGuess(glossaries: glossaries, cast: cast).language(of: tokens)
    guard let glossary = glossaries.byLanguage[language] else {
      throw .languageUnknown(language, known: languages)
    }
    for index in tokens.indices where tokens[index].kind == .word && !tokens[index].isIdeographic {
      tokens[index].forms = Stems.forms(of: tokens[index].normalized, language: language)
    }
    var segmenter = Segmenter(tokens: tokens, glossary: glossary, cast: cast)
    var linker = Linker(
      pieces: segmenter.run(), tokens: tokens, language: language, colours: glossaries.colours, prompt: prompt
    )
    linker.run()
    let mentions = linker.mentions
    return PromptReading(
      prompt: prompt, language: language,
      tokens: zip(tokens, linker.uses).map { token, use in
        PromptReading.Token(
          range: token.range, normalized: token.normalized,
          use: use >= 0 ? .mention(use) : use == -1 ? .function : .mark)
      },
      mentions: mentions, notes: linker.notes,
      gloss: Gloss(
        mentions: mentions, prompt: prompt, members: cast.members, labels: glossaries.byLanguage["en"]!.labels
      ).text)
  }

  /// Whether a language puts adjectives behind their nouns.
  static func putsAdjectivesAfter(_ language: String) -> Bool {
    ["fr", "es", "it", "pt", "pl"].contains(language)
  }
}
