/// Finds what was meant by a misspelt word.
public enum Spelling {
  /// The words nearest to a given one, nearest first, ties in the order of `words`.
  ///
  /// Distance is the number of letters to insert, delete, replace or swap with a neighbour (optimal string
  /// alignment), upper and lower case alike.
  ///
  /// - Complexity: O(words · letters²); words beyond 200 letters are cut there.
  public static func nearest(to word: String, among words: [String], limit: Int) -> [String] {
    let letters = lettersOf(word)
    let ranked = words.enumerated().map { (distance(letters, lettersOf($0.element)), $0.offset) }
    return ranked.sorted { $0 < $1 }.prefix(limit).map { words[$0.1] }
  }

  /// The number of letters to insert, delete, replace or swap with a neighbour to get from one word to the other, upper and lower case
  /// alike.
  public static func distance(_ first: String, _ second: String) -> Int {
    distance(lettersOf(first), lettersOf(second))
  }

  // MARK: - Internals

  private static func lettersOf(_ word: String) -> [Character] { Array(word.lowercased().prefix(200)) }

  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var twoAbove: [Int] = []
    var above = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var cost = min(above[j + 1] + 1, row[j] + 1, above[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, twoAbove[j - 1] + 1) }
        row.append(cost)
      }
      twoAbove = above
      above = row
    }
    return above[b.count]
  }
}
