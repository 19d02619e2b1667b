import ZoetropeShot
import ZoetropeWorld

/// Measures of one actor: what is compared. ActorReport+Appearance asks what it is, ActorReport+Path where it goes, and
/// ActorReport+Matching compares.
struct ActorReport {
  var outcomes: [Grade.Outcome] = []
  var sightings: [Grade.Sighting] = []

  let reading: ShotReading
  let actor: Int
  /// Frames in which the actor can be judged.
  let judged: [Int]
  /// A few of those, `stride` frames apart where that leaves enough.
  let sampled: [Int]
  let stride: Int
  /// The plan rendered without the actor.
  let without: Clip
  /// What the judged frames show, by frame.
  var targets: [Int: Target] = [:]
  /// The plan, with the actor in the colour that was found: a red car for a blue one is wrong in its colour only.
  var base: ShotPlan
  /// How the actor as planned would stand out, by frame.
  var planned: [Int: Difference] = [:]

  /// Pixels to each side in which the actor is looked for.
  static let radius = 6

  /// Asks everything about an actor.
  ///
  /// - Throws: what rendering the possible answers throws.
  init(_ reading: ShotReading, _ actor: Int) throws {
    self.reading = reading
    self.actor = actor
    base = reading.plan
    let judged = (0..<reading.clip.frameCount).filter { reading.isJudged(actor, $0) }
    self.judged = judged
    let strides = [4, 2, 1].map { stride in (stride, judged.filter { $0 % stride == 0 }) }
    (stride, sampled) = strides.first { $0.1.count >= 2 } ?? (1, judged)
    let hasFarther = reading.plan.actors.indices.contains { $0 != actor && reading.isNearer(actor, than: $0) }
    without =
      hasFarther
      ? try reading.world.render(
        reading.plan.removingActor(at: actor), height: reading.height, width: reading.width)
      : reading.clip
    guard !judged.isEmpty else { return }
    for frame in judged { targets[frame] = reading.target(actor, frame, without: without) }
    // Colour first: all else is asked in the colour that was found.
    try measureTint()
    planned = try differences(base, stride: 1, frames: judged)
    try measureKind()
    try measureFacing()
    measurePlace()
    try measureSize()
    measureMotion()
    measurePresence()
  }

  mutating func add(
    _ measure: Measure, _ isRight: Bool, planned: String? = nil, found: String? = nil, margin: Double? = nil
  ) {
    outcomes.append(
      Grade.Outcome(
        measure: measure, actor: actor, value: isRight ? 1 : 0, planned: planned, found: found, margin: margin
      ))
  }
}
