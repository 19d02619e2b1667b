import CKernels

/// Some columns of a variable, read in place: the queries inside a `[N, 3D]` projection, for example.
public struct Columns {
  /// The variable that holds them.
  public let variable: Variable
  /// The first column.
  public let start: Int
  /// How many.
  public let count: Int

  var stride: Int { variable.shape.columns }

  /// Whether gradients of both go to one variable.
  func sharesVariable(with other: Columns) -> Bool {
    variable.node != nil && variable.node === other.variable.node
  }

  /// Whether both share some columns of one variable, but not all.
  func straddles(_ other: Columns) -> Bool {
    sharesVariable(with: other) && start != other.start && abs(start - other.start) < min(count, other.count)
  }

  /// The first element of a row.
  func pointer(row: Int) -> UnsafePointer<Float> { variable.value.pointer + row * stride + start }
}

extension Variable {
  /// A view of some columns.
  public func columns(_ range: Range<Int>) -> Columns {
    require(
      range.lowerBound >= 0 && range.upperBound <= shape.columns, "columns: \(range) of \(shape)")
    return Columns(variable: self, start: range.lowerBound, count: range.count)
  }
}

/// Rows that attend to rows: one clip of a batch, one sequence.
public struct AttentionSegment: Sendable, Equatable {
  /// Rows of the queries.
  public let queries: Range<Int>
  /// Rows of the keys and values they see.
  public let keys: Range<Int>

  /// Makes a segment.
  public init(queries: Range<Int>, keys: Range<Int>) {
    self.queries = queries
    self.keys = keys
  }

  /// Makes a segment whose rows attend to each other.
  public init(_ rows: Range<Int>) { self.init(queries: rows, keys: rows) }
}

/// Collects attention probabilities while a network runs, for people to look at.
///
/// Costs O(N²) memory per head and layer; not for training.
public final class AttentionProbe {
  /// Probabilities of each call of attention in order, for each segment `[heads, queries, keys]`.
  public private(set) var calls: [[Tensor]] = []

  /// Makes an empty probe.
  public init() {}

  func record(_ tensors: [Tensor]) { calls.append(tensors) }
}

extension Variable {
  /// Multi-head attention, `softmax(q·kᵀ/√d)·v` within each segment (arXiv:1706.03762, eq. 1).
  ///
  /// Blocked over queries: memory is O(block · keys) per thread. Segments, heads and blocks are spread over threads.
  ///
  /// - Parameters:
  ///   - query: `[Nq, A·d]`, heads side by side.
  ///   - key: `[Nk, A·d]`.
  ///   - value: `[Nk, A·d]`.
  ///   - heads: number of heads, A.
  ///   - segments: which rows see which; must not share query rows, may share key rows.
  ///   - isCausal: query i of a segment sees keys up to `keys.count − queries.count + i`.
  ///   - keyMask: `[Nk]`, added to the scores of a key: 0 keeps, −∞ hides.
  ///   - probe: receives the probabilities.
  /// - Returns: `[Nq, A·d]`; rows outside all segments, and rows that see no key, are zero.
  /// - Precondition: where two of the three are columns of one variable, they are the same columns or disjoint.
  public static func attention(
    query: Columns, key: Columns, value: Columns, heads: Int, segments: [AttentionSegment],
    isCausal: Bool = false, keyMask: Tensor? = nil, probe: AttentionProbe? = nil
  ) -> Variable {
    let width = query.count
    let (queryRows, keyRows) = (query.variable.shape.rows, key.variable.shape.rows)
    require(
      key.count == width && value.count == width && heads > 0 && width % heads == 0
        && value.variable.shape.rows == keyRows && (keyMask.map { $0.count == keyRows } ?? true)
        && segments.allSatisfy { $0.queries.upperBound <= queryRows && $0.keys.upperBound <= keyRows },
      "attention: query \(query.variable.shape), key \(key.variable.shape), value \(value.variable.shape), "
        + "\(width) columns, \(heads) heads, segments \(segments)")
    require(
      !query.straddles(key) && !query.straddles(value) && !key.straddles(value),
      "attention: columns from \(query.start), \(key.start) and \(value.start), \(width) each, overlap in one variable"
    )
    let isTracked = [query, key, value].contains { $0.variable.isTracked }
    let call = AttentionCall(
      query: query, key: key, value: value, heads: heads, headSize: width / heads, segments: segments,
      isCausal: isCausal, keyMask: keyMask)
    let isCovered = segments.reduce(0) { $0 + $1.queries.count } == queryRows
    let result = isCovered ? Tensor(uninitialized: [queryRows, width]) : Tensor(zeros: [queryRows, width])
    let logSums = Tensor(uninitialized: [isTracked ? queryRows : 0, heads])
    let captured = probe.map { _ in
      segments.map { Tensor(uninitialized: [heads, $0.queries.count, $0.keys.count]) }
    }
    call.forward(into: result, logSums: isTracked ? logSums : nil, captured: captured)
    if let captured { probe?.record(captured) }
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [query.variable, key.variable, value.variable]) { dy, gradients in
      // Columns of one variable are the same or apart, so each may be added to through its own pointer.
      let dq = gradients.buffer(for: query.variable)
      let dk = gradients.buffer(for: key.variable)
      let dv = gradients.buffer(for: value.variable)
      call.backward(dy: dy, result: result, logSums: logSums, dq: dq, dk: dk, dv: dv)
    }
  }
}

/// The work of one call of attention, cut into pieces that do not depend on each other.
private struct AttentionCall {
  /// Queries handled at a time: scores of one block against 2 000 keys stay within a core's own cache.
  static let block = 128

  let query, key, value: Columns
  let heads, headSize: Int
  let segments: [AttentionSegment]
  let isCausal: Bool
  let keyMask: Tensor?

  private var scale: Float { 1 / Float(headSize).squareRoot() }

  private func causalFirst(_ segment: AttentionSegment, row: Int) -> Int {
    isCausal ? segment.keys.count - segment.queries.count + row : segment.keys.count
  }

  func forward(into result: Tensor, logSums: Tensor?, captured: [Tensor]?) {
    for segment in segments {
      OperationCount.current?.addProduct(
        segment.queries.count, segment.keys.count, headSize, times: 2 * heads)
    }
    if logSums == nil, captured == nil, keyMask == nil, !isCausal, Precision.current.isPacked {
      return forwardInRegisters(into: result)
    }
    let target = result.freshPointer
    let width = heads * headSize
    var pieces: [(segment: Int, head: Int, rows: Range<Int>)] = []
    for (index, segment) in segments.enumerated() {
      for head in 0..<heads {
        for start in stride(from: 0, to: segment.queries.count, by: AttentionCall.block) {
          pieces.append((index, head, start..<min(start + AttentionCall.block, segment.queries.count)))
        }
      }
    }
    Parallel.run(pieces.count) { piece in
      let (index, head, rows) = pieces[piece]
      let segment = segments[index]
      let keys = segment.keys.count
      let first = segment.queries.lowerBound + rows.lowerBound
      let scores = Tensor(uninitialized: [rows.count, keys])
      let p = scores.freshPointer
      GEMM.multiplyTile(
        matrix(query, row: first, head: head),
        matrix(key, row: segment.keys.lowerBound, head: head).transposed,
        into: p, stride: keys, m: rows.count, n: keys, k: headSize)
      // Log-sums are [N, heads]; a block's are gathered first because the kernel wants them together.
      let sums = Tensor(uninitialized: [rows.count])
      zk_softmax(
        p, keys, rows.count, keys, scale, keyMask.map { $0.pointer + segment.keys.lowerBound },
        causalFirst(segment, row: rows.lowerBound), logSums == nil ? nil : sums.freshPointer)
      if let logSums {
        for row in 0..<rows.count { logSums.freshPointer[(first + row) * heads + head] = sums.pointer[row] }
      }
      if let captured {
        let start = (head * segment.queries.count + rows.lowerBound) * keys
        (captured[index].freshPointer + start).update(from: p, count: rows.count * keys)
      }
      GEMM.multiplyTile(
        scores.matrix, matrix(value, row: segment.keys.lowerBound, head: head),
        into: target + first * width + head * headSize, stride: width, m: rows.count, n: headSize, k: keys)
      withExtendedLifetime((scores, sums)) {}
    }
  }

  /// The same by our own kernels, where nothing is hidden or kept: keys and values of a head are packed once per piece, and
  /// scores never leave the cache. Rows do not depend on each other, so pieces may follow the number of threads.
  private func forwardInRegisters(into result: Tensor) {
    let target = result.freshPointer
    let width = heads * headSize
    let kind = Precision.current.kernelKind
    let wanted = (4 * Parallel.threadCount + segments.count * heads - 1) / (segments.count * heads)
    var pieces: [(segment: AttentionSegment, head: Int, rows: Range<Int>)] = []
    for segment in segments {
      let parts = max(1, min(Parallel.threadCount == 1 ? 1 : wanted, segment.queries.count / 96))
      let size = (segment.queries.count + 12 * parts - 1) / (12 * parts) * 12
      for head in 0..<heads {
        for start in stride(from: 0, to: segment.queries.count, by: size) {
          pieces.append((segment, head, start..<min(start + size, segment.queries.count)))
        }
      }
    }
    Parallel.run(pieces.count) { piece in
      let (segment, head, rows) = pieces[piece]
      let keys = segment.keys.count
      let first = segment.queries.lowerBound + rows.lowerBound
      let workspace = Tensor(uninitialized: [zk_attention_words(kind, keys, headSize)])
      let (k, v) = (
        matrix(key, row: segment.keys.lowerBound, head: head),
        matrix(value, row: segment.keys.lowerBound, head: head)
      )
      zk_attention_pack(
        kind, k.pointer, k.stride, v.pointer, v.stride, keys, headSize, workspace.freshPointer)
      zk_attention(
        kind, matrix(query, row: first, head: head).pointer, query.stride, rows.count, keys, headSize, scale,
        target + first * width + head * headSize, width, workspace.freshPointer)
      withExtendedLifetime(workspace) {}
    }
  }

  /// Segments cut into groups whose gradients touch different rows.
  private func independentGroups() -> [[Int]] {
    // Where queries and keys are the same columns, a segment adds to the rows of both.
    let isSelf = [key, value].contains { query.sharesVariable(with: $0) && query.start == $0.start }
    func touched(_ index: Int) -> Range<Int> {
      let segment = segments[index]
      guard isSelf else { return segment.keys }
      return min(
        segment.keys.lowerBound, segment.queries.lowerBound)..<max(
          segment.keys.upperBound, segment.queries.upperBound)
    }
    var groups: [[Int]] = []
    var end = Int.min
    for index in segments.indices.sorted(by: { touched($0).lowerBound < touched($1).lowerBound }) {
      let range = touched(index)
      if range.lowerBound < end { groups[groups.count - 1].append(index) } else { groups.append([index]) }
      end = max(end, range.upperBound)
    }
    return groups
  }

  /// Gradients of one head of a group of segments are computed by one thread, blocks in order: sums keep one order.
  func backward(
    dy: Tensor, result: Tensor, logSums: Tensor, dq: UnsafeMutablePointer<Float>?,
    dk: UnsafeMutablePointer<Float>?, dv: UnsafeMutablePointer<Float>?
  ) {
    let groups = independentGroups()
    Parallel.run(groups.count * heads) { piece in
      for index in groups[piece / heads] {
        backward(
          segments[index], head: piece % heads, dy: dy, result: result, logSums: logSums, dq: dq, dk: dk,
          dv: dv)
      }
    }
    withExtendedLifetime((dy, result, logSums, keyMask)) {}
  }

  private func backward(
    _ segment: AttentionSegment, head: Int, dy: Tensor, result: Tensor, logSums: Tensor,
    dq: UnsafeMutablePointer<Float>?, dk: UnsafeMutablePointer<Float>?, dv: UnsafeMutablePointer<Float>?
  ) {
    let width = heads * headSize
    let keys = segment.keys.count
    let firstKey = segment.keys.lowerBound
    let probabilities = Tensor(uninitialized: [AttentionCall.block, keys])
    let slopes = Tensor(uninitialized: [AttentionCall.block, keys])
    let sums = Tensor(uninitialized: [AttentionCall.block])
    let deltas = Tensor(uninitialized: [AttentionCall.block])
    let (p, ds) = (probabilities.freshPointer, slopes.freshPointer)
    for start in stride(from: 0, to: segment.queries.count, by: AttentionCall.block) {
      let count = min(AttentionCall.block, segment.queries.count - start)
      let first = segment.queries.lowerBound + start
      let column = first * width + head * headSize
      let outputSlope = Matrix(pointer: dy.pointer + column, stride: width)
      for row in 0..<count {
        sums.freshPointer[row] = logSums.pointer[(first + row) * heads + head]
        // δ = Σⱼ pⱼ·dpⱼ equals dy·y, which is shorter (Dao et al. 2022, arXiv:2205.14135, appendix B).
        let offset = column + row * width
        deltas.freshPointer[row] = Float(zk_dot(dy.pointer + offset, result.pointer + offset, headSize))
      }
      let queries = matrix(query, row: first, head: head)
      GEMM.multiplyTile(
        queries, matrix(key, row: firstKey, head: head).transposed, into: p, stride: keys, m: count, n: keys,
        k: headSize)
      zk_softmax_recompute(
        p, keys, count, keys, scale, keyMask.map { $0.pointer + firstKey },
        causalFirst(segment, row: start), sums.pointer)
      if let dv {
        GEMM.multiplyTile(
          probabilities.matrix.transposed, outputSlope, into: target(dv, value, row: firstKey, head: head),
          stride: value.stride, m: keys, n: headSize, k: count, beta: 1)
      }
      guard dq != nil || dk != nil else { continue }
      GEMM.multiplyTile(
        outputSlope, matrix(value, row: firstKey, head: head).transposed, into: ds, stride: keys, m: count,
        n: keys, k: headSize)
      zk_softmax_vjp(p, ds, keys, count, keys, scale, deltas.pointer)
      if let dq {
        GEMM.multiplyTile(
          slopes.matrix, matrix(key, row: firstKey, head: head),
          into: target(dq, query, row: first, head: head), stride: query.stride, m: count, n: headSize,
          k: keys, beta: 1)
      }
      if let dk {
        GEMM.multiplyTile(
          slopes.matrix.transposed, queries, into: target(dk, key, row: firstKey, head: head),
          stride: key.stride, m: keys, n: headSize, k: count, beta: 1)
      }
    }
    withExtendedLifetime((probabilities, slopes, sums, deltas)) {}
  }

  private func matrix(_ columns: Columns, row: Int, head: Int) -> Matrix {
    Matrix(pointer: columns.pointer(row: row) + head * headSize, stride: columns.stride)
  }

  private func target(
    _ base: UnsafeMutablePointer<Float>, _ columns: Columns, row: Int, head: Int
  ) -> UnsafeMutablePointer<Float> {
    base + row * columns.stride + columns.start + head * headSize
  }
}
