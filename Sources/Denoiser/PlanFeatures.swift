import Foundation
import ZoetropeCompute
import ZoetropePictures
import ZoetropeScenery
import ZoetropeShot

// What a plan says to each patch, as plain numbers: no weights here. This is the file to read to know what the
// network is told, and with `+Layout` and `+Camera` the one to change to tell it more.

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
  /// Camera features of each patch, `[N, ``cameraCount(_:_:)``]`.
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
  /// What modulates: for each light of these frames the rows of the word table of the shot's slots, each with its share. A shot
  /// whose light stays has one.
  public let lights: [[LightWord]]
  /// The light of each time step, an index of ``lights``.
  public let lightOfStep: [Int]

  /// A row of the word table and its share, 0…1.
  public struct LightWord: Sendable, Equatable {
    /// The row.
    public let row: Int32
    /// The share.
    public let share: Float
  }
  /// Rows of the word table that add up to each actor's appearance in the layout: kind and tint.
  public let appearanceRows: [[Int32]]
  /// Row of each actor's kind among the textures.
  public let textureRows: [Int32]
  /// The pictures under the pixels of each patch, `[N, t · h · w · ``PictureBuffer/channelCount``]`; nil for a network that knows
  /// kinds.
  public let pictures: Tensor?
  /// Whether each patch is touched by an actor, `[N]`.
  public var isUnderActor: [Bool] {
    var result = [Bool](repeating: false, count: geometry.grid.count)
    for patch in pairPatches { result[Int(patch)] = true }
    pictures?.withUnsafeBuffer { values in
      let width = geometry.patch.pixelCount * PictureBuffer.channelCount
      let offset = PictureBuffer.Channel.actor.rawValue
      for patch in result.indices {
        result[patch] = stride(
          from: patch * width + offset, to: (patch + 1) * width, by: PictureBuffer.channelCount
        ).contains { values[$0] > 0.1 }
      }
    }
    return result
  }

  /// Reads a plan.
  ///
  /// - Parameters:
  ///   - words: the plan's words as the network knows them.
  ///   - placed: the plan's pictures, for a network that reads them; nil for one that knows kinds.
  ///   - parallaxes: of what the frames show, for the same networks, and which of its frames is the first.
  ///   - dropsWords: whether words are withheld (all slots *dropped*), for guidance and its training.
  ///   - dropsLayout: whether boxes are withheld.
  init(
    _ plan: ShotPlan, _ geometry: ClipGeometry, words: PlanWords, placed: [PlacedPicture]? = nil,
    parallaxes: (map: ParallaxMap, firstFrame: Int)? = nil, dropsWords: Bool = false,
    dropsLayout: Bool = false
  ) {
    self.geometry = geometry
    camera = PlanFeatures.cameraFeatures(
      plan.camera, geometry, frameRate: placed == nil ? nil : plan.frameRate)
    let means = parallaxes.map { PlanFeatures.meanParallaxes($0.map, from: $0.firstFrame, geometry) }
    // A network that knows kinds has been trained with one rule for all scenes.
    positions = PlanFeatures.positions(plan.camera, geometry) { patch, line in
      means?[patch] ?? CameraProjection.parallax(atLine: line)
    }
    let light = PlanFeatures.light(of: plan, geometry, words: words, dropsWords: dropsWords)
    (lights, lightOfStep) = (light.lights, light.ofStep)
    let actorRows = dropsWords ? words.actors.map { _ in words.droppedActor } : words.actors
    // Each word of these frames once, in the order of slots.
    var shotRows: [Int32] = []
    for rows in light.rows { for row in rows where !shotRows.contains(row) { shotRows.append(row) } }
    contextRows = shotRows.map { [$0] } + actorRows
    appearanceRows = placed == nil ? actorRows.map { Array($0.prefix(2)) } : []
    textureRows = placed == nil ? actorRows.map { $0[0] - words.firstKind } : []
    // A clip of other proportions than the plan's frame: what is round stays round.
    pictures = placed.map { placed in
      PlanFeatures.pictures(dropsLayout ? [] : placed, dropsLayout ? .none : Scenery(plan), geometry)
    }
    let fitted = plan.fitted(toAspectRatio: Double(geometry.width) / Double(geometry.height))
    let pairs = LayoutPairs(dropsLayout || placed != nil ? [] : fitted.actors, geometry)
    layout = Tensor(pairs.features, [pairs.patches.count, PlanFeatures.layoutCount(geometry.patch)])
    texturePoints = Tensor(pairs.points, [pairs.patches.count, 2 * geometry.patch.pixelCount])
    pairPatches = pairs.patches
    pairActors = pairs.actors
  }
}
