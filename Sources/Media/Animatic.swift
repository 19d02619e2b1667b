// A plan as a moving drawing, made in milliseconds: what a crew looks at before anything is shot.

import Foundation
import ZoetropeShot

/// Draws plans as wireframes: a labelled box per actor, and a grid that moves as the background will.
public struct Animatic: Sendable {
  /// Length of the shorter side of the frame in pixels, at least 32.
  public var side: Int

  /// Makes a style of drawing.
  public init(side: Int = 192) { self.side = max(32, side) }

  /// All frames of a plan.
  ///
  /// - Precondition: the plan is valid.
  public func render(_ plan: ShotPlan) -> Clip {
    Clip(frames: (0..<plan.frameCount).map { render(plan, frame: $0) }, frameRate: plan.frameRate)
  }

  /// One frame, 0-based.
  public func render(_ plan: ShotPlan, frame index: Int) -> Frame {
    let aspect = plan.size.aspectRatio
    let width = aspect >= 1 ? Int((Double(side) * aspect).rounded()) : side
    let height = aspect >= 1 ? side : Int((Double(side) / aspect).rounded())
    let time = plan.time(ofFrame: index)
    var frame = Frame(height: height, width: width, filledWith: -0.86)
    drawGrid(plan.camera.view(at: time), &frame)
    // Far ones first: near boxes lie over them.
    let order = plan.actors.indices.sorted { plan.actors[$0].depth > plan.actors[$1].depth }
    let tracks = plan.tracks()
    for place in order { draw(plan.actors[place], tracks[place].box(at: time), number: place, &frame) }
    let seconds = String(format: "%.2f s", time)
    frame.draw("\(seconds)  \(plan.camera.move(at: time).rawValue)", x: 4, y: 3, value: 0.3)
    return frame
  }

  // MARK: - Internals

  /// Colours of actors without a tint, in order.
  private static let inks: [(Float, Float, Float)] = [
    (1, 0.72, -0.3), (-0.1, 0.75, 1), (0.3, 1, 0.1), (1, 0.2, 0.8),
  ]

  /// Lines that stand still in the scene, at the distance of the actors.
  private func drawGrid(_ view: CameraKeyframe, _ frame: inout Frame) {
    let (width, height) = (Double(frame.width), Double(frame.height))
    let projection = CameraProjection(view)
    // Every quarter of a frame, over more than the view can show.
    for step in -16...20 {
      let scene = SIMD2(repeating: Double(step) / 4 - 0.5)
      let place = projection.frame(scene, parallax: CameraProjection.actorParallax) + 0.5
      let ink: (Float, Float, Float) = step % 4 == 0 ? (-0.45, -0.45, -0.45) : (-0.7, -0.7, -0.7)
      frame.drawLine((place.x * width, 0), (place.x * width, height), ink)
      frame.drawLine((0, place.y * height), (width, place.y * height), ink)
    }
  }

  private func draw(_ actor: Actor, _ box: Keyframe, number: Int, _ frame: inout Frame) {
    let (width, height) = (Double(frame.width), Double(frame.height))
    let ink = actor.tint.map(Animatic.ink) ?? Animatic.inks[number % Animatic.inks.count]
    let turn = box.angle * .pi / 180
    func corner(_ across: Double, _ down: Double) -> (Double, Double) {
      let x = across * box.width * width / 2, y = down * box.height * height / 2
      return (
        box.x * width + x * cos(turn) - y * sin(turn), box.y * height + x * sin(turn) + y * cos(turn)
      )
    }
    let corners = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)]
    for index in 0..<4 { frame.drawLine(corners[index], corners[(index + 1) % 4], ink) }
    // The edge that it faces is drawn as an arrow.
    let facing: Double? =
      switch actor.kind?.traits.facing {
      case .front, nil: nil
      case .left: box.flipped ? 1 : -1
      case .right: box.flipped ? -1 : 1
      }
    if let facing {
      frame.drawLine(corner(facing, -1), corner(facing * 1.25, 0), ink)
      frame.drawLine(corner(facing, 1), corner(facing * 1.25, 0), ink)
    }
    let label = "\(number + 1) \(actor.title)"
    let left = min(max(Int(corners.map(\.0).min() ?? 0) + 3, 2), max(frame.width - label.count * 6 - 2, 2))
    let top = min(max(Int(corners.map(\.1).min() ?? 0) + 3, 14), frame.height - 11)
    frame.draw(label, x: left, y: top, value: 0.9)
  }

  private static func ink(_ tint: PictureTint) -> (Float, Float, Float) {
    switch tint {
    case .word(let word): ink(word)
    case .sRGB(let red, let green, let blue):
      (Float(red) / 127.5 - 1, Float(green) / 127.5 - 1, Float(blue) / 127.5 - 1)
    }
  }

  private static func ink(_ tint: Tint) -> (Float, Float, Float) {
    switch tint {
    case .red: (0.9, -0.5, -0.5)
    case .orange: (1, 0.2, -0.6)
    case .yellow: (1, 0.9, -0.5)
    case .green: (-0.3, 0.7, -0.3)
    case .blue: (-0.3, 0.1, 1)
    case .purple: (0.3, -0.3, 0.9)
    case .pink: (1, 0.3, 0.6)
    case .brown: (0.3, -0.1, -0.5)
    case .black: (-0.3, -0.3, -0.3)
    case .white: (1, 1, 1)
    }
  }
}

extension Frame {
  /// Draws a straight line, one pixel wide, between two points in pixels; what lies outside is cut off.
  mutating func drawLine(
    _ from: (Double, Double), _ to: (Double, Double), _ ink: (Float, Float, Float)
  ) {
    let steps = Int(max(abs(to.0 - from.0), abs(to.1 - from.1)).rounded(.up))
    for step in 0...max(min(steps, 8192), 1) {
      let share = Double(step) / Double(max(steps, 1))
      let x = Int((from.0 + (to.0 - from.0) * share).rounded(.down))
      let y = Int((from.1 + (to.1 - from.1) * share).rounded(.down))
      guard x >= 0, x < width, y >= 0, y < height else { continue }
      let index = (y * width + x) * Clip.channelCount
      (pixels[index], pixels[index + 1], pixels[index + 2]) = ink
    }
  }
}
