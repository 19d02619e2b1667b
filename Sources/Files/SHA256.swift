// SHA-256 (FIPS 180-4), so that files and frames can be named by what they hold without any package.

import CKernels

/// Computes SHA-256 piece by piece.
///
/// ```swift
/// SHA256.hash("abc".utf8)  // "ba7816bf…"
/// ```
public struct SHA256: Sendable {
  private var state: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) = (
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
  )
  private var pending: [UInt8] = []
  private var byteCount: UInt64 = 0
  private let isNative: Bool

  /// Whether this processor has instructions for it.
  package static let hasInstructions = zk_has_sha256() != 0

  /// Starts with no bytes.
  public init() { self.init(isNative: SHA256.hasInstructions) }

  /// Starts with no bytes, with the processor's own instructions or without.
  package init(isNative: Bool) { self.isNative = isNative }

  /// The hash of bytes, as 64 hexadecimal digits.
  public static func hash(_ bytes: some Collection<UInt8>) -> String {
    var hash = SHA256()
    let isDone: Void? = bytes.withContiguousStorageIfAvailable { hash.update(UnsafeRawBufferPointer($0)) }
    if isDone == nil { Array(bytes).withUnsafeBytes { hash.update($0) } }
    return hash.finish()
  }

  /// The hash of a file, as 64 hexadecimal digits.
  ///
  /// - Throws: ``FileError``.
  public static func hash(of file: MappedFile) -> String {
    var hash = SHA256()
    file.withUnsafeBytes { hash.update($0) }
    return hash.finish()
  }

  /// Adds bytes.
  ///
  /// - Complexity: O(n), about 1.8 GB a second where the processor has instructions for it, else about 200 MB.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount += UInt64(bytes.count)
    var rest = bytes
    if !pending.isEmpty {
      let count = min(64 - pending.count, rest.count)
      pending.append(contentsOf: rest.prefix(count))
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      guard pending.count == 64 else { return }
      let block = pending
      block.withUnsafeBytes { absorb($0) }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = rest.count / 64 * 64
    if whole > 0 { absorb(UnsafeRawBufferPointer(rebasing: rest.prefix(whole))) }
    pending.append(contentsOf: rest.dropFirst(whole))
  }

  /// The hash of all bytes added, as 64 hexadecimal digits; nothing may be added afterwards.
  public mutating func finish() -> String {
    let bits = byteCount * 8
    var tail: [UInt8] = [0x80]
    while (pending.count + tail.count) % 64 != 56 { tail.append(0) }
    withUnsafeBytes(of: bits.bigEndian) { tail.append(contentsOf: $0) }
    tail.withUnsafeBytes { update($0) }
    let words = [state.0, state.1, state.2, state.3, state.4, state.5, state.6, state.7]
    return words.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  // MARK: - Internals

  /// Takes whole blocks in.
  private mutating func absorb(_ bytes: UnsafeRawBufferPointer) {
    guard isNative, let start = bytes.baseAddress else { return absorbPlainly(bytes) }
    withUnsafeMutableBytes(of: &state) { state in
      SHA256.constants.withUnsafeBufferPointer {
        zk_sha256(
          state.assumingMemoryBound(to: UInt32.self).baseAddress!, start.assumingMemoryBound(to: UInt8.self),
          bytes.count / 64, $0.baseAddress!)
      }
    }
  }

  private mutating func absorbPlainly(_ bytes: UnsafeRawBufferPointer) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
      SHA256.constants.withUnsafeBufferPointer { k in
        for start in stride(from: 0, to: bytes.count, by: 64) {
          for t in 0..<16 {
            w[t] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start + 4 * t, as: UInt32.self))
          }
          for t in 16..<64 {
            let (a, b) = (w[t - 15], w[t - 2])
            let s0 = SHA256.turned(a, 7) ^ SHA256.turned(a, 18) ^ a >> 3
            let s1 = SHA256.turned(b, 17) ^ SHA256.turned(b, 19) ^ b >> 10
            w[t] = w[t - 16] &+ s0 &+ w[t - 7] &+ s1
          }
          var (a, b, c, d, e, f, g, h) = state
          for t in 0..<64 {
            let s1 = SHA256.turned(e, 6) ^ SHA256.turned(e, 11) ^ SHA256.turned(e, 25)
            let t1 = h &+ s1 &+ (e & f ^ ~e & g) &+ k[t] &+ w[t]
            let s0 = SHA256.turned(a, 2) ^ SHA256.turned(a, 13) ^ SHA256.turned(a, 22)
            let t2 = s0 &+ (a & b ^ a & c ^ b & c)
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
          }
          state = (
            state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d, state.4 &+ e, state.5 &+ f,
            state.6 &+ g, state.7 &+ h
          )
        }
      }
    }
  }

  @inline(__always)
  private static func turned(_ x: UInt32, _ count: UInt32) -> UInt32 { x &>> count | x &<< (32 &- count) }

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}
