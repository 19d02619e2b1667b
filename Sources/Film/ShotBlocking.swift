// Places, sizes and movements of a shot: the numbers behind "close-up of the fox on the left".

import Foundation
import ZoetropeScreenplay
import ZoetropeShot

/// Lays out one shot.
struct ShotBlocking: Sendable {
  let kind: ListedShot.Kind
  let setting: SceneSetting
  let seconds: Double
  let action: ShotAction
  /// Whether the plan calls actors by name and says how fast they go: models before the open cast have no words for it.
  let usesNames: Bool

  /// Seconds between keyframes of who moves.
  private static let step = 0.125
  /// How long somebody takes to come in or to leave, in seconds.
  private static let passage = 1.2

  // MARK: Camera

  /// What the camera does; it goes along in a tracking shot and leans in where a scene is established.
  func camera(for people: [ListedShot.Person]) -> Camera {
    if let speed = travel(of: people) {
      return Camera(
        move: .track,
        keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: max(seconds, 0.1), x: speed * seconds).rounded])
    }
    guard kind == .establishing else { return Camera() }
    return Camera(
      move: .zoomIn,
      keyframes: [
        CameraKeyframe(t: 0), CameraKeyframe(t: max(seconds, 0.1), zoom: 1 + 0.04 * seconds).rounded,
      ])
  }

  /// How fast a tracking camera goes to the right, in frame widths per second; nil where the camera stands.
  private func travel(of people: [ListedShot.Person]) -> Double? {
    guard kind == .tracking, let first = people.first, case .along(let speed)? = action.movement,
      !action.arrives, !action.leaves
    else { return nil }
    return first.side == .left ? speed : -speed
  }

  // MARK: People

  /// The middle of everyone, in frame widths, in the order given: those of the left side in the left half.
  func places(of people: [ListedShot.Person]) -> [Double] {
    let left = people.filter { $0.side == .left }.count, right = people.count - left
    var (onLeft, onRight) = (0, 0)
    return people.map { person in
      if people.count == 1 {
        let offset = kind == .tracking ? 0.05 : kind.shotSize == .closeUp ? 0.09 : 0.13
        return person.side == .left ? 0.5 - offset : 0.5 + offset
      }
      if person.side == .left {
        onLeft += 1
        return left == 1 ? 0.3 : 0.14 + 0.3 * Double(onLeft - 1) / Double(left - 1)
      }
      onRight += 1
      return right == 1 ? 0.7 : 0.56 + 0.3 * Double(onRight - 1) / Double(right - 1)
    }
  }

  /// Height of somebody of the usual scale, in frame heights.
  private var height: Double {
    switch kind {
    case .establishing, .wide: 0.28
    case .medium, .tracking: 0.48
    case .twoShot: 0.46
    case .closeUp, .reaction: 0.8
    case .insert: 0.6
    }
  }

  /// Somebody in the shot.
  func actor(_ role: FilmCast.Role, at x: Double, looksRight: Bool, isSpeaking: Bool) -> Actor {
    // Close to, everyone fills the frame: the height on the frame says nothing there.
    let tall = height * (kind.shotSize == .closeUp ? 1 : role.scale)
    let (width, height) = size(role, tall)
    let y = middle(of: role, height: height)
    let flipped = role.facing == .front ? false : (role.facing == .left) == looksRight
    let outside = looksRight ? -width / 2 - 0.02 : 1 + width / 2 + 0.02
    let count = max(2, Int((seconds / ShotBlocking.step).rounded(.up)) + 1)
    let isStill = action.movement == nil && !action.arrives && !action.leaves && !isSpeaking
    var keyframes: [Keyframe] = []
    for index in 0..<(isStill ? 1 : count) {
      let time = Double(index) * ShotBlocking.step
      var box = Keyframe(t: time, x: x, y: y, width: width, height: height, flipped: flipped)
      switch action.movement {
      case .jumping?:
        let phase = (time / 0.8).truncatingRemainder(dividingBy: 1)
        box.y -= 4 * phase * (1 - phase) * 0.35 * height
      case .spinning?: box.angle = time * 120
      case .along?, nil:
        if isSpeaking {
          let nod = sin(time * 9)
          box.y -= 0.012 * height * nod
          box.angle = 1.5 * nod
        }
      }
      if case .along(let speed)? = action.movement, kind != .tracking, !action.arrives, !action.leaves {
        box.x += (looksRight ? 1 : -1) * speed * 0.4 * (time - seconds / 2)
      }
      if action.arrives {
        let share = min(1, time / min(ShotBlocking.passage, seconds))
        box.x = outside + (box.x - outside) * share
      } else if action.leaves {
        // Out by the side that they stand on.
        let passage = min(ShotBlocking.passage, seconds)
        let share = min(1, max(0, (time - (seconds - passage)) / passage))
        box.x += (outside - box.x) * share
        if share > 0, role.facing != .front { box.flipped = !flipped }
      }
      keyframes.append(box.rounded)
    }
    var beat = Beat(motion(looksRight: looksRight))
    var speed = Speed.normal
    if case .along(let pace)? = action.movement {
      speed = pace > 0.25 ? .fast : pace < 0.1 ? .slow : .normal
      if usesNames { beat.speed = pace }
    }
    return Actor(
      name: usesNames ? role.name : nil, picture: role.picture, tint: role.tint, beats: [beat], speed: speed,
      depth: depth(y + height / 2, role), keyframes: keyframes)
  }

  private func motion(looksRight: Bool) -> Motion {
    if action.arrives { return .enter }
    if action.leaves { return .exit }
    switch action.movement {
    case .along?: return looksRight ? .right : .left
    case .jumping?: return .jump
    case .spinning?: return .spin
    case nil: return .still
    }
  }

  // MARK: Things

  /// A thing, alone or beside somebody.
  ///
  /// - Parameters:
  ///   - number: which of the shot's things it is, from 0.
  ///   - carrier: who it is beside; it goes along with them.
  ///   - of: whether they look to the right, and whether they fly.
  func thing(
    _ role: FilmCast.Role, number: Int, beside carrier: Actor?, of person: (looksRight: Bool, flies: Bool)?
  ) -> Actor {
    guard let carrier, let person else {
      let (width, height) = size(role, kind.shotSize == .closeUp ? 0.6 : 0.34)
      let y = role.flies ? 0.42 : middle(of: role, height: height)
      let drift = (0...max(1, Int((seconds / 0.5).rounded(.up)))).map { index -> Keyframe in
        let time = Double(index) * 0.5
        let sway = role.flies ? 0.012 * sin(time * 1.6) : 0
        return Keyframe(
          t: time, x: 0.5 + 0.3 * Double(number) + sway, y: y + sway / 2, width: width, height: height
        ).rounded
      }
      return Actor(
        picture: role.picture, tint: role.tint, depth: depth(y + height / 2, role), keyframes: drift)
    }
    let (width, height) = size(role, self.height * (role.flies ? 0.62 : 0.45))
    let ahead = person.looksRight ? 1.0 : -1
    let keyframes = carrier.keyframes.map { box -> Keyframe in
      let reach = box.width / 2 + width * 0.45 + 0.3 * width * Double(number)
      let x = role.flies ? box.x - ahead * reach * 0.8 : box.x + ahead * reach
      let y =
        role.flies
        ? max(height / 2 + 0.01, box.y - box.height / 2 - height * 0.05)
        : box.y + box.height / 2 - height / 2
      return Keyframe(t: box.t, x: x, y: y, width: width, height: height).rounded
    }
    return Actor(
      picture: role.picture, tint: role.tint, beats: carrier.beats.map { Beat($0.motion) },
      speed: carrier.speed, depth: max(0, ((carrier.depth - 0.04) * 1000).rounded() / 1000),
      keyframes: keyframes)
  }

  // MARK: - Internals

  /// Width and height of a box that a picture fills without distortion, no wider than the frame.
  private func size(_ role: FilmCast.Role, _ height: Double) -> (width: Double, height: Double) {
    let width = height * role.aspectRatio / FrameShape.wide.aspectRatio
    let most = kind == .twoShot ? 0.44 : 0.8
    return width > most ? (most, height * most / width) : (width, height)
  }

  /// The middle of somebody in frame heights: feet on the ground, wings in the air.
  private func middle(of role: FilmCast.Role, height: Double) -> Double {
    let isClose = kind.shotSize == .closeUp
    guard let line = setting.backdrop.groundLine ?? setting.backdrop.waterLine else { return 0.5 }
    if isClose { return min(0.54, 1.04 - height / 2) }
    if role.flies { return kind == .wide || kind == .establishing ? 0.3 : 0.38 }
    let share = kind.shotSize == .wide ? 0.45 : 0.8
    return line.lowerBound + share * (line.upperBound - line.lowerBound) - height / 2
  }

  private func depth(_ foot: Double, _ role: FilmCast.Role) -> Double {
    guard !role.flies, setting.backdrop.groundLine != nil || setting.backdrop.waterLine != nil else {
      return 0.4
    }
    let horizon = setting.backdrop.horizon
    let depth = min(max(1 - (foot - horizon) / (1.02 - horizon), 0.05), 0.95)
    return (depth * 1000).rounded() / 1000
  }
}
