import ArgumentParser
import Foundation
import ZoetropeCast

/// `zoetrope cast bake-shapes`.
struct CastBakeShapes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bake-shapes",
    abstract: "Bake the width by height of every picture, so that shots can be laid out without the font.",
    discussion: """
      Run it after pictures of members changed, and build again. Needs the emoji font.

      Example: zoetrope cast bake-shapes
      """)

  @Option(help: "Table to write.")
  var out = "Sources/Cast/Members/shapes.txt"

  @OptionGroup var pictures: PictureOptions

  func run() throws {
    let source = try pictures.world().pictures, members = try MemberTable.builtIn().members
    var text = "# Width by height of every member's picture, baked by: zoetrope cast bake-shapes\n"
    for member in members {
      let ratio = try source.picture(named: member.name).aspectRatio
      text += "\(member.name) \((ratio * 1000).rounded() / 1000)\n"
    }
    try Data(text.utf8).write(to: URL(fileURLWithPath: out), options: .atomic)
    print("\(out): \(members.count) members")
  }
}
