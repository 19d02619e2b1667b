import Foundation
import ZoetropeCompute
import ZoetropeWeights

extension Parameters {
  /// Reads the parameters of a layout from a weights file, whatever their element type there.
  ///
  /// - Throws: `WeightsError.mismatch` with every missing, extra and mis-shaped tensor, and what reading throws.
  public init(_ file: SafetensorsFile, layout: ParameterLayout) throws {
    try file.require(layout.specifications.map { NamedShape($0.name, $0.shape.dimensions) })
    try self.init(file, layout: layout, prefix: "")
  }

  /// Reads trained parameters: those of a weights file, or the averaged ones of a training checkpoint.
  ///
  /// - Throws: `WeightsError`.
  public init(trained file: SafetensorsFile, layout: ParameterLayout) throws {
    let isCheckpoint = file.metadata[Parameters.checkpointKey] != nil
    if isCheckpoint {
      try self.init(file, layout: layout, prefix: "average.")
    } else {
      try self.init(file, layout: layout)
    }
  }

  /// What the metadata of checkpoints hold, and those of weights files do not: the number of updates so far.
  package static let checkpointKey = "zoetrope.optimizer_steps"

  /// Reads the parameters whose names in the file begin with `prefix`; other tensors are left alone.
  ///
  /// - Throws: `WeightsError`.
  public init(_ file: SafetensorsFile, layout: ParameterLayout, prefix: String) throws {
    var storage = Tensor(uninitialized: [layout.count])
    try storage.withUnsafeMutableBuffer { buffer in
      for specification in layout.specifications {
        try file.copyFloats(
          prefix + specification.name, into: UnsafeMutableBufferPointer(rebasing: buffer[specification.range])
        )
      }
    }
    self.init(layout: layout, storage: storage)
  }

  /// The parameters as named tensors for a weights file.
  ///
  /// - Parameter prefix: goes before each name.
  public func storedTensors(prefix: String = "") -> [StoredTensor] {
    layout.specifications.map {
      StoredTensor(prefix + $0.name, $0.shape.dimensions, self[$0].elements)
    }
  }
}
