import Foundation
import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeLayers
import ZoetropePlanner
import ZoetropeShot
import ZoetropeWorld

@testable import ZoetropeTraining

@Suite struct ScriptPlannerTaskTests {
  private static func task() throws -> ScriptPlannerTask {
    try ScriptPlannerTask(.thumbnail, tokensPerBatch: 2000, seed: 4) { _, _, _ in }
  }

  /// Each row that counts is the place of a question, and what it predicts is one of that question's answers.
  @Test func rowsPredictAnswers() throws {
    let task = try Self.task()
    let names = task.configuration.tokens
    let batch = try task.batch(3)
    #expect(batch.tokens.count >= 2000 && batch.lengths.reduce(0, +) == batch.tokens.count)
    #expect(!batch.rows.isEmpty && batch.rows.count == batch.labels.count)
    for (row, label) in zip(batch.rows, batch.labels) {
      // The token before a question's number names the question: "ask:row", "number:2", then "row=1".
      let question = names[Int(batch.tokens[Int(row) - 1])]
      #expect(question.hasPrefix("ask:"))
      #expect(names[Int(label)].hasPrefix(question.dropFirst(4) + "="))
    }
    // No name of a member is a token.
    #expect(!names.contains { $0.contains("redFox") || $0.hasSuffix(":fox") })
  }

  @Test func batchesAreReproducible() throws {
    let (one, other) = (try Self.task().batch(3), try Self.task().batch(3))
    #expect(one.tokens == other.tokens && one.labels == other.labels)
    #expect(try Self.task().batch(4).tokens != one.tokens)
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
