// Reads the files that scenes are kept in, strictly: a word too many, a number out of range, a name twice are errors that
// name the line.
//
//   # a comment
//   [gas station] city day clear          its name; backdrop, then hour, weather and age in any order, as far as they matter
//   gasCanopy 0.55 0.80 0.50              picture, middle (frame widths), foot and height (frame heights)
//   car|suv   0.3..0.7 0.88..0.92 0.2..0.25  a choice of pictures; ranges
//   tree      0.1 0.70 0.3 every=0.5 chance=0.7 either   comes again and again, sometimes; mirrored as chance has it
//
// Options: every=, chance=, depth=, parallax=, tint=, either, mirrored; flat is a thing that lies on the ground: the farthest of all.

import ZoetropeShot

/// A file of scenes.
struct SceneFile {
  let scenes: [(recipe: SceneRecipe, line: Int)]

  /// - Parameters:
  ///   - name: of the file, for messages.
  ///   - text: its content.
  /// - Throws: `CastError.scenesUnreadable`.
  init(name: String, text: String) throws(CastError) {
    var scenes: [(SceneRecipe, Int)] = [], head: (Head, line: Int)?, rows: [SceneRecipe.Row] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.split(separator: " ")
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      do throws(RecipeParser.Failure) {
        if first.hasPrefix("[") {
          if let (head, line) = head { scenes.append((head.recipe(rows), line)) }
          head = (try SceneFile.head(line), index + 1)
          rows = []
        } else {
          guard head != nil else { throw Failure(reason: "a row before the first [name]") }
          rows.append(try SceneFile.row(words))
        }
      } catch {
        throw CastError.scenesUnreadable(file: name, line: index + 1, reason: error.reason)
      }
    }
    if let (head, line) = head { scenes.append((head.recipe(rows), line)) }
    self.scenes = scenes
  }

  // MARK: - Internals

  private typealias Failure = RecipeParser.Failure

  /// The line that a scene begins with.
  private struct Head {
    let name: String
    let backdrop: Scene
    var time = TimeOfDay.day
    var weather = Weather.clear
    var period: Period?

    func recipe(_ rows: [SceneRecipe.Row]) -> SceneRecipe {
      SceneRecipe(
        name: name, backdrop: backdrop, time: time, weather: weather, period: period, rows: rows)
    }
  }

  private static func head(_ line: Substring) throws(RecipeParser.Failure) -> Head {
    guard let end = line.firstIndex(of: "]") else { throw Failure(reason: "'\(line)' lacks a ']'") }
    let name = String(line[line.index(after: line.startIndex)..<end])
    guard !name.isEmpty, name.allSatisfy({ $0.isLowercase || $0 == " " }), name.first != " ", name.last != " "
    else { throw Failure(reason: "'\(name)' is no name; expected small letters and blanks") }
    let words = line[line.index(after: end)...].split(separator: " ")
    guard let first = words.first, let backdrop = Scene(rawValue: String(first)) else {
      throw Failure(reason: "'\(words.first ?? "")' is no backdrop; expected one of \(Scene.allNames)")
    }
    var head = Head(name: name, backdrop: backdrop)
    for word in words.dropFirst().map(String.init) {
      if let time = TimeOfDay(rawValue: word) {
        head.time = time
      } else if let weather = Weather(rawValue: word) {
        head.weather = weather
      } else if let period = Period(rawValue: word) {
        head.period = period
      } else {
        throw Failure(
          reason:
            "'\(word)' is none of \(TimeOfDay.allNames), \(Weather.allNames), \(Period.allNames)")
      }
    }
    return head
  }

  private static func row(_ words: [Substring]) throws(RecipeParser.Failure) -> SceneRecipe.Row {
    guard words.count >= 4 else {
      throw Failure(reason: "expected a picture, its middle, its foot and its height")
    }
    let x = try range(words[1], -1...2), foot = try range(words[2], 0...1.3)
    let height = try range(words[3], 0.01...2)
    var period = SceneRecipe.span, chance = 1.0, depth: Double?, parallax: Double?, tint: PictureTint?
    var mirroring = SceneRecipe.Mirroring.never
    for word in words.dropFirst(4) {
      let parts = word.split(separator: "=", maxSplits: 1)
      let value = parts.count == 2 ? parts[1] : ""
      switch parts[0] {
      case "every": period = try number(value, 0.05...8)
      case "chance": chance = try number(value, 0...1)
      case "depth": depth = try number(value, 0...1)
      case "parallax": parallax = try number(value, 0...1)
      case "tint":
        tint = PictureTint(text: String(value))
        guard tint != nil else {
          throw Failure(reason: "'\(value)' is no colour; expected #rrggbb or one of \(Tint.allNames)")
        }
      case "either" where value.isEmpty: mirroring = .either
      case "mirrored" where value.isEmpty: mirroring = .always
      case "flat" where value.isEmpty: depth = 1
      default: throw Failure(reason: "a row has no option '\(word)'")
      }
    }
    return SceneRecipe.Row(
      pictures: words[0].split(separator: "|").map(String.init), x: x, foot: foot, height: height,
      period: period, chance: chance, mirroring: mirroring, depth: depth, parallax: parallax, tint: tint)
  }

  private static func number(
    _ text: Substring, _ allowed: ClosedRange<Double>
  ) throws(RecipeParser.Failure) -> Double {
    guard let number = Double(text), allowed.contains(number) else {
      throw Failure(reason: "'\(text)' is no number in \(allowed.lowerBound)…\(allowed.upperBound)")
    }
    return number
  }

  /// `0.3`, or `0.3..0.5`.
  private static func range(
    _ text: Substring, _ allowed: ClosedRange<Double>
  ) throws(RecipeParser.Failure) -> ClosedRange<Double> {
    guard let dots = text.firstRange(of: "..") else {
      let number = try number(text, allowed)
      return number...number
    }
    let low = try number(text[..<dots.lowerBound], allowed)
    let high = try number(text[dots.upperBound...], allowed)
    guard low <= high else { throw Failure(reason: "'\(text)' ends before it begins") }
    return low...high
  }
}
