import CRaster
import Foundation
import ZoetropePictures
import ZoetropeScenery
import ZoetropeShot
import ZoetropeRandom

/// What to leave out of a rendering; everything is on by default. For measuring the truth of a clip.
public struct RenderOptions: Sendable {
  /// Whether actors (and their shadows) are painted.
  public var paintsActors = true
  /// Whether actors throw shadows.
  public var paintsShadows = true
  /// Whether pictures move as their gaits say; at rest they fill their boxes.
  public var movesPictures = true
  /// Whether the plan's look is applied; without it the picture is the natural one.
  public var appliesLook = true

  /// Everything on.
  public init() {}
}

extension World {
  /// Renders a plan: ground truth for what a model should make of it.
  ///
  /// Times are those of the plan: frame `i` is at `i / plan.frameRate` seconds. The camera moves the background,
  /// with parallax; actors are painted into their boxes, far to near. Pure and single-threaded: the same plan,
  /// seed and size give the same bytes on one machine, on any thread. The same shot at another size differs only
  /// by sampling.
  ///
  /// - Parameters:
  ///   - plan: the shot; also one written by hand (validate it first).
  ///   - height: frame height in pixels, 8…4096.
  ///   - width: frame width in pixels, 8…4096; usually `plan.size.pixelSize(patchSide:)`.
  ///   - frameCount: how many frames, from the start; `nil` for the plan's own count.
  ///   - frames: which of them to render, 0-based; `nil` for all.
  ///   - seed: what decides hill lines, trees, stars …; `nil` for the plan's seed.
  /// - Returns: the clip, `[F, H, W, 3]` in `-1...1`.
  /// - Throws: `WorldError.unusableSize`, and what the cast throws for a picture that it does not have.
  public func render(
    _ plan: ShotPlan, height: Int, width: Int, frameCount: Int? = nil, frames: Range<Int>? = nil,
    seed: UInt64? = nil, options: RenderOptions = RenderOptions()
  ) throws -> Clip {
    let count = frameCount ?? plan.frameCount
    return try render(
      plan, height: height, width: width, frameCount: count, numbers: Array(frames ?? 0..<count), seed: seed,
      options: options)
  }

  /// Renders some frames of a plan, in the order of their numbers; see
  /// ``render(_:height:width:frameCount:frames:seed:options:)``.
  ///
  /// - Parameter numbers: of the frames, 0-based.
  package func render(
    _ plan: ShotPlan, height: Int, width: Int, frameCount: Int? = nil, numbers frames: [Int],
    seed: UInt64? = nil, options: RenderOptions = RenderOptions()
  ) throws -> Clip {
    let count = frameCount ?? plan.frameCount
    guard (8...4096).contains(height), (8...4096).contains(width), count >= 1, !frames.isEmpty,
      frames.allSatisfy((0..<count).contains)
    else {
      throw WorldError.unusableSize(height: height, width: width, frameCount: count)
    }
    let times = frames.map(plan.time(ofFrame:))
    let frameStride = height * width * 3
    // While the light changes, the pictures of both lights are mixed.
    var shots: [LightState: ShotRenderer] = [:]
    for (state, _) in times.flatMap(plan.lightStates(at:)) where shots[state] == nil {
      shots[state] = try ShotRenderer(
        world: self, plan: plan.lit(by: state), height: height, width: width, times: times,
        seed: seed ?? plan.seed, options: options)
    }
    var scratch = [Float](repeating: 0, count: plan.changes.isEmpty ? 0 : frameStride)
    let pixels = [Float](unsafeUninitializedCapacity: frames.count * frameStride) { output, initialized in
      for (index, frame) in frames.enumerated() {
        let target = output.baseAddress! + index * frameStride
        let parts = plan.lightStates(at: times[index])
        shots[parts[0].state]?.render(at: times[index], frame: frame, into: target)
        guard parts.count > 1 else { continue }
        for value in 0..<frameStride { target[value] *= Float(parts[0].share) }
        scratch.withUnsafeMutableBufferPointer { other in
          for part in parts.dropFirst() {
            shots[part.state]?.render(at: times[index], frame: frame, into: other.baseAddress!)
            for value in 0..<frameStride { target[value] += Float(part.share) * other[value] }
          }
        }
      }
      initialized = frames.count * frameStride
    }
    return Clip(
      frameCount: frames.count, height: height, width: width, frameRate: plan.frameRate, pixels: pixels)
  }

  /// Renders a plan in its own frame shape, `patchSide` pixels per patch side (8 gives 64×64, 16 gives 128×128).
  ///
  /// - Throws: `WorldError.unusableSize`, and what the cast throws for a picture that it does not have.
  public func render(
    _ plan: ShotPlan, patchSide: Int, frameCount: Int? = nil, frames: Range<Int>? = nil, seed: UInt64? = nil,
    options: RenderOptions = RenderOptions()
  ) throws -> Clip {
    let size = plan.size.pixelSize(patchSide: patchSide)
    return try render(
      plan, height: size.height, width: size.width, frameCount: frameCount, frames: frames, seed: seed,
      options: options)
  }
}

/// The state of rendering one clip: what is painted once, and what is painted for each frame.
struct ShotRenderer {
  private let canvas: Canvas
  private let backdrop: BackdropPainter
  private let pictures: [PicturePainter]
  private let weather: WeatherEffect
  private var look: LookPass

  init(
    world: World, plan: ShotPlan, height: Int, width: Int, times: [Double], seed: UInt64,
    options: RenderOptions
  ) throws {
    var lit = plan
    if !options.appliesLook { lit.look = .natural }
    let light = Light(lit)
    backdrop = BackdropPainter(lit, light: light, seed: seed, height: height, width: width)
    weather = WeatherEffect(plan: lit, light: light, seed: seed)
    let canvas = Canvas(width: width, height: height)
    self.canvas = canvas
    look = LookPass(lit.look, plan: lit, height: height, width: width, seed: seed)
    var shown = plan
    if !options.paintsActors { shown.actors = [] }
    pictures = try shown.placedPictures(
      from: world.pictures, frameAspectRatio: Double(width) / Double(height)
    ).map { placed in
      PicturePainter(
        placed, plan: lit, light: light, hasShadow: options.paintsShadows, frameTimes: times, canvas: canvas,
        isAtRest: !options.movesPictures)
    }
  }

  /// Renders one frame into `[H, W, 3]` floats.
  mutating func render(at time: Double, frame: Int, into output: UnsafeMutablePointer<Float>) {
    backdrop.paint(at: time, on: canvas)
    // The air keeps its grain, whatever the shot size makes of the scenery.
    let air = backdrop.painter(canvas, at: time, parallax: 0.8, sceneryScale: 1)
    weather.paintBehindActors(air)
    for picture in pictures { picture.paintShadow(at: time, on: canvas) }
    for picture in pictures { picture.paint(at: time, on: canvas) }
    weather.paintInFront(air)
    look.apply(canvas, frame: frame, into: output)
  }
}
