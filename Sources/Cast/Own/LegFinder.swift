// Where the legs of a picture are that nobody has drawn lines on: what stands apart at its lower edge.

import ZoetropePictures
import ZoetropeShot

/// Finds the legs of a picture.
enum LegFinder {
  /// Parts that stand apart near the lower edge and join above it, as the lines of a gait in the words of the cast's files; nil
  /// where there are not two, three or four of them, or the gait needs none.
  static func lines(of picture: CroppedPicture, style: Gait.Style) -> String? {
    guard [.walk, .run].contains(style), picture.height >= 24 else { return nil }
    // A little above the edge, where feet are no longer of different lengths.
    let ankle = Int(Double(picture.height) * 0.92)
    let feet = runs(picture, ankle)
    guard (2...4).contains(feet.count) else { return nil }
    // The lowest row at which fewer parts are left is where they join.
    var hip = ankle
    while hip > picture.height / 3, runs(picture, hip).count >= feet.count { hip -= 1 }
    let length = Double(ankle - hip) / Double(picture.height)
    guard length > 0.06, hip > picture.height / 3 else { return nil }
    let legs = runs(picture, min(ankle, hip + 2))
    guard legs.count == feet.count else { return nil }
    func percent(_ runs: [Range<Int>]) -> String {
      runs.map { "\(Int((50 * Double($0.lowerBound + $0.upperBound) / Double(picture.width)).rounded()))" }
        .joined(separator: ",")
    }
    return "(hips=\(100 * (hip + 1) / picture.height);legs=\(percent(legs));feet=\(percent(feet)))"
  }

  /// The runs of visible pixels in a row that are at least 2 % of it wide.
  private static func runs(_ picture: CroppedPicture, _ row: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = [], start: Int?
    for x in 0...picture.width {
      let isVisible = x < picture.width && picture.rgba[(row * picture.width + x) * 4 + 3] >= 128
      if isVisible {
        start = start ?? x
      } else if let begun = start {
        if x - begun >= max(2, picture.width / 50) { runs.append(begun..<x) }
        start = nil
      }
    }
    return runs
  }
}
