import Foundation
import ZoetropeLayers
import ZoetropeWeights

extension UpscalerConfiguration {
  /// The key of the configuration in a weights file's metadata.
  public static let metadataKey = "zoetrope.upscaler"

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
    guard let text = metadata[UpscalerConfiguration.metadataKey] else {
      throw DenoiserError.badConfiguration(
        "the file's metadata has no “\(UpscalerConfiguration.metadataKey)”; it is not an upscaler's")
    }
    do {
      self = try JSONDecoder().decode(UpscalerConfiguration.self, from: Data(text.utf8))
    } catch {
      throw DenoiserError.badConfiguration("“\(UpscalerConfiguration.metadataKey)” does not read: \(error)")
    }
    guard (1...1024).contains(channels) && (0...64).contains(blockCount) else {
      throw DenoiserError.badConfiguration(
        "channels must be 1…1024 and blockCount 0…64, not \(channels) and \(blockCount)")
    }
  }
}

extension Upscaler {
  /// Opens trained weights, or the averaged ones of a training checkpoint.
  ///
  /// - Throws: `WeightsError` and `FileError` for the file, ``DenoiserError/badConfiguration(_:)`` for what it says.
  public init(weights url: URL) throws {
    let file = try SafetensorsFile(url)
    let configuration = try UpscalerConfiguration(metadata: file.metadata)
    let parameters = try Parameters(trained: file, layout: configuration.parameterLayout)
    self.init(configuration, ParameterSource(parameters))
  }
}
