import Foundation
import ZoetropeCompute
import ZoetropeShot

// What a plan says to each patch, as plain numbers: no weights here. This is the file to read to know what the
// network is told, and the one to change to tell it more.

/// The frames that a clip shows of a plan, and the grid they are cut into.
public struct ClipGeometry: Sendable, Equatable {
  /// The grid of patches.
  public let grid: PatchGrid
  /// The size of a patch.
  public let patch: PatchSize
  /// Time of each frame in seconds of the plan, `[F]`.
  public let times: [Double]

  /// Makes a geometry of frames at given times.
  ///
  /// - Throws: ``DenoiserError/indivisible(clip:patch:)``.
  public init(times: [Double], height: Int, width: Int, patch: PatchSize) throws {
    grid = try PatchGrid(frameCount: times.count, height: height, width: width, patch: patch)
    self.patch = patch
    self.times = times
  }

  init(grid: PatchGrid, patch: PatchSize, times: [Double]) {
    self.grid = grid
    self.patch = patch
    self.times = times
  }

  var height: Int { grid.rows * patch.height }
  var width: Int { grid.columns * patch.width }
}

/// What one plan tells the network about one clip.
public struct PlanFeatures: Sendable {
  /// The frames and their grid.
  public let geometry: ClipGeometry
  /// Camera features of each patch, `[N, ``cameraCount(_:)``]`.
  public let camera: Tensor
  /// Rotary positions of the patches, `[N]` of (time, height, width).
  public let positions: [[Double]]
  /// Layout features of the patches that an actor touches, `[pairs, ``layoutCount(_:)``]`.
  public let layout: Tensor
  /// The patch of each pair.
  public let pairPatches: [Int32]
  /// The actor of each pair.
  public let pairActors: [Int32]
  /// Where in its actor's texture each pixel of a pair lies, `[pairs, 2 · t · h · w]`: (x, y) as shares of the box,
  /// 0…1 inside it and mirrored where the actor is.
  public let texturePoints: Tensor
  /// Rows of the word table that add up to each context token: slots of the shot one by one, then the actors.
  public let contextRows: [[Int32]]
  /// Rows of the word table of the shot's slots, which also modulate.
  public let shotRows: [Int32]
  /// Rows of the word table that add up to each actor's appearance in the layout: kind and tint.
  public let appearanceRows: [[Int32]]
  /// Row of each actor's kind among the textures.
  public let textureRows: [Int32]
  /// Whether each patch is touched by an actor, `[N]`.
  public var isUnderActor: [Bool] {
    var result = [Bool](repeating: false, count: geometry.grid.count)
    for patch in pairPatches { result[Int(patch)] = true }
    return result
  }

  /// Reads a plan.
  ///
  /// - Parameters:
  ///   - words: the plan's words as the network knows them.
  ///   - dropsWords: whether words are withheld (all slots *dropped*), for guidance and its training.
  ///   - dropsLayout: whether boxes are withheld.
  init(
    _ plan: ShotPlan, _ geometry: ClipGeometry, words: PlanWords, dropsWords: Bool = false,
    dropsLayout: Bool = false
  ) {
    self.geometry = geometry
    camera = PlanFeatures.cameraFeatures(plan.camera, geometry)
    positions = PlanFeatures.positions(plan.camera, geometry)
    shotRows = dropsWords ? words.droppedShot : words.shot
    let actorRows = dropsWords ? words.actors.map { _ in words.droppedActor } : words.actors
    contextRows = shotRows.map { [$0] } + actorRows
    appearanceRows = actorRows.map { Array($0.prefix(2)) }
    textureRows = actorRows.map { $0[0] - words.firstKind }
    // A clip of other proportions than the plan's frame: what is round stays round.
    let fitted = plan.fitted(toAspectRatio: Double(geometry.width) / Double(geometry.height))
    let pairs = dropsLayout ? Pairs() : PlanFeatures.layoutFeatures(fitted.actors, geometry)
    layout = Tensor(pairs.features, [pairs.patches.count, PlanFeatures.layoutCount(geometry.patch)])
    texturePoints = Tensor(pairs.points, [pairs.patches.count, 2 * geometry.patch.pixelCount])
    pairPatches = pairs.patches
    pairActors = pairs.actors
  }

  // MARK: - Layout

  /// Octaves of the Fourier features of actor-local coordinates; the finest resolves 1/16 of the box.
  static let layoutOctaves = 6

  /// Numbers per (patch, actor).
  static func layoutCount(_ patch: PatchSize) -> Int { patch.frames * (4 * layoutOctaves + 6) + 1 }

  private struct Pairs {
    var features: [Float] = []
    var points: [Float] = []
    var patches: [Int32] = []
    var actors: [Int32] = []
  }

  /// For every patch and actor: where the patch's centre lies in the actor's own box, frame by frame.
  ///
  /// Per frame: sines and cosines of `π/2 · 2^k · (u, v)` with (u, v) = ±1 at the box's edges, whether the centre is
  /// inside, log₂ of the box's sides in patches, sine and cosine of its angle and ±1 for mirrored; then the
  /// actor's depth. Patches farther than a patch from the box get no pair.
  private static func layoutFeatures(_ actors: [Actor], _ geometry: ClipGeometry) -> Pairs {
    let (grid, patch) = (geometry.grid, geometry.patch)
    let (height, width) = (Double(geometry.height), Double(geometry.width))
    let margin = 1.25
    var pairs = Pairs()
    var values = [Float](repeating: 0, count: layoutCount(patch))
    for (actorIndex, actor) in actors.enumerated() {
      let track = ActorTrack(actor)
      let boxes = geometry.times.map { track.box(at: $0) }
      let sines = boxes.map { Foundation.sin($0.angle * .pi / 180) }
      let cosines = boxes.map { Foundation.cos($0.angle * .pi / 180) }
      func putPoints(_ frame: Int, _ row: Int, _ column: Int) {
        let box = boxes[frame]
        let (boxWidth, boxHeight) = (box.width * width, box.height * height)
        for line in 0..<patch.height {
          let dy = Double(row * patch.height + line) + 0.5 - box.y * height
          for pixel in 0..<patch.width {
            let dx = Double(column * patch.width + pixel) + 0.5 - box.x * width
            let x = (cosines[frame] * dx + sines[frame] * dy) / boxWidth
            let y = (cosines[frame] * dy - sines[frame] * dx) / boxHeight
            pairs.points.append(Float(0.5 + (box.flipped ? -x : x)))
            pairs.points.append(Float(0.5 + y))
          }
        }
      }
      for step in 0..<grid.frames {
        for row in 0..<grid.rows {
          for column in 0..<grid.columns {
            var isTouched = false
            var next = 0
            func put(_ value: Double) {
              values[next] = Float(value)
              next += 1
            }
            for frame in step * patch.frames..<(step + 1) * patch.frames {
              let box = boxes[frame]
              let dx = (Double(column) + 0.5) * Double(patch.width) - box.x * width
              let dy = (Double(row) + 0.5) * Double(patch.height) - box.y * height
              // Turning the patch back by the box's angle gives its place in the upright box.
              let x = cosines[frame] * dx + sines[frame] * dy
              let y = cosines[frame] * dy - sines[frame] * dx
              let (halfWidth, halfHeight) = (box.width * width / 2, box.height * height / 2)
              if abs(x) < halfWidth + margin * Double(patch.width)
                && abs(y) < halfHeight + margin * Double(patch.height)
              {
                isTouched = true
              }
              let u = min(max(x / halfWidth, -4), 4) * (box.flipped ? -1 : 1)
              let v = min(max(y / halfHeight, -4), 4)
              putWaves(u, v, put)
              put(abs(u) < 1 && abs(v) < 1 ? 1 : 0)
              put(log2(2 * halfWidth / Double(patch.width)))
              put(log2(2 * halfHeight / Double(patch.height)))
              put(sines[frame])
              put(cosines[frame])
              put(box.flipped ? -1 : 1)
            }
            put(actor.depth)
            guard isTouched else { continue }
            pairs.features.append(contentsOf: values)
            pairs.patches.append(Int32((step * grid.rows + row) * grid.columns + column))
            pairs.actors.append(Int32(actorIndex))
            for frame in step * patch.frames..<(step + 1) * patch.frames {
              putPoints(frame, row, column)
            }
          }
        }
      }
    }
    return pairs
  }

  /// Sines and cosines of all octaves by doubling the angle: two calls of the library for u and two for v.
  private static func putWaves(_ u: Double, _ v: Double, _ put: (Double) -> Void) {
    for coordinate in [u, v] {
      var sine = Foundation.sin(coordinate * .pi / 2)
      var cosine = Foundation.cos(coordinate * .pi / 2)
      for _ in 0..<layoutOctaves {
        put(sine)
        put(cosine)
        (sine, cosine) = (2 * sine * cosine, cosine * cosine - sine * sine)
      }
    }
  }

  // MARK: - Camera

  /// Octaves of the Fourier features of background coordinates.
  static let cameraOctaves = 4
  /// How much of the camera's shift the background follows, far and near.
  static let parallaxes = [0.3, 0.8]

  /// Numbers per patch.
  static func cameraCount(_ patch: PatchSize) -> Int {
    patch.frames * (parallaxes.count * 4 * cameraOctaves + 3) + 4
  }

  /// For every patch: which part of a far and of a near background layer it shows, frame by frame.
  ///
  /// Per frame and parallax: sines and cosines of `π/2 · 2^k · (X, Y)`, the background coordinates of the patch's
  /// centre in frame sizes from the middle; the camera's shift and log₂ of its zoom; then the patch's own place.
  private static func cameraFeatures(_ camera: Camera, _ geometry: ClipGeometry) -> Tensor {
    let (grid, patch) = (geometry.grid, geometry.patch)
    let track = CameraTrack(camera)
    let views = geometry.times.map { track.view(at: $0) }
    var values: [Float] = []
    values.reserveCapacity(grid.count * cameraCount(patch))
    for step in 0..<grid.frames {
      for row in 0..<grid.rows {
        for column in 0..<grid.columns {
          let x = (Double(column) + 0.5) / Double(grid.columns) - 0.5
          let y = (Double(row) + 0.5) / Double(grid.rows) - 0.5
          for frame in step * patch.frames..<(step + 1) * patch.frames {
            let view = views[frame]
            for parallax in parallaxes {
              for coordinate in [x / view.zoom + parallax * view.x, y / view.zoom + parallax * view.y] {
                var sine = Foundation.sin(coordinate * .pi / 2)
                var cosine = Foundation.cos(coordinate * .pi / 2)
                for _ in 0..<cameraOctaves {
                  values.append(Float(sine))
                  values.append(Float(cosine))
                  (sine, cosine) = (2 * sine * cosine, cosine * cosine - sine * sine)
                }
              }
            }
            values.append(Float(view.x))
            values.append(Float(view.y))
            values.append(Float(log2(view.zoom)))
          }
          for coordinate in [x, y] {
            values.append(Float(2 * coordinate))
            values.append(Float(Foundation.cos(2 * .pi * coordinate)))
          }
        }
      }
    }
    return Tensor(values, [grid.count, cameraCount(patch)])
  }

  /// How much of the camera's shift a line of a frame follows, 0 at the top … 1 at the bottom: far things are high up, near
  /// ones low down.
  static func parallax(at height: Double) -> Double { 0.25 + 0.6 * height }

  /// Where each patch lies in time and in the background, in patches: what attention takes distances from.
  ///
  /// Time counts from the first patch, height and width from the middle of the scene. Where the camera moves, the same
  /// thing in two frames keeps its position, so that attention finds it as easily as under a camera that stands still.
  private static func positions(_ camera: Camera, _ geometry: ClipGeometry) -> [[Double]] {
    let (grid, patch) = (geometry.grid, geometry.patch)
    let track = CameraTrack(camera)
    let views = geometry.times.map { track.view(at: $0) }
    var result: [[Double]] = []
    result.reserveCapacity(grid.count)
    for step in 0..<grid.frames {
      let own = views[step * patch.frames..<(step + 1) * patch.frames]
      func mean(_ number: (CameraKeyframe) -> Double) -> Double {
        own.reduce(0) { $0 + number($1) } / Double(own.count)
      }
      let (shiftX, shiftY, shrinkage) = (mean(\.x), mean(\.y), mean { 1 / $0.zoom })
      for row in 0..<grid.rows {
        let parallax = parallax(at: (Double(row) + 0.5) / Double(grid.rows))
        for column in 0..<grid.columns {
          let y = (Double(row) - Double(grid.rows - 1) / 2) * shrinkage
          let x = (Double(column) - Double(grid.columns - 1) / 2) * shrinkage
          result.append([
            Double(step), y + parallax * shiftY * Double(grid.rows),
            x + parallax * shiftX * Double(grid.columns),
          ])
        }
      }
    }
    return result
  }
}
