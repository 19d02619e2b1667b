// MLT's XML, which melt renders and Kdenlive and Shotcut open.

extension Timeline {
  /// The timeline as MLT XML (`.mlt`).
  ///
  /// Each transition is a small tractor of its own between the two clips, as Shotcut writes it; a fade is one from or to a black clip.
  /// Sound comes from the audio tracks alone. Rendered with melt 7.12 to the same number of frames.
  ///
  /// - Throws: ``EditError/timeline(_:)`` if the timeline is not valid.
  public func mlt() throws(EditError) -> String {
    try validate()
    var writer = MLTWriter(timeline: self)
    return writer.document()
  }
}

private struct MLTWriter {
  let timeline: Timeline
  private var producers: [Timeline.Media: String] = [:]
  /// Elements in the order in which they are needed: each before the one that refers to it.
  private var elements: [XML] = []
  private var transitionCount = 0

  private static let black = "black"

  init(timeline: Timeline) { self.timeline = timeline }

  mutating func document() -> String {
    let count = max(1, timeline.frameCount)
    let rate = timeline.rate, size = timeline.size
    elements.append(
      XML(
        "profile",
        [
          ("description", timeline.name), ("width", "\(size.width)"), ("height", "\(size.height)"),
          ("progressive", "1"),
          ("sample_aspect_num", "1"), ("sample_aspect_den", "1"), ("display_aspect_num", "\(size.width)"),
          ("display_aspect_den", "\(size.height)"), ("frame_rate_num", "\(rate.numerator)"),
          ("frame_rate_den", "\(rate.denominator)"), ("colorspace", "709"),
        ], []))
    elements.append(
      XML(
        "producer", [("id", MLTWriter.black), ("in", "0"), ("out", "\(count - 1)")],
        properties([("length", "\(count)"), ("mlt_service", "color"), ("resource", "black")])))
    var tracks = [XML("track", [("producer", MLTWriter.black)])]
    var mixes: [XML] = []
    for (index, track) in timeline.tracks.enumerated() {
      let id = "playlist\(index)"
      let entries = track.items.indices.flatMap { self.entries($0, of: track) }
      elements.append(XML("playlist", [("id", id)], properties([("shotcut:name", track.name)]) + entries))
      tracks.append(XML("track", [("producer", id), ("hide", track.kind == .video ? "audio" : "video")]))
      let place = [("a_track", "0"), ("b_track", "\(index + 1)"), ("always_active", "1")]
      let service =
        track.kind == .video
        ? [("mlt_service", "composite"), ("progressive", "1"), ("fill", "1")]
        : [("mlt_service", "mix"), ("sum", "1")]
      mixes.append(XML("transition", [("id", "mix\(index)")], properties(place + service)))
    }
    elements.append(
      XML("tractor", [("id", "timeline"), ("in", "0"), ("out", "\(count - 1)")], tracks + mixes))
    let attributes = [
      ("LC_NUMERIC", "C"), ("version", "7.0.0"), ("title", timeline.name), ("producer", "timeline"),
    ]
    return XML("mlt", attributes, elements).document()
  }

  // MARK: - Internals

  private func properties(_ values: [(String, String)]) -> [XML] {
    values.map { XML("property", [("name", $0.0)], text: $0.1) }
  }

  private mutating func entries(_ index: Int, of track: Timeline.Track) -> [XML] {
    let before = index > 0 ? track.items[index - 1].transition : nil
    let after = index + 1 < track.items.count ? track.items[index + 1].transition : nil
    // The frames that no transition takes.
    let from = before?.outOffset ?? 0
    let count = track.items[index].frameCount - from - (after?.inOffset ?? 0)
    switch track.items[index] {
    case .gap: return count > 0 ? [XML("blank", [("length", "\(count)")])] : []
    case .clip(let clip):
      guard count > 0 else { return [] }
      let start = clip.source.start - clip.media.available.start + from
      return [entry(producer(clip.media, isVideo: track.kind == .video), start, count)]
    case .transition(let transition):
      return [entry(self.transition(transition, at: index, of: track), 0, transition.frameCount)]
    }
  }

  private func entry(_ producer: String, _ start: Int, _ count: Int) -> XML {
    XML("entry", [("producer", producer), ("in", "\(start)"), ("out", "\(start + count - 1)")])
  }

  private mutating func producer(_ media: Timeline.Media, isVideo: Bool) -> String {
    if let id = producers[media] { return id }
    let id = "producer\(producers.count)"
    producers[media] = id
    let count = media.available.count
    elements.append(
      XML(
        "producer", [("id", id), ("in", "0"), ("out", "\(count - 1)")],
        properties([
          ("length", "\(count)"), ("eof", "pause"), ("resource", media.path), ("mlt_service", "avformat"),
        ])))
    return id
  }

  private mutating func transition(
    _ transition: Timeline.Transition, at index: Int, of track: Timeline.Track
  ) -> String {
    let count = transition.frameCount
    func side(_ item: Int, isBefore: Bool) -> XML {
      guard track.items.indices.contains(item), let clip = track.items[item].clip else {
        return XML("track", [("producer", MLTWriter.black), ("in", "0"), ("out", "\(count - 1)")])
      }
      let edge = (isBefore ? clip.source.end : clip.source.start) - clip.media.available.start
      let start = edge - transition.inOffset
      let id = producer(clip.media, isVideo: track.kind == .video)
      return XML("track", [("producer", id), ("in", "\(start)"), ("out", "\(start + count - 1)")])
    }
    let sides = [side(index - 1, isBefore: true), side(index + 1, isBefore: false)]
    let id = "transition\(transitionCount)"
    transitionCount += 1
    let range = [("in", "0"), ("out", "\(count - 1)")]
    var mixes: [XML] = []
    if track.kind == .video {
      var values = [("a_track", "0"), ("b_track", "1"), ("mlt_service", "luma"), ("progressive", "1")]
      if case .wipe(let kind) = transition.kind {
        values += [("resource", MLTWriter.picture(of: kind)), ("softness", "0.05")]
      }
      mixes.append(XML("transition", [("id", "\(id)-picture")] + range, properties(values)))
    } else {
      let values = [
        ("a_track", "0"), ("b_track", "1"), ("start", "-1"), ("accepts_blanks", "1"), ("mlt_service", "mix"),
      ]
      mixes.append(XML("transition", [("id", "\(id)-sound")] + range, properties(values)))
    }
    elements.append(XML("tractor", [("id", id)] + range, sides + mixes))
    return id
  }

  /// The picture among those that come with MLT whose grey levels say when each place changes.
  private static func picture(of wipe: Timeline.WipeKind) -> String {
    switch wipe {
    case .leftToRight: "%luma01.pgm"
    case .topToBottom: "%luma02.pgm"
    case .diagonal: "%luma07.pgm"
    case .iris: "%luma16.pgm"
    }
  }
}
