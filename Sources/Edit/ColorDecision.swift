// Colour as editors exchange it: the American Society of Cinematographers' Color Decision List, release 1.2.

import Foundation
import ZoetropeFiles

/// A primary correction: slope, offset and power of each channel, then saturation.
///
/// On a channel `v` in 0…1: `clamp(v · slope + offset)^power`; then every channel moves away from luma by the saturation,
/// `luma + saturation · (v − luma)`, and is clamped. Luma has Rec. 709's weights.
public struct ColorDecision: Sendable, Equatable {
  /// Factor, 0 or more; 1 changes nothing.
  public var slope: Channels
  /// What is added; 0 changes nothing.
  public var offset: Channels
  /// Exponent, more than 0; 1 changes nothing.
  public var power: Channels
  /// Saturation, 0 or more; 1 changes nothing.
  public var saturation: Double

  /// One number for each channel.
  public struct Channels: Sendable, Equatable {
    /// Red, green and blue.
    public var red, green, blue: Double

    /// Makes numbers for the channels.
    public init(_ red: Double, _ green: Double, _ blue: Double) {
      self.red = red
      self.green = green
      self.blue = blue
    }

    /// Applies a function to each channel and those of two others.
    func combined(
      _ a: Channels, _ b: Channels, _ c: Channels, _ f: (Double, Double, Double, Double) -> Double
    ) -> Channels {
      Channels(
        f(red, a.red, b.red, c.red), f(green, a.green, b.green, c.green), f(blue, a.blue, b.blue, c.blue))
    }

    var list: [Double] { [red, green, blue] }
    var json: JSON { .array(list.map { JSON($0) }) }
    var text: String { list.map(JSON.literal).joined(separator: " ") }
  }

  /// Makes a correction; by default it changes nothing.
  public init(
    slope: Channels = Channels(1, 1, 1), offset: Channels = Channels(0, 0, 0),
    power: Channels = Channels(1, 1, 1),
    saturation: Double = 1
  ) {
    self.slope = slope
    self.offset = offset
    self.power = power
    self.saturation = saturation
  }

  /// Whether every number is finite and in its range.
  public var isValid: Bool {
    slope.list.allSatisfy { $0 >= 0 && $0.isFinite } && offset.list.allSatisfy(\.isFinite)
      && power.list.allSatisfy { $0 > 0 && $0.isFinite } && saturation >= 0 && saturation.isFinite
  }

  /// The corrected colour of one in 0…1.
  public func applied(to color: Channels) -> Channels {
    let graded = color.combined(slope, offset, power) { value, slope, offset, power in
      pow(min(1, max(0, value * slope + offset)), power)
    }
    let luma = 0.2126 * graded.red + 0.7152 * graded.green + 0.0722 * graded.blue
    return graded.combined(graded, graded, graded) { value, _, _, _ in
      min(1, max(0, luma + saturation * (value - luma)))
    }
  }

  /// The decisions of several clips as a ColorCorrectionCollection (`.ccc`), each under its identifier.
  public static func collection(_ decisions: [(id: String, decision: ColorDecision)]) -> String {
    let entries = decisions.map { $0.decision.xml(id: $0.id, indent: "  ") }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <ColorCorrectionCollection xmlns="urn:ASC:CDL:v1.01">
      \(entries.joined(separator: "\n"))
      </ColorCorrectionCollection>

      """
  }

  /// The decision as a file of its own (`.cc`).
  public func colorCorrection(id: String) -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml(id: id, indent: "") + "\n"
  }

  /// Reads the form that OpenTimelineIO's adapters keep in a clip's metadata.
  init?(otio json: JSON) {
    func channels(_ json: JSON?) -> Channels? {
      guard let values = json?.elements?.compactMap(\.double), values.count == 3 else { return nil }
      return Channels(values[0], values[1], values[2])
    }
    guard let sop = json["asc_sop"], let slope = channels(sop["slope"]), let offset = channels(sop["offset"]),
      let power = channels(sop["power"])
    else { return nil }
    self.init(slope: slope, offset: offset, power: power, saturation: json["asc_sat"]?.double ?? 1)
    if !isValid { return nil }
  }

  // MARK: - Internals

  private func xml(id: String, indent: String) -> String {
    """
    \(indent)<ColorCorrection id="\(XML.escaped(id))">
    \(indent)  <SOPNode>
    \(indent)    <Slope>\(slope.text)</Slope>
    \(indent)    <Offset>\(offset.text)</Offset>
    \(indent)    <Power>\(power.text)</Power>
    \(indent)  </SOPNode>
    \(indent)  <SatNode>
    \(indent)    <Saturation>\(JSON.literal(saturation))</Saturation>
    \(indent)  </SatNode>
    \(indent)</ColorCorrection>
    """
  }
}
