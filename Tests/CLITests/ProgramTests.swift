// Runs the built program as a person would and compares what it prints with what other sources say.

import Foundation
import Testing

@Suite struct ProgramTests {
  @Test func versionIsTheNewestOfTheChangelog() throws {
    let headings = try Repository.text("CHANGELOG.md").split(separator: "\n").filter { $0.hasPrefix("## ") }
    let newest = try #require(headings.first?.split(separator: " ").dropFirst().first)
    let result = try Program.run("--version")
    #expect(result == Program.Result(status: 0, output: "\(newest)\n", errors: ""))
  }

  /// A command's file is named after it: `TrainDenoiser.swift` holds `zoetrope train denoiser`, `BenchEndToEnd.swift`
  /// holds `zoetrope bench end-to-end`.
  @Test func everyCommandHasHelp() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: "Sources/CLI/Commands").path)
    #expect(files.contains("Info.swift"))
    for file in files.sorted() where file.hasSuffix(".swift") {
      let parts = file.dropLast(".swift".count).replacing(/[A-Z]/) { " " + $0.output.lowercased() }
        .split(separator: " ").map(String.init)
      let words = [parts[0]] + (parts.count > 1 ? [parts[1...].joined(separator: "-")] : [])
      let result = try Program.run(words + ["--help"])
      #expect(result.status == 0 && result.errors == "", "\(file)")
      #expect(result.output.hasPrefix("OVERVIEW: "), "\(file)")
      #expect(result.output.contains("\nUSAGE: zoetrope \(words.joined(separator: " "))"), "\(file)")
    }
  }

  @Test func noCommandPrintsTheHelp() throws {
    #expect(try Program.run() == Program.run("--help"))
  }

  @Test(arguments: [["no-such-command"], ["--no-such-option"], ["info", "extra"], ["info", "--json=1"]])
  func wrongArgumentsExitWith64(arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("Error: "))
  }
}

@Suite struct InfoTests {
  @Test func jsonAgreesWithTheSystem() throws {
    let result = try Program.run("info", "--json")
    #expect(result.status == 0 && result.errors == "")
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let machine = try #require(report["machine"] as? [String: Any])
    #expect(Set(report.keys) == ["machine", "version"])
    #expect((machine["blas"] as? String)?.isEmpty == false)
    // The system's count knows the mask; a control group's quota may allow less.
    let cores = try #require(machine["coreCount"] as? Int)
    #expect(try (1...#require(Int(Tool.run("nproc")))).contains(cores))
    #expect(machine["threadCount"] as? Int == min(cores, 64))
    #if os(Linux) && arch(x86_64)
      let processors = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
      let name = try #require(machine["processor"] as? String)
      #expect(processors.contains("model name\t: \(name)\n"))
      // The levels of the x86-64 psABI that the kernels are compiled for: v4 and v3.
      let flags = Set(
        try #require(processors.split(separator: "\n").first { $0.hasPrefix("flags") }).split(separator: " "))
      let isV4 = flags.isSuperset(of: ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"])
      let isV3 = flags.isSuperset(of: ["avx2", "fma", "bmi1", "bmi2", "f16c", "movbe"])
      #expect(machine["kernels"] as? String == (isV4 ? "avx512" : isV3 ? "avx2" : "baseline"))
    #endif
  }

  #if os(Linux)
    /// Started with a mask of one core, the program finds one core and uses one thread.
    @Test func anAffinityMaskIsKept() throws {
      let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let list = try #require(status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") })
      let first = String(list.drop { !$0.isNumber }.prefix { $0.isNumber })
      let text = try Tool.run("taskset", "-c", first, Program.url.path, "info")
      #expect(text.contains("\ncores         1\n") && text.contains("\nthreads       1\n"))
    }
  #endif

  @Test func textHasTheValuesOfTheJSON() throws {
    let text = try Program.run("info").output
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(Program.run("info", "--json").output.utf8)) as? [String: Any])
    let machine = try #require(report["machine"] as? [String: Any])
    for key in ["processor", "kernels", "blas"] {
      let value = try #require(machine[key] as? String)
      #expect(text.contains(" \(value)\n"), "\(key)")
    }
    #expect(text.contains("\ncores         \(try #require(machine["coreCount"] as? Int))\n"))
  }
}
