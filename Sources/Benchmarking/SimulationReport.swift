// What the cost model says, as tables for people.

import Foundation

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
          (stage.residentNumbers * device.numberSize / 1e6).short, device.seconds(stage.work).short,
        ]))
    }
    let total = stages.reduce(Work()) { $0 + $1.work }
    let resident = stages.map(\.residentNumbers).max() ?? 0
    lines += ["", "in all \(device.seconds(total).asDuration); writing files is not counted"]
    if resident * device.numberSize > device.memory {
      lines.append(
        "it does not fit: \((resident * device.numberSize / 1e9).short) GB of \((device.memory / 1e9).short) GB"
      )
    }
    return lines.joined(separator: "\n")
  }
}

extension CostModelCheck.Result {
  /// The fitted machine and its errors.
  public func text() -> String {
    func row(_ cells: [String]) -> String {
      cells[0].padded(to: 44) + cells.dropFirst().map { $0.padded(to: -12) }.joined()
    }
    func table(_ steps: [MeasuredStep]) -> [String] {
      [row(["", "ms measured", "ms reckoned", "error", "MB measured", "reckoned"])]
        + steps.map { step in
          row([
            step.name, (step.seconds * 1000).short, (device.seconds(step.totalWork) * 1000).short,
            (device.error(of: step) * 100).signed + " %", (step.peakBytes / 1e6).short,
            (step.residentNumbers * device.numberSize / 1e6).short,
          ])
        }
    }
    let worst = unseen.map { abs(device.error(of: $0)) }.max() ?? 0
    return
      ([
        device.name,
        "  products \((device.linearRate / 1e9).short) GFLOP/s, attention \((device.attentionRate / 1e9).short) GFLOP/s, "
          + "\((device.bandwidth / 1e9).short) GB/s, \((device.callSeconds * 1e6).short) µs per call", "",
        "fitted to",
      ] + table(fitted) + ["", "not fitted to"] + table(unseen) + [
        "", "largest error at sizes it was not fitted to: \((worst * 100).short) %",
      ]).joined(separator: "\n")
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
