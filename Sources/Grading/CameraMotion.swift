import ZoetropeShot

/// How the scenery moves from frame to frame, as a shift and a zoom about the middle.
///
/// Least squares on the brightness constancy of free pixels (Lucas & Kanade 1981) for the three parameters of a moving and
/// zooming camera: Gauss–Newton steps from coarse to fine (Bergen et al. 1992), with weights that let layers at other
/// distances and falling snow disagree.
struct CameraMotion {
  /// Pixels to the right.
  var dx: Float = 0
  /// Pixels down.
  var dy: Float = 0
  /// Growth, 0.01 is one per cent.
  var zoom: Float = 0

  /// The motions between neighbouring frames.
  ///
  /// - Parameter isFree: pixels that count, `[F, H, W]`.
  static func between(_ clip: Clip, isFree: [Bool]) -> [CameraMotion] {
    let area = clip.height * clip.width
    let pyramids = (0..<clip.frameCount).map { frame in
      pyramid(clip, frame: frame, isFree: Array(isFree[frame * area..<(frame + 1) * area]))
    }
    return zip(pyramids, pyramids.dropFirst()).map { first, second in
      var motion = CameraMotion()
      for (a, b) in zip(first, second).reversed() {
        motion.dx *= 2
        motion.dy *= 2
        motion.refine(from: a, to: b)
      }
      return motion
    }
  }

  /// What ``features(_:isFree:)`` vary by at least: renders stand stiller than a model's clips, where a pixel is no move.
  static let leastDeviation = 1.0

  /// Numbers that tell camera moves apart, in pixels: the whole way, and how much of it is to and fro.
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

  /// A frame's brightness at one scale.
  private struct Level {
    var height: Int
    var width: Int
    var luma: [Float]
    var isFree: [Bool]

    /// Half the size.
    var halved: Level {
      var half = Level(height: height / 2, width: width / 2, luma: [], isFree: [])
      for row in 0..<half.height {
        for column in 0..<half.width {
          let at = 2 * row * width + 2 * column
          half.luma.append((luma[at] + luma[at + 1] + luma[at + width] + luma[at + width + 1]) / 4)
          half.isFree.append(isFree[at] && isFree[at + 1] && isFree[at + width] && isFree[at + width + 1])
        }
      }
      return half
    }

    /// Blurred a little, so that gradients reach as far as a step.
    var smoothed: Level {
      var result = self
      for row in 0..<height {
        for column in 0..<width {
          var sum: Float = 0, weight: Float = 0
          for dy in -1...1 where (0..<height).contains(row + dy) {
            for dx in -1...1 where (0..<width).contains(column + dx) {
              let share: Float = (dx == 0 ? 2 : 1) * (dy == 0 ? 2 : 1)
              sum += share * luma[(row + dy) * width + column + dx]
              weight += share
            }
          }
          result.luma[row * width + column] = sum / weight
        }
      }
      return result
    }
  }

  /// The frame at full, half and quarter size.
  private static func pyramid(_ clip: Clip, frame: Int, isFree: [Bool]) -> [Level] {
    let start = frame * clip.frameStride
    let luma = (0..<clip.height * clip.width).map { pixel -> Float in
      let at = start + pixel * 3
      return 0.299 * clip.pixels[at] + 0.587 * clip.pixels[at + 1] + 0.114 * clip.pixels[at + 2]
    }
    let full = Level(height: clip.height, width: clip.width, luma: luma, isFree: isFree)
    let half = full.halved
    return [full, half, half.halved].map(\.smoothed)
  }

  private mutating func refine(from first: Level, to second: Level) {
    let (height, width) = (first.height, first.width)
    let (middleX, middleY) = (Float(width - 1) / 2, Float(height - 1) / 2)
    let reach = Float(max(height, width)) / 2
    for step in 0..<4 {
      // Normal equations of the three parameters; the zoom is scaled to pixels at the frame's edge.
      var (aa, ab, ac, bb, bc, cc): (Float, Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0, 0)
      var (ra, rb, rc): (Float, Float, Float) = (0, 0, 0)
      for row in 1..<height - 1 {
        for column in 1..<width - 1 {
          let at = row * width + column
          guard first.isFree[at] else { continue }
          let px = (Float(column) - middleX) / reach, py = (Float(row) - middleY) / reach
          let x = Float(column) + dx + px * zoom * reach, y = Float(row) + dy + py * zoom * reach
          guard x >= 0, y >= 0, x < Float(width - 1), y < Float(height - 1) else { continue }
          let (ix, iy) = (Int(x), Int(y))
          let (fx, fy) = (x - Float(ix), y - Float(iy))
          let to = iy * width + ix
          guard second.isFree[to] else { continue }
          let upper = second.luma[to] + (second.luma[to + 1] - second.luma[to]) * fx
          let lower =
            second.luma[to + width] + (second.luma[to + width + 1] - second.luma[to + width]) * fx
          let residual = upper + (lower - upper) * fy - first.luma[at]
          let gx = (first.luma[at + 1] - first.luma[at - 1]) / 2
          let gy = (first.luma[at + width] - first.luma[at - width]) / 2
          let limit: Float = step == 0 ? 0.4 : 0.1
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
      let stiffness: Float = 0.01
      let change = CameraMotion.solve(
        aa + stiffness, ab, ac, bb + stiffness, bc, cc + stiffness, ra, rb, rc)
      dx += change.x
      dy += change.y
      zoom += change.z / reach
    }
  }

  /// Solves the symmetric system of three equations by Cramer's rule; steps are at most two pixels.
  private static func solve(
    _ aa: Float, _ ab: Float, _ ac: Float, _ bb: Float, _ bc: Float, _ cc: Float, _ ra: Float, _ rb: Float,
    _ rc: Float
  ) -> SIMD3<Float> {
    let x = bb * cc - bc * bc, y = ac * bc - ab * cc, z = ab * bc - ac * bb
    let determinant = aa * x + ab * y + ac * z
    guard abs(determinant) > 1e-9 else { return .zero }
    let yy = aa * cc - ac * ac, yz = ab * ac - aa * bc, zz = aa * bb - ab * ab
    let sums = SIMD3(x * ra + y * rb + z * rc, y * ra + yy * rb + yz * rc, z * ra + yz * rb + zz * rc)
    let limit = SIMD3<Float>(repeating: 2)
    return (sums / determinant).clamped(lowerBound: -limit, upperBound: limit)
  }
}
