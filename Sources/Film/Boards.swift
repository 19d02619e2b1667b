// What a crew works with on paper: the storyboard, the shot list, who plays whom.

import Foundation
import ZoetropeEdit
import ZoetropeFiles
import ZoetropeMedia
import ZoetropeScreenplay
import ZoetropeShot

/// Writes storyboard, shot list and cast sheet.
struct Boards {
  let folder: FilmFolder
  let settings: FilmSettings

  /// Writes `storyboard.html` with its pictures, `storyboard.png` and `shots.csv`.
  func write(
    _ script: FilmScript, _ cut: FilmCut, _ timeline: Timeline, _ clips: [ShotClip]
  ) throws {
    try FilmScript.write(script.list.csv, folder.file("shots.csv"))
    let pictures = folder.file("storyboard")
    try FilmFolder.make(pictures)
    var tiles: [ContactSheet.Tile] = []
    for clip in clips {
      let middle = clip.shot.plan.frameCount / 2
      let source = clip.frames.appendingPathComponent(FrameSequence.name(ofFrame: middle))
      let frame = try PNG.read(source).frame()
      let shape = Timeline.Size(
        width: frame.width, height: frame.width * settings.size.height / settings.size.width)
      let shaped = frame.shaped(to: shape, settings.framing)
      try PNG.write(shaped, to: pictures.appendingPathComponent(Boards.pictureName(clip.shot.id)))
      let label = "\(clip.shot.id) \(clip.shot.entry.shot.kind.rawValue)"
      tiles.append(ContactSheet.Tile(shaped, String(label.filter(\.isASCII))))
    }
    try PNG.write(ContactSheet(columns: 5).render(tiles), to: folder.file("storyboard.png"))
    try FilmScript.write(html(script, cut, timeline, clips), folder.file("storyboard.html"))
    removeOld(pictures, clips.map { Boards.pictureName($0.shot.id) })
  }

  /// Turns `storyboard.html` into `storyboard.pdf`, by the first of the programs that is installed.
  ///
  /// - Throws: `MediaError.toolMissing` where there is neither, `MediaError.toolFailed`.
  func writePDF(searchPath: String? = ProcessInfo.processInfo.environment["PATH"]) throws {
    let page = folder.file("storyboard.html"), out = folder.file("storyboard.pdf")
    func tool(_ name: String) throws -> ExternalTool {
      try ExternalTool(name, searchPath: searchPath, instead: "print storyboard.html from a browser")
    }
    try AtomicFile.fill(out) { temporary in
      if let weasyprint = try? tool("weasyprint") {
        return try weasyprint.run([page.path, temporary.path]) { _ in }
      }
      var arguments = ["--headless", "--disable-gpu", "--no-pdf-header-footer"]
      // Chromium's sandbox refuses the superuser, and the page is our own.
      if getuid() == 0 { arguments.append("--no-sandbox") }
      try tool("chromium").run(
        arguments + ["--print-to-pdf=\(temporary.path)", page.absoluteString]
      ) { _ in }
    }
  }

  // MARK: - Internals

  private static func pictureName(_ id: String) -> String { FilmFolder.name(of: id) + ".png" }

  private func removeOld(_ pictures: URL, _ names: [String]) {
    let there = (try? FileManager.default.contentsOfDirectory(atPath: pictures.path)) ?? []
    for name in Set(there).subtracting(names) where name.hasSuffix(".png") {
      try? FileManager.default.removeItem(at: pictures.appendingPathComponent(name))
    }
  }

  private func html(
    _ script: FilmScript, _ cut: FilmCut, _ timeline: Timeline, _ clips: [ShotClip]
  ) -> String {
    let starts = FilmCut.starts(of: timeline)
    var body = ""
    var scene: Int?
    for clip in clips {
      let shot = clip.shot.entry.shot
      if shot.scene != scene {
        if scene != nil { body += "</section>\n" }
        scene = shot.scene
        body += "<section>\n<h2>\(shot.scene). \(Boards.escaped(script.heading(ofScene: shot.scene)))</h2>\n"
      }
      let time = Timecode(frame: starts[shot.id] ?? 0, rate: timeline.rate)
      let people = shot.people.map { "\($0.name) (\($0.side.rawValue))" }.joined(separator: ", ")
      body += """
        <figure>
        <img src="storyboard/\(Boards.escaped(Boards.pictureName(shot.id)))" alt="\(Boards.escaped(shot.prompt))">
        <figcaption><b>\(Boards.escaped(shot.id))</b> \(shot.kind.rawValue), \(Boards.seconds(shot.seconds)) s, \(time)\
        \(shot.transition == .cut ? "" : ", then \(shot.transition.rawValue)")\(clip.isDraft ? ", draft" : "")
        \(people.isEmpty ? "" : "<br>\(Boards.escaped(people))")
        \(shot.action.isEmpty ? "" : "<br><i>\(Boards.escaped(shot.action))</i>")
        \(shot.dialogue.isEmpty ? "" : "<br>\(Boards.escaped(shot.speaker ?? "")): “\(Boards.escaped(shot.dialogue))”")
        </figcaption></figure>

        """
    }
    if scene != nil { body += "</section>\n" }
    let cast = script.cast.members.map { name, member in
      let count = clips.count { $0.shot.entry.shot.people.contains { $0.name == name } }
      return
        "<tr><td>\(Boards.escaped(name))</td><td>\(Boards.escaped(member.text))</td><td>\(count)</td></tr>"
    }
    let length = Boards.seconds(timeline.rate.seconds(timeline.frameCount))
    return """
      <!doctype html>
      <meta charset="utf-8">
      <title>\(Boards.escaped(script.title)): storyboard</title>
      <style>
      body { font: 10pt/1.35 sans-serif; margin: 2em; color: #222 }
      h2 { font-size: 12pt; border-bottom: 1px solid #999; break-after: avoid }
      section { display: block }
      figure { display: inline-block; vertical-align: top; width: 31%; margin: 0 1% 1em 0; break-inside: avoid }
      img { width: 100%; border: 1px solid #444 }
      table { border-collapse: collapse; margin: 1em 0 }
      td, th { border: 1px solid #bbb; padding: 0.2em 0.6em; text-align: left }
      @page { size: A4 landscape; margin: 14mm }
      </style>
      <h1>\(Boards.escaped(script.title))</h1>
      <p>\(clips.count) shots, \(length) s</p>
      <table><tr><th>Character</th><th>played by</th><th>shots</th></tr>
      \(cast.joined(separator: "\n"))
      </table>
      \(body)
      """
  }

  private static func seconds(_ value: Double) -> String { JSON.literal((value * 10).rounded() / 10) }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += " "
      default: result.append(character)
      }
    }
  }
}
