// A cut film as a value. The model is OpenTimelineIO's: tracks hold clips, gaps and the transitions between them.

/// A film as clips in time.
///
/// All times are whole frames at ``rate``, those of media too. Frames of the film count from 0; timecode begins at ``startFrame``.
public struct Timeline: Sendable, Equatable {
  /// The film's name.
  public var name: String
  /// Frames per second of the film and of all media.
  public var rate: FrameRate
  /// The timecode of the first frame, in frames; 86 400 is 01:00:00:00 at 24.
  public var startFrame: Int
  /// Width and height of the picture in pixels.
  public var size: Size
  /// The tracks, lowest first; a higher picture covers a lower one.
  public var tracks: [Track]
  /// Marked frames of the film.
  public var markers: [Marker]
  /// What else is to be known, by name.
  public var metadata: [String: String]

  /// Makes a timeline.
  public init(
    name: String, rate: FrameRate = .film, startFrame: Int = 0, size: Size = Size(width: 448, height: 252),
    tracks: [Track] = [], markers: [Marker] = [], metadata: [String: String] = [:]
  ) {
    self.name = name
    self.rate = rate
    self.startFrame = startFrame
    self.size = size
    self.tracks = tracks
    self.markers = markers
    self.metadata = metadata
  }

  /// Number of frames: that of the longest track.
  public var frameCount: Int { tracks.map(\.frameCount).max() ?? 0 }

  /// Width and height in pixels.
  public struct Size: Sendable, Equatable {
    /// Width in pixels.
    public var width: Int
    /// Height in pixels.
    public var height: Int

    /// Makes a size.
    public init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// One layer of picture or sound.
  public struct Track: Sendable, Equatable {
    /// What it holds.
    public var kind: Kind
    /// Its name, such as `V1`.
    public var name: String
    /// Clips and gaps one after the other, with transitions between them.
    public var items: [Item]

    /// Picture or sound.
    public enum Kind: String, Sendable, CaseIterable {
      case video = "Video", audio = "Audio"
    }

    /// Makes a track.
    public init(_ kind: Kind, name: String, items: [Item] = []) {
      self.kind = kind
      self.name = name
      self.items = items
    }

    /// Number of frames: that of its clips and gaps; transitions take no time of their own.
    public var frameCount: Int { items.reduce(0) { $0 + $1.frameCount } }

    /// The first frame of each item on the track; for a transition that of the cut it hides.
    public var starts: [Int] {
      var start = 0
      return items.map { item in
        defer { start += item.frameCount }
        return start
      }
    }
  }

  /// What a track holds.
  public enum Item: Sendable, Equatable {
    /// A stretch of media.
    case clip(Clip)
    /// Nothing for a number of frames.
    case gap(Int)
    /// From the item before to the item after; at an end of the track or beside a gap, from or to black or silence.
    case transition(Transition)

    /// The time it takes on its track in frames.
    public var frameCount: Int {
      switch self {
      case .clip(let clip): clip.source.count
      case .gap(let count): count
      case .transition: 0
      }
    }
  }

  /// A stretch of media.
  public struct Clip: Sendable, Equatable {
    /// Its name, such as `3A take 2`.
    public var name: String
    /// Where it comes from.
    public var media: Media
    /// The frames of the media that are seen or heard.
    public var source: FrameRange
    /// Marked frames, counted as those of the media.
    public var markers: [Marker]
    /// What else is to be known, by name: prompt, scene, recipe.
    public var metadata: [String: String]
    /// A primary correction of its colours.
    public var color: ColorDecision?

    /// Makes a clip.
    public init(
      name: String, media: Media, source: FrameRange, markers: [Marker] = [],
      metadata: [String: String] = [:],
      color: ColorDecision? = nil
    ) {
      self.name = name
      self.media = media
      self.source = source
      self.markers = markers
      self.metadata = metadata
      self.color = color
    }
  }

  /// A file of picture or sound.
  public struct Media: Sendable, Hashable {
    /// Its place: a path relative to the timeline's file, or a URL.
    public var path: String
    /// The frames that it has; the first is 0 unless its own timecode says otherwise.
    public var available: FrameRange
    /// Whether it has sound.
    public var hasAudio: Bool

    /// Makes a reference to media.
    public init(path: String, available: FrameRange, hasAudio: Bool = false) {
      self.path = path
      self.available = available
      self.hasAudio = hasAudio
    }
  }

  /// A change from one item to the next that takes time from both.
  public struct Transition: Sendable, Equatable {
    /// What is seen.
    public var kind: Kind
    /// Frames before the cut during which the item after is already seen.
    public var inOffset: Int
    /// Frames after the cut during which the item before is still seen.
    public var outOffset: Int

    /// Its whole length in frames.
    public var frameCount: Int { inOffset + outOffset }

    /// What is seen of both at once.
    public enum Kind: Sendable, Hashable {
      /// The one fades out while the other fades in.
      case dissolve
      /// An edge passes over the picture; see SMPTE 258M for the numbers.
      case wipe(WipeKind)
    }

    /// Makes a transition.
    public init(_ kind: Kind, inOffset: Int, outOffset: Int) {
      self.kind = kind
      self.inOffset = inOffset
      self.outOffset = outOffset
    }
  }

  /// Wipes that every editor has, with the numbers of SMPTE 258M.
  public enum WipeKind: Int, Sendable, CaseIterable {
    /// A vertical edge from left to right.
    case leftToRight = 1
    /// A horizontal edge from top to bottom.
    case topToBottom = 2
    /// A diagonal edge from the top left.
    case diagonal = 3
    /// A circle that opens from the centre: the iris.
    case iris = 119
  }

  /// A marked stretch.
  public struct Marker: Sendable, Equatable {
    /// What it says.
    public var name: String
    /// What is marked.
    public var range: FrameRange
    /// Its colour.
    public var color: Color
    /// More words.
    public var comment: String

    /// The colours that OpenTimelineIO knows.
    public enum Color: String, Sendable, CaseIterable {
      case pink = "PINK", red = "RED", orange = "ORANGE", yellow = "YELLOW", green = "GREEN", cyan = "CYAN",
        blue = "BLUE", purple = "PURPLE", magenta = "MAGENTA", black = "BLACK", white = "WHITE"
    }

    /// Makes a marker.
    public init(name: String, range: FrameRange, color: Color = .green, comment: String = "") {
      self.name = name
      self.range = range
      self.color = color
      self.comment = comment
    }
  }
}
