import Foundation
import ZoetropeDenoiser
import ZoetropeFiles
import ZoetropeShot
import ZoetropeMedia

/// Frames that a clip is given: they are in it to the byte, at its beginning, its end, or anywhere between.
///
/// They have the size of the finished clip and are in it as they are. The model is told of them at its own size, in whole time
/// steps (``FrameLayout``).
public struct ConditioningFrames: Sendable, Equatable {
  /// The first frames, in order.
  public var opening: [Frame]
  /// The last frames, in order.
  public var ending: [Frame]
  /// Frames between, by their number in the clip, 0-based: keyframe pictures, or footage of which a region is made anew.
  public var between: [Int: GivenFrame]

  /// Makes a set of pictures; none by default.
  public init(opening: [Frame] = [], ending: [Frame] = [], between: [Int: GivenFrame] = [:]) {
    self.opening = opening
    self.ending = ending
    self.between = between
  }

  /// Grey behind what is transparent in a picture: black, as behind a film.
  public static let ground: Float = -1

  /// Reads pictures; what is transparent in them is laid over ``ground``.
  ///
  /// - Throws: `FileError`, `MediaError`.
  public init(opening: [URL], ending: [URL], between: [Int: URL] = [:]) throws {
    self = try ConditioningFrames.reading(opening: opening, ending: ending, between: between).pictures
  }

  /// Reads pictures, and says what of them the clip will not show as it is in the file.
  ///
  /// - Parameter settings: those of the clip; where there are none, nothing is said about its size.
  /// - Returns: the pictures at their own size, and a remark for each that is transparent in parts, or that
  ///   fitting crops by a hundredth or more.
  /// - Throws: `FileError`, `MediaError`.
  public static func reading(
    opening: [URL], ending: [URL], between: [Int: URL] = [:], for settings: GenerationSettings? = nil
  ) throws -> (pictures: ConditioningFrames, remarks: [String]) {
    var remarks: [String] = []
    func read(_ url: URL) throws -> Frame {
      let image = try PNG.read(url)
      let name = url.lastPathComponent
      if let alpha = image.alpha, alpha.contains(where: { $0 < 1 }) {
        let share = Double(alpha.reduce(0) { $0 + (1 - $1) }) / Double(alpha.count)
        remarks.append("\(name) is transparent (\(percent(share)) of it) and is laid over black")
      }
      if let settings, let remark = cropping(image.frame, settings) { remarks.append("\(name) \(remark)") }
      return image.frame(over: ground)
    }
    let pictures = try ConditioningFrames(
      opening: opening.map(read), ending: ending.map(read),
      between: between.mapValues { GivenFrame(try read($0)) })
    return (pictures, remarks)
  }

  /// The pictures at the size of a finished clip, cropped in the middle to its proportions.
  ///
  /// Smaller ones are enlarged as clips are: a picture of the model's size by the upscaler.
  func fitted(to settings: GenerationSettings, _ enlarger: ClipEnlarger) -> ConditioningFrames {
    func fitted(_ picture: Frame) -> Frame {
      let (height, width) = (settings.finalHeight, settings.finalWidth)
      guard picture.height < height || picture.width < width else {
        return picture.fitted(height: height, width: width)
      }
      let small = Clip(frames: [picture.fitted(height: settings.height, width: settings.width)])
      return enlarger(small, doublings: settings.doublings)[frame: 0]
    }
    return ConditioningFrames(
      opening: opening.map(fitted), ending: ending.map(fitted),
      between: between.mapValues { given in
        GivenFrame(
          fitted(given.frame),
          remaking: given.region?.reduced(height: settings.finalHeight, width: settings.finalWidth))
      })
  }

  // MARK: - Files

  /// The folder of conditioning frames inside a clip's folder.
  public static let folderName = "pictures"
  /// What that folder was called in clips of earlier versions.
  static let earlierFolderName = "inputs"

  /// The hashes of the pictures, for a recipe.
  public var hashes: Recipe.FrameHashes {
    Recipe.FrameHashes(
      opening: opening.map(ConditioningFrames.hash), ending: ending.map(ConditioningFrames.hash),
      between: between.sorted { $0.key < $1.key }.map { number, given in
        Recipe.FrameHashes.Between(
          frame: number, picture: ConditioningFrames.hash(given.frame),
          region: given.region.map { ConditioningFrames.hash($0.picture) })
      })
  }

  /// The same pictures as the 16-bit files that a clip's folder keeps hold them: what is rendered from.
  public var stored: ConditioningFrames {
    func stored(_ frame: Frame) -> Frame {
      var frame = frame
      frame.pixels = frame.pixels.map { PixelCode.value(PixelCode.word($0)) }
      return frame
    }
    return ConditioningFrames(
      opening: opening.map(stored), ending: ending.map(stored),
      between: between.mapValues { GivenFrame(stored($0.frame), remaking: $0.region) })
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
    guard self != ConditioningFrames() else { return }
    try ClipWriter.makeFolder(folder)
    try write(opening, ConditioningFrames.openingName)
    try write(ending, ConditioningFrames.endingName)
    for (number, given) in between.sorted(by: { $0.key < $1.key }) {
      func place(_ part: String) -> URL {
        folder.appendingPathComponent(ConditioningFrames.name(part, number))
      }
      try PNG.write(given.frame, to: place("between"), depth: .sixteen)
      if let region = given.region { try PNG.write(region.picture, to: place("region")) }
    }
  }

  /// Reads the pictures that a recipe names from a folder of them.
  ///
  /// - Throws: ``SessionError/otherPicture(path:reason:)`` where one is missing or changed, `MediaError`.
  public init(_ recipe: Recipe.FrameHashes, from folder: URL) throws {
    func read(_ hash: String, _ name: String) throws -> Frame {
      let url = folder.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: url.path) else {
        throw SessionError.otherPicture(
          path: url.path,
          reason:
            "the clip was given this picture, and it is missing; the record must lie in the clip's folder")
      }
      let frame = try PNG.read(url).frame
      guard ConditioningFrames.hash(frame) == hash else {
        throw SessionError.otherPicture(
          path: url.path, reason: "is not the picture that the clip was given")
      }
      return frame
    }
    try self.init(
      opening: recipe.opening.enumerated().map { try read($1, ConditioningFrames.openingName($0)) },
      ending: recipe.ending.enumerated().map { try read($1, ConditioningFrames.endingName($0)) },
      between: Dictionary(
        recipe.between.map { given in
          let frame = try read(given.picture, ConditioningFrames.name("between", given.frame))
          let region = try given.region.map { hash in
            PixelRegion(lightPixelsOf: try read(hash, ConditioningFrames.name("region", given.frame)))
          }
          guard region.map({ $0.height == frame.height && $0.width == frame.width }) ?? true else {
            throw SessionError.otherPicture(
              path: folder.path, reason: "a picture and its region differ in size")
          }
          return (given.frame, GivenFrame(frame, remaking: region))
        }, uniquingKeysWith: { $1 }))
  }

  static func openingName(_ index: Int) -> String { name("opening", index) }
  static func endingName(_ index: Int) -> String { name("ending", index) }

  // MARK: - Internals

  /// What cropping takes from a picture of other proportions than the clip's; nil where that is hardly anything.
  private static func cropping(_ picture: Frame, _ settings: GenerationSettings) -> String? {
    let (width, height) = (settings.finalWidth, settings.finalHeight)
    let own = Double(picture.width) / Double(picture.height), clip = Double(width) / Double(height)
    let lost = 1 - min(own / clip, clip / own)
    guard lost >= 0.01 else { return nil }
    let sides = own > clip ? "left and right" : "top and bottom"
    let shape = ClipSize.pixels(width: picture.width, height: picture.height).shape
    let isOther = shape != ClipSize.pixels(width: width, height: height).shape
    return "has \(picture.width)x\(picture.height) pixels, the clip \(width)x\(height): "
      + "\(percent(lost)) of it is cut off, half at each side, \(sides)"
      + (isOther ? "; a clip of `size` \(shape.rawValue) would show more" : "")
  }

  private static func percent(_ share: Double) -> String { "\(max(1, Int((share * 100).rounded()))) %" }

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
