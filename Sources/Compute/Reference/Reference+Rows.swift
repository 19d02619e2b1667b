import Foundation

// Moving rows, and losses.

extension Reference {
  /// Rows by index; a negative index gives zeros.
  package static func rows(_ x: Matrix, at indices: [Int]) -> Matrix {
    var result = Matrix(rows: indices.count, columns: x.columns)
    for (i, index) in indices.enumerated() where index >= 0 {
      for j in 0..<x.columns { result[i, j] = x[index, j] }
    }
    return result
  }

  /// Row i of `x` is added to row `targets[i]` of the result; a negative target drops the row.
  package static func rowSums(_ x: Matrix, into targets: [Int], count: Int) -> Matrix {
    var result = Matrix(rows: count, columns: x.columns)
    for (i, target) in targets.enumerated() where target >= 0 {
      for j in 0..<x.columns { result[target, j] += x[i, j] }
    }
    return result
  }

  /// The 3×3 neighbourhood of every pixel side by side, pixels beyond the border as on it.
  ///
  /// - Parameters:
  ///   - x: `[F·H·W, C]`.
  ///   - frames: number of pictures, F.
  ///   - height: rows, H.
  ///   - width: columns, W.
  /// - Returns: `[F·H·W, 9·C]`, by row, column and channel of the neighbourhood.
  package static func neighborhoods(_ x: Matrix, frames: Int, height: Int, width: Int) -> Matrix {
    var result = Matrix(rows: x.rows, columns: 9 * x.columns)
    for frame in 0..<frames {
      for row in 0..<height {
        for column in 0..<width {
          for slot in 0..<9 {
            let y = min(max(row + slot / 3 - 1, 0), height - 1)
            let z = min(max(column + slot % 3 - 1, 0), width - 1)
            for channel in 0..<x.columns {
              result[(frame * height + row) * width + column, slot * x.columns + channel] =
                x[(frame * height + y) * width + z, channel]
            }
          }
        }
      }
    }
    return result
  }

  /// Matrix products row by row: a row of `x` is `[K, inner]`, a row of `weights` `[inner, O]`.
  package static func rowwiseProduct(_ x: Matrix, _ weights: Matrix, inner: Int) -> Matrix {
    let count = x.columns / inner, outputs = weights.columns / inner
    var result = Matrix(rows: x.rows, columns: count * outputs)
    for row in 0..<x.rows {
      for column in 0..<count * outputs {
        for c in 0..<inner {
          result[row, column] +=
            x[row, column / outputs * inner + c] * weights[row, c * outputs + column % outputs]
        }
      }
    }
    return result
  }

  /// Bilinear samples as the sum over all texels of a tent around the point, which is clamped between the outermost
  /// texel centres; points outside 0…1 give zeros.
  ///
  /// - Parameters:
  ///   - textures: `[entries, side · side · C]`.
  ///   - points: `[rows.count, 2 · S]`, in shares of the sides.
  /// - Returns: `[rows.count, S · C]`.
  package static func bilinearSamples(_ textures: Matrix, rows: [Int], points: Matrix, side: Int) -> Matrix {
    let channels = textures.columns / (side * side), count = points.columns / 2
    var result = Matrix(rows: rows.count, columns: count * channels)
    for (row, entry) in rows.enumerated() {
      for point in 0..<count {
        let x = points[row, 2 * point], y = points[row, 2 * point + 1]
        guard (0...1).contains(x), (0...1).contains(y) else { continue }
        let place = [x, y].map { min(max($0 * Double(side) - 0.5, 0), Double(side - 1)) }
        for texel in 0..<side * side {
          let weight =
            max(0, 1 - abs(place[0] - Double(texel % side)))
            * max(0, 1 - abs(place[1] - Double(texel / side)))
          for channel in 0..<channels {
            result[row, point * channels + channel] += weight * textures[entry, texel * channels + channel]
          }
        }
      }
    }
    return result
  }

  /// `Σ weightᵢ · (log Σⱼ exp xᵢⱼ − xᵢ,label)`; a negative label leaves its row out.
  package static func softmaxCrossEntropy(_ x: Matrix, labels: [Int], weights: [Double]? = nil) -> Double {
    let logSums = softmax(x).logSums
    var total = 0.0
    for (i, label) in labels.enumerated() where label >= 0 {
      total += (weights?[i] ?? 1) * (logSums[i] - x[i, label])
    }
    return total
  }

  /// `Σ weightᵢ · (xᵢⱼ − targetᵢⱼ)²` with one weight per row.
  package static func weightedSquaredError(_ x: Matrix, target: Matrix, weights: [Double]) -> Double {
    var total = 0.0
    for i in 0..<x.rows {
      for j in 0..<x.columns {
        let difference = x[i, j] - target[i, j]
        total += weights[i] * difference * difference
      }
    }
    return total
  }
}
