// Where things of the scene appear on the frame: the one place that says what pans, tilts and zooms do.

/// A view of the camera as a map between the scene and the frame.
///
/// A place in the scene is where the neutral view shows a thing. Places in the scene and on the frame are measured from the
/// frame's middle, x to the right, y down, in any unit that the frame's sides are given in: pixels, patches, or the frame itself.
/// A thing of parallax p, seen by a view at (x, y) with zoom z in a frame of W × H, is at
///
///     frame = (scene − follow(p)) · z        follow(p) = (p · x · W, (0.85 + 0.15 · p) · y · H)
///
/// A move across is a walk past the scene: the infinitely far (p = 0) stays where it is, the actors (p = 1) are passed in full. A
/// move down turns the camera, which shifts far and near nearly alike, the sky too. A zoom is about the frame's middle.
package struct CameraProjection: Sendable, Equatable {
  /// The parallax of actors, which keep to the scene.
  package static let actorParallax = 1.0

  private let view: CameraKeyframe
  private let size: SIMD2<Double>

  /// The projection of a view.
  ///
  /// - Parameters:
  ///   - width: the frame's width in the unit of all places; 1 for frame widths.
  ///   - height: the frame's height in the unit of all places; 1 for frame heights.
  package init(_ view: CameraKeyframe, width: Double = 1, height: Double = 1) {
    self.view = view
    size = SIMD2(width, height)
  }

  /// Pixels of the frame per pixel of the neutral view: the view's zoom.
  package var magnification: Double { view.zoom }

  /// How far the view's shift moves a thing to the left and up, before the zoom.
  package func follow(_ parallax: Double) -> SIMD2<Double> {
    SIMD2(parallax * view.x, (0.85 + 0.15 * parallax) * view.y) * size
  }

  /// Where the frame shows a place in the scene.
  package func frame(_ scene: SIMD2<Double>, parallax: Double) -> SIMD2<Double> {
    (scene - follow(parallax)) * view.zoom
  }

  /// The place in the scene that is seen at a place on the frame, if what is there has this parallax.
  package func scene(_ frame: SIMD2<Double>, parallax: Double) -> SIMD2<Double> {
    frame / view.zoom + follow(parallax)
  }

  /// The parallax of what a line of the frame shows by convention, where nothing is known of its depth: far things are high
  /// up, near ones low down. `0.25 + 0.6 · line`.
  ///
  /// - Parameter line: 0 the frame's top … 1 its bottom.
  package static func parallax(atLine line: Double) -> Double { 0.25 + 0.6 * line }
}

extension CameraKeyframe {
  /// The view halfway between several, as a time step of several frames has it: means of the shift and of 1/zoom.
  ///
  /// - Precondition: at least one view.
  package static func mean(of views: some Collection<CameraKeyframe>) -> CameraKeyframe {
    func mean(_ number: (CameraKeyframe) -> Double) -> Double {
      views.reduce(0) { $0 + number($1) } / Double(views.count)
    }
    return CameraKeyframe(t: mean(\.t), x: mean(\.x), y: mean(\.y), zoom: 1 / mean { 1 / $0.zoom })
  }
}

extension Keyframe {
  /// An actor's box on the frame, where this is its box in the neutral view.
  package func onFrame(of view: CameraKeyframe) -> Keyframe {
    let projection = CameraProjection(view)
    return moved(by: projection.magnification) {
      projection.frame($0, parallax: CameraProjection.actorParallax)
    }
  }

  /// An actor's box in the neutral view, where this is its box on the frame.
  package func inScene(of view: CameraKeyframe) -> Keyframe {
    let projection = CameraProjection(view)
    return moved(by: 1 / projection.magnification) {
      projection.scene($0, parallax: CameraProjection.actorParallax)
    }
  }

  private func moved(by growth: Double, _ place: (SIMD2<Double>) -> SIMD2<Double>) -> Keyframe {
    let centre = place(SIMD2(x, y) - 0.5) + 0.5
    var box = self
    (box.x, box.y) = (centre.x, centre.y)
    box.width *= growth
    box.height *= growth
    return box
  }
}
