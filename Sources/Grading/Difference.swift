import ZoetropeShot

/// How the pixels of an actor differ from the scenery behind it, as it should look.
///
/// Correlating differences instead of pixels makes the random scenery drop out: what counts is the form and colour by
/// which something stands out.
struct Difference: Sendable {
  /// Where it is in the frame.
  let area: PixelArea
  /// Differences, `[rows, columns, 3]` of the area.
  let values: [Float]
  /// Root of the sum of squares.
  let norm: Float

  /// The difference that a rendered actor makes to a plate, where its matte and nothing in front of it lies.
  ///
  /// - Parameters:
  ///   - picture: the rendered frame, `[H, W, 3]`.
  ///   - plate: the scenery of the clip that is graded, `[H, W, 3]`.
  ///   - matte: what the actor covers, `[H, W]`.
  ///   - open: how much of each pixel nothing in front covers, `[H, W]`.
  init(
    area: PixelArea, width: Int, picture: UnsafePointer<Float>, plate: [Float],
    matte: UnsafePointer<Float>, open: [Float]
  ) {
    self.area = area
    var values: [Float] = []
    values.reserveCapacity(area.rows.count * area.columns.count * 3)
    var sum: Float = 0
    for row in area.rows {
      for column in area.columns {
        let pixel = row * width + column
        let weight = matte[pixel] * open[pixel]
        for channel in pixel * 3..<pixel * 3 + 3 {
          let value = weight * (picture[channel] - plate[channel])
          values.append(value)
          sum += value * value
        }
      }
    }
    self.values = values
    norm = sum.squareRoot()
  }
}

/// A frame of the clip that is graded: how it differs from its own scenery.
struct Target: Sendable {
  let height: Int
  let width: Int
  /// The scenery, `[H, W, 3]`.
  let plate: [Float]
  /// How much of each pixel nothing in front of the actor covers, `[H, W]`.
  let open: [Float]
  /// Differences, `[H, W, 3]`.
  let values: [Float]

  /// - Parameter frame: the graded frame, `[H, W, 3]`.
  init(height: Int, width: Int, frame: [Float], plate: [Float], open: [Float]) {
    self.height = height
    self.width = width
    self.plate = plate
    self.open = open
    values = frame.indices.map { open[$0 / 3] * (frame[$0] - plate[$0]) }
  }

  /// The size of the differences in an area widened by a search radius.
  func norm(around area: PixelArea, radius: Int) -> Float {
    let columns = max(0, area.columns.lowerBound - radius)..<min(width, area.columns.upperBound + radius)
    var sum: Float = 0
    values.withUnsafeBufferPointer { values in
      for row in max(0, area.rows.lowerBound - radius)..<min(height, area.rows.upperBound + radius) {
        let start = values.baseAddress! + (row * width + columns.lowerBound) * 3
        sum += dot(start, start, columns.count * 3)
      }
    }
    return sum.squareRoot()
  }

  /// The product of the differences with those of an actor moved by some pixels.
  func product(_ actor: Difference, dx: Int, dy: Int) -> Float {
    let area = actor.area
    let columns = max(0, area.columns.lowerBound + dx)..<min(width, area.columns.upperBound + dx)
    guard columns.count > 0 else { return 0 }
    let stride = area.columns.count * 3
    let skipped = (columns.lowerBound - dx - area.columns.lowerBound) * 3
    var sum: Float = 0
    values.withUnsafeBufferPointer { values in
      actor.values.withUnsafeBufferPointer { actor in
        for row in area.rows where row + dy >= 0 && row + dy < height {
          sum += dot(
            values.baseAddress! + ((row + dy) * width + columns.lowerBound) * 3,
            actor.baseAddress! + (row - area.rows.lowerBound) * stride + skipped, columns.count * 3)
        }
      }
    }
    return sum
  }

  /// Where an actor fits best, and how well.
  ///
  /// - Parameters:
  ///   - norm: ``norm(around:radius:)``, the same for everything that is compared.
  ///   - radius: pixels to search to each side.
  ///   - step: distance of the places tried.
  func bestMatch(_ actor: Difference, norm: Float, radius: Int, step: Int = 1, around centre: Match = Match())
    -> Match
  {
    var best = Match(dx: centre.dx, dy: centre.dy, score: -1)
    guard norm > 0, actor.norm > 0 else { return Match(score: 0) }
    let scale = 1 / (norm * actor.norm)
    for dy in Swift.stride(from: -radius, through: radius, by: step) {
      for dx in Swift.stride(from: -radius, through: radius, by: step) {
        let (x, y) = (Int(centre.dx) + dx, Int(centre.dy) + dy)
        let score = product(actor, dx: x, dy: y) * scale
        if score > best.score { best = Match(dx: Double(x), dy: Double(y), score: score) }
      }
    }
    return best
  }

  /// A match refined to a fraction of a pixel by the parabolas through its neighbours.
  func refined(_ match: Match, _ actor: Difference, norm: Float) -> Match {
    guard norm > 0, actor.norm > 0 else { return match }
    func score(_ dx: Int, _ dy: Int) -> Double {
      Double(product(actor, dx: Int(match.dx) + dx, dy: Int(match.dy) + dy) / (norm * actor.norm))
    }
    func peak(_ low: Double, _ middle: Double, _ high: Double) -> Double {
      let bend = low - 2 * middle + high
      return bend < 0 ? min(0.5, max(-0.5, (low - high) / (2 * bend))) : 0
    }
    let middle = Double(match.score)
    return Match(
      dx: match.dx + peak(score(-1, 0), middle, score(1, 0)),
      dy: match.dy + peak(score(0, -1), middle, score(0, 1)), score: match.score)
  }
}

/// A place and how well something fits there.
struct Match: Sendable {
  /// Pixels right of the plan.
  var dx = 0.0
  /// Pixels below the plan.
  var dy = 0.0
  /// Normalised cross-correlation, −1…1.
  var score: Float = 0
}
