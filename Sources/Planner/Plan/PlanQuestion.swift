import ZoetropeShot

/// Kinds of plan tokens. Tokens of one group have one meaning wherever they stand.
public enum PlanTokenGroup: String, CaseIterable, Codable, Sendable {
  case shape, scene, period, time, weather, look, camera, shotSize, actorCount, relation
  case kind, tint, size, motion, speed, heading, depth, facing, flag, form
  case position, scale, stretch, angle, shift, zoom

  /// The names of its tokens in order; weights files carry them.
  public var names: [String] {
    func words<Word: CaseIterable & RawRepresentable>(_: Word.Type) -> [String]
    where Word.RawValue == String {
      Word.allCases.map(\.rawValue)
    }
    switch self {
    case .shape: return words(FrameShape.self)
    case .scene: return words(Scene.self)
    case .period: return ["present"] + words(Period.self)
    case .time: return words(TimeOfDay.self)
    case .weather: return words(Weather.self)
    case .look: return words(Look.self)
    case .camera: return words(CameraMove.self)
    case .shotSize: return words(ShotSize.self)
    case .actorCount: return (0...ShotPlan.maximumActorCount).map(String.init)
    case .relation: return ["none"] + words(Relation.self)
    case .kind: return words(ActorKind.self)
    case .tint: return ["natural"] + words(Tint.self)
    case .size: return words(ActorSize.self)
    case .motion: return words(Motion.self)
    case .speed: return words(Speed.self)
    case .heading: return ["none"] + words(Heading.self)
    case .facing: return ["unflipped", "flipped", "turning"]
    case .flag: return ["no", "yes"]
    case .form: return words(TrackForm.self)
    case .depth, .position, .scale, .stretch, .angle, .shift, .zoom:
      return (0..<(grid?.count ?? 0)).map(String.init)
    }
  }

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

/// A blank of a plan that a token fills. Actors are given by index.
public enum PlanField: Hashable, Sendable {
  case scene, period, time, weather, look, camera, shotSize, actorCount, relation
  case kind(Int), tint(Int), size(Int), motion(Int), speed(Int), heading(Int), depth(Int), facing(Int)
  case flip(Int, keyframe: Int)
  case form(PlanTrack)
  case value(PlanTrack, keyframe: Int)

  /// The group of tokens that fill it.
  public var group: PlanTokenGroup {
    switch self {
    case .scene: .scene
    case .period: .period
    case .time: .time
    case .weather: .weather
    case .look: .look
    case .camera: .camera
    case .shotSize: .shotSize
    case .actorCount: .actorCount
    case .relation: .relation
    case .kind: .kind
    case .tint: .tint
    case .size: .size
    case .motion: .motion
    case .speed: .speed
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

/// Something that fills the blanks of a plan, one after the other: a network, a list of tokens, a known plan.
public protocol PlanSource {
  /// The index in the field's group that fills it, one of `allowed`, which has at least two.
  mutating func answer(_ field: PlanField, among allowed: Range<Int>) throws -> Int
}

/// A plan, and what its words say that its file does not hold.
public struct PlanReading: Sendable, Equatable {
  /// The plan.
  public var plan: ShotPlan
  /// How its first actor stands to the second, where that is said.
  public var relation: Relation?
  /// The side that each actor heads for, where its motion leaves it open.
  public var headings: [Heading?]

  /// Makes a shot.
  public init(plan: ShotPlan, relation: Relation? = nil, headings: [Heading?]) {
    self.plan = plan
    self.relation = relation
    self.headings = headings
  }
}
