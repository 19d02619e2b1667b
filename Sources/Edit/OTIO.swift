// OpenTimelineIO's JSON: `Timeline.1`, `Stack.1`, `Track.1`, `Clip.2`, `Gap.1`, `Transition.1`, `ExternalReference.1`,
// `Marker.2`. Ours is written under the name "zoetrope" in the metadata; programs that do not know it keep it.

import ZoetropeFiles

extension Timeline {
  /// The timeline as OpenTimelineIO's JSON (`.otio`).
  ///
  /// Clips refer to whole files with their available ranges. Dissolves are `SMPTE_Dissolve`; wipes are `Custom_Transition`, since
  /// OpenTimelineIO has no other name for them, with the kind in the metadata. Checked with OpenTimelineIO 0.18.1.
  ///
  /// - Throws: ``EditError/timeline(_:)`` if the timeline is not valid.
  public func otio() throws(EditError) -> String {
    try validate()
    let start = OTIO.time(startFrame, rate)
    var extra = [JSON.Member("rate", .string(rate.description)), JSON.Member("size", OTIO.size(size))]
    if !metadata.isEmpty { extra.append(JSON.Member("values", OTIO.values(metadata))) }
    let stack = OTIO.object(
      "Stack.1",
      [
        JSON.Member("metadata", .object([])), JSON.Member("name", .string("tracks")),
        JSON.Member("source_range", .null),
        JSON.Member("effects", .array([])),
        JSON.Member("markers", .array(markers.map { OTIO.marker($0, rate) })),
        JSON.Member("enabled", .bool(true)),
        JSON.Member("children", .array(tracks.map { OTIO.track($0, rate) })),
      ])
    return OTIO.object(
      "Timeline.1",
      [
        JSON.Member("metadata", OTIO.metadata(extra)), JSON.Member("name", .string(name)),
        JSON.Member("global_start_time", start), JSON.Member("tracks", stack),
      ]
    ).text + "\n"
  }
}

/// OpenTimelineIO's objects.
enum OTIO {
  static let namespace = "zoetrope"

  static func object(_ schema: String, _ members: [JSON.Member]) -> JSON {
    .object([JSON.Member("OTIO_SCHEMA", .string(schema))] + members)
  }

  static func time(_ frame: Int, _ rate: FrameRate) -> JSON {
    object("RationalTime.1", [JSON.Member("rate", JSON(rate.value)), JSON.Member("value", JSON(frame))])
  }

  static func range(_ range: FrameRange, _ rate: FrameRate) -> JSON {
    object(
      "TimeRange.1",
      [JSON.Member("start_time", time(range.start, rate)), JSON.Member("duration", time(range.count, rate))])
  }

  static func metadata(_ members: [JSON.Member]) -> JSON {
    .object(members.isEmpty ? [] : [JSON.Member(namespace, .object(members))])
  }

  static func values(_ values: [String: String]) -> JSON {
    .object(values.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) })
  }

  static func size(_ size: Timeline.Size) -> JSON { .array([JSON(size.width), JSON(size.height)]) }

  static func marker(_ marker: Timeline.Marker, _ rate: FrameRate) -> JSON {
    object(
      "Marker.2",
      [
        JSON.Member("metadata", .object([])), JSON.Member("name", .string(marker.name)),
        JSON.Member("color", .string(marker.color.rawValue)),
        JSON.Member("marked_range", range(marker.range, rate)),
        JSON.Member("comment", .string(marker.comment)),
      ])
  }

  static func track(_ track: Timeline.Track, _ rate: FrameRate) -> JSON {
    object(
      "Track.1",
      [
        JSON.Member("metadata", .object([])), JSON.Member("name", .string(track.name)),
        JSON.Member("source_range", .null),
        JSON.Member("effects", .array([])), JSON.Member("markers", .array([])),
        JSON.Member("enabled", .bool(true)),
        JSON.Member("children", .array(track.items.map { item($0, rate) })),
        JSON.Member("kind", .string(track.kind.rawValue)),
      ])
  }

  private static func item(_ item: Timeline.Item, _ rate: FrameRate) -> JSON {
    switch item {
    case .gap(let count):
      return object(
        "Gap.1",
        [
          JSON.Member("metadata", .object([])), JSON.Member("name", .string("")),
          JSON.Member("source_range", range(FrameRange(start: 0, count: count), rate)),
          JSON.Member("effects", .array([])), JSON.Member("markers", .array([])),
          JSON.Member("enabled", .bool(true)),
        ])
    case .transition(let transition):
      var extra: [JSON.Member] = []
      var type = "SMPTE_Dissolve"
      if case .wipe(let kind) = transition.kind {
        type = "Custom_Transition"
        extra = [JSON.Member("wipe", JSON(kind.rawValue))]
      }
      return object(
        "Transition.1",
        [
          JSON.Member("metadata", metadata(extra)), JSON.Member("name", .string("")),
          JSON.Member("in_offset", time(transition.inOffset, rate)),
          JSON.Member("out_offset", time(transition.outOffset, rate)),
          JSON.Member("transition_type", .string(type)),
        ])
    case .clip(let clip): return self.clip(clip, rate)
    }
  }

  private static func clip(_ clip: Timeline.Clip, _ rate: FrameRate) -> JSON {
    var extra: [JSON.Member] = []
    if !clip.metadata.isEmpty { extra.append(JSON.Member("values", values(clip.metadata))) }
    var all: [JSON.Member] = metadata(extra).members
    if let color = clip.color {
      // Under the name and in the form that OpenTimelineIO's CMX adapter uses.
      let sop = JSON.object([
        JSON.Member("slope", color.slope.json), JSON.Member("offset", color.offset.json),
        JSON.Member("power", color.power.json),
      ])
      all.append(
        JSON.Member(
          "cdl", .object([JSON.Member("asc_sop", sop), JSON.Member("asc_sat", JSON(color.saturation))])))
    }
    let reference = object(
      "ExternalReference.1",
      [
        JSON.Member("metadata", metadata([JSON.Member("hasAudio", .bool(clip.media.hasAudio))])),
        JSON.Member("name", .string("")), JSON.Member("available_range", range(clip.media.available, rate)),
        JSON.Member("available_image_bounds", .null), JSON.Member("target_url", .string(clip.media.path)),
      ])
    return object(
      "Clip.2",
      [
        JSON.Member("metadata", .object(all)), JSON.Member("name", .string(clip.name)),
        JSON.Member("source_range", range(clip.source, rate)), JSON.Member("effects", .array([])),
        JSON.Member("markers", .array(clip.markers.map { marker($0, rate) })),
        JSON.Member("enabled", .bool(true)),
        JSON.Member("media_references", .object([JSON.Member("DEFAULT_MEDIA", reference)])),
        JSON.Member("active_media_reference_key", .string("DEFAULT_MEDIA")),
      ])
  }
}

extension JSON {
  /// The members, where this is an object.
  var members: [Member] {
    if case .object(let members) = self { return members }
    return []
  }

  /// The elements, where this is an array.
  var elements: [JSON]? {
    if case .array(let elements) = self { return elements }
    return nil
  }
}
