// From a job to a finished folder: denoise, save the state now and then, write, rename into place.

import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeFiles
import ZoetropeShot
import ZoetropeMedia

/// What happens while a job runs.
public enum ProductionEvent: Sendable {
  /// A part of the work begins.
  case phase(Phase, take: Int, of: Int)
  /// A step is done.
  case step(StepReport)
  /// Something that the person should know, and that does not stop the work.
  case warning(String)
  /// A clip is written: where it will be, and its record.
  case clip(folder: String, Manifest)
  /// A take that may not be kept is written and graded.
  case graded(TakeGrade, take: Int, of: Int)
  /// Everything is in place.
  case finished(folder: String)

  /// The parts of the work.
  public enum Phase: String, Sendable {
    /// Noise becomes picture.
    case denoise
    /// Files are written.
    case write
  }
}

/// A step of a run, with its times.
public struct StepReport: Sendable {
  /// Steps done, from 1.
  public let index: Int
  /// Steps in all.
  public let count: Int
  /// Seconds that this step took.
  public let seconds: Double
  /// Seconds that the remaining steps of this take will take, at the pace so far.
  public let secondsLeft: Double
  /// What the clip will look like, where previews are wanted.
  public let preview: Clip?
}

/// Runs a job to its finished folder, or to a saved state.
public struct Production {
  /// The work.
  public let job: Job
  /// Where it is done.
  public let output: OutputFolder
  private let studio: Studio
  private let pictures: GivenPictures
  private let wantsPreviews: Bool
  private var saved: SavedState?
  private let isResumed: Bool

  /// Grades a take, of which the clip shows what its files will.
  public typealias Judge = (_ clip: Clip, _ plan: ShotPlan) throws -> TakeGrade

  /// Seconds between saved states.
  public static let saveInterval = 1.0

  /// Begins a job; from here on it can be resumed.
  ///
  /// - Throws: `FileError`.
  public init(
    _ job: Job, studio: Studio, output: OutputFolder, pictures: GivenPictures = GivenPictures(),
    wantsPreviews: Bool = false
  ) throws {
    self.job = job
    self.studio = studio
    self.output = output
    self.pictures = pictures
    self.wantsPreviews = wantsPreviews
    isResumed = false
    do {
      try pictures.write(to: output.inputs)
      try job.write(to: output.job)
    } catch {
      // There is nothing yet that could be resumed.
      output.discard()
      throw error
    }
  }

  /// Takes up an interrupted job.
  ///
  /// - Throws: ``SessionError``, `FileError`, `WeightsError`.
  public init(resuming output: OutputFolder, studio: (Job) throws -> Studio, wantsPreviews: Bool = false)
    throws
  {
    job = try Job(output.job)
    self.output = output
    self.studio = try studio(job)
    self.wantsPreviews = wantsPreviews
    isResumed = true
    for take in job.takes { try self.studio.check(take.recipe) }
    pictures = try GivenPictures(job.takes[0].recipe.pictures, from: output.inputs)
    if FileManager.default.fileExists(atPath: output.state.path) { saved = try SavedState(output.state) }
  }

  /// Does the work.
  ///
  /// - Parameters:
  ///   - judge: grades takes that the best is picked from; needed where the job picks.
  ///   - shouldStop: asked after every step and file; then the state is saved and the run ends.
  ///   - report: told what happens, on this thread.
  /// - Throws: ``SessionError/interrupted(path:)`` when asked to stop; `FileError`, `MediaError`.
  public mutating func run(
    judge: Judge? = nil, shouldStop: () -> Bool = { false }, report: (ProductionEvent) -> Void = { _ in }
  ) throws {
    guard job.pick == .all || judge != nil else {
      throw SessionError.badSetting(name: "pick", value: job.pick.rawValue, expected: "a judge of takes")
    }
    // The earlier run was killed after its last act, before it had tidied up.
    let hasResult = FileManager.default.fileExists(atPath: output.result.path)
    if isResumed, job.pick == .best || !hasResult, job.isMade(in: output.destination) {
      output.discard()
      report(.finished(folder: output.destination.path))
      return
    }
    try ClipWriter.makeFolder(output.result)
    for index in job.takes.indices where !isMade(index) {
      try make(index, judge, shouldStop, report)
    }
    if job.pick == .best {
      let (folder, manifest) = try job.pickBest(in: output.result)
      try output.finish(folder, replacing: job.replaces)
      report(.clip(folder: output.destination.path, manifest))
      report(.finished(folder: output.destination.path))
      return
    }
    if job.takes.count > 1 {
      let list = Takes(takes: job.takes.indices.map { job.folder($0, in: output.result).lastPathComponent })
      try list.write(to: output.result.appendingPathComponent(Takes.name))
    }
    try output.finish(output.result, replacing: job.replaces)
    report(.finished(folder: output.destination.path))
  }

  /// The command that goes on with this work.
  public var resumption: String { SessionError.resumption(output.destination.path) }

  // MARK: - Internals

  /// Whether a take was finished by an earlier part of this run: its manifest is its last file.
  private func isMade(_ index: Int) -> Bool {
    let manifest = job.folder(index, in: output.result).appendingPathComponent(Manifest.name)
    return FileManager.default.fileExists(atPath: manifest.path)
  }

  private mutating func make(
    _ index: Int, _ judge: Judge?, _ shouldStop: () -> Bool, _ report: (ProductionEvent) -> Void
  ) throws {
    let take = job.takes[index]
    let recipe = take.recipe
    let resumed = saved?.take == index ? saved : nil
    var run = try studio.begin(
      recipe.plan, settings: recipe.settings, pictures: pictures, state: resumed?.sampler)
    var manifest = Manifest(recipe: recipe, notes: take.notes)
    manifest.timings.load = studio.loadSeconds
    manifest.timings.denoise = resumed?.seconds ?? 0
    var expected: Double?
    var lastSave = ContinuousClock.now
    var pace: [Double] = []

    func save() throws {
      try SavedState(take: index, sampler: run.state, seconds: manifest.timings.denoise).write(
        to: output.state)
      lastSave = .now
    }
    func stop() throws {
      try save()
      throw SessionError.interrupted(path: output.destination.path)
    }

    report(.phase(.denoise, take: index, of: job.takes.count))
    var stepStart = ContinuousClock.now
    while let step = run.next() {
      let seconds = (ContinuousClock.now - stepStart).seconds
      manifest.timings.denoise += seconds
      pace.append(seconds)
      // The first step also warms up caches and threads.
      let recent = pace.dropFirst(pace.count > 1 ? 1 : 0)
      let left = recent.reduce(0, +) / Double(recent.count) * Double(step.count - step.index)
      if pace.count == 2, step.count > 2 { expected = manifest.timings.denoise + left }
      report(
        .step(
          StepReport(
            index: step.index, count: step.count, seconds: seconds, secondsLeft: left,
            preview: wantsPreviews ? run.preview(step) : nil)))
      if shouldStop() { try stop() }
      if (ContinuousClock.now - lastSave).seconds >= Production.saveInterval { try save() }
      stepStart = .now
    }
    if let expected {
      manifest.estimate = Manifest.EstimateRecord(
        denoise: expected, error: expected / max(manifest.timings.denoise, 1e-9) - 1)
    }

    report(.phase(.write, take: index, of: job.takes.count))
    let enlargeStart = ContinuousClock.now
    let clip = try run.clip()
    let writeStart = ContinuousClock.now
    if recipe.settings.doublings > 0 { manifest.timings.enlarge = (writeStart - enlargeStart).seconds }
    let folder = job.folder(index, in: output.result)
    let outcome: ClipWriter.Outcome
    do {
      outcome = try ClipWriter(formats: job.formats).write(clip, recipe: recipe, to: folder) {
        if shouldStop() { try stop() }
      }
      try pictures.write(to: folder.appendingPathComponent(GivenPictures.folderName, isDirectory: true))
    } catch let error as MediaError {
      // Ctrl-C reaches ffmpeg too, which then fails; that is no failure of ours.
      if shouldStop() { try stop() }
      throw error
    }
    for warning in outcome.warnings where index == 0 { report(.warning(warning)) }
    manifest.frames = outcome.frames
    manifest.files = outcome.files
    manifest.timings.write = (ContinuousClock.now - writeStart).seconds
    manifest.peakMemory = Memory.peak
    manifest.threads = ComputeContext.current.threadCount
    if job.pick == .best { manifest.grade = try judge?(clip.asWritten, recipe.plan) }
    manifest.finished = ISO8601DateFormatter().string(from: Date())
    try manifest.write(to: folder.appendingPathComponent(Manifest.name))
    if let grade = manifest.grade {
      report(.graded(grade, take: index, of: job.takes.count))
    } else {
      report(.clip(folder: job.folder(index, in: output.destination).path, manifest))
    }
    saved = nil
    if index + 1 < job.takes.count { try FileManager.default.removeItemIfPresent(output.state) }
  }
}

extension Studio {
  /// Checks that this model is the one that a recipe names.
  ///
  /// - Throws: ``SessionError/otherModel(name:expected:found:)``.
  public func check(_ recipe: Recipe) throws(SessionError) {
    let found = model
    guard recipe.model.sha256 == found.sha256 else {
      throw .otherModel(name: found.name, expected: recipe.model.sha256, found: found.sha256)
    }
    if recipe.settings.doublings > 0, recipe.model.upscalerSHA256 != found.upscalerSHA256 {
      throw .otherModel(
        name: "\(found.name), upscaler", expected: recipe.model.upscalerSHA256 ?? "none",
        found: found.upscalerSHA256 ?? "none")
    }
  }
}

extension FileManager {
  func removeItemIfPresent(_ url: URL) throws {
    guard fileExists(atPath: url.path) else { return }
    do {
      try removeItem(at: url)
    } catch {
      throw OutputFolder.fileError(error, "remove", url)
    }
  }
}

/// Memory of this process.
public enum Memory {
  /// The most that was resident at any time, in bytes.
  public static var peak: Int {
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #else
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }
}
