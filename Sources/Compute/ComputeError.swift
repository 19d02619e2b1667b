/// What can be wrong with a wish for computing.
public enum ComputeError: Error, Equatable, CustomStringConvertible {
  /// This processor cannot compute in a precision.
  case unavailable(Precision)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .unavailable(let precision):
      "`precision` is \(precision.rawValue), which this processor does not compute (AVX512-BF16 is missing); "
        + "expected float32"
    }
  }
}
