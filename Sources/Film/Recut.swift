// Shots made longer or shorter by what an audience answered: by one rule, within limits, with reasons.

import Foundation

/// New lengths for the shots of a film.
///
/// The rule: of each shot, each viewer's mean answer is taken, in standard deviations of that viewer's own answers. Where the mean over
/// viewers is away from 0 by more than chance would have it (1.96 standard errors, at least three viewers), the shot is made longer or
/// shorter by a tenth for each standard deviation, by at most a quarter. No shot gets shorter than what is said in it takes, or than its
/// own minimum, and none longer than 15 seconds.
public struct Recut: Sendable, Equatable {
  /// What is known of a shot before.
  public struct Shot: Sendable, Equatable {
    /// Its name.
    public var id: String
    /// Its scene, from 1.
    public var scene: Int
    /// When it is seen, in seconds.
    public var start: Double
    /// How long, in seconds.
    public var seconds: Double
    /// The least that it needs, in seconds: for what is said.
    public var least: Double

    /// Describes a shot.
    public init(id: String, scene: Int, start: Double, seconds: Double, least: Double) {
      (self.id, self.scene, self.start, self.seconds, self.least) = (id, scene, start, seconds, least)
    }
  }

  /// What becomes of a shot.
  public struct Decision: Sendable, Equatable {
    /// The shot.
    public var shot: Shot
    /// Its new length in seconds.
    public var seconds: Double
    /// The audience's mean answer in standard deviations; nil where nobody answered.
    public var answer: Double?
    /// Why, in words.
    public var reason: String
  }

  /// The least number of viewers whose answers count.
  public static let leastViewers = 3
  /// How much longer or shorter a shot gets for each standard deviation, and at most.
  public static let rate = 0.1, most = 0.25
  /// The longest that a shot is made, in seconds.
  public static let longest = 15.0

  /// What becomes of every shot.
  public let decisions: [Decision]

  /// Decides.
  public init(_ shots: [Shot], by responses: AudienceResponses) {
    let answers = responses.standardized(in: shots.map { $0.start...($0.start + $0.seconds) })
    decisions = zip(shots, answers).map { shot, answers in Recut.decide(shot, answers) }
  }

  /// The film's length before and after, in seconds, without titles.
  public var lengths: (before: Double, after: Double) {
    (decisions.reduce(0) { $0 + $1.shot.seconds }, decisions.reduce(0) { $0 + $1.seconds })
  }

  /// What was done and why, a line for each shot.
  public var text: String {
    func number(_ value: Double) -> String { String(format: "%.2f", value) }
    let lines = decisions.map { decision -> String in
      let change = decision.seconds - decision.shot.seconds
      let verb = change > 0.005 ? "lengthened" : change < -0.005 ? "trimmed" : "kept"
      return
        "\(decision.shot.id)\t\(verb)\t\(number(decision.shot.seconds)) s → \(number(decision.seconds)) s\t\(decision.reason)"
    }
    return (lines + ["film\t\t\(number(lengths.before)) s → \(number(lengths.after)) s"]).joined(
      separator: "\n") + "\n"
  }

  // MARK: - Internals

  private static func decide(_ shot: Shot, _ answers: [Double]) -> Decision {
    func kept(_ reason: String, _ answer: Double? = nil) -> Decision {
      Decision(shot: shot, seconds: shot.seconds, answer: answer, reason: reason)
    }
    let count = Double(answers.count)
    guard !answers.isEmpty else { return kept("nobody answered") }
    let mean = answers.reduce(0, +) / count
    guard answers.count >= leastViewers else {
      return kept("\(answers.count) of the \(leastViewers) viewers that it takes answered", mean)
    }
    let variance = answers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let error = (variance / count).squareRoot()
    let shown = String(format: "%+.2f ± %.2f", mean, 1.96 * error)
    guard abs(mean) > 1.96 * error else {
      return kept("liked neither more nor less than the rest (\(shown))", mean)
    }
    let wanted = shot.seconds * (1 + min(most, max(-most, rate * mean)))
    var seconds = (wanted * 24).rounded() / 24
    var reason = "liked \(mean > 0 ? "more" : "less") than the rest (\(shown))"
    let least = min(shot.least, shot.seconds)
    if seconds < least {
      seconds = least
      reason += "; what is said in it takes \(String(format: "%.2f", shot.least)) s"
    }
    if seconds > max(longest, shot.seconds) {
      seconds = max(longest, shot.seconds)
      reason += "; no shot is made longer than \(Int(longest)) s"
    }
    return Decision(shot: shot, seconds: seconds, answer: mean, reason: reason)
  }
}

/// Draws the lengths of shots, scene by scene, before and after.
public enum RecutChart {
  /// The chart as SVG: a pair of bars for each shot, grey before and coloured after.
  public static func svg(_ recut: Recut, title: String) -> String {
    let longest = max(recut.decisions.map { max($0.seconds, $0.shot.seconds) }.max() ?? 1, 0.1)
    let step = max(10, min(40, 1000 / Double(max(recut.decisions.count, 1))))
    let width = 80 + step * Double(recut.decisions.count), height = 220.0
    func text(_ value: Double) -> String { String(format: "%.1f", value) }
    let plain = title.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(text(width)) 300\" font-family=\"sans-serif\" font-size=\"11\">",
      "<rect width=\"\(text(width))\" height=\"300\" fill=\"#ffffff\"/>",
      "<text x=\"50\" y=\"22\" font-size=\"15\">\(plain): seconds of each shot, before and after</text>",
    ]
    var scene: Int?
    for (index, decision) in recut.decisions.enumerated() {
      let x = 50 + step * Double(index)
      for (offset, seconds, color) in [
        (0.0, decision.shot.seconds, "#cccccc"),
        (0.45, decision.seconds, decision.seconds < decision.shot.seconds ? "#d1495b" : "#2e6f95"),
      ] {
        let tall = height * seconds / longest
        lines.append(
          "<rect x=\"\(text(x + offset * step))\" y=\"\(text(250 - tall))\" width=\"\(text(0.4 * step))\" height=\"\(text(tall))\" fill=\"\(color)\"/>"
        )
      }
      if decision.shot.scene != scene {
        scene = decision.shot.scene
        lines.append(
          "<line x1=\"\(text(x - 1))\" x2=\"\(text(x - 1))\" y1=\"30\" y2=\"270\" stroke=\"#888888\"/>")
        lines.append("<text x=\"\(text(x + 2))\" y=\"268\">scene \(decision.shot.scene)</text>")
      }
    }
    lines.append("<text x=\"8\" y=\"40\">\(text(longest)) s</text>")
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }
}
