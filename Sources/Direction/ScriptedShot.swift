// A shot as a director writes it down: who, where, what they do one after the other, and how it is filmed, in words and on
// coarse grids. Choreography makes boxes of it.

import ZoetropeShot

/// A shot in a director's terms.
public struct ScriptedShot: Sendable, Equatable {
  /// Ground and sky.
  public var backdrop = Scene.meadow
  /// Name of the recipe that sets the place; nil for the bare backdrop.
  public var recipe: String?
  /// Time of day at the beginning.
  public var time = TimeOfDay.day
  /// Weather at the beginning.
  public var weather = Weather.clear
  /// How the picture is made.
  public var look = Look.natural
  /// The age of what is built.
  public var period: Period?
  /// What becomes another, and after which share of the shot.
  public var changes: [LightStep] = []
  /// How much the frame takes in.
  public var shotSize = ShotSize.medium
  /// What the camera does, one thing after the other; empty for nothing said.
  public var camera: [CameraMove] = []
  /// How far the camera goes, 0 little … 2 far.
  public var cameraAmount = 1
  /// Whether it shakes.
  public var shakes = false
  /// How large the actors are within the shot size, 0 small … 4 large.
  public var scale = 2
  /// How fast time goes: below 1 in slow motion.
  public var tempo = 1.0
  /// Length in seconds, where the prompt says one.
  public var seconds: Double?
  /// The actors.
  public var actors: [ScriptedActor] = []
  /// Things that stand in the scene because somebody named them.
  public var pieces: [ScriptedPiece] = []
  /// Who stands how to whom.
  public var relations: [ScriptedRelation] = []
  /// Pictures that must not be seen.
  public var absent: Set<String> = []
  /// Whether the scenery leaves the stage free, whoever acts: shots of one place then have the same pieces.
  public var keepsStageClear = false
  /// The scale of everybody's height, where other shots show the same people; nil makes one for this shot.
  public var heights: HeightScale?
  /// Whether a close-up is one of heads; else it is one of whole figures.
  public var framesHeads = false

  /// An empty shot in a meadow.
  public init() {}
}

/// A change of time, weather or look.
public struct LightStep: Sendable, Equatable {
  /// The share of the shot after which it begins.
  public var share: Double
  /// What it becomes.
  public var value: ShotPlan.Change.Value

  /// Makes a change.
  public init(_ value: ShotPlan.Change.Value, after share: Double) {
    (self.share, self.value) = (share, value)
  }
}

/// How large something is for its kind, as a prompt says it.
public enum SizeWord: String, CaseIterable, Codable, Sendable {
  case tiny, small, medium, large, huge

  /// How many times higher than usual.
  var factor: Double {
    switch self {
    case .tiny: 0.45
    case .small: 0.65
    case .medium: 1
    case .large: 1.45
    case .huge: 1.9
    }
  }

  /// The word that plans have for it.
  var actorSize: ActorSize {
    switch self {
    case .tiny, .small: .small
    case .medium: .medium
    case .large, .huge: .large
    }
  }
}

/// Somebody who acts, or several alike.
public struct ScriptedActor: Sendable, Equatable {
  /// Who.
  public var performer: Performer
  /// What plan and prompt call it; nil where nothing speaks of it.
  public var name: String?
  /// The colour that its picture is given.
  public var tint: PictureTint?
  /// How many of them.
  public var count = 1
  /// How large for its kind.
  public var size = SizeWord.medium
  /// The side that it looks or goes to.
  public var heading = Heading.right
  /// The side that it looks to while it stands; nil for wherever its place and its way suggest.
  public var looks: Heading?
  /// Whether it says something: it nods.
  public var isTalking = false
  /// Where it would be across the frame, 0 left … 8 right, as far as others leave room; nil for wherever there is.
  public var column: Int?
  /// How far away it is, 0 far … 2 near.
  public var row = 1
  /// What it does, one thing after the other; at least one.
  public var beats = [ScriptedBeat(.still)]
  /// How fast, as a word.
  public var speed = Speed.normal
  /// Whether it flies, whatever its kind.
  public var isAirborne = false
  /// Whether it swims, whatever its kind.
  public var swims = false
  /// How its picture moves, where the prompt says another gait than its own.
  public var gait: Gait.Style?
  /// What carries it, and how.
  public var carrier: Carrier?

  /// What carries an actor.
  public struct Carrier: Sendable, Equatable {
    /// An actor or a piece.
    public var thing: PlanThing
    /// How it is carried.
    public var manner: Actor.Attachment.Manner

    /// Names a carrier.
    public init(thing: PlanThing, manner: Actor.Attachment.Manner) {
      (self.thing, self.manner) = (thing, manner)
    }
  }

  /// Makes an actor who stands there.
  public init(_ performer: Performer) { self.performer = performer }
}

/// One thing that an actor does for a while.
public struct ScriptedBeat: Sendable, Equatable {
  /// What it does.
  public var motion: Motion
  /// The share of the shot after which it begins.
  public var from: Double
  /// Whether it goes against the actor's heading: "and back".
  public var isReversed: Bool
  /// How fast, where that differs from the actor's own word.
  public var speed: Speed?
  /// What it goes towards.
  public var towards: PlanThing?

  /// Makes a beat.
  public init(
    _ motion: Motion, from: Double = 0, isReversed: Bool = false, speed: Speed? = nil,
    towards: PlanThing? = nil
  ) {
    (self.motion, self.from, self.isReversed) = (motion, from, isReversed)
    (self.speed, self.towards) = (speed, towards)
  }
}

/// A thing that stands in the scene because somebody named it, or several alike.
public struct ScriptedPiece: Sendable, Equatable {
  /// What.
  public var performer: Performer
  /// Its colour.
  public var tint: PictureTint?
  /// How many of them.
  public var count = 1
  /// How large for its kind.
  public var size = SizeWord.medium
  /// Where it would be across the frame, 0 left … 8 right.
  public var column: Int?

  /// Makes a piece.
  public init(_ performer: Performer) { self.performer = performer }
}

/// How one thing stands to another.
public struct ScriptedRelation: Sendable, Equatable {
  /// Who stands so.
  public var first: PlanThing
  /// How.
  public var kind: Kind
  /// To whom.
  public var second: PlanThing

  /// Makes a relation.
  public init(_ first: PlanThing, _ kind: Kind, _ second: PlanThing) {
    (self.first, self.kind, self.second) = (first, kind, second)
  }

  /// The relations that a layout knows.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    case leftOf, rightOf, above, on, below, behind, inFrontOf, beside, inside, between
    case chasing, meeting, facing, toward, past

    /// The word that plans have for it, and whether it is said the other way round; nil where they have none.
    var planned: Relation? {
      switch self {
      case .leftOf: .leftOf
      case .rightOf: .rightOf
      case .above, .on: .above
      case .below: .below
      case .behind: .behind
      case .inFrontOf: .inFrontOf
      case .chasing: .chasing
      case .meeting: .meeting
      case .beside, .inside, .between, .facing, .toward, .past: nil
      }
    }
  }
}
