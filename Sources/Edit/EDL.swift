// CMX3600 edit decision lists: the plainest file that every editor reads.

import ZoetropeFiles

extension Timeline {
  /// The timeline as a CMX3600 edit decision list (`.edl`).
  ///
  /// One picture track and up to two of sound. A dissolve or wipe is one event of two lines: the item before is cut at its first frame, for
  /// no frames, and the item after is recorded from there. `BL` is black. The comments are the customary `FROM CLIP NAME` and
  /// `TO CLIP NAME`. Checked with pycmx 1.5.1.
  ///
  /// - Parameter dropsFrames: whether record timecode leaves out numbers to keep up with the clock, at 29.97 and 59.94.
  /// - Throws: ``EditError/timeline(_:)`` if the timeline is not valid, ``EditError/unsupported(format:path:message:)`` if it
  ///   has more tracks or events than the format.
  public func edl(dropsFrames: Bool = false) throws(EditError) -> String {
    try validate()
    var writer = EDLWriter(timeline: self, dropsFrames: dropsFrames)
    return try writer.write()
  }
}

private struct EDLWriter {
  let timeline: Timeline
  let dropsFrames: Bool
  private let reels: [Timeline.Media: String]
  private var lines: [String] = []
  private var number = 0

  /// The most events that three digits count.
  private static let maximumEventCount = 999

  init(timeline: Timeline, dropsFrames: Bool) {
    self.timeline = timeline
    self.dropsFrames = dropsFrames && timeline.rate.isNTSC && timeline.rate.timebase % 30 == 0
    reels = EDLWriter.reels(of: timeline)
  }

  mutating func write() throws(EditError) -> String {
    lines = [
      "TITLE: \(EDLWriter.line(timeline.name))", "FCM: \(dropsFrames ? "DROP FRAME" : "NON-DROP FRAME")", "",
    ]
    var counts: [Timeline.Track.Kind: Int] = [:]
    for (index, track) in timeline.tracks.enumerated() {
      let place = counts[track.kind, default: 0]
      counts[track.kind] = place + 1
      let channels = track.kind == .video ? ["V"] : ["A", "A2"]
      guard place < channels.count else {
        throw .unsupported(
          format: "EDL", path: "tracks[\(index)]",
          message: "more than \(channels.count) tracks of \(track.kind.rawValue.lowercased())")
      }
      try write(track, channel: channels[place], path: "tracks[\(index)]")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: - Internals

  private mutating func write(_ track: Timeline.Track, channel: String, path: String) throws(EditError) {
    let starts = track.starts
    for (index, item) in track.items.enumerated() {
      let entering = index > 0 ? track.items[index - 1].transition : nil
      let leaving = index + 1 < track.items.count ? track.items[index + 1].transition : nil
      // Where this item is alone: it begins with the transition before it and ends where the next begins.
      let start = starts[index] - (entering?.inOffset ?? 0)
      let end = starts[index] + item.frameCount - (leaving?.inOffset ?? 0)
      switch item {
      case .transition:
        // A fade-out at the end: black is what comes in. A gap after it is written by the gap.
        guard index + 1 == track.items.count, case .transition(let transition) = item else { continue }
        let place = starts[index] - transition.inOffset
        try event(path, index)
        cutLine(track.items[index - 1].clip, at: place, clipStart: starts[index - 1], channel)
        transitionLine(transition, nil, record: place..<(place + transition.frameCount), source: 0, channel)
        names(from: track.items[index - 1].clip, to: nil)
      case .gap:
        guard let entering else { continue }
        try event(path, index)
        let before = track.items[index - 2].clip
        cutLine(before, at: start, clipStart: starts[index] - (before?.source.count ?? 0), channel)
        transitionLine(entering, nil, record: start..<end, source: 0, channel)
        names(from: before, to: nil)
      case .clip(let clip):
        try event(path, index)
        let source = clip.source.start - (entering?.inOffset ?? 0)
        if let entering {
          let before = index > 1 ? track.items[index - 2].clip : nil
          cutLine(before, at: start, clipStart: starts[index] - (before?.source.count ?? 0), channel)
          transitionLine(entering, clip, record: start..<end, source: source, channel)
          names(from: before, to: clip)
        } else {
          line(clip, channel, "C        ", source: source, record: start..<end)
          names(from: clip, to: nil)
        }
        if let color = clip.color {
          func group(_ channels: ColorDecision.Channels) -> String { "(\(channels.text))" }
          lines.append("* ASC_SOP \(group(color.slope))\(group(color.offset))\(group(color.power))")
          lines.append("* ASC_SAT \(JSON.literal(color.saturation))")
        }
      }
    }
  }

  private mutating func event(_ path: String, _ index: Int) throws(EditError) {
    number += 1
    if number > EDLWriter.maximumEventCount {
      throw .unsupported(
        format: "EDL", path: "\(path).items[\(index)]",
        message: "more than \(EDLWriter.maximumEventCount) events; export part of the film")
    }
  }

  /// The item before a transition, cut for no frames where the transition begins.
  private mutating func cutLine(_ clip: Timeline.Clip?, at place: Int, clipStart: Int, _ channel: String) {
    let source = clip.map { $0.source.start + place - clipStart } ?? 0
    line(clip, channel, "C        ", source: source, record: place..<place)
  }

  private mutating func transitionLine(
    _ transition: Timeline.Transition, _ clip: Timeline.Clip?, record: Range<Int>, source: Int,
    _ channel: String
  ) {
    let code =
      switch transition.kind {
      case .dissolve: "D   "
      case .wipe(let kind): "W\(EDLWriter.threeDigits(kind.rawValue))"
      }
    line(
      clip, channel, "\(code) \(EDLWriter.threeDigits(min(999, transition.frameCount))) ", source: source,
      record: record)
  }

  private mutating func line(
    _ clip: Timeline.Clip?, _ channel: String, _ kind: String, source: Int, record: Range<Int>
  ) {
    let reel = clip.flatMap { reels[$0.media] } ?? "BL"
    let times = [
      source, source + record.count, timeline.startFrame + record.lowerBound,
      timeline.startFrame + record.upperBound,
    ]
    let codes = times.map { Timecode(frame: $0, rate: timeline.rate, dropsFrames: dropsFrames).description }
    let padded = reel.padded(to: 8)
    lines.append(
      "\(EDLWriter.threeDigits(number))  \(padded) \(channel.padded(to: 5)) \(kind)\(codes.joined(separator: " "))"
    )
  }

  private mutating func names(from: Timeline.Clip?, to: Timeline.Clip?) {
    if let from { lines.append("* FROM CLIP NAME: \(EDLWriter.line(from.name))") }
    if let to { lines.append("* TO CLIP NAME: \(EDLWriter.line(to.name))") }
  }

  private static func threeDigits(_ number: Int) -> String {
    String(repeating: "0", count: max(0, 3 - String(number).count)) + String(number)
  }

  /// A text on one line.
  private static func line(_ text: String) -> String {
    String(text.unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) })
  }

  /// A name of up to eight letters and digits for each file, from the file's name, all different.
  private static func reels(of timeline: Timeline) -> [Timeline.Media: String] {
    var result: [Timeline.Media: String] = [:]
    var taken: Set<String> = ["BL", "AX"]
    for clip in timeline.tracks.flatMap(\.items).compactMap(\.clip) where result[clip.media] == nil {
      let file = clip.media.path.split(separator: "/").last ?? ""
      let stem = file.split(separator: ".").first ?? ""
      let letters = stem.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
      var name = String(letters.prefix(8))
      var count = 1
      while name.isEmpty || taken.contains(name) {
        let suffix = String(count)
        name = String((letters.isEmpty ? "R" : letters).prefix(8 - suffix.count)) + suffix
        count += 1
      }
      taken.insert(name)
      result[clip.media] = name
    }
    return result
  }
}

extension String {
  /// The text with spaces after it up to a length.
  fileprivate func padded(to length: Int) -> String {
    self + String(repeating: " ", count: max(0, length - count))
  }
}
