import ZoetropeCompute
import ZoetropeShot

/// Pixels that are given: they keep their values from the first step to the last. Patches that are known whole keep a level of 0,
/// too; of others the network is told which pixels are known (``DenoiserConfiguration/readsKnownPixels``).
public struct KnownPixels: Sendable {
  /// Patches of the clip, `[N, P]`; only known pixels are read.
  public let patches: Tensor
  /// Which pixels are known, `[N · t·h·w]`, in the order of patches.
  public let isKnown: [Bool]
  /// Which patches are known whole, `[N]`.
  public let isWhole: [Bool]
  /// Whether some patch is known in part.
  public let endsWithinPatches: Bool

  /// Takes known pixels.
  ///
  /// - Parameters:
  ///   - patches: `[N, P]`.
  ///   - isKnown: for each pixel of patches, `[N · t·h·w]`.
  /// - Precondition: `isKnown` has a whole number of pixels for each patch.
  public init(patches: Tensor, isKnown: [Bool]) {
    let count = patches.shape.rows
    let side = count > 0 ? isKnown.count / count : 0
    require(side * count == isKnown.count, "KnownPixels: \(isKnown.count) pixels of \(count) patches")
    self.patches = patches
    self.isKnown = isKnown
    let counts = (0..<count).map { patch in
      isKnown[patch * side..<(patch + 1) * side].reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    isWhole = counts.map { $0 == side }
    endsWithinPatches = counts.contains { $0 > 0 && $0 < side }
  }

  /// Takes whole patches.
  ///
  /// - Parameters:
  ///   - patches: `[N, P]`.
  ///   - isWhole: which are known, `[N]`.
  public init(patches: Tensor, isWhole: [Bool]) {
    let side = patches.shape.columns / Clip.channelCount
    self.init(patches: patches, isKnown: isWhole.flatMap { repeatElement($0, count: side) })
  }

  /// Takes pixels of frames.
  ///
  /// - Parameters:
  ///   - clip: the frames; only known pixels are read.
  ///   - isKnown: for each pixel of each frame, row by row, `[F · H · W]`.
  ///   - patch: how patches are cut.
  /// - Throws: ``DenoiserError/indivisible(clip:patch:)``.
  public init(_ clip: Clip, isKnown: [Bool], patch: PatchSize) throws {
    // The mask goes the way of the pixels, as one of their channels.
    var mask = clip
    for (pixel, isKnown) in isKnown.enumerated() {
      mask.pixels[pixel * Clip.channelCount] = isKnown ? 1 : 0
    }
    let ordered = try mask.patchify(patch).withUnsafeBuffer { values in
      stride(from: 0, to: values.count, by: Clip.channelCount).map { values[$0] == 1 }
    }
    self.init(patches: try clip.patchify(patch), isKnown: ordered)
  }

  /// 1 where a pixel is known, else 0, `[n, t·h·w]`; nil where none of the patches has one.
  func mask(_ range: Range<Int>) -> Tensor? {
    let side = isKnown.count / isWhole.count
    let part = isKnown[range.lowerBound * side..<range.upperBound * side]
    guard part.contains(true) else { return nil }
    return Tensor(part.map { $0 ? 1 : 0 }, [range.count, side])
  }

  /// Patches with the known pixels put back.
  ///
  /// - Parameters:
  ///   - estimate: `[n, P]`.
  ///   - range: which patches of the clip they are.
  func putBack(into estimate: Tensor, _ range: Range<Int>) -> Tensor {
    var result = estimate
    let channels = Clip.channelCount
    let side = isKnown.count / isWhole.count
    result.withUnsafeMutableBuffer { target in
      patches.withUnsafeBuffer { source in
        for patch in range {
          let (own, first) = ((patch - range.lowerBound) * side, patch * side)
          for pixel in 0..<side where isKnown[first + pixel] {
            for channel in 0..<channels {
              target[(own + pixel) * channels + channel] = source[(first + pixel) * channels + channel]
            }
          }
        }
      }
    }
    return result
  }
}
