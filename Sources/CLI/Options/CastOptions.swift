import ArgumentParser
import ZoetropeCast

/// A person's own cast.
struct CastOptions: ParsableArguments {
  @Option(
    name: .customLong("cast"),
    help:
      "Your own actor: NAME=FILE.png, or FILE.png, whose name is then the file's; a PNG with a transparent ground, or on one plain ground, which is cut out. Or a cast file: a JSON object of names with their pictures, each with any of height, gait, facing, heat, category. May be given several times.",
    completion: .file(extensions: ["png", "json"]))
  var texts: [String] = []

  /// Reads the pictures.
  func cast() throws -> OwnCast { try OwnCast(texts) }
}
