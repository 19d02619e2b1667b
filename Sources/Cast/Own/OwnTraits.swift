// What is true of a person's own picture beyond its pixels: said in a cast file, or in the picture's file as this program
// writes it, or guessed.

import Foundation
import ZoetropeFiles
import ZoetropePictures
import ZoetropeShot

/// What placing and moving a person's own picture needs.
public struct OwnTraits: Sendable, Equatable {
  /// What sort of thing it is.
  public let category: CastMember.Category
  /// The side that the unflipped picture faces.
  public let facing: Facing
  /// Height of what is shown, in metres.
  public let height: Double
  /// How it moves, and where in the picture.
  public let gait: Gait
  /// What infrared shows of it.
  public let heat: Heat
  /// The gait in the words of the cast's files, such as `walk(hips=63;legs=28,38)`.
  let gaitText: String

  /// The keyword of the traits in a PNG.
  static let keyword = "zoetrope.picture"

  /// The traits as JSON on one line.
  var json: String {
    JSON.object([
      JSON.Member("category", .string(category.rawValue)), JSON.Member("facing", .string(facing.rawValue)),
      JSON.Member("gait", .string(gaitText)), JSON.Member("heat", .string(heat.rawValue)),
      JSON.Member("height", .number(literal: JSON.literal(height))),
    ]).text
  }

  /// What somebody says of a picture; whatever is nil is left to the program.
  public struct Given: Sendable, Equatable {
    /// What sort of thing it is.
    public var category: CastMember.Category?
    /// The side that the unflipped picture faces.
    public var facing: Facing?
    /// Height of what is shown, in metres.
    public var height: Double?
    /// How it moves, in the words of the cast's files: a style, or a style with its lines in percent of the picture, such as
    /// `walk(hips=63;legs=28,38)`.
    public var gait: String?
    /// What infrared shows of it.
    public var heat: Heat?

    /// Says nothing.
    public init() {}

    /// Reads what a PNG of this program says.
    init(json text: String, path: String) throws(CastError) {
      let value: JSON
      do throws(JSONError) { value = try JSON(parsing: Array(text.utf8)) } catch {
        throw .ownPictureUnusable(path: path, reason: "its text \(OwnTraits.keyword) is no JSON: \(error)")
      }
      guard case .object(let members) = value else {
        throw .ownPictureUnusable(path: path, reason: "its text \(OwnTraits.keyword) is no JSON object")
      }
      try self.init(members, path: path, ignoring: [])
    }

    /// Reads the fields of a JSON object.
    ///
    /// - Parameter others: names of fields that mean something else.
    /// - Throws: `CastError.ownCastUnusable`.
    init(_ members: [JSON.Member], path: String, ignoring others: [String]) throws(CastError) {
      for member in members where !others.contains(member.name) {
        func wrong(_ expected: String) -> CastError {
          .ownCastUnusable(path: path, reason: "\(member.name) must be \(expected)")
        }
        func word<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type) throws(CastError) -> Word
        {
          guard let word = member.value.string.flatMap(Word.init(rawValue:)) else {
            throw wrong("one of \(Word.allNames)")
          }
          return word
        }
        switch member.name {
        case "category": category = try word(CastMember.Category.self)
        case "facing": facing = try word(Facing.self)
        case "heat": heat = try word(Heat.self)
        case "height":
          guard let metres = member.value.double, metres >= 0.001, metres <= 100_000 else {
            throw wrong("a height in metres, 0.001…100000")
          }
          height = metres
        case "gait":
          guard let text = member.value.string else { throw wrong("a text") }
          do { _ = try MemberFile.gait(Substring(text), "gait") } catch {
            throw wrong("a gait: \(error.reason)")
          }
          gait = text
        default:
          let known = ["picture", "category", "facing", "height", "gait", "heat"]
          throw .ownCastUnusable(
            path: path,
            reason: "there is no field \(JSON.quoted(member.name)); nearest: "
              + Spelling.nearest(to: member.name, among: known, limit: 1).joined()
              + "; all: \(known.joined(separator: ", "))")
        }
      }
    }

    /// The traits with what is not given taken from what a file says, from the member of the cast that one of its names means, or
    /// from what is usual.
    ///
    /// - Returns: the traits, and what was guessed, in words.
    func filled(from told: Given?, names: [String], shape: CroppedPicture) throws -> (OwnTraits, [String]) {
      let like = try Given.member(meantBy: names)
      var guesses: [String] = []
      func guess<Value>(_ value: Value, _ words: String) -> Value {
        guesses.append(words)
        return value
      }
      let category =
        self.category ?? told?.category
        ?? { () -> CastMember.Category in
          let value = like?.category ?? .person
          return guess(value, value.rawValue)
        }()
      let facing = self.facing ?? told?.facing ?? guess(Facing.front, "facing front, never mirrored")
      let height =
        self.height ?? told?.height
        ?? { () -> Double in
          let value = like?.height ?? category.usualHeight
          return guess(value, "\(JSON.literal(value)) m high")
        }()
      var gaitText =
        gait ?? told?.gait
        ?? { () -> String in
          let value = (like?.gait.style ?? category.usualGait).rawValue
          return guess(value, "gait \(value)")
        }()
      let style = Gait.Style(rawValue: String(gaitText.prefix { $0 != "(" })) ?? .bob
      if !gaitText.contains("("), let lines = LegFinder.lines(of: shape, style: style) {
        gaitText += lines
        guesses.append("its legs, \(lines.dropFirst().dropLast())")
      }
      let heat =
        self.heat ?? told?.heat
        ?? { () -> Heat in
          let value = style.isOfAnimals || category == .person ? Heat.warm : like?.heat ?? .cold
          return guess(value, value.rawValue)
        }()
      let gait: Gait
      do { gait = try MemberFile.gait(Substring(gaitText), "gait") } catch { gait = Gait(style) }
      return (
        OwnTraits(
          category: category, facing: facing, height: height, gait: gait, heat: heat, gaitText: gaitText),
        guesses
      )
    }

    /// The member of the cast that a name means.
    private static func member(meantBy names: [String]) throws -> CastMember? {
      let words = try CastNames.builtIn(), members = try MemberTable.builtIn()
      for name in names {
        // "fox 2" is a fox.
        let letters = name.filter { $0.isLetter || $0 == " " }
        guard case .known(let matches) = words.answer(letters), let best = matches.first, best.score >= 0.97
        else { continue }
        return members[best.member]
      }
      return nil
    }
  }
}

extension CastMember.Category {
  /// Metres that something of the category is high where nothing is said.
  var usualHeight: Double {
    switch self {
    case .person, .fantasy: 1.7
    case .animal: 0.8
    case .bird, .reptile, .aquatic, .food, .toy, .tool, .object, .clothing, .instrument, .sport: 0.4
    case .insect: 0.05
    case .plant, .furniture, .appliance: 1
    case .vehicle, .watercraft: 2
    case .aircraft, .spacecraft, .building, .sky: 8
    }
  }

  /// How something of the category moves where nothing is said.
  var usualGait: Gait.Style {
    switch self {
    case .person, .fantasy, .toy: .bob
    case .animal: .walk
    case .bird: .flap
    case .reptile: .crawl
    case .aquatic: .swim
    case .insect: .flutter
    case .vehicle: .drive
    case .watercraft: .rock
    case .aircraft, .spacecraft, .sky: .hover
    case .plant: .sway
    case .food, .furniture, .appliance, .clothing, .instrument, .sport, .tool, .object, .building: .none
    }
  }
}

extension Gait.Style {
  /// Whether animals move so.
  fileprivate var isOfAnimals: Bool {
    switch self {
    case .walk, .run, .hop, .waddle, .crawl, .flap, .flutter, .swim, .undulate: true
    default: false
    }
  }
}
