// An upscaler that knows the plan: it sees the pictures of actors and set pieces at their own resolution under the pixels that it
// makes, so that eyes, stripes and letters come back instead of being guessed.

import Foundation
import ZoetropeCompute
import ZoetropeLayers
import ZoetropeScenery
import ZoetropeShot

/// What an upscaler that reads pictures is.
public struct PictureUpscalerConfiguration: Sendable, Equatable, Codable {
  /// Name of the model.
  public var name: String
  /// How many times as high and wide clips become: 2 or 4.
  public var factor: Int
  /// Channels of the hidden layers.
  public var channels: Int
  /// Residual blocks of two convolutions each.
  public var blockCount: Int

  /// Makes a configuration.
  public init(name: String = "picture-upscaler", factor: Int = 4, channels: Int = 48, blockCount: Int = 2) {
    self.name = name
    self.factor = factor
    self.channels = channels
    self.blockCount = blockCount
  }

  /// The key of the configuration in a weights file's metadata.
  public static let metadataKey = "zoetrope.picture_upscaler"

  /// The layout of the network's parameters.
  public var parameterLayout: ParameterLayout { .of { _ = PictureUpscaler(self, $0) } }

  /// The configuration as JSON with sorted keys.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

/// Makes a clip 2 or 4 times as high and wide.
///
/// All convolutions run on the small pixels. Each sees the frame with its neighbours in time and the pictures under the large
/// pixels it stands for; it gives what is added to bicubic interpolation, and a small matrix that takes the pictures under those
/// pixels to their colours: the light, tint and look that the small picture shows.
public struct PictureUpscaler: Sendable {
  /// What the network is.
  public let configuration: PictureUpscalerConfiguration
  private let first: Linear
  private let blocks: [(Linear, Linear)]
  private let last: Linear
  private let pictureColors: Linear

  /// Takes the parameters from a source.
  public init(_ configuration: PictureUpscalerConfiguration, _ source: ParameterSource) {
    let c = configuration.channels, large = configuration.factor * configuration.factor
    self.configuration = configuration
    first = source.scope("first") {
      Linear($0, inputs: 9 * (9 + large * PictureBuffer.channelCount), outputs: c)
    }
    blocks = (0..<configuration.blockCount).map { index in
      source.scope("blocks.\(index)") { source in
        (
          source.scope("expand") { Linear($0, inputs: 9 * c, outputs: c, role: .hidden(parts: 1)) },
          source.scope("contract") {
            Linear(
              $0, inputs: 9 * c, outputs: c, initializer: .normal(0.1 / Float(9 * c).squareRoot()),
              role: .hidden(parts: 1))
          }
        )
      }
    }
    last = source.scope("last") {
      Linear($0, inputs: 9 * c, outputs: large * Clip.channelCount, initializer: .zeros)
    }
    pictureColors = source.scope("picture_colors") {
      Linear($0, inputs: c, outputs: PictureBuffer.channelCount * Clip.channelCount, initializer: .zeros)
    }
  }

  /// Enlarges a clip, frame by frame with its neighbours in time.
  ///
  /// - Parameters:
  ///   - clip: `[F, H, W, 3]`.
  ///   - frames: which of them; nil for all. The others are looked at as neighbours.
  ///   - pictures: those of the same frames at the size of the result, one frame at a time.
  /// - Returns: `[frames, factor · H, factor · W, 3]` in −1…1.
  /// - Throws: what `pictures` throws.
  /// - Complexity: O(F·H·W·channels²); memory for one frame at a time.
  public func callAsFunction(
    _ clip: Clip, frames: Range<Int>? = nil, pictures: (_ frame: Int) throws -> PictureBuffer
  ) rethrows -> Clip {
    let factor = configuration.factor
    let frames = frames ?? 0..<clip.frameCount
    var result = Clip(
      frameCount: frames.count, height: factor * clip.height, width: factor * clip.width,
      frameRate: clip.frameRate)
    let stack = PictureStack(count: 1, height: clip.height, width: clip.width)
    for frame in frames {
      let seen = PictureUpscaler.rows(of: try pictures(frame), factor: factor)
      let residual = residuals(
        Variable(Upscaler.windows(clip, frames: frame..<frame + 1)), pictures: Variable(seen), [stack]
      ).value
      var large = PictureUpscaler.interpolated(clip, frame: frame, factor: factor)
      let found = PictureUpscaler.frame(
        residual.elements, height: clip.height, width: clip.width, factor: factor)
      for index in large.pixels.indices {
        large.pixels[index] = min(max(large.pixels[index] + found.pixels[index], -1), 1)
      }
      result[frame: frame - frames.lowerBound] = large
    }
    return result
  }

  /// What is added to the interpolation, `[F·H·W, factor² · 3]`: for each small pixel its large ones (row by row) of three
  /// channels.
  ///
  /// - Parameters:
  ///   - windows: `[F·H·W, 9]`, see ``Upscaler/windows(_:frames:)``.
  ///   - pictures: `[F·H·W, factor² · channels]`, see ``rows(of:factor:)``.
  ///   - stacks: the frames that the rows are.
  public func residuals(
    _ windows: Variable, pictures: Variable, _ stacks: [PictureStack]
  ) -> Variable {
    let input = Variable(
      PictureUpscaler.joined(windows.value, pictures.value))  // [F·H·W, 9 + factor²·channels]
    var x = first.convolution(input, stacks, activation: .gelu)  // [F·H·W, C]
    for (expand, contract) in blocks {
      x = x + contract.convolution(expand.convolution(x, stacks, activation: .gelu), stacks)
    }
    return last.convolution(x, stacks)
      + pictures.rowwiseProduct(pictureColors(x), inner: PictureBuffer.channelCount)
  }

  // MARK: - Fixed parts

  /// The pictures under the large pixels of each small one, row by row, `[F·H·W, factor² · channels]`.
  ///
  /// - Precondition: the buffer's sides are multiples of `factor`.
  public static func rows(of pictures: PictureBuffer, factor: Int) -> Tensor {
    let channels = PictureBuffer.channelCount
    let (height, width) = (pictures.height / factor, pictures.width / factor)
    let run = factor * channels
    var result = Tensor(uninitialized: [pictures.frameCount * height * width, factor * run])
    result.withUnsafeMutableBuffer { target in
      pictures.values.withUnsafeBufferPointer { source in
        var element = 0
        for frame in 0..<pictures.frameCount {
          for y in 0..<height {
            for x in 0..<width {
              for line in 0..<factor {
                let row = frame * pictures.height + y * factor + line
                let start = (row * pictures.width + x * factor) * channels
                (target.baseAddress! + element).update(from: source.baseAddress! + start, count: run)
                element += run
              }
            }
          }
        }
      }
    }
    return result
  }

  /// A frame in the layout of ``residuals(_:pictures:_:)``, `[H·W, factor² · 3]`.
  public static func rows(of frame: Frame, factor: Int) -> Tensor {
    let (height, width) = (frame.height / factor, frame.width / factor)
    var values = [Float](repeating: 0, count: frame.pixels.count)
    forEachPixel(height, width, factor) { values[$0] = frame.pixels[$1] }
    return Tensor(values, [height * width, factor * factor * Clip.channelCount])
  }

  /// A frame enlarged by bicubic interpolation.
  ///
  /// - Precondition: `factor` is a power of two.
  public static func interpolated(_ clip: Clip, frame: Int, factor: Int) -> Frame {
    var small = Clip(frameCount: 1, height: clip.height, width: clip.width)
    small[frame: 0] = clip[frame: frame]
    var scale = 1
    while scale < factor {
      let rows = Upscaler.bicubic(small, frames: 0..<1)
      let large = self.frame(rows.elements, height: small.height, width: small.width, factor: 2)
      small = Clip(frameCount: 1, height: large.height, width: large.width)
      small[frame: 0] = large
      scale *= 2
    }
    return small[frame: 0]
  }

  // MARK: - Internals

  private static func frame(_ rows: [Float], height: Int, width: Int, factor: Int) -> Frame {
    var frame = Frame(height: factor * height, width: factor * width)
    forEachPixel(height, width, factor) { frame.pixels[$1] = rows[$0] }
    return frame
  }

  /// Calls `body(element, pixel)` with the places of one number in both layouts.
  private static func forEachPixel(
    _ height: Int, _ width: Int, _ factor: Int, _ body: (Int, Int) -> Void
  ) {
    let size = factor * factor * Clip.channelCount
    for y in 0..<height {
      for x in 0..<width {
        for line in 0..<factor {
          for column in 0..<factor {
            for c in 0..<Clip.channelCount {
              body(
                (y * width + x) * size + (line * factor + column) * Clip.channelCount + c,
                ((factor * y + line) * factor * width + factor * x + column) * Clip.channelCount + c)
            }
          }
        }
      }
    }
  }

  /// Two matrices of as many rows side by side.
  private static func joined(_ left: Tensor, _ right: Tensor) -> Tensor {
    let (rows, a, b) = (left.shape.rows, left.shape.columns, right.shape.columns)
    var result = Tensor(uninitialized: [rows, a + b])
    result.withUnsafeMutableBuffer { target in
      left.withUnsafeBuffer { first in
        right.withUnsafeBuffer { second in
          for row in 0..<rows {
            let start = target.baseAddress! + row * (a + b)
            start.update(from: first.baseAddress! + row * a, count: a)
            (start + a).update(from: second.baseAddress! + row * b, count: b)
          }
        }
      }
    }
    return result
  }
}
