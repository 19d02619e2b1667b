// From mentions to a script: asks of every mention what becomes of it. What the prompt states decides wherever it can; what it
// leaves open is asked of a source. Whatever the source answers, what is stated is in the script or a note says what is not.

import ZoetropeCast
import ZoetropeLanguage
import ZoetropeShot

/// Reads mentions as a script.
public struct ScriptGrammar<Source: ScriptSource> {
  /// Who chooses.
  public private(set) var source: Source
  let reading: PromptReading
  let casting: Casting
  var shot = ScriptedShot()
  var fates: [MentionFate?]
  var notes: [String] = []
  /// Whom each thing's mention is, by mention.
  var performers: [Int: Performer] = [:]
  /// What each thing became.
  var things: [Int: PlanThing] = [:]
  /// Whether the prompt says the time of day.
  var isTimeStated = false
  /// Whether the prompt says the weather.
  var isWeatherStated = false
  /// Whether the prompt says the place.
  var isPlaceStated = false

  /// Makes a grammar of a reading.
  ///
  /// - Parameters:
  ///   - casting: everybody whom it may name.
  ///   - source: who chooses what it leaves open.
  public init(_ reading: PromptReading, casting: Casting, source: Source) {
    (self.reading, self.casting, self.source) = (reading, casting, source)
    fates = Array(repeating: nil, count: reading.mentions.count)
  }

  /// Reads the script.
  ///
  /// - Throws: what the source throws.
  public mutating func read() throws -> Script {
    notes = reading.notes.map(\.message)
    readGrammar()
    try readThings()
    try readPlace()
    try readLight()
    readProperties()
    readRelations()
    try readActions()
    try readCamera()
    try compose()
    readRest()
    return Script(shot: shot, fates: fates.map { $0 ?? .leftOut }, notes: notes)
  }

  // MARK: - Internals

  /// Asks the source, where there is something to ask.
  mutating func choose(_ slot: ScriptSlot, among allowed: [Int], usual: Int) throws -> Int {
    guard let first = allowed.first else { return usual }
    guard allowed.count > 1 else { return first }
    let usual = allowed.contains(usual) ? usual : first
    let chosen = try source.choose(slot, among: allowed, usual: usual)
    return allowed.contains(chosen) ? chosen : usual
  }

  func mention(_ index: Int) -> Mention { reading.mentions[index] }

  /// The words of a mention, in quotes.
  func quoted(_ index: Int) -> String { "'\(reading.words(of: mention(index)))'" }

  mutating func leaveOut(_ index: Int, _ reason: String) {
    fates[index] = .leftOut
    notes.append("\(quoted(index)) \(reason)")
  }

  /// The mention that stands for the same thing first.
  func first(_ index: Int) -> Int {
    if let same = mention(index).sameAs { return same }
    if let whole = mention(index).modifies { return first(whole) }
    return index
  }

  /// The actor or piece that a mention is.
  func thing(_ index: Int) -> PlanThing? { things[first(index)] }

  /// The actor that a mention is.
  func actor(_ index: Int) -> Int? {
    if case .actor(let number) = thing(index) { number } else { nil }
  }

  /// Marks what is meant for others, only joins others, or says that something is not there.
  private mutating func readGrammar() {
    for (index, mention) in reading.mentions.enumerated() {
      switch mention.kind {
      case .stripped: fates[index] = .stripped
      case .negation: fates[index] = .grammar
      case .unknown:
        guard !mention.isNegated else {
          fates[index] = .absent
          continue
        }
        let near = mention.near.compactMap { casting.members[$0]?.displayName }
        leaveOut(
          index,
          near.isEmpty
            ? "is not known, and was left out"
            : "is not known, and was left out; near are \(near.joined(separator: ", "))")
      default:
        guard mention.isNegated else { continue }
        fates[index] = .absent
        if mention.kind == .thing || mention.kind == .place { forbid(mention) }
      }
    }
  }

  /// Keeps what is denied out of the scenery too: the thing, its other senses, and for people and vehicles all of them.
  private mutating func forbid(_ mention: Mention) {
    let names = Set(mention.senses.map(\.member) + [mention.key])
    shot.absent.formUnion(names)
    guard let member = casting.members[mention.key] else { return }
    let isWide = ["person", "car", "animal", "bird", "tree", "flower"].contains(member.name)
    for other in casting.members.members where isWide && other.category == member.category {
      if member.name == "tree" || member.name == "flower" {
        guard other.name.lowercased().hasSuffix(member.name) else { continue }
      }
      shot.absent.insert(other.name)
    }
  }

  /// Whatever nothing asked about is left out, and said so.
  private mutating func readRest() {
    for index in fates.indices where fates[index] == nil {
      leaveOut(index, "could not be joined to anything, and was left out")
    }
  }
}
