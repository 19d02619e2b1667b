// The cut: shots matched in colour, put together frame by frame, encoded, and written for editors.

import Foundation
import ZoetropeEdit
import ZoetropeFiles
import ZoetropeMedia
import ZoetropeScreenplay
import ZoetropeShot

extension FilmBuild {
  /// Puts the film together and writes everything beside it.
  mutating func film(_ script: FilmScript, _ clips: [ShotClip]) throws -> FilmResult {
    let cut = FilmCut(script.list, settings: settings, hasCards: settings.hasTitles)
    let table = try lookTable()
    let colors = try colors(of: clips)
    let sounds = SoundFiles(folder: folder, settings: settings)
    let byID = Dictionary(uniqueKeysWithValues: clips.map { ($0.shot.id, $0) })
    let fileExtension = settings.codec.fileExtension
    let timeline = try cut.timeline(
      name: script.title, size: settings.encodedSize,
      media: { id in
        let name = byID[id]?.isDraft == false ? "picture" : "draft"
        return "shots/\(FilmFolder.name(of: id))/\(name).\(fileExtension)"
      }, cards: ("titles/title.\(fileExtension)", "titles/credits.\(fileExtension)"),
      metadata: { id in FilmBuild.metadata(byID[id]) }, colors: colors,
      soundLength: { sounds.frameCount($0) }, sounds: sounds.laid)
    for missing in sounds.missing(script.list) { report(.note("\(missing): cannot be read as a sound file")) }
    let text = self.text(script, cut, timeline, byID)
    let canvas = try canvas(clips)
    try pictures(clips, canvas)
    try cards(cut, text, canvas)
    let url = folder.file((settings.isDraft ? "draft." : "film.") + fileExtension)
    try encode(timeline, text, canvas, byID, table, sounds, to: url)
    try writeEdit(script, cut, timeline, colors)
    try self.boards(script, cut, timeline, clips)
    return FilmResult(
      film: url, frameCount: timeline.frameCount, made: made,
      drafts: clips.filter(\.isDraft).map(\.shot.id), notes: [])
  }

  // MARK: - Internals

  private mutating func boards(
    _ script: FilmScript, _ cut: FilmCut, _ timeline: Timeline, _ clips: [ShotClip]
  ) throws {
    let boards = Boards(folder: folder, settings: settings), page = folder.file("storyboard.html")
    let inputs = [
      "shots": BuildRecord.hash(script.list.json), "cast": BuildRecord.hash(script.cast.json),
      "cut": BuildRecord.hash(try timeline.otio()), "framing": settings.framing.rawValue,
      "clips": BuildRecord.hash(clips.map(\.hash).joined(separator: " ")),
    ]
    if !record.reasons(for: "boards", inputs: inputs, output: BuildRecord.hash(of: page)).isEmpty {
      try boards.write(script, cut, timeline, clips)
      try enter("boards", inputs, BuildRecord.hash(of: page) ?? "")
    }
    if settings.writesPDF { try calling { try boards.writePDF() } }
  }

  private static func metadata(_ clip: ShotClip?) -> [String: String] {
    guard let clip else { return [:] }
    let shot = clip.shot.entry.shot
    return [
      "prompt": shot.prompt, "kind": shot.kind.rawValue, "scene": "\(shot.scene)",
      "clip": clip.folder.pathComponents.suffix(3).joined(separator: "/"),
    ]
  }

  private func lookTable() throws -> CubeTable? {
    guard let url = settings.table else { return nil }
    do {
      return try CubeTable(cube: String(decoding: try FilmScript.bytes(url), as: UTF8.self))
    } catch let error as EditError {
      throw FilmError.unusable(path: url.path, reason: "\(error)")
    }
  }

  /// Corrections by shot: each scene is matched within itself.
  private func colors(of clips: [ShotClip]) throws -> [String: ColorDecision] {
    guard settings.matchesColors, !settings.isDraft else { return [:] }
    var result: [String: ColorDecision] = [:]
    let painted = clips.filter { !$0.isDraft }
    for scene in Set(painted.map(\.shot.entry.shot.scene)).sorted() {
      let shots = painted.filter { $0.shot.entry.shot.scene == scene }
      let statistics = try shots.map { try FilmBuild.statistics($0) }
      for (clip, decision) in zip(shots, ColorMatching.decisions(for: statistics)) {
        if let decision { result[clip.shot.id] = decision }
      }
    }
    return result
  }

  private func text(
    _ script: FilmScript, _ cut: FilmCut, _ timeline: Timeline, _ clips: [String: ShotClip]
  ) -> FilmText {
    var text = FilmText()
    let starts = FilmCut.starts(of: timeline)
    if let start = starts["title"], cut.titleCount > 0 {
      let words =
        [script.title] + (script.authors.isEmpty ? [] : ["\n" + script.authors.joined(separator: "\n")])
      text.add(.title, words.joined(), FrameRange(start: start, count: cut.titleCount))
    }
    if let start = starts["credits"], cut.creditsCount > 0 {
      text.add(.credits, FilmBuild.credits(script), FrameRange(start: start, count: cut.creditsCount))
    }
    if settings.burnsSubtitles {
      for subtitle in cut.subtitles(timeline) { text.add(.subtitle, subtitle.text, subtitle.range) }
    }
    for entry in cut.entries where clips[entry.shot.id]?.isDraft == true {
      guard let start = starts[entry.shot.id] else { continue }
      let people = entry.shot.people.map(\.name).joined(separator: ", ")
      let words = [entry.shot.id, entry.shot.kind.rawValue, people].filter { !$0.isEmpty }
      text.add(.mark, words.joined(separator: "   "), FrameRange(start: start, count: entry.count))
    }
    return text
  }

  private static func credits(_ script: FilmScript) -> String {
    let cast = script.cast.members.prefix(8).map { "\($0.name)   \($0.member.text)" }
    let authors = script.authors.isEmpty ? [] : ["written by \(script.authors.joined(separator: ", "))"]
    return (authors + cast + ["pictures made by zoetrope"]).joined(separator: "\n")
  }

  /// The size at which pictures are put together: that of the clips, in the film's shape, no larger than the film.
  private func canvas(_ clips: [ShotClip]) throws -> Timeline.Size {
    var width = 0
    for clip in clips {
      let url = clip.frames.appendingPathComponent(FrameSequence.name(ofFrame: 0))
      width = max(width, try PNG.read(url).frame().width)
    }
    width = min(max(width, 16), settings.encodedSize.width)
    let height = (Double(width) * Double(settings.encodedSize.height) / Double(settings.encodedSize.width))
      .rounded()
    return Timeline.Size(width: width, height: max(2, Int(height)))
  }

  private func frames(of clip: ShotClip, _ canvas: Timeline.Size, _ pass: ColorPass? = nil) -> ShotFrames {
    ShotFrames(
      clip.frames, count: clip.shot.plan.frameCount, rate: clip.shot.plan.frameRate,
      speed: clip.shot.entry.shot.speed, size: canvas, framing: settings.framing, pass: pass)
  }

  /// The clip of each shot as one file at the film's rate, uncorrected, for editors.
  private mutating func pictures(_ clips: [ShotClip], _ canvas: Timeline.Size) throws {
    for clip in clips {
      try checkStop()
      let id = clip.shot.id
      let name = (clip.isDraft ? "draft." : "picture.") + settings.codec.fileExtension
      let url = folder.shot(id).appendingPathComponent(name)
      let part = (clip.isDraft ? "draft-picture " : "picture ") + id
      let inputs = [
        "clip": clip.hash, "length": "\(clip.shot.entry.mediaCount)",
        "speed": "\(clip.shot.entry.shot.speed)", "size": sizeText(canvas),
        "framing": settings.framing.rawValue, "codec": settings.codec.rawValue,
      ]
      guard !record.reasons(for: part, inputs: inputs, output: BuildRecord.hash(of: url)).isEmpty else {
        continue
      }
      var frames = frames(of: clip, canvas)
      let encoder = FilmEncoder(
        size: settings.encodedSize, codec: settings.codec, isDraft: settings.isDraft, quality: 12,
        title: "shot \(id)")
      try calling {
        try encoder.write(frameCount: clip.shot.entry.mediaCount, source: canvas, to: url) { index in
          try checkStop()
          return try frames.bytes(index)
        }
      }
      try enter(part, inputs, BuildRecord.hash(of: url) ?? "")
    }
  }

  /// Title and credits as files, for editors.
  private mutating func cards(_ cut: FilmCut, _ text: FilmText, _ canvas: Timeline.Size) throws {
    let black = [UInt8](repeating: 0, count: canvas.width * canvas.height * 3)
    for (name, count, style) in [
      ("title", cut.titleCount, FilmText.Style.title), ("credits", cut.creditsCount, .credits),
    ] where count > 0 {
      var own = FilmText()
      for line in text.lines where line.style == style {
        own.add(style, line.text, FrameRange(start: 0, count: count))
      }
      let url = folder.file("titles/\(name).\(settings.codec.fileExtension)")
      let script = own.script(rate: FilmSettings.rate, size: settings.encodedSize)
      let inputs = [
        "text": BuildRecord.hash(script), "codec": settings.codec.rawValue, "length": "\(count)",
      ]
      guard
        !record.reasons(for: "card \(name)", inputs: inputs, output: BuildRecord.hash(of: url)).isEmpty
      else { continue }
      try FilmFolder.make(folder.file("titles"))
      try FilmEncoder(
        size: settings.encodedSize, codec: settings.codec, isDraft: settings.isDraft, text: script
      ).write(
        frameCount: count, source: canvas, to: url
      ) { _ in black }
      try enter("card \(name)", inputs, BuildRecord.hash(of: url) ?? "")
    }
  }

  private mutating func encode(
    _ timeline: Timeline, _ text: FilmText, _ canvas: Timeline.Size, _ clips: [String: ShotClip],
    _ table: CubeTable?, _ sounds: SoundFiles, to url: URL
  ) throws {
    let script = text.script(rate: FilmSettings.rate, size: settings.encodedSize)
    var inputs = [
      "cut": BuildRecord.hash(try timeline.otio()), "titles": BuildRecord.hash(script),
      "size": sizeText(canvas), "framing": settings.framing.rawValue, "codec": settings.codec.rawValue,
      "sound": sounds.hash, "table": settings.table.flatMap { BuildRecord.hash(of: $0) } ?? "none",
    ]
    for clip in clips.values { inputs["clip of \(clip.shot.id)"] = clip.hash }
    let part = url.lastPathComponent
    let reasons = record.reasons(for: part, inputs: inputs, output: BuildRecord.hash(of: url))
    guard !reasons.isEmpty else { return }
    report(.making(part, reasons: reasons.count > 3 ? Array(reasons.prefix(3)) + ["…"] : reasons))
    let track = timeline.tracks[0]
    var sources: [Int: ShotFrames] = [:]
    for (index, item) in track.items.enumerated() {
      guard let clip = item.clip, let source = clips[clip.name], clip.metadata["card"] == nil else {
        continue
      }
      sources[index] = frames(of: source, canvas, ColorPass(clip.color, table: source.isDraft ? nil : table))
    }
    let black = [UInt8](repeating: 0, count: canvas.width * canvas.height * 3)
    func bytes(_ frame: CutFrame) throws -> [UInt8] {
      switch frame {
      case .black: return black
      case .clip(let item, let index): return try sources[item]?.bytes(index) ?? black
      case .mix(let from, let to, let share, let kind):
        return PictureMix.mixed(try bytes(from), try bytes(to), share: share, kind: kind, size: canvas)
      }
    }
    let seen = track.frames
    let encoder = FilmEncoder(
      size: settings.encodedSize, codec: settings.codec, isDraft: settings.isDraft,
      text: text.lines.isEmpty ? nil : script,
      sounds: sounds.stretches(of: timeline), title: timeline.name)
    try calling {
      try encoder.write(frameCount: seen.count, source: canvas, to: url) { index in
        try checkStop()
        return try bytes(seen[index])
      }
    }
    try enter(part, inputs, BuildRecord.hash(of: url) ?? "")
  }

  private func sizeText(_ canvas: Timeline.Size) -> String {
    "\(canvas.width)x\(canvas.height) \(settings.encodedSize.width)x\(settings.encodedSize.height)"
  }

  /// The files that editors and players read.
  private func writeEdit(
    _ script: FilmScript, _ cut: FilmCut, _ timeline: Timeline, _ colors: [String: ColorDecision]
  ) throws {
    let subtitles = cut.subtitles(timeline)
    try FilmScript.write(try timeline.otio(), folder.file("timeline.otio"))
    try FilmScript.write(try timeline.finalCutXML(), folder.file("timeline.xml"))
    try FilmScript.write(try timeline.mlt(), folder.file("timeline.mlt"))
    do {
      try FilmScript.write(try timeline.edl(), folder.file("timeline.edl"))
    } catch EditError.unsupported(_, let path, let message) {
      try? FileManager.default.removeItem(at: folder.file("timeline.edl"))
      report(.note("timeline.edl is not written: \(path): \(message)"))
    }
    try FilmScript.write(
      try Subtitles.subRip(subtitles, rate: FilmSettings.rate), folder.file("film.srt"))
    try FilmScript.write(
      try Subtitles.webVTT(subtitles, rate: FilmSettings.rate), folder.file("film.vtt"))
    if !settings.isDraft {
      let decisions = colors.keys.sorted().compactMap { id in colors[id].map { (id: id, decision: $0) } }
      try FilmScript.write(ColorDecision.collection(decisions), folder.file("colors.ccc"))
    }
  }
}
