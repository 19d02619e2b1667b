// What a patch is told about the actors: where it lies in the box of each.

import Foundation
import ZoetropeShot

extension PlanFeatures {
  /// Octaves of the Fourier features of actor-local coordinates; the finest resolves 1/16 of the box.
  static let layoutOctaves = 6

  /// Numbers per (patch, actor).
  static func layoutCount(_ patch: PatchSize) -> Int { patch.frames * (4 * layoutOctaves + 6) + 1 }
}

/// The patches that actors touch, and where each patch lies in the actor's own box.
struct LayoutPairs {
  /// For each pair, frame by frame: sines and cosines of `π/2 · 2^k · (u, v)` with (u, v) = ±1 at the box's edges, whether the
  /// patch's centre is inside, log₂ of the box's sides in patches, sine and cosine of its angle and ±1 for mirrored; then the
  /// actor's depth. `[pairs · layoutCount]`.
  private(set) var features: [Float] = []
  /// For each pair, pixel by pixel: (x, y) as shares of the box, `[pairs · 2 · t · h · w]`.
  private(set) var points: [Float] = []
  /// The patch of each pair.
  private(set) var patches: [Int32] = []
  /// The actor of each pair.
  private(set) var actors: [Int32] = []

  /// How far from a box patches still get a pair, in patches.
  private static let margin = 1.25

  /// Finds the pairs, actor by actor and each in the order of the patches.
  init(_ actors: [Actor], _ geometry: ClipGeometry) {
    let (grid, patch) = (geometry.grid, geometry.patch)
    for (number, actor) in actors.enumerated() {
      let track = ActorTrack(actor)
      let boxes = geometry.times.map { PixelBox(track.box(at: $0), geometry) }
      for index in 0..<grid.count {
        let place = PatchPlace(
          column: index % grid.columns, row: index / grid.columns % grid.rows, patch: patch)
        let step = index / grid.columns / grid.rows
        let own = boxes[step * patch.frames..<(step + 1) * patch.frames]
        guard own.contains(where: { $0.isNear(place, margin: LayoutPairs.margin) }) else { continue }
        patches.append(Int32(index))
        self.actors.append(Int32(number))
        for box in own { appendFeatures(place, box) }
        features.append(Float(actor.depth))
        for box in own { appendPoints(place, box) }
      }
    }
  }

  // MARK: - Internals

  private mutating func appendFeatures(_ place: PatchPlace, _ box: PixelBox) {
    let (x, y) = box.upright(place.centreX, place.centreY)
    let u = min(max(x / box.halfWidth, -4), 4) * box.mirror
    let v = min(max(y / box.halfHeight, -4), 4)
    appendWaves(u)
    appendWaves(v)
    features.append(abs(u) < 1 && abs(v) < 1 ? 1 : 0)
    features.append(Float(log2(2 * box.halfWidth / Double(place.patch.width))))
    features.append(Float(log2(2 * box.halfHeight / Double(place.patch.height))))
    features.append(Float(box.sine))
    features.append(Float(box.cosine))
    features.append(Float(box.mirror))
  }

  /// Sines and cosines of all octaves by doubling the angle: two calls of the library in all.
  private mutating func appendWaves(_ coordinate: Double) {
    var sine = Foundation.sin(coordinate * .pi / 2)
    var cosine = Foundation.cos(coordinate * .pi / 2)
    for _ in 0..<PlanFeatures.layoutOctaves {
      features.append(Float(sine))
      features.append(Float(cosine))
      (sine, cosine) = (2 * sine * cosine, cosine * cosine - sine * sine)
    }
  }

  private mutating func appendPoints(_ place: PatchPlace, _ box: PixelBox) {
    for line in 0..<place.patch.height {
      for pixel in 0..<place.patch.width {
        let (x, y) = box.upright(Double(place.left + pixel) + 0.5, Double(place.top + line) + 0.5)
        points.append(Float(0.5 + box.mirror * x / (2 * box.halfWidth)))
        points.append(Float(0.5 + y / (2 * box.halfHeight)))
      }
    }
  }
}

/// Where a patch lies on the frame, in pixels.
private struct PatchPlace {
  let column: Int
  let row: Int
  let patch: PatchSize

  var left: Int { column * patch.width }
  var top: Int { row * patch.height }
  var centreX: Double { (Double(column) + 0.5) * Double(patch.width) }
  var centreY: Double { (Double(row) + 0.5) * Double(patch.height) }
}

/// An actor's box on one frame, in pixels.
private struct PixelBox {
  let x, y, halfWidth, halfHeight, sine, cosine: Double
  /// −1 where the picture is mirrored, else 1.
  let mirror: Double

  init(_ box: Keyframe, _ geometry: ClipGeometry) {
    let (height, width) = (Double(geometry.height), Double(geometry.width))
    x = box.x * width
    y = box.y * height
    halfWidth = box.width * width / 2
    halfHeight = box.height * height / 2
    sine = Foundation.sin(box.angle * .pi / 180)
    cosine = Foundation.cos(box.angle * .pi / 180)
    mirror = box.flipped ? -1 : 1
  }

  /// A point of the frame seen from the box's centre, turned back by its angle.
  func upright(_ pointX: Double, _ pointY: Double) -> (x: Double, y: Double) {
    let dx = pointX - x, dy = pointY - y
    return (cosine * dx + sine * dy, cosine * dy - sine * dx)
  }

  /// Whether a patch's centre is in the box widened by `margin` patches.
  func isNear(_ place: PatchPlace, margin: Double) -> Bool {
    let (x, y) = upright(place.centreX, place.centreY)
    return abs(x) < halfWidth + margin * Double(place.patch.width)
      && abs(y) < halfHeight + margin * Double(place.patch.height)
  }
}
