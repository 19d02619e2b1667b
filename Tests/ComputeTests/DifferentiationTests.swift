import Testing
import ZoetropeCompute

/// The record of a computation and the walk back through it.
@Suite struct DifferentiationTests {
  @Test func constantsCarryNoRecord() {
    let x = Variable(Tensor([1, 2, 3]))
    let y = (x * x + x).sum()
    #expect(!x.isTracked && !y.isTracked)
    #expect(y.gradients()[x] == nil)
  }

  @Test func gradientsOfWhatIsUsedTwiceAddUp() {
    // d/dx (x·x + 3x + x) = 2x + 4
    let x = Variable.parameter(Tensor([1, -2, 0.5]))
    let gradient = (x * x + 3 * x + x).sum().gradients()[x]
    #expect(gradient?.elements == [6, 0, 5])
  }

  @Test func aDiamondIsWalkedOnce() {
    // y = x², z = y + y, w = z·y = 2x⁴, dw/dx = 8x³
    let x = Variable.parameter(Tensor([2]))
    let y = x * x
    let z = y + y
    #expect((z * y).sum().gradients()[x]?.elements == [64])
  }

  @Test func gradientsThatShareOneTensorStayApart() {
    // Both terms of a sum receive the same tensor; adding to one must not change the other.
    let x = Variable.parameter(Tensor([1, 2])), y = Variable.parameter(Tensor([3, 4]))
    let gradients = ((x + y) + (x * x)).sum().gradients()
    #expect(gradients[y]?.elements == [1, 1])
    #expect(gradients[x]?.elements == [3, 5])
  }

  @Test func addingInPlaceToASharedGradientCopiesItFirst() {
    // The sum hands one tensor to x and y; the product, made earlier and so walked later, adds to x's in place.
    let x = Variable.parameter(Tensor([1, 2], [1, 2])), y = Variable.parameter(Tensor([3, 4], [1, 2]))
    let product = x.matmul(Variable(Tensor([1, 0, 0, 1], [2, 2])))
    let gradients = (product + (x + y)).sum().gradients()
    #expect(gradients[x]?.elements == [2, 2])
    #expect(gradients[y]?.elements == [1, 1])
  }

  @Test func whatDoesNotDependOnItHasNoGradient() {
    let x = Variable.parameter(Tensor([1])), y = Variable.parameter(Tensor([1]))
    let gradients = x.sum().gradients()
    #expect(gradients[x] != nil && gradients[y] == nil)
  }

  @Test func aParameterIsItsOwnGradientsSeed() {
    let x = Variable.parameter(Tensor([1, 2]))
    #expect(x.gradients(seed: Tensor([5, 6]))[x]?.elements == [5, 6])
  }

  @Test func theSameRecordCanBeWalkedTwice() {
    let test = OperationCase.block(.small)
    let variables = test.inputs.map { Variable.parameter($0) }
    let output = test.operation(variables)
    let seed = random(output.shape, 500)
    let first = output.gradients(seed: seed), second = output.gradients(seed: seed)
    for variable in variables { #expect(first[variable] == second[variable]) }
  }

  @Test func gradientsAreLinearInTheSeed() {
    let test = OperationCase.block(.small)
    let variables = test.inputs.map { Variable.parameter($0) }
    let output = test.operation(variables)
    var seed = random(output.shape, 501)
    let one = output.gradients(seed: seed)
    seed.scale(by: 4)
    let four = output.gradients(seed: seed)
    // A power of two changes no rounding.
    for variable in variables { #expect(four[variable]?.elements == one[variable]?.elements.map { 4 * $0 }) }
  }

  @Test func intermediateResultsAreDropped() {
    let x = Variable.parameter(Tensor([1, 2]))
    let y = x * x
    #expect(y.sum().gradients()[y] == nil)
  }

  /// A record a hundred thousand steps deep is walked, and let go, without running out of stack.
  @Test func deepRecordsDoNotOverflowTheStack() {
    let x = Variable.parameter(Tensor([1]))
    var y = x
    for _ in 0..<100_000 { y = y + x }
    #expect(y.sum().gradients()[x]?.elements == [100_001])
  }

  @Test func probabilitiesAreWhatAttentionWeighsBy() {
    let qkv = random([9, 24], 502)
    let x = Variable(qkv)
    let segments = [AttentionSegment(0..<4), AttentionSegment(queries: 4..<9, keys: 2..<9)]
    let shown = Variable.attentionProbabilities(
      query: x.columns(0..<8), key: x.columns(8..<16), heads: 2, segments: segments)
    #expect(shown.map(\.shape) == [[2, 4, 4], [2, 5, 7]])
    for tensor in shown {
      let rows = Reference.Matrix(tensor)
      for i in 0..<rows.rows { #expect(abs((0..<rows.columns).reduce(0) { $0 + rows[i, $1] } - 1) < 1e-6) }
    }
    // Head 1 of the first segment, against the definition.
    let matrix = Reference.Matrix(qkv)
    var scores = Reference.Matrix(rows: 4, columns: 4)
    for i in 0..<4 { for j in 0..<4 { for c in 4..<8 { scores[i, j] += matrix[i, c] * matrix[j, c + 8] } } }
    expectClose(
      Array(shown[0].elements[16..<32]), Reference.softmax(scores, scale: 0.5).probabilities.elements,
      Tolerance(absolute: 1e-6))
  }

  /// A row sees itself and what is before it: the shares of the rest are 0.
  @Test func causalProbabilitiesAreALowerTriangle() {
    let x = Variable(random([5, 8], 503))
    let shown = Variable.attentionProbabilities(
      query: x.columns(0..<4), key: x.columns(4..<8), heads: 1, segments: [AttentionSegment(0..<5)],
      isCausal: true)[0]
    for row in 0..<5 { for key in 0..<5 { #expect((shown[0, row, key] > 0) == (key <= row)) } }
  }
}
