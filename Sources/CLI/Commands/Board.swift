import ArgumentParser
import Foundation
import ZoetropeDirection
import ZoetropeFilm
import ZoetropeLanguage
import ZoetropeMedia
import ZoetropeWorld

/// `zoetrope board`: a mood board of a place.
struct BoardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "board",
    abstract: "Draw a mood board: one shot in many lights, weathers, ages and looks.",
    discussion: """
      The shot is planned by the usual choices and drawn by the film set, without a model: seconds for all of it.

      Example: zoetrope board "a harbour at night" --out harbour.png
      """)

  @Argument(help: "What is seen.") var prompt: String

  @Option(name: [.short, .long], help: "PNG file to write.", completion: .file(extensions: ["png"]))
  var out = "board.png"

  @Option(parsing: .unconditional, help: "Seed of the scenery.") var seed: UInt64 = 0

  @OptionGroup var pictures: PictureOptions

  func run() throws {
    let world = try pictures.world()
    var form = ShotForm()
    (form.frameCount, form.seed) = (1, seed)
    let director = Director(casting: try Casting())
    let shot = try director.direct(PromptReader().read(prompt), by: UsualChoices(), form: form)
    for note in shot.script.notes { FileHandle.standardError.write(Data("note: \(note)\n".utf8)) }
    let board = MoodBoard(shot.plan)
    let tiles = try board.variations.map { variation in
      ContactSheet.Tile(try world.render(variation.plan, height: 192, width: 336)[frame: 0], variation.label)
    }
    let sheet = ContactSheet(columns: 5, title: prompt).render(tiles)
    try PNG.write(sheet, to: URL(fileURLWithPath: out))
    print("\(out): \(tiles.count) pictures")
  }
}
