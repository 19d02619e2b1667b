// How a film is made: everything that is neither screenplay nor cast nor shot list.

import Foundation
import ZoetropeEdit
import ZoetropeScreenplay
import ZoetropeShot

/// How a film is made.
public struct FilmSettings: Sendable, Equatable {
  /// Whether shots are drawn from their plans, without a model: the same timing in seconds of work.
  public var isDraft = false
  /// Takes of each shot, of which the best is kept.
  public var takeCount = 1
  /// Width and height of the film in pixels, both even.
  public var size = Timeline.Size(width: 1280, height: 720)
  /// What becomes of clips of other proportions than the film's.
  public var framing = Framing.fit
  /// How the film is encoded.
  public var codec = Codec.h264
  /// Frames per second of plans; the film holds each for as long as it needs. A divisor of 24.
  public var planRate = 8
  /// Denoising steps; nil takes the standard.
  public var stepCount: Int?
  /// How pictures are made, in every shot.
  public var look = Look.natural
  /// Whether a title card and credits are added.
  public var hasTitles = true
  /// Whether subtitles are part of the picture; they are always written beside it.
  public var burnsSubtitles = false
  /// Whether the shots of a scene are matched in colour.
  public var matchesColors = true
  /// A table of colours (`.cube`) that the whole film is seen through.
  public var table: URL?
  /// Sound files that are laid under the film from its start, each on its own track.
  public var sounds: [URL] = []
  /// Which shots are made; nil for all.
  public var only: String?
  /// Where plans come from.
  public var planning = Planning.staged
  /// How long dissolves, wipes and fades take, in seconds.
  public var transitionSeconds = 1.0

  /// Whether the storyboard is written as PDF too, by an installed program.
  public var writesPDF = false

  /// Makes the usual settings.
  public init() {}

  /// Width and height of what is encoded: a draft has half of the film's.
  public var encodedSize: Timeline.Size {
    guard isDraft else { return size }
    return Timeline.Size(width: max(16, size.width / 4 * 2), height: max(16, size.height / 4 * 2))
  }

  /// The rate of every film, in frames per second.
  public static let rate = FrameRate.film

  /// What becomes of clips of other proportions than the film's.
  public enum Framing: String, Sendable, CaseIterable, Codable {
    /// They fill the frame; what lies outside is cut off, above and below alike.
    case fit
    /// All of them is seen, with black beside it.
    case pad
  }

  /// How the film is encoded.
  public enum Codec: String, Sendable, CaseIterable, Codable {
    /// H.264 in MP4, which every player reads.
    case h264
    /// ProRes 422 HQ in QuickTime, for editing.
    case prores
    /// FFV1 in Matroska, without loss, for archives.
    case ffv1

    /// The ending of its files.
    public var fileExtension: String {
      switch self {
      case .h264: "mp4"
      case .prores: "mov"
      case .ffv1: "mkv"
      }
    }
  }

  /// Where plans come from.
  public enum Planning: String, Sendable, CaseIterable, Codable {
    /// From the shot list, by rule.
    case staged
    /// From each shot's prompt, by the planner of the model.
    case prompted
  }

  /// Checks ranges, for settings that come from outside.
  ///
  /// - Throws: ``FilmError/badSetting(name:value:expected:)``.
  public func validate() throws(FilmError) {
    func check(_ holds: Bool, _ name: String, _ value: Any, _ expected: String) throws(FilmError) {
      if !holds { throw .badSetting(name: name, value: "\(value)", expected: expected) }
    }
    try check((1...64).contains(takeCount), "takes", takeCount, "1…64")
    try check(
      [size.width, size.height].allSatisfy { (16...8192).contains($0) && $0 % 2 == 0 }, "size",
      "\(size.width)x\(size.height)", "even sides of 16…8192 pixels")
    try check([1, 2, 3, 4, 6, 8, 12, 24].contains(planRate), "fps", planRate, "1, 2, 3, 4, 6, 8, 12 or 24")
    try check(
      transitionSeconds.isFinite && (0.1...4).contains(transitionSeconds), "transition", transitionSeconds,
      "0.1…4 seconds")
  }
}

/// Which shots of a list are meant by words such as `scene 3`, `shot 12`, `shot 3.2`, or several of them with commas.
public struct FilmSelection: Sendable, Equatable {
  /// The names of the shots.
  public let ids: Set<String>

  /// Reads a selection.
  ///
  /// - Throws: ``FilmError/noSuchShot(_:known:)`` where a part of it means no shot.
  public init(_ text: String, among shots: [ListedShot]) throws(FilmError) {
    var ids: Set<String> = []
    for part in text.split(separator: ",") {
      let words = part.lowercased().split { $0 == " " || $0 == "=" }.map(String.init)
      var found: [String] = []
      if words.count == 2, words[0] == "scene", let number = Int(words[1]) {
        found = shots.filter { $0.scene == number }.map(\.id)
      } else if let name = words.last, words.count <= 2, words.count == 1 || words[0] == "shot" {
        found = shots.filter { $0.id.lowercased() == name }.map(\.id)
        if found.isEmpty, let number = Int(name), shots.indices.contains(number - 1) {
          found = [shots[number - 1].id]
        }
      }
      if found.isEmpty { throw .noSuchShot(text, known: shots.map(\.id)) }
      ids.formUnion(found)
    }
    if ids.isEmpty { throw .noSuchShot(text, known: shots.map(\.id)) }
    self.ids = ids
  }
}
