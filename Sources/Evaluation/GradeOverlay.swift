import Foundation
import ZoetropeShot
import ZoetropeGrading
import ZoetropeMedia

/// The frames of a clip with planned boxes in green and found ones in the colour of the disagreement.
public struct GradeOverlay: Sendable {
  private let clip: Clip
  private let plan: ShotPlan
  private let grade: Grade

  /// Takes a clip and its grade.
  public init(clip: Clip, plan: ShotPlan, grade: Grade) {
    (self.clip, self.plan, self.grade) = (clip, plan, grade)
  }

  private static let plannedInk = SIMD3<Float>(-0.4, 0.9, -0.2)
  private static let foundInk = SIMD3<Float>(1, 0.9, -0.4)
  private static let strayInk = SIMD3<Float>(1, -0.6, -0.6)

  /// A contact sheet; under each frame the largest disagreement in it.
  public func sheet(title: String) -> Frame {
    let scale = max(1, 224 / max(clip.height, clip.width))
    let tiles = clip.frames.enumerated().map { index, frame in
      ContactSheet.Tile(drawn(frame.enlarged(by: scale), index), label(index))
    }
    return ContactSheet(columns: 4, title: String(title.filter(\.isASCII))).render(tiles)
  }

  /// What is said of a frame: `frame 14: fox 3 px left`.
  public func label(_ index: Int) -> String {
    let worst = sightings(index).max { distance($0.sighting) < distance($1.sighting) }
    guard let worst else { return "frame \(index)" }
    let actor = plan.actors[worst.actor].title
    if worst.sighting.score < Grader.foundScore { return "frame \(index): \(actor) not found" }
    return "frame \(index): \(actor) \(GradeOverlay.words(offset(worst.sighting)))"
  }

  // MARK: - Internals

  private func sightings(_ frame: Int) -> [(actor: Int, sighting: Grade.Sighting)] {
    grade.sightings.enumerated().flatMap { actor, sightings in
      sightings.filter { $0.frame == frame }.map { (actor, $0) }
    }
  }

  /// Pixels of a 64-pixel square by which an actor is right of and below its place.
  private func offset(_ sighting: Grade.Sighting) -> (x: Double, y: Double) {
    let size = plan.size.pixelSize(patchSide: 8)
    return (sighting.dx * Double(size.width), sighting.dy * Double(size.height))
  }

  private func distance(_ sighting: Grade.Sighting) -> Double {
    if sighting.score < Grader.foundScore { return .infinity }
    let offset = offset(sighting)
    return (offset.x * offset.x + offset.y * offset.y).squareRoot()
  }

  static func words(_ offset: (x: Double, y: Double)) -> String {
    var parts: [String] = []
    let (x, y) = (Int(offset.x.rounded()), Int(offset.y.rounded()))
    if x != 0 { parts.append("\(abs(x)) px \(x < 0 ? "left" : "right")") }
    if y != 0 { parts.append("\(abs(y)) px \(y < 0 ? "up" : "down")") }
    return parts.isEmpty ? "in place" : parts.joined(separator: ", ")
  }

  private func drawn(_ frame: Frame, _ index: Int) -> Frame {
    var frame = frame
    let tracks = plan.tracks()
    for (actor, sighting) in sightings(index) {
      var box = tracks[actor].box(at: plan.time(ofFrame: index))
      frame.outline(box, GradeOverlay.plannedInk)
      guard sighting.score >= Grader.foundScore else { continue }
      box.x += sighting.dx
      box.y += sighting.dy
      let isOff = distance(sighting) > Grader.placeTolerance
      frame.outline(box, isOff ? GradeOverlay.strayInk : GradeOverlay.foundInk)
    }
    return frame
  }
}

extension Frame {
  /// Draws the outline of a box, upright, one pixel wide.
  fileprivate mutating func outline(_ box: Keyframe, _ ink: SIMD3<Float>) {
    func range(_ centre: Double, _ size: Double, _ count: Int) -> ClosedRange<Int> {
      let low = Int(((centre - size / 2) * Double(count)).rounded())
      return low...max(low, Int(((centre + size / 2) * Double(count)).rounded()) - 1)
    }
    let rows = range(box.y, box.height, height), columns = range(box.x, box.width, width)
    for row in rows where (0..<height).contains(row) {
      for column in columns where (0..<width).contains(column) {
        let isEdge =
          row == rows.lowerBound || row == rows.upperBound || column == columns.lowerBound
          || column == columns.upperBound
        guard isEdge else { continue }
        for channel in 0..<3 { pixels[(row * width + column) * 3 + channel] = ink[channel] }
      }
    }
  }
}
