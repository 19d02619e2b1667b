import ArgumentParser
import Foundation
import ZoetropeShot
import ZoetropeWorld

/// `zoetrope world atlas`.
struct WorldAtlas: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "atlas",
    abstract: "Save the emoji images of all actors, for machines without the font.",
    discussion: """
      The file contains images of the font, under the font's licence (SIL Open Font License 1.1).

      Example: zoetrope world atlas cast.atlas && zoetrope world stream --atlas cast.atlas --count 10 > clips
      """)

  @Argument(help: "File to write.")
  var file: String

  @OptionGroup var pictures: PictureOptions

  func run() throws {
    let url = URL(fileURLWithPath: file)
    let world = try pictures.world()
    try world.saveAtlas(to: url)
    let size = try FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int ?? 0
    print(
      "\(file): \(world.pictures.members.members.count) pictures, \(String(format: "%.1f", Double(size) / 1e6)) MB"
    )
  }
}
