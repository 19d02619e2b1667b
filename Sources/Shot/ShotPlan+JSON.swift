// The plan as a file. Reading is strict, so that a typing mistake is an error with a name and never a field
// silently ignored; writing is for people: fixed order, one keyframe a line, no digit more than needed.

import Foundation
import ZoetropeFiles

extension ShotPlan {
  /// Reads a plan from JSON and validates it.
  ///
  /// May be left out, with the default of the initialisers: `version`, `prompt`, `enhancedPrompt`, `seed`, `size`,
  /// `period`; of an actor `tint`, `size`, `speed`, `depth`; of its keyframes `angle`, `flipped`. Unknown
  /// fields are errors.
  ///
  /// - Throws: ``PlanError`` with every issue and its path.
  public init(json: Data) throws(PlanError) {
    let value: JSON
    do throws(JSONError) {
      value = try JSON(parsing: json)
    } catch {
      throw PlanError([PlanError.Issue("line \(error.line), column \(error.column)", error.message)])
    }
    try self.init(value)
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

  /// The plan as JSON that ``init(json:)`` reads back exactly: UTF-8, fields in fixed order, ends in a newline.
  ///
  /// - Throws: ``PlanError`` if the plan is not valid, so that every file written can be read.
  public func json() throws(PlanError) -> Data {
    try validate()
    var fields = [
      ("version", String(version)), ("prompt", JSON.quoted(prompt)),
      ("enhancedPrompt", JSON.quoted(enhancedPrompt)), ("seed", String(seed)),
      ("frameRate", JSON.literal(frameRate)), ("frameCount", String(frameCount)),
      ("size", word(size)), ("shotSize", word(shotSize)), ("scene", word(scene)),
    ]
    if let period { fields.append(("period", word(period))) }
    fields += [
      ("time", word(time)), ("weather", word(weather)), ("look", word(look)),
      ("camera", camera.json(indent: "  ")),
      ("actors", list(actors.map { $0.json(indent: "    ") }, indent: "  ")),
    ]
    return Data((object(fields, indent: "") + "\n").utf8)
  }

  /// The plan with its numbers rounded to a number of decimals, which keeps computed plans readable.
  public func rounded(toDecimals decimals: Int = 4) -> ShotPlan {
    let scale = pow(10, Double(decimals))
    func round(_ value: inout Double) { value = (value * scale).rounded() / scale }
    var plan = self
    for index in plan.camera.keyframes.indices {
      for field in [\CameraKeyframe.t, \.x, \.y, \.zoom] {
        round(&plan.camera.keyframes[index][keyPath: field])
      }
    }
    for actor in plan.actors.indices {
      round(&plan.actors[actor].depth)
      for index in plan.actors[actor].keyframes.indices {
        for field in [\Keyframe.t, \.x, \.y, \.width, \.height, \.angle] {
          round(&plan.actors[actor].keyframes[index][keyPath: field])
        }
      }
    }
    return plan
  }
}

// MARK: - Reading

extension ShotPlan {
  fileprivate init(_ fields: PlanFields) {
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
      camera: fields.object("camera").map(Camera.init) ?? Camera(),
      actors: fields.list("actors").map(Actor.init))
    version = fields.integer("version", default: ShotPlan.currentVersion, "a whole number")
    fields.finish()
  }
}

extension Camera {
  fileprivate init(_ fields: PlanFields) {
    self.init(move: fields.word("move"), keyframes: fields.list("keyframes").map(CameraKeyframe.init))
    fields.finish()
  }

  fileprivate func json(indent: String) -> String {
    let inner = indent + "    "
    let lines = keyframes.map {
      row([("t", $0.t), ("x", $0.x), ("y", $0.y), ("zoom", $0.zoom)].map { ($0, JSON.literal($1)) })
    }
    return object(
      [("move", word(move)), ("keyframes", list(lines, indent: String(inner.dropLast(2))))], indent: indent)
  }
}

extension CameraKeyframe {
  fileprivate init(_ fields: PlanFields) {
    self.init(
      t: fields.number("t"), x: fields.number("x"), y: fields.number("y"), zoom: fields.number("zoom"))
    fields.finish()
  }
}

extension Actor {
  fileprivate init(_ fields: PlanFields) {
    self.init(
      kind: fields.word("kind"), tint: fields.optionalWord("tint"),
      size: fields.word("size", default: .medium),
      motion: fields.word("motion"), speed: fields.word("speed", default: .normal),
      depth: fields.number("depth", default: 0.5), keyframes: fields.list("keyframes").map(Keyframe.init))
    fields.finish()
  }

  fileprivate func json(indent: String) -> String {
    let lines = keyframes.map { key in
      row([
        ("t", JSON.literal(key.t)), ("x", JSON.literal(key.x)), ("y", JSON.literal(key.y)),
        ("width", JSON.literal(key.width)), ("height", JSON.literal(key.height)),
        ("angle", JSON.literal(key.angle)), ("flipped", String(key.flipped)),
      ])
    }
    var fields = [("kind", word(kind))]
    if let tint { fields.append(("tint", word(tint))) }
    fields += [
      ("size", word(size)), ("motion", word(motion)), ("speed", word(speed)), ("depth", JSON.literal(depth)),
      ("keyframes", list(lines, indent: indent + "  ")),
    ]
    return object(fields, indent: indent)
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

// MARK: - Writing

private func word(_ value: some RawRepresentable<String>) -> String { JSON.quoted(value.rawValue) }

/// An object on one line.
private func row(_ fields: [(String, String)]) -> String {
  "{" + fields.map { "\(JSON.quoted($0)): \($1)" }.joined(separator: ", ") + "}"
}

/// An object with a field per line.
private func object(_ fields: [(String, String)], indent: String) -> String {
  let lines = fields.map { "\(indent)  \(JSON.quoted($0)): \($1)" }
  return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
}

/// An array with an element per line.
private func list(_ elements: [String], indent: String) -> String {
  if elements.isEmpty { return "[]" }
  return "[\n" + elements.map { "\(indent)  \($0)" }.joined(separator: ",\n") + "\n\(indent)]"
}
