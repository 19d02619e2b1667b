// Who and what can be directed: members of the cast and a person's own pictures, with what placing and moving them needs.

import ZoetropeCast
import ZoetropeShot

/// Somebody or something that a script may show.
public struct Performer: Sendable, Equatable {
  /// What plans hold: the name of a member of the cast, or the path of a PNG file.
  public var picture: String
  /// What people read.
  public var displayName: String
  /// What sort of thing it is.
  public var category: CastMember.Category
  /// The side that the picture looks to.
  public var facing: Facing
  /// Height of what is shown, in metres.
  public var height: Double
  /// How it moves.
  public var gaitStyle: Gait.Style
  /// Where it belongs, most typical first; never empty.
  public var habitats: [CastMember.Habitat]
  /// Width of the picture divided by its height.
  public var aspectRatio: Double
  /// Where in the unflipped picture its head is; nil where nobody says.
  public var head: Gait.Region?

  /// Describes a person's own picture.
  public init(
    picture: String, displayName: String, category: CastMember.Category = .person, facing: Facing = .front,
    height: Double = 1.7, gaitStyle: Gait.Style = .bob, habitats: [CastMember.Habitat] = [.meadow],
    aspectRatio: Double = 0.5
  ) {
    self.picture = picture
    self.displayName = displayName
    self.category = category
    self.facing = facing
    self.height = height
    self.gaitStyle = gaitStyle
    self.habitats = habitats.isEmpty ? [.meadow] : habitats
    self.aspectRatio = aspectRatio
  }

  /// Describes a person's own picture.
  ///
  /// - Parameter picture: what plans call it; nil is the path of its copy in a clip's folder.
  public init(_ own: OwnPicture, picture: String? = nil) {
    let traits = own.traits
    self.init(
      picture: picture ?? own.file, displayName: own.name, category: traits.category, facing: traits.facing,
      height: traits.height, gaitStyle: traits.gait.style, habitats: traits.category.habitats,
      aspectRatio: own.aspectRatio)
  }

  /// Describes a member of the cast.
  ///
  /// - Parameter name: what people call it; nil is its own name.
  public init(_ member: CastMember, aspectRatio: Double, name: String? = nil) {
    self.init(
      picture: member.name, displayName: name ?? member.displayName, category: member.category,
      facing: member.facing, height: member.height, gaitStyle: member.gait.style, habitats: member.habitats,
      aspectRatio: aspectRatio)
    head = member.gait.head
  }
}

extension Performer: Placeable {
  /// Whether it is alive, or like something alive.
  var isAnimate: Bool {
    switch category {
    case .person, .fantasy, .animal, .bird, .reptile, .aquatic, .insect: true
    default: false
    }
  }

  /// Whether it goes somewhere when nobody says what it does: what has legs, wings, fins or an engine.
  var goesByItself: Bool {
    switch gaitStyle {
    case .walk, .run, .hop, .waddle, .crawl, .flap, .flutter, .swim, .undulate, .drive, .row: true
    case .slide, .bob: isAnimate
    case .rock: category == .watercraft
    case .hover: [.aircraft, .spacecraft, .fantasy].contains(category)
    case .roll, .sway, .breathe, .flicker, .none: false
    }
  }

  /// Whether it may be part of the scenery: what stands still and has nobody who says what it does.
  var isScenery: Bool { !goesByItself && !isAnimate }

  /// Height in metres as it counts beside others: what is as high as a mountain is far away.
  var countedHeight: Double { min(max(height, 0.03), 30) }

  /// What somebody could hold in a hand.
  var isHandy: Bool {
    guard height <= 1.1 else { return false }
    switch category {
    case .food, .instrument, .sport, .toy, .tool, .object, .clothing, .plant: return true
    default: return false
    }
  }

  /// What people sit on or lie on.
  var isSeat: Bool {
    let words = displayName.lowercased().split(separator: " ")
    return words.contains { Performer.seats.contains(String($0)) }
  }

  /// What one sits on and goes along with.
  var isMount: Bool {
    switch category {
    case .animal, .vehicle, .watercraft, .aircraft, .spacecraft, .reptile, .fantasy, .bird: true
    case .sport, .toy, .tool, .object: gaitStyle == .roll || gaitStyle == .drive || gaitStyle == .slide
    default: false
    }
  }

  private static let seats: Set<String> = [
    "chair", "armchair", "couch", "sofa", "bench", "bed", "stool", "throne", "seat", "swing", "hammock",
    "toilet",
  ]
}

/// Everybody whom a script may name.
public struct Casting: Sendable {
  /// The members of the cast.
  public let members: MemberTable
  /// The recipes of named places.
  public let scenes: SceneTable
  private var own: [String: Performer] = [:]

  /// The built-in cast, and a person's own pictures by the names that prompts call them.
  ///
  /// - Throws: `CastError` when the program was built with tables that break their rules.
  public init(own: [String: Performer] = [:]) throws {
    members = try MemberTable.builtIn()
    scenes = try SceneTable.builtIn()
    self.own = Casting.folded(own)
  }

  /// The same performers and a person's own, by the names that prompts call them.
  public func adding(_ own: [String: Performer]) -> Casting {
    var copy = self
    copy.own.merge(Casting.folded(own)) { _, new in new }
    return copy
  }

  private static func folded(_ own: [String: Performer]) -> [String: Performer] {
    Dictionary(own.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
  }

  /// A person's own cast as performers, by name.
  ///
  /// - Parameter picture: what plans call a picture; nil is the path of its copy in a clip's folder.
  public func performers(_ cast: OwnCast, picture: (OwnPicture) -> String? = { _ in nil }) -> [String:
    Performer]
  {
    var performers: [String: Performer] = [:]
    for own in cast.pictures { performers[own.name] = Performer(own, picture: picture(own)) }
    for (name, member) in cast.members {
      performers[name] = Performer(member, aspectRatio: members.aspectRatio(of: member.name), name: name)
    }
    return performers
  }

  /// The member of the cast of a name.
  public func member(_ name: String) -> Performer? {
    members[name].map { Performer($0, aspectRatio: members.aspectRatio(of: name)) }
  }

  /// A person's own, in upper or lower case.
  public func own(_ name: String) -> Performer? { own[name.lowercased()] }
}

extension CastMember.Category {
  /// Where a person's own of the category belongs, most typical first.
  fileprivate var habitats: [CastMember.Habitat] {
    switch self {
    case .aquatic: [.underwater]
    case .watercraft: [.sea]
    case .aircraft, .sky: [.sky, .meadow]
    case .spacecraft: [.space]
    case .vehicle, .building: [.city]
    case .furniture, .appliance, .food: [.room]
    default: [.meadow]
    }
  }
}
