import Foundation
import SmallModels
import Testing
import ZoetropeLanguage
import ZoetropePlanner
import ZoetropeShot

@testable import ZoetropeSession

/// What a prompt states is in the plan, or a note says what is missing. The planner here has random weights, so that its plans
/// lack much.
@Suite struct PromptCheckTests {
  let studio: Studio
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "zoetrope-check-\(UUID().uuidString)")
    try SmallModels.writeDenoiser(in: folder)
    try SmallModels.writePlanner(words: ["fox", "snow", "night", "red", "runs"], in: folder)
    studio = try Studio(ModelCatalog(folders: [folder]).find("sketch"))
  }

  private func missing(_ plan: ShotPlan, _ prompt: String) -> [StatementCheck] {
    CaptionParser().parse(prompt).checks(against: plan).filter { !$0.isTrue }
  }

  @Test(arguments: [
    "a red fox runs to the left through the snow at night", "two dogs in the rain, film noir",
  ])
  func whatIsMissingIsNoted(prompt: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for seed in 0..<6 as Range<UInt64> {
      let single = try studio.plan(prompt, seed: seed)
      var request = ClipRequest(.prompt(prompt))
      request.seed = seed
      let take = try studio.job(request).job.takes[0]
      let lacks = missing(take.recipe.plan, prompt)
      // Of the attempts the first that lacks least is taken, under the seed that was asked for.
      #expect(lacks.count <= missing(single.plan, prompt).count)
      #expect(take.recipe.plan.seed == seed)
      #expect(take.notes.suffix(lacks.count) == lacks.map(\.note)[...])
      #expect(lacks.allSatisfy { !$0.said.isEmpty && $0.note.contains($0.said) })
    }
  }

  /// What is planned again is planned otherwise: over some seeds more is there than after one attempt.
  @Test func planningAgainHelps() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let prompt = "a big blue whale spins slowly in the desert at dawn in the rain, film noir, pan to the left"
    var (once, again) = (0, 0)
    for seed in 0..<12 as Range<UInt64> {
      once += missing(try studio.plan(prompt, seed: seed).plan, prompt).count
      again += missing(try studio.checkedPlan(prompt, seed: seed, PlanningSettings()).plan, prompt).count
    }
    #expect(again < once, "\(again) things missing, \(once) after one attempt")
  }
}
