import Foundation
import Testing
import ZoetropeFiles
import ZoetropeWeights

/// `Golden/python.safetensors` was written by the reference implementation, safetensors 0.8.0 for Python.
@Suite struct SafetensorsTests {
  static func golden() throws -> URL {
    try #require(
      Bundle.module.url(forResource: "python", withExtension: "safetensors", subdirectory: "Golden"))
  }

  static var goldenTensors: [StoredTensor] {
    [
      StoredTensor("a.weight", [2, 3], [-0.5, -0.25, 0, 0.25, 0.5, 0.75]),
      StoredTensor("b.half", [5], [0.1, -2, 65504, 6e-8, .infinity], as: .float16),
      StoredTensor("c.brain", [2, 1], [0.1, -3e38], as: .bfloat16),
      StoredTensor(
        "d.double", [2],
        bytes: [0.1, 1e300].flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) },
        dtype: .float64),
      StoredTensor("e.scalar", [], [7.5]),
      StoredTensor("f.empty", [0, 4], []),
      StoredTensor(
        "g.steps", [3],
        bytes: [1, -2, 1 << 40].flatMap { (value: Int64) in
          withUnsafeBytes(of: value.littleEndian, Array.init)
        },
        dtype: .int64),
      StoredTensor("é \"quoted\"", [2], bytes: [1, 0], dtype: .bool),
    ]
  }

  @Test func findsTheFirstTensorThatIsNotFinite() throws {
    // The reference file holds 1e300, which as fp32 is infinite, before a half-precision infinity.
    #expect(try SafetensorsFile(Self.golden()).firstTensorNotFinite()?.name == "d.double")
    for (value, type) in [(Float.nan, DType.float32), (.infinity, .bfloat16), (-.infinity, .float16)] {
      let tensors = [
        StoredTensor("a", [2], [1, -2]), StoredTensor("b", [3], [0, 1, value], as: type),
        StoredTensor("c", [2], bytes: [0xFF, 0xFF], dtype: .uint8),
      ]
      let url = FileManager.default.temporaryDirectory.appending(path: "zoetrope-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: url) }
      try SafetensorsWriter.write(tensors: tensors, to: url)
      #expect(try SafetensorsFile(url).firstTensorNotFinite()?.name == "b")
      try SafetensorsWriter.write(tensors: [tensors[0]], to: url)
      #expect(try SafetensorsFile(url).firstTensorNotFinite() == nil)
    }
  }

  @Test func readsTheReferenceFile() throws {
    let file = try SafetensorsFile(Self.golden())
    #expect(file.metadata == ["format": "pt"])
    #expect(file.tensors.count == 8)
    #expect(try file.floats("a.weight") == [-0.5, -0.25, 0, 0.25, 0.5, 0.75])
    #expect(try file.withFloats("a.weight") { Array($0) } == [-0.5, -0.25, 0, 0.25, 0.5, 0.75])
    // What Python prints for the nearest half and bfloat16 numbers.
    #expect(try file.floats("b.half") == [0.0999755859375, -2, 65504, 5.9604644775390625e-08, .infinity])
    #expect(try file.floats("c.brain") == [0x1.9ap-4, -0x1.c4p127])
    #expect(try file.floats("d.double") == [0.1, .infinity])
    #expect(try file.floats("e.scalar") == [7.5])
    #expect(try file.entry("e.scalar").shape == [] && file.entry("e.scalar").elementCount == 1)
    #expect(try file.floats("f.empty") == [] && file.entry("f.empty").shape == [0, 4])
    #expect(try file.withFloats("f.empty") { $0.count } == 0)
    #expect(try file.withBytes("g.steps") { $0.loadUnaligned(fromByteOffset: 8, as: Int64.self) } == -2)
    #expect(try file.entry("é \"quoted\"").dtype == .bool)
  }

  /// The strongest form of "Python can read it": it would have written the same bytes.
  @Test func writesTheBytesOfTheReferenceImplementation() throws {
    let bytes = try SafetensorsWriter.encode(tensors: Self.goldenTensors, metadata: ["format": "pt"])
    #expect(try Data(bytes) == Data(contentsOf: Self.golden()))
    let shuffled = try SafetensorsWriter.encode(
      tensors: Self.goldenTensors.reversed(), metadata: ["format": "pt"])
    #expect(shuffled == bytes)
  }

  @Test func floatsInTheFileAreNotCopied() throws {
    let file = try SafetensorsFile(Self.golden())
    let inPlace = try file.withBytes("a.weight") { Int(bitPattern: $0.baseAddress) }
    #expect(try file.withFloats("a.weight") { Int(bitPattern: $0.baseAddress) } == inPlace)
  }

  @Test func writesFilesThatReadBack() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: url) }
    // Multiples of 1/16 up to 64 are exact in half precision.
    let values = (0..<40_000).map { Float($0 % 2048) / 16 - 64 }
    let metadata = ["b": "2", "a": "é\n\"x\"", "": "empty name"]
    for dtype in [DType.float32, .float16] {
      try SafetensorsWriter.write(
        tensors: [StoredTensor("w", [200, 200], values), StoredTensor("keep", [1], [1e-30], as: .float32)],
        metadata: metadata, to: url, as: dtype)
      let file = try SafetensorsFile(url)
      #expect(file.metadata == metadata)
      #expect(try file.entry("w").dtype == dtype)
      #expect(try file.floats("w") == values && file.withFloats("w") { Array($0) } == values)
      #expect(try file.floats("keep") == [1e-30])
    }
  }

  @Test func refusesWhatCannotBeWritten() {
    let bad: [[StoredTensor]] = [
      [StoredTensor("a", [3], [1])],
      [StoredTensor("a", [-1], [1])],
      [StoredTensor("a", [.max, .max], [1])],
      [StoredTensor("a", [1], [1]), StoredTensor("a", [1], [2])],
      [StoredTensor("__metadata__", [1], [1])],
      [StoredTensor("a", [1], [65520], as: .float16)],
      [StoredTensor("a", [1], [1], as: .int32)],
      [StoredTensor("a", [1], bytes: [1, 2, 3], dtype: .float32)],
    ]
    for tensors in bad {
      #expect(throws: WeightsError.self) { try SafetensorsWriter.encode(tensors: tensors) }
    }
  }

  @Test func bindingListsEveryDifferenceAtOnce() throws {
    let bytes = try SafetensorsWriter.encode(
      tensors: [
        StoredTensor("a", [2], [1, 2]), StoredTensor("b", [1, 2], [1, 2]), StoredTensor("x", [], [1]),
        StoredTensor("y", [1], [1]),
      ])
    let file = try SafetensorsFile(bytes: bytes)
    try file.require(["a": [2], "b": [1, 2], "x": [], "y": [1]].map { NamedShape($0.key, $0.value) })
    let needed = [NamedShape("a", [2]), NamedShape("b", [2, 1]), NamedShape("c", [5]), NamedShape("d", [])]
    #expect(
      throws: WeightsError.mismatch(
        path: "<memory>", missing: [NamedShape("c", [5]), NamedShape("d", [])],
        extra: [NamedShape("x", []), NamedShape("y", [1])],
        misshaped: [WeightsError.Misshaped(name: "b", expected: [2, 1], got: [1, 2])])
    ) { try file.require(needed) }
  }

  @Test func messagesHelp() throws {
    let file = try SafetensorsFile(Self.golden())
    #expect(throws: WeightsError.self) { try file.floats("a.wieght") }
    let error = try #require(throws: WeightsError.self) { try file.floats("a.wieght") }
    #expect("\(error)".contains("nearest: a.weight"))
    #expect(throws: WeightsError.notFloats(path: file.path, name: "g.steps", dtype: .int64)) {
      try file.floats("g.steps")
    }
    var short = [Float](repeating: 0, count: 5)
    #expect(throws: WeightsError.elementCount(name: "a.weight", expected: 6, got: 5)) {
      try short.withUnsafeMutableBufferPointer { try file.copyFloats("a.weight", into: $0) }
    }
  }
}

/// Runs where Python has the safetensors package; the golden file covers the rest.
@Suite struct PythonTests {
  private static func python(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process(), pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [ProcessInfo.processInfo.environment["ZOETROPE_PYTHON"] ?? "python3"] + arguments
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }

  static let hasSafetensors = (try? python(["-c", "import safetensors.numpy"]).status) == 0

  @Test(.enabled(if: hasSafetensors, "set ZOETROPE_PYTHON to a Python with numpy and safetensors"))
  func pythonReadsOurFilesAndWeReadPythons() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let ours = folder.appendingPathComponent("ours.safetensors")
    let theirs = folder.appendingPathComponent("theirs.safetensors")
    let values = (0..<1000).map { Float($0) / 8 - 60 }
    let metadata = ["config": #"{"depth": 6, "é": "\n"}"#, "licence": "Apache-2.0"]
    try SafetensorsWriter.write(
      tensors: [
        StoredTensor("half", [10, 100], values, as: .float16), StoredTensor("full", [1000], values),
        StoredTensor("scalar", [], [0.1]), StoredTensor("none", [0], []),
      ], metadata: metadata, to: ours)
    // Doubles the tensors, so that the way back is not just a copied file.
    let script = """
      import sys, numpy
      from safetensors import safe_open
      from safetensors.numpy import save_file
      with safe_open(sys.argv[1], 'numpy') as f:
        metadata = f.metadata()
        tensors = {k: f.get_tensor(k) for k in f.keys()}
      print(*(f'{k}:{v.dtype}:{v.shape}:{float(v.astype(numpy.float64).sum())!r}' for k, v in sorted(tensors.items())))
      save_file({k: numpy.asarray(v * v.dtype.type(2)) for k, v in tensors.items()}, sys.argv[2], metadata=metadata)
      """
    let run = try Self.python(["-c", script, ours.path, theirs.path])
    try #require(run.status == 0)
    #expect(
      run.output == "full:float32:(1000,):2437.5 half:float16:(10, 100):2437.5 none:float32:(0,):0.0 "
        + "scalar:float32:():0.10000000149011612\n")
    let file = try SafetensorsFile(theirs)
    #expect(file.metadata == metadata)
    #expect(try file.entry("half").dtype == .float16 && file.entry("half").shape == [10, 100])
    #expect(try file.floats("half") == values.map { $0 * 2 } && file.floats("full") == values.map { $0 * 2 })
    #expect(try file.floats("scalar") == [0.2] && file.floats("none") == [])
  }
}
