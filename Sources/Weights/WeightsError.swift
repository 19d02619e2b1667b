/// What can go wrong with a weights file; file-system trouble is a `FileError`.
public enum WeightsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The bytes are not a safetensors file.
  case malformed(path: String, reason: String)
  /// The file is of another kind: `kind` names it, `remedy` says what to do.
  case otherKind(path: String, kind: String, remedy: String)
  /// A tensor was asked for that the file does not have.
  case noTensor(path: String, name: String, nearest: [String])
  /// A tensor has elements that cannot be read as floats.
  case notFloats(path: String, name: String, dtype: DType)
  /// A buffer does not have as many elements as the tensor it takes or gives.
  case elementCount(name: String, expected: Int, got: Int)
  /// A tensor to be written cannot be.
  case unwritable(name: String, reason: String)
  /// A file's tensors are not those that a model needs.
  case mismatch(path: String, missing: [NamedShape], extra: [NamedShape], misshaped: [Misshaped])

  /// A tensor that has another shape than the model needs.
  public struct Misshaped: Sendable, Equatable {
    /// Name of the tensor.
    public let name: String
    /// The shape that the model needs.
    public let expected: [Int]
    /// The shape in the file.
    public let got: [Int]

    /// Makes an entry of the list.
    public init(name: String, expected: [Int], got: [Int]) {
      self.name = name
      self.expected = expected
      self.got = got
    }
  }

  /// What, where, expected and got, and what to do.
  public var description: String {
    switch self {
    case .malformed(let path, let reason):
      return "\(path): not a valid safetensors file: \(reason); fetch or write the file again"
    case .otherKind(let path, let kind, let remedy):
      return "\(path): not a safetensors file but \(kind); \(remedy)"
    case .noTensor(let path, let name, let nearest):
      let known = nearest.isEmpty ? "the file has no tensors" : "nearest: \(nearest.joined(separator: ", "))"
      return "\(path): no tensor is named '\(name)'; \(known)"
    case .notFloats(let path, let name, let dtype):
      return "\(path): tensor '\(name)' holds \(dtype.rawValue), which is not read as floats; use its bytes"
    case .elementCount(let name, let expected, let got):
      return "tensor '\(name)': expected a buffer of \(expected) elements, got \(got)"
    case .unwritable(let name, let reason):
      return "tensor '\(name)' cannot be written: \(reason)"
    case .mismatch(let path, let missing, let extra, let misshaped):
      var lines = ["\(path): the tensors are not those of this model; use weights made for it:"]
      lines += missing.map { "  missing: \($0.name) \($0.shape)" }
      lines += extra.map { "  extra: \($0.name) \($0.shape)" }
      lines += misshaped.map { "  wrong shape: \($0.name): expected \($0.expected), got \($0.got)" }
      return lines.joined(separator: "\n")
    }
  }
}

/// The name and shape of a tensor.
public struct NamedShape: Sendable, Hashable {
  /// The name.
  public let name: String
  /// The sizes of its dimensions; empty for a scalar.
  public let shape: [Int]

  /// Makes a named shape.
  public init(_ name: String, _ shape: [Int]) {
    self.name = name
    self.shape = shape
  }
}
