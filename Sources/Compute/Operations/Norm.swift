import CKernels

/// Per-token modulation of a norm or a residual: which columns of a table hold the values, and which row of the
/// table each token reads.
///
/// The table has one row per distinct condition (noise level, clip), the adaLN parameters of DiT
/// (arXiv:2212.09748, §3.2); tokens of one condition share a row.
public struct Modulation {
  /// The table, `[G, slots · D]`.
  public let table: Variable
  /// The row each token reads, `[N]`; nil when the table has one row.
  public let groups: [Int32]?

  /// Makes a modulation.
  public init(table: Variable, groups: [Int32]?) {
    self.table = table
    self.groups = groups
  }
}

extension Variable {
  /// RMS norm with modulation, `x/√(mean x² + ε)·(1 + scale) + shift` per row of `self` `[N, D]` (arXiv:1910.07467).
  ///
  /// - Parameters:
  ///   - modulation: where shift and scale come from; none for the plain norm.
  ///   - shiftSlot: the slot of D columns in the table that holds the shift; nil for none.
  ///   - scaleSlot: the slot that holds the scale; nil for none.
  ///   - epsilon: added to the mean square.
  public func rmsNorm(
    modulation: Modulation? = nil, shiftSlot: Int? = nil, scaleSlot: Int? = nil,
    epsilon: Float = 1e-6
  ) -> Variable {
    let (rows, n) = (shape.rows, shape.columns)
    require(
      modulation != nil || (shiftSlot == nil && scaleSlot == nil),
      "rmsNorm: slots of no modulation, for \(shape)")
    if let modulation { modulation.check("rmsNorm", rows: rows, columns: n, slots: [shiftSlot, scaleSlot]) }
    let table = modulation?.table
    let stride = table?.shape.columns ?? 0
    let groups = modulation?.groups
    let isTracked = isTracked || (table?.isTracked ?? false)
    let result = Tensor(uninitialized: shape)
    let inverse = Tensor(uninitialized: [isTracked ? rows : 0])
    do {
      let (x, y) = (value.pointer, result.freshPointer)
      let shift = modulation?.slot(shiftSlot, n)
      let scale = modulation?.slot(scaleSlot, n)
      let inversePointer = inverse.freshPointer
      withGroups(groups) { groups in
        Parallel.run(rows, by: rowBlock(n)) { range in
          let first = range.lowerBound
          let group = groups.map { $0 + first }
          zk_rms_norm(
            x + first * n, y + first * n, range.count, n, epsilon, shift, scale, stride, group,
            isTracked ? inversePointer + first : nil)
        }
      }
      withExtendedLifetime((value, table?.value)) {}
    }
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [self] + (table.map { [$0] } ?? [])) { dy, gradients in
      let (x, dyPointer, r) = (value.pointer, dy.pointer, inverse.pointer)
      withGroups(groups) { groups in
        if self.isTracked {
          let dx = Tensor(uninitialized: shape)
          let target = dx.freshPointer
          let scale = modulation?.slot(scaleSlot, n)
          Parallel.run(rows, by: rowBlock(n)) { range in
            let first = range.lowerBound
            let group = groups.map { $0 + first }
            zk_rms_norm_vjp(
              x + first * n, r + first, dyPointer + first * n, target + first * n, range.count, n, scale,
              stride, group)
          }
          gradients.add(dx, to: self)
        }
        if let table, table.isTracked {
          gradients.accumulate(into: table) { target in
            let dshift = shiftSlot.map { target + $0 * n }
            let dscale = scaleSlot.map { target + $0 * n }
            Parallel.run(n, by: 64) { columns in
              zk_rms_norm_modulation_vjp(
                x, r, dyPointer, rows, n, columns.lowerBound, columns.count, dshift, dscale, stride, groups)
            }
          }
        }
      }
      withExtendedLifetime((value, dy, inverse, table?.value)) {}
    }
  }

  /// `self + gate · branch`: a residual whose branch is scaled per token and column.
  ///
  /// - Parameters:
  ///   - branch: `[N, D]`, the shape of `self`.
  ///   - modulation: where the gate comes from.
  ///   - gateSlot: the slot of D columns that holds it.
  public func adding(_ branch: Variable, gatedBy modulation: Modulation, gateSlot: Int) -> Variable {
    let (rows, n) = (shape.rows, shape.columns)
    require(branch.shape == shape, "adding(gatedBy:): \(shape) and \(branch.shape)")
    modulation.check("adding(gatedBy:)", rows: rows, columns: n, slots: [gateSlot])
    let table = modulation.table
    let stride = table.shape.columns
    let result = Tensor(uninitialized: shape)
    let (x, h, y) = (value.pointer, branch.value.pointer, result.freshPointer)
    let gate = modulation.slot(gateSlot, n)!
    withGroups(modulation.groups) { groups in
      Parallel.run(rows, by: rowBlock(n)) { range in
        let start = range.lowerBound * n
        zk_gated_add(
          x + start, h + start, y + start, range.count, n, gate, stride, groups.map { $0 + range.lowerBound })
      }
    }
    withExtendedLifetime((value, branch.value, table.value)) {}
    guard isTracked || branch.isTracked || table.isTracked else { return Variable(result) }
    return Variable(result, inputs: [self, branch, table]) { dy, gradients in
      gradients.add(dy, to: self)
      let (dyPointer, h) = (dy.pointer, branch.value.pointer)
      withGroups(modulation.groups) { groups in
        if branch.isTracked {
          let dh = Tensor(uninitialized: shape)
          let target = dh.freshPointer
          let gate = modulation.slot(gateSlot, n)!
          Parallel.run(rows, by: rowBlock(n)) { range in
            let start = range.lowerBound * n
            zk_gated_add_vjp(
              dyPointer + start, target + start, range.count, n, gate, stride,
              groups.map { $0 + range.lowerBound })
          }
          gradients.add(dh, to: branch)
        }
        gradients.accumulate(into: table) { target in
          Parallel.run(n, by: 64) { columns in
            zk_gated_add_gate_vjp(
              dyPointer, h, rows, n, columns.lowerBound, columns.count, target + gateSlot * n, stride, groups)
          }
        }
      }
      withExtendedLifetime((dy, branch.value, table.value)) {}
    }
  }
}

// MARK: - Internals

/// Rows of `columns` floats that one thread handles at a time.
func rowBlock(_ columns: Int) -> Int { max(1, elementwiseBlock / max(columns, 1)) }

/// Calls `body` with the memory of the groups, or nil.
func withGroups<R>(_ groups: [Int32]?, _ body: (UnsafePointer<Int32>?) -> R) -> R {
  guard let groups else { return body(nil) }
  return groups.withUnsafeBufferPointer { body($0.baseAddress) }
}

extension Modulation {
  func check(_ operation: String, rows: Int, columns: Int, slots: [Int?]) {
    let tableRows = table.shape.rows
    require(
      slots.allSatisfy { slot in slot.map { ($0 + 1) * columns <= table.shape.columns } ?? true }
        && (groups.map { $0.count == rows && $0.allSatisfy { $0 >= 0 && $0 < tableRows } } ?? (tableRows == 1)),
      "\(operation): \(rows) rows of \(columns) with table \(table.shape), slots \(slots), "
        + "\(groups.map { "\($0.count) groups" } ?? "no groups")")
  }

  func slot(_ slot: Int?, _ columns: Int) -> UnsafePointer<Float>? {
    slot.map { table.value.pointer + $0 * columns }
  }
}
