import Foundation
import ZoetropeLayers
import ZoetropeWeights

extension DenoiserConfiguration {
  /// The key of the configuration in a weights file's metadata.
  public static let metadataKey = "zoetrope.denoiser"

  /// The configuration as JSON with sorted keys.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Reads and checks the configuration in a weights file's metadata.
  ///
  /// - Throws: ``DenoiserError/badConfiguration(_:)``.
  public init(metadata: [String: String]) throws {
    guard let text = metadata[DenoiserConfiguration.metadataKey] else {
      throw DenoiserError.badConfiguration(
        "the file's metadata has no “\(DenoiserConfiguration.metadataKey)”; it is not a denoiser's")
    }
    do {
      self = try JSONDecoder().decode(DenoiserConfiguration.self, from: Data(text.utf8))
    } catch {
      throw DenoiserError.badConfiguration("“\(DenoiserConfiguration.metadataKey)” does not read: \(error)")
    }
    try validate()
  }
}

extension Denoiser {
  /// Opens trained weights, or the averaged ones of a training checkpoint.
  ///
  /// - Throws: `WeightsError` and `FileError` for the file, ``DenoiserError/badConfiguration(_:)`` for what it says.
  public init(weights url: URL) throws {
    let file = try SafetensorsFile(url)
    let configuration = try DenoiserConfiguration(metadata: file.metadata)
    let parameters = try Parameters(trained: file, layout: configuration.parameterLayout)
    self.init(configuration, ParameterSource(parameters))
  }
}
