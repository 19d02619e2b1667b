import Foundation
import Testing
import ZoetropeDenoiser
import ZoetropeFiles
import ZoetropeMedia
import ZoetropeShot

@testable import ZoetropeSession

/// The queue: order, cancelling, failing, previews, folders; each clip compared with the one that a run by itself makes.
@Suite struct RenderSessionTests {
  let small: SmallStudio
  let settings = GenerationSettings(width: 24, height: 16, stepCount: 3)

  init() throws { small = try SmallStudio() }

  private func request(_ seed: UInt64, frames: Int = 4, steps: Int = 3) -> ClipRequest {
    var request = ClipRequest(.plan(SmallStudio.plan(frames: frames)))
    request.seed = seed
    request.settings = settings
    request.stepCount = steps
    return request
  }

  private func alone(_ request: ClipRequest) throws -> Clip {
    let (job, pictures) = try small.studio.job(request)
    return try small.clip(job.takes[0].recipe.plan, job.takes[0].recipe.settings, pictures)
  }

  @Test func clipsAreThoseOfRunsAlone() async throws {
    let session = RenderSession(small.studio)
    var shots: [QueuedShot] = []
    for seed in 1...3 { shots.append(await session.add(request(UInt64(seed)))) }
    for (index, shot) in shots.enumerated() {
      #expect(try await shot.result().clips == [alone(request(UInt64(index + 1)))])
    }
    #expect(await session.shots.map(\.state) == [.finished, .finished, .finished])
  }

  @Test func urgentShotsOvertake() async throws {
    let session = RenderSession(small.studio)
    // The first runs at once; of the others the urgent one is next.
    let running = await session.add(request(1, steps: 200))
    let later = await session.add(request(2), priority: .low)
    let usual = await session.add(request(3))
    let urgent = await session.add(request(4), priority: .high)
    #expect(await session.shots.map(\.state) == [.running, .waiting, .waiting, .waiting])
    await running.cancel()
    _ = try await urgent.result()
    #expect(await session.shots[1].state != .finished)
    _ = try await usual.result()
    _ = try await later.result()
    #expect(await session.shots.map(\.state) == [.cancelled, .finished, .finished, .finished])
  }

  @Test func cancellingOneLeavesTheOthers() async throws {
    let session = RenderSession(small.studio)
    let first = await session.add(request(1, steps: 5000))
    let second = await session.add(request(2))
    let third = await session.add(request(3))
    await second.cancel()
    await first.cancel()
    for shot in [first, second] {
      await #expect(throws: SessionError.interrupted(path: nil)) { try await shot.result() }
    }
    #expect(try await third.result().clips == [alone(request(3))])
    // Whoever reads the events learns it too.
    await #expect(throws: SessionError.interrupted(path: nil)) { for try await _ in first.events {} }
  }

  @Test func aFailureDoesNotStopTheQueue() async throws {
    let session = RenderSession(small.studio)
    var wrong = request(1)
    wrong.stepCount = 0
    let failed = await session.add(wrong)
    let good = await session.add(request(2))
    await #expect(throws: SessionError.badSetting(name: "steps", value: "0", expected: "1…10000")) {
      try await failed.result()
    }
    #expect(try await good.result().clips.count == 1)
    #expect(await session.shots.map(\.state) == [.failed, .finished])
  }

  /// Events survive being sent to another process, and previews are what the steps estimate.
  @Test func eventsAreValues() async throws {
    let session = RenderSession(small.studio)
    let shot = await session.add(request(5), wantsPreviews: true)
    var events: [SessionEvent] = []
    for try await event in shot.events { events.append(event) }
    let sent = try JSONDecoder().decode([SessionEvent].self, from: JSONEncoder().encode(events))
    #expect(sent == events)

    var run = try small.studio.begin(SmallStudio.plan(frames: 4).seeded(5), settings: settings)
    var previews: [ClipPreview] = []
    while let step = run.next() {
      previews.append(ClipPreview(run.preview(step), firstFrame: 0, clipFrameCount: 4))
    }
    let shown = sent.compactMap { if case .step(let step) = $0 { step.preview } else { nil } }
    #expect(shown == previews && shown.count == 3)
    #expect(shown[2].clip?.frameCount == 4)
    guard case .planned(let job, nil) = sent[0], case .finished(nil) = sent[sent.count - 1] else {
      Issue.record("the first event is \(sent[0]), the last \(sent[sent.count - 1])")
      return
    }
    #expect(job.takes[0].recipe.plan.seed == 5)
  }

  @Test func takesInMemoryAreKeptOrPicked() async throws {
    struct Judge: TakeJudge {
      func checkSize(of plan: ShotPlan, height: Int, width: Int) throws {}
      func judge(_ clip: Clip, plan: ShotPlan, prompt: String?) throws -> TakeGrade {
        TakeGrade(score: plan.seed == 8 ? 0.9 : 0.5)
      }
    }
    var request = request(7)
    request.takeCount = 3
    let session = RenderSession(small.studio, judge: Judge())
    let all = try await session.add(request).result().clips
    #expect(all == (try [7, 8, 9].map { try alone(self.request($0)) }))
    request.pick = .best
    #expect(try await session.add(request).result().clips == [all[1]])
  }

  @Test func sessionsWorkAtOnce() async throws {
    let sessions = (0..<3).map { _ in RenderSession(small.studio, workerCount: 2) }
    var shots: [QueuedShot] = []
    for index in 0..<12 { shots.append(await sessions[index % 3].add(request(UInt64(index)))) }
    for (index, shot) in shots.enumerated() {
      #expect(try await shot.result().clips == [alone(request(UInt64(index)))])
    }
  }

  /// A run that is stopped in a folder, after any of some windows, waits there, and goes on in a session to the same bytes.
  @Test(arguments: [1, 4, 7]) func aStoppedFolderIsResumed(windows: Int) async throws {
    var request = request(6, frames: 24)
    request.window = 8
    let url = small.folder.appending(path: "stopped", directoryHint: .isDirectory)
    let (job, pictures) = try small.studio.job(request, formats: [.png])
    #expect(job.takes[0].recipe.settings.windows == WindowLayout(frameCount: 8))
    var production = try Production(
      job, studio: small.studio, output: OutputFolder(url, existing: .refuse), pictures: pictures)
    var asked = 0
    #expect(throws: SessionError.interrupted(path: url.path)) {
      try production.run(shouldStop: {
        asked += 1
        return asked == windows
      })
    }
    #expect(asked == windows)
    let folder = try {
      // The run must let go of its lock before another takes it up.
      production = try Production(job, studio: small.studio, output: nil)
      return try OutputFolder(url, existing: .resume)
    }()
    #expect(try SavedState(folder.state).generation.denoising.window == [1: 1, 4: 1, 7: 0][windows])
    let session = RenderSession(small.studio)
    #expect(try await session.add(resuming: folder).result().folder?.path == url.path)
    #expect(try small.studio.verify(Record(url)).isSame)
  }

  @Test func whatIsMadeIsLeftAlone() async throws {
    let url = small.folder.appending(path: "batch/0001-one", directoryHint: .isDirectory)
    let session = RenderSession(small.studio)
    let first = try await session.add(request(1), to: .continued(url, formats: [.png])).result()
    let again = try await session.add(request(1), to: .continued(url, formats: [.png])).result()
    #expect(!first.wasMadeBefore && again.wasMadeBefore && again.folder?.path == url.path)
    await #expect(throws: SessionError.self) {
      try await session.add(request(2), to: .continued(url, formats: [.png])).result()
    }
  }
}

extension ShotPlan {
  fileprivate func seeded(_ seed: UInt64) -> ShotPlan {
    var plan = self
    plan.seed = seed
    return plan
  }
}
