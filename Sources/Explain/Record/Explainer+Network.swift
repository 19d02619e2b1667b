import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeLayers

extension Explainer {
  /// Patch numbers, and the vectors that the network makes of them at the middle step.
  func patchFacts(_ tape: Tape) -> Explanation.PatchFacts {
    let step = tape.steps[tape.steps.count / 2]
    let recorder = Recorder([.tokens])
    _ = tape.estimate(step.state, at: step.level, recorder)
    let vectors = recorder[.tokens][0].rows(tape.patchRows)
    return Explanation.PatchFacts(
      values: Packed(tape.end.elements, [tape.end.shape.rows, tape.end.shape.columns], isFine: true),
      vectors: Packed(vectors.elements, [vectors.shape.rows, vectors.shape.columns]), level: step.level)
  }

  /// Attention of the patches of the middle step in time, early, halfway and late.
  func attentionFacts(_ tape: Tape) -> Explanation.AttentionFacts {
    let grid = tape.geometry.grid
    let timeStep = grid.frames / 2
    let perStep = grid.rows * grid.columns
    let queries = timeStep * perStep..<(timeStep + 1) * perStep
    var moments: [Explanation.AttentionFacts.Moment] = []
    var tables: [Packed] = []
    for (index, place) in tape.moments.enumerated() {
      let step = tape.steps[place]
      let recorder = Recorder([.queries, .keys, .projections, .probabilities])
      _ = tape.estimate(step.state, at: step.level, recorder)
      moments.append(tape.moment(step, recorder[.probabilities], queries))
      if index == tape.moments.count / 2 {
        let rows =
          tape.patchRows.lowerBound + queries.lowerBound..<tape.patchRows.lowerBound + queries.upperBound
        let d = studio.denoiser.configuration.hiddenSize
        tables = [recorder[.queries], recorder[.keys], recorder[.projections]].map { blocks in
          let values = blocks.flatMap { block -> [Float] in
            let width = block.shape.columns
            return block.rows(rows).elements.enumerated().compactMap {
              $0.offset % width >= width - d ? $0.element : nil
            }
          }
          return Packed(values, [blocks.count, perStep, d])
        }
      }
    }
    return Explanation.AttentionFacts(
      queries: Array(queries), timeStep: timeStep, moments: moments, query: tables[0], key: tables[1],
      value: tables[2])
  }

  /// Shifts, scales and gates at eleven levels, from one evaluation: every patch may have a level of its own.
  func modulationFacts(_ tape: Tape) -> Explanation.ModulationFacts {
    let levels = (0...10).map { Double($0) / 10 }
    let recorder = Recorder([.modulation])
    let ofPatches = (0..<tape.geometry.grid.count).map { Float(levels[$0 % levels.count]) }
    _ = tape.estimate(tape.noise, levels: ofPatches, recorder)
    let slots = [
      "attention: shift", "attention: scale", "attention: gate", "MLP: shift", "MLP: scale", "MLP: gate",
    ]
    let d = studio.denoiser.configuration.hiddenSize
    var values: [Float] = []
    var magnitudes: [[[Double]]] = []
    for table in recorder[.modulation] {
      let elements = table.elements  // [levels, slots · D]
      var block: [[Double]] = []
      for slot in slots.indices {
        let rows = levels.indices.map { level in
          Array(elements[(level * slots.count + slot) * d..<(level * slots.count + slot + 1) * d])
        }
        values += rows.flatMap { $0 }
        block.append(rows.map { row in (row.reduce(0) { $0 + Double($1 * $1) } / Double(d)).squareRoot() })
      }
      magnitudes.append(block)
    }
    return Explanation.ModulationFacts(
      levels: levels, slots: slots, magnitudes: magnitudes,
      values: Packed(values, [magnitudes.count, slots.count, levels.count, d]))
  }
}

extension Tape {
  /// Rows of the patches in the sequence: plan tokens come first.
  var patchRows: Range<Int> {
    features.contextRows.count..<features.contextRows.count + geometry.grid.count
  }

  /// Steps at which attention is looked at: early, halfway, late.
  var moments: [Int] {
    let places = [steps.count / 8, steps.count / 2, steps.count * 7 / 8]
    return Array(Set(places)).sorted()
  }

  /// Attention of some patches in every block, `[A, T, T]` each.
  fileprivate func moment(_ step: Step, _ blocks: [Tensor], _ queries: Range<Int>)
    -> Explanation.AttentionFacts.Moment
  {
    let context = features.contextRows.count
    let (grid, count) = (geometry.grid, geometry.grid.count)
    let perStep = grid.rows * grid.columns
    var shades: [Float] = [], peaks: [Float] = [], tokens: [Float] = [], times: [Float] = []
    for block in blocks {
      let total = block.shape[-1]
      block.withUnsafeBuffer { values in
        for head in 0..<block.shape[0] {
          for query in queries {
            let start = (head * total + context + query) * total
            tokens += values[start..<start + context]
            let patches = values[start + context..<start + total]
            let peak = patches.max() ?? 0
            peaks.append(peak)
            shades += patches.map { peak > 0 ? $0 / peak : 0 }
            times += (0..<grid.frames).map { time in
              patches[(patches.startIndex + time * perStep)..<(patches.startIndex + (time + 1) * perStep)]
                .reduce(0, +)
            }
          }
        }
      }
    }
    let (layers, heads) = (blocks.count, blocks.first?.shape[0] ?? 0)
    return Explanation.AttentionFacts.Moment(
      step: step.index, level: step.level,
      heat: Packed(shades: shades, [layers, heads, queries.count, count]),
      peak: Packed(shares: peaks, [layers, heads, queries.count]),
      tokens: Packed(shares: tokens, [layers, heads, queries.count, context]),
      times: Packed(shares: times, [layers, heads, queries.count, grid.frames]))
  }
}
