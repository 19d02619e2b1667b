import ArgumentParser
import Foundation
import ZoetropeFiles
import ZoetropeFilm

/// `zoetrope recut`: the lengths of a film's shots by what an audience answered.
struct RecutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recut",
    abstract: "Lengthen and trim the shots of a film by an audience's answers.",
    discussion: """
      The table has the columns viewer, time (seconds of the film) and value (of a dial, a button, an attention meter; larger is \
      more). A shot that at least three viewers liked more, or less, than the rest of the film, by more than chance, gets longer or \
      shorter by a tenth for each standard deviation, by a quarter at most; never shorter than what is said in it takes. New \
      lengths are written to shots.json, with reasons to recut.txt and as a chart to recut.svg; `zoetrope film FOLDER` then makes the \
      film again.

      Example:
        zoetrope recut film --audience responses.csv
      """)

  @Argument(help: "Folder of the film.", completion: .directory) var film: String

  @Option(help: "Answers (.csv).", completion: .file(extensions: ["csv"])) var audience: String

  @Flag(help: "Say what would be done, and change nothing.") var dryRun = false

  func run() throws {
    let table = try MappedFile(URL(fileURLWithPath: audience))
    guard table.count <= 256 << 20 else {
      throw FilmError.unusable(path: audience, reason: "is \(table.count >> 20) MB; expected at most 256 MB")
    }
    let text = table.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    let folder = FilmFolder(URL(fileURLWithPath: film, isDirectory: true))
    let recut = try folder.recut(by: AudienceResponses(csv: text, name: audience))
    if !dryRun { try folder.apply(recut) }
    print(recut.text, terminator: "")
  }
}
