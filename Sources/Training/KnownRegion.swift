import Foundation
import ZoetropeDenoiser
import ZoetropeRandom
import ZoetropeShot

/// Which pixels of a clip are given: the tasks that one set of weights learns. (Nothing given is text to video.)
public enum KnownRegion: String, CaseIterable, Sendable, Codable {
  /// The first time steps: extend a clip.
  case first
  /// The last time steps: lead up to a clip.
  case last
  /// Both ends: fill in between.
  case ends
  /// Some time steps.
  case steps
  /// All patches but those in a box: fill a hole.
  case outsideBox
  /// Some frames, wherever they lie in their time steps: keyframe pictures.
  case frames
  /// Everything but a shape that moves, or but what surrounds an actor: fill, replace, insert, remove.
  case outsideShape
  /// Only a shape that moves: paint around something.
  case insideShape

  /// Whether the region ends where patches do.
  var hasWholePatches: Bool {
    switch self {
    case .first, .last, .ends, .steps, .outsideBox: true
    case .frames, .outsideShape, .insideShape: false
    }
  }

  /// The regions that a network can be given.
  static func all(for configuration: DenoiserConfiguration) -> [KnownRegion] {
    configuration.readsKnownPixels ? allCases : allCases.filter(\.hasWholePatches)
  }

  /// Draws a region: which pixels of the frames are known, row by row, `[F · H · W]`; never all of them.
  ///
  /// - Parameters:
  ///   - geometry: the frames.
  ///   - plan: what they show.
  func mask(_ geometry: ClipGeometry, _ plan: ShotPlan, using generator: inout Generator) -> [Bool] {
    let (grid, patch) = (geometry.grid, geometry.patch)
    let (height, width) = (grid.rows * patch.height, grid.columns * patch.width)
    func pixels(_ isKnown: (_ frame: Int, _ y: Int, _ x: Int) -> Bool) -> [Bool] {
      (0..<geometry.times.count * height * width).map {
        isKnown($0 / (height * width), $0 / width % height, $0 % width)
      }
    }
    switch self {
    case .frames:
      let known = someButNotAll(geometry.times.count, share: generator.chance(0.5) ? 0.1 : 0.5, &generator)
      return pixels { frame, _, _ in known[frame] }
    case .outsideShape, .insideShape:
      let shape =
        MovingShape(around: plan, geometry.times, chance: self == .outsideShape ? 0.5 : 0, &generator)
        ?? MovingShape(geometry.times.count, &generator)
      let isInside = self == .insideShape
      let mask = pixels { frame, y, x in
        shape.contains(
          frame, x: (Double(x) + 0.5) / Double(width), y: (Double(y) + 0.5) / Double(height)) == isInside
      }
      // A shape that has left the frame, or fills it.
      return mask.contains(false) ? mask : pixels { frame, _, _ in frame == 0 && geometry.times.count > 1 }
    default:
      let known = patches(grid, using: &generator)
      return pixels { frame, y, x in
        known[(frame / patch.frames * grid.rows + y / patch.height) * grid.columns + x / patch.width]
      }
    }
  }

  /// Which patches of a grid are known, `[N]`, of a region that ends where patches do.
  private func patches(_ grid: PatchGrid, using generator: inout Generator) -> [Bool] {
    func steps(_ isKnown: (Int) -> Bool) -> [Bool] {
      (0..<grid.frames).flatMap { step in
        [Bool](repeating: isKnown(step), count: grid.rows * grid.columns)
      }
    }
    switch self {
    case .first, .last, .ends, .steps:
      guard grid.frames > 1 else { return [Bool](repeating: false, count: grid.count) }
      // Mostly one step is given, as when a person gives a picture.
      let most = max(1, grid.frames / 2)
      let count = generator.chance(0.6) ? 1 : 1 + generator.index(below: most)
      switch self {
      case .first: return steps { $0 < count }
      case .last: return steps { $0 >= grid.frames - count }
      case .ends:
        return grid.frames > 2 ? steps { $0 == 0 || $0 == grid.frames - 1 } : steps { $0 == 0 }
      default:
        let known = someButNotAll(grid.frames, share: 0.5, &generator)
        return steps { known[$0] }
      }
    default:
      func range(_ count: Int) -> Range<Int> {
        let length = max(1, min(count, (count + 2) / 3 + generator.index(below: max(1, count / 2))))
        let start = generator.index(below: count - length + 1)
        return start..<start + length
      }
      let (rows, columns) = (range(grid.rows), range(grid.columns))
      return (0..<grid.count).map { index in
        let column = index % grid.columns
        let row = index / grid.columns % grid.rows
        return !(rows.contains(row) && columns.contains(column))
      }
    }
  }

  private func someButNotAll(_ count: Int, share: Double, _ generator: inout Generator) -> [Bool] {
    let open = generator.index(below: count)
    var known = (0..<count).map { _ in generator.chance(share) }
    known[open] = false
    return known
  }
}

/// A box or an ellipse that goes its way through the frames.
private struct MovingShape {
  /// Centre and size in each frame, in shares of the frame.
  let boxes: [Keyframe]
  let isEllipse: Bool

  /// A shape anywhere, of any size, that moves evenly.
  init(_ frameCount: Int, _ generator: inout Generator) {
    isEllipse = generator.chance(0.5)
    let size = (width: generator.uniform(0.1...0.6), height: generator.uniform(0.15...0.8))
    let from = (x: generator.uniform(), y: generator.uniform())
    let way = (x: generator.uniform(-0.3...0.3), y: generator.uniform(-0.3...0.3))
    boxes = (0..<frameCount).map { frame in
      let share = Double(frame) / Double(max(frameCount - 1, 1))
      return Keyframe(
        t: share, x: from.x + way.x * share, y: from.y + way.y * share, width: size.width, height: size.height
      )
    }
  }

  /// The surroundings of one of a plan's actors; nil where there is none, or by chance.
  init?(around plan: ShotPlan, _ times: [Double], chance: Double, _ generator: inout Generator) {
    guard generator.chance(chance), !plan.actors.isEmpty else { return nil }
    isEllipse = generator.chance(0.5)
    let actor = generator.pick(plan.actors)
    let growth = generator.uniform(1.1...1.8)
    boxes = times.map { time in
      var box = actor.box(at: time)
      (box.width, box.height) = (growth * box.width, growth * box.height)
      return box
    }
  }

  func contains(_ frame: Int, x: Double, y: Double) -> Bool {
    let box = boxes[frame]
    let (dx, dy) = (2 * (x - box.x) / box.width, 2 * (y - box.y) / box.height)
    return isEllipse ? dx * dx + dy * dy <= 1 : max(abs(dx), abs(dy)) <= 1
  }
}
