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

  /// The columns of one head of `size`, from a row on.
  func matrix(row: Int, head: Int, size: Int) -> Matrix {
    Matrix(pointer: pointer(row: row) + head * size, stride: stride)
  }
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
  /// - Returns: `[Nq, A·d]`; rows outside all segments, and rows that see no key, are zero.
  /// - Precondition: where two of the three are columns of one variable, they are the same columns or disjoint.
  public static func attention(
    query: Columns, key: Columns, value: Columns, heads: Int, segments: [AttentionSegment],
    isCausal: Bool = false
  ) -> Variable {
    let (rows, width) = (query.variable.shape.rows, query.count)
    let scores = AttentionScores(
      query: query, key: key, heads: heads, segments: segments, isCausal: isCausal)
    scores.check("attention")
    require(
      value.count == key.count && value.variable.shape.rows == key.variable.shape.rows,
      "attention: value \(value.variable.shape), \(value.count) columns, for key \(key.variable.shape), "
        + "\(key.count) columns")
    require(
      !query.straddles(key) && !query.straddles(value) && !key.straddles(value),
      "attention: columns from \(query.start), \(key.start) and \(value.start), \(width) each, overlap in one variable"
    )
    let isTracked = [query, key, value].contains { $0.variable.isTracked }
    let call = AttentionCall(scores: scores, value: value)
    let isCovered = segments.reduce(0) { $0 + $1.queries.count } == rows
    let result = isCovered ? Tensor(uninitialized: [rows, width]) : Tensor(zeros: [rows, width])
    let logSums = Tensor(uninitialized: [isTracked ? rows : 0, heads])
    call.forward(into: result, logSums: isTracked ? logSums : nil)
    guard isTracked else { return Variable(result) }
    return Variable(result, inputs: [query.variable, key.variable, value.variable]) { dy, gradients in
      // Columns of one variable are the same or apart, so each may be added to through its own pointer.
      let dq = gradients.buffer(for: query.variable)
      let dk = gradients.buffer(for: key.variable)
      let dv = gradients.buffer(for: value.variable)
      call.backward(dy: dy, result: result, logSums: logSums, dq: dq, dk: dk, dv: dv)
    }
  }

  /// How much each query attends to each key, `softmax(q·kᵀ/√d)`, for people to look at.
  ///
  /// The same function as within ``attention(query:key:value:heads:segments:isCausal:)``, computed by itself: that one keeps no
  /// probabilities, and may round otherwise. Costs O(N²) memory per head; not differentiated.
  ///
  /// - Returns: for each segment `[heads, queries, keys]`; every row sums to 1.
  public static func attentionProbabilities(
    query: Columns, key: Columns, heads: Int, segments: [AttentionSegment], isCausal: Bool = false
  ) -> [Tensor] {
    let scores = AttentionScores(
      query: query, key: key, heads: heads, segments: segments, isCausal: isCausal)
    scores.check("attentionProbabilities")
    let results = segments.map { Tensor(uninitialized: [heads, $0.queries.count, $0.keys.count]) }
    let (context, pieces) = (ComputeContext.current, scores.pieces)
    Parallel.run(pieces.count, in: context) { index in
      let piece = pieces[index]
      let segment = segments[piece.segment]
      let start = (piece.head * segment.queries.count + piece.rows.lowerBound) * segment.keys.count
      scores.compute(piece, in: context.precision, into: results[piece.segment].freshPointer + start)
    }
    return results
  }
}
