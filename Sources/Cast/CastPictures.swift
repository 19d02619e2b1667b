// The pictures of the cast, painted when they are first asked for.

import Foundation
import ZoetropeFiles
import ZoetropePictures
import ZoetropeShot

/// The pictures of the cast: each member's recipe painted with an emoji font, once.
///
/// Any number of threads may ask; a picture is painted by the first and kept.
public final class CastPictures: PictureSource, @unchecked Sendable {
  /// The members.
  public let members: MemberTable
  private let paint: @Sendable (CastMember) throws -> CroppedPicture
  // Guarded by `lock`.
  private let lock = NSLock()
  private var made: [String: Picture] = [:]

  /// Takes pictures from the Noto Color Emoji font.
  ///
  /// - Parameter fontPath: the font file; `nil` looks where the package `fonts-noto-color-emoji` puts it.
  /// - Throws: `CastError.fontMissing`, `.fontUnreadable`, `.membersUnreadable`.
  public convenience init(fontPath: String? = nil) throws {
    let painter = RecipePainter(font: try EmojiFont(path: fontPath))
    self.init(members: try MemberTable.builtIn()) { try painter.picture(of: $0) }
  }

  /// Takes pictures from a file written by ``save(to:)``; needs no font.
  ///
  /// - Throws: `CastError.atlasUnreadable`, `.membersUnreadable`.
  public convenience init(atlas url: URL) throws {
    let pictures = try PictureAtlas.read(url)
    self.init(members: try MemberTable.builtIn()) { member in
      guard let picture = pictures[member.name] else {
        throw CastError.atlasUnreadable(path: url.path, reason: "it lacks \(member.name)")
      }
      return picture
    }
  }

  /// Saves the pictures of all members, about 12 MB, for machines without the font.
  ///
  /// - Throws: `CastError.pictureMissing`, and what `Data.write(to:)` throws.
  public func save(to url: URL) throws {
    let bytes = try PictureAtlas.bytes(members.members.map { ($0.name, try paint($0)) })
    try Data(bytes).write(to: url, options: .atomic)
  }

  /// Takes pictures from a painter.
  init(members: MemberTable, paint: @escaping @Sendable (CastMember) throws -> CroppedPicture) {
    self.members = members
    self.paint = paint
  }

  /// The picture of a member.
  ///
  /// - Throws: `CastError.unknownMember`, `.pictureMissing`.
  public func picture(named name: String) throws -> Picture {
    lock.lock()
    if let picture = made[name] {
      lock.unlock()
      return picture
    }
    lock.unlock()
    guard let member = members[name] else {
      throw CastError.unknownMember(
        name: name, nearest: Spelling.nearest(to: name, among: members.members.map(\.name), limit: 3))
    }
    let picture = Picture(
      name: name, sprite: Sprite(try paint(member)), facing: member.facing, height: member.height,
      gait: member.gait, heat: member.heat)
    lock.lock()
    defer { lock.unlock() }
    made[name] = picture
    return picture
  }
}
