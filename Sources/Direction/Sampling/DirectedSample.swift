// What the planner's network learns from: mentions as the reader would make them, and what a director answered. No text, no pixels.

import ZoetropeLanguage

/// A prompt in mentions, and the answers of a director to whatever it leaves open.
public struct DirectedSample: Sendable {
  /// What the prompt says.
  public var reading: PromptReading
  /// What was answered, in the order of the questions.
  public var answers: [Answer]

  /// An answer to a question.
  public struct Answer: Sendable, Equatable {
    /// The question.
    public var slot: ScriptSlot
    /// The answers that were allowed.
    public var allowed: [Int]
    /// The one that was given.
    public var chosen: Int
  }
}

/// Asks another source, and writes down what it answers.
public final class RecordedChoices<Source: ScriptSource>: ScriptSource {
  private var source: Source
  /// What was asked and answered.
  public private(set) var answers: [DirectedSample.Answer] = []

  /// Writes down the answers of a source.
  public init(_ source: Source) { self.source = source }

  /// Asks the source, and keeps its answer.
  public func choose(_ slot: ScriptSlot, among allowed: [Int], usual: Int) throws -> Int {
    let chosen = try source.choose(slot, among: allowed, usual: usual)
    answers.append(DirectedSample.Answer(slot: slot, allowed: allowed, chosen: chosen))
    return chosen
  }
}
