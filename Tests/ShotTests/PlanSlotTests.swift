import Testing
import ZoetropeShot

@Suite struct PlanSlotTests {
  /// Weights files and records go by these names and this order.
  @Test func namesAndOrderStay() {
    #expect(
      PlanSlot.allCases.map(\.rawValue) == [
        "scene", "period", "time", "weather", "look", "camera", "shotSize", "kind", "tint", "motion", "speed",
        "size",
      ])
    #expect(PlanSlot.shot + PlanSlot.actor == PlanSlot.allCases)
    #expect(PlanSlot.time.choices == ["dawn", "day", "sunset", "night"])
    #expect(PlanSlot.period.choices == ["present", "medieval", "twenties", "eighties", "future"])
    #expect(PlanSlot.tint.choices.prefix(3) == ["natural", "red", "orange"])
    #expect(PlanSlot.tint.words.first == "red" && PlanSlot.kind.words.count == ActorKind.allCases.count)
  }

  /// Every choice of every slot of the shot is written where it is read, and nowhere else.
  @Test(arguments: PlanSlot.shot) func choicesOfAShotComeBack(slot: PlanSlot) {
    let start = ShotPlan(scene: .meadow)
    for (choice, name) in slot.choices.enumerated() {
      var plan = start
      slot.choose(choice, in: &plan)
      #expect(slot.choice(in: plan) == choice && (slot.word(in: plan) ?? slot.absence) == name)
      for other in PlanSlot.shot where other != slot {
        #expect(other.choice(in: plan) == other.choice(in: start))
      }
      var actor = Actor(kind: .fox, keyframes: [])
      slot.choose(choice, in: &actor)
      #expect(actor == Actor(kind: .fox, keyframes: []) && slot.word(in: actor) == nil)
    }
  }

  @Test(arguments: PlanSlot.actor) func choicesOfAnActorComeBack(slot: PlanSlot) {
    let start = Actor(kind: .fox, keyframes: [])
    for (choice, name) in slot.choices.enumerated() {
      var actor = start
      slot.choose(choice, in: &actor)
      #expect(slot.choice(in: actor) == choice && (slot.word(in: actor) ?? slot.absence) == name)
      for other in PlanSlot.actor where other != slot {
        #expect(other.choice(in: actor) == other.choice(in: start))
      }
      var plan = ShotPlan(scene: .meadow)
      slot.choose(choice, in: &plan)
      #expect(plan == ShotPlan(scene: .meadow) && slot.word(in: plan) == nil)
    }
  }

  /// Fields by hand: a slot that reads the wrong one would still come back above.
  @Test func wordsAreThoseOfTheirFields() {
    let actor = Actor(kind: .whale, tint: .blue, size: .large, motion: .jump, speed: .fast, keyframes: [])
    #expect(PlanSlot.actor.map { $0.word(in: actor) } == ["whale", "blue", "jump", "fast", "large"])
    let plan = ShotPlan(
      shotSize: .closeUp, scene: .city, period: .twenties, time: .night, weather: .rain, look: .noir,
      camera: Camera(move: .panLeft))
    #expect(
      PlanSlot.shot.map { $0.word(in: plan) } == [
        "city", "twenties", "night", "rain", "noir", "panLeft", "closeUp",
      ])
  }
}

@Suite struct RelationMarginTests {
  /// The figures that worlds and planners were trained with.
  @Test func figuresStay() {
    let planned = RelationMargin.planned, sampled = RelationMargin.sampled
    #expect(planned.beside == 0.56 && planned.above == 0.56 && planned.chased.lowerBound == 0.65)
    #expect(planned.meeting.lowerBound == 0.35 && planned.overlapping == 0...0.96)
    #expect(sampled.beside == 0.72 && sampled.above == 0.68 && sampled.chased == 0.8...1.15)
    #expect(sampled.meeting == 0.75...0.95 && sampled.overlapping == 0.28...0.5)
    #expect(sampled.mostOverlappingDown == 0.3)
    #expect(abs(planned.depthStep - 0.15) < 1e-15 && abs(sampled.depthStep - 0.25) < 1e-15)
  }

  /// Two boxes at a margin are in the relation, at the measure's bound just so, and below it not.
  @Test(arguments: [
    (RelationMargin.planned.beside, true), (RelationMargin.sampled.beside, true), (0.551, true),
    (0.549, false),
  ]) func besideIsMeasuredInMeanWidths(separation: Double, isTrue: Bool) {
    // Mean width (0.1 + 0.3) / 2.
    let plan = ShotPlan(
      scene: .sea,
      actors: [(0.2, 0.1), (0.2 + separation * 0.2, 0.3)].map { x, width in
        Actor(kind: .duck, keyframes: [Keyframe(t: 0, x: x, y: 0.5, width: width, height: 0.2)])
      })
    #expect(Relation.leftOf.holds(in: plan) == isTrue)
  }
}
