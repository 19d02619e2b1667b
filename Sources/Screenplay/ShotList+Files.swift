// `shots.json` and its table for spreadsheets. Both are read strictly: a typing mistake has a path, and is never ignored.

import ZoetropeFiles

extension ShotList {
  /// The list as `shots.json`.
  public var json: String {
    let shots = shots.map { shot in
      var members = [
        JSON.Member("id", .string(shot.id)), JSON.Member("scene", JSON(shot.scene)),
        JSON.Member("kind", .string(shot.kind.rawValue)),
        JSON.Member("seconds", JSON(shot.seconds.isFinite ? shot.seconds : 0)),
        JSON.Member(
          "people",
          .array(
            shot.people.map {
              .object([JSON.Member("name", .string($0.name)), JSON.Member("side", .string($0.side.rawValue))])
            })),
      ]
      if let speaker = shot.speaker { members.append(JSON.Member("speaker", .string(speaker))) }
      members += [
        JSON.Member("dialogue", .string(shot.dialogue)), JSON.Member("action", .string(shot.action)),
        JSON.Member("prompt", .string(shot.prompt)),
        JSON.Member("transition", .string(shot.transition.rawValue)),
        JSON.Member("take", JSON(shot.take)),
      ]
      if let line = shot.line { members.append(JSON.Member("line", JSON(line))) }
      if shot.speed != 1 { members.append(JSON.Member("speed", JSON(shot.speed))) }
      if let sound = shot.sound { members.append(JSON.Member("sound", .string(sound))) }
      if shot.soundOffset != 0 { members.append(JSON.Member("soundOffset", JSON(shot.soundOffset))) }
      return JSON.object(members)
    }
    let members = [
      JSON.Member("version", JSON(ShotList.version)), JSON.Member("title", .string(title)),
      JSON.Member("shots", .array(shots)),
    ]
    return JSON.object(members).text + "\n"
  }

  /// Reads `shots.json` and validates it. `people`, `speaker`, `dialogue`, `action`, `transition`, `take`, `line`,
  /// `speed`, `sound` and `soundOffset` may be left out.
  ///
  /// - Throws: ``ScreenplayError/file(name:issues:)`` with every issue and its path.
  public init(json bytes: [UInt8]) throws(ScreenplayError) {
    let value: JSON
    do throws(JSONError) { value = try JSON(parsing: bytes) } catch {
      throw .file(
        name: "shots",
        issues: [.init(path: "line \(error.line), column \(error.column)", message: error.message)])
    }
    let root = ListFields(value, "shots file")
    let version: Int = root.integer("version") ?? 0
    if version != ShotList.version, root.issues.all.isEmpty {
      root.issues.add("version", "got \(version); expected \(ShotList.version)")
    }
    self.init(title: root.string("title", or: "") ?? "", shots: root.list("shots").map(ListedShot.init))
    root.finish()
    guard root.issues.all.isEmpty else { throw .file(name: "shots", issues: root.issues.all) }
    try validate()
  }

  /// The names of the table's columns.
  static let columns = [
    "id", "scene", "kind", "seconds", "people", "speaker", "dialogue", "action", "prompt", "transition",
    "take", "line", "speed", "sound", "soundOffset",
  ]

  /// The list as a table (RFC 4180) for spreadsheets; the title is not in it. `people` reads `MARA left; OTTO right`.
  public var csv: String {
    let rows = shots.map { shot in
      [
        shot.id, String(shot.scene), shot.kind.rawValue,
        JSON.literal(shot.seconds.isFinite ? shot.seconds : 0),
        shot.people.map { "\($0.name) \($0.side.rawValue)" }.joined(separator: "; "), shot.speaker ?? "",
        shot.dialogue, shot.action,
        shot.prompt, shot.transition.rawValue, String(shot.take), shot.line.map(String.init) ?? "",
        JSON.literal(shot.speed.isFinite ? shot.speed : 1), shot.sound ?? "",
        JSON.literal(shot.soundOffset.isFinite ? shot.soundOffset : 0),
      ]
    }
    return CSV.text([ShotList.columns] + rows)
  }

  /// Reads the table that ``csv`` writes, and validates it.
  ///
  /// - Throws: ``ScreenplayError/file(name:issues:)``; the path is the row, counted from 1 with the names of the columns, and the column.
  public init(csv bytes: [UInt8], title: String = "") throws(ScreenplayError) {
    try TextCheck.check(bytes)
    var rows = try CSV.rows(of: String(decoding: bytes, as: UTF8.self).trimmingPrefix("\u{FEFF}").description)
    guard rows.first == ShotList.columns else {
      throw .file(
        name: "shots",
        issues: [
          .init(path: "row 1", message: "expected the columns \(ShotList.columns.joined(separator: ","))")
        ])
    }
    rows.removeFirst()
    let issues = ListIssues()
    let shots = rows.enumerated().map { ListedShot(row: $1, number: $0 + 2, issues: issues) }
    guard issues.all.isEmpty else { throw .file(name: "shots", issues: issues.all) }
    self.init(title: title, shots: shots)
    try validate()
  }
}

extension ListedShot {
  fileprivate init(_ fields: ListFields) {
    self.init(
      id: fields.string("id") ?? "", scene: fields.integer("scene") ?? 0, kind: fields.word("kind") ?? .wide,
      seconds: fields.number("seconds") ?? 0,
      people: fields.list("people", isRequired: false).map { person in
        defer { person.finish() }
        return Person(person.string("name") ?? "", person.word("side") ?? .left)
      }, speaker: fields.string("speaker", or: nil), dialogue: fields.string("dialogue", or: "") ?? "",
      action: fields.string("action", or: "") ?? "", prompt: fields.string("prompt") ?? "",
      transition: fields.word("transition", or: .cut) ?? .cut, take: fields.integer("take", or: 1) ?? 1,
      line: fields.integer("line", or: nil, isOptional: true), speed: fields.number("speed", or: 1),
      sound: fields.string("sound", or: nil), soundOffset: fields.number("soundOffset", or: 0))
    fields.finish()
  }

  fileprivate init(row: [String], number: Int, issues: ListIssues) {
    func note(_ column: String, _ message: String) { issues.add("row \(number), \(column)", message) }
    var cells: [String: String] = [:]
    if row.count == ShotList.columns.count {
      for (column, cell) in zip(ShotList.columns, row) { cells[column] = cell }
    } else {
      issues.add("row \(number)", "\(row.count) cells; expected \(ShotList.columns.count)")
    }
    func text(_ column: String) -> String { cells[column] ?? "" }
    func word<Word: RawRepresentable<String> & CaseIterable>(_ column: String, _ standard: Word) -> Word {
      if let word = Word(rawValue: text(column)) { return word }
      if !cells.isEmpty {
        note(column, "\(JSON.quoted(text(column))) is not known; expected \(ListFields.words(Word.self))")
      }
      return standard
    }
    func integer(_ column: String) -> Int {
      if let value = Int(text(column)) { return value }
      if !cells.isEmpty { note(column, "expected a whole number, got \(JSON.quoted(text(column)))") }
      return 1
    }
    func decimal(_ column: String) -> Double {
      if let value = Double(text(column)) { return value }
      if !cells.isEmpty { note(column, "expected a number, got \(JSON.quoted(text(column)))") }
      return 1
    }
    let seconds = Double(text("seconds"))
    if seconds == nil, !cells.isEmpty {
      note("seconds", "expected a number, got \(JSON.quoted(text("seconds")))")
    }
    let people = text("people").split(separator: ";").map { String($0).trimmedSpace }.compactMap {
      person -> Person? in
      guard let space = person.lastIndex(of: " "),
        let side = Side(rawValue: String(person[person.index(after: space)...]))
      else {
        note("people", "expected a name and left or right, got \(JSON.quoted(person))")
        return nil
      }
      return Person(String(person[..<space]).trimmedSpace, side)
    }
    self.init(
      id: text("id"), scene: integer("scene"), kind: word("kind", Kind.wide), seconds: seconds ?? 1,
      people: people,
      speaker: text("speaker").isEmpty ? nil : text("speaker"), dialogue: text("dialogue"),
      action: text("action"), prompt: text("prompt"),
      transition: word("transition", Transition.cut), take: integer("take"),
      line: text("line").isEmpty ? nil : integer("line"), speed: decimal("speed"),
      sound: text("sound").isEmpty ? nil : text("sound"), soundOffset: decimal("soundOffset"))
  }
}

/// What is wrong so far in a file.
private final class ListIssues {
  private(set) var all: [ScreenplayError.Issue] = []

  func add(_ path: String, _ message: String) { all.append(.init(path: path, message: message)) }
}

/// The fields of an object of a shot list; what is wrong is noted and reading goes on.
private final class ListFields {
  let issues: ListIssues
  private let members: [JSON.Member]
  private let path: String
  private var known: [String] = []

  init(_ json: JSON, _ path: String, _ issues: ListIssues = ListIssues(), isRoot: Bool = true) {
    self.issues = issues
    self.path = isRoot ? "" : path
    if case .object(let members) = json {
      self.members = members
    } else {
      members = []
      issues.add(path, "expected an object, got \(json.kind)")
    }
  }

  static func words<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type) -> String {
    Word.allCases.map(\.rawValue).joined(separator: ", ")
  }

  func finish() {
    for member in members where !known.contains(member.name) {
      issues.add(path(member.name), "unknown field; known: \(known.joined(separator: ", "))")
    }
  }

  func string(_ name: String) -> String? { value(name, "a string", isRequired: true) { $0.string } }

  func string(_ name: String, or standard: String?) -> String? {
    value(name, "a string", isRequired: false) { $0.string } ?? standard
  }

  func number(_ name: String, or standard: Double) -> Double {
    value(name, "a number", isRequired: false) { $0.double } ?? standard
  }

  func number(_ name: String) -> Double? { value(name, "a number", isRequired: true) { $0.double } }

  func integer(_ name: String) -> Int? { value(name, "a whole number", isRequired: true) { $0.integer() } }

  func integer(_ name: String, or standard: Int?, isOptional: Bool = false) -> Int? {
    value(name, "a whole number", isRequired: false) { $0.integer() } ?? standard
  }

  func word<Word: RawRepresentable<String> & CaseIterable>(_ name: String, or standard: Word? = nil) -> Word?
  {
    value(name, "one of \(ListFields.words(Word.self))", isRequired: standard == nil) {
      $0.string.flatMap(Word.init)
    } ?? standard
  }

  func list(_ name: String, isRequired: Bool = true) -> [ListFields] {
    let elements: [JSON]? = value(name, "a list", isRequired: isRequired) {
      if case .array(let elements) = $0 { elements } else { nil }
    }
    return (elements ?? []).enumerated().map { ListFields($1, "\(path(name))[\($0)]", issues, isRoot: false) }
  }

  private func path(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private func value<Value>(_ name: String, _ kind: String, isRequired: Bool, _ read: (JSON) -> Value?)
    -> Value?
  {
    known.append(name)
    guard let found = members.first(where: { $0.name == name }) else {
      if isRequired, !members.isEmpty || path.isEmpty { issues.add(path(name), "missing; expected \(kind)") }
      return nil
    }
    if let result = read(found.value) { return result }
    let got: String
    switch found.value {
    case .string(let text): got = text.count > 40 ? "a long string" : JSON.quoted(text)
    case .number(let literal): got = literal.count > 40 ? "a long number" : literal
    default: got = found.value.kind
    }
    issues.add(path(name), "expected \(kind), got \(got)")
    return nil
  }
}
