// What can go wrong with a story.

/// Why a story cannot be told.
public enum StoryError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A setting is out of its range.
  case badSetting(name: String, value: String, expected: String)
  /// The idea names nobody and nothing that the cast has.
  case emptyIdea(String)
  /// No story of about the asked length has the asked shape.
  case noStory(arc: StoryArc, shots: Int)

  /// What is wrong and what to do, in words.
  public var description: String {
    switch self {
    case .badSetting(let name, let value, let expected): "\(name) is \(value); expected \(expected)"
    case .emptyIdea(let idea):
      "the idea “\(idea)” names nobody who could act; name at least one, such as “a fox and a stolen balloon”"
    case .noStory(let arc, let shots):
      "no story of about \(shots) shots has the shape \(arc.rawValue); ask for more shots or another seed"
    }
  }
}
