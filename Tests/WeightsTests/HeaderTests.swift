import Testing
import ZoetropeWeights

/// Files that must be refused: the checks of the reference implementation, one by one.
@Suite struct HeaderTests {
  static func file(_ header: String, data: Int, length: UInt64? = nil) -> [UInt8] {
    let text = Array(header.utf8)
    let prefix = withUnsafeBytes(of: (length ?? UInt64(text.count)).littleEndian, Array.init)
    return prefix + text + Array(repeating: 0, count: data)
  }

  private func tensor(_ name: String, _ dtype: String, _ shape: String, _ offsets: String) -> String {
    #""\#(name)":{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

  private func expectRefused(
    _ bytes: [UInt8], _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: WeightsError.self, sourceLocation: sourceLocation) {
      try SafetensorsFile(bytes: bytes)
    }
    #expect(
      error.map { "\($0)".contains(reason) } == true, "\(error.map { "\($0)" } ?? "")",
      sourceLocation: sourceLocation)
  }

  @Test func acceptsTheSmallestFiles() throws {
    #expect(try SafetensorsFile(bytes: Self.file("{}", data: 0)).tensors.isEmpty)
    #expect(try SafetensorsFile(bytes: Self.file("{}      ", data: 0)).tensors.isEmpty)
    let odd = try SafetensorsFile(bytes: Self.file("{\(tensor("a", "F32", "[1]", "[0,4]"))}   ", data: 4))
    #expect(try odd.withFloats("a") { Array($0) } == [0])
  }

  /// A header whose length is no multiple of 4 leaves floats unaligned; they must still be read.
  @Test func readsUnalignedFloats() throws {
    for padding in 0..<8 {
      let header = "{\(tensor("a", "F32", "[2]", "[0,8]"))}" + String(repeating: " ", count: padding)
      var bytes = Self.file(header, data: 0)
      for value in [1.5, -2] as [Float] {
        bytes += withUnsafeBytes(of: value.bitPattern.littleEndian, Array.init)
      }
      let file = try SafetensorsFile(bytes: bytes)
      #expect(try file.withFloats("a") { Array($0) } == [1.5, -2])
      #expect(try file.floats("a") == [1.5, -2])
    }
  }

  /// The pointer is that of the specification of Git LFS, the other starts those of the formats' own.
  @Test func namesWhatIsTakenForWeights() throws {
    let pointer =
      "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22e\nsize 12345\n"
    expectRefused(Array(pointer.utf8), "a Git LFS pointer to a file of 12345 bytes; fetch")
    expectRefused(Array("<!DOCTYPE html><html><title>404</title></html>".utf8), "a web page")
    expectRefused(Array("PK".utf8) + [3, 4, 20, 0, 8, 8, 0, 0], "a ZIP archive")
    expectRefused(Array("GGUF".utf8) + [3, 0, 0, 0, 0, 0], "a GGUF file")
    // A header of 60 bytes makes a good file begin with '<'.
    let sixty = Self.file("{}" + String(repeating: " ", count: 58), data: 0)
    #expect(sixty.first == UInt8(ascii: "<"))
    #expect(try SafetensorsFile(bytes: sixty).tensors.isEmpty)
  }

  @Test func refusesBadLengths() {
    expectRefused([], "too short")
    expectRefused([2, 0, 0, 0, 0, 0, 0], "too short")
    expectRefused(Self.file("{}", data: 0, length: 3), "cut off")
    expectRefused(Self.file("{}", data: 0, length: 100_000_001), "more than the 100000000 allowed")
    expectRefused(Self.file("{}", data: 0, length: .max), "more than")
    expectRefused(Self.file("{}", data: 0, length: 0), "does not begin with '{'")
    expectRefused(Self.file(" {}", data: 0), "does not begin with '{'")
    expectRefused(Self.file("{}", data: 1), "belong to no tensor")
  }

  @Test func refusesBadRanges() {
    let first = tensor("a", "F32", "[2]", "[0,8]")
    expectRefused(Self.file("{\(first)}", data: 7), "past the end")
    expectRefused(Self.file("{\(first)}", data: 9), "belong to no tensor")
    expectRefused(Self.file("{\(first),\(tensor("b", "U8", "[4]", "[4,8]"))}", data: 8), "overlaps")
    expectRefused(Self.file("{\(first),\(tensor("b", "U8", "[4]", "[9,13]"))}", data: 13), "gap")
    expectRefused(Self.file("{\(tensor("a", "F32", "[2]", "[8,0]"))}", data: 8), "in order")
    expectRefused(Self.file("{\(tensor("a", "F32", "[2]", "[0,8,9]"))}", data: 8), "in order")
    expectRefused(Self.file("{\(tensor("a", "F32", "[3]", "[0,8]"))}", data: 8), "takes 12 bytes")
    let huge = "9223372036854775807"
    expectRefused(Self.file("{\(tensor("a", "U8", "[\(huge)]", "[0,\(huge)]"))}", data: 8), "too large")
    expectRefused(Self.file("{\(tensor("a", "F32", "[\(huge),2]", "[0,8]"))}", data: 8), "too large")
    expectRefused(Self.file("{\(tensor("a", "U8", "[0]", "[\(huge),\(huge)]"))}", data: 8), "too large")
    expectRefused(
      Self.file("{\(tensor("a", "F32", "[99999999999999999999]", "[0,8]"))}", data: 8), "integers")
    expectRefused(Self.file("{\(tensor("a", "F32", "[-2]", "[0,8]"))}", data: 8), "integers")
    expectRefused(Self.file("{\(tensor("a", "F32", "[2.0]", "[0,8]"))}", data: 8), "integers")
  }

  @Test func refusesBadMembers() {
    let first = tensor("a", "F32", "[2]", "[0,8]")
    expectRefused(Self.file("{\(first),\(first)}", data: 8), "given twice")
    expectRefused(Self.file("{\(tensor("a", "F33", "[2]", "[0,8]"))}", data: 8), "known: BOOL")
    expectRefused(Self.file(#"{"a":{"shape":[2],"data_offsets":[0,8]}}"#, data: 8), "no dtype")
    expectRefused(Self.file(#"{"a":{"dtype":"F32","data_offsets":[0,8]}}"#, data: 8), "shape")
    expectRefused(
      Self.file(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}"#, data: 8),
      "unknown field 'x'")
    expectRefused(Self.file(#"{"a":[]}"#, data: 0), "not an object")
    expectRefused(Self.file(#"{"__metadata__":[]}"#, data: 0), "not an object")
    expectRefused(Self.file(#"{"__metadata__":{"a":1}}"#, data: 0), "not a string")
    expectRefused(Self.file("{\"a\":" + String(repeating: "[", count: 100_000), data: 0), "nested too deeply")
    expectRefused(Self.file("{\"\u{1}\":1}", data: 0), "control character")
  }
}
