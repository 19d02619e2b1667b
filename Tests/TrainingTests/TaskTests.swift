import Foundation
import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeLayers
import ZoetropePlanner
import ZoetropeShot
import ZoetropeWorld

@testable import ZoetropeTraining

@Suite struct PlannerTaskTests {
  private static let tokenizer = Result { try PlannerTask.tokenizer(captions: 300, seed: 2) }

  private static func task(_ change: (inout PlannerData) -> Void = { _ in }) throws -> PlannerTask {
    var data = PlannerData()
    data.tokensPerBatch = 2000
    change(&data)
    return PlannerTask(.thumbnail(try tokenizer.get()), data: data, seed: 4) { _, _, _ in }
  }

  /// Each row that counts predicts the token after it, prompts are never predicted, and weights are those of words and numbers,
  /// summing to one.
  @Test func rowsPredictWhatFollowsThem() throws {
    let task = try Self.task()
    let vocabulary = task.configuration.vocabulary
    let batch = try task.batch(3)
    #expect(batch.tokens.count >= 2000 && batch.lengths.reduce(0, +) == batch.tokens.count)
    // Some two thousand weights of single precision are added up one by one.
    #expect(abs(batch.weights.reduce(0, +) - 1) < 2e-5)
    let word = batch.weights.max() ?? 0
    for (part, weight) in zip(batch.parts, batch.weights) {
      #expect(abs(weight / word - (part == .number ? 0.3 : 1)) < 1e-5)
    }
    let labels = Dictionary(uniqueKeysWithValues: zip(batch.rows, batch.labels))
    var start = 0
    for length in batch.lengths {
      let tokens = batch.tokens[start..<start + length]
      #expect(tokens.first == Int32(vocabulary.token(.prompt)))
      let description = try #require(tokens.firstIndex(of: Int32(vocabulary.token(.description))))
      // Nothing is predicted of the prompt; everything after it but the shape, which is given.
      for row in start..<description { #expect(labels[Int32(row)] == nil) }
      let given = (description..<start + length).filter { labels[Int32($0)] == nil }
      #expect(given.count == 1)
      for row in description..<start + length - 1 {
        #expect(labels[Int32(row)] == nil || labels[Int32(row)] == batch.tokens[row + 1])
      }
      start += length
    }
  }

  @Test func batchesAreReproducible() throws {
    let (one, other) = (try Self.task().batch(3), try Self.task().batch(3))
    #expect(one.tokens == other.tokens && one.weights == other.weights)
    #expect(try Self.task().batch(4).tokens != one.tokens)
  }

  /// Sequences end with the words of the plan or go on to its numbers, by their share.
  @Test func layoutsComeByTheirShare() throws {
    let none = try Self.task { $0.layoutShare = 0 }.batch(0)
    let all = try Self.task { $0.layoutShare = 1 }.batch(0)
    #expect(!none.parts.contains(.number) && all.parts.contains(.number))
    #expect(
      all.lengths.reduce(0, +) / all.lengths.count > none.lengths.reduce(0, +) / none.lengths.count + 10)
  }

  /// A network whose head is zero finds every token equally likely: the loss is the logarithm of their number.
  @Test func knowingNothingCostsTheLogarithmOfAllTokens() throws {
    let task = try Self.task()
    var parameters = Parameters(layout: task.layout, seed: 1)
    let head = try #require(task.layout["head.weight"])
    parameters.storage.withUnsafeMutableBuffer { buffer in for index in head.range { buffer[index] = 0 } }
    let loss = task.loss(try task.batch(0), ParameterSource(parameters))
    // A weighted mean of some thousand equal fp32 logarithms of about 8.
    #expect(abs(loss.value.value.scalar - log(Float(task.configuration.vocabulary.count))) < 1e-3)
    #expect(Set(loss.parts.map(\.name)) == ["text", "word", "number"])
  }
}

@Suite struct UpscalerTaskTests {
  private static let world = Result { try World() }

  private static func task(_ change: (inout UpscalerData) -> Void = { _ in }) throws -> UpscalerTask {
    var data = UpscalerData()
    data.framesPerBatch = 6
    data.degradedShare = 0
    change(&data)
    return UpscalerTask(
      UpscalerConfiguration(channels: 4, blockCount: 1), data: data, world: try world.get(), seed: 9
    ) { _, _, _ in }
  }

  /// What is to be added to the interpolation of a frame: the small frame is the large one averaged, roughly, so little is left on
  /// average and much at edges; windows hold the frame in the middle of their nine columns.
  @Test func residualsAreWhatInterpolationMisses() throws {
    for item in try Self.task().batch(0).items {
      #expect(item.windows.shape == [item.height * item.width, 9])
      #expect(item.residual.shape == [item.height * item.width, 12])
      // Clean windows are pixels.
      #expect(item.windows.elements.allSatisfy { (-1.001...1.001).contains($0) })
      let mean = item.residual.elements.reduce(0, +) / Float(item.residual.count)
      #expect(abs(mean) < 0.05, "\(mean)")
      #expect(item.residual.squaredNorm() > 0)
    }
  }

  /// A network that adds nothing leaves all of the error: by the definition of the loss, the mean share `e / (e + least)`.
  @Test func addingNothingCostsTheWholeError() throws {
    let task = try Self.task()
    let batch = try task.batch(1)
    let least = (2.0 / 255) * (2.0 / 255)
    let shares = batch.items.map { item -> Double in
      let error = item.residual.squaredNorm() / Double(item.residual.count)
      return error / (error + least)
    }
    let expected = shares.reduce(0, +) / Double(shares.count)
    let loss = task.loss(batch, ParameterSource(Parameters(layout: task.layout, seed: 1)))
    #expect(abs(Double(loss.value.value.scalar) - expected) < 1e-4)
    #expect(loss.parts.first?.name == "decibels")
    #expect(abs((loss.parts.first?.value ?? 0) + 10 * log10(expected)) < 1e-3)
  }

  /// Degraded frames are the same frames, worse: the goal stays the large clean frame, so more is left to add.
  @Test func degradedFramesLeaveMoreToAdd() throws {
    let clean = try Self.task().batch(2), worse = try Self.task { $0.degradedShare = 1 }.batch(2)
    let errors = [clean, worse].map { $0.items[0].residual.squaredNorm() }
    #expect(clean.items[0].windows != worse.items[0].windows && errors[1] > errors[0])
  }
}

@Suite struct PlannerExamTests {
  /// An exam counts what prompts state, and names what went wrong; shipped weights get nearly everything right.
  @Test func answersAreCounted() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let planner = try Planner(contentsOf: root.appending(path: "Models/planner"))
    let exam = try PlannerExam(planner, split: .training, count: 12)
    #expect(exam.whole.count == 12 && exam.whole.right + exam.failures.count == 12)
    // Models/planner/README.md: more than 99 % of whole prompts in the training split; two of twelve may fail by chance.
    #expect(exam.whole.right >= 10)
    #expect(exam.scores[.plan(.kind)]?.count ?? 0 > 0 && exam.scores[.count]?.count == 12)
    #expect(exam.text.contains("whole prompt") && exam.text.contains("shotSize"))
  }
}
