// Paints a shot's backdrop frame by frame. The film set paints with it, and the picture buffer is made with it.

import ZoetropeShot

/// The backdrop of a shot whose light stays, ready to be painted on canvases of one size.
package struct BackdropPainter {
  /// What is painted, see ``Painter/Content``.
  package enum Content: Sendable { case picture, colour, facts }

  private let plan: ShotPlan
  private let camera: CameraTrack
  private let content: Content
  private let still: Canvas?
  private let moving: ArraySlice<BackdropLayer>

  /// Makes a backdrop ready: without camera moves, the layers behind the first that moves by itself are painted once.
  ///
  /// - Parameters:
  ///   - plan: the shot; its changes of light are not looked at.
  ///   - light: what colours come from.
  ///   - seed: decides hill lines, trees, houses …
  ///   - height: rows of the canvases.
  ///   - width: columns of the canvases.
  ///   - content: what is painted; for anything but pictures, the layers that networks are told of.
  package init(
    _ plan: ShotPlan, light: Light, seed: UInt64, height: Int, width: Int, content: Content = .picture
  ) {
    self.plan = plan
    self.content = content
    camera = CameraTrack(plan.camera)
    let all = Backdrop(plan: plan, light: light, seed: seed).layers
    let layers = content == .picture ? all : all.filter(\.isTold)
    let views = plan.camera.keyframes
    let isStill = views.allSatisfy { $0.x == views[0].x && $0.y == views[0].y && $0.zoom == views[0].zoom }
    let fixedCount = isStill ? layers.firstIndex(where: \.isAnimated) ?? layers.count : 0
    moving = layers[fixedCount...]
    guard fixedCount > 0 else {
      still = nil
      return
    }
    let base = Canvas(width: width, height: height)
    still = base
    for layer in layers[..<fixedCount] {
      layer.paint(painter(base, at: 0, of: layer))
    }
  }

  /// Paints the backdrop of a time in seconds over the whole canvas.
  package func paint(at time: Double, on canvas: Canvas) {
    if let still { canvas.copy(from: still) } else { canvas.clear() }
    for layer in moving { layer.paint(painter(canvas, at: time, of: layer)) }
  }

  private func painter(_ canvas: Canvas, at time: Double, of layer: BackdropLayer) -> Painter {
    var painter = painter(canvas, at: time, parallax: layer.parallax)
    let plan = plan
    if layer.isGround { painter.groundParallax = { plan.parallax(onGround: $0) } }
    return painter
  }

  /// A painter in the scene's units: its origin is the horizon's middle, where the camera puts it.
  ///
  /// - Parameter sceneryScale: how large it paints; nil as the shot size says.
  package func painter(
    _ canvas: Canvas, at time: Double, parallax: Double, sceneryScale: Double? = nil
  ) -> Painter {
    let width = Double(canvas.width), height = Double(canvas.height)
    let projection = CameraProjection(camera.view(at: time), width: width, height: height)
    let horizon = SIMD2(0, (plan.scene.horizon - 0.5) * height)
    let origin = SIMD2(width, height) / 2 + projection.frame(horizon, parallax: parallax)
    let scale = min(width, height) * (sceneryScale ?? plan.shotSize.sceneryScale)
    let written: Painter.Content =
      switch content {
      case .picture: .picture
      case .colour: .colour
      case .facts: .facts(parallax: Float(parallax))
      }
    return Painter(
      canvas: canvas, content: written, scale: scale * projection.magnification, originX: origin.x,
      originY: origin.y, time: time)
  }
}
