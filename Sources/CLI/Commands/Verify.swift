import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeSession

/// `zoetrope verify`: does the record still give these pictures?
struct Verify: AsyncParsableCommand, Computing {
  static let configuration = CommandConfiguration(
    abstract: "Render a clip again and compare every frame with its record.",
    discussion: """
      Exit status: 0 if all frames are identical, 1 if any differs. Another processor or BLAS library may round differently: \
      pixel values then differ by 1 or 2 of 255, which is printed; the exit status is 1.

      Examples:
        zoetrope verify clips/a-red-fox
        zoetrope verify clips/a-red-fox/frames/frame_0007.png
      """)

  @Argument(help: "Folders, manifest.json files or PNG files of clips.", completion: .file())
  var files: [String]

  @OptionGroup(title: "Model") var model: RecordedModelOptions

  @Flag(help: "Print JSON, one object per file.")
  var json = false

  func computeContext() throws -> ComputeContext { try model.computeContext() }

  func run() async throws {
    var isSame = true
    for file in files {
      for url in try Record.places(URL(fileURLWithPath: file)) {
        let record = try Record(url)
        let verification = try model.studio(for: record.recipe).verify(record)
        isSame = isSame && verification.isSame
        json ? printJSON(url, verification) : printText(url, verification)
      }
    }
    if !isSame { throw ExitStatus.failed.code }
  }

  // MARK: - Internals

  private func printText(_ url: URL, _ verification: Verification) {
    let frames = verification.frames.sorted { $0.key < $1.key }
    let same = frames.filter { $0.value == .same }.count
    Console.line(
      "\(url.relativePath): \(same) of \(frames.count) \(frames.count == 1 ? "picture" : "frames") the same")
    if !verification.isSame { for remark in verification.remarks { Console.line("  \(remark)") } }
    for (number, verdict) in frames where verdict != .same {
      Console.line("  \(number == 0 ? "picture" : "frame \(number)"): \(verdict)")
    }
  }

  private struct Line: Encodable {
    var file: String
    var isSame: Bool
    var frames: [Int: String]
    var remarks: [String]
  }

  private func printJSON(_ url: URL, _ verification: Verification) {
    JSONReporter().emit(
      Line(
        file: url.relativePath, isSame: verification.isSame,
        frames: verification.frames.mapValues(\.description), remarks: verification.remarks))
  }
}
