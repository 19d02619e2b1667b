// The fields of one JSON object of a plan. Whatever is wrong is noted with its path and reading goes on with a
// stand-in, so that one run finds everything.

import ZoetropeFiles

/// What is wrong so far; shared by all objects of a plan while it is read.
final class PlanIssues {
  private(set) var all: [PlanError.Issue] = []

  func add(_ path: String, _ message: String) { add(PlanError.Issue(path, message)) }

  func add(_ issue: PlanError.Issue) { all.append(issue) }
}

/// Reads the fields of one object, and remembers which were asked for.
final class PlanFields {
  private let path: String
  private let issues: PlanIssues
  private let members: [JSON.Member]
  private let isObject: Bool
  private var known: [String] = []

  init(_ json: JSON, _ path: String, _ issues: PlanIssues) {
    self.path = path
    self.issues = issues
    if case .object(let members) = json {
      self.members = members
      isObject = true
    } else {
      members = []
      isObject = false
      issues.add(path.isEmpty ? PlanError.Issue.wholePlan : path, "expected an object, got \(json.kind)")
    }
  }

  /// Notes every field that nothing has asked for.
  ///
  /// - Parameter hints: what to say of fields that are none here but somewhere else.
  func finish(hints: [String: String] = [:]) {
    for member in members where !known.contains(member.name) {
      let hint = hints[member.name].map { "\($0); " } ?? ""
      issues.add(path(member.name), "unknown field; \(hint)known: \(known.joined(separator: ", "))")
    }
  }

  /// Whether a field is there, without asking for it.
  func has(_ name: String) -> Bool { members.contains { $0.name == name } }

  /// Notes something about a field.
  func note(_ name: String, _ message: String) { issues.add(path(name), message) }

  func number(_ name: String, default standard: Double? = nil) -> Double {
    field(name, standard, "a number") { $0.double } ?? .nan
  }

  func integer<Value: FixedWidthInteger>(_ name: String, default standard: Value? = nil, _ kind: String)
    -> Value
  {
    field(name, standard, kind) { $0.integer(Value.self) } ?? 0
  }

  func string(_ name: String, default standard: String? = nil) -> String {
    field(name, standard, "a string") { $0.string } ?? ""
  }

  func optionalString(_ name: String) -> String? {
    guard let value = member(name) else { return nil }
    if let string = value.string { return string }
    issues.add(path(name), "expected a string, got \(PlanFields.show(value))")
    return nil
  }

  func optionalNumber(_ name: String) -> Double? {
    guard let value = member(name) else { return nil }
    if let number = value.double { return number }
    issues.add(path(name), "expected a number, got \(PlanFields.show(value))")
    return .nan
  }

  func tint(_ name: String) -> PictureTint? {
    guard let text = optionalString(name) else { return nil }
    if let tint = PictureTint(text: text) { return tint }
    let known = PlanFields.list(Tint.self)
    issues.add(path(name), "\(JSON.quoted(text)) is no colour; expected #rrggbb or one of \(known)")
    return nil
  }

  /// Whom or what a field speaks of; required.
  func reference(_ name: String) -> PlanReference {
    let kind = "a name, or the number of an actor from 0"
    return field(name, nil, kind) { value in
      value.string.map(PlanReference.name) ?? value.integer(Int.self).map(PlanReference.actor)
    } ?? .actor(-1)
  }

  func target(_ name: String) -> Beat.Target? {
    guard has(name) else {
      known.append(name)
      return nil
    }
    switch reference(name) {
    case .name(let text): return Beat.Side(rawValue: text).map(Beat.Target.side) ?? .thing(.name(text))
    case .actor(let index): return .thing(.actor(index))
    }
  }

  /// A word, or a list of words with their times: the first, which holds from 0, and the later ones.
  func words<Word: PlanWord>(_ name: String, default standard: Word) -> (
    first: Word, later: [LaterWord<Word>]
  ) {
    guard let value = member(name) else { return (standard, []) }
    guard case .array = value else {
      if value.string != nil { return (word(name, default: standard), []) }
      issues.add(
        path(name),
        "expected a word or a list of words with their times, got \(PlanFields.show(value)); known: "
          + PlanFields.list(Word.self))
      return (standard, [])
    }
    let entries = list(name)
    guard let first = entries.first else {
      issues.add(path(name), "an empty list; expected at least the word that holds from 0")
      return (standard, [])
    }
    let start: Word = first.word("value")
    if first.number("t", default: 0) != 0 {
      first.note("t", "the first word holds from the start; expected 0")
    }
    first.finish(hints: ["fade": "what holds from the start has none"])
    return (
      start,
      entries.dropFirst().map { entry in
        defer { entry.finish() }
        return LaterWord(
          t: entry.number("t"), value: entry.word("value"),
          fade: entry.number("fade", default: ShotPlan.Change.standardFade))
      }
    )
  }

  struct LaterWord<Word> {
    let t: Double
    let value: Word
    let fade: Double
  }

  func flag(_ name: String, default standard: Bool) -> Bool {
    field(name, standard, "true or false") { if case .bool(let value) = $0 { value } else { nil } } ?? false
  }

  func word<Word: PlanWord>(_ name: String, default standard: Word? = nil) -> Word {
    // Every vocabulary has a first word; it stands in where an issue was noted.
    optionalWord(name, default: standard, isRequired: standard == nil)
      ?? Word.allCases[Word.allCases.startIndex]
  }

  func optionalWord<Word: PlanWord>(
    _ name: String, default standard: Word? = nil, isRequired: Bool = false
  ) -> Word? {
    guard let value = member(name) else {
      if isRequired { missing(name, "one of \(PlanFields.list(Word.self))") }
      return standard
    }
    guard let text = value.string else {
      issues.add(
        path(name), "expected a word, got \(PlanFields.show(value)); known: \(PlanFields.list(Word.self))")
      return nil
    }
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    let nearest = Spelling.nearest(to: text, among: words, limit: 3).joined(separator: ", ")
    let known = words.count > 3 ? "; known: \(words.joined(separator: ", "))" : ""
    issues.add(path(name), "\(JSON.quoted(text)) is not known here; nearest: \(nearest)\(known)")
    return nil
  }

  func object(_ name: String, isRequired: Bool = true) -> PlanFields? {
    guard let value = member(name) else {
      if isRequired { missing(name, "an object") }
      return nil
    }
    return PlanFields(value, path(name), issues)
  }

  func list(_ name: String, isRequired: Bool = true) -> [PlanFields] {
    guard let value = member(name) else {
      if isRequired { missing(name, "a list") }
      return []
    }
    guard case .array(let elements) = value else {
      issues.add(path(name), "expected a list, got \(PlanFields.show(value))")
      return []
    }
    return elements.enumerated().map { PlanFields($1, "\(path(name))[\($0)]", issues) }
  }

  /// A value read by a function that knows its kind; without a standard it must be there.
  func field<Value>(
    _ name: String, _ standard: Value?, _ kind: String, _ read: (JSON) -> Value?
  ) -> Value? {
    guard let value = member(name) else {
      if standard == nil { missing(name, kind) }
      return standard
    }
    if let result = read(value) { return result }
    issues.add(path(name), "expected \(kind), got \(PlanFields.show(value))")
    return nil
  }

  // MARK: - Internals

  private func member(_ name: String) -> JSON? {
    if !known.contains(name) { known.append(name) }
    return members.first { $0.name == name }?.value
  }

  private func missing(_ name: String, _ kind: String) {
    // What is no object has been noted as such; its fields are not missing on top of that.
    if isObject { issues.add(path(name), "missing; expected \(kind)") }
  }

  private func path(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private static func list<Word: PlanWord>(_ type: Word.Type) -> String {
    Word.allCases.map(\.rawValue).joined(separator: ", ")
  }

  private static func show(_ json: JSON) -> String {
    switch json {
    case .number(let literal): literal.count > 40 ? "a long number" : literal
    case .string(let string): string.count > 40 ? "a long string" : JSON.quoted(string)
    case .bool(let value): String(value)
    default: json.kind
    }
  }
}

/// A closed vocabulary of a plan.
typealias PlanWord = RawRepresentable<String> & CaseIterable
