// Pixels: the values that the renderer, the denoiser and the media writers exchange.

/// A short video as floating-point pixels.
///
/// Pixels are sRGB-encoded, `-1` black … `1` full, in shape `[F, H, W, 3]`, row-major, channel fastest.
/// Values outside the range are allowed while a clip is being denoised; writers clamp.
public struct Clip: Sendable, Equatable {
  /// Number of channels of every clip and frame: red, green, blue.
  public static let channelCount = 3

  /// Number of frames, F.
  public let frameCount: Int
  /// Height in pixels, H.
  public let height: Int
  /// Width in pixels, W.
  public let width: Int
  /// Frames per second.
  public var frameRate: Double
  /// The pixels, `[F, H, W, 3]`.
  public var pixels: [Float]

  /// Makes a clip from its pixels.
  ///
  /// - Precondition: `pixels.count == frameCount * height * width * 3`.
  public init(frameCount: Int, height: Int, width: Int, frameRate: Double = 8, pixels: [Float]) {
    precondition(
      pixels.count == frameCount * height * width * Clip.channelCount,
      "Clip: \(pixels.count) values do not fill [\(frameCount), \(height), \(width), 3]")
    self.frameCount = frameCount
    self.height = height
    self.width = width
    self.frameRate = frameRate
    self.pixels = pixels
  }

  /// Makes a clip of one colour.
  public init(frameCount: Int, height: Int, width: Int, frameRate: Double = 8, filledWith value: Float = 0) {
    self.init(
      frameCount: frameCount, height: height, width: width, frameRate: frameRate,
      pixels: Array(repeating: value, count: frameCount * height * width * Clip.channelCount))
  }

  /// Makes a clip from frames of one size.
  ///
  /// - Precondition: at least one frame, all of the same size.
  public init(frames: [Frame], frameRate: Double = 8) {
    precondition(!frames.isEmpty, "Clip: no frames")
    let first = frames[0]
    var pixels: [Float] = []
    pixels.reserveCapacity(frames.count * first.pixels.count)
    for frame in frames {
      precondition(frame.height == first.height && frame.width == first.width, "Clip: frames differ in size")
      pixels.append(contentsOf: frame.pixels)
    }
    self.init(
      frameCount: frames.count, height: first.height, width: first.width, frameRate: frameRate, pixels: pixels
    )
  }

  /// Number of values in one frame: `H * W * 3`.
  public var frameStride: Int { height * width * Clip.channelCount }

  /// Length in seconds.
  public var duration: Double { Double(frameCount) / frameRate }

  /// One frame, 0-based.
  public subscript(frame index: Int) -> Frame {
    get {
      precondition(index >= 0 && index < frameCount, "Clip: frame \(index) of \(frameCount)")
      let start = index * frameStride
      return Frame(height: height, width: width, pixels: Array(pixels[start..<start + frameStride]))
    }
    set {
      precondition(index >= 0 && index < frameCount, "Clip: frame \(index) of \(frameCount)")
      precondition(newValue.height == height && newValue.width == width, "Clip: frame of another size")
      let start = index * frameStride
      pixels.replaceSubrange(start..<start + frameStride, with: newValue.pixels)
    }
  }

  /// All frames in order.
  public var frames: [Frame] { (0..<frameCount).map { self[frame: $0] } }
}

/// One picture of a clip: sRGB-encoded floats in `-1...1`, shape `[H, W, 3]`.
public struct Frame: Sendable, Equatable {
  /// Height in pixels, H.
  public let height: Int
  /// Width in pixels, W.
  public let width: Int
  /// The pixels, `[H, W, 3]`.
  public var pixels: [Float]

  /// Makes a frame from its pixels.
  ///
  /// - Precondition: `pixels.count == height * width * 3`.
  public init(height: Int, width: Int, pixels: [Float]) {
    precondition(
      pixels.count == height * width * Clip.channelCount,
      "Frame: \(pixels.count) values do not fill [\(height), \(width), 3]")
    self.height = height
    self.width = width
    self.pixels = pixels
  }

  /// Makes a frame of one grey value.
  public init(height: Int, width: Int, filledWith value: Float = 0) {
    self.init(
      height: height, width: width, pixels: Array(repeating: value, count: height * width * Clip.channelCount)
    )
  }
}
