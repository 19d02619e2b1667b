import Foundation
import Testing
import ZoetropeBenchmarking
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeLayers

@Suite struct DenoisingCostTests {
  /// `Scripts/reference/bench.py --flop --drawn 100 --network sketch`, `feature`, and sketch with `--guided`: what PyTorch's
  /// FlopCounterMode counts on the same network.
  @Test(arguments: [
    ("sketch", 1, 9_236_428_800.0), ("feature", 1, 39_362_586_624), ("sketch", 2, 18_471_014_400),
  ])
  func countsWhatPyTorchCounts(preset: String, branches: Int, expected: Double) throws {
    let configuration = try #require(DenoiserConfiguration.preset(preset))
    let cost = DenoisingCost(
      configuration, patchCount: 512, contextCount: 9, drawnCount: 100, branchCount: branches)
    #expect(cost.flop == expected)
  }

  /// Parts are booked while a network runs, all but those of guidance without guidance, and only then.
  @Test func everyPartIsBooked() throws {
    var benchmark = DenoiseBenchmark(.thumbnail, height: 8, width: 8)
    benchmark.frameCount = 2
    var denoising = try benchmark.prepare().denoising
    let recorder = Recorder()
    _ = denoising.next()
    #expect(recorder.seconds.isEmpty)
    ComputeContext(observer: recorder).run { _ = denoising.next() }
    #expect(Set(recorder.seconds.keys) == Set(Part.allCases))
    #expect(recorder.seconds.values.allSatisfy { $0 > 0 && $0 < 60 })
  }
}

@Suite struct DenoiseBenchmarkTests {
  @Test func recordHoldsTheFiguresAndReadsBack() throws {
    var benchmark = DenoiseBenchmark(.thumbnail, height: 16, width: 16)
    benchmark.frameCount = 4
    benchmark.runs = 3
    let record = try benchmark.run(version: "1")
    let step = try #require(record["step"]).value
    #expect(step.low <= step.median && step.median <= step.high && step.count == 3)
    // 2 × (32 patches + 9 plan tokens).
    #expect(record["tokens"]?.value.median == 82)
    #expect(record["allocations per step"]?.value.median == 0)
    #expect(record.parts.map(\.name) == Part.allCases.map(\.rawValue) + ["other"])
    let url = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID().uuidString).json")
    try record.json().write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    #expect(try BenchmarkRecord(contentsOf: url) == record)
  }

  @Test func aFileThatIsNoRecordIsRefused() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID().uuidString).json")
    try Data("{}".utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    #expect(throws: BenchmarkError.self) { try BenchmarkRecord(contentsOf: url) }
  }

  @Test func architecturesAreReadStrictly() throws {
    let text = """
      {"hiddenSize": 384, "depth": 12, "headCount": 6, "patch": {"frames": 2, "height": 4, "width": 4}}
      """
    let configuration = try DenoiserConfiguration(architecture: Data(text.utf8), name: "small")
    #expect(
      configuration.hiddenSize == 384 && configuration.patch.valueCount == 96 && configuration.mlpRatio == 4)
    let misspelt = text.replacingOccurrences(of: "depth", with: "deepth")
    #expect(throws: DenoiserError.self) {
      try DenoiserConfiguration(architecture: Data(misspelt.utf8), name: "small")
    }
    let odd = text.replacingOccurrences(of: "384", with: "383")
    #expect(throws: DenoiserError.self) {
      try DenoiserConfiguration(architecture: Data(odd.utf8), name: "small")
    }
  }
}

@Suite struct SweepTests {
  /// Times of exactly tokens^1.5 have the exponent 1.5.
  @Test func exponentOfAPower() throws {
    let points = [100, 400, 1600].map { tokens in
      SweepPoint(
        frameCount: 1, height: 1, width: 1, tokenCount: tokens, milliseconds: Spread(exactly: 1),
        processorMilliseconds: Spread(exactly: 3 * Double(tokens * tokens * tokens).squareRoot()),
        gigaflop: 1, megabytes: 1)
    }
    let exponent = try #require(DenoiseSweep.exponent(points))
    #expect(abs(exponent - 1.5) < 1e-12)
    #expect(DenoiseSweep.exponent(Array(points.prefix(1))) == nil)
  }
}

@Suite struct ComparisonTests {
  private func record(_ milliseconds: [Double], subject: String = "denoise") -> BenchmarkRecord {
    BenchmarkRecord(
      subject: subject, version: "1", settings: [:],
      measurements: [
        Measurement("step", Spread(milliseconds), .milliseconds),
        Measurement("speed", Spread(milliseconds.map { 1 / $0 }), .gigaflopPerSecond),
      ])
  }

  @Test func verdictsNeedRangesThatDoNotTouch() throws {
    let slow = record([10, 11, 12]), fast = record([5, 6, 7]), wide = record([6, 9, 14])
    #expect(try BenchmarkComparison(slow, fast).verdict(on: "step") == .better)
    #expect(try BenchmarkComparison(slow, fast).verdict(on: "speed") == .better)
    #expect(try BenchmarkComparison(fast, slow).verdict(on: "step") == .worse)
    #expect(try BenchmarkComparison(slow, wide).verdict(on: "step") == .same)
    #expect(try BenchmarkComparison(slow, fast).verdict(on: "nothing") == nil)
    #expect(throws: BenchmarkError.self) { try BenchmarkComparison(slow, record([1], subject: "train")) }
  }
}

@Suite struct FrontierTests {
  /// A difference of 0.2 everywhere on a span of 2 is 20 dB.
  @Test func decibelsOfAKnownError() {
    let a = Tensor(repeating: 0.25, [4, 8]), b = Tensor(repeating: 0.05, [4, 8])
    #expect(abs(FrontierBenchmark.decibels(a, b) - 20) < 1e-5)
    #expect(FrontierBenchmark.decibels(a, a) == .infinity)
  }

  /// 4 steps of Euler look 4 times, guided twice; Heun looks again at every level but the first and the last.
  @Test func evaluationsAreCounted() throws {
    let layout = DenoiserConfiguration.thumbnail.parameterLayout
    var benchmark = FrontierBenchmark(
      Denoiser(.thumbnail, ParameterSource(Parameters(layout: layout, seed: 1))))
    benchmark.planCount = 1
    benchmark.stepCounts = [4]
    benchmark.intervals = [0...1, 0...0]
    benchmark.referenceStepCount = 4
    let points = try benchmark.run(version: "1").frontier
    func evaluations(_ kind: SamplerKind, _ highest: Double) -> Int? {
      points.first { $0.sampler == kind && $0.highest == highest }?.evaluationCount
    }
    #expect(evaluations(.euler, 1) == 8 && evaluations(.euler, 0) == 4)
    #expect(evaluations(.heun, 1) == 14 && evaluations(.heun, 0) == 7)
    // Euler against itself.
    let own = points.first { $0.sampler == .euler && $0.highest == 1 }
    #expect(own?.decibels == .infinity)
  }
}
