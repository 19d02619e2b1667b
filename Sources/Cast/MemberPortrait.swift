// A member's picture on a plain ground, for sheets that people look at.

import ZoetropeShot
import ZoetropePictures

extension CroppedPicture {
  /// The picture in the middle of a square, as large as fits.
  ///
  /// - Parameters:
  ///   - side: of the square in pixels.
  ///   - padding: pixels left free around it.
  ///   - ground: colour behind it, sRGB-encoded `0...1`.
  ///   - gait: lines to draw over it: hips and legs red, wings blue, head white, wheels yellow.
  package func portrait(
    side: Int, padding: Int = 2, ground: SIMD3<Float> = [0.59, 0.75, 0.47], gait: Gait? = nil
  ) -> Frame {
    var canvas = Artwork(width: side, height: side)
    for index in canvas.pixels.indices { canvas.pixels[index] = SIMD4(ground, 1) }
    let scale = Double(side - 2 * padding) / Double(max(width, height))
    let size = SIMD2(Double(width), Double(height)) * scale, middle = SIMD2(repeating: Double(side) / 2)
    canvas.draw(Artwork(self), centre: middle, size: size)
    if let gait { canvas.draw(gait, corner: middle - size / 2, size: size) }
    return Frame(
      height: side, width: side,
      pixels: canvas.pixels.flatMap { [$0.x * 2 - 1, $0.y * 2 - 1, $0.z * 2 - 1] })
  }
}

extension Artwork {
  fileprivate mutating func draw(_ gait: Gait, corner: SIMD2<Double>, size: SIMD2<Double>) {
    let at = { (x: Double, y: Double) in corner + SIMD2(x, y) * size }
    let box = { (region: Gait.Region) in
      [
        at(region.left, region.top), at(region.right, region.top), at(region.right, region.bottom),
        at(region.left, region.bottom), at(region.left, region.top),
      ]
    }
    if let hips = gait.hips {
      for (index, leg) in gait.legs.enumerated() {
        let foot = index < gait.feet.count ? gait.feet[index] : leg
        stroke([at(leg, hips), at(foot, 1)], [1, 0, 0, 0.8], weight: 1.5)
      }
      stroke([at(0, hips), at(1, hips)], [1, 0, 0, 0.8], weight: 1)
    }
    for wing in gait.wings { stroke(box(wing), [0, 0.2, 1, 0.9], weight: 1.5) }
    if let head = gait.head { stroke(box(head), [1, 1, 1, 0.9], weight: 1.5) }
    for wheel in gait.wheels {
      let points = (0...16).map { step in
        let angle = Double(step) / 8 * .pi
        return at(wheel.x, wheel.y) + SIMD2(angle.cosine, angle.sine) * wheel.radius * size.x
      }
      stroke(points, [1, 1, 0, 1], weight: 1.5)
    }
  }
}
