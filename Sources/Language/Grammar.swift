// The few rules of English that captions need: plurals, verb forms, articles.

/// English word forms, enough for the vocabulary tables.
enum Grammar {
  /// A form of a verb.
  enum VerbForm: CaseIterable, Sendable {
    /// "runs".
    case third
    /// "run".
    case plural
    /// "running".
    case participle
  }

  /// The plural of a name: its last word, or the one before "of", "on", "with".
  static func plural(_ name: String) -> String {
    var words = name.split(separator: " ").map(String.init)
    let head = words.firstIndex { ["of", "on", "with"].contains($0) }.map { $0 - 1 } ?? words.count - 1
    words[head] = pluralWord(words[head])
    return words.joined(separator: " ")
  }

  /// A verb phrase in a form; its first word is the verb in its base form.
  static func conjugate(_ phrase: String, _ form: VerbForm) -> String {
    if phrase.hasPrefix("do not ") {
      let rest = String(phrase.dropFirst("do not ".count))
      switch form {
      case .third: return "does not " + rest
      case .plural: return phrase
      case .participle: return "not " + conjugate(rest, .participle)
      }
    }
    let space = phrase.firstIndex(of: " ") ?? phrase.endIndex
    let verb = String(phrase[..<space]), rest = phrase[space...]
    switch form {
    case .plural: return (verb == "be" ? "are" : verb) + rest
    case .third: return (verb == "be" ? "is" : third(verb)) + rest
    case .participle: return participle(verb) + rest
    }
  }

  /// A noun phrase with "a" or "an" before it.
  static func withArticle(_ phrase: String) -> String {
    let soundsLikeYou = ["uni", "ufo", "eu", "one"].contains { phrase.hasPrefix($0) }
    let isUnidentified = phrase.hasPrefix("unid")
    let startsWithVowel = phrase.first.map { "aeiou8".contains($0) } ?? false
    return (startsWithVowel && (!soundsLikeYou || isUnidentified) ? "an " : "a ") + phrase
  }

  /// A sentence with its first letter in upper case.
  static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  // MARK: - Internals

  private static let irregularPlurals = [
    "child": "children", "man": "men", "woman": "women", "grandma": "grandmas", "gentleman": "gentlemen",
    "fellow": "fellows", "spaceman": "spacemen", "snowman": "snowmen", "merwoman": "merwomen",
    "businesswoman": "businesswomen", "granny": "grannies", "passer-by": "passers-by", "wolf": "wolves",
    "sheep": "sheep", "mouse": "mice", "goldfish": "goldfish", "fish": "fish", "trout": "trout",
    "jellyfish": "jellyfish", "devilfish": "devilfish", "aircraft": "aircraft", "cactus": "cacti",
    "octopus": "octopuses", "bus": "buses", "omnibus": "omnibuses", "ox": "oxen", "white": "whites",
  ]

  /// Verbs that double their last letter before -ing.
  private static let doubling: Set<String> = [
    "run", "jog", "trot", "zip", "flap", "swim", "spin", "sit", "get", "hop", "bob", "drop", "zigzag", "wag",
    "put", "step",
  ]

  private static func pluralWord(_ word: String) -> String {
    if let irregular = irregularPlurals[word] { return irregular }
    if ["s", "x", "ch", "sh"].contains(where: word.hasSuffix) { return word + "es" }
    if word.hasSuffix("y"), let before = word.dropLast().last, !"aeiou".contains(before) {
      return word.dropLast() + "ies"
    }
    return word + "s"
  }

  private static func third(_ verb: String) -> String {
    if ["s", "x", "ch", "sh", "o", "zz"].contains(where: verb.hasSuffix) { return verb + "es" }
    if verb.hasSuffix("y"), let before = verb.dropLast().last, !"aeiou".contains(before) {
      return verb.dropLast() + "ies"
    }
    return verb + "s"
  }

  private static func participle(_ verb: String) -> String {
    if verb == "be" { return "being" }
    if doubling.contains(verb) { return verb + String(verb.suffix(1)) + "ing" }
    if verb.hasSuffix("e") && !verb.hasSuffix("ee") { return verb.dropLast() + "ing" }
    return verb + "ing"
  }
}
