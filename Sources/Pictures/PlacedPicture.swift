// Where the pictures of a shot are: each actor and each piece of the set with its boxes on the frame over time.

import ZoetropeShot

/// A picture at its places in a shot.
public struct PlacedPicture: Sendable {
  /// What it looks like.
  public let picture: Picture
  /// Its colour, where the plan asks for one.
  public let tint: Tint?
  /// Distance from the camera, 0 nearest … 1 farthest.
  public let depth: Double
  /// Number among the plan's actors; nil for a piece of the set.
  public let actor: Int?
  private let place: Place

  private enum Place: Sendable {
    case track(ActorTrack)
    case scene(Keyframe, parallax: Double, CameraTrack)
  }

  /// An actor on its track.
  init(_ actor: Actor, number: Int, picture: Picture) {
    self.picture = picture
    tint = actor.tint
    depth = actor.depth
    self.actor = number
    place = .track(ActorTrack(actor))
  }

  /// A piece of the set under a camera.
  ///
  /// - Parameter frameAspectRatio: width of the frame divided by its height.
  init(_ piece: SetPiece, picture: Picture, camera: CameraTrack, frameAspectRatio: Double) {
    self.picture = picture
    tint = piece.tint
    depth = piece.depth
    actor = nil
    let box = Keyframe(
      t: 0, x: piece.x, y: piece.y - piece.height / 2,
      width: piece.height * picture.aspectRatio / frameAspectRatio, height: piece.height,
      flipped: piece.flipped)
    place = .scene(box, parallax: piece.parallax, camera)
  }

  /// Whether it is an actor rather than a piece of the set.
  public var isActor: Bool { actor != nil }

  /// Its box on the frame at a time in seconds, in fractions of the frame.
  public func box(at time: Double) -> Keyframe {
    switch place {
    case .track(let track): return track.box(at: time)
    case .scene(let box, let parallax, let camera):
      let projection = CameraProjection(camera.view(at: time))
      let middle = projection.frame(SIMD2(box.x, box.y) - 0.5, parallax: parallax) + 0.5
      var seen = box
      seen.t = time
      (seen.x, seen.y) = (middle.x, middle.y)
      seen.width *= projection.magnification
      seen.height *= projection.magnification
      return seen
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
    let cast = try actors.enumerated().map { number, actor in
      PlacedPicture(actor, number: number, picture: try source.picture(named: actor.picture))
    }
    let set = try setPieces.map { piece in
      PlacedPicture(
        piece, picture: try source.picture(named: piece.picture), camera: camera, frameAspectRatio: aspect)
    }
    return (cast + set).enumerated().sorted {
      ($0.element.depth, $0.offset) > ($1.element.depth, $1.offset)
    }.map(\.element)
  }
}
