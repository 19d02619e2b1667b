// The whole cast.

import Foundation

/// All members of the cast, by name.
public struct MemberTable: Sendable {
  /// The members, in the order of their files.
  public let members: [CastMember]
  private let indices: [String: Int]

  /// The member of a name, `nil` if there is none.
  public subscript(name: String) -> CastMember? { indices[name].map { members[$0] } }

  /// Width of a member's picture divided by its height, as baked into the program, so that shots can be laid out without the
  /// font; 1 for a name that the table of shapes lacks.
  public func aspectRatio(of name: String) -> Double { MemberTable.shapes[name] ?? 1 }

  /// The table that the program is built with.
  ///
  /// - Throws: `CastError.membersUnreadable` when it was built with files that break their rules.
  public static func builtIn() throws(CastError) -> MemberTable { try shared.get() }

  /// Reads files of members.
  ///
  /// - Parameter files: name and text of each.
  /// - Throws: `CastError.membersUnreadable`.
  package init(files: [(name: String, text: String)]) throws(CastError) {
    var members: [CastMember] = [], indices: [String: Int] = [:]
    for file in files {
      for member in try MemberFile(name: file.name, text: file.text).members {
        guard indices.updateValue(members.count, forKey: member.name) == nil else {
          let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
          let line = lines.lastIndex { $0.hasPrefix(member.name + " ") } ?? 0
          throw CastError.membersUnreadable(
            file: file.name, line: line + 1, reason: "there are two members '\(member.name)'")
        }
        members.append(member)
      }
    }
    self.members = members
    self.indices = indices
  }

  /// Reads every file `*.cast` of a folder, such as one being edited.
  ///
  /// - Throws: `CastError.membersUnreadable`, and what reading the folder throws.
  package init(folder: URL) throws {
    let urls = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "cast" }.sorted { $0.path < $1.path }
    try self.init(
      files: urls.map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) })
  }

  // MARK: - Internals

  /// Lines of a name and a number.
  private static let shapes: [String: Double] = {
    var shapes: [String: Double] = [:]
    for line in shapesText.split(separator: "\n") where line.first != "#" {
      let fields = line.split(separator: " ")
      if fields.count == 2, let ratio = Double(fields[1]), (0.02...50).contains(ratio) {
        shapes[String(fields[0])] = ratio
      }
    }
    return shapes
  }()

  private static let shared = Result<MemberTable, CastError> { () throws(CastError) -> MemberTable in
    try MemberTable(files: builtInFiles)
  }
}
