import Foundation

/// A machine as the cost model sees it: five rates and three sizes.
///
/// `seconds = linear / linearRate + attention / attentionRate + convolution / convolutionRate + numbers · numberSize / bandwidth
/// + calls · callSeconds`. Nothing overlaps, so the model errs towards slow.
public struct Device: Codable, Sendable, Equatable {
  /// What it is called.
  public var name: String
  /// Multiplications and additions per second that products with weights reach.
  public var linearRate: Double
  /// … that attention reaches, softmax included.
  public var attentionRate: Double
  /// … that convolutions of few channels reach, gathering of neighbours included.
  public var convolutionRate: Double
  /// Bytes per second that all other operations move.
  public var bandwidth: Double
  /// Seconds to start an operation.
  public var callSeconds: Double
  /// Bytes of a number in memory.
  public var numberSize: Double
  /// How often weights are in memory: twice where they are also packed for the kernels.
  public var weightCopies: Double
  /// Bytes of memory.
  public var memory: Double
  /// Where the figures come from.
  public var source: String

  /// Describes a device.
  public init(
    name: String, linearRate: Double, attentionRate: Double, convolutionRate: Double, bandwidth: Double,
    callSeconds: Double, numberSize: Double, weightCopies: Double = 1, memory: Double, source: String
  ) {
    self.name = name
    self.linearRate = linearRate
    self.attentionRate = attentionRate
    self.convolutionRate = convolutionRate
    self.bandwidth = bandwidth
    self.callSeconds = callSeconds
    self.numberSize = numberSize
    self.weightCopies = weightCopies
    self.memory = memory
    self.source = source
  }

  /// A device from its data sheet: shares of its peak that products and attention reach are assumptions. Convolutions are given
  /// the share of products; with few channels it is the bandwidth that binds them.
  public init(
    name: String, peak: Double, linearShare: Double, attentionShare: Double, bandwidth: Double,
    callSeconds: Double, memory: Double
  ) {
    self.init(
      name: name, linearRate: peak * linearShare, attentionRate: peak * attentionShare,
      convolutionRate: peak * linearShare, bandwidth: bandwidth, callSeconds: callSeconds, numberSize: 2,
      memory: memory,
      source: "data sheet: \((peak / 1e12).short) TFLOP/s in bfloat16, \((bandwidth / 1e12).short) TB/s; "
        + "assumed: \((linearShare * 100).short) % of it in products, \((attentionShare * 100).short) % in attention"
    )
  }

  /// Devices known by name. Peaks are of dense bfloat16 products, from the makers' data sheets. Shares are what good kernels
  /// reach on large products; FlashAttention-3 reports 50 to 75 % on an H100 (Shah et al. 2024, arXiv:2407.08608).
  public static let known = [
    Device(
      name: "h100", peak: 989e12, linearShare: 0.6, attentionShare: 0.5, bandwidth: 3.35e12,
      callSeconds: 4e-6, memory: 80e9),
    Device(
      name: "a100", peak: 312e12, linearShare: 0.65, attentionShare: 0.5, bandwidth: 2.0e12,
      callSeconds: 4e-6, memory: 80e9),
    Device(
      name: "l4", peak: 121e12, linearShare: 0.5, attentionShare: 0.4, bandwidth: 0.3e12, callSeconds: 4e-6,
      memory: 24e9),
  ]

  /// Seconds that work takes.
  public func seconds(_ work: Work) -> Double {
    work.linear / linearRate + work.attention / attentionRate + work.convolution / convolutionRate
      + work.numbers * numberSize / bandwidth + work.calls * callSeconds
  }

  /// Bytes that weights and everything else take.
  public func bytes(weights: Double, activations: Double) -> Double {
    (weightCopies * weights + activations) * numberSize
  }

  /// A device by name, or from a file that `zoetrope simulate check --save` wrote.
  ///
  /// - Throws: ``BenchmarkError``.
  public init(named name: String) throws {
    if let known = Device.known.first(where: { $0.name == name }) {
      self = known
      return
    }
    guard name.contains("/") || name.hasSuffix(".json") else {
      throw BenchmarkError.badSetting(
        name: "device", value: name,
        expected: "\(Device.known.map(\.name).joined(separator: ", ")) or a JSON file")
    }
    do {
      self = try JSONDecoder().decode(Device.self, from: Data(contentsOf: URL(fileURLWithPath: name)))
    } catch {
      throw BenchmarkError.unreadable(name: name, reason: "\(error)")
    }
    let rates = [linearRate, attentionRate, convolutionRate, bandwidth, numberSize, weightCopies, memory]
    guard rates.allSatisfy({ $0 > 0 }), callSeconds >= 0 else {
      throw BenchmarkError.badSetting(name: "device", value: name, expected: "positive rates and sizes")
    }
  }
}
