import CKernels

/// A matrix that many GEMMs share as their right factor, such as the weight of a linear layer, rearranged once for our own
/// kernels instead of by the library at every call.
///
/// Packed when a precision first needs it; where the kernels cannot run, the library does without.
public final class PackedFactor: Sendable {
  /// The matrix, `[outputs, inputs]`.
  let value: Tensor
  private let packed = Locked<[Precision: Tensor]>([:])

  /// Takes a matrix `[outputs, inputs]`; nothing is packed yet.
  public init(_ value: Tensor) { self.value = value }

  /// The packed matrix in a precision; nil where there are no kernels for it.
  package func tensor(_ precision: Precision) -> Tensor? {
    let (n, k) = (value.shape.rows, value.shape.columns)
    guard precision.isPacked else { return nil }
    return packed.withLock { packed in
      if let known = packed[precision] { return known }
      let kind = precision.kernelKind
      let result = Tensor(uninitialized: [zk_packed_words(kind, n, k)])
      zk_pack(kind, value.pointer, k, n, k, result.freshPointer)
      withExtendedLifetime(value) {}
      packed[precision] = result
      return result
    }
  }
}

extension Precision {
  /// The number of the precision in the packed kernels.
  var kernelKind: Int32 { self == .bfloat16 ? 1 : 0 }

  /// Whether the packed kernels run here in this precision.
  package var isPacked: Bool { self == .bfloat16 ? Precision.packs.bfloat16 : Precision.packs.float32 }

  private static let packs = (float32: zk_has_packed(0) != 0, bfloat16: zk_has_packed(1) != 0)
}

extension GEMM {
  /// `c = a·bᵀ` with a [m, k], and b [n, k] packed; `epilogue` as for ``multiply(_:_:into:stride:m:n:k:alpha:beta:epilogue:)``.
  ///
  /// How the work is cut depends on the number of threads; the result does not, since each element is summed up in one order.
  package static func multiply(
    _ a: Matrix, packed: Tensor, _ precision: Precision, into c: UnsafeMutablePointer<Float>, m: Int, n: Int,
    k: Int, epilogue: ((Range<Int>, Range<Int>) -> Void)? = nil
  ) {
    guard m > 0 && n > 0 else { return }
    let context = ComputeContext.current
    context.count(m, n, k)
    let kind = precision.kernelKind
    let panelWords = zk_packed_words(kind, 32, k)
    let panels = (n + 31) / 32
    let isShared = m * n * k >= 1 << 19 && context.threadCount > 1
    let tileRows = isShared ? 48 : m
    let rowPieces = (m + tileRows - 1) / tileRows
    // Enough pieces that threads finish together, and columns enough that rows are worth fetching.
    let wanted = (8 * context.threadCount + rowPieces - 1) / rowPieces
    let columnPieces = isShared ? min(wanted, max(1, panels / 4)) : 1
    let piecePanels = (panels + columnPieces - 1) / columnPieces
    Parallel.run(rowPieces * columnPieces, in: context) { piece in
      let row = piece / columnPieces * tileRows
      let panel = piece % columnPieces * piecePanels
      let rows = row..<min(m, row + tileRows)
      let columns = min(n, panel * 32)..<min(n, (panel + piecePanels) * 32)
      guard !columns.isEmpty else { return }
      let workspace = Tensor(uninitialized: [zk_packed_workspace()])
      zk_multiply_packed(
        kind, rows.count, columns.count, k, a.pointer + row * a.stride, a.stride,
        packed.pointer + panel * panelWords, 0, c + row * n + columns.lowerBound, n, workspace.freshPointer)
      epilogue?(rows, columns)
      withExtendedLifetime(workspace) {}
    }
    withExtendedLifetime(packed) {}
  }
}
