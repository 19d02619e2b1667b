import ZoetropeCompute
import ZoetropeLayers
import ZoetropeShot
import ZoetropeWeights

extension Parameters {
  /// Parameters for a new run that carry over what another denoiser has learned: matrices of the same name and shape, words
  /// by slot and word, and camera features as far as both have them. All else starts as in a fresh run.
  ///
  /// - Parameters:
  ///   - file: weights, or a checkpoint, whose averaged weights are taken.
  ///   - configuration: of the new denoiser.
  ///   - seed: of what starts anew.
  /// - Returns: the parameters, and the names of those that start anew.
  /// - Throws: ``DenoiserError/badConfiguration(_:)``, and what reading throws.
  public static func carryingOver(
    _ file: SafetensorsFile, to configuration: DenoiserConfiguration, seed: UInt64
  ) throws -> (parameters: Parameters, fresh: [String]) {
    let old = try DenoiserConfiguration(metadata: file.metadata)
    let source = try Parameters(trained: file, layout: old.parameterLayout)
    var result = Parameters(layout: configuration.parameterLayout, seed: seed)
    var fresh: [String] = []
    for specification in result.layout.specifications {
      guard let origin = source.layout[specification.name] else {
        fresh.append(specification.name)
        continue
      }
      let values = source[origin].elements
      let (columns, width) = (specification.shape.columns, origin.shape.columns)
      let rows: [(from: Int, to: Int)]
      switch specification.name {
      case "words.weight", "modulation_words.weight":
        rows = wordRows(from: old.knowledge, to: configuration.knowledge)
      default:
        guard specification.shape.rows == origin.shape.rows else {
          fresh.append(specification.name)
          continue
        }
        rows = (0..<origin.shape.rows).map { ($0, $0) }
      }
      guard columns == width || specification.name == "camera.weight" else {
        fresh.append(specification.name)
        continue
      }
      result.storage.withUnsafeMutableBuffer { buffer in
        for row in rows {
          let target = specification.range.lowerBound + row.to * columns
          for column in 0..<columns {
            buffer[target + column] = column < width ? values[row.from * width + column] : 0
          }
        }
      }
    }
    return (result, fresh)
  }

  /// Rows of the same slot and word in two tables.
  private static func wordRows(from old: Knowledge, to new: Knowledge) -> [(from: Int, to: Int)] {
    PlanSlot.allCases.flatMap { slot -> [(from: Int, to: Int)] in
      guard new.has(slot), old.has(slot) else { return [] }
      let (source, target) = (old.firstRow(of: slot), new.firstRow(of: slot))
      let words = new.words(of: slot).enumerated().compactMap { index, word in
        old.words(of: slot).firstIndex(of: word).map { (from: source + 2 + $0, to: target + 2 + index) }
      }
      return [(source, target), (source + 1, target + 1)] + words
    }
  }
}
