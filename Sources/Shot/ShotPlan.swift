// The plan of a shot: what the planner writes, people edit, the denoiser follows and the grader checks.

/// One shot, laid out in time.
///
/// Boxes are in fractions of the frame, x right, y down, origin top left; they are where the actor is *on
/// screen*, camera already included. Times are seconds from the first frame, speeds are per second. Read from JSON
/// with ``init(json:)``, which validates and names the path of a bad field.
public struct ShotPlan: Sendable, Equatable {
  /// What the person asked for; may be empty.
  public var prompt: String
  /// The full shot description; may be empty.
  public var enhancedPrompt: String
  /// Seed of the noise (and of the background of ground-truth renders).
  public var seed: UInt64
  /// Frames per second, 1…60.
  public var frameRate: Double
  /// Number of frames, 1…``maximumFrameCount``.
  public var frameCount: Int
  /// Shape of the frame.
  public var size: FrameShape
  /// How much of the scene the frame takes in.
  public var shotSize: ShotSize
  /// Where it takes place.
  public var scene: Scene
  /// The age of a built scene; `nil` is the present.
  public var period: Period?
  /// The time of day when the shot begins.
  public var time: TimeOfDay
  /// What the air does when the shot begins.
  public var weather: Weather
  /// How the picture is made when the shot begins.
  public var look: Look
  /// What of time, weather and look becomes another during the shot, in order of ``Change/t``.
  public var changes: [Change]
  /// What the camera does.
  public var camera: Camera
  /// What stands still in the scene, at most ``maximumSetPieceCount``.
  public var setPieces: [SetPiece]
  /// The actors, at most ``maximumActorCount``.
  public var actors: [Actor]
  /// Who stands how to whom, at most ``maximumRelationCount``.
  public var relations: [PlannedRelation]

  /// The most actors a plan may hold.
  public static let maximumActorCount = 6
  /// The most set pieces a plan may hold.
  public static let maximumSetPieceCount = 64
  /// The most relations a plan may hold.
  public static let maximumRelationCount = 64
  /// The most changes of the light or the look, moves of the camera, or beats of an actor, a plan may hold.
  public static let maximumStepCount = 64
  /// The most frames a plan may hold: three minutes at 24 a second.
  public static let maximumFrameCount = 4320
  /// The most keyframes of one actor or camera: one for every frame.
  public static let maximumKeyframeCount = maximumFrameCount
  /// The least time between two keyframes in seconds.
  public static let minimumKeyframeSpacing = 0.001
  /// The times that keyframes may have, in seconds; those before 0 shape how a shot begins.
  public static let timeRange = -4320.0...8640

  /// Makes a plan; the caller validates it where it comes from outside (``validate()``).
  public init(
    prompt: String = "", enhancedPrompt: String = "", seed: UInt64 = 0, frameRate: Double = 12,
    frameCount: Int = 48, size: FrameShape = .wide, shotSize: ShotSize = .medium, scene: Scene,
    period: Period? = nil, time: TimeOfDay = .day, weather: Weather = .clear, look: Look = .natural,
    changes: [Change] = [], camera: Camera = Camera(), setPieces: [SetPiece] = [], actors: [Actor] = [],
    relations: [PlannedRelation] = []
  ) {
    self.prompt = prompt
    self.enhancedPrompt = enhancedPrompt
    self.seed = seed
    self.frameRate = frameRate
    self.frameCount = frameCount
    self.size = size
    self.shotSize = shotSize
    self.scene = scene
    self.period = period
    self.time = time
    self.weather = weather
    self.look = look
    self.changes = changes
    self.camera = camera
    self.setPieces = setPieces
    self.actors = actors
    self.relations = relations
  }

  /// Length in seconds: `frameCount / frameRate`.
  public var duration: Double { Double(frameCount) / frameRate }

  /// The time of a frame in seconds, 0-based: `index / frameRate`.
  public func time(ofFrame index: Int) -> Double { Double(index) / frameRate }
}

/// What the camera does: where its view sits over the scene at each time.
///
/// The camera moves the *background*; actor boxes already are in screen coordinates.
public struct Camera: Sendable, Equatable {
  /// What it does as words, one move after the other; at least one, the first from 0.
  public var moves: [Move]
  /// The path, 1…``ShotPlan/maximumKeyframeCount`` keyframes, times increasing.
  public var keyframes: [CameraKeyframe]

  /// A kind of move, and from when it is made.
  public struct Move: Sendable, Equatable {
    /// The kind of move.
    public var move: CameraMove
    /// When it begins, in seconds; it is made until the next one begins.
    public var from: Double

    /// Makes a move.
    public init(_ move: CameraMove, from: Double = 0) {
      self.move = move
      self.from = from
    }
  }

  /// Makes a camera; by default it stands still at the neutral view.
  public init(move: CameraMove = .still, keyframes: [CameraKeyframe] = [CameraKeyframe(t: 0)]) {
    self.init(moves: [Move(move)], keyframes: keyframes)
  }

  /// Makes a camera of several moves.
  public init(moves: [Move], keyframes: [CameraKeyframe]) {
    self.moves = moves
    self.keyframes = keyframes
  }

  /// The kind of the first move.
  public var move: CameraMove {
    get { moves.first?.move ?? .still }
    set { if moves.isEmpty { moves = [Move(newValue)] } else { moves[0].move = newValue } }
  }

  /// The kind of the move that is made at a time in seconds.
  public func move(at time: Double) -> CameraMove { (moves.last { $0.from <= time })?.move ?? move }

  /// The view at a time in seconds.
  public func view(at time: Double) -> CameraKeyframe { CameraTrack(self).view(at: time) }
}

/// A view of the camera at a time.
public struct CameraKeyframe: Sendable, Equatable {
  /// Time in seconds, within ``ShotPlan/timeRange``, at least ``ShotPlan/minimumKeyframeSpacing`` after the last.
  public var t: Double
  /// How far the view has moved right, in frame widths, within ``xRange``.
  public var x: Double
  /// How far the view has moved down, in frame heights, within ``yRange``.
  public var y: Double
  /// Magnification, within ``zoomRange``; 1 is neutral.
  public var zoom: Double

  /// How far a view may move across, in frame widths: a minute beside somebody who runs.
  public static let xRange = -64.0...64
  /// How far a view may move up and down, in frame heights.
  public static let yRange = -8.0...8
  /// The magnifications of a view.
  public static let zoomRange = 0.25...4

  /// Makes a view; by default the neutral one.
  public init(t: Double, x: Double = 0, y: Double = 0, zoom: Double = 1) {
    self.t = t
    self.x = x
    self.y = y
    self.zoom = zoom
  }
}
