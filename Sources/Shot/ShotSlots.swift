// What a shot is, in words alone: the part of a plan that people say. Blocking turns it into keyframes.

/// A shot in words: who does what, where, when and how it is filmed, without any coordinates.
///
/// Captions speak about slots, ``ShotSampler`` draws them, and ``ShotBlocking`` lays them out in time.
public struct ShotSlots: Sendable, Equatable {
  /// Number of frames, 1…``ShotPlan/maximumFrameCount``.
  public var frameCount: Int
  /// Frames per second.
  public var frameRate: Double
  /// Shape of the frame.
  public var shape: FrameShape
  /// How much of the scene the frame takes in.
  public var shotSize: ShotSize
  /// Where it takes place.
  public var scene: Scene
  /// The age of a built scene; `nil` is the present.
  public var period: Period?
  /// The time of day.
  public var time: TimeOfDay
  /// What the air does.
  public var weather: Weather
  /// How the picture is made.
  public var look: Look
  /// What the camera does.
  public var camera: CameraMove
  /// The actors in order; relations speak about the first two.
  public var actors: [ActorSlots]
  /// How the first actor stands to the second; `nil` leaves it free.
  public var relation: Relation?

  /// Makes the slots of a shot; all but the scene have plain defaults.
  public init(
    frameCount: Int = 16, frameRate: Double = 8, shape: FrameShape = .square, shotSize: ShotSize = .medium,
    scene: Scene, period: Period? = nil, time: TimeOfDay = .day, weather: Weather = .clear,
    look: Look = .natural, camera: CameraMove = .still, actors: [ActorSlots] = [], relation: Relation? = nil
  ) {
    self.frameCount = frameCount
    self.frameRate = frameRate
    self.shape = shape
    self.shotSize = shotSize
    self.scene = scene
    self.period = period
    self.time = time
    self.weather = weather
    self.look = look
    self.camera = camera
    self.actors = actors
    self.relation = relation
  }

  /// Reads the slots back from a plan; headings and the relation are measured from its keyframes.
  ///
  /// - Throws: ``PlanError`` where the plan holds what has no word (``ShotPlan/closedVocabularyIssues``).
  public init(of plan: ShotPlan) throws(PlanError) {
    let issues = plan.closedVocabularyIssues
    guard issues.isEmpty else { throw PlanError(issues) }
    self.init(
      frameCount: plan.frameCount, frameRate: plan.frameRate, shape: plan.size, shotSize: plan.shotSize,
      scene: plan.scene, period: plan.period, time: plan.time, weather: plan.weather, look: plan.look,
      camera: plan.camera.move, actors: plan.actors.compactMap { ActorSlots(of: $0, camera: plan.camera) },
      relation: Relation.of(plan))
  }
}

/// One actor in words.
public struct ActorSlots: Sendable, Equatable {
  /// What it is.
  public var kind: ActorKind
  /// Its colour, where the shot asks for one.
  public var tint: Tint?
  /// How large it is for its kind.
  public var size: ActorSize
  /// What it does.
  public var motion: Motion
  /// How fast it does it.
  public var speed: Speed
  /// The side it heads for, for motions that may go either way (``Motion/takesHeading``); `nil` leaves it
  /// free, and for a jump or a bounce means on the spot.
  public var heading: Heading?

  /// Makes an actor in words.
  public init(
    kind: ActorKind, tint: Tint? = nil, size: ActorSize = .medium, motion: Motion = .still,
    speed: Speed = .normal, heading: Heading? = nil
  ) {
    self.kind = kind
    self.tint = tint
    self.size = size
    self.motion = motion
    self.speed = speed
    self.heading = heading
  }

  /// Reads an actor back from a plan, its heading measured from the keyframes; nil where its picture or its colour has no word.
  public init?(of actor: Actor, camera: Camera) {
    guard let kind = actor.kind, actor.tint == nil || actor.tintWord != nil else { return nil }
    self.init(
      kind: kind, tint: actor.tintWord, size: actor.size, motion: actor.motion, speed: actor.speed,
      heading: actor.motion.takesHeading ? Heading.of(actor, camera: camera) : nil)
  }
}

extension ActorSlots {
  /// The side it heads for, whether its motion or its heading says so.
  public var direction: Heading? { motion.heading ?? (motion.takesHeading ? heading : nil) }
}
