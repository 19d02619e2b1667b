// The words a shot plan may use. Raw values are what plan files hold; orders are stable and only ever
// appended to, because weights files name their entries by raw value.

/// The shape of the frame.
public enum FrameShape: String, CaseIterable, Codable, Sendable {
  /// 1:1.
  case square
  /// 7:4.
  case wide
  /// 4:7.
  case tall

  /// Height and width in square units: 8×8, 8×14 or 14×8.
  public var units: (height: Int, width: Int) {
    switch self {
    case .square: (8, 8)
    case .wide: (8, 14)
    case .tall: (14, 8)
    }
  }

  /// Width divided by height.
  public var aspectRatio: Double { Double(units.width) / Double(units.height) }

  /// Width divided by height as version 1 of the plan had it, where that was another.
  var firstAspectRatio: Double? {
    switch self {
    case .square: nil
    case .wide: 11.0 / 6
    case .tall: 6.0 / 11
    }
  }

  /// Frame size in pixels when a unit is `patchSide` pixels wide and high.
  public func pixelSize(patchSide: Int) -> (height: Int, width: Int) {
    (units.height * patchSide, units.width * patchSide)
  }
}

/// Where the shot takes place.
public enum Scene: String, CaseIterable, Codable, Sendable {
  case sea, beach, snow, desert, forest, meadow, mountains, city, space, moon, underwater, stage, sky, river
  case room, cave

  /// The scenes of the first vocabulary: the shipped models know these, and samplers, suites and captions speak of no others.
  public static let shipped: [Scene] = allCases.filter { $0 != .room && $0 != .cave }

  /// Whether the scene is built by people, so that a period changes it.
  public var isBuilt: Bool { self == .city || self == .stage || self == .room }

  /// Whether the sun and the weather reach it.
  public var isUnderOpenAir: Bool {
    switch self {
    case .space, .moon, .underwater, .stage, .room, .cave: false
    case .sea, .beach, .snow, .desert, .forest, .meadow, .mountains, .city, .sky, .river: true
    }
  }
}

/// The age of a built scene; a plan without one is set in the present.
public enum Period: String, CaseIterable, Codable, Sendable {
  case medieval, twenties, eighties, future
}

/// The time of day.
public enum TimeOfDay: String, CaseIterable, Codable, Sendable {
  case dawn, day, sunset, night
}

/// What the air does.
public enum Weather: String, CaseIterable, Codable, Sendable {
  case clear, clouds, rain, snow, fog
}

/// How the picture is made: an operator on the whole shot.
public enum Look: String, CaseIterable, Codable, Sendable {
  case natural, infrared, noir, sepia, neon, watercolor, vhs, silhouette, pixel, blueprint
  case oilPainting, ukiyoe, vanGogh, blackAndWhite, cyberpunk, animated, surreal

  /// The looks of the first vocabulary: the shipped models know these, and samplers, suites and captions speak of no others.
  public static let shipped: [Look] = [
    .natural, .infrared, .noir, .sepia, .neon, .watercolor, .vhs, .silhouette, .pixel, .blueprint,
  ]
}

/// What the camera does.
public enum CameraMove: String, CaseIterable, Codable, Sendable {
  case still, panLeft, panRight, tiltUp, tiltDown, zoomIn, zoomOut, track, handheld
}

/// How much of the scene the frame takes in.
public enum ShotSize: String, CaseIterable, Codable, Sendable {
  case wide, medium, closeUp
}

/// What an actor does.
public enum Motion: String, CaseIterable, Codable, Sendable {
  case still, left, right, up, down, approach, recede, bounce, spin, orbit, zigzag, jump, enter, exit, chase,
    meet
}

/// How fast an actor does it.
public enum Speed: String, CaseIterable, Codable, Sendable {
  case slow, normal, fast
}

/// How large an actor is for its kind.
public enum ActorSize: String, CaseIterable, Codable, Sendable {
  case small, medium, large
}

/// A colour word that recolours an actor.
public enum Tint: String, CaseIterable, Codable, Sendable {
  case red, orange, yellow, green, blue, purple, pink, brown, black, white
}
