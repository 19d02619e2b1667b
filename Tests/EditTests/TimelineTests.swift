import Testing
import ZoetropeEdit

@Suite struct TimelineTests {
  private func issues(_ change: (inout Timeline) -> Void) throws -> [String] {
    var timeline = try SampleTimeline.timeline()
    change(&timeline)
    do throws(EditError) { try timeline.validate() } catch {
      if case .timeline(let issues) = error { return issues.map(\.path) }
    }
    return []
  }

  private func clip(_ start: Int, _ count: Int) -> Timeline.Item {
    .clip(
      Timeline.Clip(
        name: "c", media: SampleTimeline.media("c"), source: FrameRange(start: start, count: count)))
  }

  /// 48 + 36 + 60 frames of picture; the L cut lets the second shot sound for 8 frames more and the third for 8 fewer.
  @Test func shotsBecomePictureAndSound() throws {
    let timeline = try SampleTimeline.timeline()
    #expect(timeline.frameCount == 144)
    #expect(timeline.tracks.map(\.kind) == [.video, .audio])
    #expect(timeline.tracks[0].starts == [0, 0, 48, 48, 84, 84, 144])
    let sound = timeline.tracks[1].items.compactMap {
      if case .clip(let clip) = $0 { clip.source } else { nil }
    }
    #expect(
      sound == [
        FrameRange(start: 0, count: 48), FrameRange(start: 12, count: 44), FrameRange(start: 32, count: 52),
      ])
    #expect(timeline.tracks[1].frameCount == 144)
  }

  @Test func aJCutBringsSoundForward() throws {
    let shots = ["a", "b"].map {
      Timeline.Clip(name: $0, media: SampleTimeline.media($0), source: FrameRange(start: 24, count: 24))
    }
    let timeline = try Timeline(name: "j", shots: [CutShot(shots[0], soundOffset: -10), CutShot(shots[1])])
    let sound = timeline.tracks[1].items.compactMap {
      if case .clip(let clip) = $0 { clip.source } else { nil }
    }
    #expect(sound == [FrameRange(start: 24, count: 14), FrameRange(start: 14, count: 34)])
    #expect(throws: EditError.self) {
      try Timeline(name: "j", shots: [CutShot(shots[0], soundOffset: -24), CutShot(shots[1])])
    }
    // The second shot has only 24 frames before its first.
    #expect(throws: EditError.self) {
      try Timeline(
        name: "j",
        shots: [
          CutShot(shots[0]), CutShot(shots[1], transition: .init(.dissolve, inOffset: 0, outOffset: 90)),
          CutShot(shots[0]),
        ])
    }
  }

  @Test func whatIsWrongIsNamedByItsPath() throws {
    #expect(try issues { _ in } == [])
    #expect(try issues { $0.size.width = 0 } == ["size"])
    #expect(try issues { $0.startFrame = -1 } == ["startFrame"])
    #expect(try issues { $0.markers[0].range.start = 200 } == ["markers[0].range"])
    #expect(try issues { $0.tracks[1].items = [.gap(0)] }.contains("tracks[1].items[0]"))
    #expect(try issues { $0.tracks[0].items = [clip(90, 10)] }.contains("tracks[0].items[0].source"))
    #expect(try issues { $0.tracks[0].items = [clip(0, 0)] }.contains("tracks[0].items[0].source"))
    #expect(try issues { $0.tracks[0].items = [clip(Int.max - 3, 10)] }.contains("tracks[0].items[0].source"))
    let dissolve = Timeline.Item.transition(.init(.dissolve, inOffset: 6, outOffset: 6))
    func rest(_ items: [Timeline.Item]) throws -> [String] {
      try issues {
        $0.tracks = [Timeline.Track(.video, name: "V1", items: items)]
        $0.markers = []
      }
    }
    #expect(try rest([clip(10, 40), dissolve, clip(10, 40)]) == [])
    // No frames of the second before its first; none of the first after its last; too short; two in a row; alone.
    #expect(try rest([clip(10, 40), dissolve, clip(5, 40)]) == ["tracks[0].items[1]"])
    #expect(try rest([clip(50, 41), dissolve, clip(10, 40)]) == ["tracks[0].items[1]"])
    #expect(
      try rest([clip(10, 40), dissolve, clip(10, 11), dissolve, clip(10, 40)]) == ["tracks[0].items[3]"])
    #expect(try rest([clip(10, 40), dissolve, dissolve, clip(10, 40)]).contains("tracks[0].items[2]"))
    #expect(try rest([dissolve]) == ["tracks[0].items[0]"])
    #expect(try rest([dissolve, clip(10, 40)]) == ["tracks[0].items[0]"])
    #expect(try rest([clip(10, 40), dissolve]) == ["tracks[0].items[1]"])
    #expect(try rest([.gap(6), dissolve, clip(10, 40)]) == [])
    #expect(try rest([.gap(5), dissolve, clip(10, 40)]) == ["tracks[0].items[1]"])
    #expect(
      try rest([clip(10, 40), .transition(.init(.dissolve, inOffset: .max, outOffset: 1)), clip(10, 40)]) == [
        "tracks[0].items[1]"
      ])
  }
}
