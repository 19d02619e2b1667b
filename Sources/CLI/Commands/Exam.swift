import ArgumentParser
import Foundation
import ZoetropeCast
import ZoetropeDirection
import ZoetropePlanner
import ZoetropeSession
import ZoetropeShot

/// `zoetrope exam`.
struct Exam: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exam",
    abstract: "Measure how much of what prompts state is in their plans.",
    discussion: """
      The file is a JSON list of prompts in the form of VBench's, each with the dimensions that it is asked for; it does not \
      come with the program. --members asks for every member of the cast by its name instead, four times. No clip is made.

      Examples:
        zoetrope exam prompts.json
        zoetrope exam --members --planner runs/planner/weights.safetensors
      """)

  @Argument(help: "JSON list of prompts.", completion: .file(extensions: ["json"]))
  var file: String?

  @Flag(help: "Ask for every member of the cast.")
  var members = false

  @Option(
    help:
      "Planner weights, or none for the usual answers without a network; by default the installed planner.")
  var planner: String?

  @Flag(help: "Print every prompt whose plan lacks something.")
  var wrong = false

  func validate() throws {
    guard (file == nil) == members else { throw ValidationError("give a file or --members") }
  }

  func run() throws {
    let planner = try openPlanner()
    var right: [String: Int] = [:], count: [String: Int] = [:], notes = 0, prompts = 0
    func enter(_ row: String, _ isRight: Bool, _ shot: PlannedShot) {
      count[row, default: 0] += 1
      if isRight {
        right[row, default: 0] += 1
      } else if wrong {
        print("\(row): \(shot.prompt) → \(shot.enhancedPrompt) \(shot.notes.joined(separator: "; "))")
      }
    }
    func plan(_ prompt: String, seed: Int) throws -> PlannedShot {
      var settings = planner.standardSettings
      settings.acceptsAnything = true
      let shot = try planner.plan(prompt: prompt, seed: UInt64(seed), settings: settings)
      try shot.plan.validate()
      prompts += 1
      if !shot.notes.isEmpty { notes += 1 }
      return shot
    }
    if let file {
      let exam = try PlanExam()
      for (number, prompt) in try PlanExam.prompts(URL(fileURLWithPath: file)).enumerated() {
        let shot = try plan(prompt.prompt, seed: number)
        for dimension in prompt.dimensions {
          enter(dimension, exam.holds(shot.plan, prompt, dimension), shot)
        }
      }
    } else {
      let exam = try MemberExam()
      for (number, member) in exam.members.enumerated() {
        for question in MemberExam.Question.allCases {
          let shot = try plan(exam.prompt(question, of: member), seed: number)
          enter(question.rawValue, exam.holds(shot.plan, question, of: member), shot)
        }
      }
    }
    for row in count.keys.sorted() {
      let share = 100 * Double(right[row] ?? 0) / Double(count[row]!)
      print("\(row): \(right[row] ?? 0) of \(count[row]!), \(String(format: "%.1f", share)) %")
    }
    print("\(prompts) prompts, \(notes) with notes")
  }

  // MARK: - Internals

  private func openPlanner() throws -> any PromptPlanner {
    if planner == "none" { return try ScriptPlanner() }
    let catalog = ModelCatalog.standard()
    let installed = catalog.weights(of: .picturePlanner) ?? catalog.weights(of: .planner)
    guard let url = planner.map({ URL(fileURLWithPath: $0) }) ?? installed
    else {
      throw SessionError.noPlanner
    }
    return try PlannerFile.open(url)
  }
}
