// From a PNG of somebody's to a picture that can be placed: its ground goes, what is left is trimmed and made as small as is
// needed.

import ZoetropeMedia
import ZoetropePictures

/// Cuts a person's own picture out of its file.
enum PictureCutting {
  /// Why nothing is left that could be placed.
  struct Failure: Error { let reason: String }

  /// How far a sample of a plain ground may be from the ground's colour, of 255: what lossy programs leave behind.
  static let groundTolerance = 30
  /// Share of a picture's outermost pixels that must have the ground's colour; a figure may be cut off by the edge.
  static let leastGroundShare = 0.7
  /// Share of pixels that must be transparent for alpha to be the ground.
  static let leastTransparentShare = 0.005

  /// Cuts a picture out.
  ///
  /// - Parameter isCut: whether it was cut out before, so that nothing of it is ground.
  /// - Returns: what is visible, and the colour of the ground that was cut off, if one was.
  static func cutOut(_ picture: RGBAPicture, isCut: Bool = false) throws(Failure) -> (
    pixels: CroppedPicture, ground: String?
  ) {
    let count = picture.width * picture.height
    let transparent = (0..<count).count { picture.rgba[$0 * 4 + 3] < 250 }
    var picture = picture, ground: String?
    if !isCut, Double(transparent) < leastTransparentShare * Double(count) {
      let colour = try plainGround(of: picture)
      picture.cutGround(colour)
      ground = "#" + colour.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    guard let visible = CroppedPicture(picture) else {
      throw Failure(
        reason: ground.map { "nothing is left of it without its ground, \($0)" }
          ?? "nothing of it can be seen: all of it is transparent")
    }
    guard max(visible.width, visible.height) >= OwnPicture.shortestSide else {
      throw Failure(
        reason: "\(visible.width)x\(visible.height) pixels of it can be seen; expected at least "
          + "\(OwnPicture.shortestSide) on the longer side")
    }
    // What became too faint at the rim is no part of it any more: whoever reads the result finds nothing to trim.
    let small = visible.shrunk(longestSide: OwnPicture.longestSide)
    let trimmed = CroppedPicture(RGBAPicture(width: small.width, height: small.height, rgba: small.rgba))
    return (trimmed ?? small, ground)
  }

  // MARK: - Internals

  /// The colour of the outermost pixels.
  private static func plainGround(of picture: RGBAPicture) throws(Failure) -> [UInt8] {
    let (width, height) = (picture.width, picture.height)
    var edge = (0..<width).flatMap { [$0, (height - 1) * width + $0] }
    edge += (1..<max(1, height - 1)).flatMap { [$0 * width, $0 * width + width - 1] }
    // The colour that most of them are near to: the median of each channel lies in it where it has more than half.
    let colour = (0..<3).map { channel in
      edge.map { picture.rgba[$0 * 4 + channel] }.sorted()[edge.count / 2]
    }
    let share = Double(edge.count { picture.isNear(colour, at: $0) }) / Double(edge.count)
    guard share >= leastGroundShare else {
      throw Failure(
        reason:
          "it has neither transparent parts nor one plain ground (\(Int(share * 100)) % of its edge is of one colour, "
          + "expected \(Int(leastGroundShare * 100)) %); cut the figure out with a drawing program and save it with a "
          + "transparent ground")
    }
    return colour
  }
}

extension RGBAPicture {
  /// How far a pixel is from a colour: the largest difference of a channel.
  fileprivate func distance(_ colour: [UInt8], at pixel: Int) -> Int {
    (0..<3).map { abs(Int(rgba[pixel * 4 + $0]) - Int(colour[$0])) }.max()!
  }

  fileprivate func isNear(_ colour: [UInt8], at pixel: Int) -> Bool {
    distance(colour, at: pixel) <= PictureCutting.groundTolerance
  }

  /// Makes transparent what has the ground's colour and is joined to the edge, and takes the ground out of the pixels beside it.
  fileprivate mutating func cutGround(_ colour: [UInt8]) {
    var waiting: [Int] = [], isGround = [Bool](repeating: false, count: width * height)
    func take(_ pixel: Int) {
      guard !isGround[pixel], isNear(colour, at: pixel) else { return }
      isGround[pixel] = true
      waiting.append(pixel)
    }
    for x in 0..<width { for y in [0, height - 1] { take(y * width + x) } }
    for y in 0..<height { for x in [0, width - 1] { take(y * width + x) } }
    while let pixel = waiting.popLast() {
      let x = pixel % width, y = pixel / width
      if x > 0 { take(pixel - 1) }
      if x < width - 1 { take(pixel + 1) }
      if y > 0 { take(pixel - width) }
      if y < height - 1 { take(pixel + width) }
    }
    let original = self
    for pixel in isGround.indices {
      if isGround[pixel] {
        for channel in 0..<4 { rgba[pixel * 4 + channel] = 0 }
      } else {
        soften(pixel, original, colour, isGround)
      }
    }
  }

  /// A pixel at the figure's rim is a mixture of figure and ground: the figure's colour is that of its neighbours farthest from
  /// the ground's.
  private mutating func soften(_ pixel: Int, _ original: RGBAPicture, _ colour: [UInt8], _ isGround: [Bool]) {
    let x = pixel % width, y = pixel / width
    var touchesGround = false, full = original.distance(colour, at: pixel)
    for row in max(0, y - 2)...min(height - 1, y + 2) {
      for column in max(0, x - 2)...min(width - 1, x + 2) {
        let other = row * width + column
        if isGround[other] {
          if abs(row - y) <= 1, abs(column - x) <= 1 { touchesGround = true }
        } else {
          full = max(full, original.distance(colour, at: other))
        }
      }
    }
    guard touchesGround, full > 0 else { return }
    let alpha = min(1, Double(original.distance(colour, at: pixel)) / Double(full))
    for channel in 0..<3 {
      let ground = Double(colour[channel]), seen = Double(original.rgba[pixel * 4 + channel])
      rgba[pixel * 4 + channel] = UInt8(min(max((seen - (1 - alpha) * ground) / alpha, 0), 255).rounded())
    }
    rgba[pixel * 4 + 3] = UInt8((alpha * 255).rounded())
  }
}

extension CroppedPicture {
  /// The picture with its longer side made as short as asked for, each pixel the mean of those it covers; as it is where it is
  /// no longer.
  ///
  /// - Complexity: O(pixels).
  func shrunk(longestSide: Int) -> CroppedPicture {
    guard max(width, height) > longestSide else { return self }
    let scale = Double(longestSide) / Double(max(width, height))
    let target = (
      width: max(1, Int((Double(width) * scale).rounded())),
      height: max(1, Int((Double(height) * scale).rounded()))
    )
    // Premultiplied, so that what is transparent has no colour; first along rows, then along columns.
    var sums = [Double](repeating: 0, count: target.width * height * 4)
    for y in 0..<height {
      for x in 0..<target.width {
        CroppedPicture.cover(x, of: target.width, from: width) { column, share in
          let from = (y * width + column) * 4, to = (y * target.width + x) * 4
          let alpha = Double(rgba[from + 3]) * share
          for channel in 0..<3 { sums[to + channel] += Double(rgba[from + channel]) * alpha }
          sums[to + 3] += alpha
        }
      }
    }
    var result = [UInt8](repeating: 0, count: target.width * target.height * 4)
    for y in 0..<target.height {
      for x in 0..<target.width {
        var sum = SIMD4<Double>()
        CroppedPicture.cover(y, of: target.height, from: height) { row, share in
          let from = (row * target.width + x) * 4
          sum += SIMD4(sums[from], sums[from + 1], sums[from + 2], sums[from + 3]) * share
        }
        let to = (y * target.width + x) * 4
        if sum.w > 0 {
          for channel in 0..<3 { result[to + channel] = UInt8((sum[channel] / sum.w).rounded()) }
        }
        result[to + 3] = UInt8(min(sum.w, 255).rounded())
      }
    }
    return CroppedPicture(width: target.width, height: target.height, rgba: result)
  }

  /// The places of a row that one place of a shorter row covers, with their shares.
  private static func cover(_ place: Int, of count: Int, from length: Int, _ body: (Int, Double) -> Void) {
    let step = Double(length) / Double(count)
    let start = Double(place) * step, end = start + step
    for index in Int(start)..<min(length, Int(end.rounded(.up))) {
      body(index, (min(end, Double(index + 1)) - max(start, Double(index))) / step)
    }
  }
}
