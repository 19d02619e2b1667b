import ArgumentParser
import Foundation
import ZoetropeMedia
import ZoetropeWorld

/// `zoetrope world sheets`.
struct WorldSheets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sheets",
    abstract: "Draw labelled contact sheets of all that can be prompted.",
    discussion: "Example: zoetrope world sheets --out sheets --only kinds --only looks")

  @Option(help: "Folder for the PNG files, one per sheet.")
  var out: String

  @Option(help: "Draw only this sheet; may be repeated. By default all.")
  var only: [WorldSheet] = []

  @Option(help: "Pixels per patch side; 8 gives square frames of 64×64, 16 of 128×128.")
  var patchSide = 16

  @OptionGroup var pictures: PictureOptions

  func validate() throws {
    guard (2...64).contains(patchSide) else {
      throw ValidationError("--patch-side is \(patchSide); expected 2…64")
    }
  }

  func run() throws {
    let world = try pictures.world()
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for sheet in only.isEmpty ? WorldSheet.allCases : only {
      let url = folder.appending(path: "\(sheet.rawValue).png")
      try PNG.write(sheet.render(with: world, patchSide: patchSide), to: url)
      print(url.path)
    }
  }
}

extension WorldSheet: ExpressibleByArgument {}
