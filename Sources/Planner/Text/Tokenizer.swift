import Foundation

/// Byte-pair encoding (Sennrich et al. 2016, arXiv:1508.07909) over the bytes of a text, in two layers.
///
/// The first layer joins bytes within words, so that the words of the World's captions are one token each and any
/// other text still is a sequence of tokens. The second layer joins words to the phrases that descriptions keep
/// repeating ("in clear weather"); prompts do without it, because people vary where descriptions do not
/// (superwords: Liu et al. 2025, arXiv:2503.13423).
public struct Tokenizer: Sendable, Equatable, Codable {
  /// Joins of the first layer in order of rank: the pair becomes token `256 + rank`.
  public let merges: [[Int]]
  /// Joins of the second layer; the numbers go on after those of the first.
  public let phraseMerges: [[Int]]
  /// The words of the captions it was learned from, most frequent first.
  public let words: [String]

  private let ranks: [Pair: Int]
  private let bytes: [[UInt8]]

  /// Number of tokens: 256 bytes, then the joins.
  public var count: Int { bytes.count }

  /// Makes a tokenizer.
  ///
  /// - Throws: ``PlannerError/badConfiguration(_:)`` if a join speaks of a token that comes after it.
  public init(merges: [[Int]], phraseMerges: [[Int]], words: [String]) throws {
    self.merges = merges
    self.phraseMerges = phraseMerges
    self.words = words
    var bytes = (0..<256).map { [UInt8($0)] }
    var ranks: [Pair: Int] = [:]
    for (rank, pair) in (merges + phraseMerges).enumerated() {
      guard pair.count == 2, pair.allSatisfy({ (0..<256 + rank).contains($0) }) else {
        throw PlannerError.badConfiguration("join \(rank) of the tokenizer is \(pair)")
      }
      ranks[Pair(pair[0], pair[1])] = rank
      bytes.append(bytes[pair[0]] + bytes[pair[1]])
    }
    self.ranks = ranks
    self.bytes = bytes
  }

  /// The bytes of a token.
  public func bytes(of token: Int) -> [UInt8] { bytes[token] }

  /// A token as text, with the space it begins with; ill-formed UTF-8 becomes U+FFFD.
  public func text(_ token: Int) -> String { String(decoding: bytes[token], as: UTF8.self) }

  /// The tokens of any text, after ``TextNormalizer/normalize(_:)``.
  ///
  /// - Parameter joinsPhrases: whether the second layer is used, as descriptions do.
  /// - Complexity: O(length).
  public func encode(_ text: String, joinsPhrases: Bool = false) -> [Int] {
    var tokens: [Int] = []
    for piece in TextNormalizer.pieces(TextNormalizer.normalize(text)) {
      tokens += join(piece.map(Int.init), below: merges.count)
    }
    return joinsPhrases ? join(tokens, below: merges.count + phraseMerges.count) : tokens
  }

  /// The normalised text of tokens; ill-formed UTF-8 becomes U+FFFD.
  public func decode(_ tokens: [Int]) -> String {
    let text = tokens.flatMap { bytes[$0] }
    // By bytes: to a String, a space before a combining mark is one character with it.
    return String(decoding: text.first == 32 ? text[1...] : text[...], as: UTF8.self)
  }

  /// The tokens that a description may be made of: printable ASCII alone.
  public var printableTokens: [Int] {
    (0..<count).filter { bytes[$0].allSatisfy { (32...126).contains($0) && !(65...90).contains($0) } }
  }

  /// The same tokens, with more words counted as known.
  public func knowing(_ more: [String]) throws -> Tokenizer {
    let known = Set(words)
    return try Tokenizer(
      merges: merges, phraseMerges: phraseMerges, words: words + more.filter { !known.contains($0) })
  }

  // MARK: - File form

  private enum CodingKeys: String, CodingKey { case merges, phraseMerges, words }

  /// Reads a tokenizer from its file form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      merges: container.decode([[Int]].self, forKey: .merges),
      phraseMerges: container.decode([[Int]].self, forKey: .phraseMerges),
      words: container.decode([String].self, forKey: .words))
  }

  // MARK: - Internals

  struct Pair: Hashable, Sendable {
    let first, second: Int
    init(_ first: Int, _ second: Int) {
      self.first = first
      self.second = second
    }
  }

  /// Joins the pair of lowest rank, again and again. Pieces and clauses are short, so the plain way is fast.
  private func join(_ tokens: [Int], below limit: Int) -> [Int] {
    var tokens = tokens
    while tokens.count > 1 {
      var best = limit
      for index in 1..<tokens.count {
        if let rank = ranks[Pair(tokens[index - 1], tokens[index])] { best = min(best, rank) }
      }
      guard best < limit else { break }
      let pair = best < merges.count ? merges[best] : phraseMerges[best - merges.count]
      tokens = Tokenizer.replacing(pair[0], pair[1], by: 256 + best, in: tokens)
    }
    return tokens
  }

  /// The tokens with each occurrence of a pair replaced, from the left.
  static func replacing(_ first: Int, _ second: Int, by new: Int, in tokens: [Int]) -> [Int] {
    var result: [Int] = []
    result.reserveCapacity(tokens.count)
    var index = 0
    while index < tokens.count {
      if index + 1 < tokens.count, tokens[index] == first, tokens[index + 1] == second {
        result.append(new)
        index += 2
      } else {
        result.append(tokens[index])
        index += 1
      }
    }
    return result
  }
}
