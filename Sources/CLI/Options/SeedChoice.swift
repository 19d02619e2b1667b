import ArgumentParser

/// A seed that is named, or drawn.
///
/// Options of this type read their value with `parsing: .unconditional`, so that `--seed -1` is a wrong value and not a
/// missing one.
struct SeedChoice {
  /// The seed.
  var value: UInt64
  /// Whether it was drawn for this run.
  var isRandom = false

  /// A seed that is named.
  init(_ value: UInt64) { self.value = value }

  /// Reads `random`, or a whole number from 0.
  ///
  /// - Throws: `ValidationError` with the range.
  static func read(_ text: String) throws -> SeedChoice {
    if text == "random" {
      // Nine digits, so that it can be typed again.
      var choice = SeedChoice(UInt64.random(in: 0..<1_000_000_000))
      choice.isRandom = true
      return choice
    }
    return SeedChoice(try number(text, or: ", or random"))
  }

  /// Reads a seed where none can be drawn, since the work may be resumed later.
  ///
  /// - Throws: `ValidationError` with the range.
  static func number(_ text: String) throws -> UInt64 { try number(text, or: "") }

  // MARK: - Internals

  private static func number(_ text: String, or other: String) throws -> UInt64 {
    guard let value = UInt64(text) else {
      throw ValidationError("expected a whole number 0…\(UInt64.max)\(other)")
    }
    return value
  }
}
