// Suites: what a model is asked for, a JSON line per case. A case is a prompt with what its words require, or a plan.

import Foundation
import ZoetropeFiles
import ZoetropeLanguage
import ZoetropeShot
import ZoetropeWorld

/// One case of a suite.
public struct SuiteCase: Sendable, Codable, Equatable {
  /// What a person asks for; nil where the case is a plan.
  public var prompt: String?
  /// What every plan made for the prompt must have.
  public var requires: Requirements?
  /// The shot to make, without a planner.
  public var plan: ShotPlan?
  /// Shape of the frame for a prompt; square by default.
  public var size: FrameShape?

  /// What a prompt requires; what is nil or empty is left open.
  public struct Requirements: Sendable, Codable, Equatable {
    /// The scene.
    public var scene: Scene?
    /// The age of a built scene, or `present`.
    public var period: String?
    /// The time of day.
    public var time: TimeOfDay?
    /// The weather.
    public var weather: Weather?
    /// The look.
    public var look: Look?
    /// The camera move.
    public var camera: CameraMove?
    /// The shot size.
    public var shotSize: ShotSize?
    /// Whether nobody may be there.
    public var nobody: Bool?
    /// The actors, in any order.
    public var actors: [Actor]?
    /// How two of them stand to each other.
    public var relation: Relation?

    /// Makes requirements that leave everything open.
    public init() {}

    /// What is required of an actor.
    public struct Actor: Sendable, Codable, Equatable {
      /// What it is.
      public var kind: ActorKind
      /// Its colour.
      public var tint: Tint?
      /// How large it is.
      public var size: ActorSize?
      /// Motions of which it must have one.
      public var motions: [Motion]?
      /// The side it heads for.
      public var heading: Heading?
      /// How fast it is.
      public var speed: Speed?

      /// Makes requirements of an actor.
      public init(
        kind: ActorKind, tint: Tint? = nil, size: ActorSize? = nil, motions: [Motion]? = nil,
        heading: Heading? = nil, speed: Speed? = nil
      ) {
        self.kind = kind
        self.tint = tint
        self.size = size
        self.motions = motions
        self.heading = heading
        self.speed = speed
      }
    }

    /// How two actors stand to each other.
    public struct Relation: Sendable, Codable, Equatable {
      /// The relation of the subject to the object.
      public var relation: ZoetropeShot.Relation
      /// Index of the actor it is said of.
      public var subject: Int
      /// Index of the actor it is said to.
      public var object: Int
    }
  }

  /// Makes a case of a prompt.
  public init(prompt: String, requires: Requirements, size: FrameShape? = nil) {
    self.prompt = prompt
    self.requires = requires
    self.size = size
  }

  /// Makes a case of a plan.
  public init(plan: ShotPlan) { self.plan = plan }
}

extension SuiteCase {
  /// Reads a suite.
  ///
  /// - Throws: ``GradingError/badSuite(path:line:reason:)``, `FileError`.
  public static func read(_ url: URL) throws -> [SuiteCase] {
    try TextFile.lines(url).enumerated().compactMap { index, line in
      guard line.contains(where: { !$0.isWhitespace }) else { return nil }
      func refuse(_ reason: String) -> GradingError {
        .badSuite(path: url.path, line: index + 1, reason: reason)
      }
      let read: SuiteCase
      do {
        read = try JSONDecoder().decode(SuiteCase.self, from: Data(line.utf8))
      } catch {
        throw refuse("\(error)")
      }
      guard (read.prompt == nil) != (read.plan == nil) else { throw refuse("expected a prompt or a plan") }
      let count = read.requires?.actors?.count ?? 0
      if let relation = read.requires?.relation,
        ![relation.subject, relation.object].allSatisfy((0..<count).contains)
      {
        throw refuse("the relation names actor \(max(relation.subject, relation.object)) of \(count)")
      }
      return read
    }
  }

  /// The case as a line of a suite, without the end of the line.
  public func line() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

extension SuiteCase.Requirements {
  /// What a text states, as requirements.
  public init(_ stated: StatedShot) {
    scene = stated.scene
    period = stated.period.map { $0.period?.rawValue ?? "present" }
    time = stated.time
    weather = stated.weather
    look = stated.look
    camera = stated.camera
    shotSize = stated.shotSize
    nobody = stated.saysNobody ? true : nil
    actors =
      stated.actors.isEmpty
      ? nil
      : stated.actors.map { actor in
        Actor(
          kind: actor.kind, tint: actor.tint, size: actor.size,
          motions: actor.motions.isEmpty ? nil : actor.motions, heading: actor.heading, speed: actor.speed)
      }
    relation = stated.relation.map { Relation(relation: $0.relation, subject: $0.subject, object: $0.object) }
  }

  /// The requirements as a statement that plans can be checked against.
  public var stated: StatedShot {
    var shot = StatedShot()
    shot.scene = scene
    shot.period = period.map { Period(rawValue: $0).map { .past($0) } ?? .present }
    shot.time = time
    shot.weather = weather
    shot.look = look
    shot.camera = camera
    shot.shotSize = shotSize
    shot.saysNobody = nobody ?? false
    shot.actors = (actors ?? []).map { actor in
      var stated = StatedActor(kind: actor.kind)
      stated.tint = actor.tint
      stated.size = actor.size
      stated.motions = actor.motions ?? []
      stated.heading = actor.heading
      stated.speed = actor.speed
      return stated
    }
    shot.relation = relation.map { StatedRelation($0.relation, subject: $0.subject, object: $0.object) }
    return shot
  }
}
