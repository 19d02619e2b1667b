// The synthetic world: renders any plan as a clip whose truth is known. It trains the models and grades them; generating
// from trained weights does without it.

import Foundation
import ZoetropeCast
import ZoetropeShot
import ZoetropePictures

/// The synthetic world: the pictures of the cast, and everything needed to render plans with them.
///
/// One world serves any number of threads.
public struct World: Sendable {
  /// The pictures of the cast.
  public let pictures: CastPictures

  /// Opens the world with the pictures of the Noto Color Emoji font.
  ///
  /// - Parameter fontPath: the font file; `nil` looks where the package `fonts-noto-color-emoji` puts it.
  /// - Throws: `CastError.fontMissing`, `.fontUnreadable`, `.pictureMissing`.
  public init(fontPath: String? = nil) throws {
    pictures = try CastPictures(fontPath: fontPath)
  }

  /// Opens the world with pictures saved by ``saveAtlas(to:)``; needs no font.
  ///
  /// - Throws: `CastError.atlasUnreadable`.
  public init(atlas url: URL) throws {
    pictures = try CastPictures(atlas: url)
  }

  /// Opens the world with pictures from somewhere.
  public init(pictures: CastPictures) { self.pictures = pictures }

  /// Saves the pictures of the cast, about 12 MB, for machines without the font.
  ///
  /// - Throws: what `CastPictures.save(to:)` throws.
  public func saveAtlas(to url: URL) throws { try pictures.save(to: url) }
}
