import Foundation
import ZoetropeDenoiser
import ZoetropeMedia
import ZoetropeRandom
import ZoetropeShot
import ZoetropeWorld

/// The picture of a training checkpoint of a network that reads pictures: shots that are never trained on, truth above,
/// sample below; every other one of members that are kept from training.
public enum OpenSampleSheet {
  /// Frames of each clip that the sheet shows.
  private static let shownFrames = [0, 5, 10, 15]

  /// Writes `sheet_<step>.png`.
  ///
  /// - Throws: what rendering, denoising and writing throw.
  public static func write(
    _ denoiser: Denoiser, world: World, planCount: Int = 14, stepCount: Int = 8, step: Int, to folder: URL
  ) throws {
    var tiles: [ContactSheet.Tile] = []
    for index in 0..<planCount {
      let plan = plan(index, world: world, denoiser.configuration)
      let first = (plan.frameCount - 16) / 2
      let side = denoiser.configuration.patch.height
      let truth = try world.render(plan, patchSide: side, frames: first..<first + 16)
      let input = try ShotInput(
        plan, frames: first..<first + 16, for: denoiser.configuration, pictures: world.pictures)
      let shot = try ShotDenoiser(
        denoiser, input, sampler: .dpmpp2m, levels: NoiseSchedule().levels(stepCount: stepCount))
      var denoising = try shot.start(noise: input.noise())
      while denoising.next() != nil {}
      let clip = denoising.clip(frameRate: plan.frameRate)
      let cast = plan.actors.map { ($0.tint.map { "\($0.text) " } ?? "") + $0.picture }
      let words = [
        cast.prefix(2).joined(separator: ", "),
        "\(plan.scene.rawValue) \(plan.time.rawValue)", "\(plan.weather.rawValue) \(plan.look.rawValue)",
        (index % 2 == 1 ? "held out, " : "") + plan.camera.move.rawValue,
      ]
      for (source, isTruth) in [(truth, true), (clip, false)] {
        for (column, frame) in shownFrames.enumerated() {
          tiles.append(ContactSheet.Tile(source[frame: frame], isTruth ? words[column] : ""))
        }
      }
    }
    let sheet = ContactSheet(
      columns: 2 * shownFrames.count, scale: 2, title: "step \(step): truth left, sample right", spacing: 2)
    let name = String(format: "sheet_%06d.png", step)
    try PNG.write(sheet.render(tiles), to: folder.appending(path: name))
  }

  /// A plan of a seed that no training stream uses.
  private static func plan(_ index: Int, world: World, _ configuration: DenoiserConfiguration) -> ShotPlan {
    var options = OpenShotSampler.Options()
    options.shapes = [.wide]
    options.shapeWeights = [1]
    options.drawsHeldOut = index % 2 == 1
    options.scenes = configuration.knowledge.words(of: .scene).compactMap(Scene.init(rawValue:))
    options.looks = configuration.knowledge.words(of: .look).compactMap(Look.init(rawValue:))
    var generator = Generator(seed: 0x5EED_0001, stream: UInt64(index))
    return world.openShots(options).sample(using: &generator)
  }
}
