// Reads the files that members are kept in, strictly: a word too many, a gait that does not exist, a name twice are
// errors that name the line.
//
//   # a comment
//   [animal]                                   the category of the rows below
//   dog  left 0.6m walk(hips=60;legs=27,70) warm city,meadow : 🐕
//   tRex "T-Rex" left 4m …                     a display name where the name's words are not it
//     + oval=20,30,40,50 fill=#c00             a line that begins with + goes on with the picture
//
// Lines of a gait are percent of the cropped picture: hips=y; legs, feet, widths=x,x…; head, wing=left,top,right,bottom; wheel=x,y,r.

import ZoetropeShot

/// A file of members.
struct MemberFile {
  let members: [CastMember]

  /// - Parameters:
  ///   - name: of the file, for messages.
  ///   - text: its content.
  /// - Throws: `CastError.membersUnreadable`.
  init(name: String, text: String) throws(CastError) {
    var members: [CastMember] = [], category: CastMember.Category?
    var row = "", rowLine = 0
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in (lines + [""]).enumerated() {
      let words = line.drop { $0 == " " }
      if words.first == "+" {
        guard !row.isEmpty else {
          throw CastError.membersUnreadable(file: name, line: index + 1, reason: "'+' goes on with no row")
        }
        row += " " + words
        continue
      }
      if !row.isEmpty {
        do {
          members.append(try MemberFile.member(row, category: category))
        } catch {
          throw CastError.membersUnreadable(file: name, line: rowLine, reason: error.reason)
        }
        row = ""
      }
      if words.isEmpty || words.first == "#" { continue }
      if words.first == "[" {
        category = CastMember.Category(rawValue: String(words.dropFirst().prefix { $0 != "]" }))
        guard category != nil, words.last == "]" else {
          throw CastError.membersUnreadable(
            file: name, line: index + 1,
            reason: "no category '\(words)'; expected [\(CastMember.Category.allNames)]")
        }
        continue
      }
      row = String(words)
      rowLine = index + 1
    }
    self.members = members
  }

  // MARK: - Internals

  private typealias Failure = RecipeParser.Failure

  private static func member(_ row: String, category: CastMember.Category?) throws(RecipeParser.Failure)
    -> CastMember
  {
    guard let category else { throw Failure(reason: "a row before the first [category]") }
    let halves = row.split(separator: " : ", maxSplits: 1)
    guard halves.count == 2 else { throw Failure(reason: "no ' : ' between the fields and the picture") }
    var rest = halves[0].drop { $0 == " " }
    let name = String(rest.prefix { $0 != " " })
    guard name.first?.isLowercase == true, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
    else {
      throw Failure(reason: "'\(name)' is no name; expected letters and digits in camelCase")
    }
    rest = rest.dropFirst(name.count).drop { $0 == " " }
    var displayName = words(of: name)
    if rest.first == "\"" {
      displayName = String(rest.dropFirst().prefix { $0 != "\"" })
      rest = rest.dropFirst(displayName.count + 2)
    }
    let fields = rest.split(separator: " ")
    guard fields.count == 5 else {
      throw Failure(
        reason: "\(name): expected five fields (facing, height, gait, heat, habitats), got \(fields.count)")
    }
    guard fields[1].hasSuffix("m"), let height = Double(fields[1].dropLast()), height > 0,
      height < 20_000_000_000
    else { throw Failure(reason: "\(name): '\(fields[1])' is no height; expected metres such as 0.6m") }
    var habitats: [CastMember.Habitat] = []
    for word in fields[4].split(separator: ",") { habitats.append(try value(word, name)) }
    do {
      return CastMember(
        name: name, displayName: displayName, category: category, facing: try value(fields[0], name),
        height: height, gait: try gait(fields[2], name), heat: try value(fields[3], name), habitats: habitats,
        recipe: try RecipeParser.recipe(halves[1]))
    } catch {
      throw Failure(reason: error.reason.hasPrefix(name) ? error.reason : "\(name): \(error.reason)")
    }
  }

  private static func value<Value: RawRepresentable & CaseIterable>(
    _ word: Substring, _ name: String
  ) throws(RecipeParser.Failure) -> Value where Value.RawValue == String {
    guard let value = Value(rawValue: String(word)) else {
      throw Failure(reason: "\(name): '\(word)' is none of \(Value.allNames)")
    }
    return value
  }

  /// Reads a gait with its lines, such as `walk(hips=63;legs=28,38)`.
  ///
  /// - Throws: `RecipeParser.Failure`.
  static func gait(_ field: Substring, _ name: String) throws(RecipeParser.Failure) -> Gait {
    let word = field.prefix { $0 != "(" }
    let style: Gait.Style = try value(word, name)
    var hips: Double?, legs: [Double] = [], feet: [Double] = [], widths: [Double] = []
    var wings: [Gait.Region] = [], head: Gait.Region?
    var wheels: [Gait.Wheel] = []
    var inside = field.dropFirst(word.count)
    if !inside.isEmpty {
      guard inside.last == ")" else { throw Failure(reason: "\(name): '\(field)' lacks a ')'") }
      inside = inside.dropFirst().dropLast()
    }
    for option in inside.split(separator: ";") {
      let parts = option.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { throw Failure(reason: "\(name): '\(option)' lacks a value") }
      let numbers = try RecipeParser.numbers(parts[1], option).map { $0 / 100 }
      guard numbers.allSatisfy({ (0...1).contains($0) }) else {
        throw Failure(reason: "\(name): '\(option)' is outside 0…100")
      }
      switch parts[0] {
      case "hips" where numbers.count == 1: hips = numbers[0]
      case "legs": legs = numbers
      case "feet": feet = numbers
      case "widths": widths = numbers
      case "wing", "head":
        let box = try RecipeParser.box(parts[1], option)
        let region = Gait.Region(
          left: box.left / 100, top: box.top / 100, right: box.right / 100, bottom: box.bottom / 100)
        if parts[0] == "head" { head = region } else { wings.append(region) }
      case "wheel" where numbers.count == 3:
        wheels.append(Gait.Wheel(x: numbers[0], y: numbers[1], radius: numbers[2]))
      default: throw Failure(reason: "\(name): a gait has no line '\(option)'")
      }
    }
    for (name, numbers) in [("feet", feet), ("widths", widths)] where !numbers.isEmpty {
      guard numbers.count == legs.count else {
        throw Failure(reason: "\(word): \(legs.count) legs, but \(numbers.count) \(name)")
      }
    }
    return Gait(
      style, hips: hips, legs: legs, feet: feet, legWidths: widths, wings: wings, head: head, wheels: wheels)
  }

  /// `"fire hydrant"` for `fireHydrant`.
  private static func words(of name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
  }
}

extension CaseIterable where Self: RawRepresentable, RawValue == String {
  /// All words that a file may use here.
  static var allNames: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
