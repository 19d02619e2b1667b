import Foundation
import ZoetropeLayers
import ZoetropeWeights

extension PictureUpscalerConfiguration {
  /// Reads and checks the configuration in a weights file's metadata.
  ///
  /// - Throws: ``DenoiserError/badConfiguration(_:)``.
  public init(metadata: [String: String]) throws {
    guard let text = metadata[PictureUpscalerConfiguration.metadataKey] else {
      throw DenoiserError.badConfiguration(
        "the file's metadata has no “\(PictureUpscalerConfiguration.metadataKey)”; it is not the file of an upscaler that "
          + "reads pictures")
    }
    do {
      self = try JSONDecoder().decode(PictureUpscalerConfiguration.self, from: Data(text.utf8))
    } catch {
      throw DenoiserError.badConfiguration(
        "“\(PictureUpscalerConfiguration.metadataKey)” does not read: \(error)")
    }
    guard factor == 2 || factor == 4, (1...1024).contains(channels), (0...64).contains(blockCount) else {
      throw DenoiserError.badConfiguration(
        "factor must be 2 or 4, channels 1…1024 and blockCount 0…64, not \(factor), \(channels) and \(blockCount)"
      )
    }
  }
}

extension PictureUpscaler {
  /// Opens trained weights, or the averaged ones of a training checkpoint.
  ///
  /// - Throws: `WeightsError` and `FileError` for the file, ``DenoiserError/badConfiguration(_:)`` for what it says.
  public init(weights url: URL) throws {
    let file = try SafetensorsFile(url)
    let configuration = try PictureUpscalerConfiguration(metadata: file.metadata)
    let parameters = try Parameters(trained: file, layout: configuration.parameterLayout)
    self.init(configuration, ParameterSource(parameters))
  }
}
