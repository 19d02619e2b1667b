import Foundation

/// Flow time of every patch at every step of denoising: the grid that a ``Sampler`` walks.
///
/// Patches form groups that share a level. One group is the plain case. Patches that are given clean are a group that stays
/// at 0; a window that rolls through time has a group for each time step, levels rising with time.
public struct LevelGrid: Sendable, Equatable {
  /// Level of each group before every step, and after the last: `[stepCount + 1][G]`, from 1 (noise) down to 0 (data).
  public let groups: [[Double]]
  /// Group of each patch, `[N]`; nil where all patches are of group 0.
  public let groupOfPatch: [Int]?

  /// All patches at one level.
  ///
  /// - Parameter levels: the level before every step, and after the last (``NoiseSchedule/levels(stepCount:)``).
  public init(uniform levels: [Double]) {
    groups = levels.map { [$0] }
    groupOfPatch = nil
  }

  /// Some patches clean from the first step to the last, the others at one level.
  ///
  /// - Parameters:
  ///   - levels: the level of the others before every step, and after the last.
  ///   - isClean: which patches are clean, `[N]`.
  public init(_ levels: [Double], isClean: [Bool]) {
    let hasClean = isClean.contains(true)
    groups = levels.map { hasClean ? [$0, 0] : [$0] }
    groupOfPatch = hasClean ? isClean.map { $0 ? 1 : 0 } : nil
  }

  /// Groups of patches, each with levels of its own.
  ///
  /// - Parameters:
  ///   - groups: `[stepCount + 1][G]`; no level may rise from one step to the next.
  ///   - groupOfPatch: `[N]`, in `0..<G`.
  /// - Throws: ``DenoiserError/badSetting(name:value:expected:)``.
  public init(groups: [[Double]], groupOfPatch: [Int]) throws {
    func check(_ condition: Bool, _ expected: String) throws {
      guard condition else {
        throw DenoiserError.badSetting(name: "levels", value: "\(groups)", expected: expected)
      }
    }
    let count = groups.first?.count ?? 0
    try check(groups.count >= 2 && count >= 1, "at least one step and one group")
    try check(groups.allSatisfy { $0.count == count }, "\(count) levels in every step")
    try check(groups.allSatisfy { $0.allSatisfy { (0...1).contains($0) } }, "levels in 0…1")
    for (before, after) in zip(groups, groups.dropFirst()) {
      try check(zip(before, after).allSatisfy { $0 >= $1 }, "levels that never rise")
    }
    try check(groupOfPatch.allSatisfy { (0..<count).contains($0) }, "patches of the groups 0…\(count - 1)")
    self.groups = groups
    self.groupOfPatch = groupOfPatch
  }

  /// Number of steps.
  public var stepCount: Int { groups.count - 1 }

  /// The highest level before a step, or after the last.
  public func highest(at index: Int) -> Double { groups[index].max() ?? 0 }

  /// Level of each of some patches before a step, or after the last.
  public func levels(at index: Int, patches: Range<Int>) -> [Float] {
    guard let groupOfPatch else { return [Float](repeating: Float(groups[index][0]), count: patches.count) }
    return patches.map { Float(groups[index][groupOfPatch[$0]]) }
  }

  // MARK: - Internals

  /// Patches that lie together and share a group, in order.
  func runs(patchCount: Int) -> [(patches: Range<Int>, group: Int)] {
    guard let groupOfPatch else { return [(0..<patchCount, 0)] }
    var result: [(patches: Range<Int>, group: Int)] = []
    var start = 0
    for patch in 1...patchCount where patch == patchCount || groupOfPatch[patch] != groupOfPatch[start] {
      result.append((start..<patch, groupOfPatch[start]))
      start = patch
    }
    return result
  }
}
