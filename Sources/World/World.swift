// The synthetic world: renders any plan as a clip whose truth is known. It trains the models and grades them; generating
// from trained weights needs neither it nor the font.

import Foundation
import ZoetropeCast
import ZoetropeShot
import ZoetropePictures

/// The synthetic world: the pictures of the cast, and everything needed to render plans with them.
///
/// A value without mutable state: one world serves any number of threads.
public struct World: Sendable {
  let atlas: SpriteAtlas

  /// Opens the world with the pictures of the Noto Color Emoji font.
  ///
  /// - Parameter fontPath: the font file; `nil` looks where the package `fonts-noto-color-emoji` puts it.
  /// - Throws: `CastError.fontMissing`, `.fontUnreadable`, `.pictureMissing`.
  public init(fontPath: String? = nil) throws {
    atlas = try SpriteAtlas(font: EmojiFont(path: fontPath))
  }

  /// Opens the world with pictures saved by ``saveAtlas(to:)``; needs no font.
  ///
  /// - Throws: `CastError.atlasUnreadable`.
  public init(atlas url: URL) throws {
    atlas = try SpriteAtlas(contentsOf: url)
  }

  /// Saves the pictures of the cast, about 5 MB, for machines without the font.
  ///
  /// - Throws: what `Data.write(to:)` throws.
  public func saveAtlas(to url: URL) throws { try atlas.write(to: url) }

  /// Width of a kind's visible picture divided by its height.
  public func pictureAspect(of kind: ActorKind) -> Double {
    Double(atlas[kind].width) / Double(atlas[kind].height)
  }
}
