// Who or what moves in a shot.

/// One actor of a shot.
public struct Actor: Sendable, Equatable {
  /// What plan and prompt call it, unlike every other name in the plan; nil where nothing speaks of it.
  public var name: String?
  /// What it looks like: the name of a member of the cast, or the path of a PNG file.
  public var picture: String
  /// The colour that its picture is given; nil leaves its own.
  public var tint: PictureTint?
  /// How large it is for its kind, as a word; the boxes say it in numbers.
  public var size: ActorSize
  /// How its picture moves; nil leaves what its member of the cast does.
  public var gait: Gait.Style?
  /// What it does, one thing after the other; at least one, the first from 0.
  public var beats: [Beat]
  /// How fast it does it, as a word.
  public var speed: Speed
  /// Distance from the camera, `0` nearest … `1` farthest; nearer actors cover farther ones.
  public var depth: Double
  /// What carries it, where something does.
  public var attachment: Attachment?
  /// Its boxes over time, 1…``ShotPlan/maximumKeyframeCount``, times increasing.
  public var keyframes: [Keyframe]

  /// Makes an actor of a picture.
  public init(
    name: String? = nil, picture: String, tint: PictureTint? = nil, size: ActorSize = .medium,
    gait: Gait.Style? = nil, beats: [Beat] = [Beat(.still)], speed: Speed = .normal, depth: Double = 0.5,
    attachment: Attachment? = nil, keyframes: [Keyframe]
  ) {
    self.name = name
    self.picture = picture
    self.tint = tint
    self.size = size
    self.gait = gait
    self.beats = beats
    self.speed = speed
    self.depth = depth
    self.attachment = attachment
    self.keyframes = keyframes
  }

  /// Makes an actor of a kind.
  public init(
    kind: ActorKind, tint: Tint? = nil, size: ActorSize = .medium, motion: Motion = .still,
    speed: Speed = .normal, depth: Double = 0.5, keyframes: [Keyframe]
  ) {
    self.init(
      picture: kind.rawValue, tint: tint.map(PictureTint.word), size: size, beats: [Beat(motion)],
      speed: speed, depth: depth, keyframes: keyframes)
  }

  /// The motion of the first beat.
  public var motion: Motion {
    get { beats.first?.motion ?? .still }
    set { if beats.isEmpty { beats = [Beat(newValue)] } else { beats[0].motion = newValue } }
  }

  /// What it does at a time in seconds.
  public func beat(at time: Double) -> Beat { beats.last { $0.from <= time } ?? beats.first ?? Beat(.still) }

  /// What people call it: its name, or else its picture, of a file without folder and ending.
  public var title: String {
    if let name { return name }
    let file = picture.split(separator: "/").last.map(String.init) ?? picture
    return file.hasSuffix(".png") ? String(file.dropLast(4)) : file
  }

  /// The box at a time in seconds that its keyframes say; ``ShotPlan/tracks(pictureAspectRatio:)`` also knows what carries it.
  public func box(at time: Double) -> Keyframe { ActorTrack(self).box(at: time) }
}

// MARK: - The closed vocabulary

extension Actor {
  /// The kind whose name its picture has, of those that models before the open cast know; nil for any other picture.
  public var kind: ActorKind? { ActorKind(rawValue: picture) }

  /// The colour word of its tint; nil for none, and for a colour that no word names.
  public var tintWord: Tint? { tint?.word }
}
