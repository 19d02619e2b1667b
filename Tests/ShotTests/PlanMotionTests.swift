import Foundation
import Testing
import ZoetropeShot

/// What a plan means at a time: mixtures of light, moves, beats, and where actors are that something carries. Figures by hand.
@Suite struct PlanMotionTests {
  private func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-12 }

  @Test func lightChangesEvenlyOverItsFade() {
    let plan = ShotPlan(
      scene: .sea, time: .day,
      changes: [
        .init(t: 1, to: .time(.sunset), fade: 2), .init(t: 2, to: .weather(.rain), fade: 0),
        .init(t: 5, to: .time(.night)),
      ])
    func time(_ t: Double) -> (TimeOfDay, TimeOfDay, Double) {
      let mixture = plan.timeOfDay(at: t)
      return (mixture.from, mixture.to, mixture.share)
    }
    #expect(time(0) == (.day, .day, 0) && time(-3) == (.day, .day, 0))
    #expect(time(1) == (.day, .sunset, 0) && time(1.5) == (.day, .sunset, 0.25))
    #expect(time(2.5) == (.day, .sunset, 0.75) && time(3) == (.sunset, .sunset, 0))
    #expect(time(5.5) == (.sunset, .night, 0.5) && time(100) == (.night, .night, 0))
    #expect(plan.timeOfDay(at: 1.9).prevailing == .day && plan.timeOfDay(at: 2.1).prevailing == .sunset)
    #expect(plan.weather(at: 1.999).prevailing == .clear && plan.weather(at: 2).prevailing == .rain)
    let look = plan.look(at: 9)
    #expect(look.from == .natural && look.to == .natural && look.share == 0)
  }

  @Test func movesAndBeatsLastUntilTheNext() {
    let camera = Camera(
      moves: [.init(.panLeft), .init(.zoomIn, from: 1)], keyframes: [CameraKeyframe(t: 0)])
    #expect(camera.move == .panLeft && camera.move(at: 0.99) == .panLeft && camera.move(at: 1) == .zoomIn)
    #expect(camera.move(at: -1) == .panLeft)
    var actor = Actor(picture: "fox", beats: [Beat(.right, speed: 0.5), Beat(.jump, from: 2)], keyframes: [])
    #expect(actor.motion == .right && actor.beat(at: 1.9).speed == 0.5 && actor.beat(at: 2).motion == .jump)
    actor.motion = .left
    #expect(actor.beats == [Beat(.left, speed: 0.5), Beat(.jump, from: 2)])
  }

  @Test func titles() {
    #expect(Actor(name: "MARA", picture: "fox", keyframes: []).title == "MARA")
    #expect(Actor(picture: "faces/mara.png", keyframes: []).title == "mara")
    #expect(Actor(picture: "oldMan", keyframes: []).title == "oldMan")
  }

  @Test func coloursOfAnyKind() {
    #expect(PictureTint(text: "red") == .word(.red) && PictureTint(text: "red")?.word == .red)
    let tint = PictureTint(text: "#C0400a")
    #expect(tint == .sRGB(red: 192, green: 64, blue: 10) && tint?.text == "#c0400a" && tint?.word == nil)
    for text in ["", "#", "#12345", "#1234567", "c04020", "#gg0000", "#+12345", "#é1234"] {
      #expect(PictureTint(text: text) == nil, "\(text)")
    }
  }

  // MARK: - Attachments

  private func shot(
    _ size: FrameShape = .square, carrier: [Keyframe], _ attachment: Actor.Attachment, own: [Keyframe]? = nil
  ) -> ShotPlan {
    ShotPlan(
      size: size, scene: .meadow,
      actors: [
        Actor(picture: "horse", keyframes: carrier),
        Actor(
          picture: "girl", attachment: attachment,
          keyframes: own ?? [Keyframe(t: 0, x: 0.9, y: 0.9, width: 0.1, height: 0.2)]),
      ])
  }

  /// A horse of 0.4 × 0.4 goes from 0.3 to 0.7 and grows to twice that: the saddle is a quarter above its middle.
  @Test func aRiderGoesAndGrowsWithTheHorse() throws {
    let plan = shot(
      carrier: [
        Keyframe(t: 0, x: 0.3, y: 0.6, width: 0.4, height: 0.4),
        Keyframe(t: 2, x: 0.7, y: 0.6, width: 0.8, height: 0.8),
      ], Actor.Attachment(to: .actor(0), .riding, x: 0.5, y: 0.25))
    try plan.validate()
    let track = plan.tracks()[1]
    let start = track.box(at: 0), end = track.box(at: 2)
    #expect(near(start.x, 0.3) && near(start.y, 0.5) && near(start.width, 0.1) && near(start.height, 0.2))
    #expect(near(end.x, 0.7) && near(end.y, 0.4) && near(end.width, 0.2) && near(end.height, 0.4))
    // Without the attachment it stays where its own keyframe has it.
    #expect(ActorTrack(plan.actors[1]).box(at: 2).x == 0.9)
  }

  /// A cup at the right edge of a box of 0.4 × 0.2, which turns by a quarter clockwise: it is then at its foot, half as far as
  /// the box is wide, in pixels. In a frame of ratio r, 0.2 frame widths are 0.2·r frame heights.
  @Test(arguments: FrameShape.allCases) func whatIsHeldTurnsWithWhoHoldsIt(size: FrameShape) {
    let plan = shot(
      size,
      carrier: [
        Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.4, height: 0.2),
        Keyframe(t: 1, x: 0.5, y: 0.5, width: 0.4, height: 0.2, angle: 90),
      ], Actor.Attachment(to: .actor(0), .heldBy, x: 1, y: 0.5))
    let track = plan.tracks()[1]
    let before = track.box(at: 0), after = track.box(at: 1)
    #expect(near(before.x, 0.7) && near(before.y, 0.5) && near(before.angle, 0))
    #expect(near(after.x, 0.5) && near(after.y, 0.5 + 0.2 * size.aspectRatio) && near(after.angle, 90))
  }

  /// Mirrored, the right hand is on the left; whoever is mirrored with it turns about too.
  @Test func mirroredCarriersMirrorWhatTheyCarry() {
    let plan = shot(
      carrier: [
        Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.4, height: 0.4),
        Keyframe(t: 1, x: 0.5, y: 0.5, width: 0.4, height: 0.4, flipped: true),
      ], Actor.Attachment(to: .actor(0), .heldBy, x: 0.75, y: 0.5))
    let track = plan.tracks()[1]
    #expect(near(track.box(at: 0.5).x, 0.6) && !track.box(at: 0.5).flipped)
    #expect(near(track.box(at: 1).x, 0.4) && track.box(at: 1).flipped)
  }

  /// Before it is taken up and after it is let go, an actor's own keyframes hold.
  @Test func attachmentsBeginAndEnd() {
    let plan = shot(
      carrier: [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.4, height: 0.4)],
      Actor.Attachment(to: .actor(0), .heldBy, x: 0.5, y: 0.5, from: 1, until: 2),
      own: [
        Keyframe(t: 0, x: 0.1, y: 0.1, width: 0.1, height: 0.1),
        Keyframe(t: 2, x: 0.3, y: 0.1, width: 0.3, height: 0.1),
      ])
    let track = plan.tracks()[1]
    #expect(
      near(track.box(at: 0.5).x, 0.15) && near(track.box(at: 1).x, 0.5) && near(track.box(at: 1.9).x, 0.5))
    // Its size is that of when it was taken up.
    #expect(
      near(track.box(at: 1.9).width, 0.2) && near(track.box(at: 2).x, 0.3)
        && near(track.box(at: 2).width, 0.3))
  }

  /// A bird on a girl on a horse; the order in the plan makes no difference.
  @Test func chainsOfCarriers() {
    let actors = [
      Actor(
        name: "BIRD", picture: "owl",
        attachment: Actor.Attachment(to: .name("GIRL"), .sittingOn, x: 0.5, y: 0),
        keyframes: [Keyframe(t: 0, x: 0, y: 0, width: 0.1, height: 0.1)]),
      Actor(
        name: "GIRL", picture: "girl",
        attachment: Actor.Attachment(to: .name("HORSE"), .riding, x: 0.5, y: 0),
        keyframes: [Keyframe(t: 0, x: 0, y: 0, width: 0.2, height: 0.2)]),
      Actor(
        name: "HORSE", picture: "horse",
        keyframes: [
          Keyframe(t: 0, x: 0.2, y: 0.6, width: 0.4, height: 0.4),
          Keyframe(t: 1, x: 0.8, y: 0.6, width: 0.4, height: 0.4),
        ]),
    ]
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
      let plan = ShotPlan(size: .square, scene: .meadow, actors: order.map { actors[$0] })
      let bird = plan.tracks()[order.firstIndex(of: 0)!].box(at: 1)
      // The horse's back is at 0.4, so is the girl's middle; her head is 0.1 above.
      #expect(near(bird.x, 0.8) && near(bird.y, 0.3))
    }
  }

  /// A bench at 0.75 widths, 0.4 high and twice as wide, seen by a camera that moves by a width and zooms by 2: the sitter is at its
  /// upper left corner.
  @Test func setPiecesCarryToo() {
    var plan = shot(
      carrier: [Keyframe(t: 0, x: 0.5, y: 0.5, width: 0.1, height: 0.1)],
      Actor.Attachment(to: .name("BENCH"), .sittingOn, x: 0, y: 0))
    plan.setPieces = [
      SetPiece(name: "BENCH", picture: "bench", x: 0.75, y: 0.8, height: 0.4, depth: 0.5, parallax: 0.5)
    ]
    plan.camera = Camera(
      move: .track, keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 1, x: 1, zoom: 2)])
    let track = plan.tracks { name in name == "bench" ? 2 : 1 }[1]
    let start = track.box(at: 0)
    #expect(near(start.x, 0.75 - 0.4) && near(start.y, 0.4) && near(start.width, 0.1))
    // Parallax 0.5 follows by half a width: 0.25 is a quarter left of the middle, twice that is 0; the foot at 0.5 + 0.3 · 2.
    let end = track.box(at: 1)
    #expect(near(end.x, 0 - 0.8) && near(end.y, 1.1 - 0.8) && near(end.width, 0.2) && near(end.height, 0.4))
  }

  /// Written out, keyframes alone say what tracks say, in every frame.
  @Test func writtenOutItIsTheSame() throws {
    let plan = shot(
      carrier: [
        Keyframe(t: 0, x: 0.3, y: 0.6, width: 0.4, height: 0.4),
        Keyframe(t: 3, x: 0.7, y: 0.5, width: 0.5, height: 0.6, angle: 30),
      ], Actor.Attachment(to: .actor(0), .riding, x: 0.5, y: 0.2, from: 1))
    let flat = plan.withAttachmentsWrittenOut()
    try flat.validate()
    #expect(flat.actors[1].attachment == nil && flat.actors[1].keyframes.count == plan.frameCount)
    for frame in 0..<plan.frameCount {
      let time = plan.time(ofFrame: frame)
      let (a, b) = (plan.tracks()[1].box(at: time), ActorTrack(flat.actors[1]).box(at: time))
      #expect(near(a.x, b.x) && near(a.y, b.y) && near(a.width, b.width) && near(a.angle, b.angle))
    }
    #expect(PlanJSONTests.plan.withAttachmentsWrittenOut() == PlanJSONTests.plan)
  }

  /// Without the horse its rider goes the same way, and nothing speaks of the horse any more; the others keep their numbers.
  @Test func actorsCanBeLeftOut() throws {
    var plan = shot(
      carrier: [
        Keyframe(t: 0, x: 0.3, y: 0.6, width: 0.4, height: 0.4),
        Keyframe(t: 3, x: 0.7, y: 0.5, width: 0.4, height: 0.4),
      ], Actor.Attachment(to: .actor(0), .riding, x: 0.5, y: 0.2))
    plan.actors.append(Actor(name: "DOG", picture: "dog", keyframes: plan.actors[0].keyframes))
    plan.actors[1].beats = [
      Beat(.still, towards: .thing(.actor(2))), Beat(.left, from: 1, towards: .thing(.actor(0))),
      Beat(.right, from: 2, towards: .side(.right)),
    ]
    plan.relations = [
      PlannedRelation(.actor(0), .below, .actor(1)), PlannedRelation(.actor(1), .above, .actor(2)),
      PlannedRelation(.name("DOG"), .behind, .actor(1)),
    ]
    try plan.validate()
    let left = plan.removingActor(at: 0)
    try left.validate()
    #expect(left.actors.map(\.picture) == ["girl", "dog"] && left.actors[0].attachment == nil)
    #expect(near(left.tracks()[0].box(at: 2).x, plan.tracks()[1].box(at: 2).x))
    #expect(left.actors[0].beats.map(\.towards) == [.thing(.actor(1)), nil, .side(.right)])
    #expect(
      left.relations == [
        PlannedRelation(.actor(0), .above, .actor(1)), PlannedRelation(.name("DOG"), .behind, .actor(0)),
      ])
  }

  // MARK: - Words

  /// What has no word is said to have none, and what it is called instead.
  @Test func theClosedVocabularySaysWhatItLacks() throws {
    #expect(
      PlanVersionTests.plan.closedVocabularyIssues.map(\.description) == [
        "time: changes during the shot, to sunset at 1 s", "weather: changes during the shot, to rain at 2 s",
        "set: holds 2 set pieces", #"actors[0].picture: "faces/mara.png" is no kind"#,
      ])
    var actor = Actor(picture: "gorilla", tint: .sRGB(red: 1, green: 2, blue: 255), keyframes: [])
    #expect(actor.kind == nil && actor.tintWord == nil)
    #expect(PlanSlot.kind.word(in: actor) == "gorilla" && PlanSlot.kind.index(in: actor) == nil)
    #expect(PlanSlot.tint.word(in: actor) == "#0102ff" && PlanSlot.tint.index(in: actor) == nil)
    #expect(ActorSlots(of: actor, camera: Camera()) == nil)
    PlanSlot.kind.choose(PlanSlot.kind.words.firstIndex(of: "fox")!, in: &actor)
    PlanSlot.tint.choose(0, in: &actor)
    #expect(actor.kind == .fox && actor.tint == nil && ActorSlots(of: actor, camera: Camera())?.kind == .fox)
    #expect(throws: PlanError.self) { try ShotSlots(of: PlanVersionTests.plan) }
  }

  @Test func theSummarySaysWhatThereIs() throws {
    #expect(
      PlanVersionTests.plan.summary == [
        "4 s: 96 frames, 24 a second; tall frame, wide shot",
        "beach (future); day, from 1 s sunset within 0.5 s, from 3 s night at once; clear, from 2 s rain within 1 s; sepia look",
        "camera: track, from 2.5 s zoom in; x 0…12.5 frame widths, y -5…0 frame heights, zoom 1…2",
        "set: TOWER (lighthouse), palmTree",
        "actor 0: MARA, small red faces/mara.png gait run: right towards TOWER at 0.25 frame widths a second, from 1 s jump towards up fast, "
          + "from 2 s still towards actor 1; riding actor 1 from 0.5 s until 2 s; in view throughout",
        "actor 1: horse: still; in view throughout",
        "relation: from 0.5 s on: MARA above actor 1",
      ])
    var passing = PlanVersionTests.plan
    passing.actors[1].keyframes = [
      Keyframe(t: 0, x: -0.5, y: 0.5, width: 0.5, height: 0.5),
      Keyframe(t: 4, x: 1.5, y: 0.5, width: 0.5, height: 0.5),
    ]
    // Its right edge is at −0.25 + 0.5·t, its left one at −0.75 + 0.5·t: inside after 0.5 s and before 3.5 s.
    #expect(passing.summary[5] == "actor 1: horse: still; in view 0.54–3.5 s")
    #expect(
      ShotPlan(scene: .sea).summary == [
        "4 s: 48 frames, 12 a second; wide frame, medium shot", "sea; day; clear; natural look",
        "camera: still",
      ])
  }

  /// The files that the documents show.
  @Test(arguments: [("ride", 2), ("fox", 1)]) func examplesAreValid(name: String, version: Int) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Docs/Examples")
    let file = try Data(contentsOf: folder.appending(path: "\(name).json"))
    let plan = try ShotPlan(json: file)
    #expect(try ShotPlan.version(ofJSON: file) == version && plan.version == version)
    #expect(try ShotPlan(json: plan.json()) == plan)
    guard version == 2 else { return }
    // Who rides and who is held stays with the horse; the horse is in view throughout.
    let tracks = plan.tracks()
    let (horse, mara, balloon) = (tracks[0].box(at: 3), tracks[1].box(at: 3), tracks[2].box(at: 3))
    #expect(near(mara.x, horse.x) && near(mara.y, horse.y - 0.4 * horse.height) && balloon.y < mara.y)
  }
}
