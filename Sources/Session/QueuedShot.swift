import Foundation
import Synchronization
import ZoetropeShot

/// A shot in the queue of a ``RenderSession``.
public struct QueuedShot: Sendable {
  /// Its number in the session, from 1.
  public let id: Int
  /// What happens to it; for one reader. The stream throws what ends the shot, ``SessionError/interrupted(path:)`` where it was
  /// cancelled.
  public let events: AsyncThrowingStream<SessionEvent, any Error>
  let session: RenderSession
  // The session lets go of a shot when it is over: what came of it lives as long as somebody holds this.
  let outcome: Outcome

  /// Waits for the end.
  ///
  /// - Throws: what ended the shot; ``SessionError/interrupted(path:)`` where it was cancelled.
  public func result() async throws -> RenderResult { try await outcome.value() }

  /// Cancels it; the rest of the queue goes on.
  public func cancel() async { await session.cancel(id) }
}

/// What came of a shot.
public struct RenderResult: Sendable {
  /// Where its files are; nil where it stayed in memory.
  public var folder: URL?
  /// The clips that were kept, where it stayed in memory.
  public var clips: [Clip] = []
  /// Their records, as far as clips without files have some.
  public var manifests: [Manifest] = []
  /// Whether the folder held exactly this clip before.
  public var wasMadeBefore = false
}

/// How urgent a shot is.
public enum RenderPriority: Int, Sendable, Codable, Comparable, CaseIterable {
  /// Work that may wait.
  case low
  /// The usual.
  case normal
  /// Somebody is waiting.
  case high

  /// By urgency.
  public static func < (a: RenderPriority, b: RenderPriority) -> Bool { a.rawValue < b.rawValue }
}

/// Where a shot stands.
public struct ShotStatus: Sendable, Equatable, Codable {
  /// The parts of its life.
  public enum State: String, Sendable, Codable {
    case waiting, running, finished, cancelled, failed
  }

  /// Its number in the session.
  public let id: Int
  /// What it shows, in words.
  public let title: String
  /// How urgent it is.
  public let priority: RenderPriority
  /// Where it stands.
  public var state: State
  /// Share of the steps of the take under way that are done, 0…1.
  public var progress: Double
  /// Seconds that the rest of them will take, where that is known.
  public var secondsLeft: Double?
}

/// Where the files of a shot go.
public struct RenderDestination: Sendable {
  /// The forms to write.
  public let formats: Set<ClipFormat>
  /// Whether an earlier result there is replaced.
  public let replaces: Bool
  /// Takes the place for a job.
  let place: @Sendable (Job) throws -> Place

  enum Place {
    /// The clips are to be made; without a folder in memory.
    case new(OutputFolder?)
    /// An interrupted run of this very job waits there.
    case resumed(OutputFolder)
    /// The folder holds exactly this job's clips.
    case made(URL)
  }

  /// Nowhere: clips stay in memory.
  public static let memory = RenderDestination(formats: [], replaces: false) { _ in .new(nil) }

  /// A folder that is chosen when the job is known.
  public static func folder(
    formats: Set<ClipFormat> = Set(ClipFormat.allCases), replaces: Bool = false,
    _ choose: @escaping @Sendable (Job) throws -> OutputFolder
  ) -> RenderDestination {
    RenderDestination(formats: formats, replaces: replaces) { .new(try choose($0)) }
  }

  /// A folder, which must be free or may be replaced.
  public static func folder(
    _ url: URL, formats: Set<ClipFormat> = Set(ClipFormat.allCases), replaces: Bool = false
  ) -> RenderDestination {
    folder(formats: formats, replaces: replaces) { _ in
      try OutputFolder(url, existing: replaces ? .replace : .refuse)
    }
  }

  /// A folder in which work goes on: exactly these clips, finished, are left alone; an interrupted run of them is resumed.
  public static func continued(
    _ url: URL, formats: Set<ClipFormat> = Set(ClipFormat.allCases), replaces: Bool = false
  ) -> RenderDestination {
    RenderDestination(formats: formats, replaces: replaces) { job in
      if job.isMade(in: url) {
        OutputFolder.tidy(url)
        return .made(url)
      }
      if let folder = try? OutputFolder(url, existing: .resume), try Job(folder.job).takes == job.takes {
        return .resumed(folder)
      }
      return .new(try OutputFolder(url, existing: replaces ? .replace : .refuse))
    }
  }
}

/// What came of a shot, for whoever waits for it.
final class Outcome: Sendable {
  private enum State {
    case open([CheckedContinuation<RenderResult, any Error>])
    case over(Result<RenderResult, any Error>)
  }

  private let state = Mutex(State.open([]))

  func settle(_ result: Result<RenderResult, any Error>) {
    let readers = state.withLock { state -> [CheckedContinuation<RenderResult, any Error>] in
      guard case .open(let readers) = state else { return [] }
      state = .over(result)
      return readers
    }
    for reader in readers { reader.resume(with: result) }
  }

  func value() async throws -> RenderResult {
    try await withCheckedThrowingContinuation { reader in
      let result = state.withLock { state -> Result<RenderResult, any Error>? in
        switch state {
        case .over(let result): return result
        case .open(let readers):
          state = .open(readers + [reader])
          return nil
        }
      }
      if let result { reader.resume(with: result) }
    }
  }
}

/// Asks work on another thread to stop.
final class StopFlag: Sendable {
  private let flag = Atomic(false)

  var isRequested: Bool { flag.load(ordering: .relaxed) }

  func request() { flag.store(true, ordering: .relaxed) }
}

/// A judge that is made when it is first asked for, and kept.
final class JudgeOnDemand: Sendable {
  private let make: @Sendable () throws -> (any TakeJudge)?
  private let made = Mutex<(any TakeJudge)?>(nil)

  init(_ make: @escaping @Sendable () throws -> (any TakeJudge)?) { self.make = make }

  func get() throws -> (any TakeJudge)? {
    try made.withLock { made in
      if made == nil { made = try make() }
      return made
    }
  }
}
