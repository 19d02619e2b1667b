import Foundation
import Testing
import ZoetropeCompute
import ZoetropeLayers
import ZoetropeTraining
import ZoetropeWeights

/// Fits y = W·x on random data: small enough to train in a test, with one parameter of every role.
struct LineTask: TrainingTask {
  struct Batch: Sendable {
    let x: Tensor
    let y: Tensor
  }

  static let truth = Tensor.normal([6, 4], seed: 77)

  let layout = ParameterLayout.of { _ = LineTask.model($0) }
  let metadata = ["zoetrope.test": "line"]

  static func model(_ source: ParameterSource) -> (Linear, Variable) {
    let linear = Linear(source, inputs: 4, outputs: 6, role: .hidden(parts: 2))
    return (linear, source.parameter("edge", [6, 6], .normal(0.1), .matrix))
  }

  func batch(_ index: Int) -> Batch {
    let x = Tensor.normal([32, 4], seed: 5, stream: UInt64(index))
    return Batch(x: x, y: Variable(x).linear(Variable(LineTask.truth)).value)
  }

  func loss(_ batch: Batch, _ source: ParameterSource) -> TrainingLoss {
    let (linear, edge) = LineTask.model(source)
    let first = linear(Variable(batch.x))
    let output = first + first.linear(edge)
    let loss = output.weightedSquaredError(
      to: batch.y, weights: Tensor(repeating: 1 / Float(batch.y.count), [32]))
    return TrainingLoss(value: loss, parts: [("all", Double(loss.value.scalar))], tokenCount: 32)
  }

  func writeSample(_ parameters: Parameters, step: Int, to folder: URL) throws {}
}

@Suite struct TrainerTests {
  private func folder() -> URL {
    FileManager.default.temporaryDirectory.appending(path: "zoetrope-\(UUID().uuidString)")
  }

  private func trainer(_ folder: URL, steps: Int = 40) -> Trainer<LineTask> {
    var settings = TrainerSettings(
      rate: LearningRateSchedule(peak: 0.02, warmupSteps: 4, stepCount: steps, decay: .cosine))
    settings.logSteps = 5
    return Trainer(LineTask(), settings: settings, folder: folder)
  }

  private func start() -> Checkpoint { Checkpoint(layout: LineTask().layout, seed: 1) }

  @Test func theLossFallsAndTheLogSaysSo() throws {
    let folder = folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var lines: [TrainingReport] = []
    _ = try trainer(folder, steps: 300).run(from: start(), report: { lines.append($0) })
    let first = try #require(lines.first), last = try #require(lines.last)
    #expect(last.loss < first.loss / 50, "\(first.loss) to \(last.loss)")
    let log = try String(contentsOf: folder.appending(path: "log.jsonl"), encoding: .utf8)
    let read = try log.split(separator: "\n").map {
      try JSONDecoder().decode(TrainingReport.self, from: Data($0.utf8))
    }
    #expect(read == lines && last.step == 300 && last.tokenCount == 300 * 32)
  }

  /// Stopped after any step, then started again in the same folder, a run ends with the same bytes.
  @Test(arguments: [1, 7, 20, 39]) func goesOnAsIfItHadNeverStopped(stop: Int) throws {
    let (wholeFolder, brokenFolder) = (folder(), folder())
    defer { for url in [wholeFolder, brokenFolder] { try? FileManager.default.removeItem(at: url) } }
    let whole = try trainer(wholeFolder).run(from: start())
    var steps = 0
    _ = try trainer(brokenFolder).run(
      from: start(),
      shouldStop: {
        steps += 1
        return steps == stop
      })
    let resumed = try trainer(brokenFolder).run(from: start())
    #expect(resumed.step == whole.step)
    #expect(resumed.parameters.storage == whole.parameters.storage)
    #expect(resumed.average.storage == whole.average.storage)
    #expect(resumed.optimizer.first == whole.optimizer.first)
    #expect(resumed.optimizer.second == whole.optimizer.second)
    // What ships is the same, too, but for the hours that it took.
    let files = try [wholeFolder, brokenFolder].map {
      try SafetensorsFile($0.appending(path: "weights.safetensors"))
    }
    for specification in LineTask().layout.specifications {
      #expect(try files[0].floats(specification.name) == files[1].floats(specification.name))
    }
    let metadata = files.map { $0.metadata.filter { $0.key != "zoetrope.hours" } }
    #expect(metadata[0] == metadata[1] && metadata[0]["zoetrope.steps"] == "40")
  }
}

@Suite struct OptimizerTests {
  /// Orthogonalising keeps singular vectors and moves singular values into the iteration's known band, 0.68…1.13 (Jordan et al.
  /// 2024) and a rounding more.
  @Test(arguments: [(8, 8), (16, 64), (64, 16)]) func orthogonalizedHasSingularValuesNearOne(
    rows: Int, columns: Int
  ) {
    let matrix = Tensor.normal([rows, columns], seed: 2)
    let result = Optimizer.orthogonalized(matrix)
    let (x, m) = (Variable(result), Variable(matrix))
    let isWide = rows <= columns
    let sides = (!isWide, isWide)
    let values = OptimizerTests.eigenvalues(x.matmul(x, transposed: sides).value).map { $0.squareRoot() }
    #expect(values.allSatisfy { (0.675...1.135).contains($0) }, "\(values)")
    // UΣVᵀ to Us(Σ)Vᵀ: the product with the other's transpose, Us(Σ)ΣUᵀ, is symmetric.
    let product = x.matmul(m, transposed: sides).value
    let size = min(rows, columns)
    let largest = product.elements.map(abs).max() ?? 0
    for i in 0..<size {
      for j in 0..<i { #expect(abs(product[i, j] - product[j, i]) < 1e-4 * largest) }
    }
  }

  /// Steps on the Gram matrix, and their product in the end, are the iteration as it is written, which runs here in double precision:
  /// wide, tall, square, with singular values from 1 to 1e-4, and of rank 1. Rounding of small singular values is carried along and
  /// grows with them, 485 times at most; fp32 leaves 3e-5 of the largest.
  @Test(arguments: [(40, 40), (33, 130), (130, 33), (24, 24)]) func stepsOnTheGramMatrixAreTheIteration(
    rows: Int, columns: Int
  ) {
    var matrix = Tensor.normal([rows, columns], seed: 3)
    if rows == 40 {
      for row in 0..<rows {
        for column in 0..<columns { matrix[row, column] *= pow(10, -4 * Float(row) / Float(rows)) }
      }
    } else if rows == 24 {
      for row in 0..<rows {
        for column in 0..<columns { matrix[row, column] = Float(row + 1) * Float(column - 7) }
      }
    }
    let isWide = rows <= columns
    let (n, m) = (min(rows, columns), max(rows, columns))
    let norm = matrix.squaredNorm().squareRoot()
    var x = (0..<n).map { i in (0..<m).map { Double(isWide ? matrix[i, $0] : matrix[$0, i]) / (norm + 1e-7) }
    }
    func multiply(_ a: [[Double]], _ b: [[Double]], transposed: Bool = false) -> [[Double]] {
      a.map { row in
        (0..<(transposed ? b.count : b[0].count)).map { j in
          row.indices.reduce(0) { $0 + row[$1] * (transposed ? b[j][$1] : b[$1][j]) }
        }
      }
    }
    for _ in 0..<5 {
      let gram = multiply(x, x, transposed: true)
      let square = multiply(gram, gram)
      var polynomial = square
      for i in 0..<n {
        for j in 0..<n { polynomial[i][j] = 2.0315 * square[i][j] - 4.7750 * gram[i][j] }
        polynomial[i][i] += 3.4445
      }
      x = multiply(polynomial, x)
    }
    let got = Optimizer.orthogonalized(matrix)
    for i in 0..<n {
      for j in 0..<m { #expect(abs(Double(isWide ? got[i, j] : got[j, i]) - x[i][j]) < 1e-4) }
    }
  }

  /// Eigenvalues of a symmetric matrix, by Jacobi's rotations (1846) in double precision.
  private static func eigenvalues(_ matrix: Tensor) -> [Double] {
    let n = matrix.shape[0]
    var a = (0..<n).map { row in (0..<n).map { Double(matrix[row, $0]) } }
    for _ in 0..<12 {
      for p in 0..<n {
        for q in p + 1..<n where abs(a[p][q]) > 1e-14 {
          let angle = 0.5 * atan2(2 * a[p][q], a[q][q] - a[p][p])
          let (c, s) = (cos(angle), sin(angle))
          for k in 0..<n { (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]) }
          for k in 0..<n { (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]) }
        }
      }
    }
    return (0..<n).map { a[$0][$0] }
  }

  /// One AdamW step by hand: with bias correction the first step is rate · sign(g), and clipping does not change signs.
  @Test func theFirstAdamStepHasTheLengthOfTheRate() {
    let layout = ParameterLayout.of { _ = $0.parameter("v", [3], .zeros, .vector) }
    var parameters = Parameters(layout: layout, seed: 0)
    var state = Optimizer.State(layout)
    Optimizer().step(&parameters, gradients: [Tensor([3, -4, 0])], state: &state, rate: 0.5)
    let p = parameters.storage.elements
    #expect(abs(p[0] + 0.5) < 1e-6 && abs(p[1] - 0.5) < 1e-6 && p[2] == 0)
  }

  @Test func gradientsThatAreNotNumbersChangeNothing() {
    let layout = ParameterLayout.of { _ = $0.parameter("v", [2], .ones, .vector) }
    var parameters = Parameters(layout: layout, seed: 0)
    var state = Optimizer.State(layout)
    let norm = Optimizer().step(&parameters, gradients: [Tensor([.nan, 1])], state: &state, rate: 1)
    #expect(norm.isNaN && parameters.storage.elements == [1, 1] && state.stepCount == 0)
  }
}

@Suite struct LearningRateScheduleTests {
  @Test func ratesFollowTheirFormulas() {
    var schedule = LearningRateSchedule(peak: 2, warmupSteps: 10, stepCount: 110, decay: .cosine)
    #expect(schedule.rate(step: 0) == 0.2 && schedule.rate(step: 9) == 2)
    #expect(abs(schedule.rate(step: 60) - 1) < 1e-12 && schedule.rate(step: 110) < 1e-12)
    schedule.decay = .constant
    #expect(schedule.rate(step: 100) == 2)
    schedule.decay = .squareRoot
    schedule.decayShare = 0.5
    // Half way through the fall, 1 − √½ of the peak is left.
    #expect(schedule.rate(step: 60) == 2 && abs(schedule.rate(step: 85) - 2 * (1 - 0.5.squareRoot())) < 1e-12)
  }
}
