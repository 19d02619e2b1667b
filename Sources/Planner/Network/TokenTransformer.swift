// The planners' transformer: tokens go in, the next token comes out. Whole sequences in training and token by token in
// decoding are one forward pass; decoding remembers keys and values.

import ZoetropeCompute
import ZoetropeLayers

/// What a decoder-only transformer is built of.
public struct TransformerShape: Sendable, Equatable {
  /// Number of tokens that there are.
  public var tokenCount: Int
  /// Width of the residual stream, D.
  public var hiddenSize: Int
  /// Number of blocks.
  public var depth: Int
  /// Number of attention heads, A.
  public var headCount: Int
  /// Hidden width of the MLP as a multiple of D.
  public var mlpRatio: Int

  /// Whether a network can be built of it.
  var isPossible: Bool {
    (1...4096).contains(hiddenSize) && (1...64).contains(headCount) && hiddenSize % headCount == 0
      && hiddenSize / headCount % 2 == 0 && hiddenSize / headCount <= 512 && (1...128).contains(depth)
      && (1...16).contains(mlpRatio) && tokenCount > 0
  }

  /// What records say of a network.
  func facts(named name: String, _ parameterCount: Int) -> [String: String] {
    ["network": name, "hidden": "\(hiddenSize)", "depth": "\(depth)", "parameters": "\(parameterCount)"]
  }

  var block: BlockConfiguration {
    BlockConfiguration(
      hiddenSize: hiddenSize, headCount: headCount, mlpRatio: mlpRatio, isModulated: false, isCausal: true)
  }

  var rotary: RotaryEmbedding { RotaryEmbedding(pairs: [hiddenSize / headCount / 2], base: 1000) }
}

/// A decoder-only transformer over tokens.
///
/// RMS norms before each branch, causal attention with normalised, rotated queries and keys, MLP with GELU.
public struct TokenTransformer: Sendable {
  /// What it is built of.
  public let shape: TransformerShape

  private let table: Embedding  // tokens → D
  private let blocks: [TransformerBlock]
  private let head: Linear  // D → tokens

  /// Takes the parameters from a source.
  ///
  /// - Precondition: the shape is possible.
  public init(_ shape: TransformerShape, _ source: ParameterSource) {
    self.shape = shape
    let d = shape.hiddenSize
    table = source.scope("tokens") { Embedding($0, entries: shape.tokenCount, size: d, deviation: 0.5) }
    let residualScale = 1 / (2 * Float(shape.depth)).squareRoot()
    blocks = (0..<shape.depth).map { index in
      source.scope("blocks.\(index)") {
        TransformerBlock($0, shape.block, residualScale: residualScale)
      }
    }
    head = source.scope("head") {
      Linear($0, inputs: d, outputs: shape.tokenCount, hasBias: false, initializer: .normal(0.02))
    }
  }

  /// What the network makes of whole sequences.
  ///
  /// - Parameters:
  ///   - tokens: sequences one after the other, `[N]`.
  ///   - lengths: length of each sequence; their sum is N.
  /// - Returns: `[N, D]`, normalised, ready for ``logits(_:)``.
  public func states(_ tokens: [Int32], lengths: [Int]) -> Variable {
    var segments: [AttentionSegment] = []
    var start = 0
    for length in lengths {
      segments.append(AttentionSegment(start..<start + length))
      start += length
    }
    var nothing = [KeyValueMemory?](repeating: nil, count: blocks.count)
    return states(tokens, positions: lengths.flatMap { 0..<$0 }, segments, &nothing)
  }

  /// Scores of all tokens, `[n, D]` to `[n, tokens]`.
  public func logits(_ states: Variable) -> Variable { head(states) }

  // MARK: Token by token

  /// The keys and values of the tokens seen so far.
  public struct Memory: Sendable {
    var blocks: [KeyValueMemory?]
    /// Number of tokens seen.
    public internal(set) var count = 0
  }

  /// A memory of nothing.
  public func memory() -> Memory {
    Memory(blocks: Array(repeating: KeyValueMemory(), count: shape.depth))
  }

  /// Reads the next tokens of a sequence.
  ///
  /// - Returns: the state at the last of them, `[1, D]`.
  /// - Precondition: at least one token.
  public func read(_ tokens: [Int], memory: inout Memory) -> Tensor {
    let count = memory.count + tokens.count
    let segment = AttentionSegment(queries: 0..<tokens.count, keys: 0..<count)
    let states = states(
      tokens.map(Int32.init), positions: Array(memory.count..<count), [segment], &memory.blocks)
    memory.count = count
    return states.value.rows(tokens.count - 1..<tokens.count)
  }

  /// Scores of some consecutive tokens after a state `[1, D]`.
  public func scores(_ state: Tensor, of tokens: Range<Int>) -> [Float] {
    Variable(state).linear(Variable(head.weight.value.rows(tokens))).value.elements
  }

  // MARK: - Internals

  /// The forward pass: tokens at their positions, `[N]`, to normalised states, `[N, D]`.
  ///
  /// - Parameter memories: one per block; nil where nothing is remembered.
  private func states(
    _ tokens: [Int32], positions: [Int], _ segments: [AttentionSegment], _ memories: inout [KeyValueMemory?]
  ) -> Variable {
    let layout = TokenLayout(
      segments: segments, rotary: shape.rotary.table(positions: positions.map { [Double($0)] }))
    var x = table(tokens)  // [N, D]
    for index in blocks.indices { x = blocks[index](x, layout, memory: &memories[index]) }
    return x.rmsNorm()
  }
}
