// The files of a small film, for looking at and for `Scripts/check-interchange`, which has other programs read them.
//
//   swift run -c release film-files samples FOLDER     a timeline in every format
//   swift run -c release film-files again FILE.otio    a timeline read and written again, to standard output
//   swift run -c release film-files outline SCRIPT     the elements of a screenplay, one a line
//   swift run -c release film-files shots SCRIPT       a first shot list, one a line

import Foundation
import ZoetropeEdit
import ZoetropeScreenplay

/// Three colours, one film: shots of 4 s at 24 frames per second with handles for transitions.
func sampleTimeline(rate: FrameRate) throws -> Timeline {
  func clip(_ name: String, _ file: String, _ start: Int, _ count: Int) -> Timeline.Clip {
    let media = Timeline.Media(path: file, available: FrameRange(start: 0, count: 96), hasAudio: true)
    return Timeline.Clip(
      name: name, media: media, source: FrameRange(start: start, count: count),
      metadata: ["prompt": "the colour \(name)"])
  }
  var red = clip("red", "red.mp4", 0, 48)
  red.markers = [Timeline.Marker(name: "look", range: FrameRange(start: 10, count: 1), color: .red)]
  red.color = ColorDecision(
    slope: .init(1.1, 1, 0.9), offset: .init(0, 0.02, -0.01), power: .init(1, 1.2, 1), saturation: 0.8)
  var timeline = try Timeline(
    name: "Three colours", rate: rate, startFrame: 3600 * rate.timebase,
    size: Timeline.Size(width: 64, height: 36),
    shots: [
      CutShot(red, transition: Timeline.Transition(.dissolve, inOffset: 6, outOffset: 6)),
      CutShot(clip("green", "green.mp4", 12, 36), soundOffset: 8),
      CutShot(
        clip("blue", "blue.mp4", 24, 40),
        transition: Timeline.Transition(.wipe(.leftToRight), inOffset: 6, outOffset: 6)),
      CutShot(
        clip("red again", "red.mp4", 20, 40),
        transition: Timeline.Transition(.dissolve, inOffset: 12, outOffset: 0)),
    ], opening: Timeline.Transition(.dissolve, inOffset: 0, outOffset: 12))
  timeline.markers = [Timeline.Marker(name: "Scene 2", range: FrameRange(start: 84, count: 1))]
  return timeline
}

func writeSamples(to folder: URL) throws {
  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }
  for (name, rate) in [("24", FrameRate.film), ("23976", .ntscFilm), ("2997", .ntsc)] {
    let timeline = try sampleTimeline(rate: rate)
    try write("film-\(name).otio", try timeline.otio())
    try write("film-\(name).edl", try timeline.edl(dropsFrames: name == "2997"))
    try write("film-\(name).xml", try timeline.finalCutXML())
    try write("film-\(name).mlt", try timeline.mlt())
    let subtitles = [
      Subtitle(range: FrameRange(start: 0, count: 48), text: "Red, they say.\nRed!", speaker: "MARA"),
      Subtitle(range: FrameRange(start: 60, count: 24), text: "Green & <calm>.", speaker: "OTTO"),
    ]
    try write("film-\(name).srt", try Subtitles.subRip(subtitles, rate: rate))
    try write("film-\(name).vtt", try Subtitles.webVTT(subtitles, rate: rate))
  }
  let decision = ColorDecision(
    slope: .init(1.1, 1, 0.9), offset: .init(0, 0.02, -0.01), power: .init(1, 1.2, 1), saturation: 0.8)
  try write("grade.cc", decision.colorCorrection(id: "red"))
  try write("grade.ccc", ColorDecision.collection([("red", decision), ("other", ColorDecision())]))
  if let table = CubeTable(size: 33, title: "grade", decision.applied) { try write("grade.cube", table.cube) }
  let colors = [ColorDecision.Channels(0.1, 0.2, 0.3), .init(0.5, 0.5, 0.5), .init(0.9, 0.3, 0.6)]
  // What a reader of grade.cc should make of these colours.
  try write(
    "grade.txt",
    colors.map { color in
      let graded = decision.applied(to: color)
      return "\(color.red) \(color.green) \(color.blue) \(graded.red) \(graded.green) \(graded.blue)\n"
    }.joined())
}

func line(_ content: ScreenplayElement.Content) -> [String] {
  switch content {
  case .sceneHeading(let heading):
    return ["heading\t\(heading.text)\(heading.number.map { "\t\($0)" } ?? "")"]
  case .action(let text): return ["action\t\(text)"]
  case .speech(let speech):
    let cue = ([speech.character] + speech.extensions.map { "(\($0))" }).joined(separator: " ")
    return ["character\t\(cue)\(speech.isDual ? "\tdual" : "")"]
      + speech.parts.map { part in
        switch part {
        case .parenthetical(let text): "parenthetical\t(\(text))"
        case .dialogue(let text): "dialogue\t\(text)"
        case .lyric(let text): "lyric\t\(text)"
        case .note(let text): "note\t\(text)"
        }
      }
  case .transition(let text): return ["transition\t\(text)"]
  case .centered(let text): return ["centered\t\(text)"]
  case .lyric(let text): return ["lyric\t\(text)"]
  case .section(let depth, let text): return ["section\t\(depth)\t\(text)"]
  case .synopsis(let text): return ["synopsis\t\(text)"]
  case .note(let text): return ["note\t\(text)"]
  case .boneyard(let text): return ["boneyard\t\(text)"]
  case .pageBreak: return ["pagebreak"]
  }
}

func outline(_ bytes: [UInt8]) throws -> String {
  let play = try Screenplay(fountain: bytes)
  guard Array(play.fountain.utf8) == bytes,
    Screenplay(fountain: play.normalized.fountain).normalized.elements == play.normalized.elements
  else { return "LOST\n" }
  let page = (play.titlePage?.entries ?? []).map { "title\t\($0.key)\t\($0.lines.joined(separator: "\n"))" }
  let lines = page + play.elements.flatMap { line($0.content) }
  return lines.map { $0.replacingOccurrences(of: "\n", with: "\\n") + "\n" }.joined()
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  FileHandle.standardError.write(
    Data("usage: film-files samples FOLDER | again FILE | outline FILE | shots FILE\n".utf8))
  exit(64)
}
do {
  switch arguments[1] {
  case "samples": try writeSamples(to: URL(fileURLWithPath: arguments[2]))
  case "again":
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: arguments[2])))
    print(try Timeline(otio: bytes).otio(), terminator: "")
  case "shots":
    let play = try Screenplay(fountain: Array(try Data(contentsOf: URL(fileURLWithPath: arguments[2]))))
    let list = ShotList(breaking: play, cast: try CastMap(casting: play))
    for shot in list.shots {
      print(
        shot.id, shot.kind, shot.seconds, shot.prompt, shot.dialogue.debugDescription, shot.transition,
        separator: "\t")
    }
    print("\(list.shots.count) shots, \(Int(list.seconds.rounded())) s")
  default: print(try outline(Array(try Data(contentsOf: URL(fileURLWithPath: arguments[2])))), terminator: "")
  }
} catch {
  FileHandle.standardError.write(Data("\(arguments[2]): \(error)\n".utf8))
  exit(1)
}
