// Bakes the table of names: words by hand, names and keywords of Unicode's CLDR, kinds of WordNet. Needs the Debian
// packages unicode-cldr-core and wordnet-base; what is baked needs nothing.

import Foundation

/// Makes the text of ``CastNames``.
package struct NameBaker {
  /// The languages that are baked.
  package static let languages = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "ja", "zh"]
  /// Scores below this are not even kept as near.
  static let floor = 0.8

  private let members: MemberTable
  private let hand: HandWords
  private let cldr: URL
  private let wordNet: WordNet

  /// - Parameters:
  ///   - words: the words by hand, as in Names/words.txt.
  ///   - cldr: the folder `common` of CLDR.
  ///   - wordNet: the folder of WordNet's files.
  /// - Throws: `CastError.sourceUnreadable`, `CastError.namesUnreadable`.
  package init(members: MemberTable, words: String, cldr: URL, wordNet: URL) throws(CastError) {
    self.members = members
    hand = try HandWords(text: words, members: members)
    self.cldr = cldr
    self.wordNet = try WordNet(folder: wordNet)
  }

  /// The table as text.
  ///
  /// - Throws: `CastError.sourceUnreadable`.
  package func bake() throws(CastError) -> String {
    var text = "# Baked by `zoetrope cast bake-names`; sources and licences in NOTICE. See CastNames.swift.\n"
    for language in NameBaker.languages {
      var entries = Entries()
      try addAnnotations(language, to: &entries)
      if language == "en" {
        for member in members.members {
          entries.add(CastNames.folded(member.displayName, language), member.name, rank(member))
        }
      }
      entries.override(with: hand.words[language] ?? [:], banned: hand.banned)
      if language == "en" { addKinds(to: &entries) }
      text += "[\(language)]\n" + entries.text(order: members.members.map(\.name))
    }
    return text
  }

  // MARK: - Annotations

  /// A head is second to the same animal or person with a body.
  private func rank(_ member: CastMember) -> Double { member.gait.style == .bob ? 0.96 : 1 }

  private func addAnnotations(_ language: String, to entries: inout Entries) throws(CastError) {
    let annotations = try CLDRAnnotations(language: language, folder: cldr)
    var owners: [String: Set<String>] = [:]
    for member in members.members {
      guard let sequence = sequence(of: member) else { continue }
      for word in annotations.keywords[sequence] ?? [] {
        owners[CastNames.folded(word, language), default: []].insert(member.name)
      }
      if let name = annotations.names[sequence] {
        entries.add(
          CastNames.folded(name.replacingOccurrences(of: ":", with: ""), language), member.name,
          rank(member) - 0.01)
      }
    }
    // A keyword of many members is a quality or a kind, not a name.
    for (word, members) in owners where members.count <= 2 && entries.isFree(word) {
      if language == "en", wordNet.senses[word] == nil { continue }
      for member in members { entries.add(word, member, 0.9) }
    }
  }

  /// The emoji whose names are the member's: its own, or its head's.
  private func sequence(of member: CastMember) -> String? {
    if let given = hand.sequences[member.name] { return given == "-" ? nil : given }
    let isPlain = { (changes: [Recipe.Change]) in
      !changes.contains { if case .paint = $0 { true } else if case .replace = $0 { true } else { false } }
    }
    switch member.recipe.layers[0] {
    case .emoji(let text, let changes, _):
      return member.recipe.layers.count == 1 && isPlain(changes) ? text : nil
    case .figure(let figure):
      let plainHeads = ["👨", "👩", "🧑", "🧔\u{200D}♂"]
      return plainHeads.contains(figure.bust) || !isPlain(figure.changes) ? nil : figure.bust
    case .beast:
      guard case .emoji(let text, let changes, _)? = member.recipe.layers.last, isPlain(changes) else {
        return nil
      }
      return text
    case .shape: return nil
    }
  }

  // MARK: - Kinds

  /// What a noun is nearest to, by WordNet's tree.
  private func addKinds(to entries: inout Entries) {
    let places = memberSynsets()
    // Members at or below each meaning, nearest first.
    var below: [WordNet.Synset: [(member: String, steps: Int)]] = [:]
    for member in members.members {
      guard let synset = places[member.name] else { continue }
      for (kind, steps) in wordNet.ancestors(synset) { below[kind, default: []].append((member.name, steps)) }
    }
    for kind in below.keys { below[kind]?.sort { $0.steps < $1.steps } }
    let physical = Set(["physical entity", "imaginary being"].compactMap { wordNet.senses[$0]?.first })
    for (word, senses) in wordNet.senses where entries.isFree(word) && NameBaker.isPlainNoun(word) {
      guard !hand.banned.contains(word) else { continue }
      var best: (member: String, score: Double)?
      for (index, synset) in senses.prefix(3).enumerated() {
        let ancestors = wordNet.ancestors(synset)
        guard !physical.isDisjoint(with: ancestors.keys) else {
          // What is mostly no thing at all is not guessed at.
          if index == 0 { break }
          continue
        }
        guard let found = nearest(ancestors, below) else { continue }
        let score = found.score - 0.08 * Double(index)
        if score > best?.score ?? 0 { best = (found.member, score) }
      }
      if let best, best.score >= NameBaker.floor { entries.add(word, best.member, best.score) }
    }
  }

  /// The nearest member of a meaning with all that it is a kind of.
  func nearest(
    _ ancestors: [WordNet.Synset: Int], _ below: [WordNet.Synset: [(member: String, steps: Int)]]
  ) -> (member: String, score: Double)? {
    var best: (member: String, score: Double)?
    for (kind, up) in ancestors {
      guard let first = below[kind]?.first else { continue }
      let score: Double
      if first.steps == 0 {
        // A kind of the member itself: a poodle is a dog.
        score = 0.97 - 0.01 * Double(min(up, 8))
      } else {
        // Wu and Palmer 1994: depth of what both are, by their own depths.
        let depth = Double(wordNet.depth(kind))
        let similarity = 2 * depth / (2 * depth + Double(up + first.steps))
        // A kind that has the member only far below it is shown badly by it: not every implement is an oar.
        score = min(similarity - 0.03, up == 0 && first.steps > 2 ? 0.84 : 0.9)
      }
      if score > best?.score ?? 0 || (score == best?.score && first.member < best!.member) {
        best = (first.member, score)
      }
    }
    return best
  }

  /// The meaning of each member's name that its category allows.
  private func memberSynsets() -> [String: WordNet.Synset] {
    var places: [String: WordNet.Synset] = [:], taken: Set<WordNet.Synset> = []
    for member in members.members where rank(member) == 1 {
      let word = hand.senses[member.name] ?? member.displayName.lowercased()
      let roots = Set(NameBaker.roots(of: member.category).compactMap { wordNet.senses[$0.0]?[safe: $0.1] })
      let synset = wordNet.senses[word]?.first { !roots.isDisjoint(with: wordNet.ancestors($0).keys) }
      guard let synset, taken.insert(synset).inserted else { continue }
      places[member.name] = synset
    }
    return places
  }

  /// Words whose given sense a member of the category is a kind of.
  private static func roots(of category: CastMember.Category) -> [(String, Int)] {
    switch category {
    case .person: [("person", 0)]
    case .fantasy:
      [("imaginary being", 0), ("person", 0), ("artifact", 0), ("spiritual being", 0), ("skeleton", 0)]
    case .animal, .bird, .reptile, .aquatic, .insect: [("animal", 0), ("microorganism", 0)]
    case .plant:
      [("plant", 1), ("plant part", 0), ("fungus", 0), ("natural object", 0), ("plant material", 0)]
    case .food: [("food", 0), ("food", 1), ("beverage", 0), ("plant part", 0), ("natural object", 0)]
    case .sky: [("physical entity", 0), ("phenomenon", 0)]
    default: [("artifact", 0), ("natural object", 0), ("body part", 0), ("physical entity", 0)]
    }
  }

  private static func isPlainNoun(_ word: String) -> Bool {
    word.count >= 3 && word.allSatisfy { ($0.isLetter && $0.isASCII) || $0 == " " || $0 == "-" }
      && word.count { $0 == " " } <= 2 && !word.hasPrefix("genus ") && !word.hasPrefix("family ")
      && !word.hasPrefix("order ")
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
