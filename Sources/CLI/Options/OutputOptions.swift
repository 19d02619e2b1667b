import ArgumentParser
import Foundation
import ZoetropeSession

/// Where a clip goes and in which forms.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: "Folder to write to; by default one in `clips`, named after the prompt.", completion: .directory)
  var out: String?

  @Option(
    help:
      "File formats to write, separated by commas: png (numbered frames), apng, mp4 (needs ffmpeg); by default all.",
    completion: .list(ClipFormat.words), transform: OutputOptions.formats)
  var format = Set(ClipFormat.allCases)

  @Flag(help: "Replace an existing clip, or restart an interrupted one from the beginning.")
  var overwrite = false

  /// Where the clips of a job go.
  var destination: RenderDestination {
    .folder(formats: format, replaces: overwrite) { [self] in try folder($0.takes[0].recipe.plan.prompt) }
  }

  /// Takes the folder for this process: the one that was named, or the first free one.
  private func folder(_ prompt: String) throws -> OutputFolder {
    if let out {
      return try OutputFolder(
        URL(fileURLWithPath: out, isDirectory: true), existing: overwrite ? .replace : .refuse)
    }
    let name = ClipName.folder(prompt)
    for number in 1...9999 {
      let url = URL(fileURLWithPath: "clips", isDirectory: true).appendingPathComponent(
        number == 1 ? name : "\(name)-\(number)", isDirectory: true)
      do {
        return try OutputFolder(url, existing: overwrite ? .replace : .refuse)
      } catch SessionError.outputExists, SessionError.outputInUse, SessionError.interruptedRun {
        if overwrite { throw SessionError.outputInUse(path: url.path) }
      }
    }
    throw SessionError.outputExists(
      path: "clips/\(name)", reason: "and 9998 more are taken")
  }

  // MARK: - Internals

  private static func formats(_ text: String) throws -> Set<ClipFormat> {
    let formats = try text.split(separator: ",").map { try choice(String($0)) as ClipFormat }
    if formats.isEmpty {
      throw ValidationError("expected some of \(ClipFormat.words.joined(separator: ", "))")
    }
    return Set(formats)
  }
}
