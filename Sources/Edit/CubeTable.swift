// Three-dimensional colour tables in the `.cube` format (Adobe, Cube LUT Specification 1.0).

import ZoetropeFiles

/// A colour table: for each of `size`³ input colours spread evenly over 0…1 an output colour.
public struct CubeTable: Sendable, Equatable {
  /// Points along each axis, 2…256.
  public let size: Int
  /// The output colours, red fastest: `[blue][green][red]`.
  public let values: [ColorDecision.Channels]
  /// The title; may be empty.
  public var title: String

  /// The sizes that the format allows.
  public static let sizes = 2...256

  /// Samples a function of colour; `nil` for a size outside ``sizes``.
  public init?(size: Int, title: String = "", _ function: (ColorDecision.Channels) -> ColorDecision.Channels)
  {
    guard CubeTable.sizes.contains(size) else { return nil }
    var values: [ColorDecision.Channels] = []
    values.reserveCapacity(size * size * size)
    let step = Double(size - 1)
    for blue in 0..<size {
      for green in 0..<size {
        for red in 0..<size {
          values.append(
            function(ColorDecision.Channels(Double(red) / step, Double(green) / step, Double(blue) / step)))
        }
      }
    }
    self.size = size
    self.values = values
    self.title = title
  }

  /// Reads a `.cube` file with a 3-D table over 0…1.
  ///
  /// - Throws: ``EditError/file(format:place:message:)`` with the line.
  public init(cube text: String) throws(EditError) {
    var size: Int?
    var title = ""
    var values: [ColorDecision.Channels] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      func fail(_ message: String) -> EditError {
        .file(format: "cube", place: "line \(index + 1)", message: message)
      }
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      switch first {
      case "TITLE":
        title =
          line.split(separator: "\"", omittingEmptySubsequences: false).dropFirst().first.map(String.init)
          ?? ""
      case "LUT_3D_SIZE":
        guard words.count == 2, let number = Int(words[1]), CubeTable.sizes.contains(number) else {
          throw fail("expected LUT_3D_SIZE and a number from 2 to 256")
        }
        size = number
      case "DOMAIN_MIN", "DOMAIN_MAX":
        let expected = first == "DOMAIN_MIN" ? 0.0 : 1
        guard words.count == 4, words.dropFirst().allSatisfy({ Double($0) == expected }) else {
          throw fail("only a domain of 0 to 1 is read")
        }
      case "LUT_1D_SIZE": throw fail("a 1-D table; expected a 3-D one")
      default:
        let numbers = words.compactMap { Double($0) }
        guard words.count == 3, numbers.count == 3, numbers.allSatisfy(\.isFinite) else {
          throw fail("expected three numbers, got \"\(line.prefix(40))\"")
        }
        guard let size else { throw fail("a colour before LUT_3D_SIZE") }
        guard values.count < size * size * size else {
          throw fail("more than the \(size)³ colours of its size")
        }
        values.append(ColorDecision.Channels(numbers[0], numbers[1], numbers[2]))
      }
    }
    guard let size, values.count == size * size * size else {
      let expected = size.map { "\($0 * $0 * $0)" } ?? "LUT_3D_SIZE and"
      throw .file(
        format: "cube", place: "the end", message: "\(values.count) colours; expected \(expected) colours")
    }
    self.size = size
    self.values = values
    self.title = title
  }

  /// The table as a `.cube` file, with six decimals.
  public var cube: String {
    var lines = title.isEmpty ? [] : ["TITLE \"\(title.filter { $0 != "\"" && !$0.isNewline })\""]
    lines += ["LUT_3D_SIZE \(size)", "DOMAIN_MIN 0 0 0", "DOMAIN_MAX 1 1 1"]
    for value in values { lines.append(value.list.map(CubeTable.sixDecimals).joined(separator: " ")) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The output for a colour, each channel clamped to 0…1, interpolated between the eight points around it (trilinear).
  public func applied(to color: ColorDecision.Channels) -> ColorDecision.Channels {
    let places = color.list.map { value -> (index: Int, rest: Double) in
      let place = min(1, max(0, value.isFinite ? value : 0)) * Double(size - 1)
      let index = min(size - 2, Int(place))
      return (index, place - Double(index))
    }
    var sum = [0.0, 0, 0]
    for corner in 0..<8 {
      var weight = 1.0
      var index = 0
      for (axis, stride) in [1, size, size * size].enumerated() {
        let isUpper = corner >> axis & 1 == 1
        weight *= isUpper ? places[axis].rest : 1 - places[axis].rest
        index += (places[axis].index + (isUpper ? 1 : 0)) * stride
      }
      for (channel, value) in values[index].list.enumerated() { sum[channel] += weight * value }
    }
    return ColorDecision.Channels(sum[0], sum[1], sum[2])
  }

  // MARK: - Internals

  private static func sixDecimals(_ value: Double) -> String {
    let number = value.isFinite ? (min(1e6, max(-1e6, value)) * 1e6).rounded() / 1e6 : 0
    // The shortest spelling may have an exponent, which some readers do not know.
    return abs(number) < 1e-4 && number != 0
      ? (number < 0 ? "-" : "") + "0."
        + String(repeating: "0", count: 6 - String(Int(abs(number) * 1e6 + 0.5)).count)
        + String(Int(abs(number) * 1e6 + 0.5)) : JSON.literal(number)
  }
}
