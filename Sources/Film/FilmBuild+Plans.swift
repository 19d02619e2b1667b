// The plan of every shot: staged from the list, or asked of the planner, or as somebody edited it.

import Foundation
import ZoetropeCast
import ZoetropeFiles
import ZoetropePlanner
import ZoetropeScreenplay
import ZoetropeSession
import ZoetropeShot

extension FilmBuild {
  /// Plans every shot of the list.
  mutating func plans(of script: FilmScript) async throws -> [PlannedShot] {
    let table = try SceneTable.builtIn()
    let vocabulary = maker.vocabulary
    let cast = try FilmCast(
      script.cast, things: script.things, vocabulary: vocabulary, aspectRatio: maker.aspectRatio)
    for note in cast.notes { report(.note(note)) }
    if vocabulary == .kinds, !Look.shipped.contains(settings.look) {
      throw FilmError.badSetting(
        name: "look", value: settings.look.rawValue,
        expected: "one that the model knows: " + Look.shipped.map(\.rawValue).joined(separator: ", "))
    }
    var scenes: [Int: SceneSetting] = [:]
    for (index, scene) in script.scenes.enumerated() {
      scenes[index + 1] = SceneSetting(
        scene, words: script.words(ofScene: index + 1), table: table, vocabulary: vocabulary)
    }
    SceneSetting.settle(&scenes, headings: script.scenes.indices.map { script.heading(ofScene: $0 + 1) })
    let staging = try ShotStaging(cast: cast, vocabulary: vocabulary, look: settings.look)
    let cut = FilmCut(script.list, settings: settings, hasCards: settings.hasTitles)
    let lost = scenes[1] ?? SceneSetting.nowhere
    let staged = staging.plans(
      of: cut.entries.map { entry in
        let rate = FilmBuild.planRate(entry, settings)
        return ShotStaging.Task(
          entry.shot, in: scenes[entry.shot.scene] ?? lost, frameCount: entry.planFrameCount(rate: rate),
          frameRate: Double(rate))
      })
    var result: [PlannedShot] = []
    for (entry, staged) in zip(cut.entries, staged) {
      try checkStop()
      var plan = staged
      if settings.planning == .prompted, let model = maker.model {
        plan = try prompted(entry, plan, model)
      }
      try plan.validate()
      let (kept, hash) = try keep(plan, of: entry.shot.id)
      result.append(
        PlannedShot(
          entry: entry,
          listing: PlannedListing(
            entry.shot, kept, heading: script.heading(ofScene: entry.shot.scene), cast: cast),
          planHash: hash))
    }
    // Once for all plans: a run that ends before makes the same plans again.
    try record.write(to: folder.record)
    // What is known of clips stays: one whose shot is gone may be wanted again, under this name or another.
    let ids = Set(result.map(\.id))
    record.forget { name in
      let words = name.split(separator: " ")
      return words.count == 2 && ["plan", "draft", "picture", "draft-picture"].contains(words[0])
        && !ids.contains(String(words[1]))
    }
    return result
  }

  // MARK: - Internals

  /// Frames per second of a plan: fewer for a shot that would hold more than a model denoises.
  static func planRate(_ entry: FilmCut.Entry, _ settings: FilmSettings) -> Int {
    // 8192 patches at 112 of them for two frames, which the models make of a wide frame.
    let most = 144
    let rates = [24, 12, 8, 6, 4, 3, 2, 1].filter { $0 <= settings.planRate }
    return rates.first { entry.planFrameCount(rate: $0) <= most } ?? 1
  }

  /// The planner's plan for the prompt of a shot, as long as a staged one and with its place and light.
  private func prompted(_ entry: FilmCut.Entry, _ staged: ShotPlan, _ model: FilmModel) throws -> ShotPlan {
    var planning = PlanningSettings()
    planning.shape = .wide
    planning.frameCount = min(staged.frameCount, 1024)
    planning.frameRate = staged.frameRate
    let shot = try model.studio().plan(entry.shot.prompt, seed: staged.seed, planning)
    for note in shot.notes { report(.note("\(entry.shot.id): \(note)")) }
    var plan = shot.plan
    plan.seed = staged.seed
    (plan.scene, plan.period, plan.time, plan.weather) = (
      staged.scene, staged.period, staged.time, staged.weather
    )
    plan.look = staged.look
    return plan
  }

  /// Writes a plan; one that somebody edited stays, for as long as what it was made from stays.
  private mutating func keep(_ plan: ShotPlan, of id: String) throws -> (ShotPlan, String) {
    let part = "plan \(id)", url = folder.plan(id)
    let json = try plan.json()
    let fresh = SHA256.hash(Array(json))
    let present = BuildRecord.hash(of: url)
    if let known = record.parts[part], let present, present != known.output {
      if known.inputs["staging"] == fresh {
        return (try ShotPlan(json: Data(try FilmScript.bytes(url)), path: url.path), present)
      }
      let aside = folder.shot(id).appendingPathComponent("plan.edited.json")
      _ = try? FileManager.default.removeItem(at: aside)
      try? FileManager.default.moveItem(at: url, to: aside)
      report(.note("\(id): the shot changed; your edited plan is kept as \(aside.lastPathComponent)"))
    }
    if present != fresh {
      try FilmFolder.make(folder.shot(id))
      try AtomicFile.write(json, to: url)
    }
    if record.parts[part]?.output != fresh {
      record.enter(part, inputs: ["staging": fresh], output: fresh)
    }
    return (plan, fresh)
  }
}

extension SceneSetting {
  /// Where nothing is known.
  static let nowhere = SceneSetting(backdrop: .meadow, time: .day, weather: .clear, seed: 0)

  private init(backdrop: Scene, time: TimeOfDay, weather: Weather, seed: UInt64) {
    (self.backdrop, self.time, self.weather, self.seed) = (backdrop, time, weather, seed)
    (recipe, period) = (nil, nil)
  }

  /// Gives scenes under the same heading the same weather: the first that the screenplay names.
  static func settle(_ scenes: inout [Int: SceneSetting], headings: [String]) {
    var first: [String: Weather] = [:]
    for (index, heading) in headings.enumerated() {
      guard let weather = scenes[index + 1]?.weather else { continue }
      if let known = first[heading], known != .clear || weather == .clear { continue }
      first[heading] = weather
    }
    for (index, heading) in headings.enumerated() {
      if let weather = first[heading] { scenes[index + 1]?.weather = weather }
    }
  }
}
