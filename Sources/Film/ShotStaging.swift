// From lines of the shot list to plans: what a director would tell the choreography, shot by shot.

import ZoetropeCast
import ZoetropeDirection
import ZoetropeScreenplay
import ZoetropeSession
import ZoetropeShot

/// Stages shots: listed shots in their settings become plans.
///
/// By rule and without chance, so that what the list says is what the plans have. Everyone keeps to the side of the picture that the list
/// gives them and looks to the other one, and keeps their height. Where everything stands is ``Choreography``'s.
public struct ShotStaging: Sendable {
  /// Who plays whom.
  public let cast: FilmCast
  /// What the model can paint.
  public let vocabulary: FilmVocabulary
  /// How the pictures of the film are made.
  public let look: Look
  private let casting: Casting

  /// Makes a staging.
  ///
  /// - Throws: `CastError`.
  public init(cast: FilmCast, vocabulary: FilmVocabulary, look: Look = .natural) throws {
    (self.cast, self.vocabulary, self.look) = (cast, vocabulary, look)
    casting = try Casting()
  }

  /// A shot that is to be staged.
  public struct Task: Sendable {
    /// The shot as listed.
    public var shot: ListedShot
    /// Where and when.
    public var setting: SceneSetting
    /// Frames of the plan, handles for transitions included.
    public var frameCount: Int
    /// Frames per second of the plan.
    public var frameRate: Double

    /// Makes a task.
    public init(_ shot: ListedShot, in setting: SceneSetting, frameCount: Int, frameRate: Double) {
      (self.shot, self.setting, self.frameCount, self.frameRate) = (shot, setting, frameCount, frameRate)
    }
  }

  /// The plans of shots in the order of the film: who holds what, and who has left, goes on from one to the next.
  public func plans(of tasks: [Task]) -> [ShotPlan] {
    var ledger = StageLedger()
    let words = Set(cast.things.keys)
    return tasks.map { task in plan(task, ledger.enter(task.shot, things: words)) }
  }

  // MARK: - Internals

  private func plan(_ task: Task, _ entry: StageLedger.Entry) -> ShotPlan {
    var plan = plan(task, entry, holders: entry.before)
    let moved = entry.action.things.filter { entry.before[$0] != entry.after[$0] }
    if let thing = moved.first, let role = cast.things[thing] {
      let later = self.plan(task, entry, holders: entry.after)
      plan.handOver(role.performer.picture, to: later)
    }
    guard vocabulary == .kinds else { return plan }
    return plan.forClosedVocabulary().plan
  }

  private func plan(_ task: Task, _ entry: StageLedger.Entry, holders: [String: String]) -> ShotPlan {
    var form = ShotForm()
    (form.frameCount, form.frameRate, form.seed) = (task.frameCount, task.frameRate, task.setting.seed)
    let blocking = ShotBlocking(
      shot: task.shot, entry: entry, holders: holders, cast: cast, seconds: form.duration,
      usesNames: vocabulary == .pictures)
    var shot = blocking.scripted()
    let setting = task.setting
    (shot.backdrop, shot.recipe, shot.period) = (setting.backdrop, setting.recipe?.name, setting.period)
    (shot.time, shot.weather, shot.look) = (setting.time, setting.weather, look)
    var choreography = Choreography(shot, casting: casting, form: form)
    var plan = choreography.plan()
    plan.prompt = task.shot.prompt
    return plan
  }
}

extension ListedShot.Kind {
  /// How much of the scene such a shot takes in.
  public var shotSize: ShotSize {
    switch self {
    case .establishing, .wide: .wide
    case .medium, .twoShot, .tracking: .medium
    case .closeUp, .reaction, .insert: .closeUp
    }
  }
}

extension ShotPlan {
  /// Lets a thing go from where this plan has it to where another plan of the same shot has it, in the middle of the shot.
  mutating func handOver(_ picture: String, to later: ShotPlan) {
    guard let here = actors.firstIndex(where: { $0.picture == picture }),
      let there = later.actors.firstIndex(where: { $0.picture == picture })
    else { return }
    let (before, after) = (tracks()[here], later.tracks()[there])
    let (start, end) = (0.35 * duration, 0.6 * duration)
    var boxes: [Keyframe] = []
    for index in 0...max(1, Int((duration / 0.125).rounded(.up))) {
      let time = Double(index) * 0.125
      let share = min(1, max(0, (time - start) / (end - start))), smooth = share * share * (3 - 2 * share)
      let (a, b) = (before.box(at: time), after.box(at: time))
      func mixed(_ value: KeyPath<Keyframe, Double>) -> Double {
        a[keyPath: value] + (b[keyPath: value] - a[keyPath: value]) * smooth
      }
      boxes.append(
        Keyframe(
          t: time, x: mixed(\.x), y: mixed(\.y), width: mixed(\.width), height: mixed(\.height),
          angle: mixed(\.angle), flipped: share < 0.5 ? a.flipped : b.flipped
        ).rounded)
    }
    actors[here].attachment = nil
    actors[here].keyframes = boxes
    actors[here].depth = min(actors[here].depth, later.actors[there].depth)
  }
}
