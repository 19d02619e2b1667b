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
    let norm = Optimizer.norm(gradients)
    // A step with gradients that are not numbers would destroy what was learned; it is left out.
    guard norm.isFinite else { return norm }
    state.stepCount += 1
    let rule = Rule(
      optimizer: self, rate: rate, scale: Float(norm > maximumGradientNorm ? maximumGradientNorm / norm : 1),
      bias1: 1 - power(beta1, state.stepCount), bias2: 1 - power(beta2, state.stepCount))
    let pieces = Optimizer.pieces(layout, gradients)
    parameters.storage.withUnsafeMutableBuffer { p in
      state.first.withUnsafeMutableBuffer { first in
        state.second.withUnsafeMutableBuffer { second in
          let (p, m, v) = (p.baseAddress!, first.baseAddress!, second.baseAddress!)
          // Pieces touch elements of their own.
          Parallel.run(pieces.count) { index in
            let piece = pieces[index]
            let start = piece.range.lowerBound
            piece.gradient.withUnsafeBuffer { gradient in
              let g = gradient.baseAddress! + piece.offset
              switch piece.role {
              case .vector, .matrix:
                rule.adamW(
                  p + start, g, m + start, v + start, piece.range.count, decays: piece.role == .matrix)
              case .hidden: rule.muon(p + start, g, m + start, rows: piece.rows, columns: piece.columns)
              }
            }
          }
        }
      }
    }
    return norm
  }

  // MARK: - Internals

  /// The norm of all gradients together; each is summed up by one thread.
  private static func norm(_ gradients: [Tensor?]) -> Double {
    var squares = [Double](repeating: 0, count: gradients.count)
    squares.withUnsafeMutableBufferPointer { squares in
      let target = squares.baseAddress!
      Parallel.run(gradients.count) { index in
        if let gradient = gradients[index] { target[index] = gradient.squaredNorm() }
      }
    }
    return squares.reduce(0, +).squareRoot()
  }

  /// What one thread updates: a matrix of Muon's, or some elements of AdamW's.
  private struct Piece {
    var role: OptimizerRole
    var gradient: Tensor
    /// The first element's place in the gradient.
    var offset: Int
    /// The elements' places in the parameters.
    var range: Range<Int>
    /// The sides of a matrix of Muon's.
    var rows = 0, columns = 0
  }

  /// All pieces, the longest first, so that threads finish together.
  private static func pieces(_ layout: ParameterLayout, _ gradients: [Tensor?]) -> [Piece] {
    var matrices: [Piece] = [], vectors: [Piece] = []
    for (specification, gradient) in zip(layout.specifications, gradients) {
      guard let gradient else { continue }
      let (range, role) = (specification.range, specification.role)
      guard case .hidden(let parts) = role else {
        for offset in stride(from: 0, to: range.count, by: 1 << 16) {
          let first = range.lowerBound + offset
          let own = first..<min(first + 1 << 16, range.upperBound)
          vectors.append(Piece(role: role, gradient: gradient, offset: offset, range: own))
        }
        continue
      }
      let (rows, columns) = (specification.shape[0] / parts, specification.shape[1])
      for part in 0..<parts {
        let offset = part * rows * columns
        let first = range.lowerBound + offset
        matrices.append(
          Piece(
            role: role, gradient: gradient, offset: offset, range: first..<first + rows * columns, rows: rows,
            columns: columns))
      }
    }
    func cost(_ piece: Piece) -> Int { piece.range.count * min(piece.rows, piece.columns) }
    return matrices.sorted { cost($0) > cost($1) } + vectors
  }

  /// Both rules with the numbers of one step.
  private struct Rule {
    let optimizer: Optimizer
    let rate: Float
    /// Gradients are multiplied by this.
    let scale: Float
    let bias1, bias2: Float

    func adamW(
      _ p: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ m: UnsafeMutablePointer<Float>,
      _ v: UnsafeMutablePointer<Float>, _ count: Int, decays: Bool
    ) {
      zk_adamw(
        p, g, m, v, count, rate, optimizer.beta1, optimizer.beta2, optimizer.epsilon,
        decays ? optimizer.weightDecay : 0, bias1, bias2, scale)
    }

    func muon(
      _ p: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ m: UnsafeMutablePointer<Float>,
      rows: Int,
      columns: Int
    ) {
      let count = rows * columns
      var update = Tensor(uninitialized: [rows, columns])
      update.withUnsafeMutableBuffer { update in
        // m = μ·m + g; Nesterov looks one step ahead with g + μ·m.
        zk_scale(optimizer.momentum, m, m, count)
        zk_axpy(scale, g, m, count)
        zk_scale(scale, g, update.baseAddress!, count)
        zk_axpy(optimizer.momentum, m, update.baseAddress!, count)
      }
      let direction = Optimizer.orthogonalized(update)
      let length = 0.2 * Float(max(rows, columns)).squareRoot()
      direction.withUnsafeBuffer { direction in
        zk_scale(1 - rate * optimizer.weightDecay, p, p, count)
        zk_axpy(-rate * length, direction.baseAddress!, p, count)
      }
    }
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
