import CKernels
import ZoetropeRandom

// In-place arithmetic of plain tensors: what optimisers, samplers and gradients need.

/// Elements one thread handles at a time in elementwise work: 64 KiB of floats, within a core's own cache.
let elementwiseBlock = 16 * 1024

extension Tensor {
  /// `self += scale · other`.
  ///
  /// - Precondition: as many elements in `other`.
  public mutating func add(_ other: Tensor, scaledBy scale: Float = 1) {
    require(other.count == count, "Tensor.add: \(other.shape) to \(shape)")
    let source = other.pointer
    withUnsafeMutableBuffer { buffer in
      let target = buffer.baseAddress!
      Parallel.run(buffer.count, by: elementwiseBlock) { range in
        zk_axpy(scale, source + range.lowerBound, target + range.lowerBound, range.count)
      }
    }
    withExtendedLifetime(other) {}
  }

  /// `self *= factor`.
  public mutating func scale(by factor: Float) {
    withUnsafeMutableBuffer { buffer in
      let target = buffer.baseAddress!
      Parallel.run(buffer.count, by: elementwiseBlock) { range in
        zk_scale(factor, target + range.lowerBound, target + range.lowerBound, range.count)
      }
    }
  }

  /// Sum of the squares of all elements, added up in double over a fixed grid.
  public func squaredNorm() -> Double {
    withUnsafeBuffer { buffer in
      buffer.count == 0 ? 0 : zk_dot(buffer.baseAddress!, buffer.baseAddress!, buffer.count)
    }
  }

  /// Standard normal deviates 0… of a stream (``Generator/fillNormal(_:seed:stream:offset:)``).
  public static func normal(_ shape: Shape, seed: UInt64, stream: UInt64 = 0) -> Tensor {
    let result = Tensor(uninitialized: shape)
    let target = result.freshPointer
    // A multiple of four, because four deviates share a block of the generator.
    Parallel.run(shape.count, by: elementwiseBlock) { range in
      Generator.fillNormal(
        UnsafeMutableBufferPointer(start: target + range.lowerBound, count: range.count), seed: seed,
        stream: stream, offset: range.lowerBound)
    }
    return result
  }
}
