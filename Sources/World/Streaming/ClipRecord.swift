// The bytes of a stream, as Docs/World.md lays them out: little endian, every record a multiple of eight bytes.

import Foundation
import ZoetropeShot

extension ClipStreamOptions {
  /// The version of the layout that this program writes.
  public static let formatVersion = 1

  /// What a stream or shard begins with: `ZOECLIPS`, version, length of the JSON that follows (UInt32 each), and
  /// JSON with the vocabulary and these options, padded with blanks to a multiple of eight bytes.
  ///
  /// - Throws: what `JSONEncoder` throws.
  public func header() throws -> [UInt8] {
    struct Header: Encodable {
      let options: ClipStreamOptions
      let shotSlots = PlanSlot.shot.map(\.rawValue)
      let actorSlots = PlanSlot.actor.map(\.rawValue)
      let words = Dictionary(uniqueKeysWithValues: PlanSlot.allCases.map { ($0.rawValue, $0.words) })
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var json = [UInt8](try encoder.encode(Header(options: self)))
    json += [UInt8](repeating: UInt8(ascii: " "), count: -json.count & 7)
    var bytes = RecordBytes()
    bytes.put(Array("ZOECLIPS".utf8))
    bytes.put([UInt32(ClipStreamOptions.formatVersion), UInt32(json.count)])
    bytes.put(json)
    return bytes.values
  }
}

extension StreamedClip {
  /// The clip as bytes.
  ///
  /// A head of 48 bytes: number of the clip (UInt64), bytes of the whole record, F, H, W, A, first frame, bytes of
  /// prompt, of description and of plan, zero (UInt32 each). Then camera views `[F, 3]`, boxes `[A, F, 6]`, depths
  /// `[A]` (Float32), words of the shot `[7]` and of the actors `[A, 5]` (Int32, −1 for none), frames
  /// `[F, H, W, 3]` (UInt8 sRGB), the three texts in UTF-8, and zeros up to a multiple of eight bytes.
  public func record(hasText: Bool = true) throws -> [UInt8] {
    let texts =
      hasText ? [Array(plan.prompt.utf8), Array(plan.enhancedPrompt.utf8), [UInt8](try plan.json())] : []
    let floats = conditionNumbers, words = wordIndices
    let size = 48 + 4 * (floats.count + words.count) + clip.pixels.count + texts.reduce(0) { $0 + $1.count }
    let padding = -size & 7
    var bytes = RecordBytes(capacity: size + padding)
    bytes.put([index])
    let sizes = [size + padding, clip.frameCount, clip.height, clip.width, plan.actors.count, firstFrame]
    bytes.put(sizes.map(UInt32.init))
    bytes.put((0..<3).map { UInt32(texts.isEmpty ? 0 : texts[$0].count) } + [0])
    bytes.put(floats)
    bytes.put(words)
    bytes.put(pixels: clip.pixels)
    for text in texts { bytes.put(text) }
    bytes.put([UInt8](repeating: 0, count: padding))
    return bytes.values
  }

  // MARK: - Internals

  /// Camera views, boxes, depths.
  private var conditionNumbers: [Float] {
    let times = times
    let camera = CameraTrack(plan.camera)
    var numbers: [Float] = []
    for view in times.map(camera.view(at:)) { numbers += [Float(view.x), Float(view.y), Float(view.zoom)] }
    for track in plan.tracks() {
      for box in times.map(track.box(at:)) {
        numbers += [box.x, box.y, box.width, box.height, box.angle, box.flipped ? 1 : 0].map { Float($0) }
      }
    }
    return numbers + plan.actors.map { Float($0.depth) }
  }

  /// The index of each slot's word, −1 for none.
  private var wordIndices: [Int32] {
    let shot = PlanSlot.shot.map { $0.index(in: plan) }
    let actors = plan.actors.flatMap { actor in PlanSlot.actor.map { $0.index(in: actor) } }
    return (shot + actors).map { Int32($0 ?? -1) }
  }
}

/// Little-endian bytes in the making.
private struct RecordBytes {
  private(set) var values: [UInt8] = []

  init(capacity: Int = 0) { values.reserveCapacity(capacity) }

  mutating func put(_ bytes: [UInt8]) { values += bytes }

  mutating func put(_ numbers: [some FixedWidthInteger]) {
    for number in numbers { withUnsafeBytes(of: number.littleEndian) { values += $0 } }
  }

  mutating func put(_ numbers: [Float]) { put(numbers.map(\.bitPattern)) }

  /// Pixels in `-1...1` as eight bits.
  mutating func put(pixels: [Float]) {
    values += [UInt8](unsafeUninitializedCapacity: pixels.count) { bytes, count in
      for index in pixels.indices {
        bytes[index] = UInt8(min(max((pixels[index] + 1) * 127.5 + 0.5, 0), 255))
      }
      count = pixels.count
    }
  }
}
