import ZoetropeCompute

/// A transformer block with adaLN modulation, QK-norm and rotary embedding over two clips: every kind of
/// operation in the order a network uses them.
struct Block: Sendable {
  let rows: Int
  let width: Int
  let heads: Int
  let angles: Tensor

  init(rows: Int, width: Int, heads: Int, angles: Tensor? = nil) {
    self.rows = rows
    self.width = width
    self.heads = heads
    self.angles = angles ?? random([rows, width / heads / 2], 60, scale: 2)
  }

  /// Row of the modulation table of each token.
  var groups: [Int] { (0..<rows).map { $0 < rows / 3 ? 0 : ($0 % 2 + 1) } }
  var segments: [AttentionSegment] { [AttentionSegment(0..<rows / 3), AttentionSegment(rows / 3..<rows)] }

  /// x, modulation table, qkv weight, query weight, key weight, output weight, up weight and bias, down weight and bias.
  var inputs: [Tensor] {
    let d = width
    let scale = 1 / Float(d).squareRoot()
    return [
      random([rows, d], 61), random([3, 6 * d], 62, scale: 0.5), random([3 * d, d], 63, scale: scale),
      random([d / heads], 64), random([d / heads], 65), random([d, d], 66, scale: scale),
      random([4 * d, d], 67, scale: scale), random([4 * d], 68, scale: 0.1),
      random([d, 4 * d], 69, scale: scale / 2), random([d], 70, scale: 0.1),
    ]
  }

  func forward(_ v: [Variable]) -> Variable {
    let d = width
    let modulation = Modulation(table: v[1], groups: groups.map(Int32.init))
    let rotary = RotaryTable(angles: angles)
    let qkv = v[0].rmsNorm(modulation: modulation, shiftSlot: 0, scaleSlot: 1).linear(v[2])
    let query = qkv.columns(0..<d).normalizedAndRotated(heads: heads, weight: v[3], table: rotary)
    let key = qkv.columns(d..<2 * d).normalizedAndRotated(heads: heads, weight: v[4], table: rotary)
    let attended = Variable.attention(
      query: query.columns(0..<d), key: key.columns(0..<d), value: qkv.columns(2 * d..<3 * d), heads: heads,
      segments: segments)
    let x = v[0].adding(attended.linear(v[5]), gatedBy: modulation, gateSlot: 2)
    let hidden = x.rmsNorm(modulation: modulation, shiftSlot: 3, scaleSlot: 4)
      .linear(v[6], bias: v[7], activation: .gelu)
    return x.adding(hidden.linear(v[8], bias: v[9]), gatedBy: modulation, gateSlot: 5)
  }

  func reference(_ v: [Reference.Matrix]) -> Reference.Matrix {
    let d = width
    let angles = Reference.Matrix(angles)
    let qkv = Reference.linear(
      Reference.rmsNorm(v[0], table: v[1], groups: groups, shiftSlot: 0, scaleSlot: 1), weight: v[2])
    let attended = Reference.attention(
      query: Reference.normRotate(qkv.columns(0..<d), heads: heads, weight: v[3], angles: angles),
      key: Reference.normRotate(qkv.columns(d..<2 * d), heads: heads, weight: v[4], angles: angles),
      value: qkv.columns(2 * d..<3 * d), heads: heads, segments: segments)
    let x = Reference.gatedAdd(
      v[0], Reference.linear(attended, weight: v[5]), table: v[1], groups: groups, gateSlot: 2)
    let hidden = Reference.linear(
      Reference.rmsNorm(x, table: v[1], groups: groups, shiftSlot: 3, scaleSlot: 4), weight: v[6],
      bias: v[7], activation: .gelu)
    return Reference.gatedAdd(
      x, Reference.linear(hidden, weight: v[8], bias: v[9]), table: v[1], groups: groups, gateSlot: 5)
  }
}
