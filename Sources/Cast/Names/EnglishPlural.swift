/// Singular forms that an English plural may have.
enum EnglishPlural {
  /// Candidates, likeliest first; the caller keeps what is a word. Only the last word of a phrase is changed, or the
  /// first of one such as "slices of cake".
  static func singulars(of phrase: String) -> [String] {
    var words = phrase.split(separator: " ").map(String.init)
    guard let last = words.last else { return [] }
    var results = forms(of: last).map { (words.dropLast() + [$0]).joined(separator: " ") }
    if words.count > 2, words[1] == "of" || words[1] == "with" || words[1] == "in" {
      for form in forms(of: words[0]) {
        words[0] = form
        results.append(words.joined(separator: " "))
      }
    }
    return results
  }

  private static let irregular = [
    "men": "man", "women": "woman", "children": "child", "people": "person", "mice": "mouse",
    "geese": "goose",
    "feet": "foot", "teeth": "tooth", "oxen": "ox", "dice": "die", "wolves": "wolf", "knives": "knife",
    "leaves": "leaf", "loaves": "loaf", "calves": "calf", "elves": "elf", "shelves": "shelf",
    "thieves": "thief",
    "scarves": "scarf", "dwarves": "dwarf", "hooves": "hoof", "lives": "life", "wives": "wife",
    "cacti": "cactus", "octopi": "octopus", "fungi": "fungus", "fishermen": "fisherman",
  ]

  private static func forms(of word: String) -> [String] {
    if let singular = irregular[word] { return [singular] }
    // policemen, horsewomen
    if word.hasSuffix("men") { return [word.dropLast(2) + "an"] }
    guard word.count > 2, word.hasSuffix("s"), !word.hasSuffix("ss") else { return [] }
    let stem = String(word.dropLast())
    if word.hasSuffix("ies"), word.count > 4 { return [word.dropLast(3) + "y", stem] }
    if word.hasSuffix("es") { return [stem, String(word.dropLast(2))] }
    return [stem]
  }
}
