// Camera moves one after the other, in speeds per second.

import Foundation
import ZoetropeRandom
import ZoetropeShot

/// Draws the path of a camera over a shot of any length.
struct CameraCourse {
  /// The camera.
  let camera: Camera
  /// Frame widths per second that a tracking camera goes to the right; 0 for others.
  let trackingSpeed: Double

  /// Distance in seconds between the keyframes of moves.
  private static let step = 0.25

  /// - Parameters:
  ///   - duration: of the shot in seconds.
  ///   - canTrack: whether someone goes somewhere that can be followed.
  init(duration: Double, canTrack: Bool, using generator: inout Generator) {
    let first = CameraCourse.move(canTrack: canTrack, using: &generator)
    let isSequence = duration > 1.5 && first != .track && generator.chance(0.25)
    let border = isSequence ? generator.uniform(0.35...0.65) * duration : duration
    let second = isSequence ? CameraCourse.move(canTrack: false, using: &generator) : first
    let tracking = first == .track
    trackingSpeed =
      tracking ? generator.uniform(0.25...1.6) * (generator.chance(0.5) ? 1 : -1) : 0
    var pieces = [Piece(first, tracking: trackingSpeed, using: &generator)]
    if isSequence { pieces.append(Piece(second, tracking: 0, using: &generator)) }
    // The neutral view lies somewhere within the way, so that a pan is not always away from it.
    let origin = generator.uniform(0...1)
    let count = max(2, Int((duration / CameraCourse.step).rounded(.up)) + 1)
    var views: [CameraKeyframe] = []
    var view = CameraKeyframe(t: 0)
    let shakes = first == .handheld
    for index in 0..<count {
      let time = Double(index) * CameraCourse.step
      var seen = view
      seen.t = time
      if shakes {
        seen.x += generator.uniform(-0.012...0.012)
        seen.y += generator.uniform(-0.012...0.012)
        seen.zoom *= 1.04
      }
      views.append(seen)
      let piece = time < border || pieces.count == 1 ? pieces[0] : pieces[1]
      view.x += piece.x * CameraCourse.step
      view.y += piece.y * CameraCourse.step
      view.zoom *= pow(piece.zoom, CameraCourse.step)
      if abs(view.y) > 0.3 || view.zoom > 2 || view.zoom < 0.5 {
        (view.y, view.zoom) = (seen.y, min(max(view.zoom, 0.5), 2))
      }
    }
    let middle = views[Int(origin * Double(count - 1))]
    camera = Camera(
      move: first,
      keyframes: first == .still && !isSequence
        ? [CameraKeyframe(t: 0)]
        : views.map { view in
          CameraKeyframe(
            t: view.t, x: tracking ? view.x : view.x - middle.x, y: view.y - middle.y,
            zoom: view.zoom / (middle.zoom > 1.3 ? middle.zoom : 1))
        })
  }

  /// Speeds of one move.
  private struct Piece {
    /// Frame widths and heights per second, and magnification per second.
    var x = 0.0, y = 0.0, zoom = 1.0

    init(_ move: CameraMove, tracking: Double, using generator: inout Generator) {
      let pan = generator.uniform(0.05...0.45), tilt = generator.uniform(0.04...0.14)
      let growth = generator.uniform(1.05...1.3)
      switch move {
      case .panLeft: x = -pan
      case .panRight: x = pan
      case .tiltUp: y = -tilt
      case .tiltDown: y = tilt
      case .zoomIn: zoom = growth
      case .zoomOut: zoom = 1 / growth
      case .track: x = tracking
      default: break
      }
    }
  }

  private static func move(canTrack: Bool, using generator: inout Generator) -> CameraMove {
    generator.pick(weighted: [
      (.still, 34), (.panLeft, 9), (.panRight, 9), (.tiltUp, 6), (.tiltDown, 6), (.zoomIn, 8), (.zoomOut, 8),
      (.handheld, 7), (.track, canTrack ? 26 : 0),
    ])
  }
}
