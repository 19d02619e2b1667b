import Foundation
import ZoetropeCompute
import ZoetropeScenery
import ZoetropeShot
import ZoetropeRandom

/// The noise that a clip begins with: some of it is anew in every patch, some of it is anchored to the scene.
///
/// What is anchored to the scene passes through the picture as the background does when the camera moves, so that the textures
/// a network makes of it pass along too instead of boiling (in the manner of Chang et al. 2024, "How I Warped Your Noise", and
/// Burgert et al. 2025, "Go-with-the-Flow", arXiv:2501.08331). Either way each frame by itself is plain white noise.
public enum ShotNoise {
  /// The scene's share of the variance when nobody asks for another.
  public static let standardSceneShare = 1.0

  /// Standard normal deviates for every patch, `[N, P]`.
  ///
  /// Deviates are named by the place they are drawn for: time step, and row and column from the middle of the frame or
  /// the scene. So an edited plan, a longer clip or a wider frame leaves the noise of all other patches as it was, and only
  /// the edit shows.
  ///
  /// - Parameters:
  ///   - sceneShare: share of the variance that is anchored to the scene, 0…1.
  ///   - firstStep: number of the first time step, where the clip is a later part of a longer one.
  ///   - parallaxes: of what each pixel shows; nil for one rule for all scenes, by lines of the frame.
  public static func make(
    _ geometry: ClipGeometry, camera: Camera, seed: UInt64, sceneShare: Double = standardSceneShare,
    firstStep: Int = 0, parallaxes: ParallaxMap? = nil
  ) -> Tensor {
    if sceneShare <= 0 { return patchNoise(geometry, seed: seed, firstStep: firstStep) }
    let clip =
      parallaxes.map { sceneNoise(geometry, camera, seed: seed, $0) }
      ?? sceneNoise(geometry, camera, seed: seed)
    var noise = clip.patches(geometry.grid, geometry.patch)
    if sceneShare < 1 {
      noise.scale(by: Float(sceneShare.squareRoot()))
      noise.add(
        patchNoise(geometry, seed: seed, firstStep: firstStep),
        scaledBy: Float((1 - sceneShare).squareRoot()))
    }
    return noise
  }

  // MARK: - Internals

  /// Each patch draws from a stream of its own.
  private static func patchNoise(_ geometry: ClipGeometry, seed: UInt64, firstStep: Int) -> Tensor {
    let (grid, width) = (geometry.grid, geometry.patch.valueCount)
    var noise = Tensor(uninitialized: [grid.count, width])
    noise.withUnsafeMutableBuffer { buffer in
      for index in 0..<grid.count {
        let column = index % grid.columns - grid.columns / 2
        let row = index / grid.columns % grid.rows - grid.rows / 2
        let step = firstStep + index / grid.columns / grid.rows
        Generator.fillNormal(
          UnsafeMutableBufferPointer(rebasing: buffer[index * width..<(index + 1) * width]), seed: seed,
          stream: stream(step: step, row: row, column: column))
      }
    }
    return noise
  }

  /// 24 bits of time step, 20 of row and 20 of column.
  private static func stream(step: Int, row: Int, column: Int) -> UInt64 {
    let mask: UInt64 = (1 << 20) - 1
    return UInt64(step) << 40 | (UInt64(bitPattern: Int64(row)) & mask) << 20
      | UInt64(bitPattern: Int64(column)) & mask
  }

  /// Cells of the scene's noise along a pixel of the neutral view: with two, zooming in twice still finds one for each pixel.
  private static let cellsPerPixel = 2.0

  /// What the camera sees of the scene's noise.
  ///
  /// The scene is cut into cells, each with a deviate of its own, and the cells of a frame are dealt out to its pixels: a
  /// pixel is the sum of its own over √(their number), so pixels are independent and of unit variance. One that gets none,
  /// under a strong zoom, takes the nearest cell.
  ///
  /// One rule says how far away what each line of the frame shows is.
  private static func sceneNoise(_ geometry: ClipGeometry, _ camera: Camera, seed: UInt64) -> Clip {
    let track = CameraTrack(camera)
    let windows = geometry.times.map {
      SceneWindow(
        track.view(at: $0), height: geometry.height, width: geometry.width,
        CameraProjection.parallax(atLine:))
    }
    var clip = Clip(frameCount: windows.count, height: geometry.height, width: geometry.width)
    let cells = SceneCells(
      seenBy: windows.map { ($0, 0..<geometry.height, 0..<geometry.width) }, seed: seed, layer: 0)
    for (frame, window) in windows.enumerated() {
      for y in 0..<clip.height {
        for x in 0..<clip.width { deal(cells, window, frame: frame, y: y, x: x, into: &clip) }
      }
    }
    return clip
  }

  /// Layers of the scene by parallax, from 0 to 1: what lies between two takes the nearer one.
  private static let layerCount = 17

  /// The same where the parallax of each pixel is known: the scene has layers, each with cells of its own, so that two pixels of
  /// one frame never share a cell, and each pixel takes from the layer that it shows.
  private static func sceneNoise(
    _ geometry: ClipGeometry, _ camera: Camera, seed: UInt64, _ parallaxes: ParallaxMap
  ) -> Clip {
    let (height, width, highest) = (geometry.height, geometry.width, layerCount - 1)
    let views = geometry.times.map(CameraTrack(camera).view(at:))
    let layerOfPixel = parallaxes.values.map { UInt8(min(max($0, 0), 1) * Float(highest) + 0.5) }
    var clip = Clip(frameCount: views.count, height: height, width: width)
    for layer in Set(layerOfPixel).sorted() {
      let parallax = Double(layer) / Double(highest)
      // Only the cells under the pixels of the layer are drawn.
      let parts = views.indices.compactMap { frame -> (frame: Int, rows: Range<Int>, columns: Range<Int>)? in
        var (top, bottom, left, right) = (height, -1, width, -1)
        for y in 0..<height {
          let start = (frame * height + y) * width
          for x in 0..<width where layerOfPixel[start + x] == layer {
            (top, bottom, left, right) = (min(top, y), y, min(left, x), max(right, x))
          }
        }
        return bottom < 0 ? nil : (frame, top..<bottom + 1, left..<right + 1)
      }
      let windows = views.map { SceneWindow($0, height: height, width: width) { _ in parallax } }
      let cells = SceneCells(
        seenBy: parts.map { (windows[$0.frame], $0.rows, $0.columns) }, seed: seed, layer: Int(layer))
      for part in parts {
        for y in part.rows {
          let start = (part.frame * height + y) * width
          for x in part.columns where layerOfPixel[start + x] == layer {
            deal(cells, windows[part.frame], frame: part.frame, y: y, x: x, into: &clip)
          }
        }
      }
    }
    return clip
  }

  /// Gives a pixel its cells.
  @inline(__always)
  private static func deal(
    _ cells: SceneCells, _ window: SceneWindow, frame: Int, y: Int, x: Int, into clip: inout Clip
  ) {
    let rows = window.rows[y]..<max(window.rows[y] + 1, window.rows[y + 1])
    let edges = window.columns[y]
    let columns = edges[x]..<max(edges[x] + 1, edges[x + 1])
    let scale = 1 / Float(rows.count * columns.count).squareRoot()
    let target = ((frame * clip.height + y) * clip.width + x) * Clip.channelCount
    for channel in 0..<Clip.channelCount {
      var sum: Float = 0
      for row in rows {
        for column in columns { sum += cells[row, column, channel] }
      }
      clip.pixels[target + channel] = sum * scale
    }
  }

  /// Where the edges of a frame's pixels lie among the cells of the scene.
  private struct SceneWindow {
    /// First row of cells of each line, and the one after the last.
    let rows: [Int]
    /// For each line the first column of cells of each pixel, and the one after the last.
    let columns: [[Int]]

    init(_ view: CameraKeyframe, height: Int, width: Int, _ parallax: (Double) -> Double) {
      let size = SIMD2(Double(width), Double(height))
      let projection = CameraProjection(view, width: size.x, height: size.y)
      /// The first cell at or after a pixel's corner, on a line of the frame 0…1.
      func cell(_ x: Int, _ y: Int, line: Double) -> SIMD2<Double> {
        let corner = SIMD2(Double(x), Double(y)) - size / 2
        let place = projection.scene(corner, parallax: parallax(line))
        return (place * cellsPerPixel).rounded(.up)
      }
      rows = (0...height).map { y in Int(cell(0, y, line: Double(y) / size.y).y) }
      columns = (0..<height).map { y in
        (0...width).map { x in Int(cell(x, y, line: (Double(y) + 0.5) / size.y).x) }
      }
    }
  }

  /// A part of the scene's noise.
  private struct SceneCells {
    private let rows: Range<Int>
    private let columns: Range<Int>
    private let values: [Float]

    /// All cells that parts of some frames see.
    ///
    /// - Parameters:
    ///   - parts: windows, and which rows and columns of their pixels.
    ///   - layer: of the scene; each has deviates of its own.
    init(
      seenBy parts: [(window: SceneWindow, rows: Range<Int>, columns: Range<Int>)], seed: UInt64, layer: Int
    ) {
      let lines = parts.flatMap { part in
        [part.window.rows[part.rows.lowerBound], part.window.rows[part.rows.upperBound]]
      }
      let edges = parts.flatMap { part in
        part.rows.flatMap { row in
          [
            part.window.columns[row][part.columns.lowerBound],
            part.window.columns[row][part.columns.upperBound],
          ]
        }
      }
      let rows = lines.min()!..<lines.max()! + 1
      let columns = edges.min()!..<edges.max()! + 1
      (self.rows, self.columns) = (rows, columns)
      let length = columns.count * Clip.channelCount
      // Columns count from far left of the scene, so that each has its place in its row's stream.
      let offset = (columns.lowerBound + 1 << 20) * Clip.channelCount
      values = [Float](unsafeUninitializedCapacity: rows.count * length) { buffer, count in
        for (index, row) in rows.enumerated() {
          Generator.fillNormal(
            UnsafeMutableBufferPointer(rebasing: buffer[index * length..<(index + 1) * length]), seed: seed,
            stream: 1 << 63 | UInt64(layer) << 32 | UInt64(bitPattern: Int64(row)) & 0xFFFF_FFFF,
            offset: offset)
        }
        count = rows.count * length
      }
    }

    subscript(row: Int, column: Int, channel: Int) -> Float {
      values[
        ((row - rows.lowerBound) * columns.count + column - columns.lowerBound) * Clip.channelCount + channel]
    }
  }
}
