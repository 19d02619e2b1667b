// Weights with a NaN or an infinity in them make every later number one, and a clip of such numbers is black. Looking
// through the weights at every start would cost as much as loading them; looking at the result of a step costs nothing.

import Foundation
import ZoetropeDenoiser
import ZoetropeWeights

extension DenoisingStep {
  /// Whether all numbers of the step's result are finite.
  ///
  /// - Complexity: O(N·P), some thousandths of the step.
  var isFinite: Bool { state.elements.allSatisfy(\.isFinite) && clean.elements.allSatisfy(\.isFinite) }
}

extension SessionError {
  /// Explains a result that is not finite by the weights that it was made with: the first tensor in them that is not.
  ///
  /// - Parameters:
  ///   - place: what was not finite, such as `step 3 of 8`.
  ///   - weights: the files that took part, in order.
  static func notFinite(_ place: String, weights: [URL]) -> SessionError {
    for url in weights {
      if let tensor = try? SafetensorsFile(url).firstTensorNotFinite() {
        return .notFinite(place: place, path: url.path, tensor: tensor.name)
      }
    }
    return .notFinite(place: place, path: weights.first?.path ?? "", tensor: nil)
  }
}
