import Foundation
import ZoetropeLayers

/// What a planner that reads mentions is: everything needed to build the network that a weights file belongs to.
public struct ScriptConfiguration: Sendable, Equatable, Codable {
  /// Name of the preset, or of what was made of it.
  public var name: String
  /// Width of the residual stream, D.
  public var hiddenSize: Int
  /// Number of transformer blocks.
  public var depth: Int
  /// Number of attention heads, A.
  public var headCount: Int
  /// Hidden width of the MLP as a multiple of D.
  public var mlpRatio: Int
  /// The tokens that the weights know, in their order.
  public var tokens: [String]

  /// Makes a configuration for the tokens of this program.
  public init(name: String, hiddenSize: Int, depth: Int, headCount: Int, mlpRatio: Int = 4) {
    (self.name, self.hiddenSize, self.depth) = (name, hiddenSize, depth)
    (self.headCount, self.mlpRatio) = (headCount, mlpRatio)
    tokens = ScriptVocabulary().names
  }

  /// The one that is shipped: about 0.9 million parameters.
  public static let standard = ScriptConfiguration(name: "script", hiddenSize: 128, depth: 4, headCount: 4)

  /// Tiny, for tests.
  public static let thumbnail = ScriptConfiguration(
    name: "thumbnail", hiddenSize: 16, depth: 1, headCount: 2, mlpRatio: 2)

  /// Checks that a network can be built, and that its tokens are those of this program.
  ///
  /// - Throws: ``PlannerError/badConfiguration(_:)``.
  public func validate() throws {
    guard shape.isPossible else {
      throw PlannerError.badConfiguration(
        "hiddenSize \(hiddenSize), headCount \(headCount), depth \(depth), mlpRatio \(mlpRatio) do not fit together"
      )
    }
    let own = ScriptVocabulary().names
    guard tokens == own else {
      let other = zip(tokens, own).first { $0 != $1 }?.0 ?? "their number"
      throw PlannerError.badConfiguration(
        "its tokens are not those of this program (“\(other)”); train it anew or use the program it came with"
      )
    }
  }

  /// What the transformer is built of.
  var shape: TransformerShape {
    TransformerShape(
      tokenCount: tokens.count, hiddenSize: hiddenSize, depth: depth, headCount: headCount, mlpRatio: mlpRatio
    )
  }

  /// The layout of the network's parameters.
  public var parameterLayout: ParameterLayout { .of { _ = TokenTransformer(shape, $0) } }

  /// A network with the parameters of a source.
  public func network(_ source: ParameterSource) -> TokenTransformer { TokenTransformer(shape, source) }

  // MARK: - File form

  /// The key of the configuration in a weights file's metadata.
  public static let metadataKey = "zoetrope.scriptPlanner"

  /// The configuration as JSON with sorted keys.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Reads and checks the configuration in a weights file's metadata.
  ///
  /// - Throws: ``PlannerError/badConfiguration(_:)``.
  public init(metadata: [String: String]) throws {
    guard let text = metadata[ScriptConfiguration.metadataKey] else {
      throw PlannerError.badConfiguration(
        "the file's metadata has no “\(ScriptConfiguration.metadataKey)”; it is not a planner's")
    }
    do {
      self = try JSONDecoder().decode(ScriptConfiguration.self, from: Data(text.utf8))
    } catch {
      throw PlannerError.badConfiguration("“\(ScriptConfiguration.metadataKey)” does not read: \(error)")
    }
    try validate()
  }
}
