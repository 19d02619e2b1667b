// What renders the shots, opened when the first shot needs it: a film that is up to date loads no weights.

import Foundation
import Synchronization
import ZoetropeCast
import ZoetropeDenoiser
import ZoetropeFiles
import ZoetropeSession
import ZoetropeShot
import ZoetropeWeights

/// The model of a film.
public final class FilmModel: Sendable {
  /// What it can paint.
  public let vocabulary: FilmVocabulary
  /// SHA-256 of its weights, those of its upscaler included.
  public let identity: String
  private let open: @Sendable () throws -> Studio
  private let makeJudge: @Sendable () throws -> (any TakeJudge)?
  private let opened = Mutex<Studio?>(nil)
  private let judging = Mutex<(any TakeJudge)?>(nil)

  /// Takes an installed model; its header is read, its weights are not.
  ///
  /// - Parameter judge: grades takes where the best of several is kept; made when it is needed.
  /// - Throws: `FileError`, `WeightsError` or `DenoiserError` for weights that cannot be used.
  public convenience init(
    _ entry: ModelCatalog.Entry,
    judge: @escaping @Sendable (FilmVocabulary) throws -> (any TakeJudge)? = { _ in nil }
  ) throws {
    let file = try SafetensorsFile(entry.weights)
    let configuration = try DenoiserConfiguration(metadata: file.metadata)
    let files = [entry.weights, entry.upscaler(for: configuration.appearance)].compactMap { $0 }
    let hashes = try files.map { SHA256.hash(of: try MappedFile($0)) }
    let vocabulary: FilmVocabulary = configuration.appearance == .pictures ? .pictures : .kinds
    self.init(
      vocabulary: vocabulary, identity: hashes.joined(separator: " "), judge: { try judge(vocabulary) }
    ) { try Studio(entry) }
  }

  /// Takes a model that somebody opens.
  public init(
    vocabulary: FilmVocabulary, identity: String,
    judge: @escaping @Sendable () throws -> (any TakeJudge)? = { nil },
    open: @escaping @Sendable () throws -> Studio
  ) {
    self.vocabulary = vocabulary
    self.identity = identity
    self.open = open
    makeJudge = judge
  }

  /// The opened model.
  func studio() throws -> Studio {
    try opened.withLock { opened in
      if let opened { return opened }
      let studio = try open()
      opened = studio
      return studio
    }
  }

  /// Who grades takes.
  func judge() throws -> (any TakeJudge)? {
    try judging.withLock { judging in
      if let judging { return judging }
      judging = try makeJudge()
      return judging
    }
  }
}

/// Grades takes by what they show and by how well they go with the shots before them.
struct FilmJudge: TakeJudge {
  let judge: any TakeJudge
  /// The scenery of the scene so far; nil in its first shot.
  let scenery: ColorStatistics?

  /// How much a difference of colour costs: a tenth of the range, a quarter of the grade.
  static let strictness = 2.5

  func checkSize(of plan: ShotPlan, height: Int, width: Int) throws {
    try judge.checkSize(of: plan, height: height, width: width)
  }

  func judge(_ clip: Clip, plan: ShotPlan, prompt: String?) throws -> TakeGrade {
    var grade = try judge.judge(clip, plan: plan, prompt: prompt)
    guard let scenery else { return grade }
    let middle = clip.frameCount / 2
    let own = ColorStatistics([(clip[frame: middle], plan.time(ofFrame: middle))], plan: plan)
    guard own.share >= ColorMatching.leastShare, scenery.share >= ColorMatching.leastShare else {
      return grade
    }
    grade.score = grade.score.map { $0 * max(0, 1 - FilmJudge.strictness * own.distance(to: scenery)) }
    return grade
  }
}

extension FilmJudge: CastJudge {
  func casting(_ cast: OwnCast) -> FilmJudge {
    FilmJudge(judge: (judge as? any CastJudge)?.casting(cast) as? any TakeJudge ?? judge, scenery: scenery)
  }
}
