// What is seen inside the network and along the path.

import ZoetropeDenoiser
import ZoetropeShot

extension Explanation {
  /// Attention of some patches in every layer and head, at some steps.
  public struct AttentionFacts: Codable, Sendable, Equatable {
    /// The patches that look, in the order of the tables' rows: all of one step in time.
    public var queries: [Int]
    /// The step in time they belong to.
    public var timeStep: Int
    /// Moments of denoising.
    public var moments: [Moment]
    /// Normalised and rotated queries at the middle moment, `[layers, Q, D]`.
    public var query: Packed
    /// Keys of the same patches.
    public var key: Packed
    /// Values of the same patches.
    public var value: Packed

    /// Attention at one step.
    public struct Moment: Codable, Sendable, Equatable {
      /// The step, from 1.
      public var step: Int
      /// The level that the state was at.
      public var level: Double
      /// Attention to patches, `[layers, A, Q, N]`: roots of shares of the row's largest, in 16 shades.
      public var heat: Packed
      /// The largest attention to a patch, `[layers, A, Q]`.
      public var peak: Packed
      /// Attention to plan tokens, `[layers, A, Q, C]`.
      public var tokens: Packed
      /// Attention to the patches of each step in time, `[layers, A, Q, T]`.
      public var times: Packed
    }
  }

  /// Shifts, scales and gates that the level chooses.
  public struct ModulationFacts: Codable, Sendable, Equatable {
    /// Levels, 0…1.
    public var levels: [Double]
    /// What the slots are called, in order.
    public var slots: [String]
    /// Root mean square over the D channels, `[layers][slots][levels]`.
    public var magnitudes: [[[Double]]]
    /// The numbers themselves, `[layers, slots, levels, D]`.
    public var values: Packed
  }

  /// The steps from noise to picture.
  public struct DenoisingFacts: Codable, Sendable, Equatable {
    /// All levels, from 1 to 0.
    public var levels: [Double]
    /// Frames of the clip that pictures of steps show.
    public var shownFrames: [Int]
    /// Factor on velocities in pictures.
    public var velocityGain: Double
    /// Factor on guidance differences in pictures.
    public var guidanceGain: Double
    /// The steps that are kept: all of them up to a limit, else evenly spread.
    public var steps: [Step]

    /// One step.
    public struct Step: Codable, Sendable, Equatable {
      /// Steps done, from 1.
      public var index: Int
      /// Level before.
      public var level: Double
      /// Level after.
      public var next: Double
      /// The noisy state before the step, cut off at −1…1.
      public var state: FrameStrip
      /// The clean estimate.
      public var clean: FrameStrip
      /// Velocity, grey for none.
      public var velocity: FrameStrip
      /// What the plan adds to the estimate: with minus without it, grey for none; nil where guidance is off.
      public var guidance: FrameStrip?
      /// Root mean square of state, estimate, velocity and guidance difference.
      public var size: Sizes
      /// Root mean square distance of the estimate from the finished clip.
      public var distance: Double
    }

    /// Root mean squares.
    public struct Sizes: Codable, Sendable, Equatable {
      /// Of the state.
      public var state: Double
      /// Of the clean estimate.
      public var clean: Double
      /// Of the velocity.
      public var velocity: Double
      /// Of the guidance difference.
      public var guidance: Double?
    }
  }

  /// Errors on clips of the synthetic world, whose truth is known.
  public struct LevelErrors: Codable, Sendable, Equatable {
    /// Levels.
    public var levels: [Double]
    /// Mean squared error of the velocity at each level.
    public var velocity: [Double]
    /// Mean squared error of the clean estimate at each level.
    public var clean: [Double]
    /// What was measured on: prompts of the clips.
    public var clips: [String]
  }

  /// Samplers side by side.
  public struct SamplerFacts: Codable, Sendable, Equatable {
    /// The runs.
    public var runs: [Run]
    /// The clip that all are compared with.
    public var reference: Run

    /// One run from the same noise.
    public struct Run: Codable, Sendable, Equatable {
      /// The rule.
      public var sampler: SamplerKind
      /// Steps.
      public var stepCount: Int
      /// Evaluations of the network, both branches of guidance counted as one.
      public var evaluations: Int
      /// Some frames of the clip.
      public var sprite: FrameStrip
      /// Root mean square distance from the reference, in levels of 255.
      public var distance: Double
    }
  }
}
