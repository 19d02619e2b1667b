// Final Cut Pro 7's XML interchange format (xmeml, version 5), which DaVinci Resolve and Premiere Pro read.

import Foundation

extension Timeline {
  /// The timeline as Final Cut Pro 7 XML (`.xml`).
  ///
  /// Beside a transition a clip's `start` or `end` is −1, as the format asks, and its `in` and `out` cover the transition.
  /// Sequence and files state their `<format>`; without it some programs guess the size.
  ///
  /// - Throws: ``EditError/timeline(_:)`` if the timeline is not valid.
  public func finalCutXML() throws(EditError) -> String {
    try validate()
    var writer = FinalCutWriter(timeline: self)
    return XML("xmeml", [("version", "5")], [writer.sequence()]).document(type: "xmeml")
  }
}

private struct FinalCutWriter {
  let timeline: Timeline
  private var files: [Timeline.Media: String] = [:]
  private var clipCount = 0

  init(timeline: Timeline) { self.timeline = timeline }

  mutating func sequence() -> XML {
    let start = timeline.startFrame
    var media: [XML] = []
    for kind in Timeline.Track.Kind.allCases {
      let tracks = timeline.tracks.filter { $0.kind == kind }
      guard !tracks.isEmpty else { continue }
      let format = kind == .video ? videoFormat : audioFormat
      media.append(
        XML(kind.rawValue.lowercased(), [], [XML("format", [], [format])] + tracks.map { track($0) }))
    }
    let timecode = XML(
      "timecode", [],
      [
        rate, XML("string", text: Timecode(frame: start, rate: timeline.rate).description),
        XML("frame", start),
        XML("displayformat", text: "NDF"),
      ])
    return XML(
      "sequence", [("id", "sequence-1")],
      [
        XML("name", text: timeline.name), XML("duration", timeline.frameCount), rate, timecode,
        XML("media", [], media),
      ]
        + timeline.markers.map(marker))
  }

  // MARK: - Internals

  private var rate: XML {
    XML(
      "rate", [],
      [XML("timebase", timeline.rate.timebase), XML("ntsc", text: timeline.rate.isNTSC ? "TRUE" : "FALSE")])
  }

  private var videoFormat: XML {
    XML(
      "samplecharacteristics", [],
      [
        rate, XML("width", timeline.size.width), XML("height", timeline.size.height),
        XML("anamorphic", text: "FALSE"),
        XML("pixelaspectratio", text: "square"), XML("fielddominance", text: "none"),
      ])
  }

  private var audioFormat: XML {
    XML("samplecharacteristics", [], [XML("depth", 16), XML("samplerate", 48000)])
  }

  private mutating func track(_ track: Timeline.Track) -> XML {
    var children: [XML] = []
    let starts = track.starts
    for (index, item) in track.items.enumerated() {
      switch item {
      case .gap: continue
      case .transition(let transition):
        let isFirst = index == 0 || track.items[index - 1].clip == nil
        let isLast = index + 1 == track.items.count || track.items[index + 1].clip == nil
        children.append(
          self.transition(
            transition, at: starts[index], isFromBlack: isFirst, isToBlack: isLast, kind: track.kind))
      case .clip(let clip):
        let before = index > 0 ? track.items[index - 1].transition : nil
        let after = index + 1 < track.items.count ? track.items[index + 1].transition : nil
        children.append(self.clip(clip, start: starts[index], before: before, after: after, kind: track.kind))
      }
    }
    children += [XML("enabled", text: "TRUE"), XML("locked", text: "FALSE")]
    return XML("track", [], children)
  }

  private mutating func clip(
    _ clip: Timeline.Clip, start: Int, before: Timeline.Transition?, after: Timeline.Transition?,
    kind: Timeline.Track.Kind
  ) -> XML {
    clipCount += 1
    let first = clip.media.available.start
    var children = [
      XML("name", text: clip.name), XML("enabled", text: "TRUE"), XML("duration", clip.media.available.count),
      rate,
      XML("start", before == nil ? start : -1), XML("end", after == nil ? start + clip.source.count : -1),
      XML("in", clip.source.start - first - (before?.inOffset ?? 0)),
      XML("out", clip.source.end - first + (after?.outOffset ?? 0)), file(clip.media),
    ]
    if kind == .audio {
      children.append(XML("sourcetrack", [], [XML("mediatype", text: "audio"), XML("trackindex", 1)]))
    }
    children += clip.markers.map { marker($0, first: first) }
    if let prompt = clip.metadata["prompt"] {
      children.append(XML("comments", [], [XML("mastercomment1", text: prompt)]))
    }
    return XML("clipitem", [("id", "clipitem-\(clipCount)")], children)
  }

  private mutating func file(_ media: Timeline.Media) -> XML {
    if let id = files[media] { return XML("file", [("id", id)]) }
    let id = "file-\(files.count + 1)"
    files[media] = id
    let first = Timecode(frame: media.available.start, rate: timeline.rate).description
    var kinds = [XML("video", [], [videoFormat])]
    if media.hasAudio { kinds.append(XML("audio", [], [audioFormat, XML("channelcount", 2)])) }
    return XML(
      "file", [("id", id)],
      [
        XML("name", text: media.path.split(separator: "/").last.map(String.init) ?? media.path),
        XML("pathurl", text: FinalCutWriter.url(media.path)), rate, XML("duration", media.available.count),
        XML(
          "timecode", [],
          [
            rate, XML("string", text: first), XML("frame", media.available.start),
            XML("displayformat", text: "NDF"),
          ]),
        XML("media", [], kinds),
      ])
  }

  private func transition(
    _ transition: Timeline.Transition, at cut: Int, isFromBlack: Bool, isToBlack: Bool,
    kind: Timeline.Track.Kind
  ) -> XML {
    let alignment =
      if isFromBlack { "start-black" } else if isToBlack { "end-black" } else if transition.inOffset == 0 {
        "start"
      } else if transition.outOffset == 0 { "end" } else { "center" }
    let effect: [XML]
    switch (kind, transition.kind) {
    case (.audio, _):
      effect = [
        XML("name", text: "Cross Fade (+3dB)"), XML("effectid", text: "KGAudioTransCrossFade3dB"),
        XML("effecttype", text: "transition"), XML("mediatype", text: "audio"),
      ]
    case (.video, .dissolve):
      effect = [
        XML("name", text: "Cross Dissolve"), XML("effectid", text: "Cross Dissolve"),
        XML("effectcategory", text: "Dissolve"), XML("effecttype", text: "transition"),
        XML("mediatype", text: "video"),
        XML("wipecode", 0), XML("wipeaccuracy", 100), XML("startratio", 0), XML("endratio", 1),
        XML("reverse", text: "FALSE"),
      ]
    case (.video, .wipe(let wipe)):
      let name = wipe == .iris ? "Oval Iris" : "Edge Wipe"
      effect = [
        XML("name", text: name), XML("effectid", text: name),
        XML("effectcategory", text: wipe == .iris ? "Iris" : "Wipe"),
        XML("effecttype", text: "transition"), XML("mediatype", text: "video"),
        XML("wipecode", wipe.rawValue),
        XML("wipeaccuracy", 100), XML("startratio", 0), XML("endratio", 1), XML("reverse", text: "FALSE"),
      ]
    }
    return XML(
      "transitionitem", [],
      [
        rate, XML("start", cut - transition.inOffset), XML("end", cut + transition.outOffset),
        XML("alignment", text: alignment), XML("effect", [], effect),
      ])
  }

  private func marker(_ marker: Timeline.Marker) -> XML { self.marker(marker, first: 0) }

  private func marker(_ marker: Timeline.Marker, first: Int) -> XML {
    XML(
      "marker", [],
      [
        XML("comment", text: marker.comment), XML("name", text: marker.name),
        XML("in", marker.range.start - first),
        XML("out", marker.range.count > 1 ? marker.range.end - first : -1),
      ])
  }

  /// A path as a URL; a relative one stays relative.
  private static func url(_ path: String) -> String {
    if path.contains("://") { return path }
    let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
    return path.hasPrefix("/") ? "file://localhost" + escaped : escaped
  }
}
