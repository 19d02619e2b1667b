// What each camera move is in numbers.

import Foundation
import ZoetropeShot
import ZoetropeRandom

/// Draws the path of a camera for a move.
///
/// Pans and tilts are centred, so that the neutral view is in the middle of the shot.
enum CameraPath {
  /// Frame widths of a pan in a standard shot.
  static let pan = 0.24...0.36
  /// Frame heights of a tilt in a standard shot.
  static let tilt = 0.16...0.24
  /// Magnification of a zoom in a standard shot.
  static let zoom = 1.24...1.36
  /// Largest shake of a handheld camera, in frame widths and heights.
  static let shake = 0.014

  /// The camera of a shot.
  ///
  /// - Parameter trend: what a tracking camera follows: frame widths to the right and frame heights down over
  ///   the whole shot.
  static func draw(
    _ move: CameraMove, frameCount: Int, frameRate: Double, trend: (dx: Double, dy: Double),
    using generator: inout Generator
  ) -> Camera {
    let count = ShotTiming.keyframeCount(of: move, frameCount: frameCount)
    let times = ShotTiming.times(count: count, frameCount: frameCount, frameRate: frameRate)
    let window = min((times.last ?? 0) / MotionSpeed.standardTime, 1)
    let pan = generator.uniform(pan) * window, tilt = generator.uniform(tilt) * window
    let zoom = pow(generator.uniform(zoom), window)
    let keyframes = times.map { time -> CameraKeyframe in
      let progress = times.count > 1 ? time / times[times.count - 1] : 0
      switch move {
      case .still: return CameraKeyframe(t: time)
      case .panLeft: return CameraKeyframe(t: time, x: -pan * (progress - 0.5))
      case .panRight: return CameraKeyframe(t: time, x: pan * (progress - 0.5))
      case .tiltUp: return CameraKeyframe(t: time, y: -tilt * (progress - 0.5))
      case .tiltDown: return CameraKeyframe(t: time, y: tilt * (progress - 0.5))
      case .zoomIn: return CameraKeyframe(t: time, zoom: pow(zoom, progress))
      case .zoomOut: return CameraKeyframe(t: time, zoom: pow(zoom, 1 - progress))
      case .track: return CameraKeyframe(t: time, x: trend.dx * progress, y: trend.dy * progress)
      case .handheld:
        return CameraKeyframe(
          t: time, x: generator.uniform(-shake...shake), y: generator.uniform(-shake...shake), zoom: 1.04)
      }
    }
    return Camera(move: move, keyframes: keyframes.map(\.rounded))
  }
}
