import CKernels

/// Scores and probabilities of attention, cut into pieces that do not depend on each other.
struct AttentionScores {
  /// Queries handled at a time: scores of one block against 2 000 keys stay within a core's own cache.
  static let block = 128

  let query, key: Columns
  let heads: Int
  let segments: [AttentionSegment]
  let isCausal: Bool

  var headSize: Int { query.count / heads }
  var scale: Float { 1 / Float(headSize).squareRoot() }

  /// A block of queries of one head.
  struct Piece {
    var segment: Int
    var head: Int
    /// Rows among those of the segment.
    var rows: Range<Int>
  }

  /// All pieces: segment after segment, head after head.
  var pieces: [Piece] {
    var pieces: [Piece] = []
    for (index, segment) in segments.enumerated() {
      for head in 0..<heads {
        for start in stride(from: 0, to: segment.queries.count, by: AttentionScores.block) {
          let end = min(start + AttentionScores.block, segment.queries.count)
          pieces.append(Piece(segment: index, head: head, rows: start..<end))
        }
      }
    }
    return pieces
  }

  /// Stops where shapes do not fit.
  func check(_ operation: String) {
    let (queryRows, keyRows) = (query.variable.shape.rows, key.variable.shape.rows)
    require(
      key.count == query.count && heads > 0 && query.count % heads == 0
        && segments.allSatisfy { $0.queries.upperBound <= queryRows && $0.keys.upperBound <= keyRows },
      "\(operation): query \(query.variable.shape), key \(key.variable.shape), "
        + "\(query.count) columns, \(heads) heads, segments \(segments)")
  }

  /// Keys that a row of a segment sees, less one; as many as there are where it sees all.
  func causalFirst(_ segment: AttentionSegment, row: Int) -> Int {
    isCausal ? segment.keys.count - segment.queries.count + row : segment.keys.count
  }

  /// Probabilities of a piece, `[rows, keys]`, and log-sums of its rows where they are wanted, on the calling thread.
  func compute(
    _ piece: Piece, in precision: Precision, into p: UnsafeMutablePointer<Float>,
    logSums: UnsafeMutablePointer<Float>? = nil
  ) {
    let segment = segments[piece.segment]
    let (rows, keys) = (piece.rows, segment.keys.count)
    GEMM.multiplyTile(
      query.matrix(row: segment.queries.lowerBound + rows.lowerBound, head: piece.head, size: headSize),
      key.matrix(row: segment.keys.lowerBound, head: piece.head, size: headSize).transposed,
      in: precision, into: p, stride: keys, m: rows.count, n: keys, k: headSize)
    zk_softmax(
      p, keys, rows.count, keys, scale, causalFirst(segment, row: rows.lowerBound), logSums)
  }
}

/// The work of one call of attention.
struct AttentionCall {
  let scores: AttentionScores
  let value: Columns

  private var query: Columns { scores.query }
  private var key: Columns { scores.key }
  private var heads: Int { scores.heads }
  private var headSize: Int { scores.headSize }
  private var segments: [AttentionSegment] { scores.segments }

  /// - Parameter logSums: `[N, heads]`, what the gradient needs; nil where there will be none.
  func forward(into result: Tensor, logSums: Tensor?) {
    let context = ComputeContext.current
    for segment in segments {
      context.count(segment.queries.count, segment.keys.count, headSize, times: 2 * heads)
    }
    if context.precision.isPacked { return forwardInRegisters(into: result, logSums, context) }
    let target = result.freshPointer
    let width = heads * headSize
    let pieces = scores.pieces
    Parallel.run(pieces.count, in: context) { index in
      let piece = pieces[index]
      let (segment, head, count) = (segments[piece.segment], piece.head, piece.rows.count)
      let keys = segment.keys.count
      let first = segment.queries.lowerBound + piece.rows.lowerBound
      let probabilities = Tensor(uninitialized: [count, keys])
      // Log-sums are [N, heads]; a block's are gathered first because the kernel wants them together.
      let sums = Tensor(uninitialized: [count])
      scores.compute(
        piece, in: context.precision, into: probabilities.freshPointer,
        logSums: logSums == nil ? nil : sums.freshPointer)
      if let logSums {
        for row in 0..<count { logSums.freshPointer[(first + row) * heads + head] = sums.pointer[row] }
      }
      GEMM.multiplyTile(
        probabilities.matrix, matrix(value, row: segment.keys.lowerBound, head: head),
        in: context.precision, into: target + first * width + head * headSize, stride: width, m: count,
        n: headSize, k: keys)
      withExtendedLifetime((probabilities, sums)) {}
    }
  }

  /// The same by our own kernels: keys and values of a head are packed once per piece, and scores never leave the cache. Rows do
  /// not depend on each other, so pieces may follow the number of threads.
  private func forwardInRegisters(into result: Tensor, _ logSums: Tensor?, _ context: ComputeContext) {
    let target = result.freshPointer
    let width = heads * headSize
    let kind = context.precision.kernelKind
    let wanted = (4 * context.threadCount + segments.count * heads - 1) / (segments.count * heads)
    var pieces: [(segment: AttentionSegment, head: Int, rows: Range<Int>)] = []
    for segment in segments {
      let parts = max(1, min(context.threadCount == 1 ? 1 : wanted, segment.queries.count / 96))
      let size = (segment.queries.count + 12 * parts - 1) / (12 * parts) * 12
      for head in 0..<heads {
        for start in stride(from: 0, to: segment.queries.count, by: size) {
          pieces.append((segment, head, start..<min(start + size, segment.queries.count)))
        }
      }
    }
    Parallel.run(pieces.count, in: context) { piece in
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
        kind, matrix(query, row: first, head: head).pointer, query.stride, rows.count, keys, headSize,
        scores.scale, scores.causalFirst(segment, row: rows.lowerBound),
        target + first * width + head * headSize, width,
        logSums.map { $0.freshPointer + first * heads + head }, heads, workspace.freshPointer)
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
    let context = ComputeContext.current
    Parallel.run(groups.count * heads, in: context) { piece in
      for index in groups[piece / heads] {
        backward(
          segments[index], head: piece % heads, in: context.precision, dy: dy, result: result,
          logSums: logSums, dq: dq, dk: dk, dv: dv)
      }
    }
    withExtendedLifetime((dy, result, logSums)) {}
  }

  private func backward(
    _ segment: AttentionSegment, head: Int, in precision: Precision, dy: Tensor, result: Tensor,
    logSums: Tensor,
    dq: UnsafeMutablePointer<Float>?, dk: UnsafeMutablePointer<Float>?, dv: UnsafeMutablePointer<Float>?
  ) {
    let width = heads * headSize
    let keys = segment.keys.count
    let firstKey = segment.keys.lowerBound
    if precision.isPacked, let dq, let dk, let dv {
      let (kind, first) = (precision.kernelKind, segment.queries.lowerBound)
      let workspace = Tensor(uninitialized: [zk_attention_vjp_words(kind, keys, headSize)])
      let column = first * width + head * headSize
      zk_attention_vjp(
        kind, segment.queries.count, keys, headSize, scores.scale, scores.causalFirst(segment, row: 0),
        matrix(query, row: first, head: head).pointer, query.stride,
        matrix(key, row: firstKey, head: head).pointer, key.stride,
        matrix(value, row: firstKey, head: head).pointer, value.stride, result.pointer + column,
        dy.pointer + column, width, logSums.pointer + first * heads + head, heads,
        target(dq, query, row: first, head: head), query.stride,
        target(dk, key, row: firstKey, head: head), key.stride,
        target(dv, value, row: firstKey, head: head), value.stride, workspace.freshPointer)
      return withExtendedLifetime(workspace) {}
    }
    let probabilities = Tensor(uninitialized: [AttentionScores.block, keys])
    let scoreGradients = Tensor(uninitialized: [AttentionScores.block, keys])
    let sums = Tensor(uninitialized: [AttentionScores.block])
    let deltas = Tensor(uninitialized: [AttentionScores.block])
    let (p, ds) = (probabilities.freshPointer, scoreGradients.freshPointer)
    for start in stride(from: 0, to: segment.queries.count, by: AttentionScores.block) {
      let count = min(AttentionScores.block, segment.queries.count - start)
      let first = segment.queries.lowerBound + start
      let column = first * width + head * headSize
      let outputGradient = Matrix(pointer: dy.pointer + column, stride: width)
      for row in 0..<count {
        sums.freshPointer[row] = logSums.pointer[(first + row) * heads + head]
        // δ = Σⱼ pⱼ·dpⱼ equals dy·y, which is shorter (Dao et al. 2022, arXiv:2205.14135, appendix B).
        let offset = column + row * width
        deltas.freshPointer[row] = Float(zk_dot(dy.pointer + offset, result.pointer + offset, headSize))
      }
      let queries = matrix(query, row: first, head: head)
      GEMM.multiplyTile(
        queries, matrix(key, row: firstKey, head: head).transposed, in: precision, into: p, stride: keys,
        m: count, n: keys,
        k: headSize)
      zk_softmax_recompute(
        p, keys, count, keys, scores.scale, scores.causalFirst(segment, row: start), sums.pointer)
      if let dv {
        GEMM.multiplyTile(
          probabilities.matrix.transposed, outputGradient, in: precision,
          into: target(dv, value, row: firstKey, head: head),
          stride: value.stride, m: keys, n: headSize, k: count, beta: 1)
      }
      guard dq != nil || dk != nil else { continue }
      GEMM.multiplyTile(
        outputGradient, matrix(value, row: firstKey, head: head).transposed, in: precision, into: ds,
        stride: keys, m: count,
        n: keys, k: headSize)
      zk_softmax_vjp(p, ds, keys, count, keys, scores.scale, deltas.pointer)
      if let dq {
        GEMM.multiplyTile(
          scoreGradients.matrix, matrix(key, row: firstKey, head: head),
          in: precision, into: target(dq, query, row: first, head: head), stride: query.stride, m: count,
          n: headSize,
          k: keys, beta: 1)
      }
      if let dk {
        GEMM.multiplyTile(
          scoreGradients.matrix.transposed, queries, in: precision,
          into: target(dk, key, row: firstKey, head: head),
          stride: key.stride, m: keys, n: headSize, k: count, beta: 1)
      }
    }
    withExtendedLifetime((probabilities, scoreGradients, sums, deltas)) {}
  }

  private func matrix(_ columns: Columns, row: Int, head: Int) -> Matrix {
    columns.matrix(row: row, head: head, size: headSize)
  }

  private func target(
    _ base: UnsafeMutablePointer<Float>, _ columns: Columns, row: Int, head: Int
  ) -> UnsafeMutablePointer<Float> {
    base + row * columns.stride + columns.start + head * headSize
  }
}
