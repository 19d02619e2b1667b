import Foundation
import Synchronization
import Testing
import ZoetropeCompute

/// The context: where it is seen, and that contexts beside each other do not disturb each other.
@Suite struct ComputeContextTests {
  @Test func theDefaultIsFp32OnTheCoresOfThisProcess() {
    let context = ComputeContext.current
    #expect(context.precision == .float32 && context.observer == nil)
    #expect(context.threadCount == min(ProcessorCount.available, 64))
  }

  @Test func threadCountsAreTakenIntoTheirRange() {
    #expect([-1, 0, 1, 64, 65].map { ComputeContext(threadCount: $0).threadCount } == [1, 1, 1, 64, 64])
  }

  @Test func bindingsNestAndEnd() {
    let before = ComputeContext.current.threadCount
    ComputeContext(threadCount: 5).run {
      ComputeContext(threadCount: 3).run { #expect(ComputeContext.current.threadCount == 3) }
      #expect(ComputeContext.current.threadCount == 5)
      #expect(throws: CancellationError.self) {
        try ComputeContext(threadCount: 7).run { throw CancellationError() }
      }
      #expect(ComputeContext.current.threadCount == 5)
    }
    #expect(ComputeContext.current.threadCount == before)
  }

  /// Threads see no task-local values by themselves; pieces of work find the context all the same, on helpers as on threads of the
  /// system, which a second caller gets.
  @Test func everyThreadOfAnOperationSeesIt() {
    DispatchQueue.concurrentPerform(iterations: 3) { caller in
      let other = Counter()
      let wrong = Atomic<Int>(0)
      ComputeContext(threadCount: 4 + caller, observer: other).run {
        for _ in 0..<50 {
          Parallel.run(64) { _ in
            let seen = ComputeContext.current
            if seen.threadCount != 4 + caller || seen.observer !== other {
              wrong.wrappingAdd(1, ordering: .relaxed)
            }
            Thread.sleep(forTimeInterval: 1e-6)
          }
        }
      }
      #expect(wrong.load(ordering: .relaxed) == 0)
      // A thread that has worked for it is free of it afterwards.
      #expect(ComputeContext.current.observer == nil)
    }
  }

  @Test func tasksInheritItAndDetachedOnesBindIt() async {
    let context = ComputeContext(threadCount: 9)
    await context.run {
      #expect(await Task { ComputeContext.current.threadCount }.value == 9)
      let own = ComputeContext.current
      #expect(await Task.detached { own.run { ComputeContext.current.threadCount } }.value == 9)
    }
  }

  @Test(.enabled(if: !Precision.bfloat16.isAvailable)) func aPrecisionThatIsNotThereIsAnError() {
    #expect(throws: ComputeError.unavailable(.bfloat16)) { try ComputeContext(precision: .bfloat16) }
    #expect("\(ComputeError.unavailable(.bfloat16))".contains("`precision` is bfloat16"))
  }

  /// A GEMM, a linear layer with a packed weight, attention with and without gradients, a convolution, and a whole block.
  static func work() -> [[UInt32]] {
    let a = Variable(random([300, 200], 800)), b = Variable(random([200, 310], 801))
    let x = Variable(random([263, 3 * 64], 802)), weight = Variable(random([384, 192], 803))
    func attention(_ x: Variable) -> Variable {
      Variable.attention(
        query: x.columns(0..<64), key: x.columns(64..<128), value: x.columns(128..<192), heads: 2,
        segments: [AttentionSegment(0..<263)])
    }
    let tracked = Variable.parameter(x.value)
    let attended = attention(tracked)
    let pictures = Variable(random([2 * 20 * 9, 8], 804))
    let block = OperationCase.block(CaseSize(rows: 120, width: 64, heads: 2))
    return
      ([
        a.matmul(b).value, x.linear(weight, activation: .gelu, packed: PackedFactor(weight.value)).value,
        attention(x).value, attended.value,
        pictures.convolved(Variable(random([12, 72], 805)), [PictureStack(count: 2, height: 20, width: 9)])
          .value,
      ] + [attended.gradients(seed: random([263, 64], 806))[tracked]].compactMap { $0 }
      + ThreadCountTests.gradients(block)).map { $0.elements.map(\.bitPattern) }
  }

  /// Contexts of different precision and thread count at the same time give what each gives alone.
  @Test func contextsBesideEachOtherDoNotMix() throws {
    var contexts = [ComputeContext(threadCount: 1), ComputeContext(threadCount: 3)]
    for threads in [1, 3] {
      if let context = try? ComputeContext(precision: .bfloat16, threadCount: threads) {
        contexts.append(context)
      }
    }
    let alone = contexts.map { $0.run(Self.work) }
    #expect(alone[0] == alone[1])
    if contexts.count == 4 {
      #expect(alone[2] == alone[3])
      // Every result that a GEMM goes into is of the precision that was asked for; of the block's that is what it puts out, not the
      // gradient of every bias.
      for (exact, rounded) in zip(alone[0], alone[2]).prefix(7) { #expect(exact != rounded) }
    }
    let together = Locked([[[UInt32]]](repeating: [], count: contexts.count))
    // Threads of their own, all through work at the same time.
    let group = DispatchGroup()
    for round in 0..<3 {
      for (index, context) in contexts.enumerated() {
        let thread = Thread {
          let result = context.run(Self.work)
          together.withLock { $0[index] = result }
          group.leave()
        }
        thread.stackSize = 8 << 20
        group.enter()
        thread.start()
      }
      group.wait()
      #expect(together.withLock { $0 } == alone, "round \(round)")
    }
  }

  /// Who looks on sees the operations, and changes no bit.
  @Test func anObserverChangesNothing() {
    let alone = ComputeContext(threadCount: 2).run(Self.work)
    let counter = Counter()
    #expect(ComputeContext(threadCount: 2, observer: counter).run(Self.work) == alone)
    #expect(counter.operations > 2 * 300 * 200 * 310)
  }
}
