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
  func finish() {
    for member in members where !known.contains(member.name) {
      issues.add(path(member.name), "unknown field; known: \(known.joined(separator: ", "))")
    }
  }

  func number(_ name: String, default standard: Double? = nil) -> Double {
    field(name, standard, "a number") { $0.double } ?? .nan
  }

  func integer<Value: FixedWidthInteger>(_ name: String, default standard: Value? = nil, _ kind: String)
    -> Value
  {
    field(name, standard, kind) { $0.integer(Value.self) } ?? 0
  }

  func string(_ name: String, default standard: String) -> String {
    field(name, standard, "a string") { $0.string } ?? ""
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

  func object(_ name: String) -> PlanFields? {
    guard let value = member(name) else {
      missing(name, "an object")
      return nil
    }
    return PlanFields(value, path(name), issues)
  }

  func list(_ name: String) -> [PlanFields] {
    guard let value = member(name) else {
      missing(name, "a list")
      return []
    }
    guard case .array(let elements) = value else {
      issues.add(path(name), "expected a list, got \(PlanFields.show(value))")
      return []
    }
    return elements.enumerated().map { PlanFields($1, "\(path(name))[\($0)]", issues) }
  }

  // MARK: - Internals

  private func field<Value>(
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

  private func member(_ name: String) -> JSON? {
    known.append(name)
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
