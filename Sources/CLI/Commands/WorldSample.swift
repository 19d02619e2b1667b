import ArgumentParser
import Foundation
import ZoetropeFiles
import ZoetropeLanguage
import ZoetropeShot
import ZoetropeMedia
import ZoetropeWorld

/// `zoetrope world sample`.
struct WorldSample: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Sample shots as training does, and print their prompts.",
    discussion: """
      With --sheet or --clips it also renders them.

      Example: zoetrope world sample --count 12 --kinds fox,wolf --sheet foxes.png
      """)

  /// The words that are printed.
  enum PromptStyle: String, CaseIterable, ExpressibleByArgument {
    case short, full, both
  }

  @Option(help: "Number of shots.")
  var count = 8

  @Option(help: "Index of the first shot.")
  var start: UInt64 = 0

  @Option(help: "What to print: the short prompt, the full description, or both.")
  var promptStyle = PromptStyle.both

  @OptionGroup var shots: ShotOptions

  @Option(help: "PNG file to write: a contact sheet with three frames of each shot and its text.")
  var sheet: String?

  @Option(help: "Folder for clips: one folder per shot, with numbered frames and the plan.")
  var clips: String?

  @Option(help: "Pixels per patch side; 8 gives square frames of 64×64, 16 of 128×128.")
  var patchSide = 16

  @OptionGroup var pictures: PictureOptions

  func validate() throws {
    guard (1...10_000).contains(count) else { throw ValidationError("--count is \(count); expected 1…10000") }
  }

  func run() throws {
    var options = shots.stream()
    options.patchSide = patchSide
    let stream = try ShotStream(options)
    let world = sheet != nil || clips != nil ? try pictures.world() : nil
    var tiles: [ContactSheet.Tile] = []
    for index in start..<start + UInt64(count) {
      let plan = stream.shot(at: index).plan
      print(text(of: plan, index))
      guard let world else { continue }
      let clip = try world.render(plan, patchSide: patchSide)
      if sheet != nil { tiles.append(tile(of: clip, plan, index)) }
      if let clips { try write(clip, plan, index, into: URL(fileURLWithPath: clips, isDirectory: true)) }
    }
    if let sheet {
      let style = ContactSheet(
        columns: count > 12 ? 4 : 2, title: "seed \(shots.seed)", labelLines: promptStyle == .short ? 2 : 6)
      try PNG.write(style.render(tiles), to: URL(fileURLWithPath: sheet))
    }
  }

  // MARK: - Internals

  private func text(of plan: ShotPlan, _ index: UInt64) -> String {
    switch promptStyle {
    case .short: plan.prompt
    case .full: plan.enhancedPrompt
    case .both: "\(index)  \(plan.prompt)\n   \(plan.enhancedPrompt)"
    }
  }

  private func tile(of clip: Clip, _ plan: ShotPlan, _ index: UInt64) -> ContactSheet.Tile {
    let words =
      switch promptStyle {
      case .short: plan.prompt
      case .full: plan.enhancedPrompt
      case .both: "\(plan.prompt) -> \(plan.enhancedPrompt)"
      }
    let frames = [0, (clip.frameCount - 1) / 2, clip.frameCount - 1]
    return ContactSheet.Tile(WorldSheet.strip(clip, frames: frames), "\(index)  \(words)")
  }

  private func write(_ clip: Clip, _ plan: ShotPlan, _ index: UInt64, into folder: URL) throws {
    let own = folder.appending(path: String(format: "clip_%06d", Int(index)))
    try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    try AtomicFile.write(plan.json(), to: own.appending(path: "plan.json"))
    try FrameSequence.write(clip, to: own)
  }
}
