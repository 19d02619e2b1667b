import ZoetropeCompute
import ZoetropeLayers

/// The matrix products of a network without the network: what its time would be if nothing else took any.
///
/// Each layer has weights of its own, so that they come from where those of a network come from; the products of
/// attention are cut into the same blocks and spread over threads as attention does it. Those that are too small for
/// a library are left out.
public struct ProductReplay: Sendable {
  private struct Layer: Sendable {
    var product: Product
    var input: Tensor
    var weights: [(value: Variable, packed: PackedFactor?)]
  }

  private let layers: [Layer]

  /// Prepares operands for products.
  ///
  /// - Parameters:
  ///   - part: only those of one part; nil for all.
  ///   - usesLibrary: whether the BLAS library multiplies even where packed kernels could.
  public init(_ cost: DenoisingCost, part: Part? = nil, usesLibrary: Bool = false) {
    layers = cost.products.filter { !$0.isSmall && $0.m > 0 && (part == nil || $0.part == part) }.map {
      product in
      // Attention multiplies activations, which are small and warm.
      let weights = product.part == .attention ? 1 : product.count
      let rows =
        product.isBlocked
        ? min(product.m, ProductReplay.block(of: product, isPacked: !usesLibrary)) : product.m
      return Layer(
        product: product, input: Tensor.normal([rows, product.k], seed: 1),
        weights: (0..<weights).map {
          let weight = Tensor.normal([product.n, product.k], seed: 2, stream: UInt64($0))
          return (Variable(weight), usesLibrary ? nil : PackedFactor(weight))
        })
    }
  }

  /// Whether there is anything to run.
  public var isEmpty: Bool { layers.isEmpty }

  /// Runs all products once.
  public func run() {
    for layer in layers {
      for (weight, packed) in layer.weights {
        if layer.product.isBlocked {
          ProductReplay.runBlocks(layer.product, layer.input, packed, weight.value)
        } else {
          _ = Variable(layer.input).linear(weight, packed: packed)
        }
      }
    }
  }

  // MARK: - Internals

  /// Rows that are multiplied at a time, so that operands and results stay in cache: some queries, or some lines of a picture.
  private static func block(of product: Product, isPacked: Bool) -> Int {
    if product.part != .attention { return 256 }
    return isPacked && ComputeContext.current.precision.isPacked ? 48 : 128
  }

  /// Products in blocks of rows that all read the same operands.
  private static func runBlocks(_ product: Product, _ a: Tensor, _ factor: PackedFactor?, _ b: Tensor) {
    let precision = ComputeContext.current.precision
    let packed = factor?.tensor(precision)
    let block = min(ProductReplay.block(of: product, isPacked: factor != nil), product.m)
    let blocks = (product.m + block - 1) / block
    let count = product.part == .attention ? product.count : 1
    // Scores are [queries, keys] = A·Bᵀ; the sum over values is A·B with the keys inside.
    let isSum = product.k > product.n
    Parallel.run(count * blocks) { piece in
      let row = piece % blocks * block
      let rows = min(block, product.m - row)
      var result = Tensor(uninitialized: [rows, product.n])
      if let packed {
        result.withUnsafeMutableBuffer { c in
          a.withUnsafeBuffer { a in
            GEMM.multiply(
              Matrix(pointer: a.baseAddress!, stride: product.k), packed: packed, precision,
              into: c.baseAddress!, m: rows, n: product.n, k: product.k)
          }
        }
        return
      }
      result.withUnsafeMutableBuffer { c in
        a.withUnsafeBuffer { a in
          b.withUnsafeBuffer { b in
            let left = Matrix(pointer: a.baseAddress!, stride: product.k)
            let right =
              isSum
              ? Matrix(pointer: b.baseAddress!, stride: product.n)
              : Matrix(pointer: b.baseAddress!, stride: product.k, isTransposed: true)
            GEMM.multiplyTile(
              left, right, in: precision, into: c.baseAddress!, stride: product.n, m: rows, n: product.n,
              k: product.k)
          }
        }
      }
    }
  }
}
