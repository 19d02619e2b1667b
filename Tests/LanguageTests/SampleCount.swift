import Foundation

/// How many samples the suites of this room draw: few enough for every run, or all that are claimed.
enum SampleCount {
  /// 10 000 where `ZOETROPE_FULL_TESTS` is set, else 3 000.
  static let current = ProcessInfo.processInfo.environment["ZOETROPE_FULL_TESTS"] == nil ? 3_000 : 10_000
}
