/// For each row of a result, the rows that it is interpolated from and their weights: a sparse matrix with as many entries in every row.
public struct RowInterpolation: Sendable, Equatable {
  /// Entries of each row.
  public let tapCount: Int
  /// Which rows are taken, `[rows · tapCount]`.
  public let indices: [Int32]
  /// How much of each, `[rows · tapCount]`.
  public let weights: [Float]

  /// Makes an interpolation.
  ///
  /// - Precondition: as many weights as indices, a multiple of `tapCount`.
  public init(tapCount: Int, indices: [Int32], weights: [Float]) {
    require(
      tapCount > 0 && indices.count == weights.count && indices.count % tapCount == 0,
      "RowInterpolation: \(indices.count) indices and \(weights.count) weights of \(tapCount) a row")
    self.tapCount = tapCount
    self.indices = indices
    self.weights = weights
  }

  /// Rows of the result.
  public var rowCount: Int { indices.count / tapCount }
}

extension Variable {
  /// Rows between rows: row i of the result is the sum of the rows that `places` names for it, each times its weight. Result
  /// `[places.rowCount, columns]`.
  public func interpolated(_ places: RowInterpolation) -> Variable {
    let (available, columns, taps) = (shape.rows, shape.columns, places.tapCount)
    require(
      places.indices.allSatisfy { $0 >= 0 && $0 < available },
      "interpolated: rows \(places.indices.min() ?? 0)…\(places.indices.max() ?? 0) of \(shape)")
    let result = Tensor(uninitialized: [places.rowCount, columns])
    let (source, target) = (value.pointer, result.freshPointer)
    places.indices.withUnsafeBufferPointer { indices in
      places.weights.withUnsafeBufferPointer { weights in
        Parallel.run(places.rowCount, by: rowBlock(columns * taps)) { rows in
          for row in rows {
            let y = target + row * columns
            y.update(repeating: 0, count: columns)
            for tap in row * taps..<(row + 1) * taps {
              let (x, weight) = (source + Int(indices[tap]) * columns, weights[tap])
              for column in 0..<columns { y[column] += weight * x[column] }
            }
          }
        }
      }
    }
    withExtendedLifetime(value) {}
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [self]) { dy, gradients in
      let outputGradient = dy.pointer
      gradients.accumulate(into: self) { dx in
        // Rows are taken several times: one thread, so that sums keep their order.
        places.indices.withUnsafeBufferPointer { indices in
          places.weights.withUnsafeBufferPointer { weights in
            for row in 0..<places.rowCount {
              let y = outputGradient + row * columns
              for tap in row * taps..<(row + 1) * taps {
                let (x, weight) = (dx + Int(indices[tap]) * columns, weights[tap])
                for column in 0..<columns { x[column] += weight * y[column] }
              }
            }
          }
        }
      }
      withExtendedLifetime(dy) {}
    }
  }
}
