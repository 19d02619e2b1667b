// The World as a stream of training data: clip k of a stream is always the same, on any number of threads.

import ZoetropeLanguage
import ZoetropeShot

/// What a stream holds.
public struct ClipStreamOptions: Sendable, Equatable, Codable {
  /// A length of clips and how much of the stream has it.
  public struct FrameShare: Sendable, Equatable, Codable {
    /// Frames of a clip.
    public var frameCount: Int
    /// Share of the stream's *frames*, not of its clips; shares need not add up to 1.
    public var share: Double

    /// Makes a share.
    public init(_ frameCount: Int, _ share: Double) {
      self.frameCount = frameCount
      self.share = share
    }
  }

  /// Seed of the whole stream.
  public var seed: UInt64 = 1
  /// Pixels per patch side: 8 gives 64×64, 112×64 and 64×112; 16 gives twice that.
  public var patchSide = 8
  /// Lengths of clips; a short one is a window of its 16-frame shot that starts anywhere.
  public var frameShares = [FrameShare(16, 1)]
  /// Shapes of the frame.
  public var shapes = FrameShape.allCases
  /// The cast.
  public var kinds = ActorKind.allCases
  /// The scenes.
  public var scenes = Scene.shipped
  /// The looks.
  public var looks = Look.shipped
  /// Words and templates of the prompts.
  public var split = CaptionSplit.training
  /// Share of the longer words with a typing error, in prompts.
  public var typoRate = 0.0
  /// Whether records hold prompt, description and plan; without them short clips stream twice as fast.
  public var hasText = true

  /// Full-length clips of everything, 64 pixels high.
  public init() {}

  /// Reads lengths and shares as people write them: `4:0.8,16:0.2`.
  ///
  /// - Throws: `WorldError.unusableStream`.
  public static func frameShares(_ text: String) throws -> [FrameShare] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let numbers = part.split(separator: ":")
      guard numbers.count == 2, let count = Int(numbers[0]), let share = Double(numbers[1]) else {
        throw WorldError.unusableStream(reason: "“\(part)” is not frames:share, such as 4:0.8")
      }
      return FrameShare(count, share)
    }
  }
}

/// A clip with everything that is known about it.
public struct StreamedClip: Sendable {
  /// Its number in the stream.
  public let index: UInt64
  /// The shot; its seed and its words are set, so that rendering the plan gives this clip.
  public let plan: ShotPlan
  /// The frame of the shot that the clip begins with.
  public let firstFrame: Int
  /// The frames.
  public let clip: Clip

  /// The times of the frames in seconds of the plan.
  public var times: [Double] { (0..<clip.frameCount).map { plan.time(ofFrame: firstFrame + $0) } }
}

/// Draws, renders and describes clips, each from a random stream of its own.
public struct ClipStream: Sendable {
  /// What the stream holds.
  public var options: ClipStreamOptions { shots.options }
  private let world: World
  private let shots: ShotStream

  /// Makes a stream.
  ///
  /// - Throws: `WorldError.unusableStream` for options that nothing can be drawn from.
  public init(world: World, options: ClipStreamOptions) throws {
    self.world = world
    shots = try ShotStream(options)
  }

  /// Clip `index`: the shot of that number in a ``ShotStream`` of the same options, rendered.
  ///
  /// - Throws: what rendering throws.
  public func clip(at index: UInt64) throws -> StreamedClip {
    let shot = shots.shot(at: index)
    let clip = try world.render(shot.plan, patchSide: options.patchSide, frames: shot.frames)
    return StreamedClip(index: index, plan: shot.plan, firstFrame: shot.frames.lowerBound, clip: clip)
  }

  /// Makes the records of some clips on several threads and hands them over in order.
  ///
  /// - Parameters:
  ///   - first: number of the first clip.
  ///   - stride: distance to the next one; with a stride, several processes share one stream.
  ///   - count: how many, `nil` for no end.
  ///   - threadCount: threads that render; the calling one only writes.
  ///   - sink: takes one record (``StreamedClip/record(hasText:)``); its errors end the stream.
  /// - Throws: what rendering and the sink throw.
  public func write(
    from first: UInt64 = 0, stride: UInt64 = 1, count: UInt64?, threadCount: Int,
    to sink: ([UInt8]) throws -> Void
  ) throws {
    let producer = OrderedProducer(count: count ?? .max, threadCount: threadCount) { number in
      try clip(at: first &+ number &* stride).record(hasText: options.hasText)
    }
    defer { producer.stop() }
    while let record = try producer.next() { try sink(record) }
  }
}
