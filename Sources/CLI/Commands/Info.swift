import ArgumentParser
import Foundation
import ZoetropeBenchmarking
import ZoetropeSession

/// `zoetrope info`: the version and the machine, for bug reports and beside every measured figure.
struct Info: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the version, the processor, the BLAS library and the kernels in use.")

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let report = Report(version: Release.version, machine: .current())
    print(json ? try report.json() : report.text())
  }

  /// The content of both forms of output.
  struct Report: Codable, Equatable {
    /// Version of the program.
    var version: String
    /// What it runs on.
    var machine: Machine

    /// One object with sorted keys; members that are not known are left out.
    func json() throws -> String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// A name and a value per line.
    func text() -> String {
      let blasThreads = machine.blasThreadCount.map { "\($0)" } ?? "unknown"
      let memory = String(format: "%.1f GiB", Double(machine.memory) / 0x1p30)
      return """
        zoetrope      \(version)
        processor     \(machine.processor)
        cores         \(machine.coreCount)
        memory        \(memory)
        threads       \(machine.threadCount)
        kernels       \(machine.kernels)
        BLAS          \(machine.blas)
        BLAS threads  \(blasThreads) per call
        """
    }
  }
}
