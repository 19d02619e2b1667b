// A finished clip with something changed: what the change does not touch is the clip's own frames, to the byte.

import Foundation
import ZoetropeDenoiser
import ZoetropeMedia
import ZoetropePictures
import ZoetropeScenery
import ZoetropeShot

extension Studio {
  /// Asks for an earlier clip with another plan, of which only that is made anew in which the two plans differ: who is replaced, added
  /// or taken away, with its surroundings. A change of place, light, look or camera is seen everywhere: then all frames are made anew, from
  /// the same noise.
  ///
  /// - Parameters:
  ///   - record: the clip; its frames are taken as they lie in its folder now.
  ///   - plan: what it is to show; as long as the clip.
  /// - Throws: ``SessionError/badSetting(name:value:expected:)`` where nothing differs, or where the plans are of different lengths;
  ///   ``SessionError/otherPicture(path:reason:)`` where a frame is missing; what reading frames and pictures throws.
  public func revision(of record: Record, with plan: ShotPlan) throws -> ClipRequest {
    let earlier = record.recipe.plan
    guard plan.frameCount == earlier.frameCount, plan.frameRate == earlier.frameRate,
      plan.size == earlier.size
    else {
      throw SessionError.badSetting(
        name: "plan",
        value: "\(plan.frameCount) frames at \(plan.frameRate) per second, \(plan.size.rawValue)",
        expected:
          "\(earlier.frameCount) frames at \(earlier.frameRate) per second, \(earlier.size.rawValue), as the clip has"
      )
    }
    if plan.differsEverywhere(from: earlier) {
      var request = ClipRequest(.plan(plan))
      request.settings = record.recipe.settings
      request.folder = record.folder
      return request
    }
    guard let source = try pictures()?.relative(to: record.folder) else {
      throw SessionError.badSetting(
        name: "model", value: record.recipe.model.name, expected: "a model that reads pictures")
    }
    let settings = record.recipe.settings
    let (height, width) = (settings.finalHeight, settings.finalWidth)
    let before = try SceneView(earlier, source, height: height, width: width)
    let after = try SceneView(plan, source, height: height, width: width)
    // What is near to a change lies in its shadow or its light.
    let reach = max(height, width) / 40
    let regions = (0..<plan.frameCount).map { frame in
      SceneView.difference(before, after, at: plan.time(ofFrame: frame))?.grown(by: reach)
    }
    guard regions.contains(where: { $0 != nil }) else {
      throw SessionError.badSetting(
        name: "plan", value: "the clip's own as far as can be seen",
        expected: "a plan in which something else is seen")
    }
    return try request(record, plan, regions: regions)
  }

  /// Asks for an earlier clip of which a region is made anew, as a plan says.
  ///
  /// - Parameters:
  ///   - record: the clip; its frames are taken as they lie in its folder now.
  ///   - plan: what the region is to show; nil for the clip's own.
  ///   - region: of the clip's size.
  ///   - times: in seconds, when; nil for all of the clip.
  /// - Throws: ``SessionError/badSetting(name:value:expected:)`` for an empty region, one of another size, or times outside of the clip;
  ///   else as ``revision(of:with:)``.
  public func filling(
    _ record: Record, _ region: PixelRegion, times: ClosedRange<Double>? = nil, with plan: ShotPlan? = nil
  ) throws -> ClipRequest {
    let settings = record.recipe.settings, plan = plan ?? record.recipe.plan
    guard region.height == settings.finalHeight, region.width == settings.finalWidth else {
      throw SessionError.badSetting(
        name: "mask", value: "\(region.width)x\(region.height) pixels",
        expected: "\(settings.finalWidth)x\(settings.finalHeight), the size of the clip")
    }
    guard !region.isEmpty else {
      throw SessionError.badSetting(
        name: "mask", value: "black everywhere", expected: "white pixels where the clip is to be made anew")
    }
    let regions = (0..<plan.frameCount).map { frame in
      times.map { $0.contains(plan.time(ofFrame: frame)) } ?? true ? region : nil
    }
    guard regions.contains(where: { $0 != nil }) else {
      throw SessionError.badSetting(
        name: "from", value: "\(times?.lowerBound ?? 0) s",
        expected: "less than \(Double(plan.frameCount) / plan.frameRate) s, the length of the clip")
    }
    return try request(record, plan, regions: regions)
  }

  // MARK: - Internals

  /// - Parameter regions: for each frame what is made anew; nil for nothing.
  private func request(_ record: Record, _ plan: ShotPlan, regions: [PixelRegion?]) throws -> ClipRequest {
    guard denoiser.configuration.readsKnownPixels else {
      throw SessionError.badSetting(
        name: "model", value: record.recipe.model.name,
        expected: "a model that was trained on regions; this one makes clips as a whole")
    }
    let settings = record.recipe.settings
    var request = ClipRequest(.plan(plan))
    (request.settings, request.folder) = (settings, record.folder)
    for (index, url) in try record.frames().enumerated() {
      let frame = try PNG.read(url).frame(over: ConditioningFrames.ground)
      guard frame.height == settings.finalHeight, frame.width == settings.finalWidth else {
        throw SessionError.otherPicture(
          path: url.path,
          reason:
            "has \(frame.width)x\(frame.height) pixels; the clip was made with \(settings.finalWidth)x\(settings.finalHeight)"
        )
      }
      request.footage[index] = GivenFrame(frame, remaking: regions[index])
    }
    return request
  }
}

extension ShotPlan {
  /// Whether another plan has another place, light, look or camera.
  fileprivate func differsEverywhere(from other: ShotPlan) -> Bool {
    scene != other.scene || period != other.period || time != other.time || weather != other.weather
      || look != other.look || changes != other.changes || camera != other.camera
      || shotSize != other.shotSize
      || seed != other.seed
  }
}

/// What a plan shows, to compare with what another shows.
private struct SceneView {
  private let placed: [PlacedPicture]
  private let scenery: Scenery
  private let height: Int
  private let width: Int

  init(_ plan: ShotPlan, _ source: any PictureSource, height: Int, width: Int) throws {
    let aspect = Double(width) / Double(height)
    placed = try plan.fitted(toAspectRatio: aspect).placedPictures(from: source, frameAspectRatio: aspect)
    scenery = Scenery(plan)
    (self.height, self.width) = (height, width)
  }

  /// Where two plans show something else at a time, in seconds; nil where they show the same.
  static func difference(_ a: SceneView, _ b: SceneView, at time: Double) -> PixelRegion? {
    func buffer(_ view: SceneView) -> PictureBuffer {
      PictureBuffer(view.placed, scenery: view.scenery, times: [time], height: view.height, width: view.width)
    }
    let (one, other) = (buffer(a).values, buffer(b).values)
    let channels = PictureBuffer.channelCount
    let isOpen = (0..<a.height * a.width).map { pixel in
      (pixel * channels..<(pixel + 1) * channels).contains { abs(one[$0] - other[$0]) > leastDifference }
    }
    let region = PixelRegion(height: a.height, width: a.width, isOpen: isOpen)
    return region.isEmpty ? nil : region
  }

  /// The least difference that can be seen: two of 255 levels.
  private static let leastDifference: Float = 2 / 255
}
