// The header of a safetensors file: 8 bytes of length, then JSON that says where each tensor lies.
// Format: github.com/huggingface/safetensors. The checks are those of its reference implementation.

import ZoetropeFiles

/// Where a tensor lies in a safetensors file, and what it is.
public struct TensorEntry: Sendable, Equatable {
  /// Name of the tensor.
  public let name: String
  /// Type of its elements.
  public let dtype: DType
  /// Sizes of its dimensions, row-major; empty for a scalar.
  public let shape: [Int]
  /// Its bytes in the file, counted from the start of the file.
  public let byteRange: Range<Int>

  /// Number of elements: the product of ``shape``.
  public var elementCount: Int { byteRange.count / dtype.byteCount }
}

/// The parsed header of a safetensors file.
struct SafetensorsHeader {
  /// The longest header that is read, as in the reference implementation.
  static let maximumByteCount = 100_000_000
  /// The name that is not a tensor.
  static let metadataName = "__metadata__"

  let entries: [TensorEntry]
  let metadata: [String: String]

  /// Parses and checks the header of a file.
  ///
  /// Accepted are files whose tensors cover everything behind the header without gap or overlap.
  ///
  /// - Throws: ``WeightsError/malformed(path:reason:)``, or ``WeightsError/otherKind(path:kind:remedy:)`` for what
  ///   often lies where weights should.
  init(parsing file: UnsafeRawBufferPointer, path: String) throws(WeightsError) {
    if let mistaken = MistakenWeights(file) {
      throw .otherKind(path: path, kind: mistaken.kind, remedy: mistaken.remedy)
    }
    do throws(Flaw) {
      let dataStart = try SafetensorsHeader.dataStart(file)
      let json: JSON
      do throws(JSONError) {
        json = try JSON(parsing: UnsafeRawBufferPointer(rebasing: file[8..<dataStart]), maximumDepth: 8)
      } catch { throw Flaw("header, \(error)") }
      guard case .object(let members) = json else { throw Flaw("the header is \(json.kind), not an object") }
      var entries: [TensorEntry] = []
      var metadata: [String: String] = [:]
      for member in members {
        if member.name == SafetensorsHeader.metadataName {
          metadata = try SafetensorsHeader.metadata(member.value)
        } else {
          entries.append(try SafetensorsHeader.entry(member, dataStart: dataStart))
        }
      }
      entries.sort {
        ($0.byteRange.lowerBound, $0.byteRange.upperBound) < (
          $1.byteRange.lowerBound, $1.byteRange.upperBound
        )
      }
      try SafetensorsHeader.checkCover(entries, from: dataStart, to: file.count)
      self.entries = entries
      self.metadata = metadata
    } catch {
      throw .malformed(path: path, reason: error.reason)
    }
  }

  // MARK: - Internals

  private struct Flaw: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }

  private static func dataStart(_ file: UnsafeRawBufferPointer) throws(Flaw) -> Int {
    guard file.count >= 8 else { throw Flaw("\(file.count) bytes, too short for a header") }
    let length = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
    guard length <= maximumByteCount else {
      throw Flaw("a header of \(length) bytes, more than the \(maximumByteCount) allowed")
    }
    let end = 8 + Int(length)
    guard end <= file.count else {
      throw Flaw("a header of \(length) bytes in a file of \(file.count); was it cut off?")
    }
    guard length > 0, file[8] == UInt8(ascii: "{") else { throw Flaw("the header does not begin with '{'") }
    return end
  }

  private static func metadata(_ json: JSON) throws(Flaw) -> [String: String] {
    guard case .object(let members) = json else {
      throw Flaw("\(metadataName) is \(json.kind), not an object")
    }
    var metadata: [String: String] = [:]
    for member in members {
      guard let value = member.value.string else {
        throw Flaw("\(metadataName).\(member.name) is \(member.value.kind), not a string")
      }
      metadata[member.name] = value
    }
    return metadata
  }

  private static func entry(_ member: JSON.Member, dataStart: Int) throws(Flaw) -> TensorEntry {
    let name = member.name
    guard case .object(let fields) = member.value else {
      throw Flaw("tensor '\(name)' is \(member.value.kind), not an object")
    }
    for field in fields where !["dtype", "shape", "data_offsets"].contains(field.name) {
      throw Flaw("tensor '\(name)' has an unknown field '\(field.name)'")
    }
    guard let word = member.value["dtype"]?.string else { throw Flaw("tensor '\(name)' has no dtype") }
    guard let dtype = DType(rawValue: word) else {
      throw Flaw(
        "tensor '\(name)' has dtype '\(word)'; known: \(DType.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    guard let shape = integers(member.value["shape"]) else {
      throw Flaw("tensor '\(name)': shape is not a list of integers from 0")
    }
    guard let offsets = integers(member.value["data_offsets"]), offsets.count == 2, offsets[0] <= offsets[1]
    else {
      throw Flaw("tensor '\(name)': data_offsets is not a pair of integers from 0 in order")
    }
    var byteCount = dtype.byteCount
    for size in shape {
      let (product, overflow) = byteCount.multipliedReportingOverflow(by: size)
      guard !overflow else { throw Flaw("tensor '\(name)': shape \(shape) is too large") }
      byteCount = product
    }
    guard byteCount == offsets[1] - offsets[0] else {
      throw Flaw(
        "tensor '\(name)': \(word) of shape \(shape) takes \(byteCount) bytes, data_offsets give \(offsets[1] - offsets[0])"
      )
    }
    let (end, overflow) = offsets[1].addingReportingOverflow(dataStart)
    guard !overflow else { throw Flaw("tensor '\(name)': data_offsets \(offsets) are too large") }
    return TensorEntry(name: name, dtype: dtype, shape: shape, byteRange: offsets[0] + dataStart..<end)
  }

  private static func integers(_ json: JSON?) -> [Int]? {
    guard case .array(let elements)? = json else { return nil }
    var result: [Int] = []
    for element in elements {
      guard let value = element.integer(Int.self), value >= 0 else { return nil }
      result.append(value)
    }
    return result
  }

  private static func checkCover(_ entries: [TensorEntry], from start: Int, to end: Int) throws(Flaw) {
    var position = start
    for entry in entries {
      guard entry.byteRange.lowerBound == position else {
        let what =
          entry.byteRange.lowerBound < position ? "overlaps the tensor before it" : "leaves a gap before it"
        throw Flaw("tensor '\(entry.name)' \(what)")
      }
      position = entry.byteRange.upperBound
      guard position <= end else { throw Flaw("tensor '\(entry.name)' reaches past the end of the file") }
    }
    guard position == end else { throw Flaw("\(end - position) bytes at the end belong to no tensor") }
  }
}
