// The planner of the open cast: the reader finds what a prompt names, the grammar asks what becomes of it, a network answers what the
// prompt leaves open, choreography lays it out.

import Foundation
import ZoetropeCast
import ZoetropeCompute
import ZoetropeDirection
import ZoetropeLanguage
import ZoetropeLayers
import ZoetropeRandom
import ZoetropeShot
import ZoetropeWeights

/// A planner that reads mentions, in any language that there is a glossary of.
///
/// Whatever its weights, a plan is valid and holds what the prompt states, or its notes say what is missing.
public struct ScriptPlanner: PromptPlanner {
  /// What the network is; nil where usual answers are given instead.
  public let configuration: ScriptConfiguration?
  private let network: TokenTransformer?
  private var reader: PromptReader
  private var director: Director
  private let vocabulary = ScriptVocabulary()

  /// Takes the network's parameters from a source.
  ///
  /// - Throws: `CastError` and `ReadingError` when the program was built with tables that break their rules.
  public init(_ configuration: ScriptConfiguration, _ source: ParameterSource) throws {
    self.configuration = configuration
    network = configuration.network(source)
    reader = try PromptReader()
    director = Director(casting: try Casting())
  }

  /// A planner without a network, which gives the usual answer to every question.
  ///
  /// - Throws: `CastError` and `ReadingError` when the program was built with tables that break their rules.
  public init() throws {
    (configuration, network) = (nil, nil)
    reader = try PromptReader()
    director = Director(casting: try Casting())
  }

  /// Opens trained weights: a file, or a folder with `weights.safetensors`.
  ///
  /// - Throws: `WeightsError` and `FileError` for the file, ``PlannerError/badConfiguration(_:)`` for what it says.
  public init(contentsOf url: URL) throws {
    let file = try SafetensorsFile(PlannerFile.weights(url))
    let configuration = try ScriptConfiguration(metadata: file.metadata)
    let parameters = try Parameters(file, layout: configuration.parameterLayout)
    try self.init(configuration, ParameterSource(parameters))
  }

  /// The same planner for prompts that speak of a person's own cast, too.
  ///
  /// - Parameter picture: what plans call a picture; nil is the path of its copy in a clip's folder.
  public func casting(_ cast: OwnCast, picture: (OwnPicture) -> String? = { _ in nil }) -> ScriptPlanner {
    let own = director.casting.performers(cast, picture: picture)
    var copy = self
    copy.reader = reader.naming(own.keys.sorted())
    copy.director = director.adding(own)
    return copy
  }

  /// The likeliest plan, wide, of four seconds or as long as the prompt says.
  public var standardSettings: PlanningSettings { .open }

  /// Name and size of its network, if it has one.
  public var facts: [String: String] {
    configuration.map { $0.shape.facts(named: $0.name, $0.parameterLayout.count) } ?? ["network": "none"]
  }

  /// Plans a shot; see ``PromptPlanner/plan(prompt:seed:settings:probe:)``.
  ///
  /// - Throws: ``PlannerError/nothingUnderstood(prompt:reading:)`` where the prompt names nothing that can be shown,
  ///   ``PlannerError/badSetting(name:value:expected:)``.
  public func plan(
    prompt: String, seed: UInt64, settings: PlanningSettings, probe: PlanningProbe?
  ) throws -> PlannedShot {
    try settings.check()
    let reading: PromptReading
    do { reading = try reader.read(prompt) } catch {
      throw PlannerError.nothingUnderstood(prompt: prompt, reading: error.localizedDescription)
    }
    var form = ShotForm()
    (form.shape, form.frameCount) = (settings.shape, settings.frameCount)
    (form.frameRate, form.seed) = (settings.frameRate, seed)
    let shot: DirectedShot
    if let network {
      let tokens = vocabulary.tokens(of: reading, casting: director.casting)
      probe?.readPrompt(reading.mentions.map { String(reading.words(of: $0)) })
      let writer = ScriptWriter(
        network, vocabulary, prompt: tokens, settings, Generator(seed: seed, stream: 1), probe)
      shot = try director.direct(reading, by: writer, form: form, isLengthFree: settings.isLengthFree)
    } else {
      shot = try director.direct(reading, by: UsualChoices(), form: form, isLengthFree: settings.isLengthFree)
    }
    guard !shot.script.isEmpty || settings.acceptsAnything else {
      throw PlannerError.nothingUnderstood(prompt: prompt, reading: reading.gloss)
    }
    var plan = shot.plan
    plan.seed = seed
    plan.enhancedPrompt = PlanDescriber(members: director.casting.members).text(plan)
    return PlannedShot(
      prompt: prompt, enhancedPrompt: plan.enhancedPrompt, plan: plan, notes: shot.script.notes)
  }
}
