import Foundation
import ZoetropeCompute
import ZoetropeRandom

/// Holds the gradients of an operation against central finite differences.
///
/// The loss is Σ seed·f(x) with a random seed, summed in double, and the differences are taken of the
/// double-precision reference, so the step can be small: with h = 10⁻⁴ the truncation (h²·f‴/6) and the
/// rounding (2⁻⁵³/h) are both near 10⁻⁹ to 10⁻¹², far below fp32. That the fast operation computes the same
/// function is the correctness run over the same list.
struct GradientCheck {
  static let step = 1e-4
  /// Rounding of fp32 is 6·10⁻⁸ and grows over a block to about 10⁻⁵; a wrong formula is off by 10⁻² or more.
  static let limit = 1e-3

  /// The element that is off most, relative to itself or to the root mean square of its gradient, whichever is
  /// larger (elements that cancel to nearly nothing keep the rounding of what cancelled).
  struct Result: CustomStringConvertible {
    var error = 0.0
    var place = "nothing"
    var description: String { "relative error \(error) at \(place)" }

    mutating func note(_ got: Double, _ want: Double, typical: Double, _ place: @autoclosure () -> String) {
      let relative = abs(got - want) / max(abs(want), typical, 1e-12)
      if !(relative <= error) {
        error = relative.isNaN ? .infinity : relative
        self.place = "\(place()): got \(got), finite difference \(want)"
      }
    }
  }

  /// Checks up to `samples` elements of each input, and the derivative along one random direction, which all
  /// elements take part in.
  static func run(_ test: OperationCase, samples: Int = 12) -> Result {
    let variables = test.inputs.map { Variable.parameter($0) }
    let output = test.operation(variables)
    let seed = random(output.shape, 1000)
    let gradients = output.gradients(seed: seed)
    let seeds = seed.elements.map(Double.init)
    var point = test.inputs.map { Reference.Matrix($0) }
    func loss(_ point: [Reference.Matrix]) -> Double {
      zip(test.reference(point).elements, seeds).reduce(0) { $0 + $1.0 * $1.1 }
    }
    var result = Result()
    var generator = Generator(seed: 7, stream: 1)
    var (plus, minus) = (point, point)
    var along = 0.0
    var size = 0.0
    for (index, input) in test.inputs.enumerated() {
      guard let gradient = gradients[variables[index]] else {
        result.note(.nan, 0, typical: 0, "input \(index), which has no gradient")
        return result
      }
      if gradient.shape != input.shape {
        result.note(.nan, 0, typical: 0, "input \(index), of another shape")
      }
      let typical = (gradient.squaredNorm() / Double(max(input.count, 1))).squareRoot()
      size += gradient.squaredNorm()
      for sample in 0..<min(samples, input.count) {
        let element = input.count <= samples ? sample : generator.index(below: input.count)
        let value = point[index].elements[element]
        point[index].elements[element] = value + step
        let upper = loss(point)
        point[index].elements[element] = value - step
        let difference = (upper - loss(point)) / (2 * step)
        point[index].elements[element] = value
        result.note(
          Double(gradient.elements[element]), difference, typical: typical,
          "input \(index), element \(element)")
      }
      for (element, derivative) in gradient.elements.enumerated() {
        let direction = generator.normal()
        along += direction * Double(derivative)
        plus[index].elements[element] += step * direction
        minus[index].elements[element] -= step * direction
      }
    }
    result.note(
      along, (loss(plus) - loss(minus)) / (2 * step), typical: size.squareRoot(), "a random direction")
    return result
  }
}
