import Synchronization

/// A tensor on its way through a computation, with a record of how it was made where a gradient is wanted.
///
/// The forward pass of a network is written once, on variables. Made from plain tensors, they carry no record:
/// inference keeps nothing alive longer than it is needed. Made with ``parameter(_:)``, every operation they
/// touch notes its vector-Jacobian product, and ``gradients()`` walks the notes backwards (reverse-mode
/// differentiation, Griewank & Walther 2008, ch. 3).
///
/// `@unchecked Sendable`: records are written when made and read afterwards; a variable without one is a tensor.
public struct Variable: @unchecked Sendable {
  /// The number part.
  public let value: Tensor
  let node: Node?

  /// A constant: nothing is differentiated with respect to it.
  public init(_ value: Tensor) {
    self.value = value
    node = nil
  }

  /// A variable that gradients are taken with respect to.
  public static func parameter(_ value: Tensor) -> Variable {
    Variable(value, node: Node(shape: value.shape, inputs: [], vjp: nil))
  }

  /// Whether gradients flow through this variable.
  public var isTracked: Bool { node != nil }

  /// Lengths of the dimensions.
  public var shape: Shape { value.shape }

  // MARK: - For operations

  /// The result of an operation that noted how gradients flow to its inputs.
  package init(_ value: Tensor, inputs: [Variable], vjp: @escaping (Tensor, inout Gradients) -> Void) {
    self.value = value
    node = Node(shape: value.shape, inputs: inputs.compactMap(\.node), vjp: vjp)
  }

  private init(_ value: Tensor, node: Node) {
    self.value = value
    self.node = node
  }

  /// One step of the record. Numbered in the order of making, which is a topological order.
  final class Node {
    private static let counter = Atomic<Int>(0)
    let number: Int
    let shape: Shape
    private(set) var inputs: [Node]
    private(set) var vjp: ((Tensor, inout Gradients) -> Void)?

    init(shape: Shape, inputs: [Node], vjp: ((Tensor, inout Gradients) -> Void)?) {
      number = Node.counter.wrappingAdd(1, ordering: .relaxed).oldValue
      self.shape = shape
      self.inputs = inputs
      self.vjp = vjp
    }

    /// Lets go of a long record in a loop: node by node from within would recurse as deep as the record.
    deinit {
      var pending = inputs
      inputs = []
      vjp = nil
      while var node = pending.popLast() {
        guard isKnownUniquelyReferenced(&node) else { continue }
        // Its closure holds the same inputs, which `pending` keeps alive past it.
        pending += node.inputs
        node.inputs = []
        node.vjp = nil
      }
    }
  }
}

/// The gradients of one scalar with respect to variables.
public struct Gradients {
  private var tensors: [Int: Tensor] = [:]

  /// The gradient with respect to a parameter; `nil` where the scalar does not depend on it.
  public subscript(variable: Variable) -> Tensor? { variable.node.flatMap { tensors[$0.number] } }

  // MARK: - For operations

  /// Adds a gradient that was just computed.
  package mutating func add(_ gradient: @autoclosure () -> Tensor, to variable: Variable) {
    guard let node = variable.node else { return }
    let gradient = gradient()
    require(
      gradient.count == node.shape.count, "Gradients: \(gradient.shape) for a variable of shape \(node.shape)"
    )
    guard var sum = tensors.removeValue(forKey: node.number) else {
      tensors[node.number] = gradient.reshaped(node.shape)
      return
    }
    sum.add(gradient)
    tensors[node.number] = sum
  }

  /// The gradient's memory, to be added to in place: what came before, zeros at first. Valid until the gradient
  /// of this variable is touched in another way; nil when no gradient is wanted.
  mutating func buffer(for variable: Variable) -> UnsafeMutablePointer<Float>? {
    guard let node = variable.node else { return nil }
    var sum = tensors.removeValue(forKey: node.number) ?? Tensor(zeros: node.shape)
    let pointer = sum.withUnsafeMutableBuffer { $0.baseAddress }
    tensors[node.number] = sum
    return pointer
  }

  /// Lets `body` add to the gradient in place, where one is wanted.
  mutating func accumulate(into variable: Variable, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    if let buffer = buffer(for: variable) { body(buffer) }
  }

  /// Lets `body` write the gradient where one is wanted: add to what is there, or else set every element.
  mutating func write(
    to variable: Variable, _ body: (_ gradient: UnsafeMutablePointer<Float>, _ adds: Bool) -> Void
  ) {
    guard let node = variable.node else { return }
    let known = tensors.removeValue(forKey: node.number)
    var sum = known ?? Tensor(uninitialized: node.shape)
    sum.withUnsafeMutableBuffer { body($0.baseAddress!, known != nil) }
    tensors[node.number] = sum
  }

  mutating func take(_ node: Variable.Node) -> Tensor? { tensors.removeValue(forKey: node.number) }
  mutating func put(_ gradient: Tensor, _ node: Variable.Node) { tensors[node.number] = gradient }
}

extension Variable {
  /// Gradients of this scalar with respect to all parameters it was made from.
  ///
  /// Gradients of intermediate results are dropped as soon as they are used up.
  ///
  /// - Precondition: the variable holds one element.
  public func gradients() -> Gradients {
    require(value.count == 1, "Variable.gradients: \(shape) is not a scalar")
    return gradients(seed: Tensor(repeating: 1, shape))
  }

  /// Vector-Jacobian product: gradients of the sum of `seed · self`.
  ///
  /// - Precondition: `seed` has this variable's shape.
  public func gradients(seed: Tensor) -> Gradients {
    require(seed.shape == shape, "Variable.gradients: seed \(seed.shape) for a variable of shape \(shape)")
    var gradients = Gradients()
    guard let root = node else { return gradients }
    gradients.put(seed, root)
    for node in Variable.history(of: root) {
      guard let vjp = node.vjp, let gradient = gradients.take(node) else { continue }
      vjp(gradient, &gradients)
    }
    return gradients
  }

  /// All nodes that lead to `root`, latest first.
  private static func history(of root: Node) -> [Node] {
    var seen: Set<Int> = [root.number]
    var nodes = [root]
    var index = 0
    while index < nodes.count {
      for input in nodes[index].inputs where seen.insert(input.number).inserted { nodes.append(input) }
      index += 1
    }
    return nodes.sorted { $0.number > $1.number }
  }
}
