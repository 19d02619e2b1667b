// Shots of a scene, brought to one light: what a colourist does first.

import Foundation
import ZoetropeEdit
import ZoetropeShot

/// What a shot's scenery looks like: mean and spread of each channel, 0…1.
public struct ColorStatistics: Sendable, Equatable, Codable {
  /// Means of red, green and blue.
  public var mean: [Double]
  /// Standard deviations of red, green and blue.
  public var deviation: [Double]
  /// The share of the pixels that were looked at.
  public var share: Double

  /// Measures some frames of a clip where no actor is: a red fox, close to, makes no scene redder.
  ///
  /// - Parameters:
  ///   - frames: pairs of a picture and its time in the plan, in seconds.
  public init(_ frames: [(frame: Frame, time: Double)], plan: ShotPlan) {
    let tracks = plan.tracks()
    var sums = [0.0, 0, 0], squares = [0.0, 0, 0]
    var count = 0, all = 0
    for (frame, time) in frames {
      let boxes = tracks.map { $0.box(at: time) }
      for y in stride(from: 0, to: frame.height, by: 2) {
        let v = (Double(y) + 0.5) / Double(frame.height)
        for x in stride(from: 0, to: frame.width, by: 2) {
          all += 1
          let u = (Double(x) + 0.5) / Double(frame.width)
          if boxes.contains(where: {
            abs(u - $0.x) < $0.width * 0.55 && abs(v - $0.y) < $0.height * 0.55
          }) {
            continue
          }
          count += 1
          let place = (y * frame.width + x) * Clip.channelCount
          for channel in 0..<3 {
            let value = (Double(frame.pixels[place + channel]) + 1) / 2
            sums[channel] += value
            squares[channel] += value * value
          }
        }
      }
    }
    let n = Double(max(count, 1))
    mean = sums.map { $0 / n }
    deviation = zip(sums, squares).map { sum, square in max(0, square / n - sum * sum / n / n).squareRoot() }
    share = all > 0 ? Double(count) / Double(all) : 0
  }

  /// Makes statistics that are known.
  public init(mean: [Double], deviation: [Double], share: Double = 1) {
    self.mean = mean
    self.deviation = deviation
    self.share = share
  }

  /// How far two sceneries are apart: root mean square of the differences of their means, 0…1.
  public func distance(to other: ColorStatistics) -> Double {
    (zip(mean, other.mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 3).squareRoot()
  }
}

/// Matches shots in colour.
public enum ColorMatching {
  /// The least share of a picture that must be scenery for it to be matched.
  public static let leastShare = 0.15
  /// By how much slopes and offsets may change a picture: more than this is another light, and meant.
  public static let slopes = 0.8...1.25, offsets = -0.12...0.12

  /// The corrections that bring the shots of a scene to its middle: the median of the means, and of the spreads.
  ///
  /// Slope is the ratio of the spreads, offset what is then missing to the mean, each within its bounds. A shot that shows too
  /// little scenery is left alone, and so is a scene of one.
  ///
  /// - Returns: as many as there are shots; nil where nothing is corrected.
  public static func decisions(for scene: [ColorStatistics]) -> [ColorDecision?] {
    let measured = scene.filter { $0.share >= leastShare }
    guard measured.count > 1 else { return scene.map { _ in nil } }
    func median(_ values: [Double]) -> Double {
      let sorted = values.sorted()
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
    let mean = (0..<3).map { channel in median(measured.map { $0.mean[channel] }) }
    let deviation = (0..<3).map { channel in median(measured.map { $0.deviation[channel] }) }
    return scene.map { shot in
      guard shot.share >= leastShare else { return nil }
      // One slope for all channels: a difference of contrast, and not a tint, is what framing changes.
      let ratios = (0..<3).map { deviation[$0] / max(shot.deviation[$0], 0.01) }
      let slope = clamped(rounded(ratios.reduce(0, +) / 3), slopes)
      let offset = (0..<3).map { clamped(rounded(mean[$0] - slope * shot.mean[$0]), offsets) }
      if slope == 1, offset.allSatisfy({ $0 == 0 }) { return nil }
      return ColorDecision(
        slope: .init(slope, slope, slope), offset: .init(offset[0], offset[1], offset[2]))
    }
  }

  // MARK: - Internals

  private static func clamped(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    min(max(value, range.lowerBound), range.upperBound)
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}

/// A correction and a table of colours, made ready for many pictures.
struct ColorPass: Sendable {
  private let channels: [[Float]]
  private let saturation: Float
  private let table: (size: Int, values: [Float])?

  /// nil where nothing is to be done.
  init?(_ decision: ColorDecision?, table: CubeTable?) {
    if decision == nil, table == nil { return nil }
    let decision = decision ?? ColorDecision()
    // Pictures have 8 bits: every value that occurs, worked out once by the exact formula, saturation apart.
    var plain = decision
    plain.saturation = 1
    channels = (0..<3).map { channel in
      (0..<256).map { level in
        let value = Double(level) / 255
        let color = plain.applied(to: .init(value, value, value))
        return Float([color.red, color.green, color.blue][channel])
      }
    }
    saturation = Float(decision.saturation)
    self.table = table.map { table in
      (table.size, table.values.flatMap { [Float($0.red), Float($0.green), Float($0.blue)] })
    }
  }

  /// Corrects a picture of bytes in place.
  func apply(to bytes: inout [UInt8]) {
    for place in stride(from: 0, to: bytes.count - 2, by: 3) {
      var (r, g, b) = (
        channels[0][Int(bytes[place])], channels[1][Int(bytes[place + 1])], channels[2][Int(bytes[place + 2])]
      )
      if saturation != 1 {
        let luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
        (r, g, b) = (
          luma + saturation * (r - luma), luma + saturation * (g - luma), luma + saturation * (b - luma)
        )
        (r, g, b) = (min(1, max(0, r)), min(1, max(0, g)), min(1, max(0, b)))
      }
      if let table { (r, g, b) = ColorPass.looked(r, g, b, table) }
      bytes[place] = UInt8((min(1, max(0, r)) * 255).rounded())
      bytes[place + 1] = UInt8((min(1, max(0, g)) * 255).rounded())
      bytes[place + 2] = UInt8((min(1, max(0, b)) * 255).rounded())
    }
  }

  /// Trilinear, as `CubeTable.applied(to:)`.
  private static func looked(
    _ r: Float, _ g: Float, _ b: Float, _ table: (size: Int, values: [Float])
  ) -> (Float, Float, Float) {
    let top = Float(table.size - 1)
    func place(_ value: Float) -> (Int, Float) {
      let place = min(1, max(0, value)) * top
      let index = min(table.size - 2, Int(place))
      return (index, place - Float(index))
    }
    let (x, fx) = place(r), (y, fy) = place(g), (z, fz) = place(b)
    var sum: (Float, Float, Float) = (0, 0, 0)
    for corner in 0..<8 {
      let (i, j, k) = (corner & 1, corner >> 1 & 1, corner >> 2)
      let weight = (i == 1 ? fx : 1 - fx) * (j == 1 ? fy : 1 - fy) * (k == 1 ? fz : 1 - fz)
      let at = (((z + k) * table.size + y + j) * table.size + x + i) * 3
      sum.0 += weight * table.values[at]
      sum.1 += weight * table.values[at + 1]
      sum.2 += weight * table.values[at + 2]
    }
    return sum
  }
}
