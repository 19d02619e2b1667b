/// The lengths of a tensor's dimensions, row-major, last fastest; stored inline, so that making one never allocates.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The most dimensions a shape can have.
  public static let maximumRank = 6

  private var lengths = SIMD8<Int32>(repeating: 1)
  /// Number of dimensions.
  public let rank: Int

  /// Makes a shape from its lengths.
  ///
  /// - Precondition: at most ``maximumRank`` lengths, none negative.
  public init(_ lengths: some Collection<Int>) {
    require(
      lengths.count <= Shape.maximumRank, "Shape: \(lengths.count) dimensions; at most \(Shape.maximumRank)")
    rank = lengths.count
    for (index, length) in lengths.enumerated() {
      require(length >= 0 && length <= Int(Int32.max), "Shape: dimension \(index) has length \(length)")
      self.lengths[index] = Int32(length)
    }
  }

  /// Makes a shape from its lengths.
  public init(arrayLiteral lengths: Int...) { self.init(lengths) }

  /// Length of a dimension; negative indices count from the last.
  public subscript(index: Int) -> Int {
    let position = index < 0 ? rank + index : index
    require(position >= 0 && position < rank, "Shape: no dimension \(index) in \(self)")
    return Int(lengths[position])
  }

  /// Number of elements: the product of the lengths.
  public var count: Int {
    var product = 1
    for index in 0..<rank { product *= Int(lengths[index]) }
    return product
  }

  /// Number of rows when all dimensions but the last are taken together.
  public var rows: Int { rank == 0 ? 1 : (columns == 0 ? 0 : count / columns) }

  /// Length of the last dimension (1 for a scalar).
  public var columns: Int { rank == 0 ? 1 : Int(lengths[rank - 1]) }

  /// The lengths as an array.
  public var dimensions: [Int] { (0..<rank).map { Int(lengths[$0]) } }

  /// The shape with its last length replaced.
  public func withColumns(_ columns: Int) -> Shape {
    require(rank > 0, "Shape: a scalar has no last dimension")
    var result = self
    result.lengths[rank - 1] = Int32(columns)
    return result
  }

  /// `[2, 3]`.
  public var description: String { "[" + dimensions.map(String.init).joined(separator: ", ") + "]" }
}

/// Stops the program when an internal invariant is broken, saying which, in release builds too.
///
/// Only for mistakes of code that calls this room (shapes that do not fit); what comes from files, prompts and
/// arguments is checked where it enters, and throws there.
package func require(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #file, line: UInt = #line
) {
  if _slowPath(!condition) { invariantBroken(message(), file: file, line: line) }
}

@inline(never)
func invariantBroken(_ message: String, file: StaticString, line: UInt) -> Never {
  fatalError(message, file: file, line: line)
}
