import ArgumentParser
import Foundation
import ZoetropeCast
import ZoetropeMedia
import ZoetropePictures
import ZoetropeShot

/// `zoetrope cast gaits`.
struct CastGaits: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gaits",
    abstract: "Draw members in the poses of their gaits.",
    discussion: """
      One row per member, one cycle of its gait from left to right. The line is the ground.

      Example: zoetrope cast gaits --out gaits.png; zoetrope cast gaits --out dogs.png dog poodle greyWolf
      """)

  @Argument(help: "Names of members; thirty of many gaits by default.")
  var names: [String] = [
    "dog", "cat", "cow", "elephant", "tiger", "horse", "zebra", "redFox", "rabbit", "kangaroo", "man",
    "walker", "runner",
    "policeOfficer", "penguin", "duck", "chicken", "turtle", "crab", "eagle", "bat", "butterfly", "bee",
    "fish",
    "dolphin", "snake", "ball", "car", "tree", "fire",
  ]

  @Option(help: "Picture to write.")
  var out: String

  @Option(help: "Pixels per pose.")
  var side = 100

  @Option(help: "Poses per cycle.")
  var phases = 8

  @Option(help: "Folder of member files, *.cast, to read instead of those that the program was built with.")
  var members: String?

  @Option(help: "Emoji font; by default where the package fonts-noto-color-emoji puts it.")
  var font: String?

  func validate() throws {
    guard (16...512).contains(side) else { throw ValidationError("--side is \(side); expected 16…512") }
    guard (1...64).contains(phases) else { throw ValidationError("--phases is \(phases); expected 1…64") }
  }

  func run() throws {
    let table = try members.map { try MemberTable(folder: URL(fileURLWithPath: $0)) } ?? MemberTable.builtIn()
    let painter = RecipePainter(font: try EmojiFont(path: font))
    var tiles: [ContactSheet.Tile] = []
    for name in names {
      guard let member = table[name] else {
        throw ValidationError("the cast has no member '\(name)'; zoetrope cast find says who is near")
      }
      let sprite = Sprite(try painter.picture(of: member))
      let poses = GaitCycle.poses(
        of: member.gait, facing: member.facing,
        pictureAspectRatio: Double(sprite.width) / Double(sprite.height), count: phases)
      for (index, pose) in poses.enumerated() {
        tiles.append(
          ContactSheet.Tile(
            sprite.portrait(side: side, pose: pose),
            index == 0 ? "\(member.name) \(member.gait.style.rawValue)" : ""))
      }
    }
    let url = URL(fileURLWithPath: out)
    try PNG.write(ContactSheet(columns: phases).render(tiles), to: url)
    print(url.path)
  }
}
