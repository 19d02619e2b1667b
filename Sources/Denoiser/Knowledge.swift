import ZoetropeShot

/// The words a model was trained on, slot by slot: what it declares to know.
///
/// Every slot also has two entries of its own: *none* (the plan leaves it open, as the present has no period)
/// and *dropped* (the word is withheld, for guidance). Order decides the rows of embedding tables.
public struct Knowledge: Sendable, Equatable, Codable {
  /// Words per slot, by the slot's raw value.
  public let words: [String: [String]]

  /// Makes knowledge of given words; slots that are left out are empty.
  public init(words: [PlanSlot: [String]]) {
    self.words = Dictionary(uniqueKeysWithValues: words.map { ($0.key.rawValue, $0.value) })
  }

  /// Everything a plan can hold.
  public static let everything = Knowledge(
    words: Dictionary(uniqueKeysWithValues: PlanSlot.allCases.map { ($0, $0.words) }))

  /// What a network that reads pictures is told in words: the shot's place, light and look. Its actors are pictures, its
  /// camera is numbers.
  public static let ofShots = Knowledge(
    words: Dictionary(
      uniqueKeysWithValues: PlanSlot.shot.filter { $0 != .camera }.map { ($0, $0.words) }))

  /// The words known of a slot.
  public func words(of slot: PlanSlot) -> [String] { words[slot.rawValue] ?? [] }

  /// Whether a word is known.
  public func knows(_ word: String, as slot: PlanSlot) -> Bool { words(of: slot).contains(word) }

  /// Whether the model is told anything of a slot.
  public func has(_ slot: PlanSlot) -> Bool { !words(of: slot).isEmpty }

  /// What of a plan is not known, as (slot, word).
  public func unknown(in plan: ShotPlan) -> [(slot: PlanSlot, word: String)] {
    let shot = PlanSlot.shot.compactMap { slot in slot.word(in: plan).map { (slot, $0) } }
    let actors = plan.actors.flatMap { actor in
      PlanSlot.actor.compactMap { slot in slot.word(in: actor).map { (slot, $0) } }
    }
    return (shot + actors).filter { has($0.0) && !knows($0.1, as: $0.0) }.map { (slot: $0.0, word: $0.1) }
  }

  // MARK: - Rows of embedding tables

  /// Number of rows of a table with an entry for every word.
  var entryCount: Int { PlanSlot.allCases.reduce(0) { $0 + words(of: $1).count + 2 } }

  /// The row of *none* of a slot; *dropped* is the next one, the words follow.
  func firstRow(of slot: PlanSlot) -> Int {
    PlanSlot.allCases.prefix { $0 != slot }.reduce(0) { $0 + words(of: $1).count + 2 }
  }

  /// The row of a word, or of *none* for nil.
  ///
  /// - Throws: ``DenoiserError/unknownWord(slot:word:known:)``.
  package func row(of word: String?, as slot: PlanSlot) throws -> Int32 {
    let first = firstRow(of: slot)
    guard let word else { return Int32(first) }
    guard let index = words(of: slot).firstIndex(of: word) else {
      throw DenoiserError.unknownWord(slot: slot.rawValue, word: word, known: words(of: slot))
    }
    return Int32(first + 2 + index)
  }

  /// The row that stands for a word withheld.
  package func droppedRow(of slot: PlanSlot) -> Int32 { Int32(firstRow(of: slot) + 1) }
}
