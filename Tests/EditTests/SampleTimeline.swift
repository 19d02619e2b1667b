import ZoetropeEdit

/// Three shots at 24 frames per second with a dissolve, a wipe, an L cut, a fade in and a fade out.
enum SampleTimeline {
  static func media(_ name: String, hasAudio: Bool = true) -> Timeline.Media {
    Timeline.Media(path: "takes/\(name).mp4", available: FrameRange(start: 0, count: 96), hasAudio: hasAudio)
  }

  static func timeline() throws -> Timeline {
    let first = Timeline.Clip(
      name: "1A fox", media: media("shot-001"), source: FrameRange(start: 0, count: 48),
      markers: [
        Timeline.Marker(
          name: "bark", range: FrameRange(start: 10, count: 1), color: .red, comment: "loud & near")
      ],
      metadata: ["prompt": "a fox runs", "scene": "1"],
      color: ColorDecision(
        slope: .init(1.1, 1, 0.9), offset: .init(0, 0.02, -0.01), power: .init(1, 1.2, 1), saturation: 0.8))
    let second = Timeline.Clip(
      name: "1B otter", media: media("shot-002"), source: FrameRange(start: 12, count: 36))
    let third = Timeline.Clip(
      name: "2A river", media: media("shot-003"), source: FrameRange(start: 24, count: 60))
    var timeline = try Timeline(
      name: "Fox & otter", startFrame: 86_400,
      shots: [
        CutShot(first, transition: Timeline.Transition(.dissolve, inOffset: 6, outOffset: 6)),
        CutShot(
          second, transition: Timeline.Transition(.wipe(.leftToRight), inOffset: 0, outOffset: 12),
          soundOffset: 8),
        CutShot(third, transition: Timeline.Transition(.dissolve, inOffset: 24, outOffset: 0)),
      ], opening: Timeline.Transition(.dissolve, inOffset: 0, outOffset: 12))
    timeline.markers = [Timeline.Marker(name: "Scene 2", range: FrameRange(start: 84, count: 1))]
    timeline.metadata = ["screenplay": "fox.fountain"]
    return timeline
  }
}
