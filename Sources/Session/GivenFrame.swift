import ZoetropeShot

/// A frame of which all, or everything outside of a region that is made anew, is given.
public struct GivenFrame: Sendable, Equatable {
  /// The picture.
  public var frame: Frame
  /// What of it is made anew; nil where all of it is given.
  public var region: PixelRegion?

  /// Gives a frame, or what lies outside of a region.
  ///
  /// - Precondition: `region` has the size of the frame.
  public init(_ frame: Frame, remaking region: PixelRegion? = nil) {
    if let region {
      precondition(
        region.height == frame.height && region.width == frame.width,
        "GivenFrame: a region of \(region.width)×\(region.height) in a frame of \(frame.width)×\(frame.height)"
      )
    }
    self.frame = frame
    self.region = region
  }

  /// The frame at a smaller size, and which of its pixels are given: those no part of which is made anew.
  func reduced(height: Int, width: Int) -> (frame: Frame, isGiven: [Bool]?) {
    (
      frame.fitted(height: height, width: width),
      region?.reduced(height: height, width: width).isOpen.map { !$0 }
    )
  }

  /// The frame with its region from another one, whose share rises from the region's border inwards: what is given stays as it is.
  ///
  /// - Parameter made: of the same size.
  func taking(_ made: Frame) -> Frame {
    guard let region else { return frame }
    var result = frame
    for (pixel, share) in region.shares(radius: GivenFrame.featherRadius).enumerated() where share > 0 {
      for index in pixel * Clip.channelCount..<(pixel + 1) * Clip.channelCount {
        result.pixels[index] += share * (made.pixels[index] - frame.pixels[index])
      }
    }
    return result
  }

  /// Pixels over which a region goes over into what is given.
  static let featherRadius = 4
}

/// Pixels of a frame that are to be made.
public struct PixelRegion: Sendable, Equatable {
  /// Rows.
  public let height: Int
  /// Columns.
  public let width: Int
  /// Whether a pixel belongs to the region, row by row, `[H · W]`.
  public let isOpen: [Bool]

  /// Takes pixels.
  ///
  /// - Precondition: `isOpen.count == height * width`.
  public init(height: Int, width: Int, isOpen: [Bool]) {
    precondition(isOpen.count == height * width, "PixelRegion: \(isOpen.count) pixels of \(width)×\(height)")
    self.height = height
    self.width = width
    self.isOpen = isOpen
  }

  /// Takes the pixels that a picture shows lighter than middle grey.
  public init(lightPixelsOf picture: Frame) {
    self.init(
      height: picture.height, width: picture.width,
      isOpen: (0..<picture.height * picture.width).map { pixel in
        let start = pixel * Clip.channelCount
        return picture.pixels[start..<start + Clip.channelCount].reduce(0, +) > 0
      })
  }

  /// Takes a box, in shares of the frame.
  public init(height: Int, width: Int, x: ClosedRange<Double>, y: ClosedRange<Double>) {
    self.init(
      height: height, width: width,
      isOpen: (0..<height * width).map { pixel in
        let (row, column) = (Double(pixel / width) + 0.5, Double(pixel % width) + 0.5)
        return x.contains(column / Double(width)) && y.contains(row / Double(height))
      })
  }

  /// The region as a black picture with white pixels, for files.
  var picture: Frame {
    Frame(
      height: height, width: width,
      pixels: isOpen.flatMap { repeatElement($0 ? 1 : -1, count: Clip.channelCount) })
  }

  /// Whether there is nothing to be made.
  public var isEmpty: Bool { !isOpen.contains(true) }

  /// The region and all pixels within some distance of it, measured along rows and columns.
  public func grown(by radius: Int) -> PixelRegion {
    let near = means(radius: radius)
    return PixelRegion(height: height, width: width, isOpen: near.map { $0 > 0 })
  }

  /// The region at a smaller size: pixels that it touches.
  func reduced(height newHeight: Int, width newWidth: Int) -> PixelRegion {
    if newHeight == height && newWidth == width { return self }
    var isOpen = [Bool](repeating: false, count: newHeight * newWidth)
    for y in 0..<height {
      for x in 0..<width where self.isOpen[y * width + x] {
        isOpen[y * newHeight / height * newWidth + x * newWidth / width] = true
      }
    }
    return PixelRegion(height: newHeight, width: newWidth, isOpen: isOpen)
  }

  /// How much of each pixel is what is made: 0 outside of the region, rising from its border inwards to 1, `[H · W]`.
  func shares(radius: Int) -> [Float] {
    zip(isOpen, means(radius: radius)).map { isOpen, mean in isOpen ? max(0, 2 * mean - 1) : 0 }
  }

  /// The share of open pixels in a square around each pixel, as far as it lies in the frame, `[H · W]`.
  private func means(radius: Int) -> [Float] {
    // Sums over all pixels above and to the left.
    let stride = width + 1
    var sums = [Int](repeating: 0, count: (height + 1) * stride)
    for y in 0..<height {
      var row = 0
      for x in 0..<width {
        row += isOpen[y * width + x] ? 1 : 0
        sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row
      }
    }
    return (0..<height * width).map { pixel in
      let (top, bottom) = (max(pixel / width - radius, 0), min(pixel / width + radius + 1, height))
      let (left, right) = (max(pixel % width - radius, 0), min(pixel % width + radius + 1, width))
      let sum =
        sums[bottom * stride + right] - sums[top * stride + right] - sums[bottom * stride + left]
        + sums[top * stride + left]
      return Float(sum) / Float((bottom - top) * (right - left))
    }
  }
}
