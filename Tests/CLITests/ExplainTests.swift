// `zoetrope explain`, as a person runs it.

import Foundation
import Testing

@Suite struct ExplainCommandTests {
  let workshop: Workshop

  init() throws { workshop = try Workshop() }

  @Test func writesOnePageAndNeverOverAnother() throws {
    let arguments = ["explain", "--plan", "plan.json", "--steps", "2", "--out", "page.html", "--quiet"]
    let result = try workshop.run(arguments)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasSuffix("/page.html\n") && result.errors.isEmpty)
    let page = try String(decoding: workshop.data("page.html"), as: UTF8.self)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))

    let again = try workshop.run(arguments)
    #expect(again.status == 73 && again.errors.contains("--overwrite"))
    #expect(try workshop.run(arguments + ["--overwrite"]).status == 0)
    // The same plan and seed: but for the seconds it took, the same page.
    let other = try String(decoding: workshop.data("page.html"), as: UTF8.self)
    func timeless(_ page: String) -> String {
      page.replacing(/"seconds":[0-9.e+-]+/, with: "")
    }
    #expect(timeless(page) == timeless(other))
  }

  @Test(arguments: ["nonsense", "drop-box:5", "ablate-block:9", "drop-word:colour"])
  func mistakesInExperimentsAreUsage(experiment: String) throws {
    let result = try workshop.run([
      "explain", "--plan", "plan.json", "--steps", "1", "--out", "page.html", "--what-if", experiment,
    ])
    #expect(result.status == 64)
    #expect(result.errors.contains(experiment))
    #expect(!workshop.exists("page.html"))
  }

  @Test func onlyOneClipFromNoiseIsExplained() throws {
    for more in [["--takes", "2"], ["--first-frame", "a.png"]] {
      let result = try workshop.run(["explain", "--plan", "plan.json", "--out", "page.html"] + more)
      #expect(result.status == 64)
    }
  }
}
