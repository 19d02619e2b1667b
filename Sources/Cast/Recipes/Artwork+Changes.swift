// The changes that recipes make to a picture of the font before it is placed.

extension Artwork {
  /// Makes a change.
  mutating func apply(_ change: Recipe.Change) {
    switch change {
    case .keep(let box): erase { !box.contains($0, $1) }
    case .erase(let box): erase { box.contains($0, $1) }
    case .eraseOval(let box):
      erase { x, y in
        let u = (2 * x - box.left - box.right) / (box.right - box.left)
        let v = (2 * y - box.top - box.bottom) / (box.bottom - box.top)
        return u * u + v * v < 1
      }
    case .smooth(let radius): smooth(radius)
    case .paint(let colour): paint(colour)
    case .replace(let old, let new): replace(old, with: new)
    case .clear(let colour): clear(colour)
    }
  }

  static func luminance(_ colour: SIMD3<Float>) -> Float { (colour * [0.299, 0.587, 0.114]).sum() }

  /// How much of `old` a colour is: 1 when nearly the same but for its brightness, 0 when far.
  static func likeness(_ colour: SIMD3<Float>, _ old: SIMD3<Float>) -> Float {
    let (bright, oldBright) = (luminance(colour), luminance(old))
    let chroma = (colour - bright) - (old - oldBright)
    // Hue and saturation tell clothes from skin; brightness changes with shading, so it counts less.
    let distance = ((chroma * chroma).sum() + 0.35 * (bright - oldBright) * (bright - oldBright)).squareRoot()
    return min(1, max(0, (0.30 - distance) / 0.12))
  }

  // MARK: - Internals

  /// - Parameter isGone: of a place in percent of the picture.
  private mutating func erase(where isGone: (_ x: Double, _ y: Double) -> Bool) {
    for y in 0..<height {
      for x in 0..<width
      where isGone((Double(x) + 0.5) / Double(width) * 100, (Double(y) + 0.5) / Double(height) * 100) {
        pixels[y * width + x] = .zero
      }
    }
  }

  /// Closing by brightness: each pixel takes the brightest colour around it, then the darkest of those.
  private mutating func smooth(_ radius: Int) {
    for isBrighter in [true, false] {
      let source = self
      for y in 0..<height {
        for x in 0..<width where source.pixels[y * width + x].w > 0 {
          var best = source.colour(y * width + x), bestLuminance = Artwork.luminance(best)
          for row in max(0, y - radius)...min(height - 1, y + radius) {
            for column in max(0, x - radius)...min(width - 1, x + radius)
            where source.pixels[row * width + column].w > 0.5
              && (row - y) * (row - y) + (column - x) * (column - x) <= radius * radius
            {
              let other = source.colour(row * width + column), luminance = Artwork.luminance(other)
              if isBrighter ? luminance > bestLuminance : luminance < bestLuminance {
                best = other
                bestLuminance = luminance
              }
            }
          }
          setColour(y * width + x, best)
        }
      }
    }
  }

  private mutating func paint(_ paint: Recipe.Colour) {
    var counts = [Float](repeating: 0, count: 64)
    for index in pixels.indices where pixels[index].w > 0.5 {
      counts[min(63, Int(Artwork.luminance(colour(index)) * 64))] += 1
    }
    var rest = counts.reduce(0, +) / 2
    let median = counts.firstIndex { count in
      rest -= count
      return rest < 0
    }
    let middle = max(0.05, (Float(median ?? 32) + 0.5) / 64)
    for index in pixels.indices where pixels[index].w > 0 {
      setColour(index, Artwork.shade(paint, Artwork.luminance(colour(index)) / middle))
    }
  }

  private mutating func replace(_ old: Recipe.Colour, with new: Recipe.Colour) {
    let oldColour = SIMD3(old.x, old.y, old.z), middle = max(0.05, Artwork.luminance(oldColour))
    for index in pixels.indices where pixels[index].w > 0 {
      let own = colour(index), share = Artwork.likeness(own, oldColour)
      guard share > 0 else { continue }
      let painted = Artwork.shade(new, Artwork.luminance(own) / middle)
      setColour(index, own + (painted - own) * share)
    }
  }

  /// A paint in light or shadow: 1 is the paint itself.
  private static func shade(_ paint: Recipe.Colour, _ ratio: Float) -> SIMD3<Float> {
    let colour = SIMD3(paint.x, paint.y, paint.z)
    if ratio <= 1 { return colour * (0.2 + 0.8 * ratio) }
    return colour + (SIMD3(repeating: 1) - colour) * min(0.6, (ratio - 1) * 0.5)
  }

  private mutating func clear(_ scenery: Recipe.Scenery) {
    let isErasable = { (colour: SIMD3<Float>) -> Bool in
      switch scenery {
      case .snow: colour.min() > 165.5 / 255 && colour.z + 8.5 / 255 > colour.x
      case .water: colour.z > colour.x + 40.5 / 255 && colour.z > 120.5 / 255
      case .colour(let old): Artwork.likeness(colour, SIMD3(old.x, old.y, old.z)) > 0.3
      }
    }
    // From the outermost visible pixel of each row on the right and of each column below; of a colour, from all sides.
    var waiting: [(x: Int, y: Int)] = []
    if case .colour = scenery {
      for y in 0..<height {
        if let x = (0..<width).first(where: { pixels[y * width + $0].w > 0 }) { waiting.append((x, y)) }
      }
      for x in 0..<width {
        if let y = (0..<height).first(where: { pixels[$0 * width + x].w > 0 }) { waiting.append((x, y)) }
      }
    }
    for y in 0..<height {
      if let x = (0..<width).last(where: { pixels[y * width + $0].w > 0 }) { waiting.append((x, y)) }
    }
    for x in 0..<width {
      if let y = (0..<height).last(where: { pixels[$0 * width + x].w > 0 }) { waiting.append((x, y)) }
    }
    while let (x, y) = waiting.popLast() {
      guard x >= 0, y >= 0, x < width, y < height else { continue }
      let index = y * width + x
      guard pixels[index].w > 0, isErasable(colour(index)) else { continue }
      pixels[index] = .zero
      waiting += [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
    }
  }
}

extension Recipe.Box {
  func contains(_ x: Double, _ y: Double) -> Bool { x >= left && x < right && y >= top && y < bottom }
}
