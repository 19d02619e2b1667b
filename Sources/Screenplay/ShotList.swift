// The film as a list of shots: what people edit between the screenplay and the pictures.

import ZoetropeFiles

/// Every shot of a film in order, with its length, words and people.
public struct ShotList: Sendable, Equatable {
  /// The film's title; may be empty.
  public var title: String
  /// The shots in order.
  public var shots: [ListedShot]

  /// The version of the file format.
  public static let version = 1

  /// Makes a list.
  public init(title: String, shots: [ListedShot]) {
    self.title = title
    self.shots = shots
  }

  /// The film's length in seconds.
  public var seconds: Double { shots.reduce(0) { $0 + $1.seconds } }

  /// Checks all values: names that differ, lengths, and that nobody changes sides within a scene (the 180° line).
  ///
  /// - Throws: ``ScreenplayError/file(name:issues:)`` with every issue and its path.
  public func validate() throws(ScreenplayError) {
    var issues: [ScreenplayError.Issue] = []
    var ids: Set<String> = []
    var sides: [String: ListedShot.Side] = [:]
    var scene: Int?
    for (index, shot) in shots.enumerated() {
      let path = "shots[\(index)]"
      func note(_ field: String, _ message: String) {
        issues.append(.init(path: "\(path).\(field)", message: message))
      }
      if shot.id.isEmpty { note("id", "empty; expected a name such as 3.2") }
      if !ids.insert(shot.id).inserted {
        note("id", "\(JSON.quoted(shot.id)) is the name of an earlier shot")
      }
      if !ListedShot.lengths.contains(shot.seconds) {
        note(
          "seconds",
          "got \(shot.seconds); expected \(ListedShot.lengths.lowerBound) to \(Int(ListedShot.lengths.upperBound))"
        )
      }
      if !ListedShot.speeds.contains(shot.speed) { note("speed", "got \(shot.speed); expected 0.1 to 10") }
      if !ListedShot.soundOffsets.contains(shot.soundOffset) {
        note("soundOffset", "got \(shot.soundOffset); expected -60 to 60")
      }
      if shot.take < 1 { note("take", "got \(shot.take); expected 1 or more") }
      if shot.prompt.isEmpty { note("prompt", "empty; expected what is seen") }
      if shot.scene != scene { sides = [:] }
      scene = shot.scene
      for (place, person) in shot.people.enumerated() {
        if let side = sides[person.name], side != person.side {
          note(
            "people[\(place)].side",
            "\(person.name) was on the \(side.rawValue) earlier in scene \(shot.scene); nobody crosses the line within a scene"
          )
        }
        if sides[person.name] == nil { sides[person.name] = person.side }
      }
    }
    if !issues.isEmpty { throw .file(name: "shots", issues: issues) }
  }
}

/// One shot.
public struct ListedShot: Sendable, Equatable {
  /// Its name, unlike all others: scene and number, such as `3.2`.
  public var id: String
  /// The scene, from 1.
  public var scene: Int
  /// How it is framed and why.
  public var kind: Kind
  /// Length in seconds.
  public var seconds: Double
  /// Who is seen, from left to right, and on which side of the line.
  public var people: [Person]
  /// Who is heard, on screen or off.
  public var speaker: String?
  /// What is said.
  public var dialogue: String
  /// What happens.
  public var action: String
  /// What is seen, in plain English for the planner.
  public var prompt: String
  /// How it leads to the next shot.
  public var transition: Transition
  /// Which take is used, from 1.
  public var take: Int
  /// The line of the screenplay, from 1; `nil` where it is not known.
  public var line: Int?
  /// How fast it is shown: 2 is twice as fast as it was filmed, 0.5 slow motion. Its length is that of the film.
  public var speed = 1.0
  /// The sound file of what is said, by its path; `nil` where there is none.
  public var sound: String?
  /// From when on the sound is heard, in seconds from the shot's first frame: less than 0 is a J cut, heard before it is seen;
  /// it may go on over later shots, an L cut.
  public var soundOffset = 0.0

  /// The speeds that a shot may have.
  public static let speeds = 0.1...10.0
  /// How far sound may be moved, in seconds.
  public static let soundOffsets = -60.0...60.0
  /// The lengths that a shot may have, in seconds.
  public static let lengths = 0.2...600.0

  /// How a shot is framed and why.
  public enum Kind: String, Sendable, CaseIterable {
    /// Where the scene is.
    case establishing
    /// Everyone, or an action without faces.
    case wide
    /// One person doing something.
    case medium
    /// Two people, each on their side.
    case twoShot
    /// Who speaks.
    case closeUp
    /// Who listens.
    case reaction
    /// A thing.
    case insert
    /// With someone on the way.
    case tracking
  }

  /// Someone in a shot.
  public struct Person: Sendable, Equatable {
    /// The character.
    public var name: String
    /// The side of the line; who is on the left looks right.
    public var side: Side

    /// Makes someone.
    public init(_ name: String, _ side: Side) {
      self.name = name
      self.side = side
    }
  }

  /// A side of the picture.
  public enum Side: String, Sendable, CaseIterable {
    case left, right

    /// The other side: where someone on this one looks.
    public var other: Side { self == .left ? .right : .left }
  }

  /// How one shot leads to the next.
  public enum Transition: String, Sendable, CaseIterable {
    case cut, dissolve, fade, wipe, iris, match
  }

  /// Makes a shot.
  public init(
    id: String, scene: Int, kind: Kind, seconds: Double, people: [Person] = [], speaker: String? = nil,
    dialogue: String = "",
    action: String = "", prompt: String, transition: Transition = .cut, take: Int = 1, line: Int? = nil,
    speed: Double = 1, sound: String? = nil, soundOffset: Double = 0
  ) {
    self.id = id
    self.scene = scene
    self.kind = kind
    self.seconds = seconds
    self.people = people
    self.speaker = speaker
    self.dialogue = dialogue
    self.action = action
    self.prompt = prompt
    self.transition = transition
    self.take = take
    self.line = line
    self.speed = speed
    self.sound = sound
    self.soundOffset = soundOffset
  }
}
