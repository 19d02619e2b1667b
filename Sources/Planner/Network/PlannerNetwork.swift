// The planner's transformer: tokens go in, the next token comes out. The forward pass exists twice on purpose: over whole sequences
// for training, and token by token with remembered keys and values; a test holds them together.

import ZoetropeCompute
import ZoetropeLayers

/// A decoder-only transformer over tokens of text and plans.
///
/// RMS norms before each branch, causal attention with normalised, rotated queries and keys, MLP with GELU.
public struct PlannerNetwork: Sendable {
  /// What the network is.
  public let configuration: PlannerConfiguration

  private let table: Embedding  // tokens → D
  private let blocks: [TransformerBlock]
  private let head: Linear  // D → tokens

  /// Takes the parameters from a source.
  ///
  /// - Precondition: `configuration` is valid (``PlannerConfiguration/validate()``).
  public init(_ configuration: PlannerConfiguration, _ source: ParameterSource) {
    self.configuration = configuration
    let d = configuration.hiddenSize
    table = source.scope("tokens") {
      Embedding($0, entries: configuration.vocabulary.count, size: d, deviation: 0.5)
    }
    let residualScale = 1 / (2 * Float(configuration.depth)).squareRoot()
    blocks = (0..<configuration.depth).map { index in
      source.scope("blocks.\(index)") {
        TransformerBlock($0, configuration.block, residualScale: residualScale)
      }
    }
    head = source.scope("head") {
      Linear(
        $0, inputs: d, outputs: configuration.vocabulary.count, hasBias: false, initializer: .normal(0.02))
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
    let layout = TokenLayout(
      segments: segments, rotary: rotary(lengths.flatMap { (0..<$0).map(Double.init) }))
    var x = enter(tokens)  // [N, D]
    for block in blocks { x = block(x, layout) }
    return x.rmsNorm()
  }

  /// Scores of all tokens, `[n, D]` to `[n, tokens]`.
  public func logits(_ states: Variable) -> Variable { head(states) }

  // MARK: Token by token

  /// The keys and values of the tokens seen so far.
  public struct Memory: Sendable {
    var blocks: [KeyValueMemory]
    /// Number of tokens seen.
    public internal(set) var count = 0
  }

  /// A memory of nothing.
  public func memory() -> Memory {
    Memory(blocks: Array(repeating: KeyValueMemory(), count: configuration.depth))
  }

  /// Reads the next tokens of a sequence.
  ///
  /// - Returns: the state at the last of them, `[1, D]`.
  /// - Precondition: at least one token.
  public func read(_ tokens: [Int], memory: inout Memory) -> Tensor {
    let table = rotary((memory.count..<memory.count + tokens.count).map(Double.init))
    var x = enter(tokens.map(Int32.init))
    for index in blocks.indices { x = blocks[index](x, rotary: table, memory: &memory.blocks[index]) }
    memory.count += tokens.count
    return x.rmsNorm().value.rows(tokens.count - 1..<tokens.count)
  }

  /// Scores of some consecutive tokens after a state `[1, D]`.
  public func scores(_ state: Tensor, of tokens: Range<Int>) -> [Float] {
    Variable(state).linear(Variable(head.weight.value.rows(tokens))).value.elements
  }

  // MARK: - Internals

  private func enter(_ tokens: [Int32]) -> Variable { table(tokens) }

  private func rotary(_ positions: [Double]) -> RotaryTable {
    configuration.rotary.table(positions: positions.map { [$0] })
  }
}
