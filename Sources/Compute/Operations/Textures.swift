// Looking up learned textures: bilinear sampling with gradients.

extension Variable {
  /// Bilinear samples of textures.
  ///
  /// `self` holds one texture per row, `[entries, side · side · channels]`, texel by texel from the top left. A point
  /// (x, y) is a share of the texture's sides; texel centres lie at (i + ½) / side, points between the outermost
  /// centres and the edge take the outermost texels, and points outside 0…1 give zeros. The gradient goes to the
  /// textures; points are data.
  ///
  /// - Parameters:
  ///   - rows: the texture of each row of the result.
  ///   - points: `[rows.count, 2 · S]`, S points (x, y) each.
  ///   - side: texels per side.
  /// - Returns: `[rows.count, S · channels]`.
  public func bilinearSamples(rows: [Int32], points: Tensor, side: Int) -> Variable {
    let width = shape.columns
    let channels = width / (side * side)
    require(
      channels * side * side == width && channels > 0 && points.shape.rows == rows.count
        && points.shape.columns % 2 == 0 && rows.allSatisfy { (0..<Int32(shape.rows)).contains($0) },
      "bilinearSamples: \(rows.count) rows and points \(points.shape) of textures \(shape) with side \(side)")
    let count = points.shape.columns / 2
    let result = Tensor(zeros: [rows.count, count * channels])
    let (source, target) = (value.pointer, result.freshPointer)
    Variable.forEachTexel(rows, points, side) { row, point, texel, weight in
      let from = source + Int(rows[row]) * width + texel * channels
      let to = target + (row * count + point) * channels
      for channel in 0..<channels { to[channel] += weight * from[channel] }
    }
    withExtendedLifetime(value) {}
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [self]) { dy, gradients in
      let outputGradient = dy.pointer
      gradients.accumulate(into: self) { dx in
        Variable.forEachTexel(rows, points, side) { row, point, texel, weight in
          let from = outputGradient + (row * count + point) * channels
          let to = dx + Int(rows[row]) * width + texel * channels
          for channel in 0..<channels { to[channel] += weight * from[channel] }
        }
      }
      withExtendedLifetime(dy) {}
    }
  }

  /// Calls `body` for the four texels around each point inside, in order of rows and points.
  @inline(__always)
  private static func forEachTexel(
    _ rows: [Int32], _ points: Tensor, _ side: Int,
    _ body: (_ row: Int, _ point: Int, _ texel: Int, _ weight: Float) -> Void
  ) {
    let count = points.shape.columns / 2
    let coordinates = points.pointer
    let last = Float(side - 1)
    for row in 0..<rows.count {
      for point in 0..<count {
        let x = coordinates[(row * count + point) * 2], y = coordinates[(row * count + point) * 2 + 1]
        // A point that is not a number is outside too.
        guard x >= 0, x <= 1, y >= 0, y <= 1 else { continue }
        let tx = min(max(x * Float(side) - 0.5, 0), last), ty = min(max(y * Float(side) - 0.5, 0), last)
        let left = Int(tx), top = Int(ty)
        let right = min(left + 1, side - 1), bottom = min(top + 1, side - 1)
        let fx = tx - Float(left), fy = ty - Float(top)
        body(row, point, top * side + left, (1 - fx) * (1 - fy))
        body(row, point, top * side + right, fx * (1 - fy))
        body(row, point, bottom * side + left, (1 - fx) * fy)
        body(row, point, bottom * side + right, fx * fy)
      }
    }
    withExtendedLifetime(points) {}
  }
}
