// The nouns of WordNet 3.0 (Miller 1995; file format: wndb(5WN)) and the tree of their kinds.

import Foundation

/// Synsets, their words and what each is a kind of.
struct WordNet {
  /// A meaning, by its place in the file.
  typealias Synset = Int

  /// Meanings of a noun, most frequent first. Words have blanks, not underscores.
  private(set) var senses: [String: [Synset]] = [:]
  private(set) var kinds: [Synset: [Synset]] = [:]
  private(set) var children: [Synset: [Synset]] = [:]
  private(set) var words: [Synset: [String]] = [:]
  private var depths: [Synset: Int] = [:]

  /// - Parameter folder: with `data.noun` and `index.noun`.
  /// - Throws: `CastError.sourceUnreadable`.
  init(folder: URL) throws(CastError) {
    let read = { (name: String) throws(CastError) -> [Substring] in
      let url = folder.appending(path: name)
      guard let text = try? String(contentsOf: url, encoding: .isoLatin1) else {
        throw CastError.sourceUnreadable(path: url.path, package: "wordnet-base")
      }
      return text.split(separator: "\n").filter { $0.first != " " }
    }
    for line in try read("data.noun") {
      let fields = line.prefix { $0 != "|" }.split(separator: " ")
      guard fields.count > 4, let synset = Int(fields[0]), let count = Int(fields[3], radix: 16) else {
        continue
      }
      words[synset] = (0..<count).map { fields[4 + 2 * $0].replacingOccurrences(of: "_", with: " ") }
      var at = 4 + 2 * count
      let pointers = Int(fields[at]) ?? 0
      for _ in 0..<pointers where at + 4 < fields.count {
        if fields[at + 1] == "@" || fields[at + 1] == "@i", let kind = Int(fields[at + 2]) {
          kinds[synset, default: []].append(kind)
          children[kind, default: []].append(synset)
        }
        at += 4
      }
    }
    for line in try read("index.noun") {
      let fields = line.split(separator: " ")
      guard fields.count > 6, let count = Int(fields[2]) else { continue }
      senses[fields[0].replacingOccurrences(of: "_", with: " ")] = fields.suffix(count).compactMap { Int($0) }
    }
    for synset in words.keys { _ = fillDepth(synset) }
  }

  /// Steps from the root, which has 1, on the shortest way.
  func depth(_ synset: Synset) -> Int { depths[synset] ?? 1 }

  /// Everything that a meaning is a kind of, with the steps to it; itself at 0.
  func ancestors(_ synset: Synset) -> [Synset: Int] {
    var distances = [synset: 0], level = [synset], steps = 0
    while !level.isEmpty {
      steps += 1
      level = level.flatMap { kinds[$0] ?? [] }.filter { distances[$0] == nil }
      for kind in level { distances[kind] = steps }
    }
    return distances
  }

  // MARK: - Internals

  private mutating func fillDepth(_ synset: Synset) -> Int {
    if let depth = depths[synset] { return depth }
    depths[synset] = 1
    let above = (kinds[synset] ?? []).map { fillDepth($0) }
    let depth = (above.min() ?? 0) + 1
    depths[synset] = depth
    return depth
  }
}
