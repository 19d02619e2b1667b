import Foundation
import Testing

@testable import ZoetropeExplain

@Suite struct PageTests {
  let tiny: TinyStudio
  let html: String

  init() throws {
    tiny = try TinyStudio.shared.get()
    html = try Page(tiny.explanation).html()
  }

  @Test func carriesItsDataWhole() throws {
    let data = try #require(html.firstMatch(of: /id="explanation">(.*?)<\/script>/)).1
    #expect(!data.contains("<"))
    #expect(try JSONDecoder().decode(Explanation.self, from: Data(data.utf8)) == tiny.explanation)
  }

  @Test func asksForNothingFromOutside() {
    #expect(!html.contains(/\{\{\w+\}\}/))
    #expect(html.matches(of: /(src|href)="?(https?:|\/\/)/).isEmpty)
    #expect(html.matches(of: /\b(fetch|XMLHttpRequest|WebSocket|importScripts|import)\s*\(/).isEmpty)
    #expect(html.contains("default-src 'none'"))
    // One page, one script of data, one of code: a prompt cannot open another.
    #expect(html.components(separatedBy: "<script").count == 3)
    #expect(html.contains("&lt;snow&gt; &amp; &quot;ice&quot;"))
  }

  /// Every stage says what happens in at least three sentences, the shapes, the formula and a source file that is there.
  @Test func everyStageIsComplete() throws {
    let stages = html.matches(of: /<section id="(\w+)">(?s)(.*?)<\/section>/)
    #expect(stages.count == 12)
    for stage in stages {
      let text = String(stage.output.2)
      let words = try #require(text.firstMatch(of: /<p>(?s)(.*?)<\/p>/)).1
      #expect(words.matches(of: /[.:?](\s|$)/).count >= 3, "\(stage.output.1): \(words)")
      for term in ["Shapes", "Formula", "Source"] { #expect(text.contains("<dt>\(term)</dt>")) }
      let files = text.matches(of: /<code>(Sources\/[^<]*)<\/code>/).map { String($0.output.1) }
      #expect(!files.isEmpty)
      for file in files {
        #expect(FileManager.default.fileExists(atPath: Repository.root.appending(path: file).path), "\(file)")
      }
    }
  }

  /// What a script asks for by name is in the page or made by a script.
  @Test func scriptsAskForWhatIsThere() {
    for match in html.matches(of: /stage\("(\w+)"\)/) {
      #expect(html.contains("<section id=\"\(match.output.1)\">"), "\(match.output.1)")
    }
    for match in html.matches(of: /data-fact="(\w+)"/) {
      #expect(
        html.contains("\(match.output.1):") || html.contains("\(match.output.1): "), "\(match.output.1)")
    }
  }
}

@Suite struct PackedTests {
  /// Each form is off by at most half a step, and says how large a step is.
  @Test func numbersComeBack() throws {
    let values: [Float] = (0..<97).map { sin(Float($0)) * Float($0) / 7 }
    for isFine in [false, true] {
      let packed = Packed(values, [97], isFine: isFine)
      #expect(abs(packed.scale - 13.6 / (isFine ? 32767 : 127)) < 0.01 * packed.scale + 1e-4)
      for (back, value) in zip(try #require(packed.values), values) {
        #expect(abs(back - Double(value)) <= packed.scale * 0.5001)
      }
    }
    let shares: [Float] = (0...50).map { Float($0) / 50 }
    for (back, share) in zip(try #require(Packed(shares: shares, [51]).values), shares) {
      #expect(abs(back - Double(share)) <= 0.5001 / 65535)
    }
    // 51 is odd: the last half byte stands alone.
    for (back, share) in zip(try #require(Packed(shades: shares, [51]).values), shares) {
      #expect(abs(back.squareRoot() - Double(share).squareRoot()) <= 0.5001 / 15)
    }
  }

  @Test func nothingAndNonsenseAreNoTrouble() {
    #expect(Packed([], [0, 5]).values == [])
    #expect(Packed([0, 0], [2]).values == [0, 0])
    var packed = Packed([1, 2], [2])
    packed.shape = [3]
    #expect(packed.values == nil)
  }
}
