import ZoetropeShot

/// Kinds of plan tokens. Tokens of one group have one meaning wherever they stand.
public enum PlanTokenGroup: String, CaseIterable, Codable, Sendable {
  case shape, scene, period, time, weather, look, camera, shotSize, actorCount, relation
  case kind, tint, size, motion, speed, heading, depth, facing, flag, form
  case position, scale, stretch, angle, shift, zoom

  /// The names of its tokens in order; weights files carry them.
  public var names: [String] {
    // Weights number their tokens by these: words that came later are no tokens.
    if self == .scene { return Scene.shipped.map(\.rawValue) }
    if self == .look { return Look.shipped.map(\.rawValue) }
    if let slot = PlanSlot(rawValue: rawValue) { return slot.choices }
    switch self {
    case .shape: return FrameShape.allCases.map(\.rawValue)
    case .actorCount: return (0...PlanTokenGroup.maximumActorCount).map(String.init)
    case .relation: return ["none"] + Relation.allCases.map(\.rawValue)
    case .heading: return ["none"] + Heading.allCases.map(\.rawValue)
    case .facing: return ["unflipped", "flipped", "turning"]
    case .flag: return ["no", "yes"]
    case .form: return TrackForm.allCases.map(\.rawValue)
    default: return (0..<(grid?.count ?? 0)).map(String.init)
    }
  }

  /// The most actors that the grammar lays out; plans may hold more (``ShotPlan/maximumActorCount``).
  public static let maximumActorCount = 4

  /// The group of a slot's choices; every slot has one.
  public init(_ slot: PlanSlot) { self = PlanTokenGroup(rawValue: slot.rawValue)! }

  /// What its numbers stand for; nil for words.
  public var grid: Grid? {
    switch self {
    case .depth: .linear(from: 0, step: 0.05, count: 21)
    case .position: .linear(from: -0.8, step: 0.02, count: 131)
    case .scale: .geometric(from: 0.02, ratio: 1.05, count: 96)
    case .stretch: .geometric(from: 0.7, ratio: 1.04, count: 19)
    case .angle: .linear(from: -720, step: 6, count: 241)
    case .shift: .linear(from: -0.72, step: 0.01, count: 145)
    case .zoom: .geometric(from: 0.5, ratio: 1.02, count: 71)
    default: nil
    }
  }
}

/// How a number runs over the shot. The codec takes the first form that is true within one step.
public enum TrackForm: String, CaseIterable, Codable, Sendable {
  /// The usual value throughout; no numbers follow.
  case rest
  /// One value throughout; one number follows.
  case hold
  /// From one value steadily to another (on geometric grids: in equal ratios); two numbers follow.
  case line
  /// Anything; one number per keyframe follows.
  case path
}

/// A number of an actor or of the camera that runs over the shot.
public enum PlanTrack: Hashable, Sendable {
  /// Side of the box in units of its kind's form, before stretching, see ``PlanGrammar``.
  case scale(Int)
  /// Height over what the scale gives.
  case stretch(Int)
  /// Centre across.
  case x(Int)
  /// Centre down.
  case y(Int)
  /// Rotation in degrees.
  case angle(Int)
  /// The camera's shift across.
  case cameraX
  /// The camera's shift down.
  case cameraY
  /// The camera's magnification.
  case cameraZoom

  /// The value that ``TrackForm/rest`` stands for.
  public var rest: Double {
    switch self {
    case .scale, .stretch, .cameraZoom: 1
    case .x, .y: 0.5
    case .angle, .cameraX, .cameraY: 0
    }
  }

  /// The group of its numbers.
  public var group: PlanTokenGroup {
    switch self {
    case .scale: .scale
    case .stretch: .stretch
    case .x, .y: .position
    case .angle: .angle
    case .cameraX, .cameraY: .shift
    case .cameraZoom: .zoom
    }
  }
}

/// A slot of the grammar: one token of a plan fills it. Actors are given by index.
public enum PlanField: Hashable, Sendable {
  case shot(PlanSlot), actor(Int, PlanSlot)
  case actorCount, relation
  case heading(Int), depth(Int), facing(Int)
  case flip(Int, keyframe: Int)
  case form(PlanTrack)
  case value(PlanTrack, keyframe: Int)

  /// The group of tokens that fill it.
  public var group: PlanTokenGroup {
    switch self {
    case .shot(let slot), .actor(_, let slot): PlanTokenGroup(slot)
    case .actorCount: .actorCount
    case .relation: .relation
    case .heading: .heading
    case .depth: .depth
    case .facing: .facing
    case .flip: .flag
    case .form: .form
    case .value(let track, _): track.group
    }
  }

  /// Whether it is said in words rather than laid out in numbers.
  public var isWord: Bool {
    switch self {
    case .depth, .facing, .flip, .form, .value: false
    default: true
    }
  }
}

/// Something that fills the slots of a plan, one after the other: a network, a list of tokens, a known plan.
public protocol PlanSource {
  /// The choice that fills a slot: an index in its group, one of `allowed`, which has at least two.
  mutating func choose(_ field: PlanField, among allowed: Range<Int>) throws -> Int
}

/// A plan, and what its words say that its file does not hold.
public struct PlanReading: Sendable, Equatable {
  /// The plan.
  public var plan: ShotPlan
  /// How its first actor stands to the second, where that is said.
  public var relation: Relation?
  /// The side that each actor heads for, where its motion leaves it open.
  public var headings: [Heading?]

  /// Makes a reading.
  public init(plan: ShotPlan, relation: Relation? = nil, headings: [Heading?]) {
    self.plan = plan
    self.relation = relation
    self.headings = headings
  }

  /// Reads a plan: its relation and headings are measured from its keyframes.
  ///
  /// - Throws: `PlanError` where the plan holds what the grammar has no token for (`ShotPlan.closedVocabularyIssues`).
  public init(_ plan: ShotPlan) throws(PlanError) {
    let slots = try ShotSlots(of: plan)
    self.init(plan: plan, relation: slots.relation, headings: slots.actors.map(\.heading))
  }
}
