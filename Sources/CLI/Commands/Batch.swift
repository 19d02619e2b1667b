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
      A line is a prompt, or a JSON object with prompt or plan and any of name, size, frames, fps, steps, sampler,
      schedule, guidance, sceneNoise, upscale, seed, temperature, takes, pick, firstFrame, lastFrame. Empty lines and lines that begin with # are skipped.
      Options given here hold for lines that do not say otherwise.

      Started again, a batch goes on where it was: what is finished is left alone, what was interrupted is resumed. A line
      that fails does not stop the others; exit status 1 says that there was one.

      Examples:
        zoetrope batch prompts.txt
        zoetrope batch shots.jsonl --out film --steps 24
      """)

  @Argument(help: "The file of prompts or JSON lines.", completion: .file())
  var file: String

  @OptionGroup(title: "The clips") var clip: ClipOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Progress") var report: ReportOptions

  func computeContext() throws -> ComputeContext { try model.computeContext() }

  func run() async throws {
    let url = URL(fileURLWithPath: file)
    let lines = try BatchFile.read(url, defaults: clip.request(.prompt("")))
    let root =
      output.out.map { URL(fileURLWithPath: $0, isDirectory: true) }
      ?? URL(fileURLWithPath: "clips", isDirectory: true).appendingPathComponent(
        ClipName.folder(url.deletingPathExtension().lastPathComponent), isDirectory: true)
    let studio = try model.studio()
    let reporter = report.reporter()
    let interruption = Interruption(isQuiet: report.json || report.quiet)
    var summary = Summary(total: lines.count)
    for (index, line) in lines.enumerated() {
      reporter.note("line \(line.number)    \(Recipe.printable(line.title)) (\(index + 1) of \(lines.count))")
      do {
        let isNew = try make(line, in: root, studio, reporter, interruption)
        if isNew { summary.made += 1 } else { summary.madeBefore += 1 }
      } catch SessionError.interrupted {
        throw SessionError.stoppedBatch(path: file)
      } catch {
        let message = ExitStatus.message(error)
        summary.failures.append(Summary.Failure(line: line.number, message: message))
        if !report.quiet && !report.json { Console.error("failed    \(message)") }
      }
    }
    summary.print(report)
    if !summary.failures.isEmpty { throw ExitStatus.failed.code }
  }

  // MARK: - Internals

  /// Makes the clips of a line, unless they are there; returns whether they were made now.
  private func make(
    _ line: BatchLine, in root: URL, _ studio: Studio, _ reporter: any Reporter, _ interruption: Interruption
  ) throws -> Bool {
    let (job, pictures) = try studio.job(
      line.request.get(), formats: output.format, replaces: output.overwrite)
    let number = String(line.number)
    let name =
      String(repeating: "0", count: max(0, 4 - number.count)) + number + "-"
      + ClipName.folder(line.name ?? line.title)
    let url = root.appendingPathComponent(name, isDirectory: true)
    if job.isMade(in: url) {
      OutputFolder.tidy(url)
      reporter.note("made      \(url.relativePath) is there already")
      return false
    }
    let judge = try TakeJudge(job)
    var production: Production
    if let folder = try? OutputFolder(url, existing: .resume), try Job(folder.job).takes == job.takes {
      production = try Production(
        resuming: folder, studio: { _ in studio }, wantsPreviews: reporter.wantsPreviews)
    } else {
      let folder = try OutputFolder(url, existing: output.overwrite ? .replace : .refuse)
      production = try Production(
        job, studio: studio, output: folder, pictures: pictures, wantsPreviews: reporter.wantsPreviews)
    }
    try Shoot.run(&production, judge, reporter, interruption)
    return true
  }

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

    func print(_ report: ReportOptions) {
      if report.json { return JSONReporter().emit(self) }
      if !report.quiet {
        Console.line("\(total) lines: \(made) made, \(madeBefore) there before, \(failures.count) failed")
      }
      for failure in failures { Console.error("line \(failure.line): \(failure.message)") }
    }
  }
}
