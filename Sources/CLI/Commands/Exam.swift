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
      A file of lines has on each a prompt, a bar and what it states: "two penguins run on the beach | 2 penguin, penguin \
      moves, place beach". A JSON file is a list of prompts in the form of VBench's, each with the dimensions that it is asked \
      for; it does not come with the program. --members asks for every member of the cast by its name instead, four times. No \
      clip is made.

      Examples:
        zoetrope exam prompts.json
        zoetrope exam Tests/DirectionTests/Prompts/*.txt --wrong
        zoetrope exam --members --planner runs/planner/weights.safetensors
      """)

  @Argument(help: "Files of prompts.", completion: .file(extensions: ["json", "txt"]))
  var files: [String] = []

  @Flag(help: "Ask for every member of the cast.")
  var members = false

  @Option(
    help:
      "Planner weights, or none for the usual answers without a network; by default the installed planner.")
  var planner: String?

  @Flag(help: "Print every prompt whose plan lacks something.")
  var wrong = false

  func validate() throws {
    guard files.isEmpty == members else { throw ValidationError("give a file or --members") }
  }

  func run() throws {
    let planner = try openPlanner()
    var right: [String: Int] = [:], count: [String: Int] = [:], notes = 0, prompts = 0
    func enter(_ row: String, _ isRight: Bool, _ shot: PlannedShot, lacking: [String] = []) {
      count[row, default: 0] += 1
      if isRight {
        right[row, default: 0] += 1
      } else if wrong {
        let lack = lacking.isEmpty ? "" : " lacks \(lacking.joined(separator: ", "))"
        print("\(row): \(shot.prompt)\(lack) → \(shot.enhancedPrompt) \(shot.notes.joined(separator: "; "))")
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
    for file in files {
      let url = URL(fileURLWithPath: file)
      guard url.pathExtension == "json" else {
        let exam = try StatementExam(), row = url.deletingPathExtension().lastPathComponent
        for (number, prompt) in try exam.prompts(url).enumerated() {
          let shot = try plan(prompt.text, seed: number)
          let lacking = exam.lacking(shot.plan, prompt)
          for statement in prompt.statements {
            count["\(row), statements", default: 0] += 1
            if !lacking.contains(statement) { right["\(row), statements", default: 0] += 1 }
          }
          enter("\(row), prompts", lacking.isEmpty, shot, lacking: lacking)
        }
        continue
      }
      let exam = try PlanExam()
      for (number, prompt) in try PlanExam.prompts(url).enumerated() {
        let shot = try plan(prompt.prompt, seed: number)
        for dimension in prompt.dimensions {
          enter(dimension, exam.holds(shot.plan, prompt, dimension), shot)
        }
      }
    }
    if members {
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
