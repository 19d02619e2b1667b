// A plan in a few plain lines: what a person wants to know of a file before it is rendered.

import Foundation

extension ShotPlan {
  /// What the plan holds, in plain lines: length and frame, place and light, camera, set pieces, actors, relations.
  ///
  /// - Precondition: the plan is valid.
  public var summary: [String] {
    [frameLine, lightLine, cameraLine] + setLines + actors.indices.map(actorLine)
      + relations.map { relation in
        let from = relation.from == 0 ? "" : "from \(seconds(relation.from)) on: "
        return
          "relation: \(from)\(title(relation.first)) \(phrase(relation.relation.rawValue)) \(title(relation.second))"
      }
  }

  // MARK: - Internals

  private var frameLine: String {
    "\(seconds(duration)): \(frameCount) frames, \(number(frameRate)) a second; \(size.rawValue) frame, "
      + "\(phrase(shotSize.rawValue)) shot"
  }

  private var lightLine: String {
    let period = period.map { " (\($0.rawValue))" } ?? ""
    func changing(_ field: String, _ start: String) -> String {
      changes.filter { $0.value.field == field }.reduce(phrase(start)) { text, change in
        "\(text), from \(seconds(change.t)) \(phrase(change.value.word))"
          + (change.fade == 0 ? " at once" : " within \(seconds(change.fade))")
      }
    }
    return "\(phrase(scene.rawValue))\(period); \(changing("time", time.rawValue)); "
      + "\(changing("weather", weather.rawValue)); \(changing("look", look.rawValue)) look"
  }

  private var cameraLine: String {
    let moves = camera.moves.map { move in
      (move.from == 0 ? "" : "from \(seconds(move.from)) ") + phrase(move.move.rawValue)
    }
    func span(_ name: String, _ field: KeyPath<CameraKeyframe, Double>, _ rest: Double, _ unit: String)
      -> String?
    {
      let values = camera.keyframes.map { $0[keyPath: field] }
      guard let least = values.min(), let most = values.max(), least != rest || most != rest else {
        return nil
      }
      let range = least == most ? number(least) : "\(number(least))…\(number(most))"
      return "\(name) \(range)\(unit)"
    }
    let spans = [
      span("x", \.x, 0, " frame widths"), span("y", \.y, 0, " frame heights"), span("zoom", \.zoom, 1, ""),
    ].compactMap { $0 }
    return "camera: " + moves.joined(separator: ", ")
      + (spans.isEmpty ? "" : "; " + spans.joined(separator: ", "))
  }

  private var setLines: [String] {
    guard !setPieces.isEmpty else { return [] }
    var counts: [(picture: String, count: Int)] = []
    for piece in setPieces {
      let title = piece.name.map { "\($0) (\(piece.picture))" } ?? piece.picture
      if let index = counts.firstIndex(where: { $0.picture == title }) {
        counts[index].count += 1
      } else {
        counts.append((title, 1))
      }
    }
    let pieces = counts.map { $0.count == 1 ? $0.picture : "\($0.count) × \($0.picture)" }
    return ["set: " + pieces.joined(separator: ", ")]
  }

  private func actorLine(_ index: Int) -> String {
    let actor = actors[index]
    let look = [
      actor.size == .medium ? nil : actor.size.rawValue, actor.tint?.text, actor.picture,
      actor.gait.map { "gait \($0.rawValue)" },
    ].compactMap { $0 }.joined(separator: " ")
    let name = actor.name.map { "\($0), " } ?? ""
    var parts = [actor.beats.map(beatText(of: actor)).joined(separator: ", ")]
    if let attachment = actor.attachment {
      let until = attachment.until.map { " until \(seconds($0))" } ?? ""
      let from = attachment.from == 0 ? "" : " from \(seconds(attachment.from))"
      parts.append("\(phrase(attachment.manner.rawValue)) \(title(attachment.to))\(from)\(until)")
    }
    parts.append(viewText(index))
    return "actor \(index): \(name)\(look): " + parts.joined(separator: "; ")
  }

  private func beatText(of actor: Actor) -> (Beat) -> String {
    { beat in
      let from = beat.from == 0 ? "" : "from \(seconds(beat.from)) "
      let pace =
        beat.speed.map { " at \(number($0)) frame widths a second" }
        ?? (beat.motion == .still || actor.speed == .normal ? "" : " \(actor.speed.rawValue)")
      let towards: String? =
        switch beat.towards {
        case .side(let side): side.rawValue
        case .thing(let thing): title(thing)
        case nil: nil
        }
      return from + phrase(beat.motion.rawValue) + (towards.map { " towards \($0)" } ?? "") + pace
    }
  }

  /// From when until when any part of an actor's box is in the frame, by frames.
  private func viewText(_ index: Int) -> String {
    let track = tracks()[index]
    var spans: [(first: Int, last: Int)] = []
    for frame in 0..<frameCount where track.box(at: time(ofFrame: frame)).isInFrame {
      if let last = spans.last, last.last == frame - 1 {
        spans[spans.count - 1].last = frame
      } else {
        spans.append((frame, frame))
      }
    }
    if spans.isEmpty { return "never in view" }
    if spans.count == 1, spans[0] == (0, frameCount - 1) { return "in view throughout" }
    return "in view "
      + spans.map { "\(number(time(ofFrame: $0.first)))–\(seconds(time(ofFrame: $0.last + 1)))" }
      .joined(separator: ", ")
  }

  private func title(_ reference: PlanReference) -> String {
    if case .actor(let index) = reference, actors.indices.contains(index) {
      return actors[index].name ?? "actor \(index)"
    }
    return "\(reference)"
  }
}

private func number(_ value: Double) -> String { shown((value * 100).rounded() / 100) }

private func seconds(_ value: Double) -> String { number(value) + " s" }

/// `panLeft` as "pan left".
private func phrase(_ word: String) -> String {
  word.reduce(into: "") { text, letter in
    text += letter.isUppercase ? " \(letter.lowercased())" : String(letter)
  }
}
