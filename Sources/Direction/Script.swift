// What reading a prompt as a script gives: the shot, what became of every mention, and what to tell the person.

import ZoetropeLanguage
import ZoetropeShot

/// What became of a mention.
public enum MentionFate: Sendable, Equatable {
  /// An actor, by number.
  case actor(Int)
  /// A thing in the scene, by number.
  case piece(Int)
  /// The same as an earlier mention.
  case same(Int)
  /// The place, or part of it.
  case place
  /// Time, weather, look or age.
  case light
  /// The camera, the shot's size or its length.
  case camera
  /// Said of other mentions, and taken in there: a colour, a number, a motion, a relation.
  case property([Int])
  /// Must not be seen.
  case absent
  /// A word that makes others what they are: "without", "then".
  case grammar
  /// Meant for other programs.
  case stripped
  /// Not in the plan; a note says so.
  case leftOut
}

/// A prompt as a script.
public struct Script: Sendable, Equatable {
  /// The shot.
  public var shot: ScriptedShot
  /// What became of each mention, in their order: one for every mention.
  public var fates: [MentionFate]
  /// What is not in the plan as it was said, in sentences for people.
  public var notes: [String]

  /// Whether nothing of the prompt was understood.
  public var isEmpty: Bool {
    !fates.contains {
      switch $0 {
      case .actor, .piece, .place, .light, .camera: true
      default: false
      }
    }
  }
}
