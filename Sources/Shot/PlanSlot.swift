// What a plan says in words, described once: which slots there are, which words each may hold, and where a plan keeps it.
// The denoiser's embedding rows, the records of a stream, the planner's tokens and the grader's answers derive from this table.

/// A categorical property of a shot plan or of one of its actors.
///
/// Weights files and records name slots by raw value: order and names are only ever appended to.
public enum PlanSlot: String, CaseIterable, Codable, Sendable {
  case scene, period, time, weather, look, camera, shotSize
  case kind, tint, motion, speed, size

  /// Slots of the whole shot.
  public static let shot: [PlanSlot] = allCases.filter { shotTable[$0] != nil }
  /// Slots of an actor.
  public static let actor: [PlanSlot] = allCases.filter { actorTable[$0] != nil }

  /// All words that a plan can hold here, in the order of their vocabulary.
  public var words: [String] { PlanSlot.shotTable[self]?.words ?? PlanSlot.actorTable[self]?.words ?? [] }

  /// What the absence of a word is called; nil for slots that always hold one.
  public var absence: String? {
    switch self {
    case .period: "present"
    case .tint: "natural"
    default: nil
    }
  }

  /// Everything that can be chosen here: the absence of a word, where that is possible, then the words.
  public var choices: [String] { (absence.map { [$0] } ?? []) + words }

  // MARK: - Words of a plan

  /// The index of the plan's word among ``words``; nil where it has none, and for slots of actors.
  public func index(in plan: ShotPlan) -> Int? { PlanSlot.shotTable[self]?.index(plan) }

  /// The index of the actor's word among ``words``; nil where it has none or one that is not among them, and for slots of the shot.
  public func index(in actor: Actor) -> Int? { PlanSlot.actorTable[self]?.index(actor) }

  /// The plan's word; nil where it has none, and for slots of actors.
  public func word(in plan: ShotPlan) -> String? { index(in: plan).map { words[$0] } }

  /// The actor's word; nil where it has none, and for slots of the shot. An actor may have a picture or a colour that is not among
  /// ``words``: what it is called in the plan, so that whoever does not know it can say what.
  public func word(in actor: Actor) -> String? { PlanSlot.actorTable[self]?.word(actor) }

  // MARK: - Choices

  /// The index of the plan's choice among ``choices``.
  public func choice(in plan: ShotPlan) -> Int { choice(ofWord: index(in: plan)) }

  /// The index of the actor's choice among ``choices``; that of absence, or −1, where it has a word that is not among them.
  public func choice(in actor: Actor) -> Int { choice(ofWord: index(in: actor)) }

  /// Writes a choice into a plan; slots of actors change nothing.
  ///
  /// - Precondition: `choice` is an index of ``choices``.
  public func choose(_ choice: Int, in plan: inout ShotPlan) {
    PlanSlot.shotTable[self]?.set(&plan, word(ofChoice: choice))
  }

  /// Writes a choice into an actor; slots of the shot change nothing.
  ///
  /// - Precondition: `choice` is an index of ``choices``.
  public func choose(_ choice: Int, in actor: inout Actor) {
    PlanSlot.actorTable[self]?.set(&actor, word(ofChoice: choice))
  }

  // MARK: - Internals

  private func choice(ofWord index: Int?) -> Int { (index ?? -1) + (absence == nil ? 0 : 1) }

  private func word(ofChoice choice: Int) -> Int? {
    let index = choice - (absence == nil ? 0 : 1)
    return index < 0 ? nil : index
  }

  private static let shotTable: [PlanSlot: Place<ShotPlan>] = [
    .scene: Place(\.scene), .period: Place(optional: \.period), .time: Place(\.time),
    .weather: Place(\.weather), .look: Place(\.look), .camera: Place(\.camera.move),
    .shotSize: Place(\.shotSize),
  ]

  private static let actorTable: [PlanSlot: Place<Actor>] = [
    .kind: Place(
      ActorKind.self, text: { $0.picture },
      set: { actor, kind in if let kind { actor.picture = kind.rawValue } }),
    .tint: Place(
      Tint.self, text: { $0.tint?.text }, set: { actor, tint in actor.tint = tint.map(PictureTint.word) }),
    .motion: Place(\.motion), .speed: Place(\.speed), .size: Place(\.size),
  ]
}

/// Where a value keeps the word of a slot, as an index into the slot's vocabulary.
private struct Place<Value>: Sendable {
  let words: [String]
  let word: @Sendable (Value) -> String?
  let index: @Sendable (Value) -> Int?
  let set: @Sendable (inout Value, Int?) -> Void

  /// A word that is always there.
  init<Word: PlanWord & Equatable & Sendable>(_ path: WritableKeyPath<Value, Word> & Sendable) {
    let all = Array(Word.allCases)
    words = all.map(\.rawValue)
    word = { $0[keyPath: path].rawValue }
    index = { value in all.firstIndex(of: value[keyPath: path]) }
    set = { value, index in if let index { value[keyPath: path] = all[index] } }
  }

  /// A word that may be absent.
  init<Word: PlanWord & Equatable & Sendable>(optional path: WritableKeyPath<Value, Word?> & Sendable) {
    let all = Array(Word.allCases)
    words = all.map(\.rawValue)
    word = { $0[keyPath: path]?.rawValue }
    index = { value in value[keyPath: path].flatMap { all.firstIndex(of: $0) } }
    set = { value, index in value[keyPath: path] = index.map { all[$0] } }
  }

  /// A text that may be one of the words, and may be another.
  init<Word: PlanWord & Equatable & Sendable>(
    _ type: Word.Type, text: @escaping @Sendable (Value) -> String?,
    set: @escaping @Sendable (inout Value, Word?) -> Void
  ) {
    let all = Array(Word.allCases), words = all.map(\.rawValue)
    self.words = words
    word = text
    index = { value in text(value).flatMap { words.firstIndex(of: $0) } }
    self.set = { value, index in set(&value, index.map { all[$0] }) }
  }
}
