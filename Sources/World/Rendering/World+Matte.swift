import ZoetropePictures
import ZoetropeScenery
import ZoetropeShot

extension World {
  /// How much of each pixel each actor's own picture covers, hidden or not: what grading weighs pixels by.
  ///
  /// - Parameters:
  ///   - plan: the shot; its look, light and tints make no difference.
  ///   - height: frame height in pixels.
  ///   - width: frame width in pixels.
  /// - Returns: for each actor of the plan `[F, H, W]` in `0...1`.
  /// - Throws: `WorldError.unusableSize`, and what the cast throws for a picture that it does not have.
  public func mattes(_ plan: ShotPlan, height: Int, width: Int) throws -> [[Float]] {
    guard (8...4096).contains(height), (8...4096).contains(width), plan.frameCount >= 1 else {
      throw WorldError.unusableSize(height: height, width: width, frameCount: plan.frameCount)
    }
    // In a silhouette the mask that goes with each pixel says how much of it is actor.
    var dark = plan.withAttachmentsWrittenOut()
    dark.look = .silhouette
    let light = Light(dark)
    let times = (0..<plan.frameCount).map(plan.time(ofFrame:))
    let canvas = Canvas(width: width, height: height)
    let count = width * height
    let actors = try dark.placedPictures(
      from: pictures, frameAspectRatio: Double(width) / Double(height)
    ).filter(\.isActor).sorted { ($0.actor ?? 0) < ($1.actor ?? 0) }
    return actors.map { own in
      let painter = PicturePainter(
        own, plan: dark, light: light, hasShadow: false, frameTimes: times, canvas: canvas, hidesTint: true)
      return [Float](unsafeUninitializedCapacity: times.count * count) { output, initialized in
        for (frame, time) in times.enumerated() {
          canvas.pixels.update(repeating: 0, count: count * 4)
          painter.paint(at: time, on: canvas)
          for pixel in 0..<count { output[frame * count + pixel] = canvas.pixels[pixel * 4 + 3] }
        }
        initialized = times.count * count
      }
    }
  }
}
