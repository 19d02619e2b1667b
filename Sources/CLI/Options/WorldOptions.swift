import ArgumentParser
import Foundation
import ZoetropeLanguage
import ZoetropeShot
import ZoetropeWorld

/// Where the pictures of the cast come from.
struct PictureOptions: ParsableArguments {
  @Option(help: "Emoji font file; by default where the package fonts-noto-color-emoji installs it.")
  var font: String?

  @Option(help: "Use the images saved by `zoetrope world atlas` instead of the font.")
  var atlas: String?

  func validate() throws {
    if font != nil && atlas != nil { throw ValidationError("--font and --atlas exclude each other") }
  }

  /// Opens the synthetic world.
  func world() throws -> World {
    try atlas.map { try World(atlas: URL(fileURLWithPath: $0)) } ?? World(fontPath: font)
  }
}

/// Which shots are drawn.
struct ShotOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Seed of the stream; by default 1.", transform: SeedChoice.number)
  var seed: UInt64 = 1

  @Option(
    help:
      "Templates and words of the prompts. heldOutTemplates: templates kept from training; heldOut: words kept from training, too; everyWord: training templates with all words."
  )
  var split = CaptionSplit.training

  @Option(
    help: "Only these kinds of actors, separated by commas, such as fox,whale; by default all.",
    transform: { try choices($0) })
  var kinds: [ActorKind]?

  @Option(
    help: "Only these scenes, separated by commas; by default all: \(Scene.words.joined(separator: ", ")).",
    transform: { try choices($0) })
  var scenes: [Scene]?

  @Option(
    help: "Only these looks, separated by commas; by default all: \(Look.words.joined(separator: ", ")).",
    transform: { try choices($0) })
  var looks: [Look]?

  @Option(
    help:
      "Only these frame shapes, separated by commas; by default all: \(FrameShape.words.joined(separator: ", ")).",
    transform: { try choices($0) })
  var shapes: [FrameShape]?

  /// The options of the stream that draws them.
  func stream() -> ClipStreamOptions {
    var options = ClipStreamOptions()
    options.seed = seed
    options.split = split
    options.kinds = kinds ?? options.kinds
    options.scenes = scenes ?? options.scenes
    options.looks = looks ?? options.looks
    options.shapes = shapes ?? options.shapes
    return options
  }
}

/// Reads words separated by commas.
///
/// - Throws: `ValidationError` with all words, the nearest first.
private func choices<Word: CaseIterable & RawRepresentable<String>>(_ text: String) throws -> [Word] {
  try text.split(separator: ",", omittingEmptySubsequences: false).map { try choice(String($0)) }
}

extension CaptionSplit: ExpressibleByArgument {}
