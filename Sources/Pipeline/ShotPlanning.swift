// The seam between language and pictures: whatever turns a prompt into a plan conforms to this.

import ZoetropeFilm

/// What a planner is asked for.
public struct PlanRequest: Sendable, Equatable {
  /// The person's words.
  public var prompt: String
  /// Seed of the planner's choices, and of the plan.
  public var seed: UInt64
  /// Shape of the frame.
  public var size: FrameShape
  /// Number of frames.
  public var frameCount: Int
  /// Frames per second.
  public var frameRate: Double

  /// Makes a request.
  public init(
    prompt: String, seed: UInt64 = 0, size: FrameShape = .square,
    frameCount: Int = ClipRequest.standardFrameCount, frameRate: Double = ClipRequest.standardFrameRate
  ) {
    self.prompt = prompt
    self.seed = seed
    self.size = size
    self.frameCount = frameCount
    self.frameRate = frameRate
  }
}

/// What a planner answers.
public struct PlannedShot: Sendable, Equatable {
  /// The plan, valid, with prompt, enhanced prompt and seed filled in.
  public var plan: ShotPlan
  /// What the person should know, such as a word that the planner does not, with the nearest that it does.
  public var notes: [String]

  /// Makes an answer.
  public init(plan: ShotPlan, notes: [String] = []) {
    self.plan = plan
    self.notes = notes
  }
}

/// Turns prompts into plans.
public protocol ShotPlanning: Sendable {
  /// Plans a shot.
  ///
  /// The same request gives the same plan; requests that differ in their seed alone are takes of one prompt.
  func plan(_ request: PlanRequest) throws -> PlannedShot
}
