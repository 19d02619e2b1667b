// Filled shapes and strokes with smooth edges. Shapes become polygons; coverage is exact along a row and averaged
// over four rows per pixel.

import Foundation

extension Double {
  var sine: Double { sin(self) }
  var cosine: Double { cos(self) }
}

extension Artwork {
  /// Fills a closed polygon by the even-odd rule.
  ///
  /// - Parameters:
  ///   - points: corners in pixels.
  ///   - fill: gradients span the polygon's bounds.
  mutating func fill(_ points: [SIMD2<Double>], _ fill: Recipe.Fill) {
    guard points.count > 2 else { return }
    let (low, high) = Artwork.bounds(points)
    let rows = max(0, Int(low.y))..<max(0, min(height, Int(high.y) + 1))
    let subrows = 4
    var coverage = [Float](repeating: 0, count: width)
    for y in rows {
      for x in coverage.indices { coverage[x] = 0 }
      for sub in 0..<subrows {
        let line = Double(y) + (Double(sub) + 0.5) / Double(subrows)
        let crossings = Artwork.crossings(points, line)
        for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
          cover(&coverage, from: crossings[pair], to: crossings[pair + 1], weight: 1 / Float(subrows))
        }
      }
      for x in 0..<width where coverage[x] > 0 {
        let along =
          fill.isHorizontal
          ? (Double(x) + 0.5 - low.x) / max(1e-6, high.x - low.x)
          : (Double(y) + 0.5 - low.y) / max(1e-6, high.y - low.y)
        let share = Float(min(1, max(0, along)))
        blend(x, y, fill.from + (fill.to - fill.from) * share, coverage: coverage[x])
      }
    }
  }

  /// Draws along points with a round pen.
  mutating func stroke(_ points: [SIMD2<Double>], _ colour: Recipe.Colour, weight: Double) {
    guard !points.isEmpty else { return }
    let (low, high) = Artwork.bounds(points)
    let radius = weight / 2
    let rows = max(0, Int(low.y - radius - 1))..<max(0, min(height, Int(high.y + radius) + 2))
    let columns = max(0, Int(low.x - radius - 1))..<max(0, min(width, Int(high.x + radius) + 2))
    for y in rows {
      for x in columns {
        let pixel = SIMD2(Double(x) + 0.5, Double(y) + 0.5)
        var nearest = Double.infinity
        for index in points.indices {
          let from = points[max(0, index - 1)], along = points[index] - from
          let length = (along * along).sum()
          let share = length > 0 ? min(1, max(0, ((pixel - from) * along).sum() / length)) : 0
          let offset = pixel - from - along * share
          nearest = min(nearest, (offset * offset).sum())
        }
        blend(x, y, colour, coverage: Float(radius + 0.5 - nearest.squareRoot()))
      }
    }
  }

  // MARK: - Outlines

  /// The points of an outline in its own units.
  static func points(of outline: Recipe.Shape.Outline) -> (points: [SIMD2<Double>], isClosed: Bool) {
    switch outline {
    case .rectangle(let box, let round):
      let radius = min(round, (box.right - box.left) / 2, (box.bottom - box.top) / 2)
      guard radius > 0 else {
        return (
          [[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]], true
        )
      }
      let corners: [(SIMD2<Double>, Double)] = [
        ([box.right - radius, box.top + radius], -90), ([box.right - radius, box.bottom - radius], 0),
        ([box.left + radius, box.bottom - radius], 90), ([box.left + radius, box.top + radius], 180),
      ]
      return (
        corners.flatMap { centre, start in
          (0...6).map { step in
            let angle = (start + 15 * Double(step)) * .pi / 180
            return centre + SIMD2(cos(angle), sin(angle)) * radius
          }
        }, true
      )
    case .oval(let box):
      let centre = SIMD2(box.left + box.right, box.top + box.bottom) / 2
      let radii = SIMD2(box.right - box.left, box.bottom - box.top) / 2
      return (
        (0..<48).map { step in
          let angle = Double(step) / 48 * 2 * .pi
          return centre + SIMD2(cos(angle), sin(angle)) * radii
        }, true
      )
    case .polygon(let points): return (points, true)
    case .blob(let points): return (smooth(points, isClosed: true), true)
    case .line(let points): return (points, false)
    case .curve(let points): return (smooth(points, isClosed: false), false)
    }
  }

  /// A Catmull-Rom spline through the points, eight steps from one to the next.
  private static func smooth(_ points: [SIMD2<Double>], isClosed: Bool) -> [SIMD2<Double>] {
    guard points.count > 2 else { return points }
    let count = points.count
    let at = { (index: Int) in
      isClosed ? points[(index + count) % count] : points[min(count - 1, max(0, index))]
    }
    var result: [SIMD2<Double>] = []
    for index in 0..<(isClosed ? count : count - 1) {
      let (a, b, c, d) = (at(index - 1), at(index), at(index + 1), at(index + 2))
      for step in 0..<8 {
        let t = Double(step) / 8
        let linear = (c - a) * t, square = (2 * a - 5 * b + 4 * c - d) * (t * t)
        let cubic = (3 * b - a - 3 * c + d) * (t * t * t)
        result.append(b + (linear + square + cubic) / 2)
      }
    }
    if !isClosed { result.append(points[count - 1]) }
    return result
  }

  // MARK: - Internals

  private static func bounds(_ points: [SIMD2<Double>]) -> (SIMD2<Double>, SIMD2<Double>) {
    points.reduce((points[0], points[0])) { (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1)) }
  }

  private static func crossings(_ points: [SIMD2<Double>], _ y: Double) -> [Double] {
    var result: [Double] = []
    for index in points.indices {
      let a = points[index], b = points[(index + 1) % points.count]
      guard (a.y <= y) != (b.y <= y) else { continue }
      result.append(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
    }
    return result.sorted()
  }

  private func cover(_ coverage: inout [Float], from: Double, to: Double, weight: Float) {
    let left = max(0, from), right = min(Double(width), to)
    guard right > left else { return }
    for x in Int(left)...min(width - 1, Int(right)) {
      let share = min(right, Double(x) + 1) - max(left, Double(x))
      if share > 0 { coverage[x] += Float(share) * weight }
    }
  }
}
