import Foundation
import ZoetropeLayers

/// What a planner is: everything needed to build the network that a weights file belongs to.
public struct PlannerConfiguration: Sendable, Equatable, Codable {
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
  /// The tokens of text, learned from captions.
  public var tokenizer: Tokenizer
  /// The plan tokens that the weights know, by group.
  public var planTokens: [String: [String]]

  /// Makes a configuration for the plan tokens of this program.
  public init(
    name: String, hiddenSize: Int, depth: Int, headCount: Int, mlpRatio: Int = 4, tokenizer: Tokenizer
  ) {
    self.name = name
    self.hiddenSize = hiddenSize
    self.depth = depth
    self.headCount = headCount
    self.mlpRatio = mlpRatio
    self.tokenizer = tokenizer
    planTokens = PlannerConfiguration.knownPlanTokens
  }

  /// The one that is shipped: about 2 million parameters.
  public static func standard(_ tokenizer: Tokenizer) -> PlannerConfiguration {
    PlannerConfiguration(name: "standard", hiddenSize: 192, depth: 4, headCount: 4, tokenizer: tokenizer)
  }

  /// Tiny, for tests.
  public static func thumbnail(_ tokenizer: Tokenizer) -> PlannerConfiguration {
    PlannerConfiguration(
      name: "thumbnail", hiddenSize: 16, depth: 1, headCount: 2, mlpRatio: 2, tokenizer: tokenizer)
  }

  /// The most tokens of a prompt.
  public static let maximumPromptTokens = 256
  /// The most tokens of a description.
  public static let maximumDescriptionTokens = 128

  /// Checks that a network can be built, and that its plan tokens are those of this program.
  ///
  /// - Throws: ``PlannerError/badConfiguration(_:)``.
  public func validate() throws {
    guard shape.isPossible else {
      throw PlannerError.badConfiguration(
        "hiddenSize \(hiddenSize), headCount \(headCount), depth \(depth), mlpRatio \(mlpRatio) do not fit together"
      )
    }
    for (group, names) in PlannerConfiguration.knownPlanTokens.sorted(by: { $0.key < $1.key })
    where planTokens[group] != names {
      throw PlannerError.badConfiguration(
        "its words for “\(group)” are not those of this program; train it anew or use the program it came with"
      )
    }
  }

  /// Its tokens.
  public var vocabulary: PlannerVocabulary { PlannerVocabulary(tokenizer) }

  /// The layout of the network's parameters.
  public var parameterLayout: ParameterLayout { .of { _ = PlannerNetwork(self, $0) } }

  // MARK: - File form

  /// The key of the configuration in a weights file's metadata.
  public static let metadataKey = "zoetrope.planner"

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
    guard let text = metadata[PlannerConfiguration.metadataKey] else {
      throw PlannerError.badConfiguration(
        "the file's metadata has no “\(PlannerConfiguration.metadataKey)”; it is not a planner's")
    }
    do {
      self = try JSONDecoder().decode(PlannerConfiguration.self, from: Data(text.utf8))
    } catch let error as PlannerError {
      throw error
    } catch {
      throw PlannerError.badConfiguration("“\(PlannerConfiguration.metadataKey)” does not read: \(error)")
    }
    try validate()
  }

  // MARK: - Internals

  private static let knownPlanTokens = Dictionary(
    uniqueKeysWithValues: PlanTokenGroup.allCases.map { ($0.rawValue, $0.names) })

  /// What the transformer is built of.
  var shape: TransformerShape {
    TransformerShape(
      tokenCount: vocabulary.count, hiddenSize: hiddenSize, depth: depth, headCount: headCount,
      mlpRatio: mlpRatio)
  }
}
