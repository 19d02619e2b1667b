// Reading safetensors: the header is checked once, the tensors stay in the mapped file until asked for.

import Foundation
import ZoetropeFiles

/// A safetensors file, open for reading.
///
/// ```swift
/// let file = try SafetensorsFile(url)
/// try file.require([NamedShape("head.weight", [10, 4])])
/// let weights = try file.floats("head.weight")
/// ```
public struct SafetensorsFile: Sendable {
  /// The tensors by name.
  public let tensors: [String: TensorEntry]
  /// The tensors in the order of their bytes.
  public let entries: [TensorEntry]
  /// The file's own words about itself.
  public let metadata: [String: String]
  private let file: MappedFile

  /// Opens a file, without reading any tensor.
  ///
  /// - Throws: `FileError`, or ``WeightsError/malformed(path:reason:)``.
  public init(_ url: URL) throws {
    try self.init(MappedFile(url))
  }

  /// Reads a file from memory.
  ///
  /// - Throws: ``WeightsError/malformed(path:reason:)``.
  public init(bytes: some Collection<UInt8>) throws {
    try self.init(MappedFile(copying: bytes))
  }

  private init(_ file: MappedFile) throws {
    let header = try file.withUnsafeBytes { try SafetensorsHeader(parsing: $0, path: file.path) }
    self.file = file
    entries = header.entries
    metadata = header.metadata
    tensors = Dictionary(uniqueKeysWithValues: header.entries.map { ($0.name, $0) })
  }

  /// The path it was opened by.
  public var path: String { file.path }

  /// The tensor of a name.
  ///
  /// - Throws: ``WeightsError/noTensor(path:name:nearest:)``.
  public func entry(_ name: String) throws(WeightsError) -> TensorEntry {
    if let entry = tensors[name] { return entry }
    let nearest = Spelling.nearest(to: name, among: entries.map(\.name), limit: 3)
    throw .noTensor(path: path, name: name, nearest: nearest)
  }

  /// Calls a closure with the bytes of a tensor, little-endian, valid during the call only.
  ///
  /// - Throws: ``WeightsError/noTensor(path:name:nearest:)``, and what `body` throws.
  public func withBytes<Result>(_ name: String, _ body: (UnsafeRawBufferPointer) throws -> Result) throws
    -> Result
  {
    let range = try entry(name).byteRange
    return try file.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// Calls a closure with the elements of a tensor, valid during the call only.
  ///
  /// fp32 is handed over in place, without a copy, where it is aligned, as in all files of this library's and of
  /// the reference writer; other types are converted first.
  ///
  /// - Throws: ``WeightsError/noTensor(path:name:nearest:)``, ``WeightsError/notFloats(path:name:dtype:)``, and
  ///   what `body` throws.
  public func withFloats<Result>(
    _ name: String, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) throws -> Result {
    let entry = try entry(name)
    if entry.dtype == .float32 {
      let result: Result?? = try withBytes(name) { bytes in
        guard bytes.count > 0, Int(bitPattern: bytes.baseAddress) % MemoryLayout<Float>.alignment == 0 else {
          return nil
        }
        return try body(bytes.assumingMemoryBound(to: Float.self))
      }
      if let result, let result { return result }
    }
    return try floats(name).withUnsafeBufferPointer(body)
  }

  /// The elements of a tensor, row-major, converted from fp16, bf16, fp32 or fp64.
  ///
  /// - Throws: ``WeightsError/noTensor(path:name:nearest:)`` or ``WeightsError/notFloats(path:name:dtype:)``.
  public func floats(_ name: String) throws -> [Float] {
    let count = try entry(name).elementCount
    return try [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      try copyFloats(name, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      initialized = count
    }
  }

  /// Copies the elements of a tensor into a buffer of as many, converting as ``floats(_:)``.
  ///
  /// - Throws: ``WeightsError``: no such tensor, another element count, or elements that are no floats.
  public func copyFloats(_ name: String, into buffer: UnsafeMutableBufferPointer<Float>) throws {
    let entry = try entry(name)
    guard buffer.count == entry.elementCount else {
      throw WeightsError.elementCount(name: name, expected: entry.elementCount, got: buffer.count)
    }
    let path = path
    try withBytes(name) { bytes in
      switch entry.dtype {
      case .float32:
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
      case .float16:
        for i in 0..<buffer.count {
          buffer[i] = Half.float(
            UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self)))
        }
      case .bfloat16:
        for i in 0..<buffer.count {
          buffer[i] = BFloat.float(
            UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self)))
        }
      case .float64:
        for i in 0..<buffer.count {
          let bits = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * i, as: UInt64.self))
          buffer[i] = Float(Double(bitPattern: bits))
        }
      default:
        throw WeightsError.notFloats(path: path, name: name, dtype: entry.dtype)
      }
    }
  }

  /// The first tensor, in the order of bytes, that holds a NaN or an infinity; nil where all floats are finite.
  ///
  /// Reads the whole file, so it is for explaining a failure, not for every start.
  ///
  /// - Complexity: O(bytes).
  public func firstTensorNotFinite() throws -> TensorEntry? {
    try entries.first { entry in
      switch entry.dtype {
      case .float16, .bfloat16, .float32, .float64:
        // In the element's own type a number may be finite that as fp32 is not; what is computed with is fp32.
        try withFloats(entry.name) { floats in !floats.allSatisfy(\.isFinite) }
      default: false
      }
    }
  }

  /// Checks that the file holds exactly the tensors that a model needs, whatever their element type.
  ///
  /// - Throws: ``WeightsError/mismatch(path:missing:extra:misshaped:)``, which lists every difference.
  public func require(_ expected: [NamedShape]) throws(WeightsError) {
    let needed = Set(expected.map(\.name))
    let missing = expected.filter { tensors[$0.name] == nil }
    let extra = entries.filter { !needed.contains($0.name) }.map { NamedShape($0.name, $0.shape) }
    let misshaped = expected.compactMap { needed -> WeightsError.Misshaped? in
      guard let entry = tensors[needed.name], entry.shape != needed.shape else { return nil }
      return WeightsError.Misshaped(name: needed.name, expected: needed.shape, got: entry.shape)
    }
    guard missing.isEmpty && extra.isEmpty && misshaped.isEmpty else {
      throw .mismatch(path: path, missing: missing, extra: extra, misshaped: misshaped)
    }
  }
}
