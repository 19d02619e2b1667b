import ArgumentParser
import Foundation
import ZoetropeCast
import ZoetropeShot
import ZoetropeMedia
import ZoetropeSession
import ZoetropePlanner

/// `zoetrope plan`: a prompt as a full description and a plan, before anything is rendered.
struct Plan: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn a prompt into a plan, or check a plan.",
    discussion: """
      Prints the full description and a storyboard: bounding boxes over time, one letter per actor. --json prints the plan \
      itself, a file to edit and to render. --check reads plans and says of each its version, what it holds, and what is \
      wrong with it and where.

      Examples:
        zoetrope plan "a red fox runs to the left in the snow at night"
        zoetrope plan "two penguins" --json > plan.json
        zoetrope plan "a rocket over the city" --takes 3 --animatic drawings
        zoetrope plan "a cat on the beach" --branches 4
        zoetrope plan --check plan.json
        zoetrope plan --check shots/*.json
      """)

  @Argument(help: "What the shot shows, in plain words; quotes are not needed.")
  var prompt: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: "Check these plans and print what they hold, with a storyboard, instead of making a plan.",
    completion: .file())
  var check: [String] = []

  @Flag(help: "Print the plan as JSON; several plans as a list.")
  var json = false

  @Option(help: "Number of plans, each with the next seed.")
  var takes = 1

  @Option(help: "Number of clearly different plans of the prompt, each with a one-line summary.")
  var branches: Int?

  @Option(
    parsing: .unconditional,
    help: "Random seed of the first plan: a whole number, or random to draw one; by default 0.",
    transform: SeedChoice.read)
  var seed = SeedChoice(0)

  @Option(
    help:
      "Sampling temperature of the planner, 0…4; 0 gives the likeliest plan. By default 0, or 0.8 with --takes; with --branches at least 1.1."
  )
  var temperature: Double?

  @Option(
    help: "Shape of the frame: \(FrameShape.words.joined(separator: ", ")); by default that of the planner.",
    completion: .list(FrameShape.words), transform: ClipOptions.shape)
  var size: FrameShape?

  @Option(help: "Number of frames; by default as many as the prompt says, or the planner's.")
  var frames: Int?

  @Option(help: "Frames per second; by default those of the planner.")
  var fps: Double?

  @OptionGroup var own: CastOptions

  @Flag(help: "Make a plan even of a prompt of which nothing is understood.")
  var anyway = false

  /// An earlier name of `--fps`.
  @Option(name: .customLong("rate"), help: .hidden)
  var earlierFPS: Double?

  @Option(
    help:
      "Folder for wireframe drawings of the plan, as numbered PNG files; several plans get a folder each.",
    completion: .directory)
  var animatic: String?

  @Option(
    help:
      "Planner weights: a file, or a folder with weights.safetensors; none for usual answers without a network. By default the installed planner, that of the open cast first."
  )
  var planner: String?

  /// An earlier name of `--planner`.
  @Option(name: .customLong("model"), help: .hidden)
  var earlierPlanner: String?

  func validate() throws {
    guard prompt.isEmpty || check.isEmpty else { throw ValidationError("give a prompt or --check, not both") }
    guard (1...64).contains(takes) else { throw ValidationError("--takes is \(takes); expected 1…64") }
    guard branches == nil || takes == 1 else { throw ValidationError("give --takes or --branches, not both") }
  }

  func run() async throws {
    if !check.isEmpty { return try checkPlans() }
    let planner = try castPlanner()
    var settings = planner.standardSettings
    settings.temperature = temperature ?? (takes > 1 ? 0.8 : 0)
    settings.acceptsAnything = anyway
    if let size { settings.shape = size }
    if let rate = earlierFPS ?? fps {
      // As long as usual, where only the number of frames is fixed for planners of short clips.
      if settings.isLengthFree {
        settings.frameCount = max(1, Int((Double(settings.frameCount) / settings.frameRate * rate).rounded()))
      }
      settings.frameRate = rate
    }
    if let frames { (settings.frameCount, settings.isLengthFree) = (frames, false) }
    let text = prompt.joined(separator: " ")
    let found =
      try branches.map { try planner.branches(prompt: text, count: $0, seed: seed.value, settings: settings) }
      ?? (0..<takes).map {
        PlotBranch(try planner.plan(prompt: text, seed: seed.value &+ UInt64($0), settings: settings))
      }
    for note in found.first?.shot.notes ?? [] { Plan.remark("note: \(note)") }
    if json {
      print(try Plan.json(found.map(\.shot.plan)))
    } else {
      for (index, branch) in found.enumerated() { show(branch, index, of: found.count) }
    }
    for (index, branch) in found.enumerated() {
      try draw(
        branch.shot.plan, in: found.count == 1 ? nil : "\(branches == nil ? "take" : "branch")_\(index + 1)")
    }
  }

  // MARK: - Internals

  /// The planner with the person's own cast, whose pictures plans call by their files.
  private func castPlanner() throws -> any PromptPlanner {
    let cast = try own.cast()
    guard !cast.isEmpty else { return try openPlanner() }
    guard let planner = try openPlanner() as? ScriptPlanner else {
      throw ValidationError("this planner knows what it was trained on alone; leave out --cast, or --planner")
    }
    for note in cast.notes { Plan.remark("note: \(note)") }
    let here = FileManager.default.currentDirectoryPath + "/"
    return planner.casting(cast) { picture in
      picture.url.path.hasPrefix(here) ? String(picture.url.path.dropFirst(here.count)) : picture.url.path
    }
  }

  private func openPlanner() throws -> any PromptPlanner {
    if planner == "none" { return try ScriptPlanner() }
    let catalog = ModelCatalog.standard()
    let installed = catalog.weights(of: .picturePlanner) ?? catalog.weights(of: .planner)
    guard let url = (planner ?? earlierPlanner).map({ URL(fileURLWithPath: $0) }) ?? installed else {
      throw SessionError.noPlanner
    }
    return try PlannerFile.open(url)
  }

  /// Checks all plans; what is wrong with one does not keep the others from being checked.
  private func checkPlans() throws {
    var plans: [ShotPlan] = []
    var failure: (any Error)?
    for path in check {
      do {
        let plan = try checked(path)
        try draw(plan, in: check.count == 1 ? nil : "plan_\(plans.count + 1)")
        plans.append(plan)
      } catch {
        // The last failure is said, and turned into the exit status, like that of any command.
        if let failure { Plan.remark("error: \(ExitStatus.message(failure))") }
        failure = error
      }
    }
    if json, !plans.isEmpty { print(try Plan.json(plans)) }
    if let failure { throw failure }
  }

  private func checked(_ path: String) throws -> ShotPlan {
    let (plan, version) = try PlanFile.readWithVersion(path)
    let prefix = check.count > 1 ? "\(path): " : ""
    for warning in PlanReview(plan).warnings { Plan.remark("\(prefix)warning: \(warning)") }
    guard !json else { return plan }
    print("\(path): version \(version), valid")
    for line in plan.summary { print("  " + line) }
    print(Storyboard().text(plan), terminator: "")
    return plan
  }

  private func show(_ branch: PlotBranch, _ index: Int, of count: Int) {
    if count > 1 {
      print("\(branches == nil ? "Take" : "Branch") \(index + 1), seed \(branch.shot.plan.seed)")
    }
    if branches != nil { print(branch.logline) }
    print(branch.shot.enhancedPrompt)
    print(Storyboard().text(branch.shot.plan))
  }

  private func draw(_ plan: ShotPlan, in name: String?) throws {
    guard let animatic else { return }
    let folder = URL(fileURLWithPath: animatic, isDirectory: true)
    try FrameSequence.write(Animatic().render(plan), to: name.map { folder.appending(path: $0) } ?? folder)
  }

  /// One plan as it is, several as a list.
  private static func json(_ plans: [ShotPlan]) throws -> String {
    let texts = try plans.map { plan in
      String(decoding: try plan.json(), as: UTF8.self).trimmingCharacters(in: .newlines)
    }
    return texts.count == 1 ? texts[0] : "[\n" + texts.joined(separator: ",\n") + "\n]"
  }

  /// Prints a line beside the output.
  private static func remark(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}
