/// Learns a tokenizer from captions: the same captions give the same tokenizer.
public struct TokenizerTrainer: Sendable {
  /// The most joins within words.
  public var mergeLimit = 1400
  /// The most joins of words to phrases.
  public var phraseLimit = 160
  /// How often a pair must occur to be joined within words.
  public var leastCount = 6
  /// How often a pair must occur to be joined to a phrase, as a share of the descriptions.
  public var leastPhraseShare = 0.006

  /// Makes a trainer with its usual settings.
  public init() {}

  /// Learns from prompts and descriptions.
  public func train(prompts: [String], descriptions: [String]) throws -> Tokenizer {
    var counts: [[UInt8]: Int] = [:]
    for text in prompts + descriptions {
      for piece in TextNormalizer.pieces(TextNormalizer.normalize(text)) { counts[piece, default: 0] += 1 }
    }
    // Sorted, so that the order of a dictionary plays no part.
    var sequences = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { (tokens: $0.key.map(Int.init), count: $0.value) }
    let merges = join(&sequences, next: 256, limit: mergeLimit, leastCount: leastCount) { _ in true }
    let plain = try Tokenizer(merges: merges, phraseMerges: [], words: [])

    var clauses: [[Int]: Int] = [:]
    for text in descriptions { clauses[plain.encode(text), default: 0] += 1 }
    var phrases = clauses.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { (tokens: $0.key, count: $0.value) }
    // Phrases end at marks: one that spans a comma would name two slots at once.
    let least = max(2, Int(leastPhraseShare * Double(descriptions.count)))
    var isOpen = (0..<plain.count).map { token in
      !plain.bytes(of: token).contains { ",.:;".utf8.contains($0) }
    }
    let phraseMerges = join(&phrases, next: plain.count, limit: phraseLimit, leastCount: least) { token in
      if token >= isOpen.count { isOpen += Array(repeating: true, count: token + 1 - isOpen.count) }
      return isOpen[token]
    }

    var wordCounts: [String: Int] = [:]
    for text in prompts + descriptions {
      for word in TextNormalizer.words(text) { wordCounts[word, default: 0] += 1 }
    }
    let words = wordCounts.filter { $0.value >= 3 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return try Tokenizer(merges: merges, phraseMerges: phraseMerges, words: words.map(\.key))
  }

  // MARK: - Internals

  /// Joins the most frequent pair until none is frequent enough; ties go to the lower token numbers.
  private func join(
    _ sequences: inout [(tokens: [Int], count: Int)], next: Int, limit: Int, leastCount: Int,
    allows: (Int) -> Bool
  ) -> [[Int]] {
    var merges: [[Int]] = []
    var counts: [Tokenizer.Pair: Int] = [:]
    var places: [Tokenizer.Pair: Set<Int>] = [:]
    func pairs(_ tokens: [Int]) -> [Tokenizer.Pair] {
      zip(tokens, tokens.dropFirst()).compactMap { allows($0) && allows($1) ? Tokenizer.Pair($0, $1) : nil }
    }
    for (index, sequence) in sequences.enumerated() {
      for pair in pairs(sequence.tokens) {
        counts[pair, default: 0] += sequence.count
        places[pair, default: []].insert(index)
      }
    }
    while merges.count < limit {
      let best = counts.max { a, b in
        (a.value, b.key.first, b.key.second) < (b.value, a.key.first, a.key.second)
      }
      guard let best, best.value >= leastCount else { break }
      let token = next + merges.count
      merges.append([best.key.first, best.key.second])
      for index in places[best.key] ?? [] {
        let count = sequences[index].count
        for pair in pairs(sequences[index].tokens) { counts[pair]? -= count }
        sequences[index].tokens = Tokenizer.replacing(
          best.key.first, best.key.second, by: token, in: sequences[index].tokens)
        for pair in pairs(sequences[index].tokens) {
          counts[pair, default: 0] += count
          places[pair, default: []].insert(index)
        }
      }
      counts[best.key] = nil
    }
    return merges
  }
}
