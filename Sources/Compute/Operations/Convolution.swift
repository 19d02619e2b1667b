import CKernels

extension Variable {
  /// 3×3 convolution of pictures, fused with what follows it: a linear layer over the neighbourhood of every pixel.
  ///
  /// Pixels beyond the border repeat the border's. The same as ``neighborhoods(_:)`` with
  /// ``linear(_:bias:activation:packed:)`` behind it, without the copies in memory. In bfloat16 where that is selected and
  /// the channels are even (pairs of numbers are multiplied), otherwise in fp32.
  ///
  /// - Parameters:
  ///   - weight: `[outputs, 9·C]`, neighbours in order of row, column, channel.
  ///   - bias: `[outputs]` or none.
  ///   - activation: applied to the sum.
  ///   - packed: `weight` prepared for many convolutions.
  ///   - stacks: the pictures that the rows are, one after another.
  /// - Returns: `[ΣF·H·W, outputs]` for `self` of `[ΣF·H·W, C]`.
  public func convolved(
    _ weight: Variable, bias: Variable? = nil, activation: Activation = .none, packed: PackedFactor? = nil,
    _ stacks: [PictureStack]
  ) -> Variable {
    let (channels, outputs) = (shape.columns, weight.shape[0])
    require(
      weight.shape == [outputs, 9 * channels] && (bias.map { $0.shape == [outputs] } ?? true)
        && shape.rows == stacks.reduce(0) { $0 + $1.pixelCount }
        && stacks.allSatisfy { $0.height > 0 && $0.width > 0 },
      "convolved: input \(shape), weight \(weight.shape), pictures \(stacks.map { [$0.count, $0.height, $0.width] })"
    )
    ComputeContext.current.count(shape.rows, outputs, 9 * channels)
    let pictures = Picture.all(stacks)
    let isTracked = isTracked || weight.isTracked || (bias?.isTracked ?? false)
    let result = Tensor(uninitialized: [shape.rows, outputs])
    // With a gradient to come, the sum before the activation is kept.
    let sum = isTracked && activation != .none ? Tensor(uninitialized: result.shape) : result
    let (target, activated) = (sum.freshPointer, result.freshPointer)
    let epilogue = Epilogue(bias: bias?.value, activation: activation, outputs: outputs)
    Convolution(packed ?? PackedFactor(weight.value))(value, pictures, into: sum) { start, rows in
      if target == activated {
        epilogue(start, stride: outputs, rows: rows, columns: 0..<outputs)
      } else {
        epilogue(
          keeping: start, to: activated + (start - target), stride: outputs, rows: rows, columns: 0..<outputs)
      }
    }
    withExtendedLifetime((epilogue, result)) {}
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [self, weight] + (bias.map { [$0] } ?? [])) { dy, gradients in
      let dy = activation.gradient(of: sum, dy)
      gradients.accumulate(into: weight) { Convolution.addWeightGradient(value, dy, pictures, to: $0) }
      if let bias { gradients.accumulate(into: bias) { dy.addTallColumnSums(to: $0) } }
      if self.isTracked { gradients.add(Convolution.inputGradient(weight.value, dy, pictures), to: self) }
    }
  }
}

/// Weights as one of the two kernels reads them.
private struct Convolution {
  /// Lines of a picture that one thread takes at a time: enough that the two beside them, which are fetched too, weigh
  /// little; few enough that their copy stays in the second-level cache.
  static let lineCount = 16

  private let inputs: Int
  private let outputs: Int
  /// What the packed kernel computes in; nil where the portable one has to do.
  private let precision: Precision?
  private let weights: Tensor

  /// Takes weights `[outputs, 9·inputs]`.
  init(_ factor: PackedFactor) {
    (outputs, inputs) = (factor.value.shape[0], factor.value.shape[1] / 9)
    // Numbers are paired for bfloat16, and a pair must not reach into the next pixel.
    let precision = inputs % 2 == 0 ? ComputeContext.current.precision : .float32
    if let packed = factor.tensor(precision) {
      (self.precision, weights) = (precision, packed)
    } else {
      (self.precision, weights) = (nil, Convolution.transposed(factor.value))
    }
  }

  /// Convolves pictures, and calls `epilogue` with the place and the number of the rows that are done.
  func callAsFunction(
    _ x: Tensor, _ pictures: [Picture], into result: Tensor,
    epilogue: (UnsafeMutablePointer<Float>, Int) -> Void
  ) {
    let (source, w, target) = (x.pointer, weights.pointer, result.freshPointer)
    let pieces = pictures.flatMap { $0.pieces(lines: Convolution.lineCount) }
    Parallel.run(pieces.count) { index in
      let (picture, lines) = pieces[index]
      let (height, width) = (picture.height, picture.width)
      let pixels = source + picture.first * inputs
      let out = target + picture.row(ofLine: lines.lowerBound) * outputs
      if let precision {
        let workspace = Tensor(uninitialized: [zk_convolution_workspace(lines.count, width, inputs)])
        zk_convolution(
          precision.kernelKind, pixels, height, width, inputs, lines.lowerBound, lines.count, w, outputs, out,
          workspace.freshPointer)
        withExtendedLifetime(workspace) {}
      } else {
        let workspace = Tensor(uninitialized: [(lines.count + 2) * (width + 2) * inputs])
        zk_convolve(
          pixels, height, width, inputs, lines.lowerBound, lines.count, w, outputs, out,
          workspace.freshPointer)
        withExtendedLifetime(workspace) {}
      }
      epilogue(out, lines.count * width)
    }
    withExtendedLifetime((x, weights)) {}
  }

  /// Weights as the portable kernel reads them, `[9·inputs, outputs rounded up to 8]`.
  private static func transposed(_ weight: Tensor) -> Tensor {
    let (outputs, inputs) = (weight.shape[0], weight.shape[1])
    let padded = (outputs + 7) / 8 * 8
    var result = Tensor(zeros: [inputs, padded])
    result.withUnsafeMutableBuffer { target in
      weight.withUnsafeBuffer { source in
        for input in 0..<inputs {
          for output in 0..<outputs { target[input * padded + output] = source[output * inputs + input] }
        }
      }
    }
    return result
  }

  /// Weights `[outputs, 9·C]` turned round, `[C, 9·outputs]`: what leads from gradients of the result to gradients of the pixels.
  private static func turned(_ weight: Tensor) -> Tensor {
    let (outputs, channels) = (weight.shape[0], weight.shape[1] / 9)
    var result = Tensor(uninitialized: [channels, 9 * outputs])
    result.withUnsafeMutableBuffer { target in
      weight.withUnsafeBuffer { source in
        for channel in 0..<channels {
          for neighbor in 0..<9 {
            for output in 0..<outputs {
              target[(channel * 9 + neighbor) * outputs + output] =
                source[(output * 9 + 8 - neighbor) * channels + channel]
            }
          }
        }
      }
    }
    return result
  }

  /// Adds the gradient of the weights: a GEMM of each picture's neighbourhoods with the gradients of its result, the pictures in order.
  static func addWeightGradient(
    _ x: Tensor, _ dy: Tensor, _ pictures: [Picture], to gradient: UnsafeMutablePointer<Float>
  ) {
    let (channels, outputs) = (x.shape.columns, dy.shape.columns)
    let size = outputs * 9 * channels
    let parts = Tensor(zeros: [pictures.count, size])
    let (source, outputGradient, sums) = (x.pointer, dy.pointer, parts.freshPointer)
    let context = ComputeContext.current
    let isPacked = Precision.float32.isPacked
    if isPacked { context.count(dy.shape.rows, outputs, 9 * channels) }
    Parallel.run(pictures.count, in: context) { index in
      let picture = pictures[index]
      if isPacked {
        // Few channels: gathering neighbourhoods would take longer than multiplying them.
        let (height, width) = (picture.height, picture.width)
        let workspace = Tensor(
          uninitialized: [
            zk_convolution_weight_vjp_workspace(min(lineCount, height), width, channels, outputs)
          ])
        for (_, lines) in picture.pieces(lines: lineCount) {
          zk_convolution_weight_vjp(
            source + picture.first * channels, height, width, channels,
            outputGradient + picture.first * outputs, outputs, lines.lowerBound, lines.count,
            sums + index * size, workspace.freshPointer)
        }
        return withExtendedLifetime(workspace) {}
      }
      for (_, lines) in picture.pieces(lines: lineCount) {
        let start = picture.row(ofLine: lines.lowerBound)
        let count = lines.count * picture.width
        let around = Tensor(uninitialized: [count, 9 * channels])
        let target = around.freshPointer
        for y in lines {
          picture.forEachNeighbor(ofLine: y) { pixel, slot, count, neighbor in
            (target + ((pixel - start) * 9 + slot) * channels).update(
              from: source + neighbor * channels, count: count * channels)
          }
        }
        let outputGradients = Matrix(pointer: outputGradient + start * outputs, stride: outputs)
        GEMM.multiply(
          outputGradients.transposed, around.matrix, into: sums + index * size, stride: 9 * channels,
          m: outputs,
          n: 9 * channels, k: count, beta: 1)
        withExtendedLifetime(around) {}
      }
    }
    for index in pictures.indices { zk_axpy(1, sums + index * size, gradient, size) }
    withExtendedLifetime((x, dy, parts)) {}
  }

  /// The gradient of the pixels: the gradients of the result convolved with the weights turned round. Around each picture a margin of two
  /// pixels of zeros takes what flows to the repeated border, which is then added to the border itself.
  static func inputGradient(_ weight: Tensor, _ dy: Tensor, _ pictures: [Picture]) -> Tensor {
    let (outputs, channels) = (weight.shape[0], weight.shape[1] / 9)
    let convolution = Convolution(PackedFactor(turned(weight)))
    if let precision = convolution.precision {
      return inputGradient(convolution.weights, precision, dy, pictures, channels: channels)
    }
    let result = Tensor(zeros: [dy.shape.rows, channels])
    let (outputGradient, target) = (dy.pointer, result.freshPointer)
    Parallel.run(pictures.count) { index in
      let picture = pictures[index]
      let (height, width) = (picture.height, picture.width)
      let (tall, wide) = (height + 4, width + 4)
      let framed = Tensor(zeros: [tall * wide, outputs])
      let inner = framed.freshPointer
      for y in 0..<height {
        (inner + ((y + 2) * wide + 2) * outputs).update(
          from: outputGradient + (picture.first + y * width) * outputs, count: width * outputs)
      }
      let flow = Tensor(uninitialized: [tall * wide, channels])
      convolution(framed, [Picture(first: 0, height: tall, width: wide)], into: flow) { _, _ in }
      let flows = flow.pointer
      for y in 1..<tall - 1 {
        let row = picture.first + min(max(y - 2, 0), height - 1) * width
        for x in 1..<wide - 1 {
          let pixel = row + min(max(x - 2, 0), width - 1)
          zk_axpy(1, flows + (y * wide + x) * channels, target + pixel * channels, channels)
        }
      }
      withExtendedLifetime((framed, flow)) {}
    }
    withExtendedLifetime((weight, dy)) {}
    return result
  }

  /// The same by the packed kernel, which does without copies of whole pictures.
  private static func inputGradient(
    _ weights: Tensor, _ precision: Precision, _ dy: Tensor, _ pictures: [Picture], channels: Int
  ) -> Tensor {
    let outputs = dy.shape.columns
    let result = Tensor(uninitialized: [dy.shape.rows, channels])
    let (source, w, target) = (dy.pointer, weights.pointer, result.freshPointer)
    let pieces = pictures.flatMap { $0.pieces(lines: lineCount) }
    Parallel.run(pieces.count) { index in
      let (picture, lines) = pieces[index]
      let workspace = Tensor(
        uninitialized: [zk_convolution_vjp_workspace(lines.count, picture.width, outputs, channels)])
      zk_convolution_vjp(
        precision.kernelKind, source + picture.first * outputs, picture.height, picture.width, outputs,
        lines.lowerBound, lines.count, w, channels, target + picture.row(ofLine: lines.lowerBound) * channels,
        workspace.freshPointer)
      withExtendedLifetime(workspace) {}
    }
    withExtendedLifetime((dy, weights)) {}
    return result
  }
}
