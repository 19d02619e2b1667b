// When a relation is true of the boxes of a plan.

extension Relation {
  /// The least distance of two centres, in mean box sides, that counts as beside or above.
  public static let leastSeparation = 0.55
  /// The least depth between two actors that counts as one in front of the other.
  public static let leastDepthStep = 0.1
  /// The least overlap, as a share of the smaller box, that counts as one in front of the other.
  public static let leastOverlap = 0.1

  /// Whether the relation is true of the first two actors of a plan.
  ///
  /// Beside and above must hold in every frame; in front of and behind in at least half of the frames; chasing
  /// and meeting are told by the motions, and their keyframes must agree: the chaser is behind in the
  /// direction of the chase, those who meet end nearer than they start.
  public func holds(in plan: ShotPlan) -> Bool {
    guard plan.actors.count >= 2 else { return false }
    return holds(PairReading(plan), first: plan.actors[0], second: plan.actors[1], camera: plan.camera)
  }

  /// The relation that best describes the first two actors of a plan, `nil` if none is true.
  public static func of(_ plan: ShotPlan) -> Relation? {
    guard plan.actors.count >= 2 else { return nil }
    let reading = PairReading(plan)
    let sideways = reading.meanAcross >= reading.meanDown
    let order: [Relation] =
      [.chasing, .meeting, .inFrontOf, .behind]
      + (sideways ? [.leftOf, .rightOf, .above, .below] : [.above, .below, .leftOf, .rightOf])
    return order.first {
      $0.holds(reading, first: plan.actors[0], second: plan.actors[1], camera: plan.camera)
    }
  }

  // MARK: - Internals

  private func holds(_ pair: PairReading, first: Actor, second: Actor, camera: Camera) -> Bool {
    switch self {
    case .leftOf: pair.across.allSatisfy { $0 >= Relation.leastSeparation }
    case .rightOf: pair.across.allSatisfy { $0 <= -Relation.leastSeparation }
    case .above: pair.down.allSatisfy { $0 >= Relation.leastSeparation }
    case .below: pair.down.allSatisfy { $0 <= -Relation.leastSeparation }
    case .inFrontOf: pair.overlapsMostly && second.depth - first.depth >= Relation.leastDepthStep
    case .behind: pair.overlapsMostly && first.depth - second.depth >= Relation.leastDepthStep
    case .chasing:
      first.motion == .chase
        && Heading.of(first, camera: camera).map { heading in
          pair.across.allSatisfy { $0 * heading.sign > 0 }
        } == true
    case .meeting:
      first.motion == .meet && second.motion == .meet
        && abs(pair.across[pair.across.count - 1]) < abs(pair.across[0])
    }
  }
}

/// Two actors measured against each other in every frame of a plan.
private struct PairReading {
  /// From the first centre to the second, right positive, in mean box widths.
  var across: [Double] = []
  /// From the first centre to the second, down positive, in mean box heights.
  var down: [Double] = []
  /// Overlap as a share of the smaller box.
  var overlap: [Double] = []

  var meanAcross: Double { across.map(abs).reduce(0, +) / Double(across.count) }
  var meanDown: Double { down.map(abs).reduce(0, +) / Double(down.count) }
  var overlapsMostly: Bool {
    overlap.filter { $0 >= Relation.leastOverlap }.count * 2 >= overlap.count
  }

  /// - Precondition: at least two actors and one frame.
  init(_ plan: ShotPlan) {
    let tracks = plan.tracks(), first = tracks[0], second = tracks[1]
    for frame in 0..<plan.frameCount {
      let a = first.box(at: plan.time(ofFrame: frame)), b = second.box(at: plan.time(ofFrame: frame))
      let width = (a.width + b.width) / 2, height = (a.height + b.height) / 2
      across.append((b.x - a.x) / width)
      down.append((b.y - a.y) / height)
      overlap.append(a.overlap(with: b))
    }
  }
}
