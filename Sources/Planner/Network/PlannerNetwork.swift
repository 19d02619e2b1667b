// The transformer of the planner that reads text.

import ZoetropeCompute
import ZoetropeLayers

/// A decoder-only transformer over tokens of text and plans.
public struct PlannerNetwork: Sendable {
  /// What the network is.
  public let configuration: PlannerConfiguration
  private let body: TokenTransformer

  /// Takes the parameters from a source.
  ///
  /// - Precondition: `configuration` is valid (``PlannerConfiguration/validate()``).
  public init(_ configuration: PlannerConfiguration, _ source: ParameterSource) {
    self.configuration = configuration
    body = TokenTransformer(configuration.shape, source)
  }

  /// The keys and values of the tokens seen so far.
  public typealias Memory = TokenTransformer.Memory

  /// What the network makes of whole sequences; see ``TokenTransformer/states(_:lengths:)``.
  public func states(_ tokens: [Int32], lengths: [Int]) -> Variable { body.states(tokens, lengths: lengths) }

  /// Scores of all tokens, `[n, D]` to `[n, tokens]`.
  public func logits(_ states: Variable) -> Variable { body.logits(states) }

  /// A memory of nothing.
  public func memory() -> Memory { body.memory() }

  /// Reads the next tokens of a sequence; see ``TokenTransformer/read(_:memory:)``.
  public func read(_ tokens: [Int], memory: inout Memory) -> Tensor { body.read(tokens, memory: &memory) }

  /// Scores of some consecutive tokens after a state `[1, D]`.
  public func scores(_ state: Tensor, of tokens: Range<Int>) -> [Float] { body.scores(state, of: tokens) }
}
