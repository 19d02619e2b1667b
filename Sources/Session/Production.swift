// From a job to finished clips: denoise, save the state now and then, judge; in a folder: write, rename into place.

import Foundation
import ZoetropeCast
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeFiles
import ZoetropeMedia
import ZoetropeShot

/// Runs a job on the calling thread, to clips in memory, to its finished folder, or to a saved state. ``RenderSession`` is the
/// way in; this is what its worker does.
package struct Production {
  /// The work.
  package let job: Job
  /// Where it is done; nil for clips that stay in memory.
  package let output: OutputFolder?
  private let studio: Studio
  private let pictures: ConditioningFrames
  private let wantsPreviews: Bool
  private var saved: SavedState?
  private let isResumed: Bool

  /// Seconds between saved states.
  package static let saveInterval = 1.0

  /// Begins a job; from here on it can be resumed where it has a folder.
  ///
  /// - Throws: `FileError`.
  package init(
    _ job: Job, studio: Studio, output: OutputFolder?, pictures: ConditioningFrames = ConditioningFrames(),
    wantsPreviews: Bool = false
  ) throws {
    self.job = job
    self.studio = studio
    self.output = output
    self.pictures = pictures
    self.wantsPreviews = wantsPreviews
    isResumed = false
    guard let output else { return }
    do {
      try pictures.write(to: output.inputs)
      try studio.cast.write(namedBy: job.takes.map(\.recipe.plan), to: output.inputs)
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
  package init(resuming output: OutputFolder, studio: Studio, wantsPreviews: Bool = false) throws {
    job = try Job(output.job)
    self.output = output
    let studio = try studio.casting(
      OwnCast(namedBy: job.takes.map(\.recipe.plan), in: output.inputs))
    self.studio = studio
    self.wantsPreviews = wantsPreviews
    isResumed = true
    for take in job.takes { try studio.check(take.recipe) }
    pictures = try ConditioningFrames(job.takes[0].recipe.pictures, from: output.inputs)
    if FileManager.default.fileExists(atPath: output.state.path) { saved = try SavedState(output.state) }
  }

  /// Does the work.
  ///
  /// - Parameters:
  ///   - judge: grades takes that the best is picked from; needed where the job picks.
  ///   - shouldStop: asked after every window and file; then the state is saved and the run ends.
  ///   - report: told what happens, on this thread.
  /// - Returns: the clips that are kept and their records, where there is no folder.
  /// - Throws: ``SessionError/interrupted(path:)`` when asked to stop; `FileError`, `MediaError`.
  package mutating func run(
    judge: (any TakeJudge)? = nil, shouldStop: () -> Bool = { false },
    report: (SessionEvent) -> Void = { _ in }
  ) throws -> [(clip: Clip, manifest: Manifest)] {
    let judge = judge.map { ($0 as? any CastJudge)?.casting(studio.cast) as? any TakeJudge ?? $0 }
    try job.checkPick(judge)
    guard let output else { return try runInMemory(judge, shouldStop, report) }
    // The earlier run was killed after its last act, before it had tidied up.
    let hasResult = FileManager.default.fileExists(atPath: output.result.path)
    if isResumed, job.pick == .best || !hasResult, job.isMade(in: output.destination) {
      output.discard()
      report(.finished(folder: output.destination.path))
      return []
    }
    try ClipWriter.makeFolder(output.result)
    for index in job.takes.indices where !isMade(index, output) {
      let recipe = job.takes[index].recipe
      var files = try ClipWriter(formats: job.formats).begin(recipe, in: job.folder(index, in: output.result))
      let manifest = try recipe.context().run {
        try denoise(index, shouldStop, report) { part in
          try files.write(part) { try Production.stop(shouldStop, output) }
        }
      }
      try finish(index, files, manifest, to: output, judge, shouldStop, report)
    }
    if job.pick == .best {
      let (folder, manifest) = try job.pickBest(in: output.result)
      try output.finish(folder, replacing: job.replaces)
      report(.clip(folder: output.destination.path, manifest))
    } else {
      if job.takes.count > 1 {
        let list = Takes(takes: job.takes.indices.map { job.folder($0, in: output.result).lastPathComponent })
        try list.write(to: output.result.appendingPathComponent(Takes.name))
      }
      try output.finish(output.result, replacing: job.replaces)
    }
    report(.finished(folder: output.destination.path))
    return []
  }

  // MARK: - Internals

  private mutating func runInMemory(
    _ judge: (any TakeJudge)?, _ shouldStop: () -> Bool, _ report: (SessionEvent) -> Void
  ) throws -> [(clip: Clip, manifest: Manifest)] {
    var made: [(clip: Clip, manifest: Manifest)] = []
    var grades: [TakeGrade] = []
    for (index, take) in job.takes.enumerated() {
      var parts: [Clip] = []
      var manifest = try take.recipe.context().run {
        try denoise(index, shouldStop, report) { parts.append($0.clip) }
      }
      let clip = Clip(joining: parts)
      if job.pick == .best, let judge {
        let grade = try judge.judge(clip.asWritten, plan: take.recipe.plan, prompt: job.judgedPrompt)
        manifest.grade = grade
        grades.append(grade)
        report(.graded(grade, take: index, of: job.takes.count))
      } else {
        report(.clip(folder: nil, manifest))
      }
      made.append((clip, manifest))
    }
    report(.finished(folder: nil))
    return TakeGrade.best(grades).map { [made[$0]] } ?? made
  }

  /// Whether a take was finished by an earlier part of this run: its manifest is its last file.
  private func isMade(_ index: Int, _ output: OutputFolder) -> Bool {
    let manifest = job.folder(index, in: output.result).appendingPathComponent(Manifest.name)
    return FileManager.default.fileExists(atPath: manifest.path)
  }

  /// Denoises a take.
  ///
  /// - Parameter deliver: takes finished frames, in order.
  /// - Returns: the clip's record as far as it is known by then.
  private mutating func denoise(
    _ index: Int, _ shouldStop: () -> Bool, _ report: (SessionEvent) -> Void,
    deliver: (ClipPart) throws -> Void
  ) throws -> Manifest {
    let take = job.takes[index]
    let recipe = take.recipe
    let resumed = saved?.take == index ? saved : nil
    var run = try studio.begin(
      recipe.plan, settings: recipe.settings, pictures: pictures, state: resumed?.generation)
    var manifest = Manifest(recipe: recipe, notes: take.notes)
    manifest.timings.load = studio.loadSeconds
    var pace = Pace(spent: resumed?.seconds ?? 0)
    var processorSeconds = 0.0
    var lastSave = ContinuousClock.now

    func save() throws {
      guard let output else { return }
      try SavedState(take: index, generation: run.state, seconds: pace.spent).write(to: output.state)
      lastSave = .now
    }

    report(.phase(.denoise, take: index, of: job.takes.count))
    func deliverParts() throws {
      while true {
        let start = ContinuousClock.now
        let next: ClipPart?
        do {
          next = try run.takePart()
        } catch {
          // To go on from numbers that are not finite is of no use.
          if case SessionError.notFinite = error { output?.discard() }
          throw error
        }
        guard let next else { break }
        if recipe.settings.doublings > 0 { manifest.timings.enlarge += (ContinuousClock.now - start).seconds }
        let writeStart = ContinuousClock.now
        try deliver(next)
        manifest.timings.write += (ContinuousClock.now - writeStart).seconds
      }
      // From here on the section need not be made again.
      if !run.isDone { try save() }
    }
    while !run.isDone {
      let (start, processor) = (ContinuousClock.now, Production.threadSeconds)
      let step = run.advance()
      pace.add((ContinuousClock.now - start).seconds, step.map { _ in (run.stepsDone, run.stepCount) })
      processorSeconds += Production.threadSeconds - processor
      if let step {
        report(
          .step(
            StepReport(
              index: run.stepsDone, count: run.stepCount, seconds: pace.lastStep, secondsLeft: pace.left,
              preview: wantsPreviews ? preview(run, step) : nil)))
      }
      if shouldStop() {
        try save()
        throw SessionError.interrupted(path: output?.destination.path)
      }
      if (ContinuousClock.now - lastSave).seconds >= Production.saveInterval { try save() }
      if run.hasParts { try deliverParts() }
    }
    // Those of a run that was stopped after its last step; and what is wrong with one that came to no good end.
    try deliverParts()
    manifest.timings.denoise = pace.spent
    manifest.timings.denoiseThread = processorSeconds
    manifest.estimate = pace.expected.map {
      Manifest.EstimateRecord(denoise: $0, error: $0 / max(pace.spent, 1e-9) - 1)
    }
    manifest.peakMemory = Memory.peak
    manifest.threads = ComputeContext.current.threadCount
    return manifest
  }

  /// Seconds that this thread has computed.
  private static var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private func preview(_ run: GenerationRun, _ step: DenoisingStep) -> ClipPreview {
    ClipPreview(
      run.preview(step), firstFrame: run.madeFrames.lowerBound, clipFrameCount: run.plan.frameCount)
  }

  /// Ends the run where it is asked to stop: the state of the last step is saved already or is made again in a moment, so that a
  /// stop loses no more than that.
  private static func stop(_ shouldStop: () -> Bool, _ output: OutputFolder) throws {
    if shouldStop() { throw SessionError.interrupted(path: output.destination.path) }
  }

  /// Writes a take's other files and grades it.
  private mutating func finish(
    _ index: Int, _ files: ClipFiles, _ denoised: Manifest, to output: OutputFolder,
    _ judge: (any TakeJudge)?,
    _ shouldStop: () -> Bool, _ report: (SessionEvent) -> Void
  ) throws {
    var manifest = denoised
    let recipe = manifest.recipe
    report(.phase(.write, take: index, of: job.takes.count))
    let start = ContinuousClock.now
    let folder = job.folder(index, in: output.result)
    let outcome: ClipWriter.Outcome
    do {
      outcome = try files.finish { try Production.stop(shouldStop, output) }
      let inputs = folder.appendingPathComponent(ConditioningFrames.folderName, isDirectory: true)
      try pictures.write(to: inputs)
      try studio.cast.write(namedBy: [recipe.plan], to: inputs)
    } catch let error as MediaError {
      // Ctrl-C reaches ffmpeg too, which then fails; that is no failure of ours.
      try Production.stop(shouldStop, output)
      throw error
    }
    for warning in outcome.warnings where index == 0 { report(.warning(warning)) }
    manifest.frames = outcome.frames
    manifest.files = outcome.files
    manifest.timings.write += (ContinuousClock.now - start).seconds
    if job.pick == .best {
      manifest.grade = try judge?.judge(files.clip(), plan: recipe.plan, prompt: job.judgedPrompt)
    }
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

/// How fast a take goes.
private struct Pace {
  /// Seconds of denoising so far, those of earlier parts of the run included.
  private(set) var spent: Double
  /// Seconds that the last step took.
  private(set) var lastStep = 0.0
  /// Seconds that the steps left will take.
  private(set) var left = 0.0
  /// Seconds of denoising in all, as expected after the second step.
  private(set) var expected: Double?
  private var steps: [Double] = []
  private var current = 0.0

  init(spent: Double) { self.spent = spent }

  /// Books the time of a window, and of the step that it completed.
  mutating func add(_ seconds: Double, _ step: (done: Int, count: Int)?) {
    spent += seconds
    current += seconds
    guard let step else { return }
    steps.append(current)
    (lastStep, current) = (current, 0)
    // The first step also warms up caches and threads.
    let recent = steps.dropFirst(steps.count > 1 ? 1 : 0)
    left = recent.reduce(0, +) / Double(recent.count) * Double(step.count - step.done)
    if steps.count == 2, step.count > 2 { expected = spent + left }
  }
}

extension Job {
  /// Makes sure that takes of a size can be judged, where the best is to be picked.
  ///
  /// - Throws: ``SessionError/badSetting(name:value:expected:)``.
  func checkPick(_ judge: (any TakeJudge)?) throws(SessionError) {
    guard pick == .best else { return }
    guard let judge else {
      throw .badSetting(name: "pick", value: pick.rawValue, expected: "a judge of takes")
    }
    for take in takes {
      let settings = take.recipe.settings
      do {
        try judge.checkSize(of: take.recipe.plan, height: settings.finalHeight, width: settings.finalWidth)
      } catch {
        throw .badSetting(
          name: "pick", value: pick.rawValue,
          expected: "a size that can be graded; leave `size` out, or give square, wide or tall")
      }
    }
  }

  /// The prompt that takes are judged by: takes differ in their plans, and a plan that leaves something out must not win by
  /// being followed. Nil where all takes are of one plan.
  var judgedPrompt: String? {
    let plans = takes.map(\.recipe.plan)
    let isOnePlan = plans.allSatisfy { plan in
      var same = plan
      same.seed = plans[0].seed
      return same == plans[0]
    }
    return isOnePlan ? nil : plans[0].prompt
  }
}

extension Studio {
  /// Checks that this model is the one that a recipe names, and that actors and set pieces still have the pictures of then.
  ///
  /// - Throws: ``SessionError/otherModel(name:expected:found:)``, ``SessionError/otherPicture(path:reason:)``, and what
  ///   reading pictures throws.
  public func check(_ recipe: Recipe) throws {
    let found = model
    guard recipe.model.sha256 == found.sha256 else {
      throw SessionError.otherModel(name: found.name, expected: recipe.model.sha256, found: found.sha256)
    }
    if recipe.settings.doublings > 0, recipe.model.upscalerSHA256 != found.upscalerSHA256 {
      throw SessionError.otherModel(
        name: "\(found.name), upscaler", expected: recipe.model.upscalerSHA256 ?? "none",
        found: found.upscalerSHA256 ?? "none")
    }
    try checkCast(recipe)
  }

  /// SHA-256 of the pictures that a plan names, for a model that reads them; nil for others.
  func castHashes(of plan: ShotPlan) throws -> [String: String]? {
    guard let pictures = try pictures() else { return nil }
    return try Dictionary(
      uniqueKeysWithValues: plan.pictures.map { ($0, try pictures.picture(named: $0).sha256) })
  }

  private func checkCast(_ recipe: Recipe) throws {
    guard let expected = recipe.cast, let found = try castHashes(of: recipe.plan) else { return }
    for (name, hash) in expected.sorted(by: { $0.key < $1.key }) where found[name] != hash {
      throw SessionError.otherPicture(
        path: name,
        reason:
          OwnPicture.isFile(name)
          ? "is not the picture that the clip was made with"
          : "the picture of this name is not the one that the clip was made with; the emoji font or the cast has changed"
      )
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
