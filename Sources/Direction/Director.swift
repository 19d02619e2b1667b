// A reading in, a plan out: the room's one way in.

import ZoetropeCast
import ZoetropeLanguage
import ZoetropeShot

/// A prompt turned into a plan by a script.
public struct DirectedShot: Sendable, Equatable {
  /// The shot in a director's terms, what became of each mention, and notes.
  public var script: Script
  /// The shot laid out in time.
  public var plan: ShotPlan
}

/// Turns readings of prompts into plans.
public struct Director: Sendable {
  /// Everybody who may be shown.
  public let casting: Casting

  /// Makes a director.
  public init(casting: Casting) { self.casting = casting }

  /// The same director with a person's own performers, by the names that prompts call them.
  public func adding(_ own: [String: Performer]) -> Director { Director(casting: casting.adding(own)) }

  /// Makes a plan.
  ///
  /// - Parameters:
  ///   - reading: what a prompt says.
  ///   - source: who chooses what it leaves open.
  ///   - form: shape, length, rate and seed.
  ///   - isLengthFree: whether a length that the prompt says counts.
  /// - Throws: what the source throws.
  public func direct(
    _ reading: PromptReading, by source: some ScriptSource, form: ShotForm, isLengthFree: Bool = false
  ) throws -> DirectedShot {
    var grammar = ScriptGrammar(reading, casting: casting, source: source)
    var script = try grammar.read()
    var form = form
    if let seconds = script.shot.seconds {
      if isLengthFree {
        let most = Double(ShotPlan.maximumFrameCount) / form.frameRate
        form.frameCount = max(1, Int((min(max(seconds, 0.5), most) * form.frameRate).rounded()))
      } else if abs(seconds - form.duration) > 0.1 {
        script.notes.append(
          "the prompt says \(seconds) seconds; the shot has \((form.duration * 100).rounded() / 100), as was asked for"
        )
      }
    }
    var choreography = Choreography(script.shot, casting: casting, form: form)
    var plan = choreography.plan()
    plan.prompt = reading.prompt
    return DirectedShot(script: script, plan: plan)
  }
}
