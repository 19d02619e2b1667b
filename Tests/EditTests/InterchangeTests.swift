import Testing
import ZoetropeEdit

/// Whole files as the formats are published; `Scripts/check-interchange` has other programs read them.
@Suite struct InterchangeTests {
  /// CMX3600: a transition is an event of two lines; the first has no frames and says what is left, the second begins with the
  /// transition, in the source too. Shot 2 has 36 frames from 12; it enters 6 frames early, hence from 6.
  @Test func editDecisionListsHaveTransitionsOfTwoLines() throws {
    var timeline = try SampleTimeline.timeline()
    timeline.tracks.removeLast()
    #expect(
      try timeline.edl() == """
        TITLE: Fox & otter
        FCM: NON-DROP FRAME

        001  BL       V     C        00:00:00:00 00:00:00:00 01:00:00:00 01:00:00:00
        001  SHOT001  V     D    012 00:00:00:00 00:00:01:18 01:00:00:00 01:00:01:18
        * TO CLIP NAME: 1A fox
        * ASC_SOP (1.1 1 0.9)(0 0.02 -0.01)(1 1.2 1)
        * ASC_SAT 0.8
        002  SHOT001  V     C        00:00:01:18 00:00:01:18 01:00:01:18 01:00:01:18
        002  SHOT002  V     D    012 00:00:00:06 00:00:02:00 01:00:01:18 01:00:03:12
        * FROM CLIP NAME: 1A fox
        * TO CLIP NAME: 1B otter
        003  SHOT002  V     C        00:00:02:00 00:00:02:00 01:00:03:12 01:00:03:12
        003  SHOT003  V     W001 012 00:00:01:00 00:00:02:12 01:00:03:12 01:00:05:00
        * FROM CLIP NAME: 1B otter
        * TO CLIP NAME: 2A river
        004  SHOT003  V     C        00:00:02:12 00:00:02:12 01:00:05:00 01:00:05:00
        004  BL       V     D    024 00:00:00:00 00:00:01:00 01:00:05:00 01:00:06:00
        * FROM CLIP NAME: 2A river

        """)
  }

  @Test func editDecisionListsSayWhatTheyCannotHold() throws {
    var timeline = try SampleTimeline.timeline()
    timeline.tracks.append(timeline.tracks[0])
    let error = #expect(throws: EditError.self) { try timeline.edl() }
    #expect(error.map { "\($0)" } == "tracks[2]: EDL cannot hold this: more than 1 tracks of video")
    let clip = Timeline.Clip(
      name: "c", media: SampleTimeline.media("c"), source: FrameRange(start: 0, count: 1))
    let long = try Timeline(name: "long", shots: Array(repeating: CutShot(clip), count: 1000))
    #expect(throws: EditError.self) { try long.edl() }
  }

  /// Files of the same first letters, and of letters that reels cannot have, get names of their own.
  @Test func reelNamesDiffer() throws {
    let paths = ["a/scene-one-take-1.mp4", "a/scene-one-take-2.mp4", "狐.mp4", "bl.mp4"]
    let shots = paths.map {
      CutShot(
        Timeline.Clip(
          name: $0, media: Timeline.Media(path: $0, available: FrameRange(start: 0, count: 9)),
          source: FrameRange(start: 0, count: 9)))
    }
    let lines = try Timeline(name: "reels", shots: shots).edl().split(separator: "\n").filter {
      $0.first?.isNumber == true
    }
    #expect(lines.map { $0.split(separator: " ")[1] } == ["SCENEONE", "SCENEON1", "R1", "BL1"])
  }

  @Test func otioReadsBackAsTheSameTimeline() throws {
    for rate in [FrameRate.film, .ntscFilm, .ntsc, .pal] {
      var timeline = try SampleTimeline.timeline()
      timeline.rate = rate
      let text = try timeline.otio()
      #expect(try Timeline(otio: Array(text.utf8)) == timeline)
    }
  }

  /// As another program writes it: `Clip.1`, `Marker.1`, no global start, times at the media's own rate of 48.
  @Test func otioOfOtherProgramsIsRead() throws {
    let text = """
      {"OTIO_SCHEMA": "Timeline.1", "name": "other", "global_start_time": null, "metadata": {"x": {"y": [1, 2.5e3]}},
       "tracks": {"OTIO_SCHEMA": "Stack.1", "children": [
        {"OTIO_SCHEMA": "Track.1", "kind": "Video", "name": "", "children": [
         {"OTIO_SCHEMA": "Gap.1", "source_range": {"OTIO_SCHEMA": "TimeRange.1",
           "start_time": {"OTIO_SCHEMA": "RationalTime.1", "value": 0, "rate": 24},
           "duration": {"OTIO_SCHEMA": "RationalTime.1", "value": 10.0, "rate": 24}}},
         {"OTIO_SCHEMA": "Clip.1", "name": "c", "source_range": null,
          "media_reference": {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "file:///c.mov", "available_range":
           {"OTIO_SCHEMA": "TimeRange.1", "start_time": {"OTIO_SCHEMA": "RationalTime.1", "value": 96, "rate": 48},
            "duration": {"OTIO_SCHEMA": "RationalTime.1", "value": 48, "rate": 48}}}}]}]}}
      """
    let timeline = try Timeline(otio: Array(text.utf8))
    #expect(timeline.rate == .film)
    #expect(timeline.tracks[0].items.first == .gap(10))
    guard case .clip(let clip)? = timeline.tracks[0].items.last else { Issue.record("no clip"); return }
    #expect(clip.source == FrameRange(start: 48, count: 24))
    let odd = text.replacing("\"value\": 48, \"rate\": 48", with: "\"value\": 47, \"rate\": 48")
    let error = #expect(throws: EditError.self) { try Timeline(otio: Array(odd.utf8)) }
    #expect(error.map { "\($0)".contains("tracks.children[0].children[1].available_range.duration") } == true)
  }

  @Test(arguments: [
    "", "[]", "{\"OTIO_SCHEMA\": \"Clip.2\"}", "{\"OTIO_SCHEMA\": \"Timeline.1\", \"tracks\": 3}",
    "{\"OTIO_SCHEMA\": \"Timeline.1\", \"tracks\": {\"children\": [{\"OTIO_SCHEMA\": \"Track.1\", \"kind\": \"Video\", \"children\": [{\"OTIO_SCHEMA\": \"Gap.1\", \"source_range\": {\"start_time\": {\"OTIO_SCHEMA\": \"RationalTime.1\", \"value\": 0, \"rate\": 24}, \"duration\": {\"OTIO_SCHEMA\": \"RationalTime.1\", \"value\": 1e300, \"rate\": 24}}}]}]}}",
  ])
  func whatIsNoTimelineIsRefused(text: String) {
    #expect(throws: EditError.self) { try Timeline(otio: Array(text.utf8)) }
  }

  /// A second at 24000/1001 is 1.001 s.
  @Test func subtitlesAreTimedToTheMillisecond() throws {
    let subtitles = [
      Subtitle(range: FrameRange(start: 0, count: 24), text: "Who goes\nthere?", speaker: "MARA"),
      Subtitle(range: FrameRange(start: 86_400, count: 36), text: "<Me> & you --> run\n\n", speaker: nil),
    ]
    #expect(
      try Subtitles.subRip(subtitles, rate: .ntscFilm) == """
        1
        00:00:00,000 --> 00:00:01,001
        Who goes
        there?

        2
        01:00:03,600 --> 01:00:05,102
        <Me> & you → run

        """)
    #expect(
      try Subtitles.webVTT(subtitles, rate: .film) == """
        WEBVTT

        00:00:00.000 --> 00:00:01.000
        <v MARA>Who goes
        there?

        01:00:00.000 --> 01:00:01.500
        &lt;Me&gt; &amp; you → run

        """)
    #expect(throws: EditError.self) {
      try Subtitles.subRip([Subtitle(range: FrameRange(start: 3, count: 0), text: "x")], rate: .film)
    }
  }

  /// Beside a transition a clip says −1, and its in and out cover the transition.
  @Test func finalCutXMLCoversTransitions() throws {
    let xml = try SampleTimeline.timeline().finalCutXML().split(separator: "\n").map {
      $0.trimmingPrefix { $0 == " " }
    }.joined()
    #expect(
      xml.hasPrefix(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE xmeml><xmeml version=\"5\"><sequence id=\"sequence-1\"><name>Fox &amp; otter</name><duration>144</duration><rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>"
      ))
    #expect(xml.contains("<video><format><samplecharacteristics>"))
    #expect(xml.contains("<width>448</width><height>252</height>"))
    #expect(
      xml.contains(
        "<name>1B otter</name><enabled>TRUE</enabled><duration>96</duration><rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate><start>-1</start><end>-1</end><in>6</in><out>60</out>"
      ))
    #expect(xml.contains("<start>42</start><end>54</end><alignment>center</alignment>"))
    #expect(xml.contains("<start>0</start><end>12</end><alignment>start-black</alignment>"))
    #expect(xml.contains("<start>120</start><end>144</end><alignment>end-black</alignment>"))
    #expect(xml.contains("<pathurl>takes/shot-001.mp4</pathurl>"))
    #expect(xml.components("<file id=\"file-1\">") == 1 && xml.components("<file id=\"file-1\"/>") == 1)
  }

  /// in and out are both shown; the entries of each playlist add up to the film.
  @Test func mltEntriesAddUpToTheFilm() throws {
    let mlt = try SampleTimeline.timeline().mlt()
    #expect(mlt.contains("frame_rate_num=\"24\" frame_rate_den=\"1\""))
    for playlist in mlt.split(separator: "<playlist ").dropFirst() {
      let entries = playlist.split(separator: "<entry ").dropFirst()
      let counts = entries.map { entry -> Int in
        let numbers = entry.split(separator: "\"")
        return (Int(numbers[5]) ?? 0) - (Int(numbers[3]) ?? 0) + 1
      }
      #expect(counts.reduce(0, +) == 144)
    }
    #expect(mlt.contains("<property name=\"resource\">%luma01.pgm</property>"))
  }
}

extension String {
  fileprivate func components(_ part: String) -> Int {
    split(separator: part, omittingEmptySubsequences: false).count - 1
  }
}
