import Foundation
import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers

@testable import ZoetropeBenchmarking

@Suite struct WorkTests {
  /// Attention of one branch is 4·T²·D in each block; blocks' products are 2·T·D²·(4 + 2·ratio), embedding, head and modulation as
  /// written out here.
  @Test func closedForms() {
    var configuration = DenoiserConfiguration.sketch
    configuration.detailChannels = 0
    let cost = DenoisingCost(configuration, patchCount: 512, contextCount: 9)
    let (tokens, d, depth) = (521.0, 256.0, 6.0)
    #expect(cost.work.attention == 4 * tokens * tokens * d * depth)
    let blocks = 2 * tokens * d * d * 12 * depth
    let level = 128 * d + d * d
    let modulation = 2 * (level + 6 * d * d * depth + 2 * d * d)
    let colors = 256 * 9 + 128.0 * 3 * 3
    let edges = 2 * 512 * (384 * 128 + 128 * d + d * 384 + colors)
    #expect(cost.work.linear == blocks + modulation + edges)
    #expect(cost.work.flop == cost.flop)
  }

  /// What the running network reports is what was counted from shapes, with and without guidance.
  @Test(arguments: [1, 1.5]) func theRunningProgramCountsTheSame(guidance: Double) throws {
    for (configuration, side) in [(DenoiserConfiguration.thumbnail, 16), (.sketch, 64)] {
      var benchmark = DenoiseBenchmark(configuration, height: side, width: side)
      benchmark.frameCount = 4
      benchmark.guidanceScale = guidance
      let (denoising, cost) = try benchmark.prepare()
      var running = denoising
      let recorder = Recorder()
      ComputeContext(observer: recorder).run { _ = running.next() }
      #expect(cost.drawnCount > 0 && Double(recorder.operations) == cost.flop, "\(configuration.name)")
    }
  }

  /// Numbers grow evenly with the rows; what is there before the first row are weights and the modulation of one clip.
  @Test func numbersMovedGrowWithRows() {
    var configuration = DenoiserConfiguration.sketch
    configuration.detailChannels = 0
    let moved = [512, 1024, 1536].map {
      DenoisingCost(configuration, patchCount: $0, contextCount: 0).work.numbers
    }
    #expect(moved[2] - moved[1] == moved[1] - moved[0])
    let (d, depth) = (256.0, 6.0)
    let modulation =
      (128 * d + d * d + 6 * d * d * depth + 2 * d * d) + (128 + d + 2 * d + 7 * d * depth + 3 * d)
    let weights = 12 * d * d * depth + (384 * 128 + 128 * d) + (384 + 9) * d + modulation
    #expect(2 * moved[0] - moved[1] == weights)
  }

  /// The upscaler as it runs, two doublings of two frames.
  @Test func enlargingIsCountedAsItRuns() throws {
    let upscaler = Upscaler(
      UpscalerConfiguration(),
      ParameterSource(Parameters(layout: UpscalerConfiguration().parameterLayout, seed: 1)))
    let recorder = Recorder()
    ComputeContext(observer: recorder).run {
      _ = upscaler(upscaler(Clip(frameCount: 2, height: 8, width: 16)))
    }
    var cost = PipelineCost(.thumbnail, frameCount: 2, height: 8, width: 16)
    cost.doublings = 2
    let stage = try #require(try cost.stages().first { $0.stage == .enlarge })
    #expect(stage.work.flop == Double(recorder.operations) && stage.units == 2 * (128 + 512))
  }

  @Test func stepsAndBranchesMultiply() throws {
    var cost = PipelineCost(.sketch, frameCount: 16, height: 64, width: 64)
    func flop() throws -> Double { try cost.stages().first { $0.stage == .denoise }?.work.flop ?? 0 }
    (cost.stepCount, cost.branchCount, cost.drawnShare) = (1, 1, 0)
    let one = try flop()
    cost.stepCount = 24
    #expect(try flop() == 24 * one)
    cost.branchCount = 2
    #expect(try abs(flop() / one - 48) < 1e-9)
  }
}

@Suite struct DeviceTests {
  private let device = Device(
    name: "toy", linearRate: 100, attentionRate: 50, convolutionRate: 20, bandwidth: 8, callSeconds: 0.5,
    numberSize: 4, weightCopies: 2, memory: 1, source: "made up")

  /// 200 / 100 + 100 / 50 + 60 / 20 + 6 · 4 / 8 + 2 · 0.5, and (2 · 10 + 5) · 4.
  @Test func secondsAndBytesAddUp() {
    #expect(
      device.seconds(Work(linear: 200, attention: 100, convolution: 60, numbers: 6, calls: 2)) == 11)
    #expect(device.bytes(weights: 10, activations: 5) == 100)
  }

  @Test func fittingFindsTheRatesThatMadeTheTimes() {
    let configurations: [(DenoiserConfiguration, Int)] = [(.sketch, 64), (.sketch, 1024), (.feature, 512)]
    let steps = configurations.map { configuration, patches in
      let cost = DenoisingCost(configuration, patchCount: patches, contextCount: 9)
      let work = Dictionary(uniqueKeysWithValues: Part.allCases.map { ($0, cost.work(of: $0)) })
      let seconds = work.mapValues(device.seconds)
      return MeasuredStep(
        name: configuration.name, work: work, partSeconds: seconds, seconds: seconds.values.reduce(0, +))
    }
    let fitted = Device(fitting: steps, name: "toy", numberSize: 4, memory: 1)
    for (got, want) in [
      (fitted.linearRate, 100), (fitted.attentionRate, 50), (fitted.convolutionRate, 20),
      (fitted.bandwidth, 8), (fitted.callSeconds, 0.5),
    ] {
      // The times differ by many powers of ten, and so do the coefficients.
      #expect(abs(got / want - 1) < 1e-3, "\(got) for \(want)")
    }
    #expect(steps.allSatisfy { abs(fitted.error(of: $0)) < 1e-6 })
  }

  /// y = 2·a − b cannot be had with b ≥ 0: the best is the projection on a alone, Σay / Σaa.
  @Test func negativeRatesAreLeftOut() {
    let rows: [(coefficients: [Double], value: Double)] = [([1, 0], 2), ([1, 1], 1), ([0, 1], -1)]
    #expect(LeastSquares.nonnegative(rows) == [1.5, 0])
  }

  @Test func devicesAreReadByNameAndFromFiles() throws {
    #expect(try Device(named: "h100").memory == 80e9)
    #expect(throws: BenchmarkError.self) { try Device(named: "h200k") }
    let url = FileManager.default.temporaryDirectory.appending(path: "device-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: url) }
    try JSONEncoder().encode(device).write(to: url)
    #expect(try Device(named: url.path) == device)
    var broken = device
    broken.bandwidth = 0
    try JSONEncoder().encode(broken).write(to: url)
    #expect(throws: BenchmarkError.self) { try Device(named: url.path) }
  }
}

@Suite struct ScaleQuestionTests {
  /// On a device that only multiplies, 50 guided steps of a network with n parameters in its blocks cost 100 · 2n per token, its
  /// modulation left out, which is done once per step and not per token.
  @Test func hoursFollowFromParameters() {
    var device = Device.known[0]
    (device.attentionRate, device.bandwidth, device.callSeconds) = (.infinity, .infinity, 0)
    let network = ScaleQuestion.networks[3]
    let video = VideoCase(
      name: "", width: 848, height: 480, frameRate: 24, clipSeconds: 5,
      token: PatchSize(frames: 4, height: 16, width: 16), stepCount: 50, branchCount: 2)
    let d = Double(network.configuration.hiddenSize)
    let perToken = 2 * Double(network.configuration.depth) * d * d * 12
    let expected = 100 * perToken * (30 * 30 * 53) / 5 / device.linearRate
    // Embedding, head and nine plan tokens are the rest.
    #expect(abs(video.secondsPerSecond(network.configuration, on: device) / expected - 1) < 0.02)
  }

  /// Between two networks the answer lies between their sizes, and takes exactly the time of one of them at its own.
  @Test func theAnswerLiesBetweenItsNeighbours() throws {
    var question = ScaleQuestion(device: Device.known[0])
    let video = ScaleQuestion.cases[6]
    let (small, large) = (ScaleQuestion.networks[3], ScaleQuestion.networks[4])
    question.computeHours = question.hours(small, video)
    #expect(abs(try #require(question.parameters(video)) / small.parameterCount - 1) < 1e-9)
    question.computeHours = (question.hours(small, video) * question.hours(large, video)).squareRoot()
    let between = try #require(question.parameters(video))
    #expect(abs(between * between / (small.parameterCount * large.parameterCount) - 1) < 1e-9)
    question.computeHours = 1e9
    #expect(question.parameters(video) == nil)
  }
}
