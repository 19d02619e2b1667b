import Foundation
import Testing
import ZoetropeFiles
import ZoetropeSession

/// Lines of batches as people and programs write them.
@Suite struct BatchFileTests {
  private func lines(_ text: String, _ name: String = "a.jsonl") throws -> [BatchLine] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "zoetrope-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: name)
    try Data(text.utf8).write(to: url)
    return try BatchFile.read(url, defaults: ClipRequest(.prompt("")))
  }

  /// What a line asks for; nil where it is refused.
  private func prompt(_ line: BatchLine) -> String? {
    guard case .prompt(let prompt)? = try? line.request.get().subject else { return nil }
    return prompt
  }

  @Test func marksLineEndsAndBlanksAreNoContent() throws {
    let text =
      "\u{FEFF}# comment\r\na red ball on the beach\r\n\r\n   \r\n  # indented\r\n{\"prompt\": \"a cat\"}\r\n"
    for name in ["a.txt", "a.jsonl"] {
      let lines = try lines(text, name)
      #expect(lines.map(\.number) == [2, 6])
      #expect(lines.map(prompt) == ["a red ball on the beach", "a cat"])
    }
    #expect(try lines("\u{FEFF}{\"prompt\": \"a cat\"}").map(prompt) == ["a cat"])
  }

  @Test(arguments: [
    (#"{"prompt": "a", "seed": -1}"#, "seed must be a whole number from 0"),
    (#"{"prompt": "a", "seed": "7"}"#, "seed must be a whole number from 0"),
    (#"{"prompt": "a", "size": "landscape"}"#, "nearest: wide"),
    (#"{"prompt": "a",}"#, "it is not JSON: line 1, column 16"),
    ("[1,2]", "expected an object, got an array"), (#""a red ball""#, "expected an object, got a string"),
    (#"{"Prompt": "a"}"#, "there is no setting “Prompt”; nearest: prompt"),
    (#"{"prompt": "a", "seed": 1, "seed": 2}"#, "\"seed\" is given twice"),
    (#"{"frames": 2}"#, "neither prompt nor plan"),
  ])
  func mistakesOfALineAreItsOwn(text: String, words: String) throws {
    let lines = try lines("a dog\n\(text)\n")
    #expect(prompt(lines[0]) == "a dog")
    guard case .failure(let error) = lines[1].request else {
      Issue.record("\(text) is accepted")
      return
    }
    #expect(error.description.contains(words) && error.description.contains(", line 2"), "\(error)")
  }

  /// Where a name does not say that lines are JSON, quotes and brackets are a person's own.
  @Test func promptsMayLookLikeJSON() throws {
    #expect(try lines("\"a red ball\"\n[a cat]\n", "a.txt").map(prompt) == ["\"a red ball\"", "[a cat]"])
  }
}
