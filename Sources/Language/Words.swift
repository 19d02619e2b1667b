// The form of every vocabulary table: what may be said in training, and what is kept for evaluation.

import ZoetropeRandom

/// Which words and templates a caption may use.
public enum CaptionSplit: String, CaseIterable, Codable, Sendable {
  /// Words and templates that models are trained on.
  case training
  /// Templates kept from training, with training words.
  case heldOutTemplates
  /// Templates kept from training, with training words and words kept from training mixed.
  case heldOut
  /// Training templates, with training words and words kept from training mixed: for models whose last lessons are to teach every
  /// word. What they know of held-out words is no measure any more.
  case everyWord

  /// Whether templates are those kept from training.
  var hasHeldOutTemplates: Bool { self == .heldOut || self == .heldOutTemplates }

  /// Whether words are chosen among those kept from training, too.
  var hasHeldOutWords: Bool { self == .heldOut || self == .everyWord }
}

/// Ways to say one thing, the plainest first.
struct Words: Sendable {
  /// Used in training; descriptions use the first.
  let training: [String]
  /// Never used in training.
  let heldOut: [String]

  init(_ training: String..., heldOut: [String] = []) {
    self.training = training
    self.heldOut = heldOut
  }

  /// All of them.
  var all: [String] { training + heldOut }

  /// The plainest one.
  var plain: String { training[0] }

  /// One of them; in a split with held-out words every second time a held-out one, where there is one.
  func pick(_ split: CaptionSplit, using generator: inout Generator) -> String {
    if split.hasHeldOutWords && !heldOut.isEmpty && generator.chance(0.5) { return generator.pick(heldOut) }
    return generator.pick(training)
  }
}
