// The pictures that plans name: those of the cast, painted when they are first asked for, and a person's own.

import Foundation
import Synchronization
import ZoetropeFiles
import ZoetropePictures
import ZoetropeShot

/// Where the pictures that plans name come from: members of the cast, painted from their recipes once, a person's own cast, and
/// PNG files by their paths.
///
/// Any number of threads may ask; a picture is made by the first and kept.
public final class CastPictures: PictureSource {
  /// The members.
  public var members: MemberTable { painted.members }
  /// The person's own pictures, by what plans call them.
  private let own: [String: Picture]
  /// What paths in plans are relative to; nil is the working directory.
  private let folder: URL?
  private let painted: PaintedMembers
  /// Pictures of files that were read.
  private let read = Mutex<[String: Picture]>([:])

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

  /// Takes pictures from a painter.
  convenience init(members: MemberTable, paint: @escaping @Sendable (CastMember) throws -> CroppedPicture) {
    self.init(PaintedMembers(members: members, paint: paint), own: [:], folder: nil)
  }

  private init(_ painted: PaintedMembers, own: [String: Picture], folder: URL?) {
    (self.painted, self.own, self.folder) = (painted, own, folder)
  }

  /// The same pictures and a person's own, which plans call by ``OwnPicture/file``.
  public func casting(_ cast: OwnCast) -> CastPictures {
    var own = own
    for picture in cast.pictures { own[picture.file] = picture.picture(named: picture.file) }
    return CastPictures(painted, own: own, folder: folder)
  }

  /// The same pictures for plans that lie in a folder: paths in them are relative to it.
  public func relative(to folder: URL) -> CastPictures { CastPictures(painted, own: own, folder: folder) }

  /// Saves the pictures of all members, about 12 MB, for machines without the font.
  ///
  /// - Throws: `CastError.pictureMissing`, and what `Data.write(to:)` throws.
  public func save(to url: URL) throws {
    let bytes = try PictureAtlas.bytes(members.members.map { ($0.name, try painted.paint($0)) })
    try Data(bytes).write(to: url, options: .atomic)
  }

  /// The picture of a member, of the person's own cast, or of a PNG file.
  ///
  /// - Throws: `CastError.unknownMember`, `.pictureMissing`; for a file what reading an ``OwnPicture`` throws.
  public func picture(named name: String) throws -> Picture {
    if let picture = own[name] { return picture }
    guard OwnPicture.isFile(name) else { return try painted.picture(named: name) }
    if let picture = read.withLock({ $0[name] }) { return picture }
    let picture = try OwnPicture(OwnPicture.url(of: name, relativeTo: folder)).picture(named: name)
    read.withLock { $0[name] = picture }
    return picture
  }
}

/// The pictures of members, painted once.
private final class PaintedMembers: Sendable {
  let members: MemberTable
  let paint: @Sendable (CastMember) throws -> CroppedPicture
  private let made = Mutex<[String: Picture]>([:])

  init(members: MemberTable, paint: @escaping @Sendable (CastMember) throws -> CroppedPicture) {
    (self.members, self.paint) = (members, paint)
  }

  func picture(named name: String) throws -> Picture {
    if let picture = made.withLock({ $0[name] }) { return picture }
    guard let member = members[name] else {
      throw CastError.unknownMember(
        name: name, nearest: Spelling.nearest(to: name, among: members.members.map(\.name), limit: 3))
    }
    let picture = Picture(
      name: name, sprite: Sprite(try paint(member)), facing: member.facing, height: member.height,
      gait: member.gait, heat: member.heat)
    made.withLock { $0[name] = picture }
    return picture
  }
}
