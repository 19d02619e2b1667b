// Writing safetensors. The same tensors and metadata always give the same bytes: those that the reference
// implementation writes, with metadata in order of name.

import Foundation
import ZoetropeFiles

/// A tensor to be written.
public struct StoredTensor: Sendable {
  /// Its name.
  public let name: String
  /// Sizes of its dimensions, row-major; empty for a scalar.
  public let shape: [Int]
  /// The type to store it as; `nil` leaves the choice to the writer's `as`.
  public let dtype: DType?
  let content: Content

  enum Content: Sendable {
    case floats([Float])
    case bytes([UInt8])
  }

  /// A tensor of floats, stored as fp32, fp16 or bf16.
  public init(_ name: String, _ shape: [Int], _ values: [Float], as dtype: DType? = nil) {
    self.name = name
    self.shape = shape
    self.dtype = dtype
    content = .floats(values)
  }

  /// A tensor of any type from its little-endian bytes.
  public init(_ name: String, _ shape: [Int], bytes: [UInt8], dtype: DType) {
    self.name = name
    self.shape = shape
    self.dtype = dtype
    content = .bytes(bytes)
  }
}

/// Writes safetensors files.
public enum SafetensorsWriter {
  /// Writes a file, which appears whole by atomic rename.
  ///
  /// Tensors are laid out by falling element size, then by name; the header is padded with spaces to a
  /// multiple of 8 bytes, so that every tensor is aligned to its element size.
  ///
  /// - Parameters:
  ///   - tensors: in any order; names must differ.
  ///   - metadata: the file's own words about itself.
  ///   - url: the destination.
  ///   - dtype: the type for tensors that do not choose one: `.float32`, `.float16` or `.bfloat16`.
  /// - Throws: ``WeightsError/unwritable(name:reason:)`` for a bad name, shape or type, and for finite values
  ///   that half precision cannot hold; `FileError`. The destination is then untouched.
  public static func write(
    tensors: [StoredTensor], metadata: [String: String] = [:], to url: URL, as dtype: DType = .float32
  ) throws {
    let plan = try Layout(tensors, metadata, dtype)
    try AtomicFile.write(to: url) { file in
      try plan.emit { try file.append($0) }
    }
  }

  /// The bytes of the file that ``write(tensors:metadata:to:as:)`` writes.
  ///
  /// - Throws: ``WeightsError/unwritable(name:reason:)``.
  public static func encode(
    tensors: [StoredTensor], metadata: [String: String] = [:], as dtype: DType = .float32
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try Layout(tensors, metadata, dtype).emit { bytes.append(contentsOf: $0) }
    return bytes
  }

  // MARK: - Internals

  private struct Layout {
    let header: [UInt8]
    let tensors: [(tensor: StoredTensor, dtype: DType)]

    init(_ unordered: [StoredTensor], _ metadata: [String: String], _ defaultType: DType) throws(WeightsError)
    {
      var typed: [(tensor: StoredTensor, dtype: DType)] = []
      var names: Set<String> = []
      for tensor in unordered {
        let dtype = tensor.dtype ?? defaultType
        try SafetensorsWriter.check(tensor, dtype)
        guard names.insert(tensor.name).inserted else {
          throw .unwritable(name: tensor.name, reason: "another tensor has the same name")
        }
        typed.append((tensor, dtype))
      }
      // Order of types as in the reference implementation: by size, then by its list of types.
      typed.sort { a, b in
        if a.dtype != b.dtype { return SafetensorsWriter.rank(a.dtype) > SafetensorsWriter.rank(b.dtype) }
        return SafetensorsWriter.precedes(a.tensor.name, b.tensor.name)
      }
      tensors = typed
      header = SafetensorsWriter.header(typed, metadata)
      guard header.count - 8 <= SafetensorsHeader.maximumByteCount else {
        throw .unwritable(name: SafetensorsHeader.metadataName, reason: "the header takes more than 100 MB")
      }
    }

    func emit(_ append: (UnsafeRawBufferPointer) throws -> Void) throws {
      try header.withUnsafeBytes(append)
      for (tensor, dtype) in tensors {
        switch tensor.content {
        case .bytes(let bytes): try bytes.withUnsafeBytes(append)
        case .floats(let values) where dtype == .float32: try values.withUnsafeBytes(append)
        case .floats(let values):
          for start in stride(from: 0, to: values.count, by: 16384) {
            let block = values[start..<min(start + 16384, values.count)]
            let words = block.map { (dtype == .float16 ? Half.bits($0) : BFloat.bits($0)).littleEndian }
            try words.withUnsafeBytes(append)
          }
        }
      }
    }
  }

  private static func check(_ tensor: StoredTensor, _ dtype: DType) throws(WeightsError) {
    func refuse(_ reason: String) -> WeightsError { .unwritable(name: tensor.name, reason: reason) }
    guard tensor.name != SafetensorsHeader.metadataName else { throw refuse("the name is reserved") }
    var expected = 1
    for size in tensor.shape {
      let (product, overflow) = expected.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow else { throw refuse("shape \(tensor.shape) is out of range") }
      expected = product
    }
    switch tensor.content {
    case .bytes(let bytes):
      let (byteCount, overflow) = expected.multipliedReportingOverflow(by: dtype.byteCount)
      guard !overflow, bytes.count == byteCount else {
        throw refuse("shape \(tensor.shape) of \(dtype.rawValue) does not fit \(bytes.count) bytes")
      }
    case .floats(let values):
      guard values.count == expected else {
        throw refuse("shape \(tensor.shape) needs \(expected) elements, got \(values.count)")
      }
      guard [.float32, .float16, .bfloat16].contains(dtype) else {
        throw refuse("floats are stored as F32, F16 or BF16, not \(dtype.rawValue)")
      }
      // 65520 is the first value that rounds to infinity.
      if dtype == .float16, let value = values.first(where: { abs($0) >= 65520 && $0.isFinite }) {
        throw refuse("\(value) is beyond half precision (±65504); store it as fp32")
      }
    }
  }

  private static func header(_ tensors: [(tensor: StoredTensor, dtype: DType)], _ metadata: [String: String])
    -> [UInt8]
  {
    var members: [String] = []
    if !metadata.isEmpty {
      let words = metadata.sorted { precedes($0.key, $1.key) }
        .map { "\(JSON.quoted($0.key)):\(JSON.quoted($0.value))" }
      members.append("\"\(SafetensorsHeader.metadataName)\":{\(words.joined(separator: ","))}")
    }
    var offset = 0
    for (tensor, dtype) in tensors {
      let end = offset + tensor.shape.reduce(1, *) * dtype.byteCount
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(JSON.quoted(tensor.name)):{\"dtype\":\"\(dtype.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var text = Array("{\(members.joined(separator: ","))}".utf8)
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    return withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init) + text
  }

  private static func rank(_ dtype: DType) -> Int { DType.allCases.firstIndex(of: dtype) ?? 0 }

  /// Order of names by their UTF-8 bytes; Swift's own order depends on Unicode tables.
  private static func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}
