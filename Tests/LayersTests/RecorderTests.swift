import Testing
import ZoetropeCompute
import ZoetropeLayers

/// What a recorder sees of a transformer block, and that it changes nothing.
@Suite struct RecorderTests {
  static let (rows, width, heads) = (150, 48, 3)

  /// Two sequences through a modulated block with weights that are not those it starts with.
  static func pass() -> Tensor {
    let configuration = BlockConfiguration(
      hiddenSize: width, headCount: heads, isModulated: true, isCausal: false)
    let layout = ParameterLayout.of { _ = TransformerBlock($0, configuration) }
    var parameters = Parameters(layout: layout, seed: 1)
    parameters.storage.add(.normal([layout.count], seed: 2), scaledBy: 0.1)
    let block = TransformerBlock(ParameterSource(parameters), configuration)
    let positions = (0..<rows).map { [Double($0)] }
    let layoutOfTokens = TokenLayout(
      segments: [AttentionSegment(0..<50), AttentionSegment(50..<rows)],
      rotary: RotaryEmbedding(pairs: [width / heads / 2], base: 100).table(positions: positions))
    return block(
      Variable(.normal([rows, width], seed: 3)), layoutOfTokens,
      condition: Variable(.normal([2, width], seed: 4)), groups: (0..<rows).map { $0 < 50 ? 0 : 1 }
    ).value
  }

  @Test(arguments: Precision.allCases.filter(\.isAvailable)) func lookingChangesNoBit(precision: Precision)
    throws
  {
    let context = try ComputeContext(precision: precision, threadCount: 2)
    let alone = context.run(Self.pass).elements.map(\.bitPattern)
    let recorder = Recorder(Set(ObservedValue.allCases))
    #expect(context.with(observer: recorder).run(Self.pass).elements.map(\.bitPattern) == alone)
    #expect(alone.contains { Float(bitPattern: $0) != 0 })
  }

  @Test func shapesTimesAndOperations() {
    let recorder = Recorder(Set(ObservedValue.allCases))
    _ = ComputeContext(observer: recorder).run(Self.pass)
    let (n, d) = (Self.rows, Self.width)
    #expect(recorder[.tokens].isEmpty)  // a network's, not a block's
    #expect(recorder[.modulation].map(\.shape) == [[2, 6 * d]])
    #expect(recorder[.queries].map(\.shape) == [[n, d]] && recorder[.keys].map(\.shape) == [[n, d]])
    #expect(recorder[.projections].map(\.shape) == [[n, 3 * d]])
    #expect(recorder[.probabilities].map(\.shape) == [[3, 50, 50], [3, 100, 100]])
    #expect(
      Set(recorder.seconds.keys) == [.modulation, .norms, .qkv, .rotary, .attention, .projection, .mlp])
    // Four layers, the modulation, and attention; what is computed for show does not count.
    let layers = 2 * n * d * (3 * d + d + 8 * d) + 2 * 2 * d * 6 * d
    #expect(recorder.operations == layers + 4 * d * (50 * 50 + 100 * 100))
  }

  /// Probabilities are shown beside attention and computed by themselves: the softmax of what is shown of queries and keys.
  @Test func probabilitiesAreOfTheShownQueriesAndKeys() {
    let recorder = Recorder([.queries, .keys, .probabilities])
    _ = ComputeContext(observer: recorder).run(Self.pass)
    let queries = Reference.Matrix(recorder[.queries][0]), keys = Reference.Matrix(recorder[.keys][0])
    let size = Self.width / Self.heads
    let (head, query) = (1, 60)
    var scores = Reference.Matrix(rows: 1, columns: 100)
    for key in 0..<100 {
      for c in head * size..<(head + 1) * size { scores[0, key] += queries[query, c] * keys[50 + key, c] }
    }
    let want = Reference.softmax(scores, scale: 1 / Double(size).squareRoot()).probabilities.elements
    let shown = recorder[.probabilities][1]
    // Shares of at most 1, from scores of a few units in fp32.
    for key in 0..<100 { #expect(abs(Double(shown[head, query - 50, key]) - want[key]) < 2e-6) }
  }

  @Test func onlyWhatIsAskedForIsKept() {
    let recorder = Recorder([.keys])
    _ = ComputeContext(observer: recorder).run(Self.pass)
    #expect(recorder[.keys].count == 1)
    for value in ObservedValue.allCases where value != .keys { #expect(recorder[value].isEmpty) }
  }
}
