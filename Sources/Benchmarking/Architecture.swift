import Foundation
import ZoetropeDenoiser

extension DenoiserConfiguration {
  /// Reads an architecture from JSON, for measurements with random weights.
  ///
  /// Needed are `hiddenSize`, `depth`, `headCount` and `patch` with `frames`, `height`, `width`; `mlpRatio` is 4 and
  /// `bottleneckSize` 128 where left out, and there are no convolutions behind the patches unless `detailChannels` says so. Unknown
  /// fields are errors.
  ///
  /// - Throws: `DenoiserError.badConfiguration`.
  public init(architecture data: Data, name: String) throws {
    let known: Set = [
      "hiddenSize", "depth", "headCount", "patch", "mlpRatio", "bottleneckSize", "detailChannels",
    ]
    let fields: Architecture
    do {
      let keys = try JSONDecoder().decode([String: Anything].self, from: data).keys
      if let unknown = keys.sorted().first(where: { !known.contains($0) }) {
        throw DenoiserError.badConfiguration(
          "\(name) has the unknown field “\(unknown)”; known: \(known.sorted().joined(separator: ", "))")
      }
      fields = try JSONDecoder().decode(Architecture.self, from: data)
    } catch let error as DecodingError {
      throw DenoiserError.badConfiguration("\(name) does not read: \(error)")
    }
    self.init(
      name: name, patch: fields.patch, hiddenSize: fields.hiddenSize, depth: fields.depth,
      headCount: fields.headCount, mlpRatio: fields.mlpRatio ?? 4,
      bottleneckSize: fields.bottleneckSize ?? 128, detailChannels: fields.detailChannels ?? 0)
    try validate()
  }

  private struct Architecture: Decodable {
    var hiddenSize: Int
    var depth: Int
    var headCount: Int
    var patch: PatchSize
    var mlpRatio: Int?
    var bottleneckSize: Int?
    var detailChannels: Int?
  }

  /// A value whose content does not matter.
  private struct Anything: Decodable {
    init(from decoder: any Decoder) throws {}
  }
}
