import ArgumentParser
import Foundation
import ZoetropeCast
import ZoetropeMedia

/// `zoetrope cast sheets`.
struct CastSheets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sheets",
    abstract: "Draw labelled contact sheets of the members.",
    discussion: """
      One picture per category, <category>.png. Under each member its name, facing, height and gait.

      Example: zoetrope cast sheets --out sheets --only animal --lines
      """)

  @Option(help: "Folder for the pictures.")
  var out: String

  @Option(
    help:
      "A category, of \(CastMember.Category.allCases.map(\.rawValue).joined(separator: ", ")); all by default."
  )
  var only: [CastMember.Category] = []

  @Option(help: "Pixels per picture: 32 and 48 are the sizes that members have in small frames.")
  var side = 96

  @Flag(help: "Draw the lines of the gaits: hips and legs red, wings blue, head white, wheels yellow.")
  var lines = false

  @Option(help: "Folder of member files, *.cast, to read instead of those that the program was built with.")
  var members: String?

  @Option(help: "Emoji font; by default where the package fonts-noto-color-emoji puts it.")
  var font: String?

  func validate() throws {
    guard (16...256).contains(side) else { throw ValidationError("--side is \(side); expected 16…256") }
  }

  func run() throws {
    let table = try members.map { try MemberTable(folder: URL(fileURLWithPath: $0)) } ?? MemberTable.builtIn()
    let painter = RecipePainter(font: try EmojiFont(path: font))
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for category in only.isEmpty ? CastMember.Category.allCases : only {
      let members = table.members.filter { $0.category == category }
      guard !members.isEmpty else { continue }
      let tiles = try members.map { member in
        ContactSheet.Tile(
          try painter.picture(of: member).portrait(side: side, gait: lines ? member.gait : nil), label(member)
        )
      }
      let sheet = ContactSheet(
        columns: max(4, 1440 / (side + 6)), title: "\(category.rawValue): \(members.count) members",
        labelLines: side < 64 ? 4 : 3)
      let url = folder.appending(path: "\(category.rawValue).png")
      try PNG.write(sheet.render(tiles), to: url)
      print(url.path)
    }
  }

  private func label(_ member: CastMember) -> String {
    "\(member.name)\(member.isHeldOut ? "*" : "") \(member.facing.rawValue) \(member.height)m \(member.gait.style.rawValue)"
  }
}

extension CastMember.Category: ExpressibleByArgument {}
