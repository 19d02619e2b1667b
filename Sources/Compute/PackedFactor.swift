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
      let result = GEMM.packed(value.matrix.transposed, n: n, k: k, precision)
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
  /// A right factor [k, n], rearranged for our own kernels; its columns are spread over threads.
  ///
  /// - Precondition: ``Precision/isPacked``.
  package static func packed(_ b: Matrix, n: Int, k: Int, _ precision: Precision) -> Tensor {
    let kind = precision.kernelKind
    let result = Tensor(uninitialized: [zk_packed_words(kind, n, k)])
    let target = result.freshPointer
    let panelWords = zk_packed_words(kind, 32, k)
    // Whole panels, some 64 KiB of them.
    let columns = max(1, elementwiseBlock / max(32 * k, 1)) * 32
    Parallel.run(n, by: columns) { range in
      let source = b.offset(row: 0, column: range.lowerBound)
      let own = target + range.lowerBound / 32 * panelWords
      if b.isTransposed {
        zk_pack(kind, source, b.stride, range.count, k, own)
      } else {
        zk_pack_columns(kind, source, b.stride, range.count, k, own)
      }
    }
    return result
  }

  /// `c = a·b`, or `c += a·b`, with a [m, k], and b [k, n] packed; `epilogue` as for
  /// ``multiply(_:_:into:stride:m:n:k:alpha:beta:epilogue:)``.
  ///
  /// How the work is cut depends on the number of threads; the result does not, since each element is summed up in one order.
  package static func multiply(
    _ a: Matrix, packed: Tensor, _ precision: Precision, into c: UnsafeMutablePointer<Float>, m: Int, n: Int,
    k: Int, adds: Bool = false, epilogue: ((Range<Int>, Range<Int>) -> Void)? = nil
  ) {
    guard m > 0 && n > 0 else { return }
    let context = ComputeContext.current
    context.count(m, n, k)
    let panelWords = zk_packed_words(precision.kernelKind, 32, k)
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
      multiplyTile(
        a.from(row: row), packed: packed.pointer + panel * panelWords, precision,
        into: c + row * n + columns.lowerBound, stride: n, m: rows.count, n: columns.count, k: k, adds: adds)
      epilogue?(rows, columns)
    }
    withExtendedLifetime(packed) {}
  }

  /// `c = a·b`, or `c += a·b`, with a [m, k], b [k, n] and c [m, n], contiguous: by our own kernels where this processor has them in
  /// the precision of the context, otherwise by the library.
  static func multiplyFresh(
    _ a: Matrix, _ b: Matrix, into c: UnsafeMutablePointer<Float>, m: Int, n: Int, k: Int, adds: Bool = false
  ) {
    let precision = ComputeContext.current.precision
    guard precision.isPacked else {
      return multiply(a, b, into: c, stride: n, m: m, n: n, k: k, beta: adds ? 1 : 0)
    }
    let factor = packed(b, n: n, k: k, precision)
    multiply(a, packed: factor, precision, into: c, m: m, n: n, k: k, adds: adds)
  }

  /// One GEMM with a packed right factor on the calling thread.
  static func multiplyTile(
    _ a: Matrix, packed: UnsafePointer<Float>, _ precision: Precision, into c: UnsafeMutablePointer<Float>,
    stride: Int, m: Int, n: Int, k: Int, adds: Bool = false
  ) {
    let workspace = Tensor(uninitialized: [zk_packed_workspace()])
    let kernel = a.isTransposed ? zk_multiply_packed_transposed : zk_multiply_packed
    kernel(
      precision.kernelKind, m, n, k, a.pointer, a.stride, packed, adds ? 1 : 0, c, stride,
      workspace.freshPointer)
    withExtendedLifetime(workspace) {}
  }
}
