// Many clips from one file: a prompt per line, or a JSON object per line where one wants settings of its own.

import Foundation
import ZoetropeCast
import ZoetropeDenoiser
import ZoetropeFiles
import ZoetropeShot

/// One line of a batch.
public struct BatchLine: Sendable {
  /// The line's number in the file, from 1.
  public let number: Int
  /// The words of the line, for people.
  public let title: String
  /// The name of its folder, where the line gives one.
  public let name: String?
  /// What it asks for, or what is wrong with it.
  public let request: Result<ClipRequest, SessionError>

  /// The name of its folder in the batch's: `0007-a-red-fox`, the same at every run.
  public var folderName: String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "-"
      + ClipName.folder(name ?? title)
  }
}

/// Reads batches.
public enum BatchFile {
  /// Reads a file.
  ///
  /// Empty lines and those that begin with `#` are skipped. A line that begins with `{` is an object with `prompt` or
  /// `plan` (a path, relative to the file), and any of `name`, `size`, `frames`, `fps`, `steps`, `sampler`, `schedule`,
  /// `guidance`, `sceneNoise`, `window`, `upscale`, `seed`, `temperature`, `takes`, `pick`, `firstFrame`, `lastFrame`, `cast`; other members are errors. A
  /// wrong line is an error of that line alone.
  ///
  /// - Parameter defaults: the request whose settings hold where a line says nothing.
  /// - Throws: `FileError`, also for text in another encoding than UTF-8.
  public static func read(_ url: URL, defaults: ClipRequest) throws -> [BatchLine] {
    var lines: [BatchLine] = []
    for (index, line) in try TextFile.lines(url).enumerated() {
      let words = line.trimmingCharacters(in: .whitespaces)
      if words.isEmpty || words.hasPrefix("#") { continue }
      lines.append(
        isJSON(words, url) ? object(words, index + 1, url, defaults) : prompt(words, index + 1, defaults))
    }
    return lines
  }

  // MARK: - Internals

  /// Whether a line is JSON and no prompt: an object, or, where the file's name says that its lines are JSON, any other value,
  /// which is a mistake then.
  private static func isJSON(_ words: String, _ url: URL) -> Bool {
    if words.hasPrefix("{") { return true }
    guard ["jsonl", "ndjson"].contains(url.pathExtension.lowercased()) else { return false }
    return (try? JSON(parsing: Array(words.utf8))) != nil
  }

  private static func prompt(_ words: String, _ number: Int, _ defaults: ClipRequest) -> BatchLine {
    var request = defaults
    request.subject = .prompt(words)
    return BatchLine(number: number, title: words, name: nil, request: .success(request))
  }

  private static func object(
    _ text: String, _ number: Int, _ url: URL, _ defaults: ClipRequest
  ) -> BatchLine {
    let place = "\(url.path), line \(number)"
    do throws(JSONError) {
      let value = try JSON(parsing: Data(text.utf8))
      let title = value["prompt"]?.string ?? value["plan"]?.string ?? text
      let request = Result { () throws(SessionError) in
        try self.request(value, place, url.deletingLastPathComponent(), defaults)
      }
      return BatchLine(number: number, title: title, name: value["name"]?.string, request: request)
    } catch {
      let reason = SessionError.badPlan(path: place, reason: "it is not JSON: \(error)")
      return BatchLine(number: number, title: text, name: nil, request: .failure(reason))
    }
  }

  private static func request(
    _ value: JSON, _ place: String, _ folder: URL, _ defaults: ClipRequest
  ) throws(SessionError) -> ClipRequest {
    guard case .object(let members) = value else {
      throw .badPlan(path: place, reason: "expected an object, got \(value.kind)")
    }
    var request = defaults
    var hasSubject = false
    for member in members {
      func wrong(_ expected: String) -> SessionError {
        .badPlan(path: place, reason: "\(member.name) must be \(expected)")
      }
      func need<T>(_ value: T?, _ expected: String) throws(SessionError) -> T {
        guard let value else { throw wrong(expected) }
        return value
      }
      func file() throws(SessionError) -> URL {
        URL(fileURLWithPath: try need(member.value.string, "a path"), relativeTo: folder)
      }
      func word<T: CaseIterable & RawRepresentable>(_ type: T.Type) throws(SessionError) -> T
      where T.RawValue == String {
        try need(
          member.value.string.flatMap(T.init(rawValue:)),
          "one of \(T.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      switch member.name {
      case "prompt":
        request.subject = .prompt(try need(member.value.string, "a string"))
        hasSubject = true
      case "plan":
        let url = try file()
        do {
          request.subject = .plan(try ShotPlan(contentsOf: url))
          request.folder = url.deletingLastPathComponent()
        } catch let error as SessionError {
          throw error
        } catch {
          throw .badPlan(path: place, reason: "\(error)")
        }
        hasSubject = true
      case "cast":
        let texts: [String]? =
          switch member.value {
          case .string(let text): [text]
          case .array(let items): items.map(\.string).contains(nil) ? nil : items.compactMap(\.string)
          default: nil
          }
        let cast = try need(texts, "a cast file, NAME=FILE.png, or a list of them")
        do { request.cast = try OwnCast(cast, relativeTo: folder) } catch {
          throw .badPlan(path: place, reason: "\(error)")
        }
      case "name": _ = try need(member.value.string, "a string")
      case "size":
        let nearest = member.value.string.flatMap { ClipSize.shape(meantBy: $0) }
        request.size = try need(
          member.value.string.flatMap { ClipSize($0) },
          "square, wide, tall or WIDTHxHEIGHT" + (nearest.map { "; nearest: \($0.rawValue)" } ?? ""))
      case "frames": request.frameCount = try need(member.value.integer(), "a whole number")
      case "fps": request.frameRate = try need(member.value.double, "a number")
      case "steps": request.stepCount = try need(member.value.integer(), "a whole number")
      case "sampler": request.sampler = try word(SamplerKind.self)
      case "schedule": request.schedule = try word(NoiseSchedule.Kind.self)
      case "guidance": request.guidanceScale = try need(member.value.double, "a number")
      case "sceneNoise": request.sceneNoise = try need(member.value.double, "a number")
      case "upscale": request.upscale = try need(member.value.integer(), "1, 2 or 4")
      case "window": request.window = try need(member.value.integer(), "a whole number")
      case "seed": request.seed = try need(member.value.integer(UInt64.self), "a whole number from 0")
      case "temperature": request.temperature = try need(member.value.double, "a number")
      case "takes": request.takeCount = try need(member.value.integer(), "a whole number")
      case "pick": request.pick = try word(TakePick.self)
      case "firstFrame": request.opening = [try file()]
      case "lastFrame": request.ending = [try file()]
      default:
        let nearest = Spelling.nearest(to: member.name, among: names, limit: 1).joined()
        throw .badPlan(
          path: place,
          reason:
            "there is no setting “\(member.name)”; nearest: \(nearest); all: \(names.joined(separator: ", "))"
        )
      }
    }
    guard hasSubject else { throw .badPlan(path: place, reason: "it has neither prompt nor plan") }
    return request
  }

  private static let names = [
    "prompt", "plan", "name", "size", "frames", "fps", "steps", "sampler", "schedule", "guidance",
    "sceneNoise", "window", "upscale",
    "seed",
    "temperature", "takes", "pick", "firstFrame", "lastFrame", "cast",
  ]
}

extension Job {
  /// Whether a folder holds exactly this job's clips, finished.
  public func isMade(in folder: URL) -> Bool {
    func manifest(_ folder: URL) -> Manifest? {
      try? Manifest(folder.appendingPathComponent(Manifest.name))
    }
    switch pick {
    case .all:
      return OutputFolder.holdsResult(folder)
        && takes.indices.allSatisfy { manifest(self.folder($0, in: folder))?.recipe == takes[$0].recipe }
    case .best:
      guard let manifest = manifest(folder), let pick = manifest.pick else { return false }
      return pick.takes.map(\.seed) == takes.map(\.recipe.plan.seed)
        && manifest.recipe == takes[pick.take - 1].recipe
    }
  }
}
