import Dispatch
import Foundation
import Synchronization
import Testing
import ZoetropeCompute

/// Results are the same bits whatever the number of threads.
@Suite struct ThreadCountTests {
  /// Runs `body` with 1, 2, 3 and 7 threads and expects equal bits each time. (`Tensor` equality would let 0 equal −0.)
  static func expectSameBits(
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () -> [Tensor]
  ) {
    func bits(_ count: Int) -> [[UInt32]] {
      ComputeContext(threadCount: count).run(body).map { $0.elements.map(\.bitPattern) }
    }
    let one = bits(1)
    for count in [2, 3, 7] {
      // Twice: which thread gets which piece is up to chance.
      for _ in 0..<2 {
        #expect(bits(count) == one, "\(what) with \(count) threads", sourceLocation: sourceLocation)
      }
    }
    #expect(
      one.joined().contains { Float(bitPattern: $0) != 0 }, "\(what): all zero",
      sourceLocation: sourceLocation)
    #expect(
      !one.joined().contains { Float(bitPattern: $0).isNaN }, "\(what): NaN", sourceLocation: sourceLocation)
  }

  static func gradients(_ test: OperationCase) -> [Tensor] {
    let variables = test.inputs.map { Variable.parameter($0) }
    let output = test.operation(variables)
    let gradients = output.gradients(seed: random(output.shape, 1003))
    return [output.value] + variables.compactMap { gradients[$0] }
  }

  @Test(arguments: [
    [512, 384, 1536], [511, 383, 129], [1, 2048, 512], [2048, 1, 512], [17, 4099, 31], [300, 300, 300],
    [700, 64, 64], [257, 1025, 33],
  ]) func products(_ size: [Int]) {
    let (m, n, k) = (size[0], size[1], size[2])
    for transposed in [(false, false), (false, true), (true, false), (true, true)] {
      let a = random(transposed.0 ? [k, m] : [m, k], 200), b = random(transposed.1 ? [n, k] : [k, n], 201)
      Self.expectSameBits("\(size), transposed \(transposed)") {
        [Variable(a).matmul(Variable(b), transposed: transposed).value]
      }
    }
  }

  /// Gradients of weights shared by all rows are sums over everything; attention's run over blocks of queries.
  @Test func attention() {
    let n = 389
    let qkv = random([n, 3 * 48], 202)
    let segments = [AttentionSegment(0..<100), AttentionSegment(queries: 100..<389, keys: 60..<389)]
    for isCausal in [false, true] {
      Self.expectSameBits("attention, causal \(isCausal)") {
        let x = Variable.parameter(qkv)
        let y = Variable.attention(
          query: x.columns(0..<48), key: x.columns(48..<96), value: x.columns(96..<144), heads: 3,
          segments: segments, isCausal: isCausal)
        return [y.value] + [y.gradients(seed: random([n, 48], 203))[x]].compactMap { $0 }
      }
    }
  }

  @Test func attentionOfManySegmentsToTheSameKeys() {
    let x = random([256, 64], 204), context = random([40, 128], 205)
    let segments = (0..<8).map { AttentionSegment(queries: $0 * 32..<($0 + 1) * 32, keys: 0..<40) }
    Self.expectSameBits("shared keys") {
      let (query, memory) = (Variable.parameter(x), Variable.parameter(context))
      let y = Variable.attention(
        query: query.columns(0..<64), key: memory.columns(0..<64), value: memory.columns(64..<128), heads: 1,
        segments: segments)
      let gradients = y.gradients(seed: random([256, 64], 206))
      return [y.value] + [gradients[query], gradients[memory]].compactMap { $0 }
    }
  }

  @Test func aBlockForwardAndBackward() {
    let test = OperationCase.block(CaseSize(rows: 301, width: 96, heads: 3))
    #expect(Self.gradients(test).count == test.inputs.count + 1)
    Self.expectSameBits("block") { Self.gradients(test) }
  }

  @Test func everyOperation() {
    // Wide enough for several pieces of 16 Ki elements.
    for test in OperationCase.all(CaseSize(rows: 200, width: 192, heads: 2))
    where !test.name.hasPrefix("matmul") {
      Self.expectSameBits(test.name) { Self.gradients(test) }
    }
  }

  @Test func arithmeticOfTensors() {
    let a = random([100_003], 207), b = random([100_003], 208)
    Self.expectSameBits("arithmetic") {
      var sum = a
      sum.add(b, scaledBy: 0.3)
      sum.scale(by: 1.7)
      return [sum, random([100_003], 209), Tensor(scalar: Float(sum.squaredNorm()))]
    }
  }
}

/// Spreading work over threads.
@Suite struct ParallelTests {
  @Test func everyPieceRunsOnce() {
    for count in [0, 1, 2, 3, 100, 10_000] {
      var hits = [UInt8](repeating: 0, count: count)
      hits.withUnsafeMutableBufferPointer { hits in
        nonisolated(unsafe) let base = hits.baseAddress
        Parallel.run(count) { base?[$0] += 1 }
      }
      #expect(hits.allSatisfy { $0 == 1 })
    }
  }

  @Test func rangesCoverEverythingInOrderOfTheGrid() {
    for (count, size) in [(0, 4), (1, 4), (4, 4), (5, 4), (1000, 7)] {
      var hits = [UInt8](repeating: 0, count: count)
      hits.withUnsafeMutableBufferPointer { hits in
        nonisolated(unsafe) let base = hits.baseAddress
        Parallel.run(count, by: size) { range in
          for index in range { base?[index] += 1 }
          if range.lowerBound % size != 0 || range.count > size { base?[range.lowerBound] = 99 }
        }
      }
      #expect(hits.allSatisfy { $0 == 1 })
    }
  }

  @Test func workWithinWorkRunsToo() {
    let total = random([64, 64], 210)
    let want = Variable(total).matmul(Variable(total)).value
    nonisolated(unsafe) var results = [Tensor?](repeating: nil, count: 8)
    results.withUnsafeMutableBufferPointer { results in
      nonisolated(unsafe) let base = results.baseAddress
      Parallel.run(8) { base?[$0] = Variable(total).matmul(Variable(total)).value }
    }
    #expect(results.allSatisfy { $0 == want })
  }

  /// The helpers work for one caller; the others get theirs done all the same.
  @Test func severalCallersAtOnce() {
    nonisolated(unsafe) var sums = [[Int]](repeating: [Int](repeating: 0, count: 50), count: 4)
    sums.withUnsafeMutableBufferPointer { sums in
      nonisolated(unsafe) let base = sums.baseAddress!
      DispatchQueue.concurrentPerform(iterations: 4) { caller in
        for round in 0..<50 {
          let hits = Atomic<Int>(0)
          Parallel.run(100) { hits.wrappingAdd($0, ordering: .relaxed) }
          base[caller][round] = hits.load(ordering: .relaxed)
        }
      }
    }
    #expect(sums.allSatisfy { $0.allSatisfy { $0 == 99 * 100 / 2 } })
  }

  /// No more threads take part than the context says, and one is the caller's own.
  @Test(arguments: [1, 2, 5]) func theContextSaysHowManyThreads(count: Int) {
    func threads() -> Set<UInt> {
      let seen = Locked<Set<UInt>>([])
      ComputeContext(threadCount: count).run {
        Parallel.run(64) { _ in
          let thread = UInt(pthread_self())
          seen.withLock { _ = $0.insert(thread) }
          Thread.sleep(forTimeInterval: 1e-5)
        }
      }
      return seen.withLock { $0 }
    }
    let rounds = (0..<50).map { _ in threads() }
    #expect(rounds.allSatisfy { (1...count).contains($0.count) })
    if count == 1 { #expect(rounds.allSatisfy { $0 == [UInt(pthread_self())] }) }
    // How many there are in a round is up to the system; in fifty there are several at some time.
    if count > 1 { #expect(rounds.contains { $0.count > 1 }) }
  }
}
