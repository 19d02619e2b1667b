import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeGrading
import ZoetropeLayers
import ZoetropeMedia
import ZoetropeWeights

/// An evaluation on its way: what is graded, and what came of it.
final class EvaluationRun: @unchecked Sendable {  // `graded` is guarded by the lock
  /// What is asked of a model.
  struct Case: Sendable {
    let plan: ShotPlan
    let requires: SuiteCase.Requirements?
  }

  private let grader: Grader
  private let cases: [Case]
  private let log: EvaluationLog?
  private let folder: URL?
  private let lock = NSLock()
  private var graded: [GradedCase]

  /// - Parameter folder: where pictures of clips go.
  init(grader: Grader, cases: [Case], log: EvaluationLog?, folder: URL?) {
    self.grader = grader
    self.cases = cases
    self.log = log
    self.folder = folder
    graded = log?.earlier ?? []
  }

  /// Makes and grades a model's clips, each on a thread of its own; they are numbered case by case, take by take.
  func gradeScore(_ denoiser: Denoiser, _ setting: EvaluationSetting, takes: Int) throws {
    try addAll(.score, Array(0..<cases.count * takes), takes: takes) { number in
      let plan = self.cases[number / takes].plan
      let start = EvaluationRun.threadSeconds
      let clip = try setting.clip(of: plan, take: number % takes, denoiser)
      let seconds = EvaluationRun.threadSeconds - start
      if let folder = self.folder {
        try EvaluationRun.writeStrip(clip, to: EvaluationRun.strip(number, in: folder))
      }
      return (try self.grader.grade(clip, against: plan), seconds)
    }
  }

  /// What was graded of the model's clips, in order.
  var scored: [GradedCase] {
    lock.withLock { graded }.filter { $0.source == .score }.sorted { $0.index < $1.index }
  }

  /// Grades the plans' own renders, and other plans' renders, on all threads.
  func gradeCalibration() throws {
    let plans = cases.map(\.plan)
    let others = Calibration.shuffled(plans)
    try addAll(.oracle, Array(plans.indices)) { (try Calibration.oracle(plans[$0], self.grader), nil) }
    try addAll(.shuffled, plans.indices.filter { others[$0] != nil }) { index in
      (try Calibration.baseline(of: plans[index], shownBy: plans[others[index] ?? index], self.grader), nil)
    }
  }

  /// The table, and where the model is weakest.
  func report(asMarkdown: Bool) -> String {
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
  func writeSheets(takes: Int) throws {
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

  private func addAll(
    _ source: GradedCase.Source, _ indices: [Int], takes: Int = 1,
    _ make: @Sendable (Int) throws -> (Grade, seconds: Double?)
  ) throws {
    let open = indices.filter { !has(source, $0) }
    let failure = FirstError()
    // At least two pieces, or the one would share its work among threads and its time could not be told.
    Parallel.run(max(2, open.count)) { piece in
      guard piece < open.count, !failure.isSet else { return }
      failure.catching {
        let (grade, seconds) = try make(open[piece])
        try add(source, open[piece], cases[open[piece] / takes], grade, seconds)
      }
    }
    try failure.rethrow()
  }

  /// Seconds that this thread has computed.
  private static var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
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

extension Denoiser {
  /// Opens trained weights, or the averaged ones of a training checkpoint.
  init(trained url: URL) throws {
    let file = try SafetensorsFile(url)
    let configuration = try DenoiserConfiguration(metadata: file.metadata)
    let isCheckpoint = file.metadata["zoetrope.optimizer_steps"] != nil
    let parameters = try Parameters(
      file, layout: configuration.parameterLayout, prefix: isCheckpoint ? "average." : "")
    self.init(configuration, ParameterSource(parameters))
  }
}
