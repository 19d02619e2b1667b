import Foundation
import Testing
import ZoetropeFiles

@Suite struct JSONTests {
  private func parse(_ text: String, depth: Int = 32) throws -> JSON {
    try JSON(parsing: Array(text.utf8), maximumDepth: depth)
  }

  @Test func readsEveryKindOfValue() throws {
    let json = try parse(#" {"a": [1, -0.5e+3, true, false, null], "b": {"": "x\né\u0041\ud83d\ude00/\/"}} "#)
    #expect(
      json
        == .object([
          JSON.Member(
            "a",
            .array([.number(literal: "1"), .number(literal: "-0.5e+3"), .bool(true), .bool(false), .null])),
          JSON.Member("b", .object([JSON.Member("", .string("x\néA😀//"))])),
        ]))
  }

  /// Each of these is invalid under RFC 8259, or repeats a name.
  @Test(arguments: [
    "", " ", "{", "[1,]", "{\"a\":1,}", "[1 2]", "{a:1}", "{\"a\" 1}", "'a'", "01", "1.", ".5", "-", "1e",
    "+1",
    "tru", "nul", "NaN", "Infinity", "\"", "\"\\x\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"",
    "\"\\udc00\"", "\"a\nb\"", "[1] 2", "// x\n1", "{\"a\":1,\"a\":2}", " \u{FEFF}1", "[1}", "0x10", "1_000",
  ])
  func refusesWhatIsNotJSON(text: String) {
    #expect(throws: JSONError.self) { try parse(text) }
  }

  @Test func refusesBytesThatAreNotUTF8() {
    #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
    #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xC0, 0x80, 0x22]) }
    #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0x5C, 0x6E, 0xED, 0xA0, 0x80, 0x22]) }
  }

  @Test func namesLineAndColumn() throws {
    let error = try #require(throws: JSONError.self) { try parse("{\n  \"a\": 1,\n  \"a\": 2\n}") }
    #expect("\(error)" == "line 3, column 3: \"a\" is given twice")
  }

  @Test func limitsDepth() throws {
    _ = try parse(String(repeating: "[", count: 32) + String(repeating: "]", count: 32))
    #expect(throws: JSONError.self) { try parse(String(repeating: "[", count: 1_000_000)) }
  }

  @Test func keepsEveryDigitOfIntegers() throws {
    #expect(try parse("18446744073709551615").integer(UInt64.self) == .max)
    #expect(try parse("18446744073709551616").integer(UInt64.self) == nil)
    #expect(try parse("9007199254740993").integer() == 9_007_199_254_740_993)
    #expect(try parse("1.0").integer() == nil)
    #expect(try parse("1e999").double == .infinity)
  }

  /// Foundation is the outside reference for what is written.
  @Test func writesWhatFoundationReads() throws {
    let string = "a\"b\\c\n\r\t\u{8}\u{c}\u{1}\u{1f}é😀/\u{7f}"
    let bytes = Data("[\(JSON.quoted(string))]".utf8)
    #expect(try JSONSerialization.jsonObject(with: bytes) as? [String] == [string])
    #expect(try parse(JSON.quoted(string)) == .string(string))
    for value in [0, 8, -3, 0.1, 1.0 / 3, 1e-7, 1e300, -2.5e-300, 1e15, 123_456_789_012_345] as [Double] {
      #expect(try parse(JSON.literal(value)).double == value)
      let read = try JSONSerialization.jsonObject(with: Data("[\(JSON.literal(value))]".utf8)) as? [Double]
      #expect(read == [value])
    }
    #expect(JSON.literal(8) == "8" && JSON.literal(0.1) == "0.1")
  }

  @Test func findsTheNearestWords() {
    let words = ["horse", "mouse", "house", "car"]
    #expect(Spelling.nearest(to: "hrose", among: words, limit: 2) == ["horse", "house"])
    #expect(Spelling.nearest(to: "CAR", among: words, limit: 1) == ["car"])
    #expect(Spelling.nearest(to: "", among: words, limit: 9).count == 4)
  }
}

@Suite struct JSONWritingTests {
  @Test func valuesAreWrittenForPeopleAndReadBack() throws {
    let long = JSON.array((0..<40).map { JSON($0 * 1000) })
    let value = JSON.object([
      JSON.Member("a", .array([JSON(1), JSON(2.5), .null, .bool(true)])), JSON.Member("b", .object([])),
      JSON.Member("c", .array([.object([JSON.Member("d", .string("x\"\n"))])])), JSON.Member("long", long),
    ])
    #expect(
      value.text.hasPrefix(
        """
        {
          "a": [1, 2.5, null, true],
          "b": {},
          "c": [
            {"d": "x\\"\\n"}
          ],
          "long": [
            0,
            1000,
        """))
    #expect(try JSON(parsing: Array(value.text.utf8)) == value)
  }
}
