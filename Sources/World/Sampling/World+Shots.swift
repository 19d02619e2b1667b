// The whole synthetic world under one name. Drawing and describing shots needs neither the font nor an atlas.

import ZoetropeLanguage
import ZoetropeShot
import ZoetropeRandom

extension World {
  /// Draws a plausible shot; see ``ShotSampler``.
  public static func sample(
    _ options: ShotSampler.Options = ShotSampler.Options(), using generator: inout Generator
  ) -> ShotPlan {
    ShotSampler(options).sample(using: &generator)
  }

  /// Describes a shot in words; see ``Describer``.
  ///
  /// - Throws: `PlanError` where the plan holds what has no word (`ShotPlan.closedVocabularyIssues`).
  public static func describe(
    _ plan: ShotPlan, split: CaptionSplit = .training, using generator: inout Generator
  ) throws(PlanError) -> Caption {
    try Describer(split: split).describe(plan, using: &generator)
  }
}
