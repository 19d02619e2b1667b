// The clip of every shot: rendered by the model, or drawn from its plan.

import Foundation
import ZoetropeFiles
import ZoetropeMedia
import ZoetropeSession
import ZoetropeShot

extension FilmBuild {
  /// Makes the clips that are missing or out of date.
  ///
  /// - Parameter selected: the shots that may be made; nil for all. Others are shown as they are, or as drafts.
  mutating func clips(of shots: [PlannedShot], selected: Set<String>?) async throws -> [ShotClip] {
    guard let model = maker.model, !settings.isDraft else {
      return try shots.map { try draft($0) }
    }
    let wanted = Dictionary(uniqueKeysWithValues: shots.map { ($0.id, inputs(of: $0, model)) })
    try moveClips(to: wanted)
    var result: [ShotClip] = []
    var scenery: [Int: ColorStatistics] = [:]
    for shot in shots {
      try checkStop()
      let part = "clip \(shot.id)"
      let place = folder.shot(shot.id).appendingPathComponent("clip", isDirectory: true)
      let manifest = place.appendingPathComponent(Manifest.name)
      let reasons = record.reasons(
        for: part, inputs: wanted[shot.id] ?? [:], output: BuildRecord.hash(of: manifest))
      if !reasons.isEmpty {
        if let selected, !selected.contains(shot.id) {
          result.append(try draft(shot))
          continue
        }
        report(.making("shot \(shot.id)", reasons: reasons))
        try await render(shot, model, to: place, scenery: scenery[shot.entry.shot.scene])
        guard let hash = BuildRecord.hash(of: manifest) else {
          throw FilmError.unusable(path: manifest.path, reason: "is missing; make the shot again")
        }
        let note = try takeNote(manifest)
        if let note { report(.note("shot \(shot.id): \(note)")) }
        try enter(part, wanted[shot.id] ?? [:], hash, note: note)
        made.append(shot.id)
      }
      let clip = ShotClip(
        shot: shot, folder: place,
        frames: place.appendingPathComponent(ClipWriter.framesFolder, isDirectory: true),
        hash: BuildRecord.hash(of: manifest) ?? "", isDraft: false)
      if scenery[shot.entry.shot.scene] == nil, settings.takeCount > 1 {
        scenery[shot.entry.shot.scene] = try FilmBuild.statistics(clip)
      }
      result.append(clip)
    }
    return result
  }

  /// What the scenery of a clip looks like.
  static func statistics(_ clip: ShotClip) throws -> ColorStatistics {
    let plan = clip.shot.plan
    let places = Set([0, plan.frameCount / 2, plan.frameCount - 1]).sorted()
    let frames = try places.map { index in
      let url = clip.frames.appendingPathComponent(FrameSequence.name(ofFrame: index))
      return (frame: try PNG.read(url).frame(), time: plan.time(ofFrame: index))
    }
    return ColorStatistics(frames, plan: plan)
  }

  // MARK: - Internals

  private func inputs(of shot: PlannedShot, _ model: FilmModel) -> [String: String] {
    let steps = settings.stepCount.map(String.init) ?? "standard"
    return [
      "plan": shot.planHash, "model": model.identity, "steps": steps, "takes": "\(settings.takeCount)",
    ]
  }

  private func render(
    _ shot: PlannedShot, _ model: FilmModel, to place: URL, scenery: ColorStatistics?
  ) async throws {
    let studio = try model.studio()
    var request = ClipRequest(.plan(shot.plan))
    request.stepCount = settings.stepCount
    request.takeCount = settings.takeCount
    // Takes of a model that is told the scenery stay in the place of the scene.
    request.keepsScenery = model.vocabulary == .pictures
    request.pick = settings.takeCount > 1 ? .best : .all
    let judge =
      settings.takeCount > 1 ? try model.judge().map { FilmJudge(judge: $0, scenery: scenery) } : nil
    try FilmFolder.make(folder.shot(shot.id))
    let session = RenderSession(studio, judge: judge)
    let queued = await session.add(request, to: .continued(place, formats: [.png], replaces: true))
    do {
      for try await event in queued.events {
        report(.shot(shot.id, event))
        if shouldStop() { await queued.cancel() }
      }
      _ = try await queued.result()
    } catch SessionError.interrupted {
      throw FilmError.stopped(path: folder.url.path)
    }
  }

  /// Which take was kept and why, in words; nil where there was no choice.
  private func takeNote(_ manifest: URL) throws -> String? {
    guard let pick = try Manifest(manifest).pick else { return nil }
    func score(_ grade: TakeGrade) -> String {
      grade.score.map { "\(($0 * 1000).rounded() / 1000)" } ?? "nothing could be asked"
    }
    let others = pick.takes.enumerated().filter { $0.offset != pick.take - 1 }.map { place, take in
      let wrong = take.grade.wrong.prefix(3).joined(separator: ", ")
      return "\(place + 1) \(score(take.grade))\(wrong.isEmpty ? "" : " (wrong: \(wrong))")"
    }
    return
      "take \(pick.take) of \(pick.takes.count) is kept, with \(score(pick.takes[pick.take - 1].grade)); "
      + "take " + others.joined(separator: "; take ")
  }

  /// Takes clips along whose shots have got another name: a paragraph that is inserted renames all shots after it.
  private mutating func moveClips(to wanted: [String: [String: String]]) throws {
    let manager = FileManager.default
    let holding = folder.file(".film/moved")
    try takeBack(from: holding, wanted)
    var sources: [String: String] = [:]
    for (name, part) in record.parts where name.hasPrefix("clip ") {
      let id = String(name.dropFirst(5))
      if wanted[id] != part.inputs { sources[BuildRecord.key(part.inputs)] = id }
    }
    // Two steps, so that two shots may change places.
    var moves: [(from: String, to: String, part: BuildRecord.Part)] = []
    for id in wanted.keys.sorted() {
      guard let inputs = wanted[id], record.parts["clip \(id)"]?.inputs != inputs,
        let from = sources.removeValue(forKey: BuildRecord.key(inputs)),
        let part = record.parts["clip \(from)"]
      else { continue }
      moves.append((from, id, part))
    }
    guard !moves.isEmpty else { return }
    try FilmFolder.make(holding)
    func clip(_ id: String) -> URL { folder.shot(id).appendingPathComponent("clip") }
    func held(_ id: String) -> URL { holding.appendingPathComponent(FilmFolder.name(of: id)) }
    for move in moves {
      try? manager.removeItem(at: held(move.to))
      guard (try? manager.moveItem(at: clip(move.from), to: held(move.to))) != nil else { continue }
      record.forget { $0 == "clip \(move.from)" }
    }
    for move in moves where manager.fileExists(atPath: held(move.to).path) {
      try FilmFolder.make(folder.shot(move.to))
      try? manager.removeItem(at: clip(move.to))
      try manager.moveItem(at: held(move.to), to: clip(move.to))
      record.enter(
        "clip \(move.to)", inputs: move.part.inputs, output: move.part.output, note: move.part.note)
      report(.note("shot \(move.to): is the clip of \(move.from), which it was called before"))
    }
    try record.write(to: folder.record)
    try? manager.removeItem(at: holding)
  }
}

extension FilmBuild {
  /// Puts clips in place that a run had taken up when it was killed.
  private mutating func takeBack(from holding: URL, _ wanted: [String: [String: String]]) throws {
    let manager = FileManager.default
    for name in (try? manager.contentsOfDirectory(atPath: holding.path)) ?? [] {
      let held = holding.appendingPathComponent(name, isDirectory: true)
      guard let hash = BuildRecord.hash(of: held.appendingPathComponent(Manifest.name)),
        let part = record.parts.values.first(where: { $0.output == hash }),
        let id = wanted.keys.sorted().first(where: { wanted[$0] == part.inputs })
      else { continue }
      let place = folder.shot(id).appendingPathComponent("clip", isDirectory: true)
      try FilmFolder.make(folder.shot(id))
      guard (try? manager.moveItem(at: held, to: place)) != nil else { continue }
      try enter("clip \(id)", part.inputs, hash, note: part.note)
    }
    try? manager.removeItem(at: holding)
  }
}

extension BuildRecord {
  /// Inputs as one text.
  static func key(_ inputs: [String: String]) -> String {
    inputs.keys.sorted().map { "\($0)=\(inputs[$0] ?? "")" }.joined(separator: ";")
  }
}
