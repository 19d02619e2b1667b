// Time of a timeline: whole frames at a rational rate, so that no cut ever falls between two frames.

/// Frames per second as a rational number.
public struct FrameRate: Sendable, Hashable, CustomStringConvertible {
  /// Frames in ``denominator`` seconds, positive.
  public let numerator: Int
  /// Seconds, positive; without a common factor with ``numerator``.
  public let denominator: Int

  /// Makes a rate in lowest terms; `nil` unless both numbers are positive.
  public init?(_ numerator: Int, _ denominator: Int = 1) {
    guard numerator > 0, denominator > 0 else { return nil }
    let divisor = FrameRate.commonDivisor(numerator, denominator)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  private init(known numerator: Int, _ denominator: Int = 1) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// 24 frames per second, film.
  public static let film = FrameRate(known: 24)
  /// 24000/1001, written 23.976: film on American television.
  public static let ntscFilm = FrameRate(known: 24000, 1001)
  /// 25 frames per second, European television.
  public static let pal = FrameRate(known: 25)
  /// 30000/1001, written 29.97: American television.
  public static let ntsc = FrameRate(known: 30000, 1001)

  /// The rate that a decimal number such as 23.976 or 29.97 stands for: whole, a multiple of 1000/1001, or a fraction of 1000.
  ///
  /// `nil` outside 0.001…1000.
  public init?(nearest value: Double) {
    guard value.isFinite, value >= 0.001, value <= 1000 else { return nil }
    if abs(value - value.rounded()) < 1e-6 {
      self.init(Int(value.rounded()))
    } else if abs(value * 1.001 - (value * 1.001).rounded()) < 6e-3, value > 10 {
      self.init(Int((value * 1.001).rounded()) * 1000, 1001)
    } else {
      self.init(Int((value * 1000).rounded()), 1000)
    }
  }

  /// Frames per second as the nearest `Double`.
  public var value: Double { Double(numerator) / Double(denominator) }

  /// The frames that a second of timecode counts: 24 for 23.976, 30 for 29.97.
  public var timebase: Int { max(1, (numerator + denominator / 2) / denominator) }

  /// Whether it is a whole number slowed by 1000/1001.
  public var isNTSC: Bool { denominator == 1001 && numerator % 1000 == 0 }

  /// Length of a number of frames in seconds.
  public func seconds(_ frames: Int) -> Double { Double(frames) * Double(denominator) / Double(numerator) }

  /// The frame nearest to a time in seconds, halves away from zero.
  ///
  /// - Precondition: the time is finite and less than 2^31 seconds.
  public func frames(_ seconds: Double) -> Int {
    Int((seconds * Double(numerator) / Double(denominator)).rounded())
  }

  /// Milliseconds of a number of frames, rounded to the nearest, exactly.
  func milliseconds(_ frames: Int) -> Int {
    let (quotient, rest) = (frames * denominator).quotientAndRemainder(dividingBy: numerator)
    return quotient * 1000 + (rest * 1000 + numerator / 2) / numerator
  }

  /// `24` or `24000/1001`.
  public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }

  private static func commonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : commonDivisor(b, a % b) }
}

/// Consecutive frames.
public struct FrameRange: Sendable, Hashable {
  /// The first frame.
  public var start: Int
  /// Number of frames.
  public var count: Int
  /// The frame after the last.
  public var end: Int { start &+ count }

  /// Makes a range of frames.
  public init(start: Int, count: Int) {
    self.start = start
    self.count = count
  }

  /// Whether another range lies within this one.
  public func contains(_ other: FrameRange) -> Bool { other.start >= start && other.end <= end }
}

/// A frame as editors write it: hours, minutes, seconds, frames.
public struct Timecode: Sendable, Equatable, CustomStringConvertible {
  /// The frame counted from 00:00:00:00.
  public var frame: Int
  /// The frames in a second of timecode; see ``FrameRate/timebase``.
  public var timebase: Int
  /// Whether numbers are left out so that timecode keeps up with the clock: frames 0 and 1 (0…3 at 60) of each minute that
  /// is not a tenth. Only 30 and 60 have it.
  public var dropsFrames: Bool

  /// Makes a timecode.
  public init(frame: Int, rate: FrameRate, dropsFrames: Bool = false) {
    self.frame = frame
    timebase = rate.timebase
    self.dropsFrames = dropsFrames && timebase % 30 == 0
  }

  /// `01:00:02:12`, or `01:00:02;12` where numbers are dropped; hours start again after 23.
  public var description: String {
    var number = max(0, frame)
    if dropsFrames {
      // SMPTE ST 12-1: 2 numbers (4 at 60) a minute, 9 times in ten minutes.
      let drop = timebase / 15
      let perMinute = timebase * 60 - drop, perTen = perMinute * 10 + drop
      let (tens, rest) = number.quotientAndRemainder(dividingBy: perTen)
      number += drop * 9 * tens + (rest >= drop ? drop * ((rest - drop) / perMinute) : 0)
    }
    let seconds = number / timebase
    let fields = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(Timecode.twoDigits)
    return fields.joined(separator: ":") + (dropsFrames ? ";" : ":") + Timecode.twoDigits(number % timebase)
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
