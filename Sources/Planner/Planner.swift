// The planner: any prompt in, a full description and a valid plan out.

import Foundation
import ZoetropeCompute
import ZoetropeShot
import ZoetropeLayers
import ZoetropeRandom
import ZoetropeWeights

/// A prompt turned into a plan.
public struct PlannedShot: Sendable, Equatable {
  /// What the person asked for.
  public var prompt: String
  /// The full shot description.
  public var enhancedPrompt: String
  /// The shot, laid out in time; carries both texts.
  public var plan: ShotPlan
  /// What the planner did not understand, in sentences for people.
  public var notes: [String]
}

/// How a planner chooses among what is likely.
public struct PlanningSettings: Sendable, Equatable {
  /// 0 takes the likeliest; 1 draws as often as is likely; above that rare choices come more often. 0…4.
  public var temperature = 0.0
  /// Only the likeliest that together have this share are drawn from, 0…1.
  public var topP = 0.95
  /// Shape of the frame.
  public var shape = FrameShape.square
  /// Number of frames.
  public var frameCount = 16
  /// Frames per second.
  public var frameRate = 8.0

  /// Whether a length that the prompt says counts, rather than ``frameCount``.
  public var isLengthFree = false
  /// Whether a prompt of which nothing is understood is planned all the same.
  public var acceptsAnything = false

  /// How often a shot is laid out before the best layout is taken.
  var layoutAttempts = 12

  /// The usual settings: the likeliest plan for a square frame.
  public init() {}

  /// The usual settings of shots of the open cast: wide, four seconds, or as long as the prompt says.
  public static var open: PlanningSettings {
    var settings = PlanningSettings()
    (settings.shape, settings.frameCount, settings.frameRate, settings.isLengthFree) = (.wide, 48, 12, true)
    return settings
  }
}

/// A transformer that enriches prompts and lays shots out.
public struct Planner: Sendable {
  /// The network.
  public let network: PlannerNetwork
  let vocabulary: PlannerVocabulary

  /// Takes the network's parameters from a source.
  public init(_ configuration: PlannerConfiguration, _ source: ParameterSource) {
    network = PlannerNetwork(configuration, source)
    vocabulary = configuration.vocabulary
  }

  /// Opens trained weights: a file, or a folder with `weights.safetensors`.
  ///
  /// - Throws: `WeightsError` and `FileError` for the file, ``PlannerError/badConfiguration(_:)`` for what it says.
  public init(contentsOf url: URL) throws {
    let file = try SafetensorsFile(PlannerFile.weights(url))
    let configuration = try PlannerConfiguration(metadata: file.metadata)
    let parameters = try Parameters(file, layout: configuration.parameterLayout)
    self.init(configuration, ParameterSource(parameters))
  }

  /// Plans a shot.
  ///
  /// - Parameters:
  ///   - prompt: any text.
  ///   - seed: decides what is drawn, and is the plan's seed.
  ///   - settings: how to choose, and the form of the shot.
  ///   - probe: sees every choice.
  /// - Throws: ``PlannerError/promptTooLong(tokens:limit:)``, ``PlannerError/badSetting(name:value:expected:)``.
  public func plan(
    prompt: String, seed: UInt64, settings: PlanningSettings, probe: PlanningProbe?
  ) throws -> PlannedShot {
    try settings.check()
    let (text, notes) = reading(of: prompt)
    let prefix = PlannerSequence.prefix(prompt: text, vocabulary)
    guard prefix.count <= PlannerConfiguration.maximumPromptTokens else {
      throw PlannerError.promptTooLong(
        tokens: prefix.count, limit: PlannerConfiguration.maximumPromptTokens)
    }
    probe?.readPrompt(prefix.dropFirst().dropLast().map(vocabulary.tokenizer.text))
    var writer = TokenWriter(self, settings, Generator(seed: seed, stream: 1), probe)
    writer.read(prefix)
    let description = writer.writeDescription()
    writer.read([PlannerSequence.shapeToken(settings.shape, vocabulary)])
    var grammar = PlanGrammar(shape: settings.shape, source: writer)
    let words = try grammar.readWords(frameCount: settings.frameCount, frameRate: settings.frameRate)
    var plan = try layout(words, grammar, attempts: settings.layoutAttempts, probe)
    plan.prompt = prompt
    plan.enhancedPrompt = description
    plan.seed = seed
    return PlannedShot(
      prompt: prompt, enhancedPrompt: description, plan: plan, notes: notes)
  }

  /// Lays a shot out; what does not look right is laid out again, each time at a higher temperature, and the best is kept.
  private func layout(
    _ words: PlanReading, _ grammar: PlanGrammar<TokenWriter>, attempts: Int, _ probe: PlanningProbe?
  ) throws -> ShotPlan {
    var best: (plan: ShotPlan, faults: Int)?
    for attempt in 0..<attempts {
      var (grammar, reading) = (grammar, words)
      probe?.beginLayout()
      if attempt > 0 {
        grammar.source.raiseTemperature(to: min(Double(attempt) * 0.25, 1.25), attempt: attempt)
      }
      try grammar.readLayout(&reading)
      let holds = reading.relation?.holds(in: reading.plan) ?? true
      // What the prompt says outweighs what merely looks odd.
      let faults = PlanReview(reading.plan).warnings.count + (holds ? 0 : 10)
      if faults < best?.faults ?? .max {
        best = (reading.plan, faults)
        probe?.keep(attempt)
      }
      if faults == 0 { break }
    }
    return best?.plan ?? words.plan
  }

  /// Plans a shot at a temperature; see ``plan(prompt:seed:settings:)``.
  public func plan(prompt: String, seed: UInt64 = 0, temperature: Double) throws -> PlannedShot {
    var settings = PlanningSettings()
    settings.temperature = temperature
    return try plan(prompt: prompt, seed: seed, settings: settings)
  }
}

extension PlanningSettings {
  func check() throws {
    func check(_ name: String, _ value: some CustomStringConvertible, _ isGood: Bool, _ expected: String)
      throws
    {
      if !isGood { throw PlannerError.badSetting(name: name, value: "\(value)", expected: expected) }
    }
    try check("temperature", temperature, (0...4).contains(temperature), "0…4")
    try check("topP", topP, topP > 0 && topP <= 1, "more than 0, at most 1")
    try check(
      "frameCount", frameCount, (1...ShotPlan.maximumFrameCount).contains(frameCount),
      "1…\(ShotPlan.maximumFrameCount)")
    try check("frameRate", frameRate, (1...60).contains(frameRate), "1…60")
  }
}
