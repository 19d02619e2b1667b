import ZoetropeDenoiser
import ZoetropeRandom

/// Which patches of a clip are given clean: the tasks that one set of weights learns.
public enum KnownPatches: String, CaseIterable, Sendable, Codable {
  /// Nothing is given: text to video.
  case none
  /// The first time steps: extend a clip.
  case first
  /// The last time steps: lead up to a clip.
  case last
  /// Both ends: fill in between.
  case ends
  /// Some time steps.
  case steps
  /// Everything but a box: fill a hole.
  case outsideBox

  /// Which patches of a grid are known, `[N]`; never all of them.
  public func mask(_ grid: PatchGrid, using generator: inout Generator) -> [Bool] {
    func steps(_ isKnown: (Int) -> Bool) -> [Bool] {
      (0..<grid.frames).flatMap { step in
        [Bool](repeating: isKnown(step), count: grid.rows * grid.columns)
      }
    }
    let unknown = [Bool](repeating: false, count: grid.count)
    switch self {
    case .none: return unknown
    case .first, .last, .ends, .steps:
      guard grid.frames > 1 else { return unknown }
      // Mostly one step is given, as when a person gives a picture.
      let most = max(1, grid.frames / 2)
      let count = generator.chance(0.6) ? 1 : 1 + generator.index(below: most)
      switch self {
      case .first: return steps { $0 < count }
      case .last: return steps { $0 >= grid.frames - count }
      case .ends:
        return grid.frames > 2 ? steps { $0 == 0 || $0 == grid.frames - 1 } : steps { $0 == 0 }
      default:
        let open = generator.index(below: grid.frames)
        var known = (0..<grid.frames).map { _ in generator.chance(0.5) }
        known[open] = false
        return steps { known[$0] }
      }
    case .outsideBox:
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
}
