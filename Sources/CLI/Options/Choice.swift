import ArgumentParser
import ZoetropeFiles

extension CaseIterable where Self: RawRepresentable, RawValue == String {
  /// All words of an option.
  static var words: [String] { allCases.map(\.rawValue) }
}

/// Reads a word of an option.
///
/// - Throws: `ValidationError` with all words, the nearest first.
func choice<Value: CaseIterable & RawRepresentable>(_ text: String) throws -> Value
where Value.RawValue == String {
  if let value = Value(rawValue: text) { return value }
  let nearest = Spelling.nearest(to: text, among: Value.words, limit: 1)
  throw ValidationError(
    "expected one of \(Value.words.joined(separator: ", "))"
      + (nearest.first.map { "; nearest: \($0)" } ?? ""))
}
