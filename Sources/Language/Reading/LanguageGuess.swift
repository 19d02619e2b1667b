// Which language a text is in: the one whose words cover most of it.

/// Finds the language of a text.
struct LanguageGuess {
  let glossaries: Glossaries
  let cast: CastIndex

  /// Two letters; English where nothing speaks for another.
  func language(of tokens: [TokenScanner.Token]) -> String {
    let words = tokens.filter { $0.kind == .word }
    let ideographs = words.filter(\.isIdeographic)
    if ideographs.count * 2 > words.count {
      let hasKana = ideographs.contains {
        $0.normalized.unicodeScalars.contains { (0x3040...0x30FF).contains($0.value) }
      }
      return hasKana ? "ja" : "zh"
    }
    var best = (language: "en", score: score(words, "en") + 0.01)
    for language in glossaries.byLanguage.keys.sorted()
    where language != "en" && !CastIndex.isIdeographic(language) {
      let score = score(words, language)
      if score > best.score { best = (language, score) }
    }
    return best.language
  }

  // MARK: - Internals

  private func score(_ words: [TokenScanner.Token], _ language: String) -> Double {
    guard let glossary = glossaries.byLanguage[language] else { return 0 }
    return words.reduce(0) { sum, token in
      if glossary.vocabulary.contains(token.normalized) { return sum + 1 }
      if cast.names.lookUp(folded: token.normalized, language: language).matches.contains(where: {
        $0.score >= 0.95
      }) {
        return sum + 0.9
      }
      let forms = Stems.forms(of: token.normalized, language: language).dropFirst()
      return sum + (forms.contains { glossary.vocabulary.contains($0) } ? 0.5 : 0)
    }
  }
}
