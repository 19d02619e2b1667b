import ArgumentParser
import Foundation
import ZoetropeMedia
import ZoetropePlanner
import ZoetropeShot
import ZoetropeWorld

/// `zoetrope world plans`.
struct WorldPlans: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plans",
    abstract: "Draw plans as strips of frames, as the synthetic world has them.",
    discussion: """
      Plans are files, or made of prompts by the usual choices, one prompt per argument. No network takes part: what is seen is \
      how the plan is composed.

      Example: zoetrope world plans "a cat" "two foxes in the snow" plan.json --out plans.png
      """)

  @Argument(help: "Prompts, or plan files.")
  var plans: [String]

  @Option(help: "PNG file to write.")
  var out: String

  @Option(help: "Frames per strip.")
  var frames = 5

  @Option(help: "Pixels per patch side; 8 gives wide frames of 112×64.")
  var patchSide = 14

  @Option(help: "Strips beside each other.")
  var columns = 2

  @OptionGroup var own: CastOptions
  @OptionGroup var pictures: PictureOptions

  func validate() throws {
    guard (1...24).contains(frames) else { throw ValidationError("--frames is \(frames); expected 1…24") }
    guard (2...64).contains(patchSide) else {
      throw ValidationError("--patch-side is \(patchSide); expected 2…64")
    }
    guard (1...8).contains(columns) else { throw ValidationError("--columns is \(columns); expected 1…8") }
  }

  func run() throws {
    let cast = try own.cast()
    let source = try pictures.world().pictures.casting(cast)
    let planner = try ScriptPlanner().casting(cast)
    var tiles: [ContactSheet.Tile] = []
    for text in plans {
      let plan: ShotPlan
      var world = World(pictures: source)
      if FileManager.default.fileExists(atPath: text) {
        plan = try PlanFile.read(text)
        world = World(
          pictures: source.relative(to: URL(fileURLWithPath: text).deletingLastPathComponent()))
      } else {
        let shot = try planner.plan(prompt: text)
        for note in shot.notes {
          FileHandle.standardError.write(Data("\(text): note: \(note)\n".utf8))
        }
        plan = shot.plan
      }
      try plan.validate()
      let shown = (0..<frames).map { $0 * (plan.frameCount - 1) / max(frames - 1, 1) }
      let strip = try shown.map {
        try world.render(plan, patchSide: patchSide, frames: $0..<$0 + 1)[frame: 0]
      }
      tiles.append(
        ContactSheet.Tile(
          ContactSheet(columns: strip.count, spacing: 1).render(strip.map { ContactSheet.Tile($0) }), text))
    }
    try PNG.write(
      ContactSheet(columns: columns, spacing: 4, labelLines: 2).render(tiles), to: URL(fileURLWithPath: out))
    print("\(out): \(plans.count) plans")
  }
}
