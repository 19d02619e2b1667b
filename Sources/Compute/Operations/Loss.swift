import CKernels
import Foundation

extension Variable {
  /// `Σ weight · (self − target)²`, a scalar, added up in double.
  ///
  /// - Parameters:
  ///   - target: the shape of `self`.
  ///   - weights: one weight per row of `self`, or one per element.
  public func weightedSquaredError(to target: Tensor, weights: Tensor) -> Variable {
    let columns = shape.columns
    let perRow = weights.count == shape.rows && weights.count != value.count
    require(
      target.shape == shape && (perRow || weights.count == value.count),
      "weightedSquaredError: \(shape), target \(target.shape), weights \(weights.shape)")
    // gradient = 2·w·(x − target); the loss is Σ ½·gradient·(x − target).
    let gradient = Tensor(uninitialized: shape)
    let rows = shape.rows
    var partial = [Double](repeating: 0, count: rows)
    let (x, y, w, s) = (value.pointer, target.pointer, weights.pointer, gradient.freshPointer)
    partial.withUnsafeMutableBufferPointer { partial in
      let sums = partial.baseAddress!
      Parallel.run(rows, by: rowBlock(columns)) { range in
        for row in range {
          var sum = 0.0
          for index in row * columns..<(row + 1) * columns {
            let difference = x[index] - y[index]
            let weighted = (perRow ? w[row] : w[index]) * difference
            sum += Double(weighted * difference)
            s[index] = 2 * weighted
          }
          sums[row] = sum
        }
      }
    }
    withExtendedLifetime((value, target, weights)) {}
    let loss = Tensor(scalar: Float(partial.reduce(0, +)))
    guard isTracked else { return Variable(loss) }
    return Variable(loss, inputs: [self]) { dy, gradients in
      var dx = gradient
      if dy.scalar != 1 { dx.scale(by: dy.scalar) }
      gradients.add(dx, to: self)
    }
  }

  /// `Σ weightᵢ · (log Σⱼ exp xᵢⱼ − xᵢ,label)`: cross-entropy of the rows' softmax with their labels, a scalar.
  ///
  /// - Parameters:
  ///   - labels: the right column of each row; negative to leave a row out.
  ///   - weights: one weight per row; all 1 if nil.
  public func softmaxCrossEntropy(labels: [Int32], weights: [Float]? = nil) -> Variable {
    let (rows, columns) = (shape.rows, shape.columns)
    require(
      labels.count == rows && labels.allSatisfy { $0 < columns }
        && (weights.map { $0.count == rows } ?? true),
      "softmaxCrossEntropy: \(shape), \(labels.count) labels")
    let gradient = Tensor(uninitialized: shape)
    gradient.freshPointer.update(from: value.pointer, count: value.count)
    let target = gradient.freshPointer
    let logSums = Tensor(uninitialized: [rows])
    Parallel.run(rows, by: rowBlock(columns)) { range in
      zk_softmax(
        target + range.lowerBound * columns, columns, range.count, columns, 1, columns,
        logSums.freshPointer + range.lowerBound)
    }
    var total = 0.0
    for row in 0..<rows {
      let start = row * columns
      guard labels[row] >= 0 else {
        (target + start).update(repeating: 0, count: columns)
        continue
      }
      let weight = weights?[row] ?? 1
      let label = start + Int(labels[row])
      total += Double(weight) * (Double(logSums.pointer[row]) - Double(value.pointer[label]))
      target[label] -= 1
      if weight != 1 { zk_scale(weight, target + start, target + start, columns) }
    }
    withExtendedLifetime((value, logSums)) {}
    let loss = Tensor(scalar: Float(total))
    guard isTracked else { return Variable(loss) }
    return Variable(loss, inputs: [self]) { dy, gradients in
      var dx = gradient
      if dy.scalar != 1 { dx.scale(by: dy.scalar) }
      gradients.add(dx, to: self)
    }
  }
}
