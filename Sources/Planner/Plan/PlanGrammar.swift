// The grammar of plan tokens, written as the program that reads them: it goes from slot to slot and says which choices
// are allowed. A network that chooses is constrained by it; a list of tokens is parsed by it; a known plan is encoded by
// it. So every sequence of choices is a valid plan, and there is one place that says so.

import ZoetropeShot

/// Reads a plan from choices.
///
/// What a film crew would call a mistake is not allowed either: actors stay in the frame unless they enter or exit, what moves left
/// moves left, a pan pans, the one on the left is on the left.
///
/// A box is given by scale and stretch: a kind with form `a` (width over height) in a frame `W` wide for its height has height
/// `scale · stretch · min(1, W)` and width `scale · a / stretch · min(1, 1 / W)`, fractions of the frame.
public struct PlanGrammar<Source: PlanSource> {
  /// Who chooses.
  public internal(set) var source: Source
  let shape: FrameShape
  private(set) var camera = CameraMove.still
  private(set) var relation: Relation?
  private(set) var firstHeading: Heading?

  /// Makes a reader of choices about a shot of a shape.
  public init(shape: FrameShape, source: Source) {
    self.shape = shape
    self.source = source
  }

  /// Reads a plan: first its words, then its numbers.
  ///
  /// - Parameters:
  ///   - frameCount: number of frames; the layout spreads over them.
  ///   - frameRate: frames per second.
  /// - Throws: what the source throws.
  public mutating func read(frameCount: Int = 16, frameRate: Double = 8) throws -> PlanReading {
    var reading = try readWords(frameCount: frameCount, frameRate: frameRate)
    try readLayout(&reading)
    return reading
  }

  /// Reads the words of a plan; its keyframes are still missing.
  mutating func readWords(frameCount: Int, frameRate: Double) throws -> PlanReading {
    var plan = ShotPlan(
      frameRate: frameRate, frameCount: frameCount, size: shape, scene: Scene.allCases[0])
    for slot in PlanSlot.shot where slot != .period || plan.scene.isBuilt {
      let choiceCount = PlanTokenGroup(slot).names.count
      slot.choose(try choice(.shot(slot), 0..<choiceCount), in: &plan)
    }
    camera = plan.camera.move
    let count = try choice(.actorCount, 0..<PlanTokenGroup.maximumActorCount + 1)
    if count > 1 {
      let chosen = try choice(.relation, 0..<Relation.allCases.count + 1)
      relation = chosen == 0 ? nil : Relation.allCases[chosen - 1]
    }
    var headings: [Heading?] = []
    for index in 0..<count {
      let (actor, heading) = try words(of: index, count: count)
      plan.actors.append(actor)
      headings.append(heading)
      if index == 0 { firstHeading = heading }
    }
    return PlanReading(plan: plan, relation: relation, headings: headings)
  }

  /// Reads the numbers of a plan whose words have just been read.
  mutating func readLayout(_ reading: inout PlanReading) throws {
    let (frameCount, frameRate) = (reading.plan.frameCount, reading.plan.frameRate)
    reading.plan.camera.keyframes = try cameraKeyframes(frameCount, frameRate)
    var courses: [Course] = []
    for index in reading.plan.actors.indices {
      let bounds = index == 1 && relation != nil ? depthBounds(after: reading.plan.actors[0].depth) : 0...1
      var actor = reading.plan.actors[index]
      let kind = try actor.knownKind
      actor.depth = try depth(index, bounds)
      let course = try course(of: actor, index, heading: reading.headings[index], beside: courses.first)
      courses.append(course)
      actor.keyframes = keyframes(course, kind, frameCount, frameRate)
      reading.plan.actors[index] = actor
    }
  }

  // MARK: - Words

  mutating func choice(_ field: PlanField, _ allowed: Range<Int>) throws -> Int {
    guard allowed.count > 1 else { return allowed.lowerBound }
    return try source.choose(field, among: allowed)
  }

  private mutating func choose(_ slot: PlanSlot, of index: Int, _ actor: inout Actor) throws {
    slot.choose(try choice(.actor(index, slot), 0..<slot.choices.count), in: &actor)
  }

  private mutating func words(of index: Int, count: Int) throws -> (Actor, Heading?) {
    var actor = Actor(kind: ActorKind.allCases[0], keyframes: [])
    try choose(.kind, of: index, &actor)
    if actor.kind?.traits.isTintable == true { try choose(.tint, of: index, &actor) }
    try choose(.size, of: index, &actor)
    switch (relation, index) {
    case (.chasing, 0): actor.motion = .chase
    case (.chasing, 1): actor.motion = firstHeading == .left ? .left : .right
    case (.meeting, 0), (.meeting, 1): actor.motion = .meet
    default: try choose(.motion, of: index, &actor)
    }
    if actor.motion != .still { try choose(.speed, of: index, &actor) }
    guard actor.motion.takesHeading else { return (actor, nil) }
    let isHop = actor.motion == .bounce || actor.motion == .jump
    let heading = try choice(.heading(index), (isHop ? 0 : 1)..<3)
    return (actor, heading == 0 ? nil : Heading.allCases[heading - 1])
  }

  private mutating func depth(_ index: Int, _ bounds: ClosedRange<Double>) throws -> Double {
    let grid = PlanTokenGroup.depth.grid!
    return (grid.value(at: Double(try choice(.depth(index), grid.bins(bounds)))) * 100).rounded() / 100
  }

  private func depthBounds(after first: Double) -> ClosedRange<Double> {
    let step = RelationMargin.planned.depthStep
    return switch relation {
    case .inFrontOf: min(first + step, 1)...1
    case .behind: 0...max(first - step, 0)
    default: 0...1
    }
  }
}

extension Actor {
  /// The actor's kind, by which its box is measured.
  ///
  /// - Throws: `PlanError` where its picture is that of no kind.
  var knownKind: ActorKind {
    get throws(PlanError) {
      guard let kind else {
        throw PlanError([.init("picture", "“\(picture)” is no kind that the planner knows")])
      }
      return kind
    }
  }
}
