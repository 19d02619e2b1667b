import Foundation
import ZoetropeDenoiser
import ZoetropeShot

/// How large a clip is asked to be.
public enum ClipSize: Sendable, Equatable, CustomStringConvertible {
  /// One of the shapes that models are trained on, at the model's own scale.
  case shape(FrameShape)
  /// Pixels of the finished clip.
  case pixels(width: Int, height: Int)

  /// Reads `square`, `wide`, `tall` or `WIDTHxHEIGHT`; nil for anything else.
  public init?(_ text: String) {
    if let shape = FrameShape(rawValue: text) {
      self = .shape(shape)
      return
    }
    let sides = text.lowercased().split(whereSeparator: { $0 == "x" || $0 == "×" }).map { Int($0) }
    guard sides.count == 2, let width = sides[0], let height = sides[1], width > 0, height > 0 else {
      return nil
    }
    self = .pixels(width: width, height: height)
  }

  /// `square`, or `112x64`.
  public var description: String {
    switch self {
    case .shape(let shape): shape.rawValue
    case .pixels(let width, let height): "\(width)x\(height)"
    }
  }

  /// The shape that a plan is laid out for: for pixels the one nearest in proportion.
  public var shape: FrameShape {
    switch self {
    case .shape(let shape): return shape
    case .pixels(let width, let height):
      let ratio = Double(width) / Double(height)
      func distance(_ shape: FrameShape) -> Double {
        max(ratio / shape.aspectRatio, shape.aspectRatio / ratio)
      }
      return FrameShape.allCases.min { distance($0) < distance($1) } ?? .square
    }
  }

  /// The plan for a clip of this size: laid out for the shape that has these proportions; where none has, as it is, since
  /// what makes the clip fits boxes to the pixels.
  public func fitting(_ plan: ShotPlan) -> ShotPlan {
    switch self {
    case .shape(let shape): return plan.fitted(to: shape)
    case .pixels(let width, let height):
      let ratio = Double(width) / Double(height)
      return shape.aspectRatio == ratio ? plan.fitted(to: shape) : plan
    }
  }

  /// The pixels that a model of a patch size makes, so that doubling their sides gives this size.
  ///
  /// - Parameter frameCount: the frames that are denoised; sizes are suggested that as many of them can have.
  /// - Throws: ``SessionError/badSetting(name:value:expected:)`` with the nearest size that can be made, and the nearest
  ///   of the same proportions where that is another.
  public func pixels(_ patch: PatchSize, doublings: Int = 0, frameCount: Int = 1) throws(SessionError) -> (
    width: Int, height: Int
  ) {
    switch self {
    case .shape(let shape):
      let units = shape.units
      return (units.width * patch.width, units.height * patch.height)
    case .pixels(let width, let height):
      let most = ClipSize.maximumSide
      let (across, down) = (patch.width << doublings, patch.height << doublings)
      guard width % across == 0, height % down == 0, width <= most, height <= most else {
        let steps = max(1, (frameCount + patch.frames - 1) / patch.frames)
        let nearest = ClipSize.nearest(
          toWidth: width, height: height, across: across, down: down,
          patchCount: GenerationSettings.maximumPatchCount / steps)
        throw .badSetting(
          name: "size", value: "\(width)x\(height)",
          expected:
            "multiples of \(across)x\(down) up to \(most)\(doublings > 0 ? " when upscaled \(1 << doublings) times" : "")"
            + "; nearest: \(nearest.map(\.description).joined(separator: ", or of the same proportions "))")
      }
      return (width >> doublings, height >> doublings)
    }
  }

  /// The shape that people mean by a word for another: `wide` for `landscape`, `16:9` or `1080p`.
  ///
  /// - Returns: nil for words that are not known as shapes.
  public static func shape(meantBy text: String) -> FrameShape? {
    let word = text.lowercased().filter { !$0.isWhitespace && $0 != "-" && $0 != "_" }
    if let shape = synonyms[word] { return shape }
    let sides = word.split(whereSeparator: { ":/".contains($0) }).map { Double($0) }
    if sides.count == 2, let width = sides[0], let height = sides[1], width > 0, height > 0, width < 1e6,
      height < 1e6
    {
      return ClipSize.pixels(width: Int(width * 1000), height: Int(height * 1000)).shape
    }
    // 720p, 1080p, 2160p: lines of a wide picture.
    if word.hasSuffix("p"), let lines = Int(word.dropLast()), lines > 0 { return .wide }
    return nil
  }

  /// The most pixels per side of a clip.
  public static let maximumSide = 1024

  // MARK: - Internals

  private static let synonyms: [String: FrameShape] = [
    "landscape": .wide, "horizontal": .wide, "widescreen": .wide, "cinema": .wide, "film": .wide, "hd": .wide,
    "fullhd": .wide, "4k": .wide, "uhd": .wide, "youtube": .wide, "portrait": .tall, "vertical": .tall,
    "upright": .tall, "phone": .tall, "story": .tall, "reel": .tall, "short": .tall, "shorts": .tall,
    "tiktok": .tall, "quadratic": .square, "box": .square, "instagram": .square,
  ]

  /// The sizes nearest to one that cannot be made: by its sides, and by its proportions where that is another; only the
  /// latter where the size is too large.
  ///
  /// - Parameter patchCount: the most patches of a frame.
  private static func nearest(
    toWidth width: Int, height: Int, across: Int, down: Int, patchCount: Int
  ) -> [ClipSize] {
    let (columns, rows) = (maximumSide / across, maximumSide / down)
    func fits(_ column: Int, _ row: Int) -> Bool {
      (1...columns).contains(column) && (1...rows).contains(row) && column * row <= patchCount
    }
    let ratio = Double(width) / Double(height), area = Double(width) * Double(height)
    var best = (cost: Double.infinity, column: 1, row: 1)
    for column in 1...columns {
      for row in 1...rows where fits(column, row) {
        let (w, h) = (Double(column * across), Double(row * down))
        // Twice as large is as bad as proportions that are off by 3.5 %.
        let cost = 20 * abs(log(w / h / ratio)) + abs(log(w * h / area)) / 2
        if cost < best.cost { best = (cost, column, row) }
      }
    }
    var sizes = [ClipSize.pixels(width: best.column * across, height: best.row * down)]
    let (column, row) = ((width + across / 2) / across, (height + down / 2) / down)
    let rounded = ClipSize.pixels(width: column * across, height: row * down)
    if fits(column, row), rounded != sizes[0] { sizes.insert(rounded, at: 0) }
    return sizes
  }
}
