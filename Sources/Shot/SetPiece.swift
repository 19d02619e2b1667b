// What stands still in the scene: trees, houses, a lighthouse.

/// A thing that stands still in the scene: the camera passes it by.
public struct SetPiece: Sendable, Equatable {
  /// What the plan calls it, unlike every other name in the plan; nil where nothing speaks of it.
  public var name: String?
  /// What it looks like: the name of a member of the cast, or the path of a PNG file.
  public var picture: String
  /// Its colour, where the plan asks for one.
  public var tint: PictureTint?
  /// Its middle in the neutral view, in frame widths from the left, `-80...80`.
  public var x: Double
  /// Its foot in the neutral view, in frame heights from the top, `-16...16`.
  public var y: Double
  /// Its height in the neutral view, in frame heights, `0.005...8`; its picture decides its width.
  public var height: Double
  /// Distance from the camera, `0` nearest … `1` farthest, on the scale of ``Actor/depth``: decides who covers whom.
  public var depth: Double
  /// How much it follows moves of the camera: 0 infinitely far … 1 as actors do, `0...1`.
  public var parallax: Double
  /// Whether its picture is mirrored left to right.
  public var flipped: Bool

  /// Makes a set piece.
  public init(
    name: String? = nil, picture: String, tint: PictureTint? = nil, x: Double, y: Double, height: Double,
    depth: Double, parallax: Double, flipped: Bool = false
  ) {
    self.name = name
    self.picture = picture
    self.tint = tint
    self.x = x
    self.y = y
    self.height = height
    self.depth = depth
    self.parallax = parallax
    self.flipped = flipped
  }
}

extension SetPiece {
  /// The box that it fills on the frame.
  ///
  /// - Parameters:
  ///   - view: where the camera is.
  ///   - pictureAspectRatio: width of its picture divided by its height.
  ///   - frameAspectRatio: width of the frame divided by its height.
  public func box(
    in view: CameraKeyframe, pictureAspectRatio: Double, frameAspectRatio: Double
  ) -> Keyframe {
    let projection = CameraProjection(view)
    let foot = projection.frame(SIMD2(x, y) - 0.5, parallax: parallax) + 0.5
    let shown = height * projection.magnification
    return Keyframe(
      t: view.t, x: foot.x, y: foot.y - shown / 2, width: shown * pictureAspectRatio / frameAspectRatio,
      height: shown, flipped: flipped)
  }
}
