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
    var sum = 0.0, index = 0
    while index < words.count {
      let token = words[index]
      // A name of several words speaks for as many: "yo-yo" is English, though "yo" is Spanish.
      let name = cast.match(words[index...].prefix(4), language: language)
      if name.count > 1, name.matches[0].score >= 0.95 {
        sum += Double(name.count)
        index += name.count
        continue
      }
      index += 1
      if glossary.vocabulary.contains(token.normalized) {
        sum += 1
      } else if let match = name.matches.first, match.score >= 0.95 {
        sum += 1
      } else {
        let forms = Stems.forms(of: token.normalized, language: language).dropFirst()
        sum += forms.contains { glossary.vocabulary.contains($0) } ? 0.5 : 0
      }
    }
    return sum
  }
}
