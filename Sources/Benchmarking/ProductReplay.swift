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
    var weights: [Variable]
  }

  private let layers: [Layer]

  /// Prepares operands for products.
  ///
  /// - Parameter part: only those of one part; nil for all.
  public init(_ cost: DenoisingCost, part: Part? = nil) {
    layers = cost.products.filter { !$0.isSmall && $0.m > 0 && (part == nil || $0.part == part) }.map {
      product in
      // Attention multiplies activations, which are small and warm.
      let weights = product.part == .attention ? 1 : product.count
      return Layer(
        product: product, input: Tensor.normal([product.m, product.k], seed: 1),
        weights: (0..<weights).map {
          Variable(Tensor.normal([product.n, product.k], seed: 2, stream: UInt64($0)))
        })
    }
  }

  /// Whether there is anything to run.
  public var isEmpty: Bool { layers.isEmpty }

  /// Runs all products once.
  public func run() {
    for layer in layers {
      if layer.product.part == .attention {
        ProductReplay.runBlocks(layer.product, layer.input, layer.weights[0].value)
      } else {
        for weight in layer.weights { _ = Variable(layer.input).linear(weight) }
      }
    }
  }

  // MARK: - Internals

  /// The products of attention in blocks of rows.
  private static func runBlocks(_ product: Product, _ a: Tensor, _ b: Tensor) {
    let block = min(128, product.m)
    let blocks = (product.m + block - 1) / block
    // Scores are [queries, keys] = A·Bᵀ; the sum over values is A·B with the keys inside.
    let isSum = product.k > product.n
    Parallel.run(product.count * blocks) { piece in
      let row = piece % blocks * block
      let rows = min(block, product.m - row)
      var result = Tensor(uninitialized: [rows, product.n])
      result.withUnsafeMutableBuffer { c in
        a.withUnsafeBuffer { a in
          b.withUnsafeBuffer { b in
            let left = Matrix(pointer: a.baseAddress! + row * product.k, stride: product.k)
            let right =
              isSum
              ? Matrix(pointer: b.baseAddress!, stride: product.n)
              : Matrix(pointer: b.baseAddress!, stride: product.k, isTransposed: true)
            GEMM.multiplyTile(
              left, right, into: c.baseAddress!, stride: product.n, m: rows, n: product.n, k: product.k)
          }
        }
      }
    }
  }
}
