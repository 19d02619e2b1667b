// The plan as a file. Reading is strict, so that a typing mistake is an error with a name and never a field
// silently ignored.

import Foundation
import ZoetropeFiles

extension ShotPlan {
  /// Reads a plan of version 1 or 2 from JSON and validates it.
  ///
  /// A file that does not say its version is of version 1 where it has a `scene`, which version 2 calls `backdrop`.
  /// Docs/Plan.md lists the fields, and which may be left out. Unknown fields are errors.
  ///
  /// - Throws: ``PlanError`` with every issue and its path.
  public init(json: Data) throws(PlanError) {
    try self.init(ShotPlan.parsed(json))
  }

  /// The version that a plan's file is of; nil where it says one that this program does not read.
  ///
  /// - Throws: ``PlanError`` where the text is not JSON.
  public static func version(ofJSON json: Data) throws(PlanError) -> Int? {
    let version = PlanFields(try parsed(json), "", PlanIssues()).version
    return version.flatMap { versions.contains($0) ? $0 : nil }
  }

  /// Reads a plan from a JSON value and validates it; the rules are those of ``init(json:)``.
  ///
  /// - Throws: ``PlanError`` with every issue and its path.
  init(_ value: JSON) throws(PlanError) {
    let issues = PlanIssues()
    self.init(PlanFields(value, "", issues))
    let unreadable = issues.all
    do throws(PlanError) {
      try validate()
    } catch {
      // Where a field could not be read there is a stand-in, about which nothing more need be said.
      for issue in error.issues where !unreadable.contains(where: { issue.isWithin($0.path) }) {
        issues.add(issue)
      }
    }
    guard issues.all.isEmpty else { throw PlanError(issues.all) }
  }

  private static func parsed(_ json: Data) throws(PlanError) -> JSON {
    do throws(JSONError) {
      return try JSON(parsing: json)
    } catch {
      throw PlanError([PlanError.Issue("line \(error.line), column \(error.column)", error.message)])
    }
  }
}

// MARK: - Both versions

extension PlanFields {
  /// The version of a plan: what it says, or else what its fields tell.
  ///
  /// - Returns: nil where what it says is no number, which is noted.
  fileprivate var version: Int? {
    let standard = has("scene") ? 1 : 2
    return field("version", standard, "a whole number") { $0.integer(Int.self) }
  }
}

extension ShotPlan {
  fileprivate init(_ fields: PlanFields) {
    let version = fields.version
    if let version, !ShotPlan.versions.contains(version) {
      fields.note("version", "\(version) is not a version that this program reads; expected 1 or 2")
    }
    if version == 1 || (version != 2 && fields.has("scene")) {
      self.init(version1: fields)
    } else {
      self.init(version2: fields)
    }
  }
}

extension CameraKeyframe {
  fileprivate init(_ fields: PlanFields, isFirst: Bool) {
    self.init(
      t: fields.number("t"), x: fields.number("x", default: isFirst ? nil : 0),
      y: fields.number("y", default: isFirst ? nil : 0),
      zoom: fields.number("zoom", default: isFirst ? nil : 1))
    fields.finish()
  }
}

extension Keyframe {
  fileprivate init(_ fields: PlanFields) {
    self.init(
      t: fields.number("t"), x: fields.number("x"), y: fields.number("y"), width: fields.number("width"),
      height: fields.number("height"), angle: fields.number("angle", default: 0),
      flipped: fields.flag("flipped", default: false))
    fields.finish()
  }
}

// MARK: - Version 1

extension ShotPlan {
  private init(version1 fields: PlanFields) {
    self.init(
      prompt: fields.string("prompt", default: ""),
      enhancedPrompt: fields.string("enhancedPrompt", default: ""),
      seed: fields.integer("seed", default: 0, "a whole number 0...18446744073709551615"),
      frameRate: fields.number("frameRate"),
      frameCount: fields.integer("frameCount", "a whole number"),
      size: fields.word("size", default: .square),
      shotSize: fields.word("shotSize"),
      scene: fields.word("scene"),
      period: fields.optionalWord("period"),
      time: fields.word("time"),
      weather: fields.word("weather"),
      look: fields.word("look"),
      camera: fields.object("camera").map(Camera.init(version1:)) ?? Camera(),
      actors: fields.list("actors").map(Actor.init(version1:)))
    let hint = "it is of version 2, and this plan is of version 1"
    fields.finish(hints: ["backdrop": hint, "set": hint, "relations": hint])
  }
}

extension Camera {
  fileprivate init(version1 fields: PlanFields) {
    self.init(
      move: fields.word("move"),
      keyframes: fields.list("keyframes").map { CameraKeyframe($0, isFirst: true) })
    fields.finish(hints: ["moves": "it is of version 2, and this plan is of version 1"])
  }
}

extension Actor {
  fileprivate init(version1 fields: PlanFields) {
    self.init(
      kind: fields.word("kind"), tint: fields.optionalWord("tint"),
      size: fields.word("size", default: .medium),
      motion: fields.word("motion"), speed: fields.word("speed", default: .normal),
      depth: fields.number("depth", default: 0.5), keyframes: fields.list("keyframes").map(Keyframe.init))
    let hint = "it is of version 2, and this plan is of version 1"
    fields.finish(
      hints: ["name": hint, "picture": hint, "beats": hint, "gait": hint, "attachment": hint])
  }
}

// MARK: - Version 2

extension ShotPlan {
  private init(version2 fields: PlanFields) {
    self.init(
      prompt: fields.string("prompt", default: ""),
      enhancedPrompt: fields.string("enhancedPrompt", default: ""),
      seed: fields.integer("seed", default: 0, "a whole number 0...18446744073709551615"),
      frameRate: fields.number("frameRate", default: 12),
      frameCount: fields.integer("frameCount", default: 48, "a whole number"),
      size: fields.word("size", default: .wide),
      shotSize: fields.word("shotSize", default: .medium),
      scene: fields.word("backdrop"),
      period: fields.optionalWord("period"))
    let time = fields.words("time", default: TimeOfDay.day)
    let weather = fields.words("weather", default: Weather.clear)
    let look = fields.words("look", default: Look.natural)
    (self.time, self.weather, self.look) = (time.first, weather.first, look.first)
    changes =
      time.later.map { Change(t: $0.t, to: .time($0.value), fade: $0.fade) }
      + weather.later.map { Change(t: $0.t, to: .weather($0.value), fade: $0.fade) }
      + look.later.map { Change(t: $0.t, to: .look($0.value), fade: $0.fade) }
    changes.sort(by: Change.precedes)
    camera = fields.object("camera", isRequired: false).map(Camera.init(version2:)) ?? Camera()
    setPieces = fields.list("set", isRequired: false).map(SetPiece.init)
    actors = fields.list("actors", isRequired: false).map(Actor.init(version2:))
    relations = fields.list("relations", isRequired: false).map(PlannedRelation.init)
    fields.finish(hints: ["scene": "version 2 calls it backdrop"])
  }
}

extension Camera {
  fileprivate init(version2 fields: PlanFields) {
    var moves = fields.list("moves", isRequired: false).map { entry in
      defer { entry.finish() }
      return Move(entry.word("move"), from: entry.number("from"))
    }
    let move: CameraMove? = fields.optionalWord("move")
    if let move, fields.has("moves") {
      fields.note("move", "give move or moves, not both; moves begins with \(moves.first?.move ?? move)")
    } else if !fields.has("moves") {
      moves = [Move(move ?? .still)]
    }
    let keyframes = fields.list("keyframes", isRequired: false).map { CameraKeyframe($0, isFirst: false) }
    self.init(moves: moves, keyframes: fields.has("keyframes") ? keyframes : [CameraKeyframe(t: 0)])
    fields.finish()
  }
}

extension SetPiece {
  fileprivate init(_ fields: PlanFields) {
    self.init(
      name: fields.optionalString("name"), picture: fields.string("picture"), tint: fields.tint("tint"),
      x: fields.number("x"), y: fields.number("y"), height: fields.number("height"),
      depth: fields.number("depth"), parallax: fields.number("parallax"),
      flipped: fields.flag("flipped", default: false))
    fields.finish()
  }
}

extension Actor {
  fileprivate init(version2 fields: PlanFields) {
    let name = fields.optionalString("name")
    let picture = fields.string("picture")
    let tint = fields.tint("tint")
    let size: ActorSize = fields.word("size", default: .medium)
    let gait: Gait.Style? = fields.optionalWord("gait")
    let motion: Motion? = fields.optionalWord("motion")
    var beats = fields.list("beats", isRequired: false).map(Beat.init)
    if motion != nil, fields.has("beats") {
      fields.note("motion", "give motion or beats, not both; beats say the motion of each")
    } else if !fields.has("beats") {
      beats = [Beat(motion ?? .still)]
    }
    self.init(
      name: name, picture: picture, tint: tint, size: size, gait: gait, beats: beats,
      speed: fields.word("speed", default: .normal), depth: fields.number("depth", default: 0.5),
      attachment: fields.object("attachment", isRequired: false).map(Actor.Attachment.init),
      keyframes: fields.list("keyframes").map(Keyframe.init))
    fields.finish(hints: ["kind": "version 2 calls it picture"])
  }
}

extension Beat {
  fileprivate init(_ fields: PlanFields) {
    self.init(
      fields.word("motion"), from: fields.number("from"), towards: fields.target("towards"),
      speed: fields.optionalNumber("speed"))
    fields.finish()
  }
}

extension Actor.Attachment {
  fileprivate init(_ fields: PlanFields) {
    self.init(
      to: fields.reference("to"), fields.word("manner"), x: fields.number("x"), y: fields.number("y"),
      from: fields.number("from", default: 0), until: fields.optionalNumber("until"))
    fields.finish()
  }
}

extension PlannedRelation {
  fileprivate init(_ fields: PlanFields) {
    self.init(
      fields.reference("first"), fields.word("relation"), fields.reference("second"),
      from: fields.number("from", default: 0))
    fields.finish()
  }
}
