import ZoetropeCompute

/// A linear layer, `activation(x·Wᵀ + b)`.
public struct Linear: Sendable {
  /// `[outputs, inputs]`.
  public let weight: Variable
  /// `[outputs]`, or none.
  public let bias: Variable?
  private let packed: PackedFactor?

  /// Takes the parameters `weight` and `bias` from a source.
  ///
  /// - Parameters:
  ///   - initializer: of the weight; normal with variance 1/inputs by default.
  ///   - role: how the weight is trained.
  public init(
    _ source: ParameterSource, inputs: Int, outputs: Int, hasBias: Bool = true,
    initializer: Initializer? = nil, role: OptimizerRole = .matrix
  ) {
    weight = source.parameter(
      "weight", [outputs, inputs], initializer ?? .normal(1 / Float(inputs).squareRoot()), role)
    packed = weight.isTracked ? nil : PackedFactor(weight.value)
    bias = hasBias ? source.parameter("bias", [outputs], .zeros, .vector) : nil
  }

  /// Applies the layer to rows, `[N, inputs]` to `[N, outputs]`.
  public func callAsFunction(_ x: Variable, activation: Activation = .none) -> Variable {
    x.linear(weight, bias: bias, activation: activation, packed: packed)
  }

  /// Applies the layer to the 3×3 neighbourhood of every pixel, `[ΣF·H·W, C]` to `[ΣF·H·W, outputs]`, where the layer has 9·C
  /// inputs in order of row, column, channel.
  public func convolution(
    _ x: Variable, _ pictures: [PictureStack], activation: Activation = .none
  ) -> Variable {
    x.convolved(weight, bias: bias, activation: activation, packed: packed, pictures)
  }

  /// Each picture plus this layer of the picture before and `after` of the picture after, both without bias.
  public func addingNeighbors(_ x: Variable, _ stacks: [PictureStack], after: Linear) -> Variable {
    x.addingNeighbors(
      stacks, before: weight, after: after.weight, packed: (before: packed, after: after.packed))
  }
}

/// A table of vectors, one per entry of a vocabulary.
public struct Embedding: Sendable {
  /// `[entries, D]`.
  public let table: Variable

  /// Takes the parameter `weight` from a source.
  public init(_ source: ParameterSource, entries: Int, size: Int, deviation: Float = 0.02) {
    table = source.parameter("weight", [entries, size], .normal(deviation), .vector)
  }

  /// The vectors of some entries, `[indices.count, D]`; a negative index gives zeros.
  public func callAsFunction(_ indices: [Int32]) -> Variable { table.rows(at: indices) }
}
