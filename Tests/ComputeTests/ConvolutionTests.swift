import CKernels
import Testing
import ZoetropeCompute

/// Convolutions and sums over neighbours in time: with packed weights they are what they are made of, up to rounding.
@Suite struct ConvolutionTests {
  static let stacks = [
    PictureStack(count: 2, height: 5, width: 13), PictureStack(count: 1, height: 20, width: 1),
  ]
  static let pixels = 2 * 5 * 13 + 20

  @Test(arguments: [(24, 24), (9, 48), (24, 3), (2, 33)]) func convolution(channels: Int, outputs: Int) {
    let x = Variable(random([Self.pixels, channels], 720))
    let weight = Variable(random([outputs, 9 * channels], 721)), bias = Variable(random([outputs], 722))
    let want = x.neighborhoods(Self.stacks).linear(weight, bias: bias, activation: .gelu).value
    let packed = PackedFactor(weight.value)
    let got = x.convolved(weight, bias: bias, activation: .gelu, packed: packed, Self.stacks).value
    expectClose(got.elements, want.elements.map(Double.init), GEMMTests.tolerance(4 * 9 * channels))
    ThreadCountTests.expectSameBits("convolution of \(channels) to \(outputs)") {
      [x.convolved(weight, bias: bias, activation: .gelu, packed: packed, Self.stacks).value]
    }
  }

  /// A kernel, and what it does to its factors.
  enum Kernel: CaseIterable {
    case portable, packed, packedBFloat16

    static let available = allCases.filter {
      switch $0 {
      case .portable: true
      case .packed: zk_has_packed(0) != 0
      case .packedBFloat16: zk_has_packed(1) != 0
      }
    }

    func rounded(_ x: [Float]) -> [Double] {
      let matrix = Reference.Matrix(x.map(Double.init), rows: 1, columns: x.count)
      return PackedProductTests.rounded(matrix, self == .packedBFloat16 ? .bfloat16 : .float32).elements
    }

    /// Lines 1 ..< height of one picture.
    func callAsFunction(_ x: [Float], height: Int, width: Int, channels: Int, _ w: [Float], outputs: Int)
      -> [Float]
    {
      let lines = height - 1
      var y = [Float](repeating: .nan, count: lines * width * outputs + 16)
      if self == .portable {
        let padded = (outputs + 7) / 8 * 8
        var turned = [Float](repeating: 0, count: 9 * channels * padded)
        for output in 0..<outputs {
          for input in 0..<9 * channels { turned[input * padded + output] = w[output * 9 * channels + input] }
        }
        var scratch = [Float](repeating: .nan, count: (lines + 2) * (width + 2) * channels)
        zk_convolve(x, height, width, channels, 1, lines, turned, outputs, &y, &scratch)
      } else {
        let kind: Int32 = self == .packedBFloat16 ? 1 : 0
        var packed = [UInt32](repeating: .max, count: zk_packed_words(kind, outputs, 9 * channels))
        zk_pack(kind, w, 9 * channels, outputs, 9 * channels, &packed)
        var workspace = [UInt32](
          repeating: .max, count: zk_convolution_workspace(lines, width, channels) + 16)
        zk_convolution(kind, x, height, width, channels, 1, lines, packed, outputs, &y, &workspace)
        #expect(workspace.suffix(16).allSatisfy { $0 == .max }, "wrote beyond the workspace")
      }
      #expect(y.suffix(16).allSatisfy { $0.isNaN }, "wrote behind the result")
      return y.dropLast(16)
    }
  }

  /// Every kernel pixel by pixel from the definition: the border repeats.
  @Test(arguments: Kernel.available, [(5, 13, 4, 5), (2, 1, 24, 24), (7, 6, 2, 49)])
  func kernel(_ kernel: Kernel, _ size: (height: Int, width: Int, channels: Int, outputs: Int)) {
    let (height, width, channels, outputs) = size
    let x = random([height * width * channels], 723).elements,
      w = random([outputs * 9 * channels], 724).elements
    let got = kernel(x, height: height, width: width, channels: channels, w, outputs: outputs)
    let (a, b) = (kernel.rounded(x), kernel.rounded(w))
    var want: [Double] = []
    for y in 1..<height {
      for column in 0..<width {
        for output in 0..<outputs {
          var sum = 0.0
          for dy in 0..<3 {
            for dx in 0..<3 {
              let row = min(max(y + dy - 1, 0), height - 1)
              let pixel = row * width + min(max(column + dx - 1, 0), width - 1)
              for c in 0..<channels {
                sum += a[pixel * channels + c] * b[output * 9 * channels + (dy * 3 + dx) * channels + c]
              }
            }
          }
          want.append(sum)
        }
      }
    }
    expectClose(got, want, GEMMTests.tolerance(9 * channels), "\(kernel), \(size):")
  }

  /// Gradients of the packed kernels from the definition, strip by strip: lines inside a picture, at one border and at both.
  @Test(
    arguments: Kernel.available.filter { $0 != .portable },
    [(5, 13, 4, 6), (2, 1, 24, 24), (7, 6, 2, 50), (1, 1, 3, 2), (4, 270, 34, 4)])
  func gradients(_ kernel: Kernel, _ size: (height: Int, width: Int, channels: Int, outputs: Int)) {
    let (height, width, channels, outputs) = size
    let kind: Int32 = kernel == .packedBFloat16 ? 1 : 0
    let x = random([height * width * channels], 731).elements
    let w = random([outputs * 9 * channels], 732).elements
    let slope = random([height * width * outputs], 733).elements
    let (b, dy) = (kernel.rounded(w), kernel.rounded(slope))
    var dx = [Double](repeating: 0, count: x.count), dw = [Double](repeating: 0, count: w.count)
    var turned = [Float](repeating: 0, count: w.count)
    for pixel in 0..<height * width {
      for neighbor in 0..<9 {
        let row = min(max(pixel / width + neighbor / 3 - 1, 0), height - 1)
        let other = row * width + min(max(pixel % width + neighbor % 3 - 1, 0), width - 1)
        for output in 0..<outputs {
          for c in 0..<channels {
            let index = (output * 9 + neighbor) * channels + c
            dx[other * channels + c] += dy[pixel * outputs + output] * b[index]
            // The weights' gradients are in fp32 in both precisions.
            dw[index] += Double(slope[pixel * outputs + output]) * Double(x[other * channels + c])
            turned[(c * 9 + 8 - neighbor) * outputs + output] = w[index]
          }
        }
      }
    }
    var packed = [UInt32](repeating: .max, count: zk_packed_words(kind, channels, 9 * outputs))
    zk_pack(kind, turned, 9 * outputs, channels, 9 * outputs, &packed)
    for lines in [1, 3, height] {
      var got = [Float](repeating: .nan, count: x.count + 16), sums = [Float](repeating: 1, count: w.count)
      for first in stride(from: 0, to: height, by: lines) {
        let count = min(lines, height - first)
        var workspace = [UInt32](
          repeating: .max, count: zk_convolution_vjp_workspace(count, width, outputs, channels) + 16)
        got.withUnsafeMutableBufferPointer {
          zk_convolution_vjp(
            kind, slope, height, width, outputs, first, count, packed, channels,
            $0.baseAddress! + first * width * channels, &workspace)
        }
        #expect(workspace.suffix(16).allSatisfy { $0 == .max }, "wrote beyond the workspace")
        workspace = [UInt32](
          repeating: .max, count: zk_convolution_weight_vjp_workspace(count, width, channels, outputs) + 16)
        zk_convolution_weight_vjp(
          x, height, width, channels, slope, outputs, first, count, &sums, &workspace)
        #expect(workspace.suffix(16).allSatisfy { $0 == .max }, "wrote beyond the workspace")
      }
      #expect(got.suffix(16).allSatisfy { $0.isNaN }, "wrote behind the result")
      // Up to four copies of the border flow to a corner.
      expectClose(
        Array(got.dropLast(16)), dx, GEMMTests.tolerance(36 * outputs),
        "pixels, \(kernel), \(size), \(lines):")
      expectClose(
        sums.map { $0 - 1 }, dw, GEMMTests.tolerance(4 * height * width),
        "weights, \(kernel), \(size), \(lines):")
    }
  }

  /// [x₀ + B·x₀ + A·x₁, x₁ + B·x₀ + A·x₁] for two pictures.
  @Test func neighborsInTime() {
    let size = 5 * 13
    let stacks = [Self.stacks[0]]
    let x = random([2 * size, 24], 725), before = random([24, 24], 726), after = random([24, 24], 727)
    let got = Variable(x).addingNeighbors(
      stacks, before: Variable(before), after: Variable(after),
      packed: (PackedFactor(before), PackedFactor(after))
    ).value
    let frames = [Variable(x.rows(0..<size)), Variable(x.rows(size..<2 * size))]
    let past = frames[0].linear(Variable(before)), future = frames[1].linear(Variable(after))
    let want = frames.flatMap { ($0 + past + future).value.elements }
    expectClose(got.elements, want.map(Double.init), GEMMTests.tolerance(4 * 24))
    let tracked = Variable.parameter(x).addingNeighbors(
      stacks, before: Variable(before), after: Variable(after)
    ).value
    expectClose(tracked.elements, want.map(Double.init), GEMMTests.tolerance(4 * 24))
  }

  /// With weights of one, each number is added to its neighbours' in time, and stacks do not touch.
  @Test func neighborsStayInTheirStack() {
    let stacks = [PictureStack(count: 3, height: 1, width: 2), PictureStack(count: 1, height: 2, width: 1)]
    let x = Tensor([1, 2, 10, 20, 100, 200, 5, 7], [8, 1]), one = Tensor([1], [1, 1])
    for packed in [PackedFactor(one), nil] {
      let got = Variable(x).addingNeighbors(
        stacks, before: Variable(one), after: Variable(one), packed: (packed, packed))
      #expect(got.value.elements == [12, 24, 111, 222, 210, 420, 15, 21])
    }
  }

  @Test func coloursJoinFeatures() {
    for outputs in [24, 7] {
      let base = random([6, 10 * outputs], 728), x = random([6, 30], 729), w = random([6, 3 * outputs], 730)
      let got = Variable(base).addingRowwiseProducts([(Variable(x), Variable(w)), (Variable(x), Variable(w))])
      let product = Variable(x).rowwiseProduct(Variable(w), inner: 3)
      let want = (Variable(base) + product + product).value
      expectClose(got.value.elements, want.elements.map(Double.init), GEMMTests.tolerance(6))
    }
  }
}
