/// How far a take is what was asked for.
public struct TakeGrade: Sendable, Equatable, Codable {
  /// The share of what was asked that is right, 0…1; nil where nothing could be asked.
  public var score: Double?
  /// What is wrong, in words.
  public var wrong: [String]

  /// Makes a grade.
  public init(score: Double?, wrong: [String] = []) {
    self.score = score
    self.wrong = wrong
  }

  /// Index of the best of several grades; of equal ones the first, so that the likeliest plan wins.
  public static func best(_ grades: [TakeGrade]) -> Int? {
    grades.indices.max { a, b in
      let (x, y) = (grades[a].score ?? -1, grades[b].score ?? -1)
      return x == y ? a > b : x < y
    }
  }
}

/// Judges finished clips; whoever keeps the best of several takes asks one.
public protocol TakeJudge: Sendable {
  /// Makes sure that clips of a size can be judged, before they are made.
  ///
  /// - Throws: an error that says which sizes can.
  func checkSize(of plan: ShotPlan, height: Int, width: Int) throws

  /// How far a clip is what plan and prompt ask for.
  ///
  /// - Parameters:
  ///   - clip: what the clip's files show.
  ///   - prompt: words whose statements count too; nil where the plan alone decides. Takes differ in their plans, and a plan that
  ///     leaves out the rain must not win by being followed.
  func judge(_ clip: Clip, plan: ShotPlan, prompt: String?) throws -> TakeGrade
}
