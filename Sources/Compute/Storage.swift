import CKernels
import Foundation

/// The memory behind tensors: 64-byte aligned floats, owned or borrowed.
///
/// Owned memory comes from ``BufferPool`` and goes back there. `@unchecked Sendable`: the memory is written only
/// through a `Tensor` that holds the single reference to it, and read otherwise.
final class Storage: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int
  /// What keeps borrowed memory alive (a mapped file); nil for memory of the pool.
  private let owner: AnyObject?

  /// Takes uninitialised memory from the pool.
  init(count: Int) {
    self.count = count
    pointer = BufferPool.shared.take(count)
    owner = nil
  }

  /// Borrows read-only memory that lives as long as `owner`.
  init(borrowing pointer: UnsafePointer<Float>, count: Int, owner: AnyObject) {
    self.count = count
    self.pointer = UnsafeMutablePointer(mutating: pointer)
    self.owner = owner
  }

  var isBorrowed: Bool { owner != nil }

  deinit {
    if owner == nil { BufferPool.shared.give(pointer, count) }
  }
}

/// Keeps the memory of dead tensors for the next ones, so that a loop of equal steps stops allocating after the first.
///
/// A cache of the whole process, like the system's own heap: which memory a tensor lies in shows in no result, tensors die on
/// other threads than they were made on, and memory that one run is through with serves the next. Between runs of different sizes
/// ``trim()`` gives it back.
///
/// Sizes are rounded up to a quarter of an octave; a buffer is only given to a request of its own class.
///
/// With `ZOETROPE_CHECK_MEMORY` in the environment nothing is kept or rounded, and memory starts out as NaN: an
/// address sanitizer then sees every element read too far or too late, and a test every element never written.
public final class BufferPool: Sendable {
  /// The pool that all tensors use.
  public static let shared = BufferPool()

  private struct State: @unchecked Sendable {
    var free: [Int: [UnsafeMutablePointer<Float>]] = [:]
    var cachedBytes = 0
    var liveBytes = 0
    var peakBytes = 0
    var allocations = 0
  }
  private let state = Locked(State())

  /// Bytes in use by live tensors, the most there have been, and how often memory was asked of the system.
  public var statistics: (liveBytes: Int, peakBytes: Int, allocationCount: Int) {
    state.withLock { ($0.liveBytes, $0.peakBytes, $0.allocations) }
  }

  /// Bytes that are kept for tensors to come.
  public var cachedBytes: Int { state.withLock { $0.cachedBytes } }

  /// Gives the memory that no tensor uses back to the system; the next tensors ask for theirs anew.
  ///
  /// - Returns: bytes given back.
  @discardableResult
  public func trim() -> Int {
    let (cached, bytes) = state.withLock { state in
      defer { (state.free, state.cachedBytes) = ([:], 0) }
      return (state.free, state.cachedBytes)
    }
    for pointer in cached.values.joined() { free(pointer) }
    // Small buffers lie in the heap, which keeps what is freed in its midst.
    zk_trim_heap()
    return bytes
  }

  /// Starts a new measurement of the peak.
  public func resetPeak() { state.withLock { $0.peakBytes = $0.liveBytes } }

  // MARK: - Internals

  private static let isChecking = getenv("ZOETROPE_CHECK_MEMORY") != nil

  static func capacity(for count: Int) -> Int {
    if isChecking { return max(count, 1) }
    let needed = max(count, 16)
    let octave = 1 << (Int.bitWidth - 1 - needed.leadingZeroBitCount)
    let step = max(octave / 4, 16)
    return (needed + step - 1) / step * step
  }

  func take(_ count: Int) -> UnsafeMutablePointer<Float> {
    let capacity = BufferPool.capacity(for: count)
    let bytes = capacity * MemoryLayout<Float>.stride
    let reused = state.withLock { state -> UnsafeMutablePointer<Float>? in
      state.liveBytes += bytes
      state.peakBytes = max(state.peakBytes, state.liveBytes)
      if let pointer = state.free[capacity]?.popLast() {
        state.cachedBytes -= bytes
        return pointer
      }
      state.allocations += 1
      return nil
    }
    if let reused { return reused }
    let pointer = BufferPool.allocate(bytes).bindMemory(to: Float.self, capacity: capacity)
    if BufferPool.isChecking { pointer.update(repeating: .nan, count: capacity) }
    return pointer
  }

  /// Large buffers ask for huge pages: they are filled faster the first time, and long strides miss fewer translations.
  private static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    let isLarge = bytes >= hugePage && !isChecking
    var raw: UnsafeMutableRawPointer?
    require(
      posix_memalign(&raw, isLarge ? hugePage : 64, bytes) == 0,
      "Tensor: the system has no \(bytes) bytes of memory left")
    #if os(Linux)
      // Only whole huge pages, so that no memory is taken beyond the buffer. A system without them says no, and nothing is lost.
      if isLarge { _ = madvise(raw!, bytes / hugePage * hugePage, MADV_HUGEPAGE) }
    #endif
    return raw!
  }

  /// Bytes of a huge page on x86-64 and, with pages of 4 KiB, on arm64.
  private static let hugePage = 2 << 20

  func give(_ pointer: UnsafeMutablePointer<Float>, _ count: Int) {
    let capacity = BufferPool.capacity(for: count)
    let bytes = capacity * MemoryLayout<Float>.stride
    state.withLock { state in
      state.liveBytes -= bytes
      guard !BufferPool.isChecking else { return free(pointer) }
      state.cachedBytes += bytes
      state.free[capacity, default: []].append(pointer)
    }
  }
}
