// What is seen at each frame of a cut, and the pictures that it is seen on.

import ZoetropeEdit
import ZoetropeShot

/// What one frame of a film shows.
public enum CutFrame: Sendable, Equatable {
  /// Black.
  case black
  /// A frame of a clip: its place among the track's items, and the frame of its media.
  case clip(item: Int, frame: Int)
  /// Two at once.
  indirect case mix(from: CutFrame, to: CutFrame, share: Double, kind: Timeline.Transition.Kind)
}

extension Timeline.Track {
  /// What is seen at each frame of the track.
  ///
  /// A transition of n frames shows shares of (k + ½)/n of what comes after, k from 0: both sides alike, and no frame is shown
  /// twice.
  public var frames: [CutFrame] {
    var result: [CutFrame] = []
    let starts = starts
    for (index, item) in items.enumerated() {
      switch item {
      case .clip(let clip): result += (0..<clip.source.count).map { side(index, clip, $0) }
      case .gap(let count): result += [CutFrame](repeating: .black, count: count)
      case .transition: break
      }
    }
    for (index, item) in items.enumerated() {
      guard case .transition(let transition) = item else { continue }
      for k in 0..<transition.frameCount {
        let offset = k - transition.inOffset
        let frame = starts[index] + offset
        guard result.indices.contains(frame) else { continue }
        result[frame] = .mix(
          from: beside(index - 1, after: offset), to: beside(index + 1, before: offset),
          share: (Double(k) + 0.5) / Double(transition.frameCount), kind: transition.kind)
      }
    }
    return result
  }

  // MARK: - Internals

  private func side(_ item: Int, _ clip: Timeline.Clip, _ offset: Int) -> CutFrame {
    .clip(item: item, frame: clip.source.start + offset)
  }

  /// What is seen of the item before a cut, at an offset from the cut.
  private func beside(_ item: Int, after offset: Int) -> CutFrame {
    guard items.indices.contains(item), case .clip(let clip) = items[item] else { return .black }
    return side(item, clip, clip.source.count + offset)
  }

  /// What is seen of the item after a cut, at an offset from the cut.
  private func beside(_ item: Int, before offset: Int) -> CutFrame {
    guard items.indices.contains(item), case .clip(let clip) = items[item] else { return .black }
    return side(item, clip, offset)
  }
}

/// Puts two pictures together.
enum PictureMix {
  /// Mixes bytes of pictures `[height, width, 3]`.
  static func mixed(
    _ from: [UInt8], _ to: [UInt8], share: Double, kind: Timeline.Transition.Kind, size: Timeline.Size
  ) -> [UInt8] {
    guard from.count == to.count else { return to }
    var result = from
    if case .dissolve = kind {
      let weight = Float(share)
      for index in result.indices {
        result[index] = UInt8(
          (Float(from[index]) + weight * (Float(to[index]) - Float(from[index]))).rounded())
      }
      return result
    }
    guard case .wipe(let wipe) = kind else { return to }
    for y in 0..<size.height {
      for x in 0..<size.width {
        let weight = Float(weight(wipe, x, y, share, size))
        guard weight > 0 else { continue }
        let place = (y * size.width + x) * 3
        for index in place..<place + 3 {
          result[index] = UInt8(
            (Float(from[index]) + weight * (Float(to[index]) - Float(from[index]))).rounded())
        }
      }
    }
    return result
  }

  /// How much of the new picture a place shows: an edge as soft as a fiftieth of the frame passes over it.
  private static func weight(
    _ wipe: Timeline.WipeKind, _ x: Int, _ y: Int, _ share: Double, _ size: Timeline.Size
  ) -> Double {
    let softness = 0.02
    let u = (Double(x) + 0.5) / Double(size.width), v = (Double(y) + 0.5) / Double(size.height)
    // When the edge comes by, 0…1.
    let time: Double
    switch wipe {
    case .leftToRight: time = u
    case .topToBottom: time = v
    case .diagonal: time = (u + v) / 2
    case .iris:
      let aspect = Double(size.width) / Double(size.height)
      let (a, b) = ((u - 0.5) * aspect, v - 0.5)
      time = (a * a + b * b).squareRoot() / ((0.5 * aspect) * (0.5 * aspect) + 0.25).squareRoot()
    }
    return min(1, max(0, (share * (1 + softness) - time) / softness))
  }
}
