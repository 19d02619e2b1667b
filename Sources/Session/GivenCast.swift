// A person's own cast on its way through a clip: from where it was given into the clip's folder, and from there again.

import Foundation
import ZoetropeCast
import ZoetropeFiles
import ZoetropeMedia
import ZoetropeShot

extension Studio {
  /// The same studio with the cast of a request, and with the pictures that its plan names by paths.
  ///
  /// - Throws: ``SessionError/badSetting(name:value:expected:)`` where the model knows single kinds by name; what reading
  ///   pictures throws.
  public func casting(_ request: ClipRequest) throws -> Studio {
    guard case .plan(let plan) = request.subject else { return try casting(request.cast) }
    var cast = request.cast
    // In order, so that files of one name are always told apart alike.
    for path in plan.pictures.sorted() where OwnPicture.isFile(path) {
      guard request.cast.file(of: path, relativeTo: request.folder) == nil else { continue }
      cast.addUnnamed(try OwnPicture(OwnPicture.url(of: path, relativeTo: request.folder)))
    }
    return try casting(cast)
  }

  /// The same studio with the pictures of a clip that lie in its folder.
  ///
  /// - Throws: as ``OwnCast/init(namedBy:in:)``.
  func casting(_ record: Record) throws -> Studio {
    try casting(OwnCast(namedBy: [record.recipe.plan], in: record.inputs))
  }
}

extension OwnCast {
  /// Reads the pictures that plans of clips name from a folder of them.
  ///
  /// - Throws: ``SessionError/otherPicture(path:reason:)`` where one is missing; what reading pictures throws.
  init(namedBy plans: [ShotPlan], in folder: URL) throws {
    self.init()
    for path in Set(plans.flatMap(\.pictures)).sorted() where OwnPicture.isFile(path) {
      let url = folder.appendingPathComponent(URL(fileURLWithPath: path).lastPathComponent)
      guard FileManager.default.fileExists(atPath: url.path) else {
        throw SessionError.otherPicture(
          path: url.path,
          reason: "the clip shows this picture, and it is missing; the record must lie in the clip's folder")
      }
      addUnnamed(try OwnPicture(url))
    }
  }

  /// Writes the pictures that plans name into a folder, made where there is anything to write.
  ///
  /// - Throws: `FileError`, `MediaError`.
  func write(namedBy plans: [ShotPlan], to folder: URL) throws {
    let named = Set(plans.flatMap(\.pictures))
    for picture in pictures where named.contains(picture.file) {
      try ClipWriter.makeFolder(folder)
      try picture.write(
        to: folder.appendingPathComponent(URL(fileURLWithPath: picture.file).lastPathComponent))
    }
  }

  /// What plans of clips call the picture of a path in another plan; nil where it is not of this cast.
  func file(of path: String, relativeTo folder: URL?) -> String? {
    guard OwnPicture.isFile(path) else { return nil }
    return picture(at: OwnPicture.url(of: path, relativeTo: folder))?.file ?? picture(file: path)?.file
  }
}

extension ShotPlan {
  /// All that its actors and set pieces name as their pictures, each once.
  var pictures: Set<String> { Set(actors.map(\.picture) + setPieces.map(\.picture)) }

  /// The plan with other names for pictures, where there are some.
  func renamingPictures(_ name: (String) -> String?) -> ShotPlan {
    var plan = self
    for index in plan.actors.indices {
      plan.actors[index].picture = name(actors[index].picture) ?? actors[index].picture
    }
    for index in plan.setPieces.indices {
      plan.setPieces[index].picture = name(setPieces[index].picture) ?? setPieces[index].picture
    }
    return plan
  }
}
