// The finished plan: keyframes, attachments, scenery, relations.

import Foundation
import ZoetropeCast
import ZoetropeShot

extension Choreography {
  /// Puts the plan together.
  func finish() -> ShotPlan {
    var plan = ShotPlan(
      seed: form.seed, frameRate: form.frameRate, frameCount: form.frameCount, size: form.shape,
      shotSize: shot.shotSize, scene: shot.backdrop, period: shot.period, time: shot.time,
      weather: shot.weather, look: shot.look, camera: camera)
    plan.changes = changes()
    let acting = elements.indices.filter { !elements[$0].isPiece }
    let numbers = Dictionary(uniqueKeysWithValues: acting.enumerated().map { ($1, $0) })
    var names: Set<String> = Set(shot.actors.compactMap(\.name))
    let pieces = namedPieces(&names)
    plan.actors = acting.map { planned($0, numbers, pieces) }
    plan.setPieces = scenery(for: plan) + pieces.map(\.piece)
    plan.setPieces = Array(plan.setPieces.suffix(ShotPlan.maximumSetPieceCount))
    plan.relations = relations(numbers, pieces)
    return plan
  }

  // MARK: - Internals

  private typealias NamedPiece = (element: Int, piece: SetPiece)

  private func changes() -> [ShotPlan.Change] {
    let duration = form.duration
    var last: [String: Double] = [:]
    return shot.changes.compactMap { step in
      let fade = min(1, duration / 4)
      let t = max(step.share * duration - fade / 2, last[step.value.field] ?? 0.05)
      last[step.value.field] = t + fade + 0.05
      return t < duration ? ShotPlan.Change(t: (t * 1000).rounded() / 1000, to: step.value, fade: fade) : nil
    }.sorted { $0.t < $1.t }
  }

  private func planned(_ index: Int, _ numbers: [Int: Int], _ pieces: [NamedPiece]) -> Actor {
    let element = elements[index], script = actor(element) ?? ScriptedActor(element.performer)
    var actor = Actor(
      name: element.copy == 0 ? script.name : nil, picture: script.performer.picture, tint: script.tint,
      size: script.size.actorSize, gait: script.gait, speed: script.speed,
      depth: (min(max(element.depth, 0), 1) * 1000).rounded() / 1000, keyframes: [])
    if let carrier = script.carrier, let attached = attached(index, carrier, numbers, pieces) {
      (actor.attachment, actor.keyframes, actor.depth) = attached
      return actor
    }
    let course = ActorCourse(
      facing: script.performer.facing, footing: element.footing, width: element.width,
      height: element.height, x: element.start, y: element.foot - element.height / 2, depth: element.depth,
      beats: element.beats.isEmpty ? [CourseBeat(from: 0, motion: .still, speed: 0)] : element.beats,
      looksRight: element.looksRight)
    let boxes = course.keyframes(duration: form.duration, camera: camera, follows: 0, isAnchored: true)
    let moved = script.isTalking ? talking(boxes) : circled(boxes, element)
    actor.keyframes = moved.thinned().map { $0.inRange.rounded }
    actor.beats = course.beats.map(\.beat)
    for (place, beat) in script.beats.enumerated() where place < actor.beats.count {
      if let target = beat.towards.flatMap({ reference($0, numbers, pieces) }),
        target != .actor(numbers[index]!)
      {
        actor.beats[place].towards = .thing(target)
      }
    }
    return actor
  }

  /// Whoever talks nods.
  private func talking(_ boxes: [Keyframe]) -> [Keyframe] {
    boxes.map { box in
      var box = box
      let nod = sin(box.t * 9), lift = min(box.height, 0.8)
      box.y -= 0.012 * lift * nod
      box.angle += 1.5 * nod * min(1, 0.8 / box.height)
      return box
    }
  }

  /// Whoever goes in circles goes to and fro as well as up and down.
  private func circled(_ boxes: [Keyframe], _ element: Element) -> [Keyframe] {
    boxes.map { box in
      guard let beat = element.beats.last(where: { $0.from <= box.t + 1e-9 }), beat.motion == .orbit else {
        return box
      }
      var box = box
      box.x += 0.14 * sin((box.t - beat.from) * 3 + .pi / 2) - 0.14
      let isLeft = cos((box.t - beat.from) * 3 + .pi / 2) < 0
      if element.performer.facing != .front { box.flipped = (element.performer.facing == .left) != isLeft }
      return box
    }
  }

  // MARK: Who is carried

  private func attached(
    _ index: Int, _ carrier: ScriptedActor.Carrier, _ numbers: [Int: Int], _ pieces: [NamedPiece]
  ) -> (Actor.Attachment, [Keyframe], Double)? {
    guard let other = indices(of: carrier.thing).first, let to = reference(carrier.thing, numbers, pieces)
    else {
      return nil
    }
    let bearer = elements[other], own = elements[index]
    var height = own.height
    switch carrier.manner {
    case .heldBy, .eatenBy: height = min(max(height, 0.24 * bearer.height), 0.7 * bearer.height)
    case .wornBy: height = min(max(height, 0.16 * bearer.height), 0.4 * bearer.height)
    case .riding, .sittingOn: height = max(height, 0.3 * bearer.height)
    }
    let ratio = own.performer.aspectRatio / form.shape.aspectRatio
    let place = CarryPlace.of(
      carrier.manner, own.performer, on: bearer.performer, height: height / bearer.height)
    let isRight = bearer.looksRight
    let isMirrored =
      !bearer.isPiece && bearer.performer.facing != .front && (bearer.performer.facing == .left) == isRight
    let x =
      (bearer.isPiece ? bearer.x : bearer.start) + (isMirrored ? 0.5 - place.x : place.x - 0.5) * bearer.width
    let y = bearer.foot - bearer.height * (1 - place.y)
    let flips = own.performer.facing != .front && (own.performer.facing == .left) == isRight
    let box = Keyframe(t: 0, x: x, y: y, width: height * ratio, height: height, flipped: flips)
      .onFrame(of: camera.view(at: 0))
    return (
      Actor.Attachment(
        to: to, carrier.manner, x: (place.x * 1000).rounded() / 1000, y: (place.y * 1000).rounded() / 1000),
      [box.inRange.rounded], (max(0, bearer.depth - 0.012) * 1000).rounded() / 1000
    )
  }

  private func reference(_ thing: PlanThing, _ numbers: [Int: Int], _ pieces: [NamedPiece]) -> PlanReference?
  {
    guard let index = indices(of: thing).first else { return nil }
    if let number = numbers[index] { return .actor(number) }
    return pieces.first { $0.element == index }?.piece.name.map(PlanReference.name)
  }

  private func relations(_ numbers: [Int: Int], _ pieces: [NamedPiece]) -> [PlannedRelation] {
    var planned: [PlannedRelation] = []
    for relation in shot.relations {
      guard let word = relation.kind.planned, let a = reference(relation.first, numbers, pieces),
        let b = reference(relation.second, numbers, pieces), a != b
      else { continue }
      planned.append(PlannedRelation(a, word, b))
    }
    return Array(planned.prefix(ShotPlan.maximumRelationCount))
  }

  // MARK: Scenery

  private func namedPieces(_ names: inout Set<String>) -> [NamedPiece] {
    elements.indices.filter { elements[$0].isPiece }.map { index in
      let element = elements[index]
      var name = element.performer.displayName, count = 2
      while names.contains(name) || Beat.Side(rawValue: name) != nil {
        name = "\(element.performer.displayName) \(count)"
        count += 1
      }
      names.insert(name)
      let isSky = element.performer.category == .sky
      return (
        index,
        SetPiece(
          name: name, picture: element.performer.picture, tint: piece(element)?.tint,
          x: (element.x * 10_000).rounded() / 10_000, y: (element.foot * 10_000).rounded() / 10_000,
          height: max((element.height * 10_000).rounded() / 10_000, 0.01),
          depth: (min(max(element.depth, 0), 1) * 1000).rounded() / 1000,
          parallax: isSky ? 0.05 : shot.backdrop.parallax(atFoot: element.foot),
          flipped: false)
      )
    }
  }

  /// The scenery of the place, without what the prompt denies, what could be taken for who acts, and what would stand before them.
  private func scenery(for plan: ShotPlan) -> [SetPiece] {
    guard let recipe = shot.recipe.flatMap({ casting.scenes[$0] }) else { return [] }
    return recipe.pieces(for: plan).filter { !isInTheWay($0, of: plan) }
  }

  private func isInTheWay(_ piece: SetPiece, of plan: ShotPlan) -> Bool {
    let cast = elements.map(\.performer)
    if shot.absent.contains(piece.picture) { return true }
    if cast.contains(where: { $0.picture == piece.picture }) { return true }
    guard let performer = casting.member(piece.picture) else { return false }
    if performer.isAnimate && (shot.keepsStageClear || !plan.actors.isEmpty) { return true }
    if [.vehicle, .watercraft, .aircraft, .food, .toy, .sport].contains(performer.category),
      cast.contains(where: { $0.category == performer.category })
    {
      return true
    }
    let half = piece.height * performer.aspectRatio / form.shape.aspectRatio / 2
    if shot.keepsStageClear {
      // In the medium shot of the place, so that every shot of it does without the same.
      let scale = shot.shotSize.sceneryScale / ShotSize.medium.sceneryScale
      if piece.depth < stageDepth + 0.02, abs(piece.x - 0.5) < 0.44 * scale + half { return true }
    }
    let track = CameraTrack(plan.camera)
    return zip(plan.actors, plan.tracks()).contains { actor, way in
      guard piece.depth < actor.depth + 0.02 else { return false }
      return stride(from: 0, through: plan.duration, by: 0.25).contains { time in
        let view = track.view(at: time), box = way.box(at: time)
        let projection = CameraProjection(view)
        let foot = projection.frame(SIMD2(piece.x, piece.y) - 0.5, parallax: piece.parallax) + 0.5
        let height = piece.height * view.zoom
        return abs(foot.x - box.x) < half * view.zoom + box.width / 2
          && foot.y - height < box.y + box.height / 2 && foot.y > box.y - box.height / 2
      }
    }
  }
}

/// Where in the box of what carries it something is.
enum CarryPlace {
  /// A place, 0…1 from the left and from the top of the carrier's unflipped picture.
  ///
  /// - Parameter height: of what is carried, in heights of the carrier.
  static func of(
    _ manner: Actor.Attachment.Manner, _ carried: Performer, on carrier: Performer, height: Double
  ) -> (x: Double, y: Double) {
    let front = carrier.facing == .left ? 0.1 : carrier.facing == .right ? 0.9 : 0.84
    switch manner {
    case .riding:
      // What one rides reaches to the rider's hips.
      return (0.52, (carrier.category == .animal ? 0.42 : 0.5) - height / 2)
    case .sittingOn: return (0.5, 0.62 - height / 2)
    // What floats is held by its string, so that it does not hide who holds it.
    case .heldBy where carried.isFlyer: return (front + (front - 0.5) * 0.5, 0.5 - height / 2)
    case .heldBy: return (front, 0.55)
    case .eatenBy: return carrier.facing == .front ? (0.6, 0.42) : (front, 0.36)
    case .wornBy:
      let words = carried.displayName.lowercased()
      for (names, y) in worn where names.contains(where: words.contains) { return (headX(carrier), y) }
      return (headX(carrier), 0.6)
    }
  }

  private static func headX(_ carrier: Performer) -> Double {
    carrier.category == .animal && carrier.facing == .left ? 0.22 : 0.5
  }

  /// Heights at which clothes are worn, by what their names contain.
  private static let worn: [(names: [String], y: Double)] = [
    (["hat", "cap", "crown", "helmet", "bonnet", "bow", "headphone", "wig"], 0.02),
    (["glass", "goggles", "mask"], 0.17), (["scarf", "tie", "necklace", "collar"], 0.38),
    (["trousers", "jeans", "shorts", "skirt"], 0.74), (["shoe", "boot", "sneaker", "sandal", "sock"], 0.95),
  ]
}

extension Keyframe {
  /// The box within the ranges that plans allow.
  var inRange: Keyframe {
    var box = self
    box.x = min(max(x, -1.99), 2.99)
    box.y = min(max(y, -1.99), 2.99)
    box.width = min(max(width, 0.011), 2.99)
    box.height = min(max(height, 0.011), 2.99)
    return box
  }
}

extension [Keyframe] {
  /// Without those that a straight line between their neighbours gives, within a five-hundredth of the frame: plans are edited by hand.
  func thinned() -> [Keyframe] {
    guard count > 2 else { return self }
    var kept: [Keyframe] = [self[0]], start = 0
    for end in 2..<count {
      let isTurn = self[end - 1].flipped != self[start].flipped
      if isTurn || !(start + 1..<end).allSatisfy({ self[$0].isNear(self[start], self[end]) }) {
        kept.append(self[end - 1])
        start = end - 1
      }
    }
    if let last, last != kept.last { kept.append(last) }
    // Who stands still needs one box.
    if kept.count == 2, kept[0].isNear(kept[1], kept[1]), kept[0].flipped == kept[1].flipped {
      kept.removeLast()
    }
    return kept
  }
}

extension Keyframe {
  fileprivate func isNear(_ a: Keyframe, _ b: Keyframe) -> Bool {
    let share = b.t > a.t ? (t - a.t) / (b.t - a.t) : 0
    func between(_ from: Double, _ to: Double) -> Double { from + (to - from) * share }
    return abs(x - between(a.x, b.x)) < 0.002 && abs(y - between(a.y, b.y)) < 0.002
      && abs(width - between(a.width, b.width)) < 0.002 && abs(height - between(a.height, b.height)) < 0.002
      && abs(angle - between(a.angle, b.angle)) < 0.5
  }
}
