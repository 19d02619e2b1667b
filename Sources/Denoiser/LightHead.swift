import ZoetropeCompute
import ZoetropeLayers
import ZoetropeShot

/// What changes slowly across a frame: the glow around a lamp, a shadow, the gradient of a sky.
///
/// The head paints each patch by itself, so wherever neighbours differ a little in what they make of the light, the border between
/// them is seen. Here the trunk gives a few numbers per patch instead, a gain and an offset for each channel on a coarse grid, which are
/// interpolated across patches: whatever they are, the result has no borders. Both start at zero.
struct LightHead: Sendable {
  private let side: Int
  private let gains: Linear  // D → t · side² · 3
  private let offsets: Linear  // D → t · side² · 3

  init(_ configuration: DenoiserConfiguration, _ source: ParameterSource) {
    side = configuration.lightSide
    let outputs = configuration.patch.frames * side * side * Clip.channelCount
    func layer(_ name: String) -> Linear {
      source.scope(name) {
        Linear($0, inputs: configuration.hiddenSize, outputs: outputs, initializer: .zeros)
      }
    }
    gains = layer("gains")
    offsets = layer("offsets")
  }

  /// Drawn patches in their light, `[ΣN, P]`.
  ///
  /// - Parameters:
  ///   - drawn: what the head has drawn, `[ΣN, P]`; −1 is black, which gains leave as it is.
  ///   - rows: the trunk's last rows, `[ΣN, D]`.
  ///   - grid: where pixels lie between the numbers of patches.
  func callAsFunction(_ drawn: Variable, last rows: Variable, _ grid: RowInterpolation) -> Variable {
    func field(_ layer: Linear) -> Variable {
      let numbers = layer(rows)
      let cells = numbers.shape.count / Clip.channelCount
      return numbers.reshaped([cells, Clip.channelCount]).interpolated(grid).reshaped(drawn.shape)
    }
    let gain = field(gains)
    return drawn + drawn * gain + gain + field(offsets)
  }

  /// For each pixel of patches, the four coarse cells around it in its frame and their shares; at the frame's edge the nearest.
  ///
  /// - Parameters:
  ///   - clips: the clips of a batch, in order.
  ///   - side: cells along each side of a patch.
  static func grid(_ clips: [ClipGeometry], side: Int) -> RowInterpolation {
    var indices: [Int32] = []
    var weights: [Float] = []
    let count = clips.reduce(0) { $0 + $1.grid.count * $1.patch.pixelCount }
    indices.reserveCapacity(4 * count)
    weights.reserveCapacity(4 * count)
    var first = 0
    for clip in clips {
      let (grid, patch) = (clip.grid, clip.patch)
      let cells = patch.frames * side * side
      let down = Between(pixels: patch.height, patches: grid.rows, side: side)
      let across = Between(pixels: patch.width, patches: grid.columns, side: side)
      for pixel in 0..<grid.count * patch.pixelCount {
        let (place, own) = pixel.quotientAndRemainder(dividingBy: patch.pixelCount)
        let (row, column) = (place / grid.columns % grid.rows, place % grid.columns)
        let frame = own / (patch.height * patch.width)
        let y = row * patch.height + own / patch.width % patch.height
        let x = column * patch.width + own % patch.width
        func add(_ cellY: Int, _ shareY: Float, _ cellX: Int, _ shareX: Float) {
          let home =
            (place / (grid.rows * grid.columns) * grid.rows + cellY / side) * grid.columns + cellX / side
          let cell = (frame * side + cellY % side) * side + cellX % side
          indices.append(Int32(first + home * cells + cell))
          weights.append(shareY * shareX)
        }
        add(down.lower[y], 1 - down.share[y], across.lower[x], 1 - across.share[x])
        add(down.lower[y], 1 - down.share[y], across.upper[x], across.share[x])
        add(down.upper[y], down.share[y], across.lower[x], 1 - across.share[x])
        add(down.upper[y], down.share[y], across.upper[x], across.share[x])
      }
      first += grid.count * cells
    }
    return RowInterpolation(tapCount: 4, indices: indices, weights: weights)
  }

  /// The cells on both sides of each pixel along one side of a frame.
  private struct Between {
    var lower: [Int] = []
    var upper: [Int] = []
    var share: [Float] = []

    init(pixels: Int, patches: Int, side: Int) {
      for pixel in 0..<pixels * patches {
        let place = (Double(pixel) + 0.5) * Double(side) / Double(pixels) - 0.5
        let last = patches * side - 1
        let below = min(max(Int(place.rounded(.down)), 0), last)
        lower.append(below)
        upper.append(min(below + 1, last))
        share.append(Float(min(max(place - Double(below), 0), 1)))
      }
    }
  }
}
