import Foundation
import Testing
import ZoetropeScreenplay

@Suite struct FountainRoundTripTests {
  /// A text of random fragments, many of them half of something.
  private func text(_ generator: inout SplitMix, pieces: Int) -> String {
    var text = ""
    for _ in 0..<pieces { text += Self.fragments[Int(generator.next() % UInt64(Self.fragments.count))] }
    return text
  }

  private static let fragments = [
    "\n", "\n\n", "\n\n\n", "\r\n", "\r", "  \n", " \n", "\t", " ", "MARA\n", "@Mara\n", "MARA (O.S.) ^\n",
    "@(x)\n", "(beat)\n",
    "Hello.", "hello *there*", "_under_", "**b", "\\*", "INT. BARN - DAY", "int. barn", ".flash", "...",
    "INT. X #1A#", "#2#", "# Act",
    "#### Shot", "= said", "===", "==", "> CUT TO:", "CUT TO:", "CUT TO: ", "> mid <", "><", ">", "~la la",
    "!", "!BANG", "!!",
    "[[note]]", "[[two\nlines]]", "[[open", "]]", "[[a\n  \nb]]", "/* cut */", "/*\n\nlong\n\n*/", "/*", "*/",
    "Title: X\n", "Key:\n", "   value\n",
    "Foo: bar", "MARA: THE FOX", "黒澤", "é", "\u{301}", "👩‍👩‍👧", "\u{2028}", ":", "@", ".", "^", "(", ")",
  ]

  @Test func aTextThatWasOnlyReadIsWrittenByteForByte() {
    var generator = SplitMix(state: 1)
    for count in 0..<6000 {
      let text = text(&generator, pieces: 1 + count % 14)
      #expect(Array(Screenplay(fountain: text).fountain.utf8) == Array(text.utf8), "\(text.debugDescription)")
    }
  }

  /// Written anew from its values alone, it reads back as the same values: nothing depends on the text kept beside them.
  @Test func valuesAloneReadBackAsThemselves() {
    var generator = SplitMix(state: 2)
    for count in 0..<6000 {
      let text = text(&generator, pieces: 1 + count % 14)
      let play = Screenplay(fountain: text).normalized
      let again = Screenplay(fountain: play.fountain).normalized
      #expect(
        again.elements == play.elements, "\(text.debugDescription) -> \(play.fountain.debugDescription)")
      #expect(again.titlePage == play.titlePage, "\(text.debugDescription)")
    }
  }

  @Test func anEditChangesItsOwnLinesAlone() {
    var play = Screenplay(
      fountain: "Title: T\r\n\r\nint. barn - day #3#\r\n\r\n\r\n   Odd   spacing. \r\n\r\nMARA\r\nHi.\r\n")
    guard case .speech(var speech) = play.elements[2].content else { Issue.record("no speech"); return }
    speech.character = "Mara"
    play.elements[2].content = .speech(speech)
    #expect(
      play.fountain
        == "Title: T\r\n\r\nint. barn - day #3#\r\n\r\n\r\n   Odd   spacing. \r\n\r\n@Mara\r\nHi.\r\n")
  }

  @Test func elementsOfAProgramAreForcedWhereTheyMust() {
    let play = Screenplay(elements: [
      .init(.action("INT. NOT A HEADING"), leadingBlankLines: 0),
      .init(.sceneHeading(SceneHeading("the moon", number: "7"))),
      .init(.action("MARA\nwaits")), .init(.transition("Fade out.")),
      .init(
        .speech(
          Speech(character: "Mara", extensions: ["V.O."], isDual: true, parts: [.dialogue("One.\n\nTwo.")]))),
    ])
    #expect(
      play.fountain == """
        !INT. NOT A HEADING

        .the moon #7#

        !MARA
        waits

        > Fade out.

        @Mara (V.O.) ^
        One.
        \u{20}\u{20}
        Two.

        """)
  }

  @Test func aByteOrderMarkIsKeptAndNotText() throws {
    let bytes = [0xEF, 0xBB, 0xBF] + Array("INT. BARN - DAY\n\nHay.\n".utf8)
    let play = try Screenplay(fountain: bytes)
    #expect(play.elements.first?.content == .sceneHeading(SceneHeading("INT. BARN - DAY")))
    #expect(Array(play.fountain.utf8) == bytes)
    #expect(Array(play.normalized.fountain.utf8) == bytes)
  }

  @Test func whatIsNoTextIsRefusedWithItsPlace() {
    #expect(throws: ScreenplayError.notUTF8(line: 2, column: 4, byte: 0xE9)) {
      try Screenplay(fountain: Array("one\r\ncaf".utf8) + [0xE9, 0x0A])
    }
    // A truncated sequence, an overlong one, a surrogate, beyond U+10FFFF.
    for bad: [UInt8] in [
      [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ] {
      #expect(throws: ScreenplayError.notUTF8(line: 1, column: 1, byte: bad[0])) {
        try Screenplay(fountain: bad)
      }
    }
    for (bytes, word) in [
      (Array("%PDF-1.7".utf8), "PDF"), ([0xFF, 0xFE, 0x41, 0], "UTF-16"), ([0x41, 0, 0x42], "zero"),
      (Array("PK\u{3}\u{4}".utf8), "ZIP"),
    ] {
      let error = #expect(throws: ScreenplayError.self) { try Screenplay(fountain: bytes) }
      #expect(error.map { "\($0)".contains(word) } == true)
    }
  }

  @Test func linesAreNumberedAsEditorsDo() {
    let play = Screenplay(
      fountain: "Title: T\n\n\nINT. A - DAY\n\n[[two\nlines]]\n\n/* x\n\ny */ Hay.\n\nEnd.")
    #expect(play.elements.map(\.line) == [4, 6, 9, 13])
  }

  @Test func emptyTextsAreScreenplaysToo() {
    for text in ["", "\n", "  \n\n", "\r\n"] {
      #expect(Screenplay(fountain: text).elements.isEmpty)
      #expect(Screenplay(fountain: text).fountain == text)
    }
  }

  /// What makes careless readers quadratic: a megabyte takes milliseconds, and hours if reading is not linear.
  @Test(arguments: [
    "[[", "/*", "*", "[[a]]\n", "MARA\n", "(", "_a*", "  \n", "\n", "x ", "#", "=", "MARA\n[[n]]\n\n", "*/[[",
    "Key: v\n", "MARA\nx\n  \n",
    "INT. A\n", "a (b)", "\\*", "> x <\n",
  ])
  func readingIsLinear(piece: String) {
    let text = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
    let play = Screenplay(fountain: text)
    #expect(play.fountain.utf8.count == text.utf8.count)
    if case .action(let action)? = play.elements.first?.content {
      #expect(!FountainMarkup.runs(of: action).isEmpty)
    }
  }

  @Test func tenMegabytesOfScenesAreRead() {
    let scene = "INT. BARN - NIGHT\n\nThe *horse* sleeps.\n\nMARA\n(softly)\nWake up, Otto.\n\n"
    let count = 10_000_000 / scene.utf8.count
    let play = Screenplay(fountain: String(repeating: scene, count: count))
    #expect(play.elements.count == 3 * count)
    #expect(play.elements.last?.line == (count - 1) * 8 + 5)
  }
}

/// SplitMix64 (Steele, Lea & Flood 2014).
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
