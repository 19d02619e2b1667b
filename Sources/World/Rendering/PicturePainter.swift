import CRaster
import Foundation
import ZoetropePictures
import ZoetropeScenery
import ZoetropeShot

/// Paints one picture of a shot, frame after frame: an actor or a piece of the set, in the light of the shot.
struct PicturePainter {
  private let drawing: PictureDrawing
  private let tone: raster_tone
  private let shadow: Shadow?

  private struct Shadow {
    var tone: raster_tone
    /// Sideways shift of the shadow's far end and its length, in heights of the picture.
    var slant: Double
    var length: Double
    /// The ground under an actor that leaves it, as a fraction of the frame height.
    var ground: Double?
  }

  init(
    _ placed: PlacedPicture, plan: ShotPlan, light: Light, hasShadow: Bool, frameTimes: [Double],
    canvas: Canvas, hidesTint: Bool = false, isAtRest: Bool = false
  ) {
    drawing = PictureDrawing(
      placed, times: frameTimes, height: canvas.height, width: canvas.width, hidesTint: hidesTint,
      isAtRest: isAtRest)
    let shines = placed.picture.heat == .hot
    // Under a roof the lamps that show actors show furniture too.
    let isLitLikeActors = placed.isActor || plan.scene == .room || plan.scene == .stage
    var gain = isLitLikeActors ? light.actorGain : light.ambient, bias = SIMD3<Float>.zero
    if shines { gain = SIMD3(repeating: 1) }
    if plan.weather == .fog, plan.scene.groundLine != nil || plan.scene == .sea {
      let air = Float(0.12 + 0.25 * placed.depth)
      bias = light.skyHorizon * air
      gain *= 1 - air
    }
    let mask = PicturePainter.mask(placed, plan: plan, light: light)
    tone = raster_tone(
      gain: (gain.x, gain.y, gain.z), bias: (bias.x, bias.y, bias.z), mask_base: mask.base,
      mask_slope: mask.slope, opacity: 1)
    shadow =
      hasShadow ? PicturePainter.shadow(of: placed, plan: plan, light: light) : nil
  }

  /// Paints the shadow for a time.
  func paintShadow(at time: Double, on canvas: Canvas) {
    guard let shadow else { return }
    let box = drawing.box(at: time)
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
    drawing.drawSoft(at: time, on: canvas.raw, inverse: inverse, tone: tone)
  }

  /// Paints the picture for a time.
  func paint(at time: Double, on canvas: Canvas) { drawing.draw(at: time, on: canvas.raw, tone: tone) }

  // MARK: - Internals

  /// What the look reads: warmth under infrared, solidity in a silhouette.
  private static func mask(
    _ placed: PlacedPicture, plan: ShotPlan, light: Light
  ) -> (base: Float, slope: Float) {
    if plan.look == .infrared {
      switch placed.picture.heat {
      case .cold: return (0.30, 0.22)
      case .warm: return (0.70, 0.30)
      case .hot: return (0.92, 0.08)
      }
    }
    return (light.mask(placed.isActor ? .actor : .building), 0)
  }

  /// The shadow is decided for the whole shot, so that it is the same whichever frames of it are rendered.
  private static func shadow(of placed: PlacedPicture, plan: ShotPlan, light: Light) -> Shadow? {
    guard let ground = plan.scene.groundLine else { return nil }
    switch placed.picture.gait.style {
    case .swim, .undulate, .rock, .row: return nil
    default: break
    }
    let step = max(1, plan.frameCount / 64)
    let bottoms = stride(from: 0, to: plan.frameCount, by: step).map { frame in
      let box = placed.box(at: plan.time(ofFrame: frame))
      return box.y + box.height / 2
    }
    let lowest = bottoms.max() ?? 1
    // What is high in the air throws no shadow that one sees.
    guard lowest > plan.scene.horizon + 0.02 else { return nil }
    if placed.isActor, lowest < ground.lowerBound { return nil }
    let beats = placed.actor.map { plan.actors[$0].beats } ?? []
    let leavesGround = beats.contains { $0.motion == .bounce || $0.motion == .jump }
    let (slant, length): (Double, Double) =
      switch plan.time {
      case .dawn: (0.55, 0.42)
      case .day: (-0.12, 0.20)
      case .sunset: (-0.55, 0.42)
      case .night: (0.35, 0.30)
      }
    let strength = Float(plan.scene.isUnderOpenAir || plan.scene == .moon ? light.shadowStrength : 0.25)
    let dark: SIMD3<Float> = light.skyTop * 0.12
    return Shadow(
      tone: raster_tone(
        gain: (0, 0, 0), bias: (dark.x, dark.y, dark.z),
        mask_base: light.mask(.ground) * (plan.look == .infrared ? 0.85 : 1),
        mask_slope: 0, opacity: strength),
      slant: slant, length: length, ground: leavesGround ? lowest : nil)
  }
}
