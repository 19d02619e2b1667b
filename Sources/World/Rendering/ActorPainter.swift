import CRaster
import Foundation
import ZoetropeCast
import ZoetropeShot
import ZoetropePictures

/// Paints one actor, frame after frame.
struct ActorPainter {
  /// How far a picture may be stretched or squashed to fill its box; beyond, it keeps the box's shorter fit.
  static let stretchLimits = 0.75...1.34

  let depth: Double
  private let actor: Actor
  private let track: ActorTrack
  private var sprite: Sprite
  private let tone: raster_tone
  private let shadow: Shadow?

  private struct Shadow {
    var tone: raster_tone
    /// Sideways shift of the shadow's far end and its length, in heights of the actor.
    var slant: Double
    var length: Double
    /// The ground under an actor that leaves it, as a fraction of the frame height.
    var ground: Double?
  }

  /// - Parameter texelsPerPixel: the smallest scale in this clip decides which sizes need recolouring.
  init(
    _ actor: Actor, sprite: Sprite, plan: ShotPlan, light: Light, hasShadow: Bool, frameTimes: [Double],
    canvas: Canvas
  ) {
    self.actor = actor
    self.sprite = sprite
    depth = actor.depth
    track = ActorTrack(actor)
    let traits = actor.kind?.traits
    var gain = light.actorGain, bias = SIMD3<Float>.zero
    if plan.weather == .fog, plan.scene.groundLine != nil || plan.scene == .sea {
      let air = Float(0.12 + 0.25 * actor.depth)
      bias = light.skyHorizon * air
      gain *= 1 - air
    }
    let isGlowing = plan.look == .infrared
    let (base, slope): (Float, Float) =
      !isGlowing ? (light.mask(.actor), 0) : traits?.isWarm == true ? (0.70, 0.30) : (0.30, 0.22)
    tone = raster_tone(
      gain: (gain.x, gain.y, gain.z), bias: (bias.x, bias.y, bias.z), mask_base: base, mask_slope: slope,
      opacity: 1)
    shadow =
      hasShadow
      ? ActorPainter.shadow(of: actor, plan: plan, light: light, track: track, frameTimes: frameTimes) : nil
    if let tint = actor.tint, traits?.isTintable ?? true {
      recolour(tint, frameTimes: frameTimes, canvas: canvas)
    }
  }

  /// Paints the shadow for a time.
  func paintShadow(at time: Double, on canvas: Canvas) {
    guard let shadow else { return }
    let box = fitted(track.box(at: time), canvas)
    let foot = shadow.ground.map { $0 * Double(canvas.height) } ?? box.y + box.height / 2
    // The shadow is the picture mirrored at the feet, slanted and shortened; far from the ground it fades.
    let lift = max(0, foot - (box.y + box.height / 2)) / max(1, box.height)
    guard lift < 2 else { return }
    let mirror = box.flipped ? -1.0 : 1.0
    let height = box.height * shadow.length, shift = shadow.slant * box.height
    // canvas = origin + u·(width, 0) + v·(shift, height), v = 0 at the feet; picture rows count from the top.
    let top = foot - box.height * 0.04
    let inverseV = 1 / height, inverseU = mirror / box.width
    let slide = -shift / height * inverseU
    let inverse: [Float] = [
      Float(inverseU), Float(slide), Float(0.5 - box.x * inverseU - top * slide),
      0, Float(-inverseV), Float(1 + top * inverseV),
    ]
    var tone = shadow.tone
    tone.opacity *= Float(1 / (1 + 2 * lift))
    // A coarse size of the picture makes the edge soft.
    let level = sprite.levels.firstIndex { max($0.width, $0.height) <= 14 } ?? sprite.levels.count - 1
    draw(canvas, fine: level, coarse: level, mix: 0, inverse: inverse, tone: tone)
  }

  /// Paints the actor for a time.
  func paint(at time: Double, on canvas: Canvas) {
    let box = fitted(track.box(at: time), canvas)
    let angle = box.angle * .pi / 180, c = cos(angle), s = sin(angle)
    let mirror = box.flipped ? -1.0 : 1.0
    let a = mirror * c / box.width, b = mirror * s / box.width, d = -s / box.height, e = c / box.height
    let inverse: [Float] = [
      Float(a), Float(b), Float(0.5 - a * box.x - b * box.y), Float(d), Float(e),
      Float(0.5 - d * box.x - e * box.y),
    ]
    let levels = sprite.mixedLevels(texelsPerPixel: texelsPerPixel(box))
    draw(canvas, fine: levels.fine, coarse: levels.coarse, mix: levels.mix, inverse: inverse, tone: tone)
  }

  // MARK: - Internals

  /// A box in canvas pixels, with the size that the picture takes in it.
  private func fitted(_ box: Keyframe, _ canvas: Canvas) -> Keyframe {
    var result = box
    result.x *= Double(canvas.width)
    result.y *= Double(canvas.height)
    let width = max(0.01, box.width * Double(canvas.width)),
      height = max(0.01, box.height * Double(canvas.height))
    let natural = Double(sprite.width) / Double(sprite.height)
    let stretch = width / height / natural
    let limits = ActorPainter.stretchLimits
    result.width = stretch > limits.upperBound ? height * natural * limits.upperBound : width
    result.height = stretch < limits.lowerBound ? width / (natural * limits.lowerBound) : height
    return result
  }

  private func texelsPerPixel(_ box: Keyframe) -> Double {
    (Double(sprite.width) / box.width * Double(sprite.height) / box.height).squareRoot()
  }

  private func draw(
    _ canvas: Canvas, fine: Int, coarse: Int, mix: Float, inverse: [Float], tone: raster_tone
  ) {
    let a = sprite.levels[fine], b = sprite.levels[coarse]
    a.texels.withUnsafeBufferPointer { aTexels in
      b.texels.withUnsafeBufferPointer { bTexels in
        withUnsafePointer(to: tone) { tone in
          raster_sprite(
            canvas.raw,
            raster_picture(texels: aTexels.baseAddress, width: Int32(a.width), height: Int32(a.height)),
            raster_picture(texels: bTexels.baseAddress, width: Int32(b.width), height: Int32(b.height)), mix,
            inverse, tone)
        }
      }
    }
  }

  /// Recolours the sizes of the picture that this clip needs.
  private mutating func recolour(_ tint: PictureTint, frameTimes: [Double], canvas: Canvas) {
    var needed = Set<Int>()
    for time in frameTimes {
      let levels = sprite.mixedLevels(texelsPerPixel: texelsPerPixel(fitted(track.box(at: time), canvas)))
      needed.insert(levels.fine)
      needed.insert(levels.coarse)
    }
    for level in needed { sprite.body.paint(&sprite.levels[level], tint) }
  }

  private static func shadow(
    of actor: Actor, plan: ShotPlan, light: Light, track: ActorTrack, frameTimes: [Double]
  ) -> Shadow? {
    guard actor.kind?.traits.category != .water, let ground = plan.scene.groundLine else { return nil }
    let bottoms = frameTimes.map { time in
      let box = track.box(at: time)
      return box.y + box.height / 2
    }
    let lowest = bottoms.max() ?? 1
    // Things high in the air throw no shadow that one sees.
    guard lowest > plan.scene.horizon + 0.02 else { return nil }
    let leavesGround = actor.motion == .bounce || actor.motion == .jump
    let isFlying = (actor.kind?.traits.category ?? .ground) != .ground && lowest < ground.lowerBound
    guard !isFlying else { return nil }
    let (slant, length): (Double, Double) =
      switch plan.time {
      case .dawn: (0.55, 0.42)
      case .day: (-0.12, 0.20)
      case .sunset: (-0.55, 0.42)
      case .night: (0.35, 0.30)
      }
    let strength = Float(plan.scene == .underwater || plan.scene == .stage ? 0.25 : light.shadowStrength)
    let dark: SIMD3<Float> = light.skyTop * 0.12
    return Shadow(
      tone: raster_tone(
        gain: (0, 0, 0), bias: (dark.x, dark.y, dark.z),
        mask_base: light.mask(.ground) * (plan.look == .infrared ? 0.85 : 1),
        mask_slope: 0, opacity: strength),
      slant: slant, length: length, ground: leavesGround ? lowest : nil)
  }
}
