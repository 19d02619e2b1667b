// A small convolution network that doubles the sides of a clip. It sees the frames before and after each frame, starts
// from a fixed interpolation and adds what is missing, so an untrained one already gives a usable picture.

import ZoetropeCompute
import ZoetropeShot
import ZoetropeLayers

/// What an upscaler is.
public struct UpscalerConfiguration: Sendable, Equatable, Codable {
  /// Name of the model.
  public var name: String
  /// Channels of the hidden layers.
  public var channels: Int
  /// Residual blocks of two convolutions each.
  public var blockCount: Int

  /// Makes a configuration.
  public init(name: String = "upscaler", channels: Int = 48, blockCount: Int = 4) {
    self.name = name
    self.channels = channels
    self.blockCount = blockCount
  }

  /// The layout of the network's parameters.
  public var parameterLayout: ParameterLayout { .of { _ = Upscaler(self, $0) } }
}

/// Doubles height and width of a clip.
///
/// 3×3 convolutions as matrix products, residual blocks without norms (EDSR, Lim et al. 2017, arXiv:1707.02921), and
/// sub-pixel output (Shi et al. 2016, arXiv:1609.05158) on top of bicubic interpolation.
public struct Upscaler: Sendable {
  /// What the network is.
  public let configuration: UpscalerConfiguration
  private let first: Linear
  private let blocks: [(Linear, Linear)]
  private let last: Linear

  /// Takes the parameters from a source.
  public init(_ configuration: UpscalerConfiguration, _ source: ParameterSource) {
    let c = configuration.channels
    self.configuration = configuration
    // Three frames of three channels, nine neighbours each.
    first = source.scope("first") { Linear($0, inputs: 81, outputs: c) }
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
    last = source.scope("last") { Linear($0, inputs: 9 * c, outputs: 12, initializer: .zeros) }
  }

  /// Doubles a clip, frame by frame with its neighbours in time.
  ///
  /// - Complexity: O(F·H·W·channels²); memory for one frame at a time.
  public func callAsFunction(_ clip: Clip) -> Clip {
    var result = Clip(
      frameCount: clip.frameCount, height: 2 * clip.height, width: 2 * clip.width, frameRate: clip.frameRate)
    for frame in 0..<clip.frameCount {
      let window = Upscaler.windows(clip, frames: frame..<frame + 1)
      let picture = PictureStack(count: 1, height: clip.height, width: clip.width)
      let residual = residuals(Variable(window), [picture]).value
      let base = Upscaler.bicubic(clip, frames: frame..<frame + 1)
      result[frame: frame] = Upscaler.assemble(base, residual, height: clip.height, width: clip.width)
    }
    return result
  }

  /// What is added to the interpolation, `[F·H·W, 12]`: for each small pixel four large ones (row by row) of three channels.
  ///
  /// - Parameters:
  ///   - windows: `[F·H·W, 9]`, see ``windows(_:frames:)``.
  ///   - pictures: the frames that the rows are.
  public func residuals(_ windows: Variable, _ pictures: [PictureStack]) -> Variable {
    var x = first.convolution(windows, pictures, activation: .gelu)  // [F·H·W, C]
    for (expand, contract) in blocks {
      x = x + contract.convolution(expand.convolution(x, pictures, activation: .gelu), pictures)
    }
    return last.convolution(x, pictures)
  }

  // MARK: - Fixed parts

  /// Each pixel of some frames with the same pixel of the frame before and after (the ends repeat), `[F·H·W, 9]`.
  public static func windows(_ clip: Clip, frames: Range<Int>) -> Tensor {
    let pixels = clip.height * clip.width
    var values = [Float](repeating: 0, count: frames.count * pixels * 9)
    for (index, frame) in frames.enumerated() {
      for (slot, neighbor) in [max(frame - 1, 0), frame, min(frame + 1, clip.frameCount - 1)].enumerated() {
        let source = neighbor * clip.frameStride
        for pixel in 0..<pixels {
          for c in 0..<3 {
            values[(index * pixels + pixel) * 9 + slot * 3 + c] = clip.pixels[source + pixel * 3 + c]
          }
        }
      }
    }
    return Tensor(values, [frames.count * pixels, 9])
  }

  /// Frames doubled by bicubic interpolation, in the layout of ``residuals(_:_:)``, `[F·H·W, 12]`.
  ///
  /// Keys 1981 with a = −½ (Catmull-Rom). Large pixels lie a quarter of a small pixel before and after its centre, so two
  /// mirrored sets of four weights do it all.
  public static func bicubic(_ clip: Clip, frames: Range<Int>) -> Tensor {
    let (height, width) = (clip.height, clip.width)
    // Weights at offset ¾ from the second of four neighbours; reversed for ¼.
    let late: [Float] = [-0.0703125, 0.8671875, 0.2265625, -0.0234375]
    var values = [Float](repeating: 0, count: frames.count * height * width * 12)
    var rows = [Float](repeating: 0, count: 2 * height * width * 3)
    for (index, frame) in frames.enumerated() {
      let source = frame * clip.frameStride
      // Vertically into 2H × W, then horizontally into the four large pixels of each small one.
      for y in 0..<height {
        for half in 0..<2 {
          for x in 0..<width * 3 {
            var sum: Float = 0
            for tap in 0..<4 {
              // The upper large pixel lies between rows y − 1 and y, the lower between y and y + 1.
              let row = min(max(half == 0 ? y + 1 - tap : y - 1 + tap, 0), height - 1)
              sum += late[tap] * clip.pixels[source + row * width * 3 + x]
            }
            rows[(2 * y + half) * width * 3 + x] = sum
          }
        }
      }
      for y in 0..<height {
        for x in 0..<width {
          for corner in 0..<4 {
            let row = 2 * y + corner / 2
            for c in 0..<3 {
              var sum: Float = 0
              for tap in 0..<4 {
                let column = min(max(corner % 2 == 0 ? x + 1 - tap : x - 1 + tap, 0), width - 1)
                sum += late[tap] * rows[(row * width + column) * 3 + c]
              }
              values[((index * height + y) * width + x) * 12 + corner * 3 + c] = sum
            }
          }
        }
      }
    }
    return Tensor(values, [frames.count * height * width, 12])
  }

  /// A large frame in the layout of ``residuals(_:_:)``, `[H/2·W/2, 12]`.
  public static func disassemble(_ frame: Frame) -> Tensor {
    let (height, width) = (frame.height / 2, frame.width / 2)
    var values = [Float](repeating: 0, count: height * width * 12)
    forEachCorner(height, width) { values[$0] = frame.pixels[$1] }
    return Tensor(values, [height * width, 12])
  }

  private static func assemble(_ base: Tensor, _ residual: Tensor, height: Int, width: Int) -> Frame {
    var frame = Frame(height: 2 * height, width: 2 * width)
    let (a, b) = (base.elements, residual.elements)
    forEachCorner(height, width) { frame.pixels[$1] = min(max(a[$0] + b[$0], -1), 1) }
    return frame
  }

  /// Calls `body(element, pixel)` with the places of one number in both layouts.
  private static func forEachCorner(_ height: Int, _ width: Int, _ body: (Int, Int) -> Void) {
    for y in 0..<height {
      for x in 0..<width {
        for corner in 0..<4 {
          for c in 0..<3 {
            body(
              ((y * width) + x) * 12 + corner * 3 + c,
              ((2 * y + corner / 2) * 2 * width + 2 * x + corner % 2) * 3 + c)
          }
        }
      }
    }
  }
}
