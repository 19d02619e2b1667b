// The plan of a shot: what the planner writes, people edit, the denoiser follows and the grader checks.

/// One shot, laid out in time.
///
/// Boxes are in fractions of the frame, x right, y down, origin top left; they are where the actor is *on
/// screen*, camera already included. Times are seconds from the first frame. Read from JSON with
/// ``init(json:)``, which validates and names the path of a bad field.
public struct ShotPlan: Sendable, Equatable, Encodable {
  /// The version of the file format that this program writes.
  public static let currentVersion = 1

  /// Version of the file format; ``currentVersion`` is the one that is read.
  public var version: Int
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
  /// The time of day.
  public var time: TimeOfDay
  /// What the air does.
  public var weather: Weather
  /// How the picture is made.
  public var look: Look
  /// What the camera does.
  public var camera: Camera
  /// The actors, at most ``maximumActorCount``.
  public var actors: [Actor]
  /// What stands still in the scene.
  public var setPieces: [SetPiece] = []

  private enum CodingKeys: String, CodingKey {
    case version, prompt, enhancedPrompt, seed, frameRate, frameCount, size, shotSize, scene, period, time
    case weather, look, camera, actors
  }

  /// The most actors a plan may hold.
  public static let maximumActorCount = 4
  /// The most frames a plan may hold.
  public static let maximumFrameCount = 1024
  /// The most keyframes of one actor or camera: one for every frame.
  public static let maximumKeyframeCount = maximumFrameCount
  /// The least time between two keyframes in seconds.
  public static let minimumKeyframeSpacing = 0.001
  /// The times that keyframes may have, in seconds; those before 0 shape how a shot begins.
  public static let timeRange = -1024.0...2048

  /// Makes a plan; the caller validates it where it comes from outside (``validate()``).
  public init(
    prompt: String = "", enhancedPrompt: String = "", seed: UInt64 = 0, frameRate: Double = 8,
    frameCount: Int = 16, size: FrameShape = .square, shotSize: ShotSize = .medium, scene: Scene,
    period: Period? = nil, time: TimeOfDay = .day, weather: Weather = .clear, look: Look = .natural,
    camera: Camera = Camera(), actors: [Actor] = []
  ) {
    self.version = ShotPlan.currentVersion
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
    self.camera = camera
    self.actors = actors
  }

  /// Length in seconds: `frameCount / frameRate`.
  public var duration: Double { Double(frameCount) / frameRate }

  /// The time of a frame in seconds, 0-based: `index / frameRate`.
  public func time(ofFrame index: Int) -> Double { Double(index) / frameRate }
}

/// What the camera does: where its view sits over the scene at each time.
///
/// The camera moves the *background*; actor boxes already are in screen coordinates.
public struct Camera: Sendable, Equatable, Codable {
  /// The kind of move, as a word.
  public var move: CameraMove
  /// The path, 1…``ShotPlan/maximumKeyframeCount`` keyframes, times increasing.
  public var keyframes: [CameraKeyframe]

  /// Makes a camera; by default it stands still at the neutral view.
  public init(move: CameraMove = .still, keyframes: [CameraKeyframe] = [CameraKeyframe(t: 0)]) {
    self.move = move
    self.keyframes = keyframes
  }

  /// The view at a time in seconds.
  public func view(at time: Double) -> CameraKeyframe { CameraTrack(self).view(at: time) }
}

/// A view of the camera at a time.
public struct CameraKeyframe: Sendable, Equatable, Codable {
  /// Time in seconds, within ``ShotPlan/timeRange``, at least ``ShotPlan/minimumKeyframeSpacing`` after the last.
  public var t: Double
  /// How far the view has moved right, in frame widths, `-4...4`.
  public var x: Double
  /// How far the view has moved down, in frame heights, `-4...4`.
  public var y: Double
  /// Magnification, `0.25...4`; 1 is neutral.
  public var zoom: Double

  /// Makes a view; by default the neutral one.
  public init(t: Double, x: Double = 0, y: Double = 0, zoom: Double = 1) {
    self.t = t
    self.x = x
    self.y = y
    self.zoom = zoom
  }
}

/// One actor of a shot.
public struct Actor: Sendable, Equatable, Codable {
  /// What it looks like: the name of a member of the cast, or the path of a PNG file.
  public var picture: String
  /// Its colour, where the plan asks for one.
  public var tint: Tint?
  /// How large it is for its kind.
  public var size: ActorSize
  /// What it does, as a word; the keyframes say it in numbers.
  public var motion: Motion
  /// How fast it does it.
  public var speed: Speed
  /// Distance from the camera, `0` nearest … `1` farthest; nearer actors cover farther ones.
  public var depth: Double
  /// Its boxes over time, 1…``ShotPlan/maximumKeyframeCount``, times increasing.
  public var keyframes: [Keyframe]

  /// Makes an actor of a picture.
  public init(
    picture: String, tint: Tint? = nil, size: ActorSize = .medium, motion: Motion = .still,
    speed: Speed = .normal, depth: Double = 0.5, keyframes: [Keyframe]
  ) {
    self.picture = picture
    self.tint = tint
    self.size = size
    self.motion = motion
    self.speed = speed
    self.depth = depth
    self.keyframes = keyframes
  }

  /// Makes an actor of a kind.
  public init(
    kind: ActorKind, tint: Tint? = nil, size: ActorSize = .medium, motion: Motion = .still,
    speed: Speed = .normal, depth: Double = 0.5, keyframes: [Keyframe]
  ) {
    self.init(
      picture: kind.rawValue, tint: tint, size: size, motion: motion, speed: speed, depth: depth,
      keyframes: keyframes)
  }

  /// The kind of that name.
  public var kind: ActorKind {
    get { ActorKind(rawValue: picture) ?? .man }
    set { picture = newValue.rawValue }
  }

  private enum CodingKeys: String, CodingKey {
    case picture = "kind"
    case tint, size, motion, speed, depth, keyframes
  }

  /// The box at a time in seconds.
  public func box(at time: Double) -> Keyframe { ActorTrack(self).box(at: time) }
}

/// A thing that stands still in the scene: the camera passes it by.
public struct SetPiece: Sendable, Equatable, Codable {
  /// What the plan calls it; nil where nothing speaks of it.
  public var name: String?
  /// What it looks like: the name of a member of the cast, or the path of a PNG file.
  public var picture: String
  /// Its colour, where the plan asks for one.
  public var tint: Tint?
  /// Its middle in the neutral view, in frame widths from the left; may lie far outside.
  public var x: Double
  /// Its foot in the neutral view, in frame heights from the top.
  public var y: Double
  /// Its height in the neutral view, in frame heights; its picture decides its width.
  public var height: Double
  /// Distance from the camera, `0` nearest … `1` farthest, on the scale of ``Actor/depth``: decides who covers whom.
  public var depth: Double
  /// How much it follows moves of the camera: 0 infinitely far … 1 as actors do.
  public var parallax: Double
  /// Whether its picture is mirrored left to right.
  public var flipped: Bool

  /// Makes a set piece.
  public init(
    name: String? = nil, picture: String, tint: Tint? = nil, x: Double, y: Double, height: Double,
    depth: Double, parallax: Double, flipped: Bool = false
  ) {
    self.name = name
    self.picture = picture
    self.tint = tint
    self.x = x
    self.y = y
    self.height = height
    self.depth = depth
    self.parallax = parallax
    self.flipped = flipped
  }
}

/// An actor's box at a time.
public struct Keyframe: Sendable, Equatable, Codable {
  /// Time in seconds, within ``ShotPlan/timeRange``, at least ``ShotPlan/minimumKeyframeSpacing`` after the last.
  public var t: Double
  /// Centre of the box, fraction of the frame width; may lie outside the frame, `-2...3`.
  public var x: Double
  /// Centre of the box, fraction of the frame height; may lie outside the frame, `-2...3`.
  public var y: Double
  /// Width of the box before rotation, fraction of the frame width, `0.01...3`.
  public var width: Double
  /// Height of the box before rotation, fraction of the frame height, `0.01...3`.
  public var height: Double
  /// Rotation about the centre in degrees, clockwise on screen, `-3600...3600`.
  public var angle: Double
  /// Whether the picture is mirrored left to right. Holds from this keyframe until the next.
  public var flipped: Bool

  /// Makes a keyframe.
  public init(
    t: Double, x: Double, y: Double, width: Double, height: Double, angle: Double = 0, flipped: Bool = false
  ) {
    self.t = t
    self.x = x
    self.y = y
    self.width = width
    self.height = height
    self.angle = angle
    self.flipped = flipped
  }

  /// Whether any part of the unrotated box lies inside the frame.
  public var isInFrame: Bool {
    x + width / 2 > 0 && x - width / 2 < 1 && y + height / 2 > 0 && y - height / 2 < 1
  }
}
