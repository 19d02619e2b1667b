import Foundation
import ZoetropeCompute

/// What `Scripts/reference/compute_goldens.py` wrote: inputs, and the results and gradients of PyTorch in double.
struct Goldens: Decodable, Sendable {
  struct Array: Decodable, Sendable {
    let shape: [Int]
    let data: [Double]

    /// As fp32, which holds inputs exactly (nine digits tell all floats apart).
    var tensor: Tensor { Tensor(data.map(Float.init), Shape(shape)) }
    /// The inputs as doubles; a vector is one row.
    var matrix: Reference.Matrix {
      Reference.Matrix(
        data.map { Double(Float($0)) }, rows: shape.dropLast().reduce(1, *), columns: shape.last ?? 1)
    }
  }

  struct Case: Decodable, Sendable {
    let name: String
    let inputs: [String: Array]
    let constants: [String: Array]?
    let seed: Array
    let result: Array
    let gradients: [String: Array]
  }

  struct AdamW: Decodable, Sendable {
    struct Settings: Decodable, Sendable {
      let rate, beta1, beta2, epsilon, decay: Double
    }
    let start: Array
    let gradients: [Array]
    let settings: Settings
    let parameters: [Array]
  }

  let madeBy: String
  let cases: [Case]
  let adamW: AdamW

  static let shared: Result<Goldens, any Error> = Result {
    let url = Bundle.module.url(forResource: "compute", withExtension: "json", subdirectory: "Goldens")
    guard let url else { throw CocoaError(.fileNoSuchFile) }
    return try JSONDecoder().decode(Goldens.self, from: Data(contentsOf: url))
  }
}
