// A model, loaded and ready: the value that everything else here works with.

import Dispatch
import Foundation
import Synchronization
import ZoetropeCast
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeFiles
import ZoetropeShot
import ZoetropeLayers
import ZoetropeMedia
import ZoetropePictures
import ZoetropePlanner
import ZoetropeWeights

/// A model that is loaded and makes clips.
///
/// ```swift
/// let studio = try Studio()
/// let clip = try await studio.generate(plan)
/// ```
public struct Studio: Sendable {
  /// Where the model came from.
  public let entry: ModelCatalog.Entry
  /// The denoiser.
  public private(set) var denoiser: Denoiser
  /// Makes finished clips larger.
  let enlarger: ClipEnlarger
  /// Seconds that loading took.
  public let loadSeconds: Double
  private let identity: PendingValue<Recipe.Model>
  private var planner: PendingValue<Result<any PromptPlanner, any Error>>?
  private var members: PendingValue<Result<CastPictures, any Error>>?
  /// A person's own cast.
  public private(set) var cast = OwnCast()

  /// Loads a model.
  ///
  /// - Parameters:
  ///   - model: its name or path; nil takes the one that is installed.
  ///   - catalog: where to look.
  /// - Throws: ``SessionError/noModel(name:installed:searched:)``; `FileError`, `WeightsError` or `DenoiserError` for a
  ///   file that cannot be used.
  public init(model: String? = nil, catalog: ModelCatalog = .standard()) throws {
    try self.init(catalog.find(model))
  }

  /// Loads a model that was found.
  ///
  /// - Throws: `FileError`, `WeightsError` or `DenoiserError` for a file that cannot be used.
  public init(_ entry: ModelCatalog.Entry) throws {
    let start = ContinuousClock.now
    self.entry = entry
    // Hashing runs beside loading; whoever needs the hash waits for it.
    let name = entry.name
    denoiser = try Denoiser(weights: entry.weights)
    let upscaler = entry.upscaler(for: denoiser.configuration.appearance)
    let files = [try MappedFile(entry.weights)] + (try upscaler.map { [try MappedFile($0)] } ?? [])
    identity = PendingValue {
      let hashes = files.map { SHA256.hash(of: $0) }
      return Recipe.Model(name: name, sha256: hashes[0], upscalerSHA256: hashes.count > 1 ? hashes[1] : nil)
    }
    // So does the planner, which only prompts need.
    let appearance = denoiser.configuration.appearance, plannerWeights = entry.planner(for: appearance)
    if let plannerWeights {
      planner = PendingValue { Result { try PlannerFile.open(plannerWeights) } }
    } else {
      // Plans of the open cast need no network: usual answers will do.
      planner = appearance == .pictures ? PendingValue { Result { try ScriptPlanner() } } : nil
    }
    // And so do the pictures of the cast, which only a denoiser that reads them needs.
    members =
      denoiser.configuration.appearance == .pictures
      ? PendingValue { Result { try CastPictures() } } : nil
    enlarger = try ClipEnlarger(upscaler, for: denoiser.configuration.appearance)
    loadSeconds = (ContinuousClock.now - start).seconds
  }

  /// Loads the model that an interrupted run was begun with.
  ///
  /// - Throws: ``SessionError/badRecord(path:reason:)`` where the run cannot be read, and what loading throws.
  public init(resuming output: OutputFolder, catalog: ModelCatalog = .standard()) throws {
    try self.init(catalog.find(Job(output.job).weights))
  }

  /// Takes a denoiser that is in memory, such as one in training; its records name no weights.
  ///
  /// - Parameter pictures: those of actors and set pieces, for a denoiser that reads them.
  public init(_ denoiser: Denoiser, name: String, pictures: CastPictures? = nil) {
    entry = ModelCatalog.Entry(
      name: name, weights: URL(fileURLWithPath: "/dev/null"), upscaler: nil, pictureUpscaler: nil,
      planner: nil, picturePlanner: nil)
    self.denoiser = denoiser
    (enlarger, planner, loadSeconds) = (.interpolation, nil, 0)
    members = pictures.map { pictures in PendingValue { .success(pictures) } }
    identity = PendingValue { Recipe.Model(name: name, sha256: "") }
  }

  /// Name and hashes of the weights, for records.
  public var model: Recipe.Model { identity.value }

  /// Whether the denoiser is told the scenery of a plan's seed, so that its clips should show just that.
  public var knowsScenery: Bool { denoiser.configuration.appearance == .pictures }

  /// The pictures that the denoiser reads; nil for one that knows kinds by name.
  ///
  /// - Throws: `CastError` where the emoji font is missing or cannot be read.
  public func pictures() throws -> CastPictures? { try members?.value.get() }

  /// The same studio with a person's own cast: prompts may speak of it, and plans call its pictures by `OwnPicture.file`.
  ///
  /// ```swift
  /// let studio = try Studio().casting(OwnCast(["MARA=mara.png"]))
  /// let clip = try await studio.generate("MARA walks along the beach")
  /// ```
  ///
  /// - Throws: ``SessionError/badSetting(name:value:expected:)`` where the model knows single kinds by name.
  public func casting(_ cast: OwnCast) throws(SessionError) -> Studio {
    guard !cast.isEmpty else { return self }
    guard let members else {
      throw .badSetting(
        name: "cast", value: (cast.pictures.map(\.name) + cast.members.map(\.name)).joined(separator: ", "),
        expected: "nobody, since the model \(entry.name) paints what it was trained on alone; "
          + "choose one that reads pictures (`model`)")
    }
    var copy = self
    copy.cast = cast
    copy.members = PendingValue { members.value.map { $0.casting(cast) } }
    if let planner {
      copy.planner = PendingValue {
        planner.value.map { ($0 as? ScriptPlanner)?.casting(cast) ?? $0 }
      }
    }
    return copy
  }

  // MARK: Making clips

  /// Begins a clip; the caller pulls its steps.
  ///
  /// - Parameters:
  ///   - settings: nil takes those that suit plan and model.
  ///   - pictures: the frames that the clip begins and ends with, where they are given.
  ///   - state: where an earlier run stopped; nil begins with noise.
  /// - Throws: ``SessionError/badSetting(name:value:expected:)``, `PlanError`, `DenoiserError`.
  public func begin(
    _ plan: ShotPlan, settings: GenerationSettings? = nil,
    pictures: ConditioningFrames = ConditioningFrames(),
    state: GenerationState? = nil
  ) throws -> GenerationRun {
    let settings = try settings ?? standardSettings(plan)
    return try GenerationRun(self, plan, settings, pictures, state)
  }

  /// The settings that suit a plan and this model when nobody asks for others.
  ///
  /// - Parameter size: the size of the finished clip; nil takes the plan's shape at the model's own scale, enlarged as the installed
  ///   upscaler does.
  /// - Throws: ``SessionError/badSetting(name:value:expected:)``.
  public func standardSettings(_ plan: ShotPlan, size: ClipSize? = nil, doublings: Int? = nil)
    throws(SessionError) -> GenerationSettings
  {
    let doublings = doublings ?? enlarger.standardDoublings
    let (width, height) = try (size ?? .shape(plan.size)).pixels(
      denoiser.configuration.patch, doublings: doublings, frameCount: plan.frameCount)
    let isLong = plan.frameCount > GenerationSettings.longestWholeShot
    var settings = GenerationSettings(
      width: width, height: height, windows: isLong ? .standard(stepCount: standardStepCount) : nil,
      section: plan.frameCount > GenerationSettings.longestPiece ? GenerationSettings.standardSection : nil,
      doublings: doublings)
    (settings.stepCount, settings.guidance) = (standardStepCount, standardGuidance)
    return settings
  }

  /// Steps when nobody asks for another number.
  public var standardStepCount: Int {
    knowsScenery ? GenerationSettings.stepCountOfToldScenery : GenerationSettings.standardStepCount
  }

  /// Guidance when nobody asks for another: who is told what the shot shows need not be pushed towards it.
  public var standardGuidance: Guidance { knowsScenery ? Guidance(scale: 1) : Guidance() }

  /// Makes a clip from a plan, on the calling thread.
  ///
  /// - Throws: what ``begin(_:settings:pictures:state:)`` throws.
  public func render(
    _ plan: ShotPlan, settings: GenerationSettings? = nil, pictures: ConditioningFrames = ConditioningFrames()
  ) throws -> Clip {
    var run = try begin(plan, settings: settings, pictures: pictures)
    while run.next() != nil {}
    return try run.clip()
  }

  /// Makes a clip from a plan.
  ///
  /// - Throws: what ``begin(_:settings:pictures:state:)`` throws, and `CancellationError` when the task is cancelled.
  public func generate(
    _ plan: ShotPlan, settings: GenerationSettings? = nil, pictures: ConditioningFrames = ConditioningFrames()
  ) async throws -> Clip {
    for try await event in events(plan, settings: settings, pictures: pictures) {
      if case .finished(let clip) = event { return clip }
    }
    throw CancellationError()
  }

  /// Makes a clip from a prompt.
  ///
  /// - Throws: ``SessionError/noPlanner`` without a planner, and what planning and making the clip throw.
  public func generate(
    _ prompt: String, seed: UInt64 = 0, size: FrameShape? = nil
  ) async throws -> Clip {
    var settings = try standardPlanning()
    if let size { settings.shape = size }
    return try await generate(checkedPlan(prompt, seed: seed, settings).plan)
  }

  /// How shots are planned for this model where nobody asks for a shape and a length.
  ///
  /// - Throws: ``SessionError/noPlanner``, and what reading the planner throws.
  public func standardPlanning() throws -> PlanningSettings {
    guard let planner else { throw SessionError.noPlanner }
    // A model of single kinds was trained on short clips.
    return denoiser.configuration.appearance == .pictures
      ? try planner.value.get().standardSettings : PlanningSettings()
  }

  /// Whether the planner reads what prompts name, and so says itself what it leaves out.
  var plannerReadsMentions: Bool { (try? planner?.value.get()) is ScriptPlanner }

  /// Turns a prompt into a plan.
  ///
  /// - Parameter probe: sees what the planner chooses.
  /// - Throws: ``SessionError/noPlanner``, and what the planner throws.
  public func plan(
    _ prompt: String, seed: UInt64 = 0, _ settings: PlanningSettings? = nil, probe: PlanningProbe? = nil
  ) throws -> PlannedShot {
    guard let planner else { throw SessionError.noPlanner }
    let settings = try settings ?? standardPlanning()
    return try planner.value.get().plan(prompt: prompt, seed: seed, settings: settings, probe: probe)
  }

  /// The same studio with another denoiser, for experiments; its records still name the model it was loaded from.
  public func replacing(_ denoiser: Denoiser) -> Studio {
    var copy = self
    copy.denoiser = denoiser
    return copy
  }

  /// What happens while a clip is made.
  public enum Event: Sendable {
    /// A step is done.
    case step(DenoisingStep)
    /// The clip is finished; the last event.
    case finished(Clip)
  }

  /// Makes a clip on another thread and tells of each step. Cancelling the reading task stops it after the step.
  public func events(
    _ plan: ShotPlan, settings: GenerationSettings? = nil, pictures: ConditioningFrames = ConditioningFrames()
  ) -> AsyncThrowingStream<Event, any Error> {
    let context = ComputeContext.current
    return AsyncThrowingStream { continuation in
      let task = Task.detached {
        do {
          try context.run {
            var run = try begin(plan, settings: settings, pictures: pictures)
            while let step = run.next() {
              try Task.checkCancellation()
              continuation.yield(.step(step))
            }
            continuation.yield(.finished(try run.clip()))
          }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}

/// A value that is made on another thread; whoever needs it first waits for it.
final class PendingValue<Value: Sendable>: Sendable {
  private let make: @Sendable () -> Value
  private let made = Mutex<Value?>(nil)

  init(_ make: @escaping @Sendable () -> Value) {
    self.make = make
    DispatchQueue.global(qos: .userInitiated).async { _ = self.value }
  }

  var value: Value {
    made.withLock { made in
      if let made { return made }
      let value = make()
      made = value
      return value
    }
  }
}
