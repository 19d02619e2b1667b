// From the shot list to the cut: how many frames each shot has, what transitions need beyond them, and where sound lies.

import Foundation
import ZoetropeEdit
import ZoetropeScreenplay

/// The cut of a film before anything is rendered: lengths and transitions in frames.
public struct FilmCut: Sendable, Equatable {
  /// One shot's frames.
  public struct Entry: Sendable, Equatable {
    /// The shot.
    public var shot: ListedShot
    /// Frames that are seen as its own.
    public var count: Int
    /// Frames before them, which a transition shows too.
    public var head: Int
    /// Frames after them, which a transition shows too.
    public var tail: Int

    /// Frames that its clip must have at the film's rate.
    public var mediaCount: Int { head + count + tail }

    /// Frames of a plan for it.
    ///
    /// - Parameter rate: of the plan, in frames per second.
    public func planFrameCount(rate: Int) -> Int {
      // The last frame of the media at its place in the plan, and one more.
      let last = Double(mediaCount - 1) * Double(rate) * shot.speed / FilmSettings.rate.value
      return max(2, Int((last + 1e-9).rounded(.down)) + 1)
    }
  }

  /// The shots in order.
  public let entries: [Entry]
  /// Frames of the title card; 0 without.
  public let titleCount: Int
  /// Frames of the credits; 0 without.
  public let creditsCount: Int
  /// Frames of a whole transition.
  public let transitionCount: Int

  /// Frames of black between two shots where the one fades out.
  public static let pause = 6

  /// Lays out a film.
  ///
  /// Every shot has its own length rounded to frames, so that a change of one leaves the others as they are. A transition is
  /// centred on the cut, and no longer than half of the shorter of both shots.
  public init(_ list: ShotList, settings: FilmSettings, hasCards: Bool) {
    let rate = FilmSettings.rate
    let whole = max(2, rate.frames(settings.transitionSeconds))
    var entries = list.shots.map { shot in
      Entry(shot: shot, count: max(1, rate.frames(shot.seconds)), head: 0, tail: 0)
    }
    for index in entries.indices.dropLast() where entries[index].shot.transition.isMixed {
      let half = FilmCut.half(entries[index].count, entries[index + 1].count, whole)
      entries[index].tail = half
      entries[index + 1].head = half
    }
    self.entries = entries
    transitionCount = whole
    titleCount = hasCards ? rate.frames(3) : 0
    creditsCount = hasCards ? rate.frames(4) : 0
  }

  /// The timeline of the film.
  ///
  /// - Parameters:
  ///   - media: the path of a shot's clip from the film's folder, and what else is to be known of it.
  ///   - colors: corrections by the shots' names.
  ///   - sounds: files laid under the film, with their lengths in frames.
  /// - Throws: `EditError`.
  public func timeline(
    name: String, size: Timeline.Size, media: (String) -> String, cards: (title: String, credits: String),
    metadata: (String) -> [String: String] = { _ in [:] }, colors: [String: ColorDecision] = [:],
    soundLength: (String) -> Int? = { _ in nil }, sounds: [(path: String, count: Int)] = []
  ) throws(EditError) -> Timeline {
    var picture = Timeline.Track(.video, name: "V1")
    if titleCount > 0 {
      // A fade from black stands beside a gap and not beside a card, which would have to go on under it.
      picture.items += [.clip(card("title", cards.title, titleCount)), .gap(FilmCut.pause)]
    }
    for (index, entry) in entries.enumerated() {
      let isFirst = index == 0, isLast = index + 1 == entries.count
      // The film comes out of black, and goes back to it.
      if isFirst { addFade(entry, isIn: true, &picture) }
      let total = entry.mediaCount
      picture.items.append(
        .clip(
          Timeline.Clip(
            name: entry.shot.id,
            media: .init(path: media(entry.shot.id), available: FrameRange(start: 0, count: total)),
            source: FrameRange(start: entry.head, count: entry.count), metadata: metadata(entry.shot.id),
            color: colors[entry.shot.id])))
      if isLast {
        addFade(entry, isIn: false, &picture)
        continue
      }
      switch entry.shot.transition {
      case .cut, .match: break
      case .dissolve: mix(.dissolve, entry, &picture)
      case .wipe: mix(.wipe(.leftToRight), entry, &picture)
      case .iris: mix(.wipe(.iris), entry, &picture)
      case .fade:
        addFade(entry, isIn: false, &picture)
        picture.items.append(.gap(FilmCut.pause))
        addFade(entries[index + 1], isIn: true, &picture)
      }
    }
    if creditsCount > 0 {
      picture.items.append(.gap(FilmCut.pause))
      picture.items.append(.clip(card("credits", cards.credits, creditsCount)))
    }
    var timeline = Timeline(name: name, rate: FilmSettings.rate, size: size, tracks: [picture])
    timeline.tracks += soundTracks(timeline, soundLength)
    for (number, sound) in sounds.enumerated() where sound.count > 0 {
      let count = min(sound.count, timeline.tracks[0].frameCount)
      timeline.tracks.append(
        Timeline.Track(
          .audio, name: "M\(number + 1)",
          items: [
            .clip(
              Timeline.Clip(
                name: URL(fileURLWithPath: sound.path).lastPathComponent,
                media: .init(
                  path: sound.path, available: FrameRange(start: 0, count: sound.count), hasAudio: true),
                source: FrameRange(start: 0, count: count)))
          ]))
    }
    timeline.markers = sceneMarkers(timeline)
    try timeline.validate()
    return timeline
  }

  /// Where every shot begins in a timeline of this cut, in frames.
  public static func starts(of timeline: Timeline) -> [String: Int] {
    let track = timeline.tracks[0]
    var result: [String: Int] = [:]
    for (item, start) in zip(track.items, track.starts) {
      if let clip = item.clip { result[clip.name] = start }
    }
    return result
  }

  /// What is said, as subtitles.
  public func subtitles(_ timeline: Timeline) -> [Subtitle] {
    let starts = FilmCut.starts(of: timeline)
    return entries.enumerated().compactMap { index, entry in
      guard !entry.shot.dialogue.isEmpty, let start = starts[entry.shot.id] else { return nil }
      var count = entry.count
      // A speech that goes on over the listener's face is read until it ends.
      if entries.indices.contains(index + 1) {
        let next = entries[index + 1].shot
        if next.kind == .reaction, next.speaker == entry.shot.speaker, next.dialogue.isEmpty {
          count += entries[index + 1].count
        }
      }
      return Subtitle(
        range: FrameRange(start: start, count: count), text: entry.shot.dialogue, speaker: entry.shot.speaker)
    }
  }

  // MARK: - Internals

  private static func half(_ a: Int, _ b: Int, _ whole: Int) -> Int { min(whole / 2, a / 4, b / 4) }

  /// Frames of a fade from or to black in a shot; 0 where it is too short for one.
  private func fade(_ entry: Entry) -> Int { min(transitionCount / 2, entry.count / 3) }

  /// A fade at the beginning or the end of a shot.
  private func addFade(_ entry: Entry, isIn: Bool, _ track: inout Timeline.Track) {
    let count = fade(entry)
    guard count > 0 else { return }
    track.items.append(
      .transition(.init(.dissolve, inOffset: isIn ? 0 : count, outOffset: isIn ? count : 0)))
  }

  private func card(_ name: String, _ path: String, _ count: Int) -> Timeline.Clip {
    Timeline.Clip(
      name: name, media: .init(path: path, available: FrameRange(start: 0, count: count)),
      source: FrameRange(start: 0, count: count), metadata: ["card": name])
  }

  private func mix(_ kind: Timeline.Transition.Kind, _ entry: Entry, _ track: inout Timeline.Track) {
    guard entry.tail > 0 else { return }
    track.items.append(.transition(.init(kind, inOffset: entry.tail, outOffset: entry.tail)))
  }

  /// Each shot's own sound, on as many tracks as overlaps need.
  private func soundTracks(_ timeline: Timeline, _ length: (String) -> Int?) -> [Timeline.Track] {
    let starts = FilmCut.starts(of: timeline), rate = FilmSettings.rate
    var tracks: [Timeline.Track] = []
    for entry in entries {
      guard let path = entry.shot.sound, let count = length(path), let start = starts[entry.shot.id] else {
        continue
      }
      let wanted = start + rate.frames(entry.shot.soundOffset)
      let begin = max(0, wanted), cut = begin - wanted
      let heard = min(count - cut, timeline.tracks[0].frameCount - begin)
      guard heard > 0 else { continue }
      let clip = Timeline.Clip(
        name: "\(entry.shot.id) sound",
        media: .init(path: path, available: FrameRange(start: 0, count: count), hasAudio: true),
        source: FrameRange(start: cut, count: heard))
      let place = tracks.firstIndex { $0.frameCount <= begin } ?? tracks.count
      if place == tracks.count { tracks.append(Timeline.Track(.audio, name: "A\(place + 1)")) }
      let gap = begin - tracks[place].frameCount
      if gap > 0 { tracks[place].items.append(.gap(gap)) }
      tracks[place].items.append(.clip(clip))
    }
    return tracks
  }

  private func sceneMarkers(_ timeline: Timeline) -> [Timeline.Marker] {
    let starts = FilmCut.starts(of: timeline)
    var seen: Set<Int> = []
    return entries.compactMap { entry in
      guard seen.insert(entry.shot.scene).inserted, let start = starts[entry.shot.id] else { return nil }
      return Timeline.Marker(
        name: "Scene \(entry.shot.scene)", range: FrameRange(start: start, count: 1), color: .green)
    }
  }
}

extension ListedShot.Transition {
  /// Whether both shots are seen at once.
  var isMixed: Bool { self == .dissolve || self == .wipe || self == .iris }
}
