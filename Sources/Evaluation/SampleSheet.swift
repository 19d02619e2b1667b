import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeFiles
import ZoetropeShot
import ZoetropeGrading
import ZoetropeMedia
import ZoetropeSession
import ZoetropeRandom
import ZoetropeWorld

/// The picture and the grades of a training checkpoint: plans that are never trained on, truth above, sample below.
public enum SampleSheet {
  /// Frames of each clip that the sheet shows.
  private static let shownFrames = [0, 3, 6, 9, 12, 15]

  /// Writes `sheet_<step>.png` with some plans, and adds a line to `grades.jsonl`: how many of each measure are right.
  public static func write(
    _ denoiser: Denoiser, world: World, planCount: Int = 10, stepCount: Int = 24, step: Int, to folder: URL
  ) throws {
    var tiles: [ContactSheet.Tile] = []
    var tally = Tally()
    let studio = Studio(denoiser, name: "checkpoint")
    for index in 0..<planCount {
      // A seed that no training stream uses for its plans.
      var generator = Generator(seed: 0x5EED, stream: UInt64(index))
      var options = ShotSampler.Options()
      options.shapes = [.square]
      let plan = ShotSampler(options).sample(using: &generator)
      let patch = denoiser.configuration.patch
      let truth = try world.render(plan, patchSide: patch.height, seed: 7)
      let setting = EvaluationSetting(sampler: .euler, stepCount: stepCount)
      var seeded = plan
      seeded.seed = UInt64(index)
      let clip = try studio.render(seeded, settings: try setting.request(plan, studio).settings)
      tally.add(try Grader(world: world).grade(clip, against: plan))
      let actors = plan.actors.map { [$0.tint?.text, $0.title, $0.motion.rawValue] }
      let words =
        actors.map { $0.compactMap { $0 } }
        + [[plan.scene.rawValue, plan.time.rawValue], [plan.weather.rawValue], [plan.look.rawValue]]
      let parts = words.map { $0.joined(separator: " ") }
      for (source, isTruth) in [(truth, true), (clip, false)] {
        for (column, frame) in shownFrames.enumerated() {
          let label = isTruth && column < parts.count ? parts[column] : ""
          tiles.append(ContactSheet.Tile(source[frame: frame], label))
        }
      }
    }
    let told = [Measure.kind, .place, .scene, .time].map { measure in
      "\(measure.rawValue) \(Int(tally[measure].sum)) of \(tally[measure].count)"
    }
    let sheet = ContactSheet(
      columns: shownFrames.count, scale: 2,
      title: "step \(step): truth above, sample below; right: \(told.joined(separator: ", "))", spacing: 2)
    let name = String(format: "sheet_%06d.png", step)
    try PNG.write(sheet.render(tiles), to: folder.appending(path: name))
    try log(tally, step: step, to: folder.appending(path: "grades.jsonl"))
  }

  /// Adds a line: the step, and of each measure the number of answers and their sum.
  private static func log(_ tally: Tally, step: Int, to url: URL) throws {
    struct Line: Encodable {
      let step: Int
      let measures: [String: Tally.Entry]
    }
    let measures = tally.entries.map { ($0.key.rawValue, $0.value) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let line = try encoder.encode(Line(step: step, measures: Dictionary(uniqueKeysWithValues: measures)))
    let earlier = (try? Data(contentsOf: url)) ?? Data()
    try AtomicFile.write(earlier + line + Data("\n".utf8), to: url)
  }
}
