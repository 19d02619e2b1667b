import CKernels

// Moving rows: embedding look-up, putting sequences together, taking them apart.

extension Variable {
  /// Rows by index: embedding look-up, reordering, repetition. Result `[indices.count, columns]`.
  ///
  /// A negative index gives a row of zeros. The gradient adds up where a row was taken several times.
  public func rows(at indices: [Int32]) -> Variable {
    let (available, columns) = (shape.rows, shape.columns)
    require(
      indices.allSatisfy { $0 < available }, "rows(at:): index \(indices.max() ?? 0) of \(shape)")
    let result = Tensor(uninitialized: [indices.count, columns])
    let (source, target) = (value.pointer, result.freshPointer)
    indices.withUnsafeBufferPointer { indices in
      Parallel.run(indices.count, by: rowBlock(columns)) { rows in
        for row in rows {
          let index = Int(indices[row])
          if index >= 0 {
            (target + row * columns).update(from: source + index * columns, count: columns)
          } else {
            (target + row * columns).update(repeating: 0, count: columns)
          }
        }
      }
    }
    withExtendedLifetime(value) {}
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [self]) { dy, gradients in
      let outputGradient = dy.pointer
      // Rows that are all taken once can be shared out. Where one is taken again, columns are, so that sums keep their order.
      let isOnce = Variable.areDistinct(indices, below: available)
      gradients.accumulate(into: self) { dx in
        func add(_ rows: Range<Int>, _ part: Range<Int>) {
          for row in rows where indices[row] >= 0 {
            zk_axpy(
              1, outputGradient + row * columns + part.lowerBound,
              dx + Int(indices[row]) * columns + part.lowerBound, part.count)
          }
        }
        if isOnce {
          Parallel.run(indices.count, by: rowBlock(columns)) { add($0, 0..<columns) }
        } else {
          let block = indices.count * columns < elementwiseBlock ? max(columns, 1) : 128
          Parallel.run(columns, by: block) { add(0..<indices.count, $0) }
        }
      }
      withExtendedLifetime(dy) {}
    }
  }

  /// Sums of rows: row i of `self` is added to row `targets[i]` of the result, in order. Result `[count, columns]`.
  ///
  /// A negative target drops the row.
  public func rowSums(into targets: [Int32], count: Int) -> Variable {
    let columns = shape.columns
    require(
      targets.count == shape.rows && targets.allSatisfy { $0 < count },
      "rowSums: \(targets.count) targets below \(count) for \(shape)")
    let result = Tensor(zeros: [count, columns])
    let (source, target) = (value.pointer, result.freshPointer)
    // Columns are shared out and rows are not: sums keep their order.
    let block = targets.count * columns < elementwiseBlock ? max(columns, 1) : 128
    Parallel.run(columns, by: block) { range in
      for (row, index) in targets.enumerated() where index >= 0 {
        zk_axpy(
          1, source + row * columns + range.lowerBound, target + Int(index) * columns + range.lowerBound,
          range.count)
      }
    }
    withExtendedLifetime(value) {}
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [self]) { dy, gradients in
      gradients.add(Variable(dy).rows(at: targets).value, to: self)
    }
  }

  /// Variables of equal width one below the other. Result `[Σ rows, columns]`.
  public static func concatenatingRows(_ parts: [Variable]) -> Variable {
    require(!parts.isEmpty, "concatenatingRows: nothing to put together")
    let columns = parts[0].shape.columns
    require(
      parts.allSatisfy { $0.shape.columns == columns },
      "concatenatingRows: \(parts.map(\.shape.description).joined(separator: ", "))")
    let result = Tensor(uninitialized: [parts.reduce(0) { $0 + $1.shape.rows }, columns])
    var starts: [Int] = []
    var row = 0
    for part in parts {
      starts.append(row)
      (result.freshPointer + row * columns).update(from: part.value.pointer, count: part.value.count)
      row += part.shape.rows
    }
    withExtendedLifetime(parts) {}
    guard parts.contains(where: \.isTracked) else { return Variable(result) }
    return Variable(result, inputs: parts) { dy, gradients in
      for (part, start) in zip(parts, starts) {
        gradients.add(dy.rows(start..<start + part.shape.rows), to: part)
      }
    }
  }

  /// Whether no index that is not negative is there twice.
  private static func areDistinct(_ indices: [Int32], below count: Int) -> Bool {
    guard indices.count <= count else { return false }
    var seen = [Bool](repeating: false, count: count)
    for index in indices where index >= 0 {
      if seen[Int(index)] { return false }
      seen[Int(index)] = true
    }
    return true
  }
}
