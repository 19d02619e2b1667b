import ArgumentParser
import Foundation
import ZoetropeCast
import ZoetropeShot
import ZoetropeEvaluation
import ZoetropeGrading
import ZoetropeMedia
import ZoetropeSession
import ZoetropeWorld

/// `zoetrope grade`: one clip against its plan.
struct GradeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade",
    abstract: "Grade a clip against the plan it was made from.",
    discussion: """
      Reads plan.json and the numbered frames of a clip's folder. --overlay draws the planned bounding boxes green and the \
      detected ones yellow, or red if they are off by more than \(Int(Grader.placeTolerance)) pixels (in a frame of 64). A \
      folder of several takes is graded take by take, the best first.

      Example: zoetrope grade clips/fox --overlay fox-graded.png
      """)

  @Argument(help: "Folder of the clip.")
  var folder: String

  @Option(help: "Plan to grade against; by default plan.json in the folder.")
  var plan: String?

  @Option(help: "PNG file to write: the frames with planned and detected boxes.")
  var overlay: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let home = URL(fileURLWithPath: folder, isDirectory: true)
    let pictures = try CastPictures()
    let takes = try GradeCommand.takes(in: home)
    guard takes.isEmpty else {
      if overlay != nil {
        throw ValidationError("--overlay shows one clip; name one of the takes in \(folder)")
      }
      return try rank(takes, pictures)
    }
    let (clip, plan) = try read(home)
    let grade = try grader(of: home, pictures).grade(clip, against: plan)
    if let overlay {
      let sheet = GradeOverlay(clip: clip, plan: plan, grade: grade).sheet(title: plan.prompt)
      try PNG.write(sheet, to: URL(fileURLWithPath: overlay))
    }
    print(json ? try GradeReport.json(grade) : GradeReport.text(grade, plan))
  }

  // MARK: - Internals

  private func read(_ home: URL) throws -> (clip: Clip, plan: ShotPlan) {
    let plan = try PlanFile.read(plan ?? home.appending(path: "plan.json").relativePath)
    let frames = home.appending(path: "frames", directoryHint: .isDirectory)
    let hasFrames = FileManager.default.fileExists(atPath: frames.path)
    return (try FrameSequence.read(hasFrames ? frames : home, frameRate: plan.frameRate), plan)
  }

  /// The grader of a clip: its record tells whether the model that made it was told the scenery.
  private func grader(of home: URL, _ pictures: CastPictures) -> Grader {
    // Pictures of a person's own lie where the plan says, from the plan on.
    let folder = plan.flatMap(PlanFile.folder) ?? home
    return Grader(
      world: World(pictures: pictures.relative(to: folder)),
      knowsScenery: (try? Record(home))?.recipe.cast != nil)
  }

  /// Grades several takes, the best first.
  private func rank(_ takes: [URL], _ pictures: CastPictures) throws {
    struct Ranked: Encodable {
      var take: String
      var score: Double?
      var grade: Grade
    }
    let ranked = try takes.map { take in
      let (clip, plan) = try read(take)
      let grade = try grader(of: take, pictures).grade(clip, against: plan)
      return Ranked(take: take.lastPathComponent, score: grade.score, grade: grade)
    }.sorted { ($0.score ?? -1) > ($1.score ?? -1) }
    if json { return print(try GradeReport.json(ranked)) }
    for item in ranked {
      let wrong = item.grade.outcomes.filter { $0.value == 0 }.map(\.measure)
      let words = Measure.allCases.filter(wrong.contains).filter {
        if case .share = $0.unit { true } else { false }
      }
      let score = item.score.map { String(format: "%3.0f %%", $0 * 100) } ?? "  -  "
      print(
        "\(item.take)  \(score)  \(words.isEmpty ? "" : "wrong: ")\(words.map(\.rawValue).joined(separator: ", "))"
      )
    }
  }

  /// The folders of takes in a folder, in order.
  private static func takes(in home: URL) throws -> [URL] {
    guard !FileManager.default.fileExists(atPath: home.appending(path: "plan.json").path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: home.path).compactMap { name -> (Int, URL)? in
      guard name.hasPrefix("take_"), let number = Int(name.dropFirst(5)) else { return nil }
      return (number, home.appending(path: name, directoryHint: .isDirectory))
    }.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
