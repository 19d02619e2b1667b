import Foundation
import ZoetropeDenoiser
import ZoetropeFiles
import ZoetropeShot
import ZoetropeMedia

/// Frames that a clip is given: it begins and ends with them, to the byte.
///
/// They have the size of the finished clip and are in it as they are. The model is told of them at its own size, in whole time
/// steps (``FrameLayout``).
public struct GivenPictures: Sendable, Equatable {
  /// The first frames, in order.
  public var opening: [Frame]
  /// The last frames, in order.
  public var ending: [Frame]

  /// Makes a set of pictures; none by default.
  public init(opening: [Frame] = [], ending: [Frame] = []) {
    self.opening = opening
    self.ending = ending
  }

  /// Reads pictures; what is transparent in them is laid over black.
  ///
  /// - Throws: `FileError`, `MediaError`.
  public init(opening: [URL], ending: [URL]) throws {
    func read(_ url: URL) throws -> Frame { try PNG.read(url).frame(over: -1) }
    try self.init(opening: opening.map(read), ending: ending.map(read))
  }

  /// The pictures at the size of a finished clip, cropped in the middle to its proportions.
  ///
  /// Smaller ones are enlarged as clips are: a picture of the model's size by the upscaler.
  public func fitted(to settings: GenerationSettings, _ upscaler: Upscaler?) -> GivenPictures {
    func fitted(_ picture: Frame) -> Frame {
      let (height, width) = (settings.finalHeight, settings.finalWidth)
      guard picture.height < height || picture.width < width else {
        return picture.fitted(height: height, width: width)
      }
      let small = Clip(frames: [picture.fitted(height: settings.height, width: settings.width)])
      return small.enlarged(doublings: settings.doublings, by: upscaler)[frame: 0]
    }
    return GivenPictures(opening: opening.map(fitted), ending: ending.map(fitted))
  }

  // MARK: - Files

  /// The folder of given pictures inside a clip's folder.
  public static let folderName = "inputs"

  /// The hashes of the pictures, for a recipe.
  public var hashes: Recipe.Pictures {
    Recipe.Pictures(
      opening: opening.map(GivenPictures.hash), ending: ending.map(GivenPictures.hash))
  }

  /// The same pictures as the 16-bit files that a clip's folder keeps hold them: what is rendered from.
  public var stored: GivenPictures {
    func stored(_ frame: Frame) -> Frame {
      var frame = frame
      frame.pixels = frame.pixels.map { PixelCode.value(PixelCode.word($0)) }
      return frame
    }
    return GivenPictures(opening: opening.map(stored), ending: ending.map(stored))
  }

  /// Writes the pictures into a folder, made where there is anything to write.
  ///
  /// - Throws: `FileError`, `MediaError`.
  func write(to folder: URL) throws {
    func write(_ frames: [Frame], _ name: (Int) -> String) throws {
      for (index, frame) in frames.enumerated() {
        try PNG.write(frame, to: folder.appendingPathComponent(name(index)), depth: .sixteen)
      }
    }
    guard self != GivenPictures() else { return }
    try ClipWriter.makeFolder(folder)
    try write(opening, GivenPictures.openingName)
    try write(ending, GivenPictures.endingName)
  }

  /// Reads the pictures that a recipe names from a folder of them.
  ///
  /// - Throws: ``SessionError/otherPicture(path:reason:)`` where one is missing or changed, `MediaError`.
  public init(_ recipe: Recipe.Pictures, from folder: URL) throws {
    func read(_ hashes: [String], _ name: (Int) -> String) throws -> [Frame] {
      try hashes.enumerated().map { index, hash in
        let url = folder.appendingPathComponent(name(index))
        guard FileManager.default.fileExists(atPath: url.path) else {
          throw SessionError.otherPicture(
            path: url.path,
            reason:
              "the clip was given this picture, and it is missing; the record must lie in the clip's folder")
        }
        let frame = try PNG.read(url).frame
        guard GivenPictures.hash(frame) == hash else {
          throw SessionError.otherPicture(
            path: url.path, reason: "is not the picture that the clip was given")
        }
        return frame
      }
    }
    try self.init(
      opening: read(recipe.opening, GivenPictures.openingName),
      ending: read(recipe.ending, GivenPictures.endingName))
  }

  static func openingName(_ index: Int) -> String { name("opening", index) }
  static func endingName(_ index: Int) -> String { name("ending", index) }

  // MARK: - Internals

  /// Pictures count from 1, as frames do.
  private static func name(_ part: String, _ index: Int) -> String {
    FrameSequence.name(ofFrame: index).replacingOccurrences(of: "frame", with: part)
  }

  private static func hash(_ frame: Frame) -> String {
    var hash = SHA256()
    frame.pixels.map { PixelCode.word($0).bigEndian }.withUnsafeBytes { hash.update($0) }
    return hash.finish()
  }
}

extension Clip {
  /// The clip with its sides doubled some times, by interpolation where there is no upscaler.
  func enlarged(doublings: Int, by upscaler: Upscaler?) -> Clip {
    (0..<doublings).reduce(self) { clip, _ in (upscaler ?? Upscaler.interpolation)(clip) }
  }
}
