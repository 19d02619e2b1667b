// Who plays whom, as pictures: the same picture, colour and height in every shot.

import Foundation
import ZoetropeCast
import ZoetropeDirection
import ZoetropePictures
import ZoetropeScreenplay
import ZoetropeShot

/// The parts of a film and the pictures that play them.
public struct FilmCast: Sendable, Equatable {
  /// Somebody or something that shots show.
  public struct Role: Sendable, Equatable {
    /// The character, or the word for the thing.
    public var name: String
    /// Who plays it.
    public var performer: Performer
    /// The colour that it is given.
    public var tint: PictureTint?
    /// What was asked for, where something else plays it.
    public var standsInFor: String?
  }

  /// Characters by name, in upper case.
  public private(set) var roles: [String: Role] = [:]
  /// Things by the word for them.
  public private(set) var things: [String: Role] = [:]
  /// What was asked for and is not shown so, in words.
  public private(set) var notes: [String] = []
  /// How heights become heights on the frame, the same in all shots: people's eyes forgive a mouse as large as a foot, not one
  /// that nobody sees.
  public private(set) var heights: HeightScale

  /// The least height of anybody beside the tallest.
  private static let leastHeight = 0.45

  /// Casts a film.
  ///
  /// - Parameters:
  ///   - map: who plays whom, in words.
  ///   - things: words for what else is shown, each with its colour word where the screenplay has one.
  ///   - aspectRatio: of a person's own picture by its path; nil where it cannot be opened here.
  /// - Throws: `CastError`.
  public init(
    _ map: CastMap, things: [(word: String, tint: Tint?)], vocabulary: FilmVocabulary,
    aspectRatio: @escaping (String) -> Double?
  ) throws {
    let resolver = try PictureResolver(vocabulary: vocabulary, aspectRatio: aspectRatio)
    var taken: Set<String> = []
    for (name, member) in map.members {
      var role = resolver.role(name, asked: member.text, taken: taken)
      taken.insert(role.performer.picture)
      if let asked = role.standsInFor {
        notes.append(
          "\(name): there is no \(asked) among what the model paints; \(role.performer.picture) is taken")
      }
      role.name = name
      roles[name] = role
    }
    for (word, tint) in things where self.things[word] == nil {
      var role = resolver.role(word, asked: word, taken: taken)
      guard role.standsInFor == nil else { continue }
      role.tint = tint.map(PictureTint.word)
      self.things[word] = role
    }
    heights = HeightScale(
      of: roles.values.map { max($0.performer.height, 0.03) }, least: FilmCast.leastHeight)
  }

  /// Words that a screenplay's characters may be cast by: the usual ones, and whatever lives in the cast.
  public static func words() throws(CastError) -> [String] {
    let living: Set<CastMember.Category> = [
      .person, .fantasy, .animal, .bird, .reptile, .aquatic, .insect,
    ]
    let members = try MemberTable.builtIn().members.filter { living.contains($0.category) }
    let usual = Set(CastMap.usualWords)
    return CastMap.usualWords + members.map { $0.displayName.lowercased() }.filter { !usual.contains($0) }
  }
}

extension Performer {
  /// Whether it stands in the scene rather than beside people: trees, houses, benches.
  var standsAsScenery: Bool {
    [.building, .plant, .furniture].contains(category) && height > 0.5
  }
}

/// Finds the picture for a word.
private struct PictureResolver {
  let vocabulary: FilmVocabulary
  let aspectRatio: (String) -> Double?
  private let casting: Casting
  private let names: CastNames

  init(vocabulary: FilmVocabulary, aspectRatio: @escaping (String) -> Double?) throws {
    self.vocabulary = vocabulary
    self.aspectRatio = aspectRatio
    casting = try Casting()
    names = try CastNames.builtIn()
  }

  func role(_ name: String, asked: String, taken: Set<String>) -> FilmCast.Role {
    switch vocabulary {
    case .pictures:
      // A person's own picture keeps its path; what opens pictures says whether it can be read.
      if asked.lowercased().hasSuffix(".png") {
        let own = Performer(picture: asked, displayName: name, aspectRatio: aspectRatio(asked) ?? 0.6)
        return FilmCast.Role(name: name, performer: own)
      }
      if let member = members(of: asked).first(where: { !taken.contains($0.picture) }) {
        return FilmCast.Role(name: name, performer: member)
      }
    case .kinds:
      let kind = ([camelCase(asked)] + members(of: asked).map(\.picture)).lazy.compactMap {
        ActorKind(rawValue: $0)
      }.first
      if let kind, !taken.contains(kind.rawValue) {
        return FilmCast.Role(name: name, performer: performer(kind))
      }
    }
    let kind = nearestKind(to: members(of: asked).first, taken: taken)
    var role = FilmCast.Role(name: name, performer: performer(kind))
    if vocabulary == .pictures,
      let member = members(of: kind.rawValue).first(where: { !taken.contains($0.picture) })
    {
      role.performer = member
    }
    role.standsInFor = asked
    return role
  }

  // MARK: - Internals

  /// The members that a word means, best first: whole bodies before heads, as people are cast for what they can do.
  private func members(of word: String) -> [Performer] {
    var found: [Performer] = []
    if case .known(let matches) = names.answer(word) {
      found = matches.compactMap { casting.member($0.member) }
    }
    found = found.filter { $0.gaitStyle != .bob } + found.filter { $0.gaitStyle == .bob }
    // Names of members, as plans write them, are words for themselves alone.
    if let member = casting.member(word) ?? casting.member(camelCase(word)), !found.contains(member) {
      found.append(member)
    }
    return found
  }

  private func performer(_ kind: ActorKind) -> Performer {
    let traits = kind.traits, member = casting.member(kind.rawValue)
    return Performer(
      picture: kind.rawValue, displayName: member?.displayName ?? kind.rawValue,
      category: member?.category ?? .object, facing: traits.facing, height: member?.height ?? 1,
      gaitStyle: member?.gaitStyle ?? .none, habitats: member?.habitats ?? [.meadow],
      aspectRatio: traits.aspect)
  }

  /// The kind that comes nearest: of the same category if there is one left, then of the most similar height.
  private func nearestKind(to member: Performer?, taken: Set<String>) -> ActorKind {
    let free = ActorKind.allCases.filter { !taken.contains($0.rawValue) }
    func distance(_ kind: ActorKind) -> Double {
      guard let other = casting.member(kind.rawValue) else { return 1e3 }
      guard let member else { return other.category == .person ? 0 : 100 }
      let isLike = other.category == member.category
      return (isLike ? 0 : 10) + abs(log(max(other.height, 0.01) / max(member.height, 0.01)))
    }
    return free.min { distance($0) < distance($1) } ?? .man
  }

  private func camelCase(_ words: String) -> String {
    let parts = words.split(separator: " ")
    return parts.prefix(1).map { $0.lowercased() }.joined()
      + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}
