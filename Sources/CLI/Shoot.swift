import Foundation
import ZoetropeFiles
import ZoetropeSession

/// Does the work of the commands that make clips.
struct Shoot {
  var output: OutputOptions
  var report: ReportOptions

  /// Makes the clips of a request in a folder of their own.
  func make(_ request: ClipRequest, _ studio: Studio) throws {
    let (job, pictures) = try studio.job(request, formats: output.format, replaces: output.overwrite)
    try make(job, pictures, studio)
  }

  /// Makes the clips of a job in a folder of their own.
  func make(_ job: Job, _ pictures: GivenPictures, _ studio: Studio) throws {
    try ClipWriter(formats: job.formats).checkTools()
    let reporter = report.reporter()
    let judge = try TakeJudge(job)
    let folder = try output.folder(job.takes[0].recipe.plan.prompt)
    var production = try Production(
      job, studio: studio, output: folder, pictures: pictures, wantsPreviews: reporter.wantsPreviews)
    try Shoot.run(&production, judge, reporter, Interruption(isQuiet: report.json || report.quiet))
  }

  /// Says what a request would cost, without making it.
  func estimate(_ request: ClipRequest, _ studio: Studio) throws {
    let (job, pictures) = try studio.job(request, formats: output.format)
    let estimate = try studio.estimate(job, pictures: pictures)
    if report.json {
      struct Line: Encodable {
        var event = "estimate"
        var estimate: Estimate
        var total: Double
      }
      JSONReporter().emit(Line(estimate: estimate, total: estimate.total))
    } else {
      if !report.quiet { report.reporter().planned(job) }
      Console.line(
        String(
          format:
            "about %.1f s (load %.1f, denoise %.1f at %.2f a step, enlarge %.1f, write %.1f), peak memory about %.0f MB",
          estimate.total, estimate.load, estimate.denoise, estimate.step, estimate.enlarge, estimate.write,
          Double(estimate.peakMemory) / 1e6))
    }
  }

  /// Runs a production and reports it.
  static func run(
    _ production: inout Production, _ judge: TakeJudge?, _ reporter: any Reporter,
    _ interruption: Interruption
  ) throws {
    reporter.planned(production.job)
    do {
      try production.run(
        judge: judge?.grade, shouldStop: { interruption.isRequested }, report: reporter.happened)
    } catch let error as FileError {
      reporter.note(
        "The work so far is kept; once that is put right, go on with: \(Advice.resuming(production.output.destination.path))"
      )
      throw error
    }
  }
}
