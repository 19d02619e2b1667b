import CKernels

extension Variable {
  /// Applies an activation to every element.
  public func activated(_ activation: Activation) -> Variable {
    guard activation != .none else { return self }
    let result = Tensor(uninitialized: shape)
    let (source, target) = (value.pointer, result.freshPointer)
    Parallel.run(result.count, by: elementwiseBlock) { range in
      activation.apply(source + range.lowerBound, target + range.lowerBound, range.count)
    }
    withExtendedLifetime(value) {}
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [self]) { dy, gradients in
      gradients.add(activation.gradient(of: value, dy), to: self)
    }
  }

  /// Elementwise sum of two variables of one shape.
  public static func + (a: Variable, b: Variable) -> Variable {
    let result = combine("+", a, b) { zk_add($0, $1, $2, $3) }
    guard a.isTracked || b.isTracked else { return Variable(result) }
    return Variable(result, inputs: [a, b]) { dy, gradients in
      gradients.add(dy, to: a)
      gradients.add(dy, to: b)
    }
  }

  /// Elementwise product of two variables of one shape.
  public static func * (a: Variable, b: Variable) -> Variable {
    let result = combine("*", a, b) { zk_multiply($0, $1, $2, $3) }
    guard a.isTracked || b.isTracked else { return Variable(result) }
    return Variable(result, inputs: [a, b]) { dy, gradients in
      gradients.add(combine("*", Variable(dy), b) { zk_multiply($0, $1, $2, $3) }, to: a)
      gradients.add(combine("*", Variable(dy), a) { zk_multiply($0, $1, $2, $3) }, to: b)
    }
  }

  /// Every element times a number.
  public static func * (factor: Float, a: Variable) -> Variable {
    var result = a.value
    result.scale(by: factor)
    guard a.isTracked else { return Variable(result) }
    return Variable(result, inputs: [a]) { dy, gradients in
      var dx = dy
      dx.scale(by: factor)
      gradients.add(dx, to: a)
    }
  }

  /// Sum of all elements, added up in double.
  public func sum() -> Variable {
    var total = 0.0
    value.withUnsafeBuffer { for element in $0 { total += Double(element) } }
    let result = Tensor(scalar: Float(total))
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [self]) { dy, gradients in
      gradients.add(Tensor(repeating: dy.scalar, shape), to: self)
    }
  }

  /// The same elements under another shape.
  public func reshaped(_ shape: Shape) -> Variable {
    let result = value.reshaped(shape)
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [self]) { dy, gradients in
      gradients.add(dy.reshaped(self.shape), to: self)
    }
  }

  // MARK: - Internals

  private static func combine(
    _ name: String, _ a: Variable, _ b: Variable,
    _ kernel: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  ) -> Tensor {
    require(a.shape == b.shape, "\(name): \(a.shape) and \(b.shape)")
    let result = Tensor(uninitialized: a.shape)
    let (x, y, target) = (a.value.pointer, b.value.pointer, result.freshPointer)
    Parallel.run(result.count, by: elementwiseBlock) { range in
      let start = range.lowerBound
      kernel(x + start, y + start, target + start, range.count)
    }
    withExtendedLifetime((a.value, b.value)) {}
    return result
  }
}

extension Activation {
  /// Applies it to `count` numbers.
  func apply(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
    switch self {
    case .none: y.update(from: x, count: count)
    case .gelu: zk_gelu(x, y, count)
    case .silu: zk_silu(x, y, count)
    }
  }

  /// The gradient of `x`, given that of the result.
  func gradient(of x: Tensor, _ dy: Tensor) -> Tensor {
    guard self != .none else { return dy }
    let dx = Tensor(uninitialized: x.shape)
    let (source, outputGradient, target) = (x.pointer, dy.pointer, dx.freshPointer)
    let kernel = self == .gelu ? zk_gelu_vjp : zk_silu_vjp
    Parallel.run(dx.count, by: elementwiseBlock) { range in
      let start = range.lowerBound
      kernel(source + start, outputGradient + start, target + start, range.count)
    }
    withExtendedLifetime((x, dy)) {}
    return dx
  }
}
