/// A dense array of fp32 numbers: a value type over copy-on-write storage, row-major, last dimension fastest.
///
/// Copies are free until one of them is changed. ``reshaped(_:)``, ``rows(_:)`` and `subscript(index)` are views that share memory.
/// Safe to hand between threads.
public struct Tensor: Sendable {
  var storage: Storage
  let offset: Int
  /// Lengths of the dimensions.
  public let shape: Shape

  init(storage: Storage, offset: Int, shape: Shape) {
    self.storage = storage
    self.offset = offset
    self.shape = shape
  }

  /// Makes a tensor whose elements are not yet set; every element must be written before it is read.
  public init(uninitialized shape: Shape) {
    self.init(storage: Storage(count: shape.count), offset: 0, shape: shape)
  }

  /// Makes a tensor with one value everywhere.
  public init(repeating value: Float, _ shape: Shape) {
    self.init(uninitialized: shape)
    storage.pointer.update(repeating: value, count: shape.count)
  }

  /// Makes a tensor of zeros.
  public init(zeros shape: Shape) { self.init(repeating: 0, shape) }

  /// Makes a tensor from its elements in row-major order.
  ///
  /// - Precondition: as many elements as the shape holds.
  public init(_ elements: some Collection<Float>, _ shape: Shape) {
    require(elements.count == shape.count, "Tensor: \(elements.count) elements do not fill \(shape)")
    self.init(uninitialized: shape)
    _ = UnsafeMutableBufferPointer(start: storage.pointer, count: shape.count).initialize(from: elements)
  }

  /// Makes a vector from its elements.
  public init(_ elements: some Collection<Float>) { self.init(elements, [elements.count]) }

  /// Makes a scalar.
  public init(scalar: Float) { self.init(repeating: scalar, []) }

  /// Makes a read-only tensor over memory that lives as long as `owner`, without copying it.
  ///
  /// Changing the tensor copies it first, as with any shared tensor.
  public init(borrowing pointer: UnsafePointer<Float>, _ shape: Shape, owner: AnyObject) {
    self.init(
      storage: Storage(borrowing: pointer, count: shape.count, owner: owner), offset: 0, shape: shape)
  }

  /// Number of elements.
  public var count: Int { shape.count }

  /// The elements in row-major order, copied.
  public var elements: [Float] { withUnsafeBuffer { Array($0) } }

  /// The element of a tensor that holds exactly one.
  public var scalar: Float {
    require(count == 1, "Tensor.scalar: \(shape) holds \(count) elements")
    return storage.pointer[offset]
  }

  // MARK: Access

  /// Calls `body` with the elements.
  @inline(__always)
  public func withUnsafeBuffer<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R {
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeBufferPointer(start: storage.pointer + offset, count: shape.count))
  }

  /// Calls `body` with the elements for writing; copies them first when they are shared.
  @inline(__always)
  public mutating func withUnsafeMutableBuffer<R>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    makeUnique()
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeMutableBufferPointer(start: storage.pointer + offset, count: shape.count))
  }

  /// One element by its indices.
  ///
  /// - Precondition: as many indices as dimensions, each in range.
  public subscript(indices: Int...) -> Float {
    get { storage.pointer[offset + position(indices)] }
    set {
      let position = position(indices)
      makeUnique()
      storage.pointer[offset + position] = newValue
    }
  }

  // MARK: Views

  /// The same elements under another shape; shares memory.
  public func reshaped(_ shape: Shape) -> Tensor {
    require(shape.count == count, "Tensor.reshaped: \(self.shape) does not have the elements of \(shape)")
    return Tensor(storage: storage, offset: offset, shape: shape)
  }

  /// Part of the first dimension; shares memory.
  public func rows(_ range: Range<Int>) -> Tensor {
    require(
      shape.rank > 0 && range.lowerBound >= 0 && range.upperBound <= shape[0],
      "Tensor.rows: \(range) of \(shape)")
    var lengths = shape.dimensions
    let stride = lengths[0] == 0 ? 0 : count / lengths[0]
    lengths[0] = range.count
    return Tensor(storage: storage, offset: offset + range.lowerBound * stride, shape: Shape(lengths))
  }

  // MARK: - Internals

  /// The first element; valid while the tensor is alive.
  var pointer: UnsafePointer<Float> { UnsafePointer(storage.pointer + offset) }

  /// The first element of a tensor just made, known to be unshared.
  var freshPointer: UnsafeMutablePointer<Float> { storage.pointer + offset }

  /// Whether writing needs no copy first.
  mutating func isUnshared() -> Bool { !storage.isBorrowed && isKnownUniquelyReferenced(&storage) }

  private mutating func makeUnique() {
    guard !isUnshared() else { return }
    let copy = Tensor(uninitialized: shape)
    copy.storage.pointer.update(from: storage.pointer + offset, count: shape.count)
    self = copy
  }

  private func position(_ indices: [Int]) -> Int {
    require(indices.count == shape.rank, "Tensor: \(indices.count) indices for \(shape)")
    var position = 0
    for (dimension, index) in indices.enumerated() {
      require(index >= 0 && index < shape[dimension], "Tensor: index \(indices) outside \(shape)")
      position = position * shape[dimension] + index
    }
    return position
  }
}

extension Tensor: Equatable {
  /// Equal shapes and equal elements (so NaN differs from itself).
  public static func == (a: Tensor, b: Tensor) -> Bool {
    a.shape == b.shape && a.withUnsafeBuffer { x in b.withUnsafeBuffer { y in x.elementsEqual(y) } }
  }
}
