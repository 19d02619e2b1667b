import ZoetropeCompute

/// What a transformer block is made of.
public struct BlockConfiguration: Sendable, Equatable {
  /// Width of the residual stream, D.
  public var hiddenSize: Int
  /// Number of attention heads, A; D / A is even.
  public var headCount: Int
  /// Hidden width of the MLP as a multiple of D.
  public var mlpRatio: Int
  /// Whether norms and residuals are modulated by a condition (adaLN) or plain.
  public var isModulated: Bool
  /// Whether a row sees only rows before it.
  public var isCausal: Bool

  /// Makes a configuration.
  public init(hiddenSize: Int, headCount: Int, mlpRatio: Int = 4, isModulated: Bool, isCausal: Bool) {
    self.hiddenSize = hiddenSize
    self.headCount = headCount
    self.mlpRatio = mlpRatio
    self.isModulated = isModulated
    self.isCausal = isCausal
  }
}

/// The rows a block works on: which attend to which, and where they are.
public struct TokenLayout: Sendable {
  /// Rows that attend to each other, one segment per sequence.
  public let segments: [AttentionSegment]
  /// Rotary angles of each row.
  public let rotary: RotaryTable?

  /// Makes a layout.
  public init(segments: [AttentionSegment], rotary: RotaryTable?) {
    self.segments = segments
    self.rotary = rotary
  }
}

/// A transformer block: attention and an MLP, each behind an RMS norm and added to the residual stream.
///
/// With modulation it is the adaLN-Zero block of DiT (arXiv:2212.09748, fig. 3): shift, scale and gate of both
/// branches come from the condition, and the gates start at zero, so that a new block changes nothing.
/// Queries and keys are normalised per head and rotated.
public struct TransformerBlock: Sendable {
  /// D to 3D: queries, keys and values in one GEMM.
  public let qkv: Linear
  /// Weights of the norm of queries, `[D / A]`.
  public let queryNorm: Variable
  /// Weights of the norm of keys, `[D / A]`.
  public let keyNorm: Variable
  /// D to D, after attention.
  public let projection: Linear
  /// D to mlpRatio · D, with GELU.
  public let expand: Linear
  /// mlpRatio · D to D.
  public let contract: Linear
  /// D to 6D: shift, scale and gate of attention, then of the MLP; only with modulation.
  public let modulation: Linear?
  private let configuration: BlockConfiguration

  /// Takes the parameters from a source.
  ///
  /// - Parameter residualScale: factor on the initial weights of the two layers that write to the residual stream.
  public init(_ source: ParameterSource, _ configuration: BlockConfiguration, residualScale: Float = 1) {
    let d = configuration.hiddenSize
    let headSize = d / configuration.headCount
    let deviation = 1 / Float(d).squareRoot()
    qkv = source.scope("attention.qkv") {
      Linear($0, inputs: d, outputs: 3 * d, hasBias: false, role: .hidden(parts: 3))
    }
    queryNorm = source.parameter("attention.query_norm", [headSize], .ones, .vector)
    keyNorm = source.parameter("attention.key_norm", [headSize], .ones, .vector)
    projection = source.scope("attention.projection") {
      Linear(
        $0, inputs: d, outputs: d, initializer: .normal(deviation * residualScale), role: .hidden(parts: 1))
    }
    let wide = d * configuration.mlpRatio
    expand = source.scope("mlp.expand") { Linear($0, inputs: d, outputs: wide, role: .hidden(parts: 1)) }
    contract = source.scope("mlp.contract") {
      Linear(
        $0, inputs: wide, outputs: d, initializer: .normal(residualScale / Float(wide).squareRoot()),
        role: .hidden(parts: 1))
    }
    modulation =
      configuration.isModulated
      ? source.scope("modulation") { Linear($0, inputs: d, outputs: 6 * d, initializer: .zeros) } : nil
    self.configuration = configuration
  }

  /// Applies the block to rows `[N, D]`.
  ///
  /// - Parameters:
  ///   - condition: `[G, D]`, activated, one row per group; nil without modulation.
  ///   - groups: the group of each row, `[N]`; nil when there is one.
  public func callAsFunction(
    _ x: Variable, _ tokens: TokenLayout, condition: Variable? = nil, groups: [Int32]? = nil
  ) -> Variable {
    guard let modulation, let condition else {
      let attention = attend(Part.norms.time { x.rmsNorm() }, tokens)
      let attended = Part.norms.time { x + attention }
      let branch = transform(Part.norms.time { attended.rmsNorm() })
      return Part.norms.time { attended + branch }
    }
    let table = Part.modulation.time { Modulation(table: modulation(condition), groups: groups) }
    ObservedValue.modulation.show(table.table)
    let quiet = Part.norms.time { x.rmsNorm(modulation: table, shiftSlot: 0, scaleSlot: 1) }
    let attention = attend(quiet, tokens)
    let attended = Part.norms.time { x.adding(attention, gatedBy: table, gateSlot: 2) }
    let branch = transform(
      Part.norms.time { attended.rmsNorm(modulation: table, shiftSlot: 3, scaleSlot: 4) })
    return Part.norms.time { attended.adding(branch, gatedBy: table, gateSlot: 5) }
  }

  /// Applies an unmodulated causal block to the rows that follow those in a memory, and remembers them.
  ///
  /// - Parameters:
  ///   - x: the new rows of one sequence, `[n, D]`.
  ///   - rotary: angles of the new rows.
  ///   - memory: keys and values of the rows before; the new ones are added.
  public func callAsFunction(_ x: Variable, rotary: RotaryTable?, memory: inout KeyValueMemory) -> Variable {
    let d = configuration.hiddenSize
    let (query, key, qkv) = project(x.rmsNorm(), rotary)
    let keys = memory.keys.map { .concatenatingRows([$0, key]) } ?? key
    let projections = memory.projections.map { .concatenatingRows([$0, qkv]) } ?? qkv
    (memory.keys, memory.projections) = (keys, projections)
    let attended = Variable.attention(
      query: query.columns(0..<d), key: keys.columns(0..<d), value: projections.columns(2 * d..<3 * d),
      heads: configuration.headCount,
      segments: [AttentionSegment(queries: 0..<x.shape.rows, keys: 0..<keys.shape.rows)], isCausal: true)
    let sum = x + projection(attended)
    return sum + transform(sum.rmsNorm())
  }

  // MARK: - Internals

  /// Attention of normed rows and the layer after it, `[N, D]`.
  private func attend(_ x: Variable, _ tokens: TokenLayout) -> Variable {
    let d = configuration.hiddenSize
    let (query, key, qkv) = project(x, tokens.rotary)
    ObservedValue.queries.show(query)
    ObservedValue.keys.show(key)
    ObservedValue.projections.show(qkv)
    let attended = Part.attention.time {
      Variable.attention(
        query: query.columns(0..<d), key: key.columns(0..<d), value: qkv.columns(2 * d..<3 * d),
        heads: configuration.headCount, segments: tokens.segments, isCausal: configuration.isCausal)
    }  // [N, D]
    ObservedValue.probabilities.showAll {
      Variable.attentionProbabilities(
        query: query.columns(0..<d), key: key.columns(0..<d), heads: configuration.headCount,
        segments: tokens.segments, isCausal: configuration.isCausal)
    }
    return Part.projection.time { projection(attended) }
  }

  /// Normalised, rotated queries and keys, `[N, D]`, and the projection that also holds the values, `[N, 3D]`.
  private func project(_ x: Variable, _ rotary: RotaryTable?) -> (
    query: Variable, key: Variable, qkv: Variable
  ) {
    let d = configuration.hiddenSize
    let heads = configuration.headCount
    let qkv = Part.qkv.time { self.qkv(x) }  // [N, 3D]
    let (query, key) = Part.rotary.time {
      (
        qkv.columns(0..<d).normalizedAndRotated(heads: heads, weight: queryNorm, table: rotary),
        qkv.columns(d..<2 * d).normalizedAndRotated(heads: heads, weight: keyNorm, table: rotary)
      )
    }  // [N, D] each
    return (query, key, qkv)
  }

  /// The MLP of normed rows, `[N, D]`.
  private func transform(_ x: Variable) -> Variable {
    Part.mlp.time { contract(expand(x, activation: .gelu)) }
  }
}

/// Keys and values of the rows that a causal block has seen, for generating one row after the other.
public struct KeyValueMemory: Sendable {
  /// `[n, D]`, normalised and rotated; nil before the first row.
  var keys: Variable?
  /// `[n, 3D]`; the last D columns are the values.
  var projections: Variable?

  /// Remembers nothing yet.
  public init() {}
}
