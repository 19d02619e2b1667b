import CKernels
import ZoetropeCompute
import ZoetropeLayers

/// Update rules for all parameters of a network, by their role.
///
/// Vectors and embeddings: AdamW without decay. Edge matrices: AdamW (arXiv:1711.05101). Matrices inside blocks: Muon
/// (Jordan et al. 2024, kellerjordan.github.io/posts/muon), whose updates are scaled to the size of AdamW's (Liu et al. 2025,
/// arXiv:2502.16982, eq. 4), so that one learning rate serves both.
public struct Optimizer: Sendable {
  /// Decay of AdamW's first moment.
  public var beta1: Float = 0.9
  /// Decay of AdamW's second moment.
  public var beta2: Float = 0.98
  /// Added to the root of AdamW's second moment.
  public var epsilon: Float = 1e-8
  /// Weight decay of matrices, per unit of learning rate.
  public var weightDecay: Float = 0.01
  /// Decay of Muon's momentum (Nesterov).
  public var momentum: Float = 0.95
  /// Gradients are scaled down to this norm where theirs is larger.
  public var maximumGradientNorm: Double = 1

  /// Makes an optimiser with its default settings.
  public init() {}

  /// What the rules remember.
  public struct State: Sendable {
    /// AdamW's first moments, or Muon's momentum, of all parameters.
    public var first: Tensor
    /// AdamW's second moments; unused for Muon's matrices.
    public var second: Tensor
    /// Steps taken.
    public var stepCount: Int

    /// The state before the first step.
    public init(_ layout: ParameterLayout) {
      first = Tensor(zeros: [layout.count])
      second = Tensor(zeros: [layout.count])
      stepCount = 0
    }

    /// A saved state.
    public init(first: Tensor, second: Tensor, stepCount: Int) {
      self.first = first
      self.second = second
      self.stepCount = stepCount
    }
  }

  /// Updates parameters in place.
  ///
  /// - Parameters:
  ///   - gradients: one per parameter in the order of the layout; nil for none.
  ///   - rate: the learning rate of this step.
  /// - Returns: the norm of all gradients before clipping.
  @discardableResult
  public func step(
    _ parameters: inout Parameters, gradients: [Tensor?], state: inout State, rate: Float
  ) -> Double {
    let layout = parameters.layout
    require(
      gradients.count == layout.specifications.count,
      "Optimizer.step: \(gradients.count) gradients for \(layout.specifications.count) parameters")
    let norm = gradients.reduce(0) { $0 + ($1?.squaredNorm() ?? 0) }.squareRoot()
    // A step with gradients that are not numbers would destroy what was learned; it is left out.
    guard norm.isFinite else { return norm }
    let scale = Float(norm > maximumGradientNorm ? maximumGradientNorm / norm : 1)
    state.stepCount += 1
    let (count, stepped) = (state.stepCount, layout.specifications)
    let bias1 = 1 - power(beta1, count), bias2 = 1 - power(beta2, count)
    parameters.storage.withUnsafeMutableBuffer { p in
      state.first.withUnsafeMutableBuffer { first in
        state.second.withUnsafeMutableBuffer { second in
          for (specification, gradient) in zip(stepped, gradients) {
            guard let gradient else { continue }
            let range = specification.range
            let target = p.baseAddress! + range.lowerBound
            let m = first.baseAddress! + range.lowerBound
            let v = second.baseAddress! + range.lowerBound
            switch specification.role {
            case .vector, .matrix:
              gradient.withUnsafeBuffer { g in
                zk_adamw(
                  target, g.baseAddress!, m, v, range.count, rate, beta1, beta2, epsilon,
                  specification.role == .matrix ? weightDecay : 0, bias1, bias2, scale)
              }
            case .hidden(let parts):
              muon(specification, parts, gradient, scale: scale, p: target, momentum: m, rate: rate)
            }
          }
        }
      }
    }
    return norm
  }

  // MARK: - Internals

  private func muon(
    _ specification: ParameterSpecification, _ parts: Int, _ gradient: Tensor, scale: Float,
    p: UnsafeMutablePointer<Float>, momentum m: UnsafeMutablePointer<Float>, rate: Float
  ) {
    let rows = specification.shape[0] / parts
    let columns = specification.shape[1]
    let count = rows * columns
    for part in 0..<parts {
      let offset = part * count
      var update = Tensor(uninitialized: [rows, columns])
      update.withUnsafeMutableBuffer { update in
        gradient.withUnsafeBuffer { g in
          // m = μ·m + g; Nesterov looks one step ahead with g + μ·m.
          zk_scale(momentum, m + offset, m + offset, count)
          zk_axpy(scale, g.baseAddress! + offset, m + offset, count)
          zk_scale(scale, g.baseAddress! + offset, update.baseAddress!, count)
          zk_axpy(momentum, m + offset, update.baseAddress!, count)
        }
      }
      let direction = Optimizer.orthogonalized(update)
      let length = 0.2 * Float(max(rows, columns)).squareRoot()
      direction.withUnsafeBuffer { direction in
        zk_scale(1 - rate * weightDecay, p + offset, p + offset, count)
        zk_axpy(-rate * length, direction.baseAddress!, p + offset, count)
      }
    }
  }

  /// The nearest matrix whose singular values are about 1: five steps of the quintic Newton-Schulz iteration
  /// `X ← aX + (bA + cA²)X`, A = XXᵀ, with Jordan's coefficients, which leave singular values within 0.7…1.2.
  public static func orthogonalized(_ matrix: Tensor) -> Tensor {
    let norm = matrix.squaredNorm().squareRoot()
    guard norm > 0 else { return matrix }
    let isTall = matrix.shape[0] > matrix.shape[1]
    var x = isTall ? transposed(matrix) : matrix
    x.scale(by: Float(1 / (norm + 1e-7)))
    for _ in 0..<5 {
      let a = Variable(x).matmul(Variable(x), transposed: (false, true)).value
      var polynomial = Variable(a).matmul(Variable(a)).value
      polynomial.scale(by: 2.0315)
      polynomial.add(a, scaledBy: -4.7750)
      var next = Variable(polynomial).matmul(Variable(x)).value
      next.add(x, scaledBy: 3.4445)
      x = next
    }
    return isTall ? transposed(x) : x
  }

  private static func transposed(_ matrix: Tensor) -> Tensor {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    var result = Tensor(uninitialized: [columns, rows])
    result.withUnsafeMutableBuffer { target in
      matrix.withUnsafeBuffer { source in
        for row in 0..<rows {
          for column in 0..<columns { target[column * rows + row] = source[row * columns + column] }
        }
      }
    }
    return result
  }

  private func power(_ base: Float, _ exponent: Int) -> Float {
    var (result, factor, rest) = (1.0, Double(base), exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return Float(result)
  }
}
