import ArgumentParser

/// How a command tells what it does.
struct ReportOptions: ParsableArguments {
  @Flag(help: "Print events as JSON lines to standard output.")
  var json = false

  @Flag(name: [.short, .long], help: "Print only the folder of each finished clip, and errors.")
  var quiet = false

  @Flag(help: "Show a preview while the clip is denoised; needs a terminal with colours.")
  var preview = false

  func validate() throws {
    if json && quiet { throw ValidationError("--json and --quiet exclude each other") }
  }

  /// What prints.
  func reporter() -> Reporter {
    if json { return JSONReporter() }
    return quiet ? QuietReporter() : TextReporter(showsPreview: preview)
  }
}
