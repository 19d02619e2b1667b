// The World as a stream of training data: clip k of a stream is always the same, on any number of threads.

import ZoetropeFilm
import ZoetropeRandom

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
  /// Pixels per patch side: 8 gives 64×64, 88×48 and 48×88; 16 gives twice that.
  public var patchSide = 8
  /// Lengths of clips; a short one is a window of its 16-frame shot that starts anywhere.
  public var frameShares = [FrameShare(16, 1)]
  /// Shapes of the frame.
  public var shapes = FrameShape.allCases
  /// The cast.
  public var kinds = ActorKind.allCases
  /// The scenes.
  public var scenes = Scene.allCases
  /// The looks.
  public var looks = Look.allCases
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
  public let options: ClipStreamOptions
  private let world: World
  private let sampler: ShotSampler

  /// Makes a stream.
  ///
  /// - Throws: `WorldError.unusableStream` for options that nothing can be drawn from.
  public init(world: World, options: ClipStreamOptions) throws {
    self.world = world
    self.options = options
    var drawn = ShotSampler.Options()
    func check(_ condition: Bool, _ reason: String) throws {
      if !condition { throw WorldError.unusableStream(reason: reason) }
    }
    try check(
      !options.shapes.isEmpty && !options.kinds.isEmpty && !options.scenes.isEmpty && !options.looks.isEmpty,
      "shapes, kinds, scenes and looks must each name something")
    try check((2...256).contains(options.patchSide), "the patch side is \(options.patchSide), not 2…256")
    try check(
      !options.frameShares.isEmpty
        && options.frameShares.allSatisfy {
          (1...drawn.frameCount).contains($0.frameCount) && $0.share > 0 && $0.share.isFinite
        }, "frame shares must name 1…\(drawn.frameCount) frames and positive shares")
    drawn.shapes = options.shapes
    drawn.kinds = options.kinds
    drawn.scenes = options.scenes
    drawn.looks = options.looks
    sampler = ShotSampler(drawn)
  }

  /// Clip `index`.
  ///
  /// - Throws: what rendering throws.
  public func clip(at index: UInt64) throws -> StreamedClip {
    var generator = Generator(seed: options.seed, stream: index)
    var plan = sampler.sample(using: &generator)
    // Shares are of frames, so short clips are drawn more often.
    let choice = generator.index(weights: options.frameShares.map { $0.share / Double($0.frameCount) })
    let count = options.frameShares[choice].frameCount
    let first = generator.index(below: plan.frameCount - count + 1)
    if options.hasText {
      let describer = Describer(split: options.split, typoRate: options.typoRate)
      let caption = describer.describe(plan, using: &generator)
      plan.prompt = caption.prompt
      plan.enhancedPrompt = caption.description
    }
    let clip = try world.render(plan, patchSide: options.patchSide, frames: first..<first + count)
    return StreamedClip(index: index, plan: plan, firstFrame: first, clip: clip)
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
