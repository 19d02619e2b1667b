// Words by hand: Names/words.txt.
//
//   [en]                        words of a language: they replace whatever else is known of the word
//   cop, police : policeOfficer
//   [emoji]                     the emoji whose names a member has; - for none
//   [sense]                     the word that a member has in WordNet
//   [not]                       words that name no member

/// The words that people gave the members.
struct HandWords {
  /// Language to folded word to members, best first.
  private(set) var words: [String: [String: [String]]] = [:]
  private(set) var sequences: [String: String] = [:]
  private(set) var senses: [String: String] = [:]
  private(set) var banned: Set<String> = []

  /// - Throws: `CastError.namesUnreadable`, also for a member that does not exist.
  init(text: String, members: MemberTable) throws(CastError) {
    var section = ""
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty || line.first == "#" { continue }
      if line.first == "[" {
        section = String(line.dropFirst().prefix { $0 != "]" })
        continue
      }
      let halves = line.split(separator: " : ", maxSplits: 1)
      let list = { (text: Substring) in
        text.split(separator: ",").map { String($0.drop { $0 == " " }) }
      }
      if section == "not" {
        banned.formUnion(list(line[...]))
        continue
      }
      guard halves.count == 2 else {
        throw CastError.namesUnreadable(line: index + 1, reason: "expected words : members")
      }
      let isTurned = section == "emoji" || section == "sense"
      for name in isTurned ? [String(halves[0])] : list(halves[1]) where members[name] == nil {
        throw CastError.namesUnreadable(line: index + 1, reason: "there is no member '\(name)'")
      }
      switch section {
      case "emoji": sequences[String(halves[0])] = String(halves[1])
      case "sense": senses[String(halves[0])] = String(halves[1])
      default:
        for word in list(halves[0]) {
          words[section, default: [:]][CastNames.folded(word, section)] = list(halves[1])
        }
      }
    }
  }
}

/// The entries of one language in the making.
struct Entries {
  private var scores: [String: [String: Double]] = [:]

  func isFree(_ word: String) -> Bool { scores[word] == nil }

  mutating func add(_ word: String, _ member: String, _ score: Double) {
    guard !word.isEmpty, !word.contains("~"), !word.contains("\t") else { return }
    scores[word, default: [:]][member] = max(score, scores[word]?[member] ?? 0)
  }

  /// Words by hand replace what is there; the first member is best.
  mutating func override(with words: [String: [String]], banned: Set<String>) {
    for word in banned { scores[word] = nil }
    for (word, members) in words {
      scores[word] = [:]
      for (place, member) in members.enumerated() { add(word, member, max(0.9, 1 - 0.01 * Double(place))) }
    }
  }

  /// A line per member.
  func text(order: [String]) -> String {
    var lines: [String: [String]] = [:]
    for (word, members) in scores {
      for (member, score) in members {
        let hundredths = Int((score * 100).rounded())
        lines[member, default: []].append(hundredths == 100 ? word : "\(word)~\(hundredths)")
      }
    }
    return order.compactMap { name in
      lines[name].map { "\(name)\t\($0.sorted().joined(separator: "\t"))\n" }
    }.joined()
  }
}
