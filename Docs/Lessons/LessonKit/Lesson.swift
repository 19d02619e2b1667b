// What all lessons share: pictures to files and to the terminal, a small clip to work on, exercises at the end.

import Foundation
import ZoetropeShot
import ZoetropeMedia

/// Helpers of the lessons.
public enum Lesson {
  /// Whether everything is to be small, as in tests: `--short`.
  public static let isShort = CommandLine.arguments.contains("--short")

  /// Prints what the lesson is about.
  public static func begin(_ number: Int, _ title: String) {
    print("Lesson \(number): \(title)\n")
  }

  /// Prints the exercises.
  public static func end(_ first: String, _ second: String) {
    print("\nExercises\n1. \(first)\n2. \(second)")
  }

  /// Writes a picture into the folder `lessons` and says so.
  public static func save(_ frame: Frame, _ name: String) throws {
    let folder = URL(fileURLWithPath: "lessons", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let url = folder.appending(path: "\(name).png")
    try PNG.write(frame, to: url)
    print("wrote lessons/\(name).png, \(frame.width)×\(frame.height)")
  }

  /// Numbers in a row of a table.
  public static func row(_ name: String, _ values: [Double], _ format: String = "%9.4f") {
    print(
      name.padding(toLength: 26, withPad: " ", startingAt: 0)
        + values.map { String(format: format, $0) }.joined())
  }

  /// A picture in letters, dark to bright; values −1…1, `[height, width]`.
  public static func show(_ values: [Float], width: Int) {
    let letters = Array(" .:-=+*#%@")
    for start in stride(from: 0, to: values.count, by: width) {
      let line = values[start..<start + width].map { value -> String in
        let share: Float = (min(max(value, -1), 1) + 1) / 2
        let index = Int(share * Float(letters.count - 1) + 0.5)
        return String(repeating: String(letters[index]), count: 2)
      }
      print("  " + line.joined())
    }
  }

  /// How bright each pixel of a frame is, −1…1.
  public static func brightness(_ frame: Frame) -> [Float] {
    stride(from: 0, to: frame.pixels.count, by: 3).map { start -> Float in
      frame.pixels[start..<start + 3].reduce(0, +) / 3
    }
  }

  /// A clip to work on: an orange ball that crosses a blue evening in an arc.
  public static func ball(frameCount: Int = 8, side: Int = 32) -> Clip {
    var clip = Clip(frameCount: frameCount, height: side, width: side)
    for frame in 0..<frameCount {
      let u = Double(frame) / Double(max(frameCount - 1, 1))
      let (x, y) = (0.2 + 0.6 * u, 0.75 - 1.6 * u * (1 - u))
      disc(in: &clip, frame, x: x, y: y, radius: 0.16, color: (1, 0.1, -0.7)) { row in
        let dusk = Float(row) / Float(side)
        return (-0.7 + 0.6 * dusk, -0.6 + 0.3 * dusk, 0.1 - 0.2 * dusk)
      }
    }
    return clip
  }

  /// Draws a disc with a soft edge over a background that depends on the pixel row; places and radius as shares of the side.
  public static func disc(
    in clip: inout Clip, _ frame: Int, x: Double, y: Double, radius: Double, color: (Float, Float, Float),
    background: (Int) -> (Float, Float, Float)
  ) {
    let side = Double(clip.width)
    for row in 0..<clip.height {
      let back = background(row)
      for column in 0..<clip.width {
        let (dx, dy) = ((Double(column) + 0.5) / side - x, (Double(row) + 0.5) / side - y)
        let cover = Float(min(max((radius - (dx * dx + dy * dy).squareRoot()) * side + 0.5, 0), 1))
        let at = ((frame * clip.height + row) * clip.width + column) * Clip.channelCount
        clip.pixels[at] = cover * color.0 + (1 - cover) * back.0
        clip.pixels[at + 1] = cover * color.1 + (1 - cover) * back.1
        clip.pixels[at + 2] = cover * color.2 + (1 - cover) * back.2
      }
    }
  }

  /// The root of the mean square of differences.
  public static func distance(_ a: [Float], _ b: [Float]) -> Double {
    var sum = 0.0
    for (x, y) in zip(a, b) { sum += Double((x - y) * (x - y)) }
    return (sum / Double(max(a.count, 1))).squareRoot()
  }
}
