import ArgumentParser
import Foundation
import ZoetropeCast
import ZoetropeCompute
import ZoetropeExplain
import ZoetropeSession
import ZoetropeWorld

/// `zoetrope explain`: the inside of a run, as a page.
struct Explain: AsyncParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    abstract: "Make a clip and a page that shows every stage of making it.",
    discussion: """
      Writes one HTML file that works without network: prompt and tokens, plan, noise, patches, the conditioning of each \
      patch, attention, the denoising steps, samplers, the finished clip and its grade. All figures are those of this run. It \
      takes about ten times as long as making the clip.

      Experiments (--what-if) make the clip again with one thing changed; actors, blocks and heads are numbered from 0:
      \(WhatIf.forms.map { "  \($0.form): \($0.meaning)" }.joined(separator: "\n"))

      Examples:
        zoetrope explain "a fox runs to the left through the snow at dusk" --out fox.html
        zoetrope explain "two penguins on the beach" --seed 3 --what-if no-guidance,drop-box:0,ablate-head:2.1
      """)

  @Argument(help: "What the clip shows, in plain words; quotes are not needed.")
  var prompt: [String] = []

  @Option(
    help: "Plan to use instead of a prompt; - reads standard input.",
    completion: .file(extensions: ["json"]))
  var plan: String?

  @Option(
    name: [.short, .long], help: "HTML file to write.", completion: .file(extensions: ["html"])
  )
  var out = "explain.html"

  @Flag(help: "Replace an existing page.")
  var overwrite = false

  @Option(help: "Experiments, separated by commas; listed above.", transform: { try Experiments($0) })
  var whatIf: Experiments?

  @OptionGroup(title: "The clip") var clip: ClipOptions
  @OptionGroup(title: "Model") var model: ModelOptions

  @Flag(name: [.short, .long], help: "Print only the page's path, and errors.")
  var quiet = false

  func validate() throws {
    if prompt.isEmpty == (plan == nil) {
      throw ValidationError(
        plan == nil
          ? "there is no prompt; say what the clip shows, or give a plan with --plan FILE"
          : "give a prompt or --plan, not both")
    }
    if clip.making.takes != 1 {
      throw ValidationError("--takes is \(clip.making.takes); a page explains one clip")
    }
    if clip.firstFrame != nil || clip.making.lastFrame != nil {
      throw ValidationError(
        "a page explains clips that begin with noise alone: leave out conditioning frames")
    }
  }

  func computeContext() throws -> ComputeContext { try model.computeContext() }

  func run() async throws {
    let url = URL(fileURLWithPath: out)
    if !overwrite, FileManager.default.fileExists(atPath: url.path) {
      throw SessionError.outputExists(
        path: out, reason: "is there already; choose another with --out, or replace it with --overwrite")
    }
    let subject: ClipRequest.Subject =
      try plan.map { .plan(try PlanFile.read($0)) } ?? .prompt(prompt.joined(separator: " "))
    var request = try clip.request(subject)
    request.folder = plan.flatMap(PlanFile.folder)
    let studio = try model.studio().casting(request)
    let explainer = Explainer(
      studio, world: Result { World(pictures: try CastPictures().casting(studio.cast)) })
    let explanation = try explainer.explain(
      request, whatIf: whatIf?.list ?? [], report: { if !quiet { Console.error($0) } })
    try Page(explanation).write(to: url)
    Console.line(url.path)
  }
}

/// A list of experiments as one option.
struct Experiments {
  let list: [WhatIf]

  init(_ text: String) throws {
    do {
      list = try WhatIf.list(text)
    } catch let error as ExplainError {
      throw ValidationError(error.errorDescription ?? "\(error)")
    }
  }
}
