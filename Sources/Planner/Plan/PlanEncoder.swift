// Plans to tokens: the grammar is read with a known plan giving the choices, and the choices are written down.

import Foundation
import ZoetropeShot

/// A choice: a slot of the grammar and the index in its group that fills it.
public struct PlanChoice: Sendable, Equatable {
  /// The slot.
  public let field: PlanField
  /// The index in the field's group.
  public let index: Int

  /// Makes a choice.
  public init(_ field: PlanField, _ index: Int) {
    self.field = field
    self.index = index
  }
}

extension PlanReading {
  /// The choices that give this plan back: its words exactly, its numbers within one step of their grids.
  ///
  /// Keyframes are read at the grammar's own times; those of an edited plan that lie elsewhere are interpolated. Where a plan breaks a
  /// rule of the grammar (an actor out of the frame that neither enters nor exits), the nearest value allowed is taken.
  ///
  /// - Throws: `PlanError` where the plan holds what the grammar has no token for, else what the grammar throws: nothing for valid plans.
  public func choices() throws -> [PlanChoice] {
    var grammar = PlanGrammar(shape: plan.size, source: try KnownPlan(self))
    _ = try grammar.read(frameCount: plan.frameCount, frameRate: plan.frameRate)
    return grammar.source.choices
  }

  /// Reads a plan back from choices.
  ///
  /// - Throws: ``PlannerError/badToken(position:field:reason:)`` if they are not a plan.
  public init(
    _ choices: [PlanChoice], shape: FrameShape, frameCount: Int = 16, frameRate: Double = 8
  ) throws {
    var grammar = PlanGrammar(shape: shape, source: ChoiceList(choices))
    self = try grammar.read(frameCount: frameCount, frameRate: frameRate)
    let used = grammar.source.position
    guard used == choices.count else {
      throw PlannerError.badToken(
        position: used, field: "end of the plan", reason: "\(choices.count - used) tokens too many")
    }
  }
}

/// A list of choices, made one after the other.
struct ChoiceList: PlanSource {
  private let choices: [PlanChoice]
  private(set) var position = 0

  init(_ choices: [PlanChoice]) { self.choices = choices }

  mutating func choose(_ field: PlanField, among allowed: Range<Int>) throws -> Int {
    func bad(_ reason: String) -> PlannerError {
      .badToken(position: position, field: field.title, reason: reason)
    }
    guard position < choices.count else { throw bad("the list ends; a token of this field was expected") }
    let choice = choices[position]
    guard choice.field == field else { throw bad("the list has one for the \(choice.field.title) here") }
    guard allowed.contains(choice.index) else { throw bad("\(choice.index) is not in \(allowed)") }
    position += 1
    return choice.index
  }
}

/// A known plan that fills the grammar's slots.
struct KnownPlan: PlanSource {
  private let reading: PlanReading
  private let values: [PlanTrack: [Double]]
  private let flips: [[Bool]]
  private var forms: [PlanTrack: TrackForm] = [:]
  private(set) var choices: [PlanChoice] = []

  init(_ reading: PlanReading) throws {
    self.reading = reading
    let plan = reading.plan
    let issues = plan.closedVocabularyIssues
    guard issues.isEmpty else { throw PlanError(issues) }
    func times(_ count: Int) -> [Double] {
      ShotTiming.times(count: count, frameCount: plan.frameCount, frameRate: plan.frameRate)
    }
    let camera = CameraTrack(plan.camera)
    let views = times(PlanGrammar<KnownPlan>.keyframeCount(plan.camera.move)).map(camera.view(at:))
    var values: [PlanTrack: [Double]] = [
      .cameraX: views.map(\.x), .cameraY: views.map(\.y), .cameraZoom: views.map(\.zoom),
    ]
    var flips: [[Bool]] = []
    for (index, track) in plan.tracks().enumerated() {
      let actor = plan.actors[index], kind = try actor.knownKind
      let boxes = times(PlanGrammar<KnownPlan>.keyframeCount(actor.motion)).map(track.box(at:))
      let sizes = boxes.map {
        PlanGrammar<KnownPlan>.scaleAndStretch(kind, plan.size, width: $0.width, height: $0.height)
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

  mutating func choose(_ field: PlanField, among allowed: Range<Int>) throws -> Int {
    let wished: Int
    if case .form(let track) = field {
      wished = form(track, among: allowed)
      forms[track] = TrackForm.allCases[wished]
    } else {
      wished = number(field) ?? word(field)
    }
    let index = min(max(wished, allowed.lowerBound), allowed.upperBound - 1)
    choices.append(PlanChoice(field, index))
    return index
  }

  // MARK: - Internals

  private func word(_ field: PlanField) -> Int {
    let plan = reading.plan
    return switch field {
    case .shot(let slot): slot.choice(in: plan)
    case .actor(let actor, let slot): slot.choice(in: plan.actors[actor])
    case .actorCount: plan.actors.count
    case .relation: reading.relation.flatMap(Relation.allCases.firstIndex).map { $0 + 1 } ?? 0
    case .heading(let actor): reading.headings[actor].flatMap(Heading.allCases.firstIndex).map { $0 + 1 } ?? 0
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
