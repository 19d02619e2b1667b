import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeSession

/// `zoetrope render`: an edited plan becomes a clip.
struct Render: AsyncParsableCommand, Reporting, Computing {
  static let configuration = CommandConfiguration(
    abstract: "Make a clip from an edited plan.",
    discussion: """
      If a manifest.json lies beside the plan, as in every clip's folder, its settings and model, but not its \
      precision, are the defaults here, instead of the ones named below; so the result differs from that clip only by \
      the edit. The noise stays the same, and so do \
      conditioning frames: of an extended clip, only the frames that were added are made again.

      Examples:
        zoetrope render clips/a-red-fox/plan.json
        zoetrope render plan.json --out edited --overwrite
      """)

  @Argument(help: "Plan file; - reads standard input.", completion: .file(extensions: ["json"]))
  var plan: String

  @OptionGroup(title: "The clip") var clip: ClipOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Progress") var report: ReportOptions

  func computeContext() throws -> ComputeContext { try model.computeContext() }

  func run() async throws {
    var request = try clip.request(.plan(try PlanFile.read(plan)))
    request.folder = PlanFile.folder(plan)
    let earlier = plan == "-" ? nil : try Record.beside(URL(fileURLWithPath: plan))
    if let earlier {
      let pictures = try earlier.givenPictures()
      request.settings = earlier.recipe.settings
      if request.opening.isEmpty { request.opening = pictures.opening }
      if request.ending.isEmpty { request.ending = pictures.ending }
      request.footage = try ConditioningFrames(earlier.recipe.pictures, from: earlier.inputs).between
    }
    try await Shoot(model.studio(for: earlier?.recipe), report).make(request, output)
  }
}
