// Who plays whom, as pictures: the same picture, colour and height in every shot.

import Foundation
import ZoetropeCast
import ZoetropePictures
import ZoetropeScreenplay
import ZoetropeShot

/// The parts of a film and the pictures that play them.
public struct FilmCast: Sendable, Equatable {
  /// Somebody or something that shots show.
  public struct Role: Sendable, Equatable {
    /// The character, or the word for the thing.
    public var name: String
    /// The picture that plans name.
    public var picture: String
    /// The colour that it is given.
    public var tint: PictureTint?
    /// The side that the unflipped picture faces.
    public var facing: Facing
    /// Height in metres.
    public var height: Double
    /// Width of the picture divided by its height.
    public var aspectRatio: Double
    /// Whether it is at home in the air.
    public var flies: Bool
    /// What was asked for, where something else plays it.
    public var standsInFor: String?
    /// Factor of its height on the frame, the same in all shots: people's eyes forgive a mouse as large as a foot, not
    /// one that nobody sees.
    public var scale = 1.0
  }

  /// Characters by name, in upper case.
  public private(set) var roles: [String: Role] = [:]
  /// Things by the word for them.
  public private(set) var things: [String: Role] = [:]
  /// What was asked for and is not shown so, in words.
  public private(set) var notes: [String] = []

  /// Casts a film.
  ///
  /// - Parameters:
  ///   - map: who plays whom, in words.
  ///   - things: words for what else is shown, each with its colour word where the screenplay has one.
  ///   - aspectRatio: of a picture by its name; nil where pictures cannot be opened here.
  /// - Throws: `CastError`.
  public init(
    _ map: CastMap, things: [(word: String, tint: Tint?)], vocabulary: FilmVocabulary,
    aspectRatio: @escaping (String) -> Double?
  ) throws {
    let resolver = try PictureResolver(vocabulary: vocabulary, aspectRatio: aspectRatio)
    var taken: Set<String> = []
    for (name, member) in map.members {
      var role = resolver.role(name, asked: member.text, taken: taken)
      taken.insert(role.picture)
      if let asked = role.standsInFor {
        notes.append("\(name): there is no \(asked) among what the model paints; \(role.picture) is taken")
      }
      role.name = name
      roles[name] = role
    }
    for (word, tint) in things where self.things[word] == nil {
      var role = resolver.role(word, asked: word, taken: [])
      guard role.standsInFor == nil else { continue }
      role.tint = tint.map(PictureTint.word)
      self.things[word] = role
    }
    let heights = roles.values.map(\.height).sorted()
    let middle = heights.isEmpty ? 1 : heights[heights.count / 2]
    for name in roles.keys {
      let ratio = max(roles[name]!.height, 0.01) / middle
      roles[name]!.scale = min(max(pow(ratio, 0.3), 0.65), 1.35)
    }
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

/// Finds the picture for a word.
private struct PictureResolver {
  let vocabulary: FilmVocabulary
  let aspectRatio: (String) -> Double?
  private let members: MemberTable
  private let names: CastNames

  init(vocabulary: FilmVocabulary, aspectRatio: @escaping (String) -> Double?) throws {
    self.vocabulary = vocabulary
    self.aspectRatio = aspectRatio
    members = try MemberTable.builtIn()
    names = try CastNames.builtIn()
  }

  func role(_ name: String, asked: String, taken: Set<String>) -> FilmCast.Role {
    let member = member(of: asked)
    switch vocabulary {
    case .pictures:
      if let member, !taken.contains(member.name) { return role(name, member) }
      // A person's own picture keeps its path; what opens pictures says whether it can be read.
      if asked.lowercased().hasSuffix(".png") {
        return FilmCast.Role(
          name: name, picture: asked, facing: .front, height: 1.7, aspectRatio: aspectRatio(asked) ?? 0.6,
          flies: false)
      }
    case .kinds:
      let kind = ActorKind(rawValue: camelCase(asked)) ?? member.flatMap { ActorKind(rawValue: $0.name) }
      if let kind, !taken.contains(kind.rawValue) { return role(name, kind, nil) }
    }
    let kind = nearestKind(to: member, taken: taken)
    var role: FilmCast.Role
    if vocabulary == .pictures, let found = members[kind.rawValue] {
      role = self.role(name, found)
    } else {
      role = self.role(name, kind, nil)
    }
    role.standsInFor = asked
    return role
  }

  // MARK: - Internals

  private func member(of word: String) -> CastMember? {
    if let member = members[word] ?? members[camelCase(word)] { return member }
    return names.answer(word).best.flatMap { members[$0] }
  }

  private func role(_ name: String, _ member: CastMember) -> FilmCast.Role {
    let kind = ActorKind(rawValue: member.name)
    let flies =
      switch member.gait.style {
      case .flap, .flutter, .hover: true
      default: [.aircraft, .spacecraft, .sky].contains(member.category)
      }
    return FilmCast.Role(
      name: name, picture: member.name, facing: member.facing, height: member.height,
      aspectRatio: aspectRatio(member.name) ?? kind?.traits.aspect ?? 1,
      flies: flies || kind == .balloon || kind == .kite)
  }

  private func role(_ name: String, _ kind: ActorKind, _ asked: String?) -> FilmCast.Role {
    FilmCast.Role(
      name: name, picture: kind.rawValue, facing: kind.traits.facing,
      height: members[kind.rawValue]?.height ?? 1, aspectRatio: kind.traits.aspect,
      flies: kind.traits.category == .air, standsInFor: asked)
  }

  /// The kind that comes nearest: of the same category if there is one left, then of the most similar height.
  private func nearestKind(to member: CastMember?, taken: Set<String>) -> ActorKind {
    let free = ActorKind.allCases.filter { !taken.contains($0.rawValue) }
    func distance(_ kind: ActorKind) -> Double {
      guard let other = members[kind.rawValue] else { return 1e3 }
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
