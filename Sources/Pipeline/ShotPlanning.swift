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
    prompt: String, seed: UInt64 = 0, size: FrameShape = .square, frameCount: Int = 16, frameRate: Double = 8
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
  /// Words of the prompt that the planner does not know, each with the nearest that it does.
  public var unknownWords: [UnknownWord]

  /// Makes an answer.
  public init(plan: ShotPlan, unknownWords: [UnknownWord] = []) {
    self.plan = plan
    self.unknownWords = unknownWords
  }
}

/// A word of a prompt that is not known.
public struct UnknownWord: Sendable, Equatable, Codable, CustomStringConvertible {
  /// The word as written.
  public var word: String
  /// The nearest known ones, nearest first.
  public var nearest: [String]

  /// Makes a word.
  public init(_ word: String, nearest: [String] = []) {
    self.word = word
    self.nearest = nearest
  }

  /// `giraffe: not known; nearest: camel, horse`.
  public var description: String {
    "\(word): not known" + (nearest.isEmpty ? "" : "; nearest: \(nearest.joined(separator: ", "))")
  }
}

/// Turns prompts into plans.
public protocol ShotPlanning: Sendable {
  /// Plans a shot.
  ///
  /// The same request gives the same plan; requests that differ in their seed alone are takes of one prompt.
  func plan(_ request: PlanRequest) throws -> PlannedShot
}
