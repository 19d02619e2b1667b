// A picture in the making: premultiplied, so that layers blend without dark rims.

import ZoetropePictures

/// A canvas of premultiplied sRGB-encoded colour and alpha, `0...1`.
struct Artwork: Sendable {
  let width: Int
  let height: Int
  /// `[H, W]`.
  var pixels: [SIMD4<Float>]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    pixels = [SIMD4<Float>](repeating: .zero, count: width * height)
  }

  /// A cropped picture with straight alpha.
  init(_ picture: CroppedPicture) {
    self.init(width: picture.width, height: picture.height)
    for index in pixels.indices {
      let at = index * 4
      let alpha = Float(picture.rgba[at + 3]) / 255
      pixels[index] =
        SIMD4(Float(picture.rgba[at]), Float(picture.rgba[at + 1]), Float(picture.rgba[at + 2]), 255) / 255
        * alpha
    }
  }

  /// Cropped to what is visible, with straight alpha of 8 bits; `nil` if nothing is.
  var cropped: CroppedPicture? {
    let visible = Float(CroppedPicture.visibleAlpha) / 255
    var left = width, right = -1, top = height, bottom = -1
    for y in 0..<height {
      for x in 0..<width where pixels[y * width + x].w >= visible {
        left = min(left, x)
        right = max(right, x)
        top = min(top, y)
        bottom = max(bottom, y)
      }
    }
    guard right >= left else { return nil }
    var rgba: [UInt8] = []
    rgba.reserveCapacity((right - left + 1) * (bottom - top + 1) * 4)
    for y in top...bottom {
      for x in left...right {
        let pixel = pixels[y * width + x]
        let alpha = min(1, max(0, pixel.w))
        for channel in 0..<3 {
          let value = alpha > 0 ? pixel[channel] / alpha * 255 : 0
          rgba.append(UInt8(min(255, max(0, value)).rounded()))
        }
        rgba.append(UInt8((alpha * 255).rounded()))
      }
    }
    return CroppedPicture(width: right - left + 1, height: bottom - top + 1, rgba: rgba)
  }

  /// Straight colour of a pixel.
  func colour(_ index: Int) -> SIMD3<Float> {
    let pixel = pixels[index]
    return pixel.w > 0 ? SIMD3(pixel.x, pixel.y, pixel.z) / pixel.w : .zero
  }

  /// Sets the straight colour of a pixel; its alpha stays.
  mutating func setColour(_ index: Int, _ colour: SIMD3<Float>) {
    let alpha = pixels[index].w
    pixels[index] = SIMD4(colour * alpha, alpha)
  }

  /// Lays a colour over a pixel.
  ///
  /// - Parameter coverage: `0...1`, times the colour's alpha.
  mutating func blend(_ x: Int, _ y: Int, _ colour: Recipe.Colour, coverage: Float) {
    let alpha = min(1, max(0, coverage)) * colour.w
    guard alpha > 0 else { return }
    let index = y * width + x
    pixels[index] = pixels[index] * (1 - alpha) + SIMD4(colour.x, colour.y, colour.z, 1) * alpha
  }

  /// Lays another picture over this one.
  ///
  /// - Parameters:
  ///   - centre: where its middle goes, in pixels.
  ///   - size: its width and height in pixels.
  ///   - turn: degrees, clockwise.
  mutating func draw(
    _ picture: Artwork, centre: SIMD2<Double>, size: SIMD2<Double>, isFlipped: Bool = false, turn: Double = 0,
    opacity: Double = 1
  ) {
    guard size.x > 0, size.y > 0 else { return }
    let reach = (size.x * size.x + size.y * size.y).squareRoot() / 2 + 1
    let angle = -turn * .pi / 180
    let (sine, cosine) = (angle.sine, angle.cosine)
    let scale = SIMD2(Double(picture.width) / size.x, Double(picture.height) / size.y)
    let rows = max(0, Int(centre.y - reach))..<max(0, min(height, Int(centre.y + reach) + 1))
    let columns = max(0, Int(centre.x - reach))..<max(0, min(width, Int(centre.x + reach) + 1))
    let steps = 4
    for y in rows {
      for x in columns {
        var sum = SIMD4<Float>.zero
        for sub in 0..<steps * steps {
          let dx = Double(x) + (Double(sub % steps) + 0.5) / Double(steps) - centre.x
          let dy = Double(y) + (Double(sub / steps) + 0.5) / Double(steps) - centre.y
          var u = (dx * cosine - dy * sine) * scale.x
          let v = (dx * sine + dy * cosine) * scale.y + Double(picture.height) / 2
          if isFlipped { u = -u }
          sum += picture.sample(u + Double(picture.width) / 2, v)
        }
        let over = sum / Float(steps * steps) * Float(opacity)
        guard over.w > 0 else { continue }
        pixels[y * width + x] = pixels[y * width + x] * (1 - over.w) + over
      }
    }
  }

  /// Between the four nearest pixels; transparent outside.
  private func sample(_ x: Double, _ y: Double) -> SIMD4<Float> {
    let left = (x - 0.5).rounded(.down), top = (y - 0.5).rounded(.down)
    let fx = Float(x - 0.5 - left), fy = Float(y - 0.5 - top)
    let column = Int(left), row = Int(top)
    guard column >= -1, row >= -1, column < width, row < height else { return .zero }
    let at = { (x: Int, y: Int) -> SIMD4<Float> in
      x >= 0 && y >= 0 && x < width && y < height ? pixels[y * width + x] : .zero
    }
    let upper = at(column, row) * (1 - fx) + at(column + 1, row) * fx
    let lower = at(column, row + 1) * (1 - fx) + at(column + 1, row + 1) * fx
    return upper * (1 - fy) + lower * fy
  }
}
