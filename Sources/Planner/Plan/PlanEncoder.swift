// Plans to tokens: the grammar is read with a known plan giving the answers, and the answers are written down.

import Foundation
import ZoetropeShot

/// One answer: a blank and the index in its group that fills it.
public struct PlanAnswer: Sendable, Equatable {
  /// The blank.
  public let field: PlanField
  /// The index in the field's group.
  public let index: Int

  /// Makes an answer.
  public init(_ field: PlanField, _ index: Int) {
    self.field = field
    self.index = index
  }
}

extension PlanReading {
  /// The answers that give this plan back: its words exactly, its numbers within one step of their grids.
  ///
  /// Keyframes are read at the grammar's own times; those of an edited plan that lie elsewhere are interpolated. Where a plan breaks a
  /// rule of the grammar (an actor out of the frame that neither enters nor exits), the nearest value allowed is taken.
  ///
  /// - Throws: what the grammar throws; nothing for valid plans.
  public func answers() throws -> [PlanAnswer] {
    var grammar = PlanGrammar(shape: plan.size, source: PlanAnswers(self))
    _ = try grammar.read(frameCount: plan.frameCount, frameRate: plan.frameRate)
    return grammar.source.answers
  }

  /// Reads a plan back from answers.
  ///
  /// - Throws: ``PlannerError/badToken(position:field:reason:)`` if they are not a plan.
  public init(
    _ answers: [PlanAnswer], shape: FrameShape, frameCount: Int = 16, frameRate: Double = 8
  ) throws {
    var grammar = PlanGrammar(shape: shape, source: AnswerList(answers))
    self = try grammar.read(frameCount: frameCount, frameRate: frameRate)
    let used = grammar.source.position
    guard used == answers.count else {
      throw PlannerError.badToken(
        position: used, field: "end of the plan", reason: "\(answers.count - used) tokens too many")
    }
  }
}

/// A list of answers, given one after the other.
struct AnswerList: PlanSource {
  private let answers: [PlanAnswer]
  private(set) var position = 0

  init(_ answers: [PlanAnswer]) { self.answers = answers }

  mutating func answer(_ field: PlanField, among allowed: Range<Int>) throws -> Int {
    func bad(_ reason: String) -> PlannerError {
      .badToken(position: position, field: "\(field)", reason: reason)
    }
    guard position < answers.count else { throw bad("the list ends; a token of this field was expected") }
    let answer = answers[position]
    guard answer.field == field else { throw bad("the list has \(answer.field) here") }
    guard allowed.contains(answer.index) else { throw bad("\(answer.index) is not in \(allowed)") }
    position += 1
    return answer.index
  }
}

/// A known plan that answers the grammar's questions.
struct PlanAnswers: PlanSource {
  private let reading: PlanReading
  private let values: [PlanTrack: [Double]]
  private let flips: [[Bool]]
  private var forms: [PlanTrack: TrackForm] = [:]
  private(set) var answers: [PlanAnswer] = []

  init(_ reading: PlanReading) {
    self.reading = reading
    let plan = reading.plan
    func times(_ count: Int) -> [Double] {
      ShotTiming.times(count: count, frameCount: plan.frameCount, frameRate: plan.frameRate)
    }
    let camera = CameraTrack(plan.camera)
    let views = times(PlanGrammar<PlanAnswers>.keyframeCount(plan.camera.move)).map(camera.view(at:))
    var values: [PlanTrack: [Double]] = [
      .cameraX: views.map(\.x), .cameraY: views.map(\.y), .cameraZoom: views.map(\.zoom),
    ]
    var flips: [[Bool]] = []
    for (index, actor) in plan.actors.enumerated() {
      let track = ActorTrack(actor)
      let boxes = times(PlanGrammar<PlanAnswers>.keyframeCount(actor.motion)).map(track.box(at:))
      let sizes = boxes.map {
        PlanGrammar<PlanAnswers>.scaleAndStretch(actor.kind, plan.size, width: $0.width, height: $0.height)
      }
      values[.scale(index)] = sizes.map(\.scale)
      values[.stretch(index)] = sizes.map(\.stretch)
      values[.x(index)] = boxes.map(\.x)
      values[.y(index)] = boxes.map(\.y)
      values[.angle(index)] = boxes.map(\.angle)
      flips.append(boxes.map(\.flipped))
    }
    self.values = values
    self.flips = flips
  }

  mutating func answer(_ field: PlanField, among allowed: Range<Int>) throws -> Int {
    let wished: Int
    if case .form(let track) = field {
      wished = form(track, among: allowed)
      forms[track] = TrackForm.allCases[wished]
    } else {
      wished = number(field) ?? word(field)
    }
    let index = min(max(wished, allowed.lowerBound), allowed.upperBound - 1)
    answers.append(PlanAnswer(field, index))
    return index
  }

  // MARK: - Internals

  private func word(_ field: PlanField) -> Int {
    let plan = reading.plan
    func place<Word: CaseIterable & Equatable>(_ word: Word) -> Int {
      Array(Word.allCases).firstIndex(of: word) ?? 0
    }
    func placeOrNone<Word: CaseIterable & Equatable>(_ word: Word?) -> Int { word.map { place($0) + 1 } ?? 0 }
    return switch field {
    case .scene: place(plan.scene)
    case .period: placeOrNone(plan.period)
    case .time: place(plan.time)
    case .weather: place(plan.weather)
    case .look: place(plan.look)
    case .camera: place(plan.camera.move)
    case .shotSize: place(plan.shotSize)
    case .actorCount: plan.actors.count
    case .relation: placeOrNone(reading.relation)
    case .kind(let actor): place(plan.actors[actor].kind)
    case .tint(let actor): placeOrNone(plan.actors[actor].tint)
    case .size(let actor): place(plan.actors[actor].size)
    case .motion(let actor): place(plan.actors[actor].motion)
    case .speed(let actor): place(plan.actors[actor].speed)
    case .heading(let actor): placeOrNone(reading.headings[actor])
    case .facing(let actor):
      Set(flips[actor]).count > 1 ? 2 : flips[actor].first == true ? 1 : 0
    case .flip(let actor, let key): flips[actor][key] ? 1 : 0
    case .depth, .form, .value: 0
    }
  }

  private func number(_ field: PlanField) -> Int? {
    if case .depth(let actor) = field {
      return PlanTokenGroup.depth.grid?.bin(of: reading.plan.actors[actor].depth)
    }
    guard case .value(let track, let key) = field, let values = values[track], let grid = track.group.grid
    else { return nil }
    if forms[track] == .hold {
      let places = values.map(grid.place(of:))
      return Int((((places.min() ?? 0) + (places.max() ?? 0)) / 2).rounded())
    }
    return grid.bin(of: values[min(key, values.count - 1)])
  }

  /// The first allowed form that is true of a track within one step.
  private func form(_ track: PlanTrack, among allowed: Range<Int>) -> Int {
    guard let grid = track.group.grid, let values = values[track] else { return allowed.lowerBound }
    let places = values.map(grid.place(of:))
    return allowed.first { index in
      switch TrackForm.allCases[index] {
      case .rest:
        return places.allSatisfy { abs($0 - grid.place(of: track.rest)) <= 1 }
      case .hold:
        return (places.max() ?? 0) - (places.min() ?? 0) <= 1
      case .line:
        let (start, end) = (Double(grid.bin(of: values[0])), Double(grid.bin(of: values[values.count - 1])))
        return places.indices.allSatisfy {
          let line = start + (end - start) * Double($0) / Double(max(places.count - 1, 1))
          return abs(places[$0] - line) <= 1
        }
      case .path: return true
      }
    } ?? allowed.upperBound - 1
  }
}
