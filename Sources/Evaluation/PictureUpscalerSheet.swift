import Foundation
import ZoetropeDenoiser
import ZoetropeMedia
import ZoetropePictures
import ZoetropeScenery
import ZoetropeRandom
import ZoetropeShot
import ZoetropeWorld

/// The picture of a checkpoint of an upscaler that reads pictures: interpolated, upscaled and true frames of shots that are never
/// trained on; every other one of members that are kept from training.
public enum PictureUpscalerSheet {
  /// Writes `sheet_<step>.png`.
  ///
  /// - Throws: what rendering and writing throw.
  public static func write(_ upscaler: PictureUpscaler, world: World, step: Int, to folder: URL) throws {
    let factor = upscaler.configuration.factor
    var tiles: [ContactSheet.Tile] = []
    for index in 0..<8 {
      var options = OpenShotSampler.Options()
      options.shapes = [.wide]
      options.shapeWeights = [1]
      options.drawsHeldOut = index % 2 == 1
      var generator = Generator(seed: 0x5EED_0002, stream: UInt64(index))
      let plan = world.openShots(options).sample(using: &generator)
      let first = plan.frameCount / 2
      let small = try world.render(plan, patchSide: 8, frames: first..<first + 3)
      let large = try world.render(plan, patchSide: 8 * factor, frames: first + 1..<first + 2)
      let placed = try plan.placedPictures(from: world.pictures)
      let made = upscaler(small) { frame in
        PictureBuffer(
          placed, scenery: Scenery(plan), times: [plan.time(ofFrame: first + frame)],
          height: large.height, width: large.width)
      }
      let base = PictureUpscaler.interpolated(small, frame: 1, factor: factor)
      tiles.append(ContactSheet.Tile(base, "interpolated"))
      tiles.append(ContactSheet.Tile(made[frame: 1], "upscaled"))
      tiles.append(ContactSheet.Tile(large[frame: 0], "truth" + (index % 2 == 1 ? ", held out" : "")))
    }
    let sheet = ContactSheet(columns: 3, title: "step \(step)", spacing: 4)
    try PNG.write(
      sheet.render(tiles), to: folder.appending(path: String(format: "sheet_%06d.png", step)))
  }
}
