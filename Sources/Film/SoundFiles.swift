// A person's sound under the film: WAV files, whose lengths are read from their headers.

import Foundation
import ZoetropeEdit
import ZoetropeFiles
import ZoetropeScreenplay

/// The sound files of a film.
struct SoundFiles {
  let folder: FilmFolder
  let settings: FilmSettings

  /// Files that are laid under the film, by their paths from its folder, with their lengths in frames.
  var laid: [(path: String, count: Int)] {
    settings.sounds.compactMap { url in
      WaveFile.seconds(of: url).map { (path(of: url), FilmSettings.rate.frames($0)) }
    }
  }

  /// The length of a shot's sound in frames; nil where it is no sound file.
  func frameCount(_ path: String) -> Int? {
    WaveFile.seconds(of: url(path)).map { max(1, FilmSettings.rate.frames($0)) }
  }

  /// The files that cannot be read.
  func missing(_ list: ShotList) -> [String] {
    let files = list.shots.compactMap(\.sound).map(url) + settings.sounds
    return Set(files).filter { WaveFile.seconds(of: $0) == nil }.map(\.path).sorted()
  }

  /// What the sound of the film is made from.
  var hash: String { settings.sounds.map { BuildRecord.hash(of: $0) ?? "gone" }.joined(separator: " ") }

  /// The stretches of sound of a timeline.
  func stretches(of timeline: Timeline) -> [FilmEncoder.Sound] {
    let rate = timeline.rate
    return timeline.tracks.filter { $0.kind == .audio }.flatMap { track in
      zip(track.items, track.starts).compactMap { item, start -> FilmEncoder.Sound? in
        guard let clip = item.clip else { return nil }
        return FilmEncoder.Sound(
          url: url(clip.media.path), start: rate.seconds(start), from: rate.seconds(clip.source.start),
          seconds: rate.seconds(clip.source.count))
      }
    }
  }

  // MARK: - Internals

  private func url(_ path: String) -> URL {
    path.hasPrefix("/") ? URL(fileURLWithPath: path) : folder.file(path)
  }

  private func path(of url: URL) -> String {
    let (path, root) = (url.standardizedFileURL.path, folder.url.path + "/")
    return path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
  }
}

/// The header of a WAV file.
enum WaveFile {
  /// The length of a file in seconds; nil where it is no WAV file.
  static func seconds(of url: URL) -> Double? {
    guard let file = try? MappedFile(url) else { return nil }
    return file.withUnsafeBytes { bytes in
      func text(_ at: Int) -> String { String(decoding: bytes[at..<at + 4], as: UTF8.self) }
      func number(_ at: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
      }
      guard bytes.count >= 12, text(0) == "RIFF", text(8) == "WAVE" else { return nil }
      var place = 12
      var bytesPerSecond = 0
      while place + 8 <= bytes.count {
        let (name, size) = (text(place), number(place + 4))
        if name == "fmt ", place + 20 <= bytes.count { bytesPerSecond = number(place + 16) }
        if name == "data" {
          let length = min(size, bytes.count - place - 8)
          return bytesPerSecond > 0 && length > 0 ? Double(length) / Double(bytesPerSecond) : nil
        }
        place += 8 + size + size % 2
      }
      return nil
    }
  }
}
