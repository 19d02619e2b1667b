import ArgumentParser
import Foundation
import ZoetropeFilm
import ZoetropeWorld

/// Where the pictures of the cast come from.
struct PictureOptions: ParsableArguments {
  @Option(help: "Emoji font; by default where the package fonts-noto-color-emoji puts it.")
  var font: String?

  @Option(help: "Pictures saved by `zoetrope world atlas`, instead of the font.")
  var atlas: String?

  func validate() throws {
    if font != nil && atlas != nil { throw ValidationError("--font and --atlas exclude each other") }
  }

  /// Opens the film set.
  func world() throws -> World {
    try atlas.map { try World(atlas: URL(fileURLWithPath: $0)) } ?? World(fontPath: font)
  }
}

/// Which shots are drawn.
struct ShotOptions: ParsableArguments {
  @Option(help: "Seed of the stream.")
  var seed: UInt64 = 1

  @Option(help: "Words and templates of the prompts: \(words(CaptionSplit.self)).")
  var split = CaptionSplit.training

  @Option(help: "Kinds of actors, such as fox,whale; all by default.")
  var kinds: WordList<ActorKind>?

  @Option(help: "Scenes, of \(words(Scene.self)).")
  var scenes: WordList<Scene>?

  @Option(help: "Looks, of \(words(Look.self)).")
  var looks: WordList<Look>?

  @Option(help: "Frame shapes, of \(words(FrameShape.self)).")
  var shapes: WordList<FrameShape>?

  /// The options of the stream that draws them.
  func stream() -> ClipStreamOptions {
    var options = ClipStreamOptions()
    options.seed = seed
    options.split = split
    options.kinds = kinds?.values ?? options.kinds
    options.scenes = scenes?.values ?? options.scenes
    options.looks = looks?.values ?? options.looks
    options.shapes = shapes?.values ?? options.shapes
    return options
  }
}

/// Words of the vocabulary, parted by commas.
struct WordList<Word: RawRepresentable<String> & CaseIterable & Sendable>: ExpressibleByArgument, Sendable {
  /// The words in the order given.
  let values: [Word]

  init?(argument: String) {
    let found = argument.split(separator: ",", omittingEmptySubsequences: false).map {
      Word(rawValue: String($0))
    }
    guard !found.contains(where: { $0 == nil }) else { return nil }
    values = found.compactMap { $0 }
  }
}

/// All words of a vocabulary for a help text.
func words<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type) -> String {
  type.allCases.map(\.rawValue).joined(separator: ", ")
}

extension CaptionSplit: ExpressibleByArgument {}
