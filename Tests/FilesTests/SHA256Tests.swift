import Foundation
import Testing
import ZoetropeFiles
import ZoetropeRandom

@Suite struct SHA256Tests {
  /// FIPS 180-4 examples, as published by NIST.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func publishedVectors(text: String, expected: String) {
    #expect(SHA256.hash(text.utf8) == expected)
  }

  /// Plain code and, where there are any, the processor's own instructions.
  @Test func instructionsAgreeWithPlainCode() {
    var generator = Generator(seed: 2)
    for count in [0, 1, 55, 56, 63, 64, 65, 128, 1000, 65536] {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next32()) }
      let hashes = [false, SHA256.hasInstructions].map { isNative in
        var hash = SHA256(isNative: isNative)
        bytes.withUnsafeBytes { hash.update($0) }
        return hash.finish()
      }
      #expect(hashes[0] == hashes[1], "\(count) bytes")
    }
  }

  /// Lengths around the block of 64 bytes and its padding, in pieces of every size.
  @Test func agreesWithSha256sum() throws {
    var generator = Generator(seed: 1)
    let folder = FileManager.default.temporaryDirectory.appending(path: "zoetrope-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var names: [String] = []
    var hashes: [String] = []
    for count in Array(0...130) + [4095, 100_000] {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next32()) }
      let url = folder.appending(path: String(count))
      try Data(bytes).write(to: url)
      var hash = SHA256()
      for start in stride(from: 0, to: count, by: max(count / 7, 1)) {
        bytes[start..<min(start + max(count / 7, 1), count)].withUnsafeBytes { hash.update($0) }
      }
      let pieces = hash.finish()
      #expect(SHA256.hash(bytes) == pieces)
      #expect(try SHA256.hash(of: MappedFile(url)) == pieces)
      names.append(url.path)
      hashes.append(pieces)
    }
    let process = Process(), pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["sha256sum"] + names
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(output.split(separator: "\n").map { String($0.prefix(64)) } == hashes)
  }
}
