import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeShot
import ZoetropeSession

/// `zoetrope batch`: many clips, one line each.
struct Batch: AsyncParsableCommand, Reporting, Computing {
  static let configuration = CommandConfiguration(
    abstract: "Make a clip for every line of a file.",
    discussion: """
      A line is a prompt, or a JSON object with prompt or plan and any of name, size, frames, fps, steps, sampler, schedule, \
      guidance, sceneNoise, window, upscale, seed, temperature, takes, pick, firstFrame, lastFrame, cast. Fields of a line override \
      the options given here. Empty lines and lines that begin with # are skipped.

      --out is the parent folder; each line's clip gets a folder in it. By default it is one in `clips`, named after the file.

      The same command, run again, continues the batch: finished clips are skipped, an interrupted one is resumed. A line that \
      fails does not stop the others; the exit status is then 1.

      Examples:
        zoetrope batch prompts.txt
        zoetrope batch shots.jsonl --out film --steps 24
      """)

  @Argument(help: "File with a prompt or a JSON object per line.", completion: .file())
  var file: String

  @OptionGroup(title: "The clips") var clip: ClipOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Progress") var report: ReportOptions

  func validate() throws {
    if clip.making.seed?.isRandom == true {
      throw ValidationError(
        "--seed is random; a batch can be continued by the same command, so give a number")
    }
  }

  func computeContext() throws -> ComputeContext { try model.computeContext() }

  func run() async throws {
    try ClipWriter(formats: output.format).checkTools()
    let url = URL(fileURLWithPath: file)
    let lines = try BatchFile.read(url, defaults: clip.request(.prompt("")))
    let root =
      output.out.map { URL(fileURLWithPath: $0, isDirectory: true) }
      ?? URL(fileURLWithPath: "clips", isDirectory: true).appendingPathComponent(
        ClipName.folder(url.deletingPathExtension().lastPathComponent), isDirectory: true)
    let shoot = Shoot(try model.studio(), report)
    var summary = Summary(total: lines.count)
    for (index, line) in lines.enumerated() {
      shoot.reporter.note(
        "line \(line.number)    \(Recipe.printable(line.title)) (\(index + 1) of \(lines.count))")
      do {
        let folder = root.appendingPathComponent(line.folderName, isDirectory: true)
        let result = try await shoot.follow(
          shoot.session.add(
            line.request.get(),
            to: .continued(folder, formats: output.format, replaces: output.overwrite),
            wantsPreviews: shoot.reporter.wantsPreviews))
        if result.wasMadeBefore { shoot.reporter.note("made      \(folder.relativePath) is there already") }
        summary.add(result)
      } catch SessionError.interrupted {
        throw BatchStopped.stopped(path: file)
      } catch {
        let message = ExitStatus.message(error)
        summary.failures.append(Summary.Failure(line: line.number, message: message))
        if !report.quiet && !report.json { Console.error("failed    \(message)") }
      }
      if shoot.interruption.isRequested { throw BatchStopped.stopped(path: file) }
    }
    summary.print(report)
    if !summary.failures.isEmpty { throw ExitStatus.failed.code }
  }

  // MARK: - Internals

  /// What came of a batch.
  private struct Summary: Encodable {
    struct Failure: Encodable {
      var line: Int
      var message: String
    }

    var event = "summary"
    var total: Int
    var made = 0
    var madeBefore = 0
    var failures: [Failure] = []

    init(total: Int) { self.total = total }

    mutating func add(_ result: RenderResult) {
      if result.wasMadeBefore { madeBefore += 1 } else { made += 1 }
    }

    func print(_ report: ReportOptions) {
      if report.json { return JSONReporter().emit(self) }
      if !report.quiet {
        Console.line("\(total) lines: \(made) made, \(madeBefore) there before, \(failures.count) failed")
      }
      for failure in failures { Console.error("line \(failure.line): \(failure.message)") }
    }
  }
}
