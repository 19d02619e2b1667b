import ZoetropeCompute

/// One operation with its inputs and its meaning: the list of them is run for correctness, for gradients and for speed.
struct OperationCase: Sendable, CustomStringConvertible {
  let name: String
  /// What is differentiated.
  let inputs: [Tensor]
  /// Largest number of products that add up to one element: rounding grows with its root.
  let terms: Int
  let operation: @Sendable ([Variable]) -> Variable
  let reference: @Sendable ([Reference.Matrix]) -> Reference.Matrix

  var description: String { name }

  /// Rounding of a sum of `terms` products of numbers near 1: each adds up to half a unit in the last place of
  /// the partial sum, √terms in size, at random: 2⁻²⁴·√terms·√terms/√3, times 8 for the worst of many elements
  /// and for the few roundings before and after; and 8 roundings of the result itself.
  var tolerance: Tolerance {
    Tolerance(absolute: 8 * Double(terms) / 3.0.squareRoot() * 0x1p-24, relative: 8 * 0x1p-24)
  }
}

/// The size of the operands of the case list.
struct CaseSize: Sendable {
  let rows: Int
  let width: Int
  let heads: Int
  /// Odd lengths, small enough for finite differences.
  static let small = CaseSize(rows: 13, width: 24, heads: 3)
  /// A layer of a small video transformer.
  static let large = CaseSize(rows: 512, width: 384, heads: 6)
}

extension OperationCase {
  static func all(_ size: CaseSize) -> [OperationCase] {
    linear(size) + elementwise(size) + norms(size) + attention(size) + rows(size) + losses(size) + [
      block(size)
    ]
  }

  // MARK: Linear

  static func linear(_ size: CaseSize) -> [OperationCase] {
    let (n, d) = (size.rows, size.width)
    let outputs = 2 * d + 1
    let x = random([n, d], 1), w = random([outputs, d], 2, scale: 0.3), b = random([outputs], 3)
    var cases = Activation.allCases.map { activation in
      OperationCase(name: "linear, bias, \(activation)", inputs: [x, w, b], terms: d) {
        $0[0].linear($0[1], bias: $0[2], activation: activation)
      } reference: {
        Reference.linear($0[0], weight: $0[1], bias: $0[2], activation: activation)
      }
    }
    cases.append(
      OperationCase(name: "linear, no bias, gelu", inputs: [x, w], terms: d) {
        $0[0].linear($0[1], activation: .gelu)
      } reference: {
        Reference.linear($0[0], weight: $0[1], activation: .gelu)
      })
    for (first, second) in [(false, false), (false, true), (true, false), (true, true)] {
      let a = random(first ? [d, n] : [n, d], 4), b = random(second ? [outputs, d] : [d, outputs], 5)
      cases.append(
        OperationCase(name: "matmul, transposed (\(first), \(second))", inputs: [a, b], terms: d) {
          $0[0].matmul($0[1], transposed: (first, second))
        } reference: {
          Reference.gemm(first ? $0[0].transposed : $0[0], second ? $0[1].transposed : $0[1])
        })
    }
    return cases
  }

  // MARK: Elementwise

  static func elementwise(_ size: CaseSize) -> [OperationCase] {
    let shape: Shape = [size.rows, size.width]
    let x = random(shape, 10), y = random(shape, 11)
    @Sendable func combined(
      _ a: Reference.Matrix, _ b: Reference.Matrix, _ f: @Sendable (Double, Double) -> Double
    )
      -> Reference.Matrix
    {
      Reference.Matrix(zip(a.elements, b.elements).map(f), rows: a.rows, columns: a.columns)
    }
    return [
      OperationCase(name: "a + b", inputs: [x, y], terms: 1) {
        $0[0] + $0[1]
      } reference: {
        combined($0[0], $0[1], +)
      },
      OperationCase(name: "a + a", inputs: [x], terms: 1) {
        $0[0] + $0[0]
      } reference: {
        $0[0].map { 2 * $0 }
      },
      OperationCase(name: "a * b", inputs: [x, y], terms: 1) {
        $0[0] * $0[1]
      } reference: {
        combined($0[0], $0[1], *)
      },
      OperationCase(name: "a * a", inputs: [x], terms: 1) {
        $0[0] * $0[0]
      } reference: {
        $0[0].map { $0 * $0 }
      },
      OperationCase(name: "1.5 * a", inputs: [x], terms: 1) {
        1.5 * $0[0]
      } reference: {
        $0[0].map { 1.5 * $0 }
      },
      OperationCase(name: "gelu", inputs: [x], terms: 1) {
        $0[0].activated(.gelu)
      } reference: {
        $0[0].map(Reference.gelu)
      },
      OperationCase(name: "silu", inputs: [x], terms: 1) {
        $0[0].activated(.silu)
      } reference: {
        $0[0].map(Reference.silu)
      },
      OperationCase(name: "sum", inputs: [x], terms: 1) {
        $0[0].sum()
      } reference: {
        Reference.Matrix([$0[0].elements.reduce(0, +)], rows: 1, columns: 1)
      },
      OperationCase(name: "reshaped", inputs: [x], terms: 1) {
        $0[0].reshaped([$0[0].shape.columns, $0[0].shape.rows])
      } reference: {
        Reference.Matrix($0[0].elements, rows: $0[0].columns, columns: $0[0].rows)
      },
    ]
  }

  // MARK: Norms

  static func norms(_ size: CaseSize) -> [OperationCase] {
    let (n, d, heads) = (size.rows, size.width, size.heads)
    let x = random([n, d], 20), h = random([n, d], 21)
    let table = random([3, 3 * d], 22, scale: 0.5), single = random([1, 3 * d], 23, scale: 0.5)
    let groups = (0..<n).map { ($0 * 2 / n + $0) % 3 }
    let groups32 = groups.map(Int32.init)
    var cases = [
      OperationCase(name: "norm", inputs: [x], terms: d) {
        $0[0].rmsNorm()
      } reference: {
        Reference.rmsNorm($0[0])
      }
    ]
    for (name, shift, scale) in [("shift and scale", 0, 2), ("scale", nil, 1), ("shift", 1, nil)]
      as [(String, Int?, Int?)]
    {
      cases.append(
        OperationCase(name: "norm, \(name) by groups", inputs: [x, table], terms: d) {
          $0[0].rmsNorm(
            modulation: Modulation(table: $0[1], groups: groups32), shiftSlot: shift, scaleSlot: scale)
        } reference: {
          Reference.rmsNorm($0[0], table: $0[1], groups: groups, shiftSlot: shift, scaleSlot: scale)
        })
    }
    cases.append(
      OperationCase(name: "norm, one row of shift and scale", inputs: [x, single], terms: d) {
        $0[0].rmsNorm(modulation: Modulation(table: $0[1], groups: nil), shiftSlot: 2, scaleSlot: 0)
      } reference: {
        Reference.rmsNorm($0[0], table: $0[1], shiftSlot: 2, scaleSlot: 0)
      })
    cases.append(
      OperationCase(name: "gated add by groups", inputs: [x, h, table], terms: 1) {
        $0[0].adding($0[1], gatedBy: Modulation(table: $0[2], groups: groups32), gateSlot: 2)
      } reference: {
        Reference.gatedAdd($0[0], $0[1], table: $0[2], groups: groups, gateSlot: 2)
      })
    cases.append(
      OperationCase(name: "gated add, one row", inputs: [x, h, single], terms: 1) {
        $0[0].adding($0[1], gatedBy: Modulation(table: $0[2], groups: nil), gateSlot: 1)
      } reference: {
        Reference.gatedAdd($0[0], $0[1], table: $0[2], gateSlot: 1)
      })
    let wide = random([n, 3 * d], 24), weight = random([d / heads], 25)
    let angles = random([n, d / heads / 2], 26, scale: 3)
    let rotary = RotaryTable(angles: angles), trueAngles = Reference.Matrix(angles)
    cases.append(
      OperationCase(name: "norm and rotate columns", inputs: [wide, weight], terms: d / heads) {
        $0[0].columns(d..<2 * d).normalizedAndRotated(heads: heads, weight: $0[1], table: rotary)
      } reference: {
        Reference.normRotate($0[0].columns(d..<2 * d), heads: heads, weight: $0[1], angles: trueAngles)
      })
    cases.append(
      OperationCase(name: "norm by heads, no rotation", inputs: [x, weight], terms: d / heads) {
        $0[0].columns(0..<d).normalizedAndRotated(heads: heads, weight: $0[1], table: nil)
      } reference: {
        Reference.normRotate($0[0], heads: heads, weight: $0[1], angles: nil)
      })
    return cases
  }
}
