import Testing
import ZoetropeCompute

#if !canImport(Darwin) || os(macOS)
  /// Shapes that do not fit stop the program with a message that names the operation and the shapes.
  ///
  /// Each runs in a process of its own.
  @Suite struct ShapeErrorTests {
    /// Expects that what a process wrote before it stopped contains all of `parts`.
    static func expect(
      _ result: ExitTest.Result?, says parts: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) {
      let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      for part in parts {
        #expect(message.contains(part), "\(part) not in: \(message)", sourceLocation: sourceLocation)
      }
    }

    @Test func linear() async {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable(Tensor(zeros: [2, 3])).linear(Variable(Tensor(zeros: [5, 4])))
      }
      Self.expect(result, says: "linear", "[2, 3]", "[5, 4]")
    }

    @Test func linearBias() async {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable(Tensor(zeros: [2, 3]))
          .linear(Variable(Tensor(zeros: [5, 3])), bias: Variable(Tensor(zeros: [4])))
      }
      Self.expect(result, says: "linear", "[2, 3]", "[5, 3]", "[4]")
    }

    @Test func matmul() async {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable(Tensor(zeros: [2, 3])).matmul(Variable(Tensor(zeros: [5, 3])))
      }
      Self.expect(result, says: "matmul", "[2, 3]", "[5, 3]")
    }

    @Test func matmulOfAVector() async {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable(Tensor(zeros: [3])).matmul(Variable(Tensor(zeros: [3, 2])))
      }
      Self.expect(result, says: "matmul", "[3]", "[3, 2]")
    }

    @Test func elementwise() async {
      let sum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable(Tensor(zeros: [2, 3])) + Variable(Tensor(zeros: [3, 2]))
      }
      Self.expect(sum, says: "+:", "[2, 3]", "[3, 2]")
      let product = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable(Tensor(zeros: [2])) * Variable(Tensor(zeros: [3]))
      }
      Self.expect(product, says: "*:", "[2]", "[3]")
      let tensors = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var a = Tensor(zeros: [2])
        a.add(Tensor(zeros: [3]))
      }
      Self.expect(tensors, says: "add", "[2]", "[3]")
    }

    @Test func norms() async {
      let table = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let modulation = Modulation(table: Variable(Tensor(zeros: [1, 8])), groups: nil)
        _ = Variable(Tensor(zeros: [2, 4])).rmsNorm(modulation: modulation, shiftSlot: 0, scaleSlot: 2)
      }
      Self.expect(table, says: "rmsNorm", "[1, 8]", "2 rows of 4")
      let group = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let modulation = Modulation(table: Variable(Tensor(zeros: [2, 8])), groups: [0, 2])
        _ = Variable(Tensor(zeros: [2, 4])).rmsNorm(modulation: modulation, shiftSlot: 0)
      }
      Self.expect(group, says: "rmsNorm", "[2, 8]")
      let nothing = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable(Tensor(zeros: [2, 4])).rmsNorm(shiftSlot: 0)
      }
      Self.expect(nothing, says: "rmsNorm", "no modulation")
      let gate = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let modulation = Modulation(table: Variable(Tensor(zeros: [1, 8])), groups: nil)
        _ = Variable(Tensor(zeros: [2, 4]))
          .adding(Variable(Tensor(zeros: [2, 5])), gatedBy: modulation, gateSlot: 0)
      }
      Self.expect(gate, says: "adding(gatedBy:)", "[2, 4]", "[2, 5]")
    }

    @Test func rotary() async {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable(Tensor(zeros: [2, 8])).columns(0..<8)
          .normalizedAndRotated(heads: 2, weight: Variable(Tensor(zeros: [3])), table: nil)
      }
      Self.expect(result, says: "normalizedAndRotated", "[2, 8]", "[3]")
    }

    @Test func attention() async {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let x = Variable(Tensor(zeros: [4, 6])), y = Variable(Tensor(zeros: [5, 6]))
        _ = Variable.attention(
          query: x.columns(0..<6), key: y.columns(0..<6), value: x.columns(0..<6), heads: 2,
          segments: [AttentionSegment(0..<4)])
      }
      Self.expect(result, says: "attention", "[4, 6]", "[5, 6]")
      let overlap = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let x = Variable.parameter(Tensor(zeros: [4, 6]))
        _ = Variable.attention(
          query: x.columns(0..<4), key: x.columns(2..<6), value: x.columns(0..<4), heads: 2,
          segments: [AttentionSegment(0..<4)])
      }
      Self.expect(overlap, says: "attention", "overlap")
      let columns = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable(Tensor(zeros: [4, 6])).columns(3..<7)
      }
      Self.expect(columns, says: "columns", "3..<7", "[4, 6]")
    }

    @Test func rows() async {
      let index = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable(Tensor(zeros: [4, 6])).rows(at: [0, 4])
      }
      Self.expect(index, says: "rows(at:)", "4", "[4, 6]")
      let sums = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable(Tensor(zeros: [4, 6])).rowSums(into: [0, 1, 2], count: 3)
      }
      Self.expect(sums, says: "rowSums", "3 targets", "[4, 6]")
      let parts = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable.concatenatingRows([Variable(Tensor(zeros: [4, 6])), Variable(Tensor(zeros: [4, 5]))])
      }
      Self.expect(parts, says: "concatenatingRows", "[4, 6]", "[4, 5]")
    }

    @Test func losses() async {
      let error = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable(Tensor(zeros: [4, 6])).weightedSquaredError(
          to: Tensor(zeros: [6, 4]), weights: Tensor(zeros: [4]))
      }
      Self.expect(error, says: "weightedSquaredError", "[4, 6]", "[6, 4]")
      let label = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable(Tensor(zeros: [2, 3])).softmaxCrossEntropy(labels: [0, 3])
      }
      Self.expect(label, says: "softmaxCrossEntropy", "[2, 3]")
    }

    @Test func tensors() async {
      let reshaped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [2, 3]).reshaped([4, 2])
      }
      Self.expect(reshaped, says: "reshaped", "[2, 3]", "[4, 2]")
      let elements = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor([1, 2, 3], [2, 2])
      }
      Self.expect(elements, says: "Tensor", "3 elements", "[2, 2]")
      let rows = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [2, 3]).rows(1..<3)
      }
      Self.expect(rows, says: "rows", "1..<3", "[2, 3]")
      let index = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [2, 3])[1, 3]
      }
      Self.expect(index, says: "[1, 3]", "[2, 3]")
      let scalar = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(zeros: [2]).scalar
      }
      Self.expect(scalar, says: "scalar", "[2]")
    }

    @Test func gradients() async {
      let scalar = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable.parameter(Tensor(zeros: [2])).gradients()
      }
      Self.expect(scalar, says: "gradients", "[2]")
      let seed = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Variable.parameter(Tensor(zeros: [2])).gradients(seed: Tensor(zeros: [3]))
      }
      Self.expect(seed, says: "gradients", "[2]", "[3]")
    }
  }
#endif
