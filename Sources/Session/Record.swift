import Foundation
import ZoetropeFiles
import ZoetropeShot
import ZoetropeMedia

/// A file that says how to make a clip again: a manifest, or a PNG of ours.
public struct Record: Sendable {
  /// The recipe.
  public var recipe: Recipe
  /// The manifest, where that was the file.
  public var manifest: Manifest?
  /// What a PNG shows, where that was the file.
  public var picture: (part: Recipe.Part, frame: Frame)?
  /// The folder of the clip, where conditioning frames may lie.
  public var folder: URL

  /// Reads a manifest, a PNG, or the manifest of a clip's folder.
  ///
  /// - Throws: ``SessionError/badRecord(path:reason:)``, `FileError`, `MediaError`.
  public init(_ url: URL) throws {
    var url = url
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
      if FileManager.default.fileExists(atPath: url.appendingPathComponent(Takes.name).path) {
        throw SessionError.badRecord(
          path: url.path, reason: "it holds several takes; give the folder of one, such as take_1")
      }
      url.appendPathComponent(Manifest.name)
    }
    let start = try MappedFile(url).withUnsafeBytes { Array($0.prefix(8)) }
    if start == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] {
      let image = try PNG.read(url)
      guard let text = image.texts.first(where: { $0.keyword == Recipe.keyword }) else {
        throw SessionError.badRecord(path: url.path, reason: "the picture has no text “\(Recipe.keyword)”")
      }
      recipe = try Recipe(json: Data(text.value.utf8), path: url.path)
      if let text = image.texts.first(where: { $0.keyword == Recipe.partKeyword }),
        let part = Recipe.Part(text.value)
      {
        picture = (part, image.frame())
      }
      folder = url.deletingLastPathComponent()
      if folder.lastPathComponent == ClipWriter.framesFolder { folder.deleteLastPathComponent() }
    } else {
      let manifest = try Manifest(url)
      self.manifest = manifest
      recipe = manifest.recipe
      folder = url.deletingLastPathComponent()
    }
  }

  /// The record of the clip in whose folder a plan lies, if it does.
  ///
  /// - Throws: what ``init(_:)`` throws for a manifest that cannot be used.
  public static func beside(_ plan: URL) throws -> Record? {
    let url = plan.deletingLastPathComponent().appendingPathComponent(Manifest.name)
    return FileManager.default.fileExists(atPath: url.path) ? try Record(url) : nil
  }

  /// The clips that a path means: itself, or every take in a folder of several.
  ///
  /// - Throws: ``SessionError/badRecord(path:reason:)``.
  public static func places(_ url: URL) throws -> [URL] {
    let list = url.appendingPathComponent(Takes.name)
    guard FileManager.default.fileExists(atPath: list.path) else { return [url] }
    do {
      let takes = try JSONDecoder().decode(Takes.self, from: try data(list)).takes
      return takes.map { url.appendingPathComponent($0, isDirectory: true) }
    } catch let error as DecodingError {
      throw SessionError.badRecord(path: list.path, reason: Recipe.reason(error))
    }
  }

  /// The files of the pictures that the clip was given.
  ///
  /// - Throws: ``SessionError/otherPicture(path:reason:)`` where one is missing or changed.
  public func givenPictures() throws -> (opening: [URL], ending: [URL]) {
    _ = try ConditioningFrames(recipe.pictures, from: inputs)
    let pictures = recipe.pictures
    return (
      pictures.opening.indices.map { inputs.appendingPathComponent(ConditioningFrames.openingName($0)) },
      pictures.ending.indices.map { inputs.appendingPathComponent(ConditioningFrames.endingName($0)) }
    )
  }

  /// The folder of the pictures that the clip was given.
  package var inputs: URL {
    let earlier = folder.appendingPathComponent(ConditioningFrames.earlierFolderName, isDirectory: true)
    if FileManager.default.fileExists(atPath: earlier.path) { return earlier }
    return folder.appendingPathComponent(ConditioningFrames.folderName, isDirectory: true)
  }

  static func data(_ url: URL) throws -> Data {
    try MappedFile(url).withUnsafeBytes { Data($0) }
  }
}
