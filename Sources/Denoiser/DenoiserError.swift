import Foundation

/// What can be wrong with what the denoiser is given.
public enum DenoiserError: Error, Equatable, LocalizedError {
  /// The plan asks for a word that these weights were not trained on.
  case unknownWord(slot: String, word: String, known: [String])
  /// The network reads pictures and was given none.
  case noPictures
  /// The plan holds something that these weights cannot be told: the field and what is in it.
  case unknownPart(_ field: String, reason: String)
  /// Sides of a clip do not divide into patches.
  case indivisible(clip: String, patch: String)
  /// A weights file holds no usable configuration.
  case badConfiguration(String)
  /// A setting is out of range.
  case badSetting(name: String, value: String, expected: String)
  /// A saved state does not belong to this run.
  case badState(String)

  /// What is wrong, where, what was expected and what to do.
  public var errorDescription: String? {
    switch self {
    case .unknownWord(let slot, let word, let known):
      "this model does not know the \(slot) “\(word)”; it knows: \(known.joined(separator: ", "))"
    case .noPictures:
      "this model paints actors from their pictures, and there are none: the emoji font is missing or was not opened"
    case .unknownPart(let field, let reason):
      "this model cannot be told the plan's “\(field)”, which \(reason); leave it out, or choose a model that knows it"
    case .indivisible(let clip, let patch):
      "a clip of \(clip) (frames, height, width) cannot be cut into patches of \(patch); "
        + "choose sizes that are multiples"
    case .badConfiguration(let reason): "the model's configuration cannot be used: \(reason)"
    case .badSetting(let name, let value, let expected): "\(name) is \(value); expected \(expected)"
    case .badState(let reason): "this saved state cannot be resumed: \(reason)"
    }
  }
}
