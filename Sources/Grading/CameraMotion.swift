import ZoetropeFilm

/// How the scenery moves from frame to frame, as a shift and a zoom about the middle.
///
/// Least squares on the brightness constancy of free pixels (Lucas & Kanade 1981) for the three parameters of a moving
/// and zooming camera, a few Gauss–Newton steps with weights that let layers at other distances and falling snow disagree.
struct CameraMotion {
  /// Pixels to the right per frame.
  var dx: Float = 0
  /// Pixels down per frame.
  var dy: Float = 0
  /// Growth per frame, 0.01 is one per cent.
  var zoom: Float = 0

  /// The motions between neighbouring frames.
  ///
  /// - Parameter isFree: pixels that count, `[F, H, W]`.
  static func between(_ clip: Clip, isFree: [Bool]) -> [CameraMotion] {
    let (height, width) = (clip.height, clip.width)
    let area = height * width
    let frames = (0..<clip.frameCount).map { smoothedLuma(clip, frame: $0) }
    return (1..<max(1, clip.frameCount)).map { frame in
      estimate(
        from: frames[frame - 1], to: frames[frame], height: height, width: width,
        isFree: (0..<area).map { isFree[(frame - 1) * area + $0] && isFree[frame * area + $0] })
    }
  }

  /// Numbers that tell camera moves apart: the whole way, and how much of it is to and fro.
  static func features(_ clip: Clip, isFree: [Bool]) -> [Float] {
    let motions = between(clip, isFree: isFree)
    let sum = motions.reduce(into: CameraMotion()) { sum, motion in
      sum.dx += motion.dx
      sum.dy += motion.dy
      sum.zoom += motion.zoom
    }
    let count = Float(max(1, motions.count))
    let shake = motions.reduce(into: SIMD2<Float>.zero) { shake, motion in
      shake += SIMD2(abs(motion.dx - sum.dx / count), abs(motion.dy - sum.dy / count))
    }
    return [sum.dx, sum.dy, sum.zoom * 40, shake.x, shake.y]
  }

  // MARK: - Internals

  private static func smoothedLuma(_ clip: Clip, frame: Int) -> [Float] {
    let (height, width) = (clip.height, clip.width)
    let start = frame * clip.frameStride
    var luma = (0..<height * width).map { pixel -> Float in
      let at = start + pixel * 3
      return 0.299 * clip.pixels[at] + 0.587 * clip.pixels[at + 1] + 0.114 * clip.pixels[at + 2]
    }
    for _ in 0..<2 {
      var next = luma
      for row in 0..<height {
        for column in 0..<width {
          let left = max(0, column - 1), right = min(width - 1, column + 1)
          next[row * width + column] =
            (luma[row * width + left] + 2 * luma[row * width + column] + luma[row * width + right]) / 4
        }
      }
      for row in 0..<height {
        let above = max(0, row - 1) * width, below = min(height - 1, row + 1) * width
        for column in 0..<width {
          luma[row * width + column] =
            (next[above + column] + 2 * next[row * width + column] + next[below + column]) / 4
        }
      }
    }
    return luma
  }

  private static func estimate(
    from first: [Float], to second: [Float], height: Int, width: Int, isFree: [Bool]
  ) -> CameraMotion {
    var motion = CameraMotion()
    let (middleX, middleY) = (Float(width - 1) / 2, Float(height - 1) / 2)
    let reach = Float(max(height, width)) / 2
    for step in 0..<5 {
      // Normal equations of the three parameters; the zoom is scaled to pixels at the frame's edge.
      var (aa, ab, ac, bb, bc, cc): (Float, Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0, 0)
      var (ra, rb, rc): (Float, Float, Float) = (0, 0, 0)
      for row in 2..<height - 2 {
        for column in 2..<width - 2 {
          let at = row * width + column
          guard isFree[at] else { continue }
          let px = (Float(column) - middleX) / reach, py = (Float(row) - middleY) / reach
          let zoom = motion.zoom * reach
          let x = Float(column) + motion.dx + px * zoom, y = Float(row) + motion.dy + py * zoom
          guard x >= 0, y >= 0, x < Float(width - 1), y < Float(height - 1) else { continue }
          let (ix, iy) = (Int(x), Int(y))
          let (fx, fy) = (x - Float(ix), y - Float(iy))
          let to = iy * width + ix
          let upper = second[to] + (second[to + 1] - second[to]) * fx
          let lower = second[to + width] + (second[to + width + 1] - second[to + width]) * fx
          let residual = upper + (lower - upper) * fy - first[at]
          let gx = (first[at + 1] - first[at - 1]) / 2, gy = (first[at + width] - first[at - width]) / 2
          let limit: Float = step == 0 ? 0.3 : 0.08
          let weight = 1 / (1 + residual * residual / (limit * limit))
          let gz = gx * px + gy * py
          aa += weight * gx * gx
          ab += weight * gx * gy
          ac += weight * gx * gz
          bb += weight * gy * gy
          bc += weight * gy * gz
          cc += weight * gz * gz
          ra -= weight * gx * residual
          rb -= weight * gy * residual
          rc -= weight * gz * residual
        }
      }
      // Flat skies say nothing: a little stiffness keeps them still.
      let stiffness: Float = 0.02
      let change = solve(aa + stiffness, ab, ac, bb + stiffness, bc, cc + stiffness, ra, rb, rc)
      motion.dx += change.x
      motion.dy += change.y
      motion.zoom += change.z / reach
    }
    return motion
  }

  /// Solves the symmetric system of three equations by Cramer's rule.
  private static func solve(
    _ aa: Float, _ ab: Float, _ ac: Float, _ bb: Float, _ bc: Float, _ cc: Float, _ ra: Float, _ rb: Float,
    _ rc: Float
  ) -> SIMD3<Float> {
    let x = bb * cc - bc * bc, y = ac * bc - ab * cc, z = ab * bc - ac * bb
    let determinant = aa * x + ab * y + ac * z
    guard abs(determinant) > 1e-9 else { return .zero }
    let yy = aa * cc - ac * ac, yz = ab * ac - aa * bc, zz = aa * bb - ab * ab
    let limit = SIMD3<Float>(repeating: 3)
    let result =
      SIMD3(x * ra + y * rb + z * rc, y * ra + yy * rb + yz * rc, z * ra + yz * rb + zz * rc) / determinant
    return result.clamped(lowerBound: -limit, upperBound: limit)
  }
}
