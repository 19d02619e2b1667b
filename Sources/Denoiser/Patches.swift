import ZoetropeCompute
import ZoetropeShot

/// The size of a spacetime patch: frames, rows and columns of pixels.
public struct PatchSize: Sendable, Equatable, Codable {
  /// Frames, t.
  public var frames: Int
  /// Pixel rows, h.
  public var height: Int
  /// Pixel columns, w.
  public var width: Int

  /// Makes a patch size.
  public init(frames: Int, height: Int, width: Int) {
    self.frames = frames
    self.height = height
    self.width = width
  }

  /// Pixels in one patch: t · h · w.
  public var pixelCount: Int { frames * height * width }
  /// Numbers in one patch: t · h · w · 3.
  public var valueCount: Int { pixelCount * Clip.channelCount }
}

/// How many patches a clip is cut into: time steps, rows, columns.
public struct PatchGrid: Sendable, Equatable, Hashable {
  /// Patches in time.
  public let frames: Int
  /// Patches from top to bottom.
  public let rows: Int
  /// Patches from left to right.
  public let columns: Int

  /// Makes a grid.
  public init(frames: Int, rows: Int, columns: Int) {
    self.frames = frames
    self.rows = rows
    self.columns = columns
  }

  /// The grid of a clip.
  ///
  /// - Throws: ``DenoiserError/indivisible(clip:patch:)`` where a side does not divide.
  public init(frameCount: Int, height: Int, width: Int, patch: PatchSize) throws {
    guard frameCount > 0, height > 0, width > 0, patch.frames > 0, patch.height > 0, patch.width > 0,
      frameCount % patch.frames == 0, height % patch.height == 0, width % patch.width == 0
    else {
      throw DenoiserError.indivisible(
        clip: "\(frameCount)×\(height)×\(width)", patch: "\(patch.frames)×\(patch.height)×\(patch.width)")
    }
    self.init(frames: frameCount / patch.frames, rows: height / patch.height, columns: width / patch.width)
  }

  /// Number of patches, N.
  public var count: Int { frames * rows * columns }
}

extension Clip {
  /// Cuts the clip into spacetime patches, `[N, P]`.
  ///
  /// Patches in order of time, row, column; the numbers of a patch in order of frame, row, column, channel.
  ///
  /// - Throws: ``DenoiserError/indivisible(clip:patch:)``.
  public func patchify(_ patch: PatchSize) throws -> Tensor {
    patches(try PatchGrid(frameCount: frameCount, height: height, width: width, patch: patch), patch)
  }

  /// Cuts the clip into the patches of its grid; see ``patchify(_:)``.
  func patches(_ grid: PatchGrid, _ patch: PatchSize) -> Tensor {
    var result = Tensor(uninitialized: [grid.count, patch.valueCount])
    result.withUnsafeMutableBuffer { target in
      pixels.withUnsafeBufferPointer { source in
        forEachRun(grid, patch) { pixel, element, count in
          (target.baseAddress! + element).update(from: source.baseAddress! + pixel, count: count)
        }
      }
    }
    return result
  }

  /// Puts patches `[N, P]` together again: the inverse of ``patchify(_:)``.
  ///
  /// - Precondition: `patches` has the shape that the grid and the patch size ask for.
  public init(unpatchifying patches: Tensor, grid: PatchGrid, patch: PatchSize, frameRate: Double = 8) {
    require(
      patches.shape == [grid.count, patch.valueCount],
      "unpatchify: \(patches.shape) for \(grid.count) patches of \(patch.valueCount)")
    var clip = Clip(
      frameCount: grid.frames * patch.frames, height: grid.rows * patch.height,
      width: grid.columns * patch.width, frameRate: frameRate)
    patches.withUnsafeBuffer { source in
      // The loop reads sizes only, and the pixels are written through their own buffer.
      let shape = clip
      clip.pixels.withUnsafeMutableBufferPointer { target in
        shape.forEachRun(grid, patch) { pixel, element, count in
          (target.baseAddress! + pixel).update(from: source.baseAddress! + element, count: count)
        }
      }
    }
    self = clip
  }

  /// Calls `body(pixel, element, count)` for each run of numbers that lies together in both layouts.
  private func forEachRun(_ grid: PatchGrid, _ patch: PatchSize, _ body: (Int, Int, Int) -> Void) {
    let run = patch.width * Clip.channelCount
    var element = 0
    for t in 0..<grid.frames {
      for row in 0..<grid.rows {
        for column in 0..<grid.columns {
          for frame in 0..<patch.frames {
            for y in 0..<patch.height {
              let line = ((t * patch.frames + frame) * height + row * patch.height + y) * width
              body((line + column * patch.width) * Clip.channelCount, element, run)
              element += run
            }
          }
        }
      }
    }
  }
}
