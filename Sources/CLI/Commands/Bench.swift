import ArgumentParser
import Foundation
import ZoetropeBenchmarking
import ZoetropeCompute
import ZoetropeDenoiser

/// `zoetrope bench`: measures, and says on what.
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure denoising, training and the synthetic world on this machine.",
    discussion: """
      Every figure is the median of several runs, with its interquartile range. Measurements that are compared are \
      interleaved. A record written with --json names the machine; `bench compare` compares two of them.
      """,
    subcommands: [
      BenchCompare.self, BenchCompute.self, BenchDenoise.self, BenchEndToEnd.self, BenchFrontier.self,
      BenchPlanner.self, BenchTrain.self, BenchWorld.self,
    ])
}

/// What all benchmarks are told.
struct BenchOptions: ParsableArguments {
  @Option(help: "Number of measurements of each figure.")
  var runs = 9

  @Option(help: "Number of threads; by default one per core.")
  var threads: Int?

  @Option(
    help: "Write the record as JSON to this file; - writes it to standard output, instead of the table.")
  var json: String?

  @Option(help: "Write a chart as SVG to this file.")
  var svg: String?

  func validate() throws {
    guard (1...1000).contains(runs) else { throw ValidationError("--runs is \(runs); expected 1…1000") }
  }

  /// How everything is computed that is measured in no precision of its own.
  func computeContext() throws -> ComputeContext { try ComputeContext(threads: threads) }

  /// Prints a record and writes the files that were asked for.
  func report(_ record: BenchmarkRecord) throws {
    if json != "-" { print(record.text()) }
    if let json {
      if json == "-" {
        FileHandle.standardOutput.write(try record.json())
      } else {
        try record.json().write(to: URL(fileURLWithPath: json), options: .atomic)
      }
    }
    if let svg {
      guard let chart = record.svg() else { throw ValidationError("there is nothing to draw for --svg") }
      try Data(chart.utf8).write(to: URL(fileURLWithPath: svg), options: .atomic)
    }
  }
}

/// The network that is measured.
struct NetworkOptions: ParsableArguments {
  @Option(
    help: "Preset of the architecture: \(DenoiserConfiguration.presets.map(\.name).joined(separator: ", ")).")
  var preset = "sketch"

  @Option(help: "JSON file with an architecture, instead of a preset.")
  var network: String?

  /// The preset or the architecture in the file.
  func configuration() throws -> DenoiserConfiguration {
    if let network {
      let data = try Data(contentsOf: URL(fileURLWithPath: network))
      return try DenoiserConfiguration(architecture: data, name: (network as NSString).lastPathComponent)
    }
    guard let configuration = DenoiserConfiguration.preset(preset) else {
      let known = DenoiserConfiguration.presets.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no preset “\(preset)”; presets: \(known)")
    }
    return configuration
  }
}
