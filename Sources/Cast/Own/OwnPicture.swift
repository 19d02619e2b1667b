// A person's own picture: a PNG cut out, trimmed and made as large as shots show it, with what placing and moving it needs. As
// this program writes it, the file says the latter itself, so that whatever opens it later sees the same actor.

import Foundation
import ZoetropeFiles
import ZoetropeMedia
import ZoetropePictures
import ZoetropeShot

/// A person's own picture, ready to be placed.
public struct OwnPicture: Sendable, Equatable {
  /// What prompts call it.
  public let name: String
  /// The file that it was read from.
  public let url: URL
  /// What is true of it, given or guessed.
  public let traits: OwnTraits
  /// What was done to it and what was guessed of it, in sentences for people.
  public let notes: [String]
  /// What plans of clips call it: the path of its copy in a clip's folder, such as `pictures/mara.png`.
  public internal(set) var file: String
  /// Its pixels, trimmed; at most ``longestSide`` on each side.
  package let pixels: CroppedPicture

  /// Pixels that the longer side has at most: as much as the largest frames show of an actor.
  public static let longestSide = 256
  /// Pixels that the longer side of what is visible has at least.
  public static let shortestSide = 16
  /// The folder of a clip's folder that copies lie in.
  public static let folderName = "pictures"

  /// Reads a picture.
  ///
  /// - Parameters:
  ///   - url: a PNG file with transparent parts, or on one plain ground, which is cut out.
  ///   - name: what prompts call it; nil takes the file's name.
  ///   - given: what is known of it; the rest is what the file says, if this program wrote it, or is guessed.
  /// - Throws: `FileError` where the file is not there, `MediaError` where it is no PNG,
  ///   `CastError.ownPictureUnusable` where it shows nothing that could be placed.
  public init(_ url: URL, name: String? = nil, traits given: OwnTraits.Given = .init()) throws {
    let samples = try MappedFile(url).withUnsafeBytes { try TaggedPicture($0, path: url.path) }
    let told = try samples.text(OwnTraits.keyword).map { try OwnTraits.Given(json: $0, path: url.path) }
    var notes: [String] = []
    do throws(PictureCutting.Failure) {
      let cut = try PictureCutting.cutOut(samples.picture, isCut: told != nil)
      if let ground = cut.ground { notes.append("cut out of its plain ground, \(ground)") }
      pixels = cut.pixels
    } catch {
      throw CastError.ownPictureUnusable(path: url.path, reason: error.reason)
    }
    self.url = url
    self.name = try OwnPicture.checked(name ?? OwnPicture.name(of: url), path: url.path)
    let (traits, guesses) = try given.filled(
      from: told, names: [self.name, OwnPicture.name(of: url)], shape: pixels)
    self.traits = traits
    if !guesses.isEmpty {
      notes.append(
        "guessed: \(guesses.joined(separator: ", ")); a cast file says `facing`, `height`, `gait`, `heat`, `category`"
      )
    }
    self.notes = notes.map { [name = self.name] in "\(name): \($0)" }
    file = "\(OwnPicture.folderName)/\(OwnPicture.slug(self.name)).png"
  }

  /// Width of the picture divided by its height.
  public var aspectRatio: Double { Double(pixels.width) / Double(pixels.height) }

  /// The picture with all that placing, moving and lighting it needs, as plans call it.
  public func picture(named name: String) -> Picture {
    Picture(
      name: name, sprite: Sprite(pixels), facing: traits.facing, height: traits.height, gait: traits.gait,
      heat: traits.heat)
  }

  /// Writes it as a PNG file that says what is true of it; reading that gives the same picture.
  ///
  /// - Throws: `FileError`, `MediaError`.
  public func write(to url: URL) throws {
    let picture = RGBAPicture(width: pixels.width, height: pixels.height, rgba: pixels.rgba)
    try AtomicFile.write(try picture.png(texts: [PNGText(OwnTraits.keyword, traits.json)]), to: url)
  }

  /// The file of a path.
  ///
  /// - Parameter folder: what the path is relative to; nil is the working directory.
  public static func url(of path: String, relativeTo folder: URL?) -> URL {
    guard let folder, !path.hasPrefix("/") else { return URL(fileURLWithPath: path).standardizedFileURL }
    return folder.appendingPathComponent(path).standardizedFileURL
  }

  /// Whether what a plan calls a picture is the path of a file rather than a member of the cast.
  public static func isFile(_ picture: String) -> Bool { picture.lowercased().hasSuffix(".png") }

  // MARK: - Internals

  /// A file's name without its ending, as words.
  static func name(of url: URL) -> String {
    url.deletingPathExtension().lastPathComponent.split { $0 == "_" || $0 == "-" || $0 == " " }
      .joined(separator: " ")
  }

  private static func checked(_ name: String, path: String) throws(CastError) -> String {
    let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
    guard name.contains(where: { $0.isLetter || $0.isNumber }), name.count <= 80,
      !name.unicodeScalars.contains(where: { $0.value < 32 })
    else {
      throw .ownCastUnusable(
        path: path,
        reason:
          "\(JSON.quoted(name)) is no name; expected 1…80 letters, such as MARA, by which prompts call it")
    }
    return name
  }

  /// A name as a file's name: small letters, digits and hyphens, of any script.
  static func slug(_ name: String) -> String {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
    var slug = words.joined(separator: "-")
    while slug.utf8.count > 160 { slug.removeLast() }
    return slug.isEmpty ? "picture" : slug
  }
}

/// A decoded PNG with its texts.
struct TaggedPicture {
  let picture: RGBAPicture
  private let texts: [PNGText]

  init(_ bytes: UnsafeRawBufferPointer, path: String) throws(MediaError) {
    (picture, texts) = try RGBAPicture.reading(png: bytes, path: path)
  }

  func text(_ keyword: String) -> String? { texts.first { $0.keyword == keyword }?.value }
}
