// One way in for whatever makes clips: a queue of shots, worked off one after the other.

import Foundation
import ZoetropeCompute
import ZoetropeShot

/// A queue of shots and the model that renders them.
///
/// Shots are rendered in the order they came, those of higher priority first, one at a time unless more workers are asked
/// for. Each has its own events, and is cancelled without touching the next. Any number of sessions may work at once in one
/// process.
///
/// ```swift
/// let session = RenderSession(try Studio())
/// let shot = await session.add(ClipRequest(.prompt("a fox runs through the snow")))
/// for try await event in shot.events { if case .step(let step) = event { show(step.preview) } }
/// let clips = try await shot.result().clips
/// ```
public actor RenderSession {
  /// The model that renders.
  public nonisolated let studio: Studio
  /// In which precision and on how many threads it computes.
  public nonisolated let context: ComputeContext
  private let judge: JudgeOnDemand
  private var waiting: [Entry] = []
  private var running: [Int: Entry] = [:]
  private let workerCount: Int
  private var states: [Int: ShotStatus] = [:]
  private var nextNumber = 1

  /// Opens a session.
  ///
  /// - Parameters:
  ///   - context: precision and threads of all that the session computes; by default what is bound where it is opened.
  ///   - workerCount: how many shots are rendered at once, at least 1. More than one is worth it for many small clips, with a
  ///     thread for each.
  ///   - judge: grades takes that the best is picked from, such as a `Grader`; made when a request first picks.
  public init(
    _ studio: Studio, context: ComputeContext = .current, workerCount: Int = 1,
    judge: @autoclosure @escaping @Sendable () throws -> (any TakeJudge)? = nil
  ) {
    self.studio = studio
    self.context = context
    self.workerCount = max(workerCount, 1)
    self.judge = JudgeOnDemand(judge)
  }

  // MARK: The queue

  /// Adds a shot to the queue.
  ///
  /// - Parameters:
  ///   - destination: where its files go; by default it stays in memory.
  ///   - priority: shots of higher priority are rendered first.
  ///   - wantsPreviews: whether steps carry a picture of what the clip will look like.
  @discardableResult
  public func add(
    _ request: ClipRequest, to destination: RenderDestination = .memory, priority: RenderPriority = .normal,
    wantsPreviews: Bool = false
  ) -> QueuedShot {
    let work = Work.new { studio, destination in
      let studio = try studio.casting(request)
      let (job, pictures) = try studio.job(
        request, formats: destination.formats, replaces: destination.replaces)
      return (studio, job, pictures)
    }
    return add(work, request.title, destination, priority, wantsPreviews)
  }

  /// Adds a clip that is made again from its record.
  @discardableResult
  public func add(
    _ record: Record, to destination: RenderDestination = .memory, priority: RenderPriority = .normal,
    wantsPreviews: Bool = false
  ) -> QueuedShot {
    let work = Work.new { studio, destination in
      let studio = try studio.casting(record)
      let (job, pictures) = try studio.job(
        record, formats: destination.formats, replaces: destination.replaces)
      return (studio, job, pictures)
    }
    return add(work, record.recipe.plan.prompt, destination, priority, wantsPreviews)
  }

  /// Adds a run that was stopped; it goes on to the same bytes.
  @discardableResult
  public func add(
    resuming output: OutputFolder, priority: RenderPriority = .normal, wantsPreviews: Bool = false
  ) -> QueuedShot {
    add(.resumption(output), output.destination.lastPathComponent, .memory, priority, wantsPreviews)
  }

  /// Cancels a shot: one that waits leaves the queue, one that runs stops at its next window and, where it has a folder, saves its
  /// state there. Other shots go on. Nothing happens to a shot that is over.
  public func cancel(_ id: Int) {
    if let index = waiting.firstIndex(where: { $0.id == id }) {
      end(waiting.remove(at: index), .failure(SessionError.interrupted(path: nil)))
    } else {
      running[id]?.stop.request()
    }
  }

  /// Cancels everything that waits or runs.
  public func cancelAll() {
    for id in waiting.map(\.id) { cancel(id) }
    for entry in running.values { entry.stop.request() }
  }

  /// All shots of this session, in the order in which they were added.
  public var shots: [ShotStatus] { states.values.sorted { $0.id < $1.id } }

  // MARK: Before the work

  /// Measures what a request would cost on this machine, now, by beginning it.
  ///
  /// - Throws: what planning throws and ``SessionError``.
  public nonisolated func estimate(_ request: ClipRequest) throws -> (job: Job, estimate: Estimate) {
    let studio = try studio.casting(request)
    let (job, pictures) = try studio.job(request)
    return (job, try context.run { try studio.estimate(job, pictures: pictures) })
  }

  // MARK: - Internals

  /// What is asked for.
  private enum Work: Sendable {
    case new(
      @Sendable (Studio, RenderDestination) throws -> (
        studio: Studio, job: Job, pictures: ConditioningFrames
      ))
    case resumption(OutputFolder)
  }

  /// A shot in the queue.
  private struct Entry: Sendable {
    let id: Int
    let work: Work
    let destination: RenderDestination
    let priority: RenderPriority
    let wantsPreviews: Bool
    let events: AsyncThrowingStream<SessionEvent, any Error>.Continuation
    let outcome = Outcome()
    let stop = StopFlag()
  }

  private func add(
    _ work: Work, _ title: String, _ destination: RenderDestination, _ priority: RenderPriority,
    _ wantsPreviews: Bool
  ) -> QueuedShot {
    let id = nextNumber
    nextNumber += 1
    let (events, continuation) = AsyncThrowingStream<SessionEvent, any Error>.makeStream()
    let entry = Entry(
      id: id, work: work, destination: destination, priority: priority, wantsPreviews: wantsPreviews,
      events: continuation)
    states[id] = ShotStatus(id: id, title: title, priority: priority, state: .waiting, progress: 0)
    // Behind all of its own priority and above.
    waiting.insert(entry, at: waiting.firstIndex { $0.priority < priority } ?? waiting.count)
    startNext()
    return QueuedShot(id: id, events: events, session: self, outcome: entry.outcome)
  }

  private func startNext() {
    guard running.count < workerCount, !waiting.isEmpty else { return }
    let entry = waiting.removeFirst()
    running[entry.id] = entry
    states[entry.id]?.state = .running
    Task.detached { [studio, context, judge] in
      let result = context.run {
        Result {
          try RenderSession.render(entry, studio, judge) { event in
            entry.events.yield(event)
            if case .step(let step) = event { Task { await self.note(step, entry.id) } }
          }
        }
      }
      // What the shot's tensors took is nobody's any more.
      BufferPool.shared.trim()
      await self.end(entry, result)
    }
  }

  private func note(_ step: StepReport, _ id: Int) {
    guard states[id]?.state == .running else { return }
    states[id]?.progress = Double(step.index) / Double(step.count)
    states[id]?.secondsLeft = step.secondsLeft
  }

  private func end(_ entry: Entry, _ result: Result<RenderResult, any Error>) {
    states[entry.id]?.secondsLeft = nil
    switch result {
    case .success:
      states[entry.id]?.state = .finished
      states[entry.id]?.progress = 1
      entry.events.finish()
    case .failure(let error):
      states[entry.id]?.state = if case SessionError.interrupted = error { .cancelled } else { .failed }
      entry.events.finish(throwing: error)
    }
    entry.outcome.settle(result)
    running[entry.id] = nil
    startNext()
  }

  /// Renders a shot on the calling thread.
  private static func render(
    _ entry: Entry, _ studio: Studio, _ judge: JudgeOnDemand, _ report: (SessionEvent) -> Void
  ) throws -> RenderResult {
    func shouldStop() -> Bool { entry.stop.isRequested }
    if shouldStop() { throw SessionError.interrupted(path: nil) }
    var production: Production
    switch entry.work {
    case .resumption(let output):
      production = try Production(resuming: output, studio: studio, wantsPreviews: entry.wantsPreviews)
    case .new(let makeJob):
      try ClipWriter(formats: entry.destination.formats).checkTools()
      let (studio, job, pictures) = try makeJob(studio, entry.destination)
      // Before there is a folder that would have to go again.
      try job.checkPick(job.pick == .best ? judge.get() : nil)
      switch try entry.destination.place(job) {
      case .made(let url): return RenderResult(folder: url, wasMadeBefore: true)
      case .resumed(let output):
        production = try Production(resuming: output, studio: studio, wantsPreviews: entry.wantsPreviews)
      case .new(let output):
        production = try Production(
          job, studio: studio, output: output, pictures: pictures, wantsPreviews: entry.wantsPreviews)
      }
    }
    report(.planned(production.job, folder: production.output?.destination.path))
    let kept = try production.run(
      judge: production.job.pick == .best ? try judge.get() : nil, shouldStop: shouldStop, report: report)
    return RenderResult(
      folder: production.output?.destination, clips: kept.map(\.clip), manifests: kept.map(\.manifest))
  }
}
