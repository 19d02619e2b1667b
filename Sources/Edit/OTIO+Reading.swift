// Timelines from OpenTimelineIO's JSON: ours, and those of other programs as far as they hold cuts and transitions of files.

import ZoetropeFiles

extension Timeline {
  /// Reads OpenTimelineIO's JSON (`.otio`), ours or another program's, and validates it.
  ///
  /// Taken: tracks of clips, gaps and transitions with their markers, of files at one rate. Times at another rate are taken
  /// where they fall on a frame. Nested stacks, retimed clips and clips without a file with a range are refused with their path.
  ///
  /// - Throws: ``EditError``.
  public init(otio bytes: [UInt8]) throws(EditError) {
    let json: JSON
    do throws(JSONError) { json = try JSON(parsing: bytes, maximumDepth: 64) } catch {
      throw .file(format: "OTIO", place: "line \(error.line), column \(error.column)", message: error.message)
    }
    let reader = try OTIOReader(json)
    self = try reader.timeline()
    try validate()
  }
}

private struct OTIOReader {
  let root: JSON
  var rate: FrameRate

  init(_ root: JSON) throws(EditError) {
    self.root = root
    rate = .film
    guard root.isSchema("Timeline") else {
      throw OTIOReader.error("the root", "expected an object with OTIO_SCHEMA Timeline.1")
    }
    guard let value = OTIOReader.firstRate(root["tracks"] ?? .null), let rate = FrameRate(nearest: value)
    else {
      throw OTIOReader.error("tracks", "no clip has a frame rate between 0.001 and 1000")
    }
    self.rate = rate
  }

  func timeline() throws(EditError) -> Timeline {
    guard let stack = root["tracks"], let children = stack["children"]?.elements else {
      throw OTIOReader.error("tracks", "expected a Stack.1 with children")
    }
    let ours = root["metadata"]?[OTIO.namespace]
    var result = Timeline(name: root["name"]?.string ?? "", rate: rate)
    if let start = root["global_start_time"], start != .null {
      result.startFrame = try frame(start, "global_start_time")
    }
    if let size = ours?["size"]?.elements, size.count == 2, let width = size[0].integer(),
      let height = size[1].integer()
    {
      result.size = Timeline.Size(width: width, height: height)
    }
    result.metadata = OTIOReader.strings(ours?["values"])
    result.markers = try markers(stack["markers"], "tracks")
    for (index, child) in children.enumerated() {
      let path = "tracks.children[\(index)]"
      guard child.isSchema("Track"), let items = child["children"]?.elements else {
        throw OTIOReader.error(path, "expected a Track.1 with children")
      }
      let kindName = child["kind"]?.string ?? ""
      guard let kind = Timeline.Track.Kind(rawValue: kindName) else {
        throw OTIOReader.error("\(path).kind", "\(JSON.quoted(kindName)); expected Video or Audio")
      }
      var track = Timeline.Track(kind, name: child["name"]?.string ?? "")
      for (place, item) in items.enumerated() {
        track.items.append(try self.item(item, "\(path).children[\(place)]"))
      }
      result.tracks.append(track)
    }
    return result
  }

  // MARK: - Internals

  private static func error(_ place: String, _ message: String) -> EditError {
    .file(format: "OTIO", place: place, message: message)
  }

  /// The rate of the first duration in a tree.
  private static func firstRate(_ json: JSON) -> Double? {
    switch json {
    case .object(let members):
      if json.isSchema("RationalTime") { return json["rate"]?.double }
      for member in members where member.name != "metadata" {
        if let rate = firstRate(member.value) { return rate }
      }
      return nil
    case .array(let elements):
      for element in elements { if let rate = firstRate(element) { return rate } }
      return nil
    default: return nil
    }
  }

  private static func strings(_ json: JSON?) -> [String: String] {
    var result: [String: String] = [:]
    for member in json?.members ?? [] { result[member.name] = member.value.string }
    return result
  }

  private func item(_ json: JSON, _ path: String) throws(EditError) -> Timeline.Item {
    if let effects = json["effects"]?.elements,
      effects.contains(where: {
        $0.isSchema("LinearTimeWarp") || $0.isSchema("FreezeFrame") || $0.isSchema("TimeEffect")
      })
    {
      throw OTIOReader.error("\(path).effects", "clips with another speed are not read; render them first")
    }
    if json.isSchema("Gap") {
      return .gap(try range(json["source_range"], "\(path).source_range").count)
    }
    if json.isSchema("Transition") {
      var kind = Timeline.Transition.Kind.dissolve
      if let number = json["metadata"]?[OTIO.namespace]?["wipe"]?.integer(Int.self) {
        guard let wipe = Timeline.WipeKind(rawValue: number) else {
          throw OTIOReader.error("\(path).metadata", "wipe \(number) is not known here")
        }
        kind = .wipe(wipe)
      }
      return .transition(
        Timeline.Transition(
          kind, inOffset: try frame(json["in_offset"] ?? .null, "\(path).in_offset"),
          outOffset: try frame(json["out_offset"] ?? .null, "\(path).out_offset")))
    }
    guard json.isSchema("Clip") else {
      throw OTIOReader.error(
        path, "\(json["OTIO_SCHEMA"]?.string ?? json.kind); expected a clip, gap or transition")
    }
    return .clip(try clip(json, path))
  }

  private func clip(_ json: JSON, _ path: String) throws(EditError) -> Timeline.Clip {
    // Clip.1 has one reference, Clip.2 several by name.
    let key = json["active_media_reference_key"]?.string ?? "DEFAULT_MEDIA"
    let reference = json["media_reference"] ?? json["media_references"]?[key] ?? .null
    guard reference.isSchema("ExternalReference"), let url = reference["target_url"]?.string else {
      throw OTIOReader.error(
        "\(path).media_references", "no ExternalReference with a target_url; expected a file")
    }
    let name = json["name"]?.string ?? ""
    let source = json["source_range"].flatMap { $0 == .null ? nil : $0 }
    let given = reference["available_range"].flatMap { $0 == .null ? nil : $0 } ?? source
    let available = try range(given, "\(path).available_range")
    let media = Timeline.Media(
      path: url, available: available,
      hasAudio: reference["metadata"]?[OTIO.namespace]?["hasAudio"] == .bool(true))
    var clip = Timeline.Clip(
      name: name, media: media,
      source: try source.map { json throws(EditError) in try range(json, "\(path).source_range") }
        ?? available)
    clip.markers = try markers(json["markers"], path)
    clip.metadata = OTIOReader.strings(json["metadata"]?[OTIO.namespace]?["values"])
    if let cdl = json["metadata"]?["cdl"] { clip.color = ColorDecision(otio: cdl) }
    return clip
  }

  private func markers(_ json: JSON?, _ path: String) throws(EditError) -> [Timeline.Marker] {
    var result: [Timeline.Marker] = []
    for (index, marker) in (json?.elements ?? []).enumerated() {
      result.append(
        Timeline.Marker(
          name: marker["name"]?.string ?? "",
          range: try range(marker["marked_range"], "\(path).markers[\(index)].marked_range"),
          color: marker["color"]?.string.flatMap(Timeline.Marker.Color.init) ?? .green,
          comment: marker["comment"]?.string ?? ""))
    }
    return result
  }

  private func range(_ json: JSON?, _ path: String) throws(EditError) -> FrameRange {
    guard let json, let start = json["start_time"], let duration = json["duration"] else {
      throw OTIOReader.error(path, "expected a TimeRange.1 with start_time and duration")
    }
    return FrameRange(
      start: try frame(start, "\(path).start_time"), count: try frame(duration, "\(path).duration"))
  }

  private func frame(_ json: JSON, _ path: String) throws(EditError) -> Int {
    guard let value = json["value"]?.double, let own = json["rate"]?.double, own > 0, value.isFinite else {
      throw OTIOReader.error(path, "expected a RationalTime.1 with value and rate")
    }
    let isSame = abs(own - rate.value) < 1e-3
    let frames = isSame ? value : value / own * rate.value
    guard abs(frames) <= Double(Timeline.maximumFrameCount) * 2 else {
      throw OTIOReader.error(path, "beyond a day")
    }
    guard abs(frames - frames.rounded()) < 1e-3 else {
      throw OTIOReader.error(path, "\(value) at \(own) is no whole frame at \(rate)")
    }
    return Int(frames.rounded())
  }
}

extension JSON {
  /// Whether this is an OpenTimelineIO object of a schema, whatever its version.
  fileprivate func isSchema(_ name: String) -> Bool {
    self["OTIO_SCHEMA"]?.string?.split(separator: ".").first.map { $0 == name } ?? false
  }
}
