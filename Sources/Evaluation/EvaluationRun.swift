import Foundation
import ZoetropeCompute
import ZoetropeGrading
import ZoetropeMedia
import ZoetropeSession
import ZoetropeShot

/// An evaluation on its way: what is graded, and what came of it.
public final class EvaluationRun: @unchecked Sendable {  // `graded` is guarded by the lock
  /// What is asked of a model.
  public struct Case: Sendable {
    /// The shot.
    public let plan: ShotPlan
    /// What its prompt asks for, where the plan was made of one.
    public let requires: SuiteCase.Requirements?

    /// Makes a case.
    public init(plan: ShotPlan, requires: SuiteCase.Requirements? = nil) {
      self.plan = plan
      self.requires = requires
    }
  }

  private let grader: Grader
  private let cases: [Case]
  private let log: EvaluationLog?
  private let folder: URL?
  private let lock = NSLock()
  private var graded: [GradedCase]

  /// Begins an evaluation, or goes on with that of a log.
  ///
  /// - Parameters:
  ///   - log: where grades are kept.
  ///   - folder: where pictures of clips go.
  public init(grader: Grader, cases: [Case], log: EvaluationLog? = nil, folder: URL? = nil) {
    self.grader = grader
    self.cases = cases
    self.log = log
    self.folder = folder
    graded = log?.earlier ?? []
  }

  /// Makes and grades a model's clips; they are numbered case by case, take by take.
  ///
  /// - Throws: what rendering and grading throw; what was graded before stays in the log.
  public func gradeModel(_ studio: Studio, _ setting: EvaluationSetting, takes: Int = 1) async throws {
    let open = (0..<cases.count * takes).filter { !has(.score, $0) }
    // A clip on each thread: small networks gain more from that than from sharing out each step.
    let context = ComputeContext.current
    let session = RenderSession(
      studio, context: context.with(threadCount: 1), workerCount: context.threadCount)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in open {
        let request = try setting.request(cases[number / takes].plan, take: number % takes, studio)
        group.addTask { [self] in
          let result = try await session.add(request).result()
          try grade(result.clips[0], seconds: result.manifests[0].timings.denoiseThread, number, takes)
        }
      }
      do {
        try await group.waitForAll()
      } catch {
        await session.cancelAll()
        throw error
      }
    }
  }

  private func grade(_ clip: Clip, seconds: Double?, _ number: Int, _ takes: Int) throws {
    let item = cases[number / takes]
    if let folder { try EvaluationRun.writeStrip(clip, to: EvaluationRun.strip(number, in: folder)) }
    try add(.score, number, item, grader.grade(clip, against: item.plan), seconds)
  }

  /// What was graded of the model's clips, in order.
  public var scored: [GradedCase] {
    lock.withLock { graded }.filter { $0.source == .score }.sorted { $0.index < $1.index }
  }

  /// Grades the plans' own renders, and other plans' renders, on all threads.
  public func gradeCalibration() throws {
    let plans = cases.map(\.plan)
    let others = Calibration.shuffled(plans)
    try addAll(.oracle, Array(plans.indices)) { try Calibration.oracle(plans[$0], self.grader) }
    try addAll(.shuffled, plans.indices.filter { others[$0] != nil }) { index in
      try Calibration.baseline(of: plans[index], shownBy: plans[others[index] ?? index], self.grader)
    }
  }

  /// The table, and where the model is weakest.
  public func report(asMarkdown: Bool) -> String {
    let graded = lock.withLock { self.graded }
    let columns = GradedCase.Source.allCases.compactMap { source -> GradeTable.Column? in
      let grades = graded.filter { $0.source == source }.map(\.grade)
      return grades.isEmpty ? nil : (source.rawValue, Tally(grades))
    }
    var lines = [GradeTable(columns: columns).text(asMarkdown: asMarkdown)]
    let requirements = cases.compactMap { item in item.requires.map { GradedCase.Met($0, item.plan) } }
    if !requirements.isEmpty {
      let met = requirements.map(\.met).reduce(0, +), count = requirements.map(\.count).reduce(0, +)
      let whole = requirements.filter { $0.contradictions.isEmpty }.count
      lines.append(
        "\nof \(count) things asked for, the plans have \(met); \(whole) of \(requirements.count) plans have all"
      )
    }
    let scored = self.scored
    let facets = Facet.allCases.compactMap { facet -> [String]? in
      let entries = scored.entries(by: facet)
      guard let worst = entries.first, let best = entries.last else { return nil }
      let weakest = entries.prefix(EvaluationRun.weakestCount).filter { $0.entry.mean < best.entry.mean }
      let words = (weakest.isEmpty ? [worst] : weakest).map { entry in
        "\(entry.value) \(GradeTable.percent(entry.entry.mean)) (\(entry.count))"
      }
      return [
        facet.rawValue, "\(entries.count)",
        GradeTable.percent(entries.map(\.entry).reduce(Tally.Entry(), +).mean),
        weakest.isEmpty ? "all alike" : words.joined(separator: ", "),
      ]
    }
    if !facets.isEmpty {
      let head = ["by", "values", "% right", "weakest: % right (n)"]
      lines += [
        "", asMarkdown ? GradeTable.markdown(head, facets) : GradeTable.aligned(head, facets),
      ]
    }
    return lines.joined(separator: "\n")
  }

  /// Values of a facet that are named as weakest.
  private static let weakestCount = 5

  /// Writes `sheet.png`, the first clips beside what was planned, and `worst.png`, the clips with the lowest grades.
  ///
  /// - Parameter takes: how many clips there are of each case.
  public func writeSheets(takes: Int) throws {
    let worst = scored.compactMap { graded in graded.grade.score.map { (graded, $0) } }
      .sorted { ($0.1, $0.0.index) < ($1.1, $1.0.index) }
    try writeSheet(Array(scored.prefix(24)), takes: takes, "sheet.png", "clips, and what was planned")
    try writeSheet(
      worst.prefix(16).map(\.0), takes: takes, "worst.png",
      "weakest clips, what was planned, and what was found")
  }

  // MARK: - Internals

  /// Writes a sheet of clips, each beside the render of its plan and what of it was missed.
  private func writeSheet(_ shown: [GradedCase], takes: Int, _ name: String, _ title: String) throws {
    guard let folder, !shown.isEmpty else { return }
    let tiles = try shown.flatMap { graded -> [ContactSheet.Tile] in
      let picture = try PNG.read(EvaluationRun.strip(graded.index, in: folder)).frame()
      let truth = EvaluationRun.strip(try grader.world.render(cases[graded.index / takes].plan, patchSide: 8))
      let wrong = graded.grade.outcomes.filter { outcome in
        if case .share = outcome.measure.unit { outcome.value == 0 } else { false }
      }
      let words = wrong.map { [$0.measure.rawValue, $0.found].compactMap { $0 }.joined(separator: " ") }
      return [
        ContactSheet.Tile(picture, "\(graded.index): \(graded.title)"),
        ContactSheet.Tile(truth, words.isEmpty ? "all as planned" : "found \(words.joined(separator: ", "))"),
      ]
    }
    try PNG.write(ContactSheet(columns: 2, title: title).render(tiles), to: folder.appending(path: name))
  }

  private func has(_ source: GradedCase.Source, _ index: Int) -> Bool {
    lock.withLock { graded.contains { $0.source == source && $0.index == index } }
  }

  private func add(
    _ source: GradedCase.Source, _ index: Int, _ item: Case, _ grade: Grade, _ seconds: Double?
  )
    throws
  {
    let record = GradedCase(
      source: source, index: index, plan: item.plan, requires: item.requires, grade: grade,
      processorSeconds: seconds)
    try log?.append(record)
    lock.withLock { graded.append(record) }
  }

  /// Grades what needs no model, on all threads.
  private func addAll(
    _ source: GradedCase.Source, _ indices: [Int], _ make: @Sendable (Int) throws -> Grade
  ) throws {
    let open = indices.filter { !has(source, $0) }
    let failure = FirstError()
    Parallel.run(open.count) { piece in
      guard !failure.isSet else { return }
      failure.catching { try add(source, open[piece], cases[open[piece]], make(open[piece]), nil) }
    }
    try failure.rethrow()
  }

  private static func strip(_ number: Int, in folder: URL) -> URL {
    folder.appending(path: String(format: "clips/%04d.png", number))
  }

  /// Writes four frames of a clip side by side.
  private static func writeStrip(_ clip: Clip, to url: URL) throws {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try PNG.write(strip(clip), to: url)
  }

  /// Four frames of a clip side by side.
  private static func strip(_ clip: Clip) -> Frame {
    let shown = (0..<4).map { clip[frame: $0 * (clip.frameCount - 1) / 3] }
    let sheet = ContactSheet(columns: 4, scale: max(1, 96 / clip.height), spacing: 2)
    return sheet.render(shown.map { ContactSheet.Tile($0) })
  }
}

/// The first error among threads.
final class FirstError: @unchecked Sendable {  // guarded by the lock
  private var error: (any Error)?
  private let lock = NSLock()

  var isSet: Bool { lock.withLock { error != nil } }

  func catching(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      lock.withLock { self.error = self.error ?? error }
    }
  }

  func rethrow() throws { try lock.withLock { if let error { throw error } } }
}
