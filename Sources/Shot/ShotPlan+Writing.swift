// The plan written for people: fixed order, one keyframe a line, no digit more than needed.

import Foundation
import ZoetropeFiles

extension ShotPlan {
  /// The plan as JSON that ``init(json:)`` reads back exactly: UTF-8, fields in fixed order, ends in a newline. Of version 1 where
  /// that can hold it (``version``), so that its bytes are those that earlier programs wrote.
  ///
  /// - Throws: ``PlanError`` if the plan is not valid, so that every file written can be read.
  public func json() throws(PlanError) -> Data {
    try validate()
    return Data(text.utf8)
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

extension ShotPlan: Encodable {
  /// Writes the plan into another document, as the fields of its own file.
  ///
  /// - Throws: ``PlanError`` if the plan is not valid.
  public func encode(to encoder: any Encoder) throws {
    try validate()
    try ForeignJSON(JSON(parsing: text.utf8)).encode(to: encoder)
  }
}

// MARK: - Internals

extension ShotPlan {
  private var text: String {
    let isFirst = version == 1
    var fields = [
      ("version", String(version)), ("prompt", JSON.quoted(prompt)),
      ("enhancedPrompt", JSON.quoted(enhancedPrompt)), ("seed", String(seed)),
      ("frameRate", JSON.literal(frameRate)), ("frameCount", String(frameCount)),
      ("size", word(size)), ("shotSize", word(shotSize)), (isFirst ? "scene" : "backdrop", word(scene)),
    ]
    if let period { fields.append(("period", word(period))) }
    fields += [
      ("time", words("time", time)), ("weather", words("weather", weather)), ("look", words("look", look)),
      ("camera", camera.json(indent: "  ")),
    ]
    if !setPieces.isEmpty { fields.append(("set", list(setPieces.map(\.json), indent: "  "))) }
    fields.append(("actors", list(actors.map { $0.json(isFirst: isFirst, indent: "    ") }, indent: "  ")))
    if !relations.isEmpty { fields.append(("relations", list(relations.map(\.json), indent: "  "))) }
    return object(fields, indent: "") + "\n"
  }

  /// A word, or where it changes a list of words with their times.
  private func words(_ field: String, _ start: some RawRepresentable<String>) -> String {
    let changes = changes.filter { $0.value.field == field }
    if changes.isEmpty { return word(start) }
    let later = changes.map {
      row([("t", JSON.literal($0.t)), ("value", JSON.quoted($0.value.word)), ("fade", JSON.literal($0.fade))])
    }
    return list([row([("t", "0"), ("value", word(start))])] + later, indent: "  ")
  }
}

extension Camera {
  fileprivate func json(indent: String) -> String {
    let inner = indent + "  "
    let lines = keyframes.map {
      row([("t", $0.t), ("x", $0.x), ("y", $0.y), ("zoom", $0.zoom)].map { ($0, JSON.literal($1)) })
    }
    let isPlain = moves.count == 1 && moves[0].from == 0
    let words =
      isPlain
      ? ("move", word(move))
      : (
        "moves",
        list(moves.map { row([("move", word($0.move)), ("from", JSON.literal($0.from))]) }, indent: inner)
      )
    return object([words, ("keyframes", list(lines, indent: inner))], indent: indent)
  }
}

extension SetPiece {
  fileprivate var json: String {
    var fields: [(String, String)] = []
    if let name { fields.append(("name", JSON.quoted(name))) }
    fields.append(("picture", JSON.quoted(picture)))
    if let tint { fields.append(("tint", JSON.quoted(tint.text))) }
    fields += [("x", x), ("y", y), ("height", height), ("depth", depth), ("parallax", parallax)].map {
      ($0, JSON.literal($1))
    }
    return row(fields + [("flipped", String(flipped))])
  }
}

extension Actor {
  fileprivate func json(isFirst: Bool, indent: String) -> String {
    let inner = indent + "  "
    let lines = keyframes.map { key in
      row([
        ("t", JSON.literal(key.t)), ("x", JSON.literal(key.x)), ("y", JSON.literal(key.y)),
        ("width", JSON.literal(key.width)), ("height", JSON.literal(key.height)),
        ("angle", JSON.literal(key.angle)), ("flipped", String(key.flipped)),
      ])
    }
    var fields: [(String, String)] = []
    if let name { fields.append(("name", JSON.quoted(name))) }
    fields.append((isFirst ? "kind" : "picture", JSON.quoted(picture)))
    if let tint { fields.append(("tint", JSON.quoted(tint.text))) }
    fields.append(("size", word(size)))
    if let gait { fields.append(("gait", word(gait))) }
    let isPlain = beats.count == 1 && beats[0] == Beat(motion)
    fields += [
      isPlain ? ("motion", word(motion)) : ("beats", list(beats.map(\.json), indent: inner)),
      ("speed", word(speed)), ("depth", JSON.literal(depth)),
    ]
    if let attachment { fields.append(("attachment", attachment.json)) }
    fields.append(("keyframes", list(lines, indent: inner)))
    return object(fields, indent: indent)
  }
}

extension Beat {
  fileprivate var json: String {
    var fields = [("from", JSON.literal(from)), ("motion", word(motion))]
    switch towards {
    case .side(let side): fields.append(("towards", word(side)))
    case .thing(let thing): fields.append(("towards", thing.json))
    case nil: break
    }
    if let speed { fields.append(("speed", JSON.literal(speed))) }
    return row(fields)
  }
}

extension Actor.Attachment {
  fileprivate var json: String {
    var fields = [
      ("to", to.json), ("manner", word(manner)), ("x", JSON.literal(x)), ("y", JSON.literal(y)),
      ("from", JSON.literal(from)),
    ]
    if let until { fields.append(("until", JSON.literal(until))) }
    return row(fields)
  }
}

extension PlannedRelation {
  fileprivate var json: String {
    row([
      ("first", first.json), ("relation", word(relation)), ("second", second.json),
      ("from", JSON.literal(from)),
    ])
  }
}

extension PlanReference {
  fileprivate var json: String {
    switch self {
    case .name(let name): JSON.quoted(name)
    case .actor(let index): String(index)
    }
  }
}

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
