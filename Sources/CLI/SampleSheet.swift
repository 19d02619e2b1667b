import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeFilm
import ZoetropeRandom
import ZoetropeWorld

/// The picture of a training checkpoint: plans that are never trained on, truth above, sample below.
enum SampleSheet {
  /// Writes `sheet_<step>.ppm` with eight plans at six frames each.
  static func write(_ denoiser: Denoiser, world: World, step: Int, to folder: URL) throws {
    var options = ShotSampler.Options()
    options.shapes = [.square]
    let sampler = ShotSampler(options)
    let patch = denoiser.configuration.patch
    var rows: [[Frame]] = []
    for index in 0..<8 {
      var generator = Generator(seed: 0x5EED, stream: UInt64(index))
      let plan = sampler.sample(using: &generator)
      let truth = try world.render(plan, patchSide: patch.height, seed: 7)
      let geometry = try ClipGeometry(
        times: (0..<16).map(plan.time(ofFrame:)), height: truth.height, width: truth.width, patch: patch)
      let knowledge = denoiser.configuration.knowledge
      let noise = Tensor.normal([geometry.grid.count, patch.valueCount], seed: 11, stream: UInt64(index))
      var denoising = try Denoising(
        denoiser, plan: PlanFeatures(plan, geometry, knowledge: knowledge),
        unguided: PlanFeatures(plan, geometry, knowledge: knowledge, dropsWords: true, dropsLayout: true),
        sampler: Sampler(.euler, levels: try NoiseSchedule().levels(stepCount: 24)),
        guidance: Guidance(scale: 1.5), state: SamplerState(noise: noise))
      while denoising.next() != nil {}
      let clip = denoising.clip(frameRate: 8)
      for source in [truth, clip] { rows.append([0, 3, 6, 9, 12, 15].map { source[frame: $0] }) }
    }
    let (height, width) = (rows[0][0].height, rows[0][0].width)
    let columns = rows[0].count
    var bytes = [UInt8]("P6 \(width * columns) \(height * rows.count) 255\n".utf8)
    for row in rows {
      for y in 0..<height {
        for frame in row {
          for value in frame.pixels[y * width * 3..<(y + 1) * width * 3] {
            bytes.append(UInt8(min(max((value + 1) * 127.5, 0), 255).rounded()))
          }
        }
      }
    }
    try Data(bytes).write(to: folder.appending(path: "sheet_\(String(format: "%06d", step)).ppm"))
  }
}
