// From plans to words.

import ZoetropeShot
import ZoetropeRandom

/// Writes captions for plans.
///
/// A prompt names every actor, most of what is unusual about the shot (a look, a colour, rain) and some of what
/// is not, in one of many templates, so that what a prompt leaves open is mostly usual. A description names
/// everything in plain words. Neither contradicts the plan: ``CaptionParser`` reads both back in tests.
public struct Describer: Sendable {
  /// Which words and templates prompts use.
  public let split: CaptionSplit
  /// Share of the words of five letters or more that get a typing error, 0…1; in prompts only.
  public let typoRate: Double

  /// Makes a describer.
  ///
  /// - Parameters:
  ///   - split: training words and templates, or those that are kept for evaluation.
  ///   - typoRate: share of longer words with two letters swapped; 0.01 suits training, 0 evaluation.
  public init(split: CaptionSplit = .training, typoRate: Double = 0) {
    self.split = split
    self.typoRate = typoRate
  }

  /// Describes a plan.
  ///
  /// - Throws: `PlanError` where the plan holds what has no word here (`ShotPlan.closedVocabularyIssues`).
  public func describe(_ plan: ShotPlan, using generator: inout Generator) throws(PlanError) -> Caption {
    let slots = try ShotSlots(of: plan)
    let (prompt, stated) = self.prompt(for: slots, using: &generator)
    return Caption(prompt: prompt, description: description(of: slots, using: &generator), stated: stated)
  }

  /// A casual request for a shot, and what it states.
  public func prompt(for slots: ShotSlots, using generator: inout Generator) -> (
    text: String, stated: StatedShot
  ) {
    for attempt in 0..<24 {
      var writer = PromptWriter(slots, split: split, thrift: attempt, generator: generator)
      let text = writer.write()
      generator = writer.generator
      if (3...15).contains(Describer.wordCount(text)) || attempt == 23 {
        return (finish(text, using: &generator), writer.stated)
      }
    }
    return ("", StatedShot())
  }

  /// Number of words of a text: pieces with a letter or a digit.
  public static func wordCount(_ text: String) -> Int {
    text.split(separator: " ").filter { $0.contains { $0.isLetter || $0.isNumber } }.count
  }

  // MARK: - Internals

  /// Letter case, the stop at the end, typing errors.
  private func finish(_ text: String, using generator: inout Generator) -> String {
    var text = text
    if typoRate > 0 {
      text = text.split(separator: " ").map { mistyped(String($0), using: &generator) }.joined(separator: " ")
    }
    let style = generator.uniform()
    if style < 0.6 { return text }
    if style > 0.99 { return text.uppercased() }
    return Grammar.capitalized(text) + (generator.chance(0.5) ? "." : "")
  }

  private func mistyped(_ word: String, using generator: inout Generator) -> String {
    guard word.count >= 5, word.allSatisfy(\.isLetter), generator.chance(typoRate) else { return word }
    var letters = Array(word)
    let place = 1 + generator.index(below: letters.count - 2)
    letters.swapAt(place, place + 1)
    return String(letters)
  }
}
