// Where the pictures of a shot are: each actor and each piece of the set with its boxes on the frame over time.

import ZoetropeShot

/// A picture at its places in a shot.
public struct PlacedPicture: Sendable {
  /// What it looks like.
  public let picture: Picture
  /// Its colour, where the plan asks for one.
  public let tint: PictureTint?
  /// Distance from the camera, 0 nearest … 1 farthest.
  public let depth: Double
  /// Number among the plan's actors; nil for a piece of the set.
  public let actor: Int?
  private let place: Place
  private let cycle: GaitCycle?

  private enum Place: Sendable {
    case track(ActorTrack)
    case scene(SetPiece, CameraTrack, frameAspectRatio: Double)
  }

  /// An actor of a plan on its track.
  init(_ number: Int, of plan: ShotPlan, picture: Picture, frameAspectRatio: Double) {
    let actor = plan.actors[number]
    self.picture = picture
    tint = actor.tint
    depth = actor.depth
    self.actor = number
    let gait = actor.gait.map { picture.gait.moving(as: $0) } ?? picture.gait
    let track = ActorTrack(actor)
    place = .track(track)
    // Two of a kind do not keep step.
    cycle =
      gait.style == .none
      ? nil
      : GaitCycle(
        gait: gait, facing: picture.facing, track: track, camera: CameraTrack(plan.camera),
        frameAspectRatio: frameAspectRatio, pictureAspectRatio: picture.aspectRatio,
        frameRate: plan.frameRate, duration: plan.duration, phase: PlacedPicture.phase(of: track.box(at: 0)))
  }

  /// A piece of a plan's set under its camera.
  ///
  /// - Parameter frameAspectRatio: width of the frame divided by its height.
  init(
    piece number: Int, of plan: ShotPlan, picture: Picture, camera: CameraTrack, frameAspectRatio: Double
  ) {
    let piece = plan.setPieces[number]
    self.picture = picture
    tint = piece.tint
    depth = piece.depth
    actor = nil
    place = .scene(piece, camera, frameAspectRatio: frameAspectRatio)
    let box = piece.box(
      in: CameraKeyframe(t: 0), pictureAspectRatio: picture.aspectRatio, frameAspectRatio: frameAspectRatio)
    switch picture.gait.style {
    case .sway, .flicker, .flutter, .hover, .breathe:
      let count = Int((plan.duration / GaitCycle.step).rounded(.up)) + 1
      cycle = GaitCycle(
        gait: picture.gait, facing: picture.facing, boxes: Array(repeating: box, count: count),
        frameAspectRatio: frameAspectRatio, pictureAspectRatio: picture.aspectRatio,
        frameRate: plan.frameRate, phase: PlacedPicture.phase(of: box))
    default: cycle = nil
    }
  }

  /// Where in its cycle a picture begins: by its place, so that two of a kind do not keep step and the order in the plan makes no
  /// difference.
  private static func phase(of box: Keyframe) -> Double {
    let turns = 3.7 * box.x + 1.9 * box.y
    return turns - turns.rounded(.down)
  }

  /// How much it follows moves of the camera: 0 infinitely far … 1 as actors do.
  public var parallax: Double {
    switch place {
    case .track: 1
    case .scene(let piece, _, _): piece.parallax
    }
  }

  /// Whether it is an actor rather than a piece of the set.
  public var isActor: Bool { actor != nil }

  /// How its picture is warped at a time in seconds.
  public func pose(at time: Double) -> GaitPose { cycle?.pose(at: time) ?? .rest }

  /// Its box on the frame at a time in seconds, in fractions of the frame.
  public func box(at time: Double) -> Keyframe {
    switch place {
    case .track(let track): return track.box(at: time)
    case .scene(let piece, let camera, let frameAspectRatio):
      return piece.box(
        in: camera.view(at: time), pictureAspectRatio: picture.aspectRatio, frameAspectRatio: frameAspectRatio
      )
    }
  }
}

extension ShotPlan {
  /// The pictures of the plan's actors and set pieces at their places, farthest first: the order in which they are painted.
  ///
  /// Of two at equal depth the later one in the plan is farther, and pieces of the set are behind actors.
  ///
  /// - Parameters:
  ///   - source: where pictures come from.
  ///   - frameAspectRatio: width of the frame divided by its height; nil for the plan's own.
  /// - Throws: what the source throws.
  public func placedPictures(
    from source: some PictureSource, frameAspectRatio: Double? = nil
  ) throws -> [PlacedPicture] {
    let aspect = frameAspectRatio ?? size.aspectRatio
    let camera = CameraTrack(camera)
    // Who is carried moves and turns with what carries it.
    let plan = withAttachmentsWrittenOut { (try? source.picture(named: $0))?.aspectRatio ?? 1 }
    let cast = try plan.actors.indices.map { number in
      PlacedPicture(
        number, of: plan, picture: try source.picture(named: plan.actors[number].picture),
        frameAspectRatio: aspect)
    }
    let set = try setPieces.indices.map { number in
      PlacedPicture(
        piece: number, of: plan, picture: try source.picture(named: setPieces[number].picture),
        camera: camera, frameAspectRatio: aspect)
    }
    return (cast + set).enumerated().sorted {
      ($0.element.depth, $0.offset) > ($1.element.depth, $1.offset)
    }.map(\.element)
  }
}
