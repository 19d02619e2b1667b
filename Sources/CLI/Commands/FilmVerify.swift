import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeFilm
import ZoetropeSession

/// `zoetrope film verify`: do the records of a film still give its pictures?
struct FilmVerify: AsyncParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Render shots of a film again and compare every frame with its record.",
    discussion: """
      Exit status: 0 if all frames are identical and the film is as it was written, 1 if anything differs.

      Examples:
        zoetrope film verify film
        zoetrope film verify film --only "shot 2.3"
      """)

  @Argument(help: "Folder of the film.", completion: .directory)
  var folder: String

  @Option(help: "Check these shots only, such as “scene 3” or “shot 3.2”.")
  var only: String?

  @OptionGroup(title: "Model") var model: RecordedModelOptions

  @Flag(help: "Print JSON.")
  var json = false

  func computeContext() throws -> ComputeContext { try model.computeContext() }

  func run() async throws {
    let found = try FilmVerification(
      URL(fileURLWithPath: folder), only: only, studio: { try model.studio(for: $0) },
      report: { if !json { Console.error("shot      \($0)") } })
    if json {
      JSONReporter().emit(
        Line(
          isSame: found.isSame, missing: found.missing, changed: found.changed,
          shots: found.shots.map { shot in
            Line.Shot(
              id: shot.id, isSame: shot.verification.isSame,
              frames: shot.verification.frames.filter { $0.value != .same }.mapValues(\.description))
          }))
    } else {
      for (id, verification) in found.shots {
        let same = verification.frames.values.count { $0 == .same }
        Console.line("shot \(id): \(same) of \(verification.frames.count) frames the same")
        for (number, verdict) in verification.frames.sorted(by: { $0.key < $1.key }) where verdict != .same {
          Console.line("  frame \(number): \(verdict)")
        }
      }
      for id in found.missing { Console.line("shot \(id): there is no clip") }
      for name in found.changed { Console.line("\(name): is not as it was written") }
    }
    if !found.isSame { throw ExitStatus.failed.code }
  }

  // MARK: - Internals

  private struct Line: Encodable {
    struct Shot: Encodable {
      var id: String
      var isSame: Bool
      var frames: [Int: String]
    }

    var isSame: Bool
    var missing: [String]
    var changed: [String]
    var shots: [Shot]
  }
}
