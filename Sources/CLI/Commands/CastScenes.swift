import ArgumentParser
import Foundation
import ZoetropeCast
import ZoetropeMedia
import ZoetropeShot
import ZoetropeWorld

/// `zoetrope cast scenes`.
struct CastScenes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenes",
    abstract: "Draw a labelled contact sheet of the places that prompts can name.",
    discussion: """
      Each place with its backdrop, its pieces and its usual light, as the film set shows it.

      Example: zoetrope cast scenes --out scenes.png --only "gas station" --only kitchen
      """)

  @Option(help: "The picture to write.")
  var out: String

  @Option(help: "A scene by its name; all by default.")
  var only: [String] = []

  @Option(help: "Seed: decides what varies in each scene.")
  var seed: UInt64 = 1

  @Option(help: "Camera travel in frame widths: shows each scene from where the camera has come to.")
  var travel = 0.0

  @Option(help: "Folder of scene files, *.scene, to read instead of those that the program was built with.")
  var scenes: String?

  @Option(help: "Emoji font; by default where the package fonts-noto-color-emoji puts it.")
  var font: String?

  func run() throws {
    let table =
      try scenes.map { try SceneTable(folder: URL(fileURLWithPath: $0), members: MemberTable.builtIn()) }
      ?? SceneTable.builtIn()
    for name in only where table[name] == nil {
      let all = table.recipes.map(\.name).joined(separator: ", ")
      throw ValidationError("no scene is called “\(name)”; all: \(all)")
    }
    let world = try World(fontPath: font)
    let tiles = try table.recipes.filter { only.isEmpty || only.contains($0.name) }.map { recipe in
      var plan = ShotPlan(seed: seed, frameCount: 2, size: .wide, scene: recipe.backdrop)
      plan.camera.keyframes = [
        CameraKeyframe(t: 0), CameraKeyframe(t: plan.time(ofFrame: 1), x: travel),
      ]
      recipe.set(&plan)
      let clip = try world.render(plan, height: 128, width: 224, frames: 1..<2)
      return ContactSheet.Tile(clip[frame: 0], recipe.name)
    }
    let sheet = ContactSheet(columns: 6, title: "scenes: \(tiles.count)", labelLines: 1)
    try PNG.write(sheet.render(tiles), to: URL(fileURLWithPath: out))
    print(out)
  }
}
