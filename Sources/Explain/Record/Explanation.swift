// Everything that the page shows of a run, as plain values: recorded from the library, written into the page as JSON, read
// from there by its scripts and by tests. Pictures are sprites, large tables are packed integers, all else is numbers and words.

import Foundation
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeSession
import ZoetropePlanner

/// One run, looked into at every stage.
public struct Explanation: Codable, Sendable, Equatable {
  /// The program that made it.
  public var program = Release.program
  /// Plan, settings and weights: what makes the same clip again.
  public var recipe: Recipe
  /// What the network is.
  public var network: NetworkFacts
  /// How the prompt became a plan; nil where a plan was given.
  public var planning: PlanningFacts?
  /// The shot over time.
  public var board: Board
  /// The noise that the clip begins with.
  public var noise: NoiseFacts
  /// The clip cut into patches.
  public var patches: PatchFacts
  /// What the plan tells each patch and the whole clip.
  public var conditioning: ConditioningFacts
  /// Who looks at whom.
  public var attention: AttentionFacts
  /// What the noise level does to each block.
  public var modulation: ModulationFacts
  /// The steps from noise to picture.
  public var denoising: DenoisingFacts
  /// How wrong the network is at each level; nil where the synthetic world cannot be opened.
  public var levelErrors: LevelErrors?
  /// The same noise walked by each sampler.
  public var samplers: SamplerFacts
  /// The finished clip.
  public var ending: Ending
  /// The same run with one thing changed.
  public var whatIf: [WhatIfResult] = []
  /// Seconds of each part of the work, in order.
  public var seconds: [Timing] = []

  /// How long a part of the work took.
  public struct Timing: Codable, Sendable, Equatable {
    /// What was done.
    public var part: String
    /// Seconds on this machine, beside whatever else it did.
    public var seconds: Double
  }

  /// Sizes of network and clip.
  public struct NetworkFacts: Codable, Sendable, Equatable {
    /// Numbers that were learned.
    public var parameterCount: Int
    /// Width of the residual stream, D.
    public var hiddenSize: Int
    /// Blocks.
    public var depth: Int
    /// Heads of each block.
    public var headCount: Int
    /// Width of the MLP over D.
    public var mlpRatio: Int
    /// Width of the narrow layer that patches enter through.
    public var bottleneckSize: Int
    /// A spacetime patch.
    public var patch: PatchSize
    /// Patches in time, down, across.
    public var grid: [Int]
    /// Frames, height and width of the clip that the network makes.
    public var clip: [Int]
  }

  /// The planner at work.
  public struct PlanningFacts: Codable, Sendable, Equatable {
    /// Tokens of the prompt.
    public var prompt: [String]
    /// What was not understood.
    public var notes: [String]
    /// The description, token by token.
    public var description: [PlannerChoice]
    /// The words of the plan.
    public var words: [PlannerChoice]
    /// The numbers of the layout that was kept.
    public var numbers: [PlannerChoice]
    /// How many layouts were tried.
    public var layoutCount: Int
  }

  /// Boxes and camera at evenly spaced moments.
  public struct Board: Codable, Sendable, Equatable {
    /// The plan's file.
    public var file: String
    /// Seconds of each moment.
    public var times: [Double]
    /// Box of each actor at each moment: x, y, width, height, angle, mirrored (1).
    public var boxes: [[[Double]]]
    /// Camera at each moment: x, y, zoom.
    public var camera: [[Double]]
  }

  /// The noise.
  public struct NoiseFacts: Codable, Sendable, Equatable {
    /// Some frames.
    public var sprite: FrameStrip
    /// Mean of all its numbers.
    public var mean: Double
    /// Their standard deviation.
    public var deviation: Double
    /// How many of them lie in each of 32 bins from −4 to 4.
    public var histogram: [Int]
  }

  /// Patches.
  public struct PatchFacts: Codable, Sendable, Equatable {
    /// The finished clip's numbers, `[N, P]`.
    public var values: Packed
    /// The vectors that enter the first block for these patches at `level`, `[N, D]`.
    public var vectors: Packed
    /// The level at which the vectors were taken.
    public var level: Double
  }

  /// What is known before any denoising.
  public struct ConditioningFacts: Codable, Sendable, Equatable {
    /// Plan tokens in order.
    public var tokens: [String]
    /// What each layout feature is.
    public var layoutNames: [String]
    /// Layout features of each actor.
    public var actors: [Layout]

    /// An actor's layout.
    public struct Layout: Codable, Sendable, Equatable {
      /// Which actor of the plan.
      public var actor: Int
      /// The patches that it touches.
      public var patches: [Int]
      /// Features of these patches, `[patches, φ]`.
      public var features: Packed
    }
  }

  /// The finished clip.
  public struct Ending: Codable, Sendable, Equatable {
    /// As the network made it.
    public var clip: FrameStrip
    /// Enlarged, where there is an upscaler.
    public var enlarged: FrameStrip?
    /// The grade, measure by measure; empty where the synthetic world cannot be opened.
    public var outcomes: [Outcome]
    /// Share of right answers.
    public var score: Double?
    /// Why there is no grade.
    public var remark: String?

    /// An answer of the grader.
    public struct Outcome: Codable, Sendable, Equatable {
      /// What was asked.
      public var question: String
      /// Of whom.
      public var subject: String
      /// The answer in words: right, wrong, or a number with its unit.
      public var verdict: String
      /// What the plan says.
      public var planned: String
      /// What was found.
      public var found: String
    }
  }
}
