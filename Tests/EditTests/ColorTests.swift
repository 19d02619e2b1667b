import Foundation
import Testing
import ZoetropeEdit

@Suite struct ColorTests {
  private func near(_ a: ColorDecision.Channels, _ b: ColorDecision.Channels, _ tolerance: Double) -> Bool {
    max(abs(a.red - b.red), abs(a.green - b.green), abs(a.blue - b.blue)) <= tolerance
  }

  /// ASC CDL 1.2 by hand: red (0.5 · 1.2 + 0.1)^2 = 0.49; green 0.5; blue clamped to 0, and luma with Rec. 709's weights.
  @Test func colorDecisionsFollowTheirFormula() {
    let decision = ColorDecision(slope: .init(1.2, 1, 1), offset: .init(0.1, 0, -0.6), power: .init(2, 1, 1))
    // Rounding of one power and a sum, in doubles.
    #expect(near(decision.applied(to: .init(0.5, 0.5, 0.5)), .init(0.49, 0.5, 0), 1e-15))
    let grey = ColorDecision(saturation: 0).applied(to: .init(1, 0.5, 0.25))
    let luma = 0.2126 + 0.7152 * 0.5 + 0.0722 * 0.25
    #expect(near(grey, .init(luma, luma, luma), 1e-15))
    #expect(ColorDecision(saturation: 2).applied(to: .init(1, 0, 0)) == .init(1, 0, 0))
  }

  @Test func collectionsNameTheirCorrections() {
    let text = ColorDecision.collection([
      ("1A & B", ColorDecision(slope: .init(1.5, 1, 0.001), saturation: 0.9))
    ])
    #expect(
      text == """
        <?xml version="1.0" encoding="UTF-8"?>
        <ColorCorrectionCollection xmlns="urn:ASC:CDL:v1.01">
          <ColorCorrection id="1A &amp; B">
            <SOPNode>
              <Slope>1.5 1 0.001</Slope>
              <Offset>0 0 0</Offset>
              <Power>1 1 1</Power>
            </SOPNode>
            <SatNode>
              <Saturation>0.9</Saturation>
            </SatNode>
          </ColorCorrection>
        </ColorCorrectionCollection>

        """)
  }

  /// Red changes fastest.
  @Test func cubesListRedFastest() throws {
    let table = try #require(CubeTable(size: 2, title: "swap") { .init($0.blue, $0.green, $0.red * 0.5) })
    #expect(
      table.cube == """
        TITLE "swap"
        LUT_3D_SIZE 2
        DOMAIN_MIN 0 0 0
        DOMAIN_MAX 1 1 1
        0 0 0
        0 0 0.5
        0 1 0
        0 1 0.5
        1 0 0
        1 0 0.5
        1 1 0
        1 1 0.5

        """)
    #expect(try CubeTable(cube: table.cube) == table)
    // A table of a linear function interpolates to the function itself.
    #expect(near(table.applied(to: .init(0.3, 0.6, 0.9)), .init(0.9, 0.6, 0.15), 1e-15))
  }

  @Test func smallNumbersHaveNoExponent() throws {
    let table = try #require(CubeTable(size: 2) { _ in .init(0.000012, -0.00005, 0.123456789) })
    #expect(table.cube.contains("0.000012 -0.000050 0.123457\n"))
    #expect(CubeTable(size: 1) { $0 } == nil)
  }

  @Test(arguments: [
    ("", "the end"), ("LUT_3D_SIZE 1\n", "line 1"), ("LUT_3D_SIZE 2\n0 0\n", "line 2"), ("0 0 0\n", "line 1"),
    ("LUT_1D_SIZE 4\n", "line 1"),
    ("LUT_3D_SIZE 2\n" + String(repeating: "0 0 0\n", count: 9), "line 10"),
    ("LUT_3D_SIZE 2\n0 0 0\n", "the end"),
    ("DOMAIN_MAX 2 2 2\n", "line 1"), ("LUT_3D_SIZE 2\n0 nan 0\n", "line 2"),
  ])
  func brokenCubesNameTheirLine(text: String, place: String) {
    let error = #expect(throws: EditError.self) { try CubeTable(cube: text) }
    if case .file(_, let found, _)? = error { #expect(found == place) } else { Issue.record("no place") }
  }
}
