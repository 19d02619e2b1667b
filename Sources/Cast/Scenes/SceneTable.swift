// All places that people can name.

import Foundation

/// The recipes of scenes, by name.
public struct SceneTable: Sendable {
  /// The recipes, in the order of their files.
  public let recipes: [SceneRecipe]
  private let indices: [String: Int]

  /// The recipe of a name, `nil` if there is none.
  public subscript(name: String) -> SceneRecipe? { indices[name].map { recipes[$0] } }

  /// The table that the program is built with.
  ///
  /// - Throws: `CastError.scenesUnreadable` when it was built with files that break their rules.
  public static func builtIn() throws(CastError) -> SceneTable { try shared.get() }

  /// Reads files of scenes.
  ///
  /// - Parameters:
  ///   - files: name and text of each.
  ///   - members: whose pictures rows may name.
  /// - Throws: `CastError.scenesUnreadable`.
  package init(files: [(name: String, text: String)], members: MemberTable) throws(CastError) {
    var recipes: [SceneRecipe] = [], indices: [String: Int] = [:]
    for file in files {
      for (recipe, line) in try SceneFile(name: file.name, text: file.text).scenes {
        guard indices.updateValue(recipes.count, forKey: recipe.name) == nil else {
          throw CastError.scenesUnreadable(
            file: file.name, line: line, reason: "there are two scenes '\(recipe.name)'")
        }
        for picture in recipe.pictures.sorted() where members[picture] == nil {
          throw CastError.scenesUnreadable(
            file: file.name, line: line,
            reason: "\(recipe.name): no member of the cast is called '\(picture)'")
        }
        recipes.append(recipe)
      }
    }
    self.recipes = recipes
    self.indices = indices
  }

  /// Reads every file `*.scene` of a folder, such as one being edited.
  ///
  /// - Throws: `CastError.scenesUnreadable`, and what reading the folder throws.
  package init(folder: URL, members: MemberTable) throws {
    let urls = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "scene" }.sorted { $0.path < $1.path }
    try self.init(
      files: urls.map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) },
      members: members)
  }

  // MARK: - Internals

  private static let shared = Result<SceneTable, CastError> { () throws(CastError) -> SceneTable in
    try SceneTable(files: builtInFiles, members: MemberTable.builtIn())
  }
}
