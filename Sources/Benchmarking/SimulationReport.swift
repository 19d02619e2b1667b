// What the cost model says, as tables for people.

import Foundation
import ZoetropeLayers

extension PipelineCost {
  /// The stages on a device.
  ///
  /// - Throws: `DenoiserError.indivisible` where the clip cannot be cut into patches.
  public func text(on device: Device) throws -> String {
    let stages = try stages()
    func row(_ cells: [String]) -> String {
      cells[0].padded(to: 10) + cells.dropFirst().map { $0.padded(to: -13) }.joined()
    }
    var lines = [
      "\(configuration.name), \(frameCount) frames of \(width << doublings)×\(height << doublings)"
        + (doublings > 0 ? ", made at \(width)×\(height)" : "") + ", \(stepCount) steps"
        + (branchCount == 2 ? ", guided" : ""), "on \(device.name)", "  \(device.source)", "",
      row(["stage", "tokens", "TFLOP", "attention", "GB moved", "MB needed", "seconds"]),
    ]
    for stage in stages {
      lines.append(
        row([
          stage.stage.rawValue, stage.stage == .enlarge ? "–" : stage.units.grouped,
          (stage.work.flop / 1e12).short, (stage.work.attention / max(stage.work.flop, 1) * 100).short + " %",
          (stage.work.numbers * device.numberSize / 1e9).short,
          (stage.bytes(on: device) / 1e6).short, device.seconds(stage.work).short,
        ]))
    }
    let total = stages.reduce(Work()) { $0 + $1.work }
    let bytes = stages.map { $0.bytes(on: device) }.max() ?? 0
    lines += ["", "in all \(device.seconds(total).asDuration); writing files is not counted"]
    if bytes > device.memory {
      lines.append("it does not fit: \((bytes / 1e9).short) GB of \((device.memory / 1e9).short) GB")
    }
    return lines.joined(separator: "\n")
  }
}

extension CostModelCheck.Result {
  /// The fitted machine, its errors, and which parts they come from.
  public func text() -> String {
    func row(_ name: String, _ cells: [String]) -> String {
      name.padded(to: 44) + cells.map { $0.padded(to: -12) }.joined()
    }
    func rate(_ value: Double, _ unit: String) -> String { "\((value / 1e9).short) \(unit)" }
    func percent(_ value: Double) -> String { (value * 100).signed + " %" }
    func table(_ outcomes: [CostModelCheck.Outcome]) -> [String] {
      [row("", ["ms measured", "error", "half within", "", "MB measured", "estimated"])]
        + outcomes.map { outcome in
          row(
            outcome.step.name,
            [
              (outcome.seconds.median * 1000).short, percent(outcome.error.median),
              percent(outcome.error.low),
              percent(outcome.error.high), (outcome.peakBytes / 1e6).short,
              (outcome.estimatedBytes / 1e6).short,
            ])
        }
    }
    let parts = Part.allCases.map { part in
      part.rawValue.padded(to: 12)
        + outcomes.map { (device.error(of: part, in: $0.step) * 100).signed.padded(to: -8) }.joined()
    }
    return
      ([
        device.name,
        "  products \(rate(device.linearRate, "GFLOP/s")), attention \(rate(device.attentionRate, "GFLOP/s")), "
          + "convolutions \(rate(device.convolutionRate, "GFLOP/s")), \(rate(device.bandwidth, "GB/s")), "
          + "\((device.callSeconds * 1e6).short) µs per call", "", "fitted to",
      ] + table(outcomes.filter(\.isFitted)) + ["", "not fitted to"]
      + table(outcomes.filter { !$0.isFitted }) + [
        "", "where errors come from, % of each step (sizes in the order of measurement)",
      ] + parts + ["", "largest error at sizes it was not fitted to: \((worst * 100).short) %"])
      .joined(separator: "\n")
  }
}

extension StageCost {
  /// Bytes in memory at most.
  public func bytes(on device: Device) -> Double {
    device.bytes(weights: weightNumbers, activations: activationNumbers)
  }
}

extension ScaleQuestion {
  /// Hours of every network for every way to make video; a star where they are within a third of the reported ones.
  public func text() -> String {
    func row(_ cells: [String]) -> String {
      cells[0].padded(to: 44) + cells.dropFirst().map { $0.padded(to: -10) }.joined()
    }
    let networks = ScaleQuestion.networks
    var lines = [
      "hours for \(videoHours.short) hours of video on \(device.name); reported: \(computeHours.short) (* within a third)",
      "  \(device.source)", "  clips of 5 s; a token is 4 frames of 16×16 pixels", "",
      row([""] + networks.map(\.name) + ["fits"]),
      row(["parameters"] + networks.map { ($0.parameterCount / 1e6).short + " M" } + [""]),
    ]
    for video in ScaleQuestion.cases {
      let cells = networks.map { network in
        let hours = hours(network, video)
        let isNear = hours < computeHours * 4 / 3 && hours > computeHours * 3 / 4
        return hours.short + (isNear ? "*" : " ")
      }
      lines.append(row([video.name] + cells + [parameters(video).map { ($0 / 1e9).short + " B" } ?? "–"]))
    }
    return lines.joined(separator: "\n")
  }
}

extension Double {
  /// A whole number with blanks between thousands.
  var grouped: String {
    let digits = Array(String(Int(rounded())))
    return digits.indices.map { index in
      let rest = digits.count - index
      return (index > 0 && rest % 3 == 0 ? " " : "") + String(digits[index])
    }.joined()
  }

  /// With its sign.
  var signed: String { (self < 0 ? "−" : "+") + abs(self).short }

  /// Seconds in the unit that suits them.
  var asDuration: String {
    if self < 120 { return "\(short) s" }
    return self < 7200 ? "\((self / 60).short) min" : "\((self / 3600).short) h"
  }
}
