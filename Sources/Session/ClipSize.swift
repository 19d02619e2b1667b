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

  /// `square`, or `88x48`.
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

  /// The pixels that a model of a patch size makes, so that doubling their sides gives this size.
  ///
  /// - Throws: ``SessionError/badSetting(name:value:expected:)`` with the nearest size that divides.
  public func pixels(_ patch: PatchSize, doublings: Int = 0) throws(SessionError) -> (
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
        func near(_ side: Int, _ unit: Int) -> Int {
          min(max((side + unit / 2) / unit, 1), most / unit) * unit
        }
        throw .badSetting(
          name: "--size", value: "\(width)x\(height)",
          expected:
            "multiples of \(across)x\(down) up to \(most)\(doublings > 0 ? " when enlarged \(1 << doublings) times" : "")"
            + "; nearest: \(near(width, across))x\(near(height, down))")
      }
      return (width >> doublings, height >> doublings)
    }
  }

  /// The most pixels per side of a clip.
  public static let maximumSide = 1024
}
