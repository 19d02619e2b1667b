import ZoetropeCompute

extension GoldenTests {
  static let operations: [Operation] =
    Activation.allCases.map { activation in
      Operation(
        name: "linear \(activation)", inputs: ["x", "weight", "bias"], tolerance: short,
        fast: { v, _ in v[0].linear(v[1], bias: v[2], activation: activation) },
        reference: { m, _ in Reference.linear(m[0], weight: m[1], bias: m[2], activation: activation) })
    } + norms + attentions + [gatedAdd, normRotate, embedding, block] + losses

  static let norms = [
    Operation(
      name: "norm", inputs: ["x"], tolerance: normalised, fast: { v, _ in v[0].rmsNorm() },
      reference: { m, _ in Reference.rmsNorm(m[0]) }),
    Operation(
      name: "norm modulated", inputs: ["x", "table"], tolerance: normalised,
      fast: { v, _ in
        v[0].rmsNorm(modulation: Modulation(table: v[1], groups: groups), shiftSlot: 2, scaleSlot: 0)
      },
      reference: { m, _ in
        Reference.rmsNorm(m[0], table: m[1], groups: groupIndices, shiftSlot: 2, scaleSlot: 0)
      }),
  ]

  static let gatedAdd = Operation(
    name: "gated add", inputs: ["x", "branch", "table"], tolerance: short,
    fast: { v, _ in v[0].adding(v[1], gatedBy: Modulation(table: v[2], groups: groups), gateSlot: 1) },
    reference: { m, _ in Reference.gatedAdd(m[0], m[1], table: m[2], groups: groupIndices, gateSlot: 1) })

  static let normRotate = Operation(
    name: "norm and rotate", inputs: ["x", "weight"], tolerance: normalised,
    fast: { v, constants in
      v[0].columns(0..<24).normalizedAndRotated(
        heads: 3, weight: v[1], table: constants["angles"].map { RotaryTable(angles: $0.tensor) })
    },
    reference: { m, constants in
      Reference.normRotate(m[0], heads: 3, weight: m[1], angles: constants["angles"]?.matrix)
    })

  static let attentions: [Operation] = {
    let halves = [AttentionSegment(0..<4), AttentionSegment(4..<11)]
    let variants: [(name: String, segments: [AttentionSegment], isCausal: Bool)] = [
      ("segments", halves, false),
      ("outside", [AttentionSegment(queries: 1..<4, keys: 0..<9)], false),
      ("causal", halves, true),
      ("causal, cached", [AttentionSegment(queries: 8..<11, keys: 0..<11)], true),
    ]
    return variants.map { name, segments, isCausal in
      Operation(
        name: "attention \(name)", inputs: ["query", "key", "value"], tolerance: normalised,
        fast: { v, _ in
          Variable.attention(
            query: v[0].columns(0..<12), key: v[1].columns(0..<12), value: v[2].columns(0..<12), heads: 3,
            segments: segments, isCausal: isCausal)
        },
        reference: { m, _ in
          Reference.attention(
            query: m[0], key: m[1], value: m[2], heads: 3, segments: segments, isCausal: isCausal)
        })
    }
  }()

  static let embedding = Operation(
    name: "embedding", inputs: ["table"], tolerance: moved,
    fast: { v, _ in v[0].rows(at: [3, 0, 3, 3, 5, 1]) },
    reference: { m, _ in Reference.rows(m[0], at: [3, 0, 3, 3, 5, 1]) })

  static let losses: [Operation] = {
    let labels: [Int32] = [3, -1, 0, 8, 8, 1]
    let weights: [Float] = [0.5, 1, 0, 2, 0.25, 1]
    return [("cross-entropy", nil), ("cross-entropy weighted", weights)].map { name, weights in
      Operation(
        name: name, inputs: ["x"], tolerance: short,
        fast: { v, _ in v[0].softmaxCrossEntropy(labels: labels, weights: weights) },
        reference: { m, _ in
          let loss = Reference.softmaxCrossEntropy(
            m[0], labels: labels.map(Int.init), weights: weights?.map(Double.init))
          return Reference.Matrix([loss], rows: 1, columns: 1)
        })
    }
  }()

  /// The same block as in the other tests; the angles are those of the file.
  static let block = Operation(
    name: "block",
    inputs: [
      "x", "table", "qkv", "queryNorm", "keyNorm", "output", "up", "upBias", "down", "downBias",
    ], tolerance: chained,
    fast: { v, constants in
      Block(rows: 12, width: 16, heads: 2, angles: constants["angles"]?.tensor).forward(v)
    },
    reference: { m, constants in
      Block(rows: 12, width: 16, heads: 2, angles: constants["angles"]?.tensor).reference(m)
    })
}
