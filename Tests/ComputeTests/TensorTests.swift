import Foundation
import Testing
import ZoetropeCompute

/// Tensors are values: views share memory and nobody sees another's writes.
@Suite struct TensorTests {
  @Test func aCopyIsNotChangedByWritingToTheOriginal() {
    var a = Tensor([1, 2, 3, 4], [2, 2])
    let b = a
    let row = a.rows(1..<2)
    a[1, 0] = 9
    #expect(a.elements == [1, 2, 9, 4])
    #expect(b.elements == [1, 2, 3, 4])
    #expect(row.elements == [3, 4])
  }

  @Test func writingToAViewLeavesTheOriginal() {
    let a = Tensor((0..<12).map(Float.init), [4, 3])
    var rows = a.rows(1..<3)
    var reshaped = a.reshaped([3, 4])
    rows[0, 0] = 100
    reshaped[2, 3] = 200
    #expect(a.elements == (0..<12).map(Float.init))
    #expect(rows.elements == [100, 4, 5, 6, 7, 8] && rows.shape == [2, 3])
    #expect(reshaped.elements.last == 200)
  }

  /// A view that is the last holder of its memory may write in place, at its own offset.
  @Test func aViewThatOutlivesTheOriginalWritesWhereItIs() {
    func lastRows() -> Tensor { Tensor((0..<12).map(Float.init), [4, 3]).rows(2..<4) }
    var rows = lastRows()
    rows[1, 2] = -1
    rows.scale(by: 2)
    #expect(rows.elements == [12, 14, 16, 18, 20, -2])
    var whole = rows.rows(0..<2)
    whole.add(rows)
    #expect(whole.elements == [24, 28, 32, 36, 40, -4] && rows.elements == [12, 14, 16, 18, 20, -2])
  }

  @Test func viewsShareMemory() {
    let a = Tensor(zeros: [4, 3])
    let base = a.withUnsafeBuffer { $0.baseAddress }
    #expect(a.reshaped([12]).withUnsafeBuffer { $0.baseAddress } == base)
    #expect(a.rows(2..<4).withUnsafeBuffer { $0.baseAddress } == base.map { $0 + 6 })
    #expect(a.rows(1..<4).rows(1..<2).withUnsafeBuffer { $0.baseAddress } == base.map { $0 + 6 })
  }

  @Test func rowsOfHigherRanksTakeTheFirstDimension() {
    let a = Tensor((0..<24).map(Float.init), [2, 3, 4])
    #expect(a.rows(1..<2).elements == (12..<24).map(Float.init) && a.rows(1..<2).shape == [1, 3, 4])
    #expect(a.rows(1..<1).count == 0 && a.rows(1..<1).shape == [0, 3, 4])
    #expect(Tensor([5, 6, 7]).rows(1..<3).elements == [6, 7])
  }

  @Test func addingATensorToItselfDoublesIt() {
    var a = Tensor([1, 2, 3])
    a.add(a)
    #expect(a.elements == [2, 4, 6])
    a.add(a.rows(0..<3), scaledBy: -0.5)
    #expect(a.elements == [1, 2, 3])
  }

  @Test func borrowedMemoryIsReadInPlaceAndNeverWritten() {
    final class Owner: Sendable {}
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: 4)
    defer { memory.deallocate() }
    for index in 0..<4 { memory[index] = Float(index) }
    weak var alive: Owner?
    do {
      let owner = Owner()
      alive = owner
      var tensor = Tensor(borrowing: memory, [2, 2], owner: owner)
      #expect(tensor.withUnsafeBuffer { $0.baseAddress } == UnsafePointer(memory))
      let view = tensor.rows(1..<2)
      tensor[0, 0] = 7
      #expect(tensor.elements == [7, 1, 2, 3] && view.elements == [2, 3])
    }
    #expect(alive == nil)
    #expect((0..<4).map { memory[$0] } == [0, 1, 2, 3])
  }

  @Test func scalarsAndEmptyTensors() {
    #expect(
      Tensor(scalar: 3).scalar == 3 && Tensor(scalar: 3).shape == [] && Tensor([4], [1, 1]).scalar == 4)
    #expect(Tensor(zeros: [0, 3]).elements == [] && Tensor(zeros: [0, 3]).squaredNorm() == 0)
    #expect(Tensor([3, 4]).squaredNorm() == 25)
  }

  @Test func equalityIsOfShapeAndElements() {
    #expect(Tensor([1, 2]) == Tensor([1, 2], [2]))
    #expect(Tensor([1, 2]) != Tensor([1, 2], [1, 2]))
    #expect(Tensor([1, 2]) != Tensor([1, 3]))
    #expect(Tensor([Float.nan]) != Tensor([Float.nan]))
  }

  @Test func shapes() {
    let shape: Shape = [2, 3, 4]
    #expect(shape.count == 24 && shape.rows == 6 && shape.columns == 4 && shape.rank == 3)
    #expect(
      shape[0] == 2 && shape[-1] == 4 && shape.dimensions == [2, 3, 4] && shape.description == "[2, 3, 4]")
    #expect(shape.withColumns(5) == [2, 3, 5] && shape != [2, 3] && Shape([2, 3]) == [2, 3])
    #expect(([] as Shape).count == 1 && ([] as Shape).rows == 1 && ([] as Shape).columns == 1)
    #expect(([3, 0] as Shape).count == 0)
    #expect(Set([shape, [2, 3, 4], [4, 3, 2]]).count == 2)
  }

  @Test func normalDeviatesDoNotDependOnHowTheyAreCut() {
    let all = Tensor.normal([50_000], seed: 5, stream: 9)
    #expect(Tensor.normal([40_001], seed: 5, stream: 9).elements == Array(all.elements.prefix(40_001)))
    #expect(Tensor.normal([100], seed: 5, stream: 10).elements != Array(all.elements.prefix(100)))
    // Mean 0 ± 5/√n, mean square 1 ± 5·√(2/n).
    let mean = all.elements.reduce(0) { $0 + Double($1) } / 50_000
    #expect(abs(mean) < 0.0224 && abs(all.squaredNorm() / 50_000 - 1) < 0.0317)
  }

  @Test func tensorsCrossThreads() async {
    let shared = random([1000], 400)
    let sums = await withTaskGroup(of: Double.self) { group in
      for index in 0..<8 {
        group.addTask {
          var mine = shared
          mine.scale(by: Float(index))
          return mine.squaredNorm()
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let one = shared.squaredNorm()
    #expect(
      zip(sums.sorted(), (0..<8).map { Double($0 * $0) * one }).allSatisfy { abs($0 - $1) <= 1e-4 * one })
  }
}

/// Memory is kept for the next tensor of its size.
@Suite struct BufferPoolTests {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["ZOETROPE_CHECK_MEMORY"] == nil))
  func aLoopOfEqualStepsStopsAllocating() {
    // The counters are shared with suites that run meanwhile: many rounds, of which one must be undisturbed.
    func step() {
      let x = Variable(random([33, 77], 401))
      _ = x.linear(Variable(random([55, 77], 402)), activation: .gelu)
    }
    step()
    let isQuiet = (0..<1000).contains { _ in
      let before = BufferPool.shared.statistics.allocationCount
      step()
      return BufferPool.shared.statistics.allocationCount == before
    }
    #expect(isQuiet)
  }

  /// What a dead tensor leaves is kept, and given back when asked; what lives stays. Other suites may add and take meanwhile: some
  /// round must be undisturbed.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["ZOETROPE_CHECK_MEMORY"] == nil))
  func trimmingGivesBackWhatNoTensorUses() {
    let size = 3_000_001
    let kept = random([1000], 403)
    let bytes = 4 * size
    let isGivenBack = (0..<1000).contains { _ in
      BufferPool.shared.trim()
      do { _ = Tensor(repeating: 1, [size]) }
      let cached = BufferPool.shared.cachedBytes
      let given = BufferPool.shared.trim()
      return cached >= bytes && given >= bytes && BufferPool.shared.cachedBytes < bytes
    }
    #expect(isGivenBack)
    #expect(kept == random([1000], 403))
    #expect(Tensor(repeating: 2, [size]).elements.allSatisfy { $0 == 2 })
  }

  @Test func memoryIsAlignedForVectors() {
    for count in [1, 3, 16, 17, 100, 1000] {
      let tensor = Tensor(uninitialized: [count])
      #expect(tensor.withUnsafeBuffer { UInt(bitPattern: $0.baseAddress) % 64 } == 0)
    }
  }
}
