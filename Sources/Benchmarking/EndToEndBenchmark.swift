// The program as a person meets it: started anew, watched from outside.

import Foundation

/// Measures a clip from the start of the process to its end, by the events that the program prints.
public struct EndToEndBenchmark: Sendable {
  /// The program.
  public var program: URL
  /// Arguments of `generate`: a prompt, or `--plan` and a file, and settings.
  public var arguments: [String]
  /// Clips.
  public var runs = 5

  /// Makes a benchmark of a program.
  public init(program: URL, arguments: [String]) {
    self.program = program
    self.arguments = arguments
  }

  /// What the program prints, as far as it is read here.
  private struct Event: Decodable {
    var event: String
    var phase: String?
    var message: String?
    var timings: [String: Double]?
    var peakMemory: Double?
  }

  /// Measures; the first clip warms up the system's file cache and does not count.
  ///
  /// - Throws: ``BenchmarkError/childFailed(_:)`` with what the program said.
  public func run(version: String) throws -> BenchmarkRecord {
    let laps = try (0...runs).map { _ in try watch() }.dropFirst()
    func spread(_ name: String) -> Spread? {
      let values = laps.compactMap { $0[name] }
      return values.isEmpty ? nil : Spread(values).scaled(by: 1000)
    }
    var record = BenchmarkRecord(
      subject: "end-to-end", version: version, settings: ["arguments": arguments.joined(separator: " ")],
      measurements: EndToEndBenchmark.laps.compactMap { name in
        spread(name).map { Measurement(name, $0, .milliseconds) }
      })
    let peaks = laps.compactMap { $0["peak"] }
    if !peaks.isEmpty {
      record.measurements.append(Measurement("peak of process", Spread(peaks).scaled(by: 1e-6), .megabytes))
    }
    return record
  }

  // MARK: - Internals

  private static let laps = [
    "start to plan", "start to first step", "start to first step done", "denoise", "enlarge", "write",
    "in all",
  ]

  /// Seconds of one clip's laps.
  private func watch() throws -> [String: Double] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "zoetrope-bench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = program
    process.arguments = ["generate"] + arguments + ["--json", "--out", folder.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    let clock = ContinuousClock()
    let start = clock.now
    try process.run()
    var laps: [String: Double] = [:]
    var (rest, message) = (Data(), "")
    func book(_ name: String) { if laps[name] == nil { laps[name] = (clock.now - start).seconds } }
    while true {
      let data = pipe.fileHandleForReading.availableData
      if data.isEmpty { break }
      rest += data
      while let end = rest.firstIndex(of: 10) {
        let line = rest[rest.startIndex..<end]
        rest = Data(rest[(end + 1)...])
        guard let event = try? JSONDecoder().decode(Event.self, from: line) else { continue }
        switch (event.event, event.phase) {
        case ("plan", _): book("start to plan")
        case ("phase", "denoise"): book("start to first step")
        case ("step", _): book("start to first step done")
        case ("clip", _):
          for (name, seconds) in event.timings ?? [:] { laps[name] = seconds }
          laps["peak"] = event.peakMemory
        case ("error", _): message = event.message ?? ""
        default: break
        }
      }
    }
    process.waitUntilExit()
    book("in all")
    guard process.terminationStatus == 0 else {
      throw BenchmarkError.childFailed("status \(process.terminationStatus): \(message)")
    }
    return laps
  }
}
