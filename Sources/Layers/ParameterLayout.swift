import ZoetropeCompute
import ZoetropeRandom

/// How a parameter starts before training.
public enum Initializer: Sendable, Equatable {
  /// All zeros.
  case zeros
  /// All ones.
  case ones
  /// Normal deviates with this standard deviation.
  case normal(Float)
}

/// Which update rule a parameter gets in training.
public enum OptimizerRole: Sendable, Equatable {
  /// AdamW without weight decay: vectors and embeddings.
  case vector
  /// AdamW with weight decay: matrices at the edges of a network.
  case matrix
  /// Muon, for matrices inside blocks. `parts` stacked matrices are treated one by one (3 for a QKV projection).
  case hidden(parts: Int)
}

/// One named parameter.
public struct ParameterSpecification: Sendable, Equatable {
  /// Dotted name, unique in its network, the name in weights files.
  public let name: String
  /// Lengths of the dimensions.
  public let shape: Shape
  /// How it starts.
  public let initializer: Initializer
  /// How it is updated.
  public let role: OptimizerRole
  /// Where its elements lie in the flat storage of all parameters.
  public let range: Range<Int>
}

/// All parameters of a network in order: the one list that initialisation, loading, saving, optimiser, moving
/// average, gradients and counting go by.
///
/// A network's initialiser asks a ``ParameterSource`` for each parameter by name; run on a source that only
/// takes notes, the same initialiser yields the layout. So it is written down once, where the parameter is used.
public struct ParameterLayout: Sendable, Equatable {
  /// The parameters in the order in which the network asks for them.
  public private(set) var specifications: [ParameterSpecification] = []
  private var indices: [String: Int] = [:]

  /// Number of parameters (scalars).
  public var count: Int { specifications.last?.range.upperBound ?? 0 }

  /// The layout of the network that `build` makes.
  public static func of(_ build: (ParameterSource) -> Void) -> ParameterLayout {
    let source = ParameterSource()
    build(source)
    return source.layout
  }

  /// The specification of a parameter by name.
  public subscript(name: String) -> ParameterSpecification? { indices[name].map { specifications[$0] } }

  /// The index of a parameter by name.
  public func index(of name: String) -> Int? { indices[name] }

  fileprivate mutating func append(
    _ name: String, _ shape: Shape, _ initializer: Initializer, _ role: OptimizerRole
  ) {
    require(indices[name] == nil, "ParameterLayout: \(name) is asked for twice")
    indices[name] = specifications.count
    specifications.append(
      ParameterSpecification(
        name: name, shape: shape, initializer: initializer, role: role, range: count..<count + shape.count))
  }
}

/// The values of all parameters of a network, in one flat tensor.
public struct Parameters: Sendable {
  /// Names, shapes and places.
  public let layout: ParameterLayout
  /// All elements, parameter after parameter.
  public var storage: Tensor

  /// Makes parameters from their elements.
  ///
  /// - Precondition: `storage` holds `layout.count` elements.
  public init(layout: ParameterLayout, storage: Tensor) {
    require(storage.count == layout.count, "Parameters: \(storage.shape) for a layout of \(layout.count)")
    self.layout = layout
    self.storage = storage
  }

  /// Makes parameters as they are before training; each has its own stream of the seed, by its index.
  public init(layout: ParameterLayout, seed: UInt64) {
    self.init(layout: layout, storage: Tensor(zeros: [layout.count]))
    storage.withUnsafeMutableBuffer { buffer in
      for (index, specification) in layout.specifications.enumerated() {
        let part = UnsafeMutableBufferPointer(rebasing: buffer[specification.range])
        switch specification.initializer {
        case .zeros: break
        case .ones: part.update(repeating: 1)
        case .normal(let deviation):
          Generator.fillNormal(part, seed: seed, stream: UInt64(index))
          for element in part.indices { part[element] *= deviation }
        }
      }
    }
  }

  /// One parameter; shares memory with the whole.
  public subscript(specification: ParameterSpecification) -> Tensor {
    storage.rows(specification.range).reshaped(specification.shape)
  }
}

/// Where a network gets its parameters from while it is being made.
public final class ParameterSource {
  /// What has been asked for so far.
  public private(set) var layout = ParameterLayout()
  /// The variables given out, in the order of the layout.
  public private(set) var variables: [Variable] = []
  private let parameters: Parameters?
  private let isTracked: Bool
  private var prefix: [String] = []

  /// A source that only takes notes.
  init() {
    parameters = nil
    isTracked = false
  }

  /// A source of given values.
  ///
  /// - Parameter isTracked: whether gradients with respect to them are wanted.
  public init(_ parameters: Parameters, isTracked: Bool = false) {
    self.parameters = parameters
    self.isTracked = isTracked
  }

  /// The next parameter.
  public func parameter(
    _ name: String, _ shape: Shape, _ initializer: Initializer, _ role: OptimizerRole
  ) -> Variable {
    let name = (prefix + [name]).joined(separator: ".")
    layout.append(name, shape, initializer, role)
    guard let parameters else { return Variable(Tensor(uninitialized: [0])) }
    let own = layout.specifications[layout.specifications.count - 1]
    require(
      parameters.layout[name] == own,
      "ParameterSource: \(name) \(shape) is not in the layout of these parameters")
    let variable = isTracked ? Variable.parameter(parameters[own]) : Variable(parameters[own])
    variables.append(variable)
    return variable
  }

  /// Names asked for inside `body` begin with `name` and a dot.
  public func scope<Result>(_ name: String, _ body: (ParameterSource) -> Result) -> Result {
    prefix.append(name)
    defer { prefix.removeLast() }
    return body(self)
  }
}
