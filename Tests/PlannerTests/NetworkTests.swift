import Foundation
import Testing
import ZoetropeCompute
import ZoetropeLayers
import ZoetropePlanner
import ZoetropeWeights

/// The network against PyTorch's: `Scripts/reference/planner_goldens.py` made the numbers.
@Suite struct NetworkTests {
  private struct Golden {
    let file: SafetensorsFile
    let tokens: [Int32]
    let places: [Int]
    let logits: [Float]

    init(_ name: String) throws {
      let url = try #require(
        Bundle.module.url(forResource: name, withExtension: "safetensors", subdirectory: "Goldens"))
      file = try SafetensorsFile(url)
      tokens = try file.withBytes("golden.tokens") { bytes in
        (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self) }
      }
      places = try JSONDecoder().decode([Int].self, from: Data(try #require(file.metadata["places"]).utf8))
      logits = try file.floats("golden.logits")
    }

    func largestDifference(_ network: PlannerNetwork) -> Float {
      let states = network.states(tokens, lengths: [tokens.count])
      let own = network.logits(states.rows(at: places.map(Int32.init))).value.elements
      return zip(own, logits).map { abs($0 - $1) }.max() ?? .infinity
    }
  }

  private func small() throws -> (Golden, PlannerConfiguration, Parameters) {
    let golden = try Golden("planner")
    let configuration = try PlannerConfiguration(metadata: golden.file.metadata)
    return (
      golden, configuration, try Parameters(golden.file, layout: configuration.parameterLayout, prefix: "")
    )
  }

  /// Logits are about 1; fp32 against double.
  @Test func logitsArePyTorchs() throws {
    let (golden, configuration, parameters) = try small()
    let network = PlannerNetwork(configuration, ParameterSource(parameters))
    #expect(golden.largestDifference(network) < 2e-5)
  }

  /// The test above can fail: any matrix of a block off by a little is seen.
  @Test func everyParameterMatters() throws {
    let (golden, configuration, parameters) = try small()
    for specification in parameters.layout.specifications {
      var other = parameters
      other.storage.withUnsafeMutableBuffer { buffer in
        for index in specification.range { buffer[index] *= 1.1 }
      }
      let network = PlannerNetwork(configuration, ParameterSource(other))
      #expect(golden.largestDifference(network) > 1e-3, "\(specification.name)")
    }
  }

  /// Gradients of the summed cross-entropy of each next token, relative to the largest of their tensor.
  @Test func gradientsArePyTorchs() throws {
    let (golden, configuration, parameters) = try small()
    let source = ParameterSource(parameters, isTracked: true)
    let network = PlannerNetwork(configuration, source)
    let states = network.states(golden.tokens, lengths: [golden.tokens.count])
    let labels = golden.tokens.dropFirst() + [-1]
    let gradients = network.logits(states).softmaxCrossEntropy(labels: Array(labels)).gradients()
    for (specification, variable) in zip(parameters.layout.specifications, source.variables) {
      let own = try #require(gradients[variable]).elements
      let truth = try golden.file.floats("gradient.\(specification.name)")
      let largest = truth.map(abs).max() ?? 0
      let difference = zip(own, truth).map { abs($0 - $1) }.max() ?? .infinity
      #expect(difference < 2e-5 * max(largest, 1), "\(specification.name)")
    }
  }

  /// Token by token with remembered keys and values gives the logits of whole sequences at once, and so PyTorch's, however the
  /// tokens are divided. Logits are about 1; sums of a few dozen fp32 terms in another order differ by 1e-6.
  @Test func remembersWhatItRead() throws {
    let (golden, configuration, parameters) = try small()
    let network = PlannerNetwork(configuration, ParameterSource(parameters))
    let whole = network.logits(network.states(golden.tokens, lengths: [golden.tokens.count])).value
    var memory = network.memory()
    var position = 0
    for length in [1, 5, 1, 12, 1, 20] {
      let part = golden.tokens[position..<position + length].map(Int.init)
      let scores = network.scores(
        network.read(part, memory: &memory), of: 0..<configuration.vocabulary.count)
      position += length
      let truth = whole.rows(position - 1..<position).elements
      #expect(zip(scores, truth).allSatisfy { abs($0 - $1) < 1e-5 })
      #expect(memory.count == position)
    }
    // The test can fail: a memory that forgot the first token gives others.
    var other = network.memory()
    let state = network.read(golden.tokens.dropFirst().map(Int.init), memory: &other)
    let scores = network.scores(state, of: 0..<configuration.vocabulary.count)
    let last = whole.rows(golden.tokens.count - 1..<golden.tokens.count).elements
    #expect(zip(scores, last).contains { abs($0 - $1) > 1e-3 })
  }

  /// Sequences of a batch do not see each other.
  @Test func sequencesAreApart() throws {
    let (golden, configuration, parameters) = try small()
    let network = PlannerNetwork(configuration, ParameterSource(parameters))
    let together = network.states(golden.tokens, lengths: [15, 25]).value
    let alone = network.states(Array(golden.tokens[15...]), lengths: [25]).value
    #expect(zip(together.rows(15..<40).elements, alone.elements).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  /// The shipped weights: logits of up to 20, fp32 against double, max-abs 1e-4.
  @Test func trainedLogitsArePyTorchs() throws {
    let golden = try Golden("trained")
    let planner = try Planner(contentsOf: PlannerTests.folder)
    #expect(golden.largestDifference(planner.network) < 1e-4)
  }
}
