import ZoetropeShot
import ZoetropeWorld

/// A clip beside renders of its plan: what is asked is answered by which of several renders comes nearest.
///
/// For clips of networks that are told the scenery: every pixel of the plan's render is what the clip should show.
struct SceneReading {
  let world: World
  let plan: ShotPlan
  /// The frames that are looked at.
  let numbers: [Int]
  /// Pixels of the clip, and of the plan's own render made another way: averaged down from twice the size.
  private let seen: [[Float]]
  private let proof: [[Float]]
  /// The plan's own render.
  private let own: [[Float]]
  let height: Int
  let width: Int

  /// The most frames that are looked at.
  static let frameCount = 5
  /// The least mean squared difference over a frame, of a range of 2, by which two renders can be told apart: a patch of 3×3 pixels
  /// of 64 that differs by an eighth of the range.
  static let leastDifference = 9.0 / (64 * 64) * (0.25 * 0.25)

  init(_ world: World, _ clip: Clip, _ plan: ShotPlan) throws {
    let count = min(SceneReading.frameCount, plan.frameCount)
    let numbers = (0..<count).map { count == 1 ? 0 : $0 * (plan.frameCount - 1) / (count - 1) }
    try self.init(
      world, plan, numbers, seen: numbers.map { clip[frame: $0].pixels }, height: clip.height,
      width: clip.width)
  }

  private init(
    _ world: World, _ plan: ShotPlan, _ numbers: [Int], seen: [[Float]], height: Int, width: Int
  ) throws {
    (self.world, self.plan, self.numbers, self.seen) = (world, plan, numbers, seen)
    (self.height, self.width) = (height, width)
    own = try SceneReading.render(world, plan, height, width, numbers)
    let large = try world.render(plan, height: 2 * height, width: 2 * width, numbers: numbers).reduced(by: 2)
    proof = (0..<numbers.count).map { large[frame: $0].pixels }
  }

  /// The same plan with attention to other frames.
  func lookingAt(_ numbers: [Int], in clip: Clip) throws -> SceneReading {
    try SceneReading(
      world, plan, numbers, seen: numbers.map { clip[frame: $0].pixels }, height: height, width: width)
  }

  /// The same clip beside another plan.
  func basedOn(_ plan: ShotPlan) throws -> SceneReading {
    try SceneReading(world, plan, numbers, seen: seen, height: height, width: width)
  }

  /// What may be in the place of what the plan says.
  struct Alternative {
    let word: String
    let plan: ShotPlan
    var options = RenderOptions()
  }

  /// How far clip and proof are from an alternative and from the plan: sums of squares frame by frame, and how far the two renders
  /// are apart.
  struct Distance {
    let word: String
    let plan: ShotPlan
    var clip: [Double]
    var proof: [Double]
    var render: Double
  }

  /// What the plan says, beside alternatives; those that can hardly be told from it are left out.
  func distances(_ alternatives: [Alternative]) throws -> (own: Distance, others: [Distance]) {
    let plain = Distance(
      word: "", plan: plan, clip: squares(seen, own), proof: squares(proof, own), render: 0)
    let least = SceneReading.leastDifference * Double(height * width * 3 * numbers.count)
    var others: [Distance] = []
    for alternative in alternatives {
      let pixels = try SceneReading.render(
        world, alternative.plan, height, width, numbers, alternative.options)
      let apart = squares(own, pixels).reduce(0, +)
      guard apart >= least else { continue }
      others.append(
        Distance(
          word: alternative.word, plan: alternative.plan, clip: squares(seen, pixels),
          proof: squares(proof, pixels), render: apart))
    }
    return (plain, others)
  }

  /// A question about one thing that the plan says.
  struct Question {
    let measure: Measure
    var actor: Int?
    /// What the plan says, in a word.
    let planned: String
    /// Plans with another answer each, made of a plan.
    let alternatives: (ShotPlan) -> [Alternative]
  }

  /// Answers a question: whether the plan's own render comes nearer than every alternative.
  ///
  /// - Returns: nil where nothing could be told apart, or where the plan's own render would be taken for something else.
  func answer(_ question: Question) throws -> (
    outcome: Grade.Outcome, distances: (own: Distance, others: [Distance])
  )? {
    guard let found = try gap(question) else { return nil }
    let isRight = found.gain < 0
    return (
      Grade.Outcome(
        measure: question.measure, actor: question.actor, value: isRight ? 1 : 0, planned: question.planned,
        found: isRight ? question.planned : found.nearest.word,
        margin: -found.gain / max(found.nearest.render, 1e-9)),
      (found.own, found.others)
    )
  }

  /// Explains the clip by the fewest changes of the plan: of all questions the one whose other answer brings the render nearest to the
  /// clip is answered so first, and the rest is asked again of the plan so changed, until no change brings it nearer. So a night for a
  /// day is wrong in its time, and not in everything that looks different at night.
  ///
  /// - Returns: the clip beside the plan so changed, and the answers.
  func explained(by questions: [Question]) throws -> (reading: SceneReading, outcomes: [Grade.Outcome]) {
    var reading = self, open = questions
    var wrong: [Grade.Outcome] = [], right: [Grade.Outcome] = []
    while true {
      right = []
      var best: (index: Int, gain: Double, found: Distance)?
      for (index, question) in open.enumerated() {
        guard let found = try reading.gap(question) else { continue }
        right.append(
          Grade.Outcome(
            measure: question.measure, actor: question.actor, value: 1, planned: question.planned,
            found: question.planned, margin: -found.gain / max(found.nearest.render, 1e-9)))
        if found.gain > best?.gain ?? 0 { best = (index, found.gain, found.nearest) }
      }
      guard let best else { break }
      let question = open.remove(at: best.index)
      wrong.append(
        Grade.Outcome(
          measure: question.measure, actor: question.actor, value: 0, planned: question.planned,
          found: best.found.word, margin: -best.gain / max(best.found.render, 1e-9)))
      reading = try reading.basedOn(best.found.plan)
    }
    return (reading, wrong + right)
  }

  // MARK: - Internals

  /// By how much the nearest alternative is nearer than the plan's own render; nil where the question cannot be asked.
  private func gap(_ question: Question) throws -> (
    gain: Double, nearest: Distance, own: Distance, others: [Distance]
  )? {
    let (own, others) = try distances(question.alternatives(plan))
    guard let nearest = others.min(by: { $0.clip.reduce(0, +) < $1.clip.reduce(0, +) }) else { return nil }
    let proof = own.proof.reduce(0, +)
    guard others.allSatisfy({ $0.proof.reduce(0, +) > proof }) else { return nil }
    return (own.clip.reduce(0, +) - nearest.clip.reduce(0, +), nearest, own, others)
  }

  private static func render(
    _ world: World, _ plan: ShotPlan, _ height: Int, _ width: Int, _ numbers: [Int],
    _ options: RenderOptions = RenderOptions()
  ) throws -> [[Float]] {
    let clip = try world.render(plan, height: height, width: width, numbers: numbers, options: options)
    return (0..<numbers.count).map { clip[frame: $0].pixels }
  }

  private func squares(_ a: [[Float]], _ b: [[Float]]) -> [Double] {
    zip(a, b).map { a, b in
      var sum: Float = 0, total = 0.0
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          for index in a.indices {
            let difference = a[index] - b[index]
            sum += difference * difference
            if index & 1023 == 1023 {
              total += Double(sum)
              sum = 0
            }
          }
        }
      }
      return total + Double(sum)
    }
  }
}
