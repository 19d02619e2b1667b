import ZoetropeShot
import ZoetropeWorld

/// Measures of the whole picture, a slot of the plan at a time.
enum ShotReport {
  /// Renders of each answer that the clip is compared with.
  private static let seedCount = 6
  /// Further renders of the planned answer: where one of them is not recognised, the question cannot be asked (rain at
  /// night in silhouette), and is not. With three of them perfect clips are right about the camera in 97.8 %, with eight in 99.5 %.
  private static let proofCount = 8
  private static let firstSeed: UInt64 = 0x6772_6164
  /// Every fifth frame is enough for what does not move.
  private static let stride = 5
  /// Frames between those that camera motion is measured from: single steps are smaller than a model's unrest.
  private static let cameraStride = 3
  /// The least share of the picture that actors leave free for the scenery to be judged.
  private static let leastFreeShare = 0.2

  static func outcomes(_ reading: ShotReading) throws -> [Grade.Outcome] {
    let plan = reading.plan
    let isFree = freePixels(reading)
    let free = Double(isFree.filter { $0 }.count) / Double(isFree.count)
    guard free >= leastFreeShare else { return [] }
    var outcomes: [Grade.Outcome] = []
    let still = Question(reading, isFree: isFree, stride: stride, features: PictureFeatures.of)
    // What was found for one slot is given for the next, or a day that came out as night would be wrong in everything.
    var given = plan
    func ask(_ measure: Measure, _ slot: PlanSlot) throws {
      // Scenes and looks of a later vocabulary are no answers to a plan of the first, as its figures were measured.
      let answers = slot.choices(likeThoseOf: plan).map { choice, name -> (String, ShotPlan) in
        var other = given
        slot.choose(choice, in: &other)
        return (name, other)
      }
      let (found, outcome) = try still.ask(measure, planned: slot.choices[slot.choice(in: plan)], answers)
      slot.choose(found, in: &given)
      if let outcome { outcomes.append(outcome) }
    }
    try ask(.time, .time)
    if plan.scene.isUnderOpenAir { try ask(.weather, .weather) }
    try ask(.look, .look)
    try ask(.scene, .scene)
    if plan.scene.isBuilt {
      given.scene = plan.scene
      try ask(.period, .period)
      // The camera is asked about in the age that was planned.
      given.period = plan.period
    }
    let moving = Question(
      reading, isFree: isFree, stride: cameraStride, seedCount: 4,
      leastDeviation: CameraMotion.leastDeviation, features: CameraMotion.features)
    let cameras = cameras(given)
    if let outcome = try moving.ask(.camera, planned: plan.camera.move.rawValue, cameras).outcome {
      outcomes.append(outcome)
    }
    return try outcomes + (ChangeReport(reading, isFree: isFree)?.outcomes ?? [])
  }

  // MARK: - Internals

  /// Pixels that no planned actor is near, `[F, H, W]`.
  private static func freePixels(_ reading: ShotReading) -> [Bool] {
    var isFree = [Bool](repeating: true, count: reading.clip.frameCount * reading.area)
    for boxes in reading.boxes {
      for (frame, box) in boxes.enumerated() {
        let area = PixelArea(box, margin: 3, height: reading.height, width: reading.width)
        for row in area.rows {
          for column in area.columns { isFree[frame * reading.area + row * reading.width + column] = false }
        }
      }
    }
    return isFree
  }

  /// The planned camera and the plainest form of every other move.
  private static func cameras(_ plan: ShotPlan) -> [(String, ShotPlan)] {
    let end = plan.time(ofFrame: max(1, plan.frameCount - 1))
    func path(_ move: CameraMove, x: Double = 0, y: Double = 0, zoom: (Double, Double) = (1, 1)) -> Camera {
      Camera(
        move: move,
        keyframes: [
          CameraKeyframe(t: 0, x: -x / 2, y: -y / 2, zoom: zoom.0),
          CameraKeyframe(t: end, x: x / 2, y: y / 2, zoom: zoom.1),
        ])
    }
    let plain: [Camera] = [
      path(.still), path(.panLeft, x: -0.3), path(.panRight, x: 0.3), path(.tiltUp, y: -0.2),
      path(.tiltDown, y: 0.2), path(.zoomIn, zoom: (1, 1.3)), path(.zoomOut, zoom: (1.3, 1)),
    ]
    let planned = plan.camera
    let others = plain.filter { !isAlike($0, planned, end: end) }
    return ([planned] + others).map { camera in
      var other = plan
      other.camera = camera
      return (camera.move.rawValue, other)
    }
  }

  /// Whether two cameras go about the same way: a tracking camera may be a pan in all but name.
  private static func isAlike(_ a: Camera, _ b: Camera, end: Double) -> Bool {
    if a.move == b.move { return true }
    if b.move == .handheld { return a.move == .still }
    func way(_ camera: Camera) -> SIMD3<Double> {
      let first = camera.view(at: 0), last = camera.view(at: end)
      return SIMD3(last.x - first.x, last.y - first.y, last.zoom - first.zoom)
    }
    let difference = way(a) - way(b)
    return (difference * difference).sum() < 0.15 * 0.15
  }

  /// Compares a clip with renders of every possible answer.
  private struct Question {
    let reading: ShotReading
    let isFree: [Bool]
    let stride: Int
    let seedCount: Int
    let proofCount: Int
    let leastDeviation: Double
    let features: (Clip, [Bool]) -> [Float]
    private let sample: [Float]

    init(
      _ reading: ShotReading, isFree: [Bool], stride: Int, seedCount: Int = ShotReport.seedCount,
      proofCount: Int = ShotReport.proofCount, leastDeviation: Double = 0.004,
      features: @escaping (Clip, [Bool]) -> [Float]
    ) {
      self.reading = reading
      self.stride = stride
      self.seedCount = seedCount
      self.proofCount = proofCount
      self.leastDeviation = leastDeviation
      self.features = features
      self.isFree = Swift.stride(from: 0, to: reading.clip.frameCount, by: stride).flatMap {
        isFree[$0 * reading.area..<($0 + 1) * reading.area]
      }
      sample = features(reading.clip.thinned(by: stride), self.isFree)
    }

    /// The answer that fits best, and the outcome; nil where the planned answer's own renders are not recognised.
    func ask(
      _ measure: Measure, planned: String, _ answers: [(name: String, plan: ShotPlan)]
    ) throws -> (found: Int, outcome: Grade.Outcome?) {
      let groups = try answers.map { answer in
        try (0..<seedCount).map { try render(answer.plan, ShotReport.firstSeed + UInt64($0)) }
      }
      let discriminant = Discriminant(groups, leastDeviation: leastDeviation)
      let (found, margin) = discriminant.classify(sample)
      guard let truth = answers.firstIndex(where: { $0.name == planned }) else { return (found, nil) }
      for proof in 0..<proofCount {
        let seed = ShotReport.firstSeed + UInt64(seedCount + proof)
        let own = try discriminant.classify(render(answers[truth].plan, seed))
        if own.index != truth { return (truth, nil) }
      }
      return (
        found,
        Grade.Outcome(
          measure: measure, value: found == truth ? 1 : 0, planned: planned, found: answers[found].name,
          margin: margin)
      )
    }

    private func render(_ plan: ShotPlan, _ seed: UInt64) throws -> [Float] {
      let clip = try reading.world.render(
        plan.thinned(by: stride), height: reading.height, width: reading.width, seed: seed)
      return features(clip, isFree)
    }
  }
}

extension PlanSlot {
  /// The choices that a plan is told from, with their indices: of scenes and looks those of the first vocabulary, if the plan's
  /// own is one of them, otherwise all.
  fileprivate func choices(likeThoseOf plan: ShotPlan) -> [(choice: Int, name: String)] {
    let all = choices.enumerated().map { (choice: $0.offset, name: $0.element) }
    let shipped: [String]
    switch self {
    case .scene: shipped = Scene.shipped.map(\.rawValue)
    case .look: shipped = Look.shipped.map(\.rawValue)
    default: return all
    }
    return shipped.contains(choices[choice(in: plan)]) ? all.filter { shipped.contains($0.name) } : all
  }
}
