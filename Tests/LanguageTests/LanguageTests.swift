import Foundation
import Testing
import ZoetropeShot
import ZoetropeRandom
@testable import ZoetropeLanguage
import ZoetropeWorld

@Suite struct LanguageTests {
  /// A plan and its captions in both splits, drawn once for all tests of this suite.
  static let samples = Result { try (0..<SampleCount.current).map(sample) }

  private static func sample(_ index: Int) throws -> (plan: ShotPlan, training: Caption, heldOut: Caption) {
    var generator = Generator(seed: 21, stream: UInt64(index))
    let plan = ShotSampler().sample(using: &generator)
    let training = try Describer().describe(plan, using: &generator)
    return (plan, training, try Describer(split: .heldOut).describe(plan, using: &generator))
  }

  @Test func noPhraseMeansTwoThings() throws {
    #expect(Lexicon.shared.conflicts.isEmpty)
  }

  /// The parser reads from prompts what the describer meant to say, and nothing of it contradicts the plan.
  @Test func promptsNeverContradictTheirPlans() throws {
    let parser = CaptionParser()
    var failures: [String] = []
    for (plan, training, heldOut) in try LanguageTests.samples.get() {
      for caption in [training, heldOut] {
        let read = parser.parse(caption.prompt)
        if read != caption.stated {
          failures.append("\(caption.prompt): read \(read), meant \(caption.stated)")
        }
        failures += read.contradictions(with: plan).map { "\(caption.prompt): \($0)" }
      }
    }
    #expect(failures.isEmpty)
  }

  /// What a description leaves unsaid is usual; with that, it says the whole plan.
  @Test func descriptionsSayTheWholePlan() throws {
    let parser = CaptionParser()
    var failures: [String] = []
    for (plan, caption, _) in try LanguageTests.samples.get() {
      let read = parser.parse(caption.description), slots = try ShotSlots(of: plan)
      var isWhole = read.contradictions(with: plan).isEmpty
      isWhole = isWhole && read.scene == plan.scene && read.time == plan.time && read.weather == plan.weather
      isWhole =
        isWhole && read.look == plan.look && read.camera == plan.camera.move && read.shotSize == plan.shotSize
      isWhole = isWhole && read.period?.period == plan.period && read.actors.count == slots.actors.count
      for (said, truth) in zip(read.actors, slots.actors) {
        isWhole = isWhole && said.kind == truth.kind && said.tint == truth.tint
        isWhole = isWhole && said.size ?? .medium == truth.size && said.speed ?? .normal == truth.speed
        isWhole = isWhole && said.motions == [truth.motion]
        isWhole = isWhole && said.heading == (truth.motion.takesHeading ? truth.heading : nil)
      }
      let kinds = slots.actors.prefix(2).map(\.kind)
      if kinds.count == 2, kinds[0] != kinds[1] {
        isWhole = isWhole && (read.relation == nil) == (slots.relation == nil)
      }
      if !isWhole { failures.append(caption.description) }
    }
    #expect(failures.isEmpty)
  }

  /// The checks above can fail: a caption read against another plan contradicts it.
  @Test func captionsOfOtherPlansContradict() throws {
    let parser = CaptionParser()
    var descriptions = 0, prompts = 0
    let samples = try LanguageTests.samples.get()
    for index in 0..<1000 {
      let other = samples[index + 1].plan
      if !parser.parse(samples[index].training.description).contradictions(with: other).isEmpty {
        descriptions += 1
      }
      if !parser.parse(samples[index].training.prompt).contradictions(with: other).isEmpty { prompts += 1 }
    }
    #expect(descriptions >= 995)
    #expect(prompts >= 950)
  }

  @Test func lengthsAreAsStated() throws {
    let prompts = try LanguageTests.samples.get().flatMap { [$0.training.prompt, $0.heldOut.prompt] }
    #expect(prompts.filter { !(3...15 ~= Describer.wordCount($0)) }.isEmpty)
    let descriptions = try LanguageTests.samples.get().map(\.training.description)
    #expect(descriptions.filter { !(20...56 ~= Describer.wordCount($0)) }.isEmpty)
    // Three actors that do three things need more than 45 words.
    #expect(descriptions.filter { Describer.wordCount($0) > 45 }.count < descriptions.count / 30)
  }

  /// Held-out words never occur in training prompts or descriptions, and do occur in held-out prompts.
  @Test func heldOutWordsAreKeptFromTraining() throws {
    let kept = LanguageTests.heldOutPhrases
    for (_, training, _) in try LanguageTests.samples.get() {
      let said = LanguageTests.phrases(of: training.prompt).union(
        LanguageTests.phrases(of: training.description))
      if !kept.isDisjoint(with: said) { Issue.record("\(kept.intersection(said)) in training") }
    }
    let heldOut = try LanguageTests.samples.get().prefix(2000).map {
      LanguageTests.phrases(of: $0.heldOut.prompt)
    }
    let with = heldOut.filter { !$0.isDisjoint(with: kept) }
    #expect(Double(with.count) / Double(heldOut.count) > 0.8)
  }

  @Test func everyWordIsKnownAndEveryNameIsUsed() throws {
    let parser = CaptionParser()
    var unknown: [String] = [], said: Set<String> = []
    for (_, training, heldOut) in try LanguageTests.samples.get() {
      unknown += parser.unknownWords(in: training.prompt) + parser.unknownWords(in: heldOut.prompt)
      said.formUnion(LanguageTests.phrases(of: training.prompt))
    }
    #expect(unknown.isEmpty)
    for name in ActorKind.allCases.flatMap(\.words.training) {
      #expect(said.contains(name) || said.contains(Grammar.plural(name)), "\(name)")
    }
  }

  @Test func samePlanAndStreamGiveTheSameCaption() throws {
    let plan = try LanguageTests.samples.get()[0].plan
    var first = Generator(seed: 1), second = Generator(seed: 1)
    let captions = try (Describer().describe(plan, using: &first), Describer().describe(plan, using: &second))
    #expect(captions.0 == captions.1)
  }

  @Test func typosAreRareAndOnlyInPrompts() throws {
    var generator = Generator(seed: 5), same = Generator(seed: 5)
    let plan = try LanguageTests.samples.get()[3].plan
    let typed = try Describer(typoRate: 1).describe(plan, using: &generator)
    let clean = try Describer().describe(plan, using: &same)
    #expect(typed.prompt.lowercased() != clean.prompt.lowercased())
    #expect(CaptionParser().parse(typed.description).contradictions(with: plan).isEmpty)
  }

  // MARK: - Internals

  /// All runs of one to five words of a text.
  static func phrases(of text: String) -> Set<String> {
    let tokens = CaptionParser.tokens(of: text)
    var phrases: Set<String> = []
    for start in tokens.indices {
      for end in start..<min(start + 5, tokens.count) {
        phrases.insert(tokens[start...end].joined(separator: " "))
      }
    }
    return phrases
  }

  static var heldOutPhrases: Set<String> {
    var tables: [Words] = ActorKind.allCases.map(\.words)
    tables += Tint.allCases.map(\.words) + ActorSize.allCases.map(\.words) + Speed.allCases.map(\.words)
    tables += Scene.shipped.flatMap { [$0.placeWords, $0.nounWords] }
    tables += TimeOfDay.allCases.flatMap { [$0.words, $0.nounWords] }
    tables += Weather.allCases.flatMap { [$0.words, $0.nounWords] }
    tables += Period.allCases.flatMap { [$0.words, $0.adjectives] }
    tables += Look.shipped.map(\.words) + CameraMove.allCases.map(\.words) + ShotSize.allCases.map(\.words)
    tables += Relation.allCases.filter { $0 != .chasing && $0 != .meeting }.map(\.words)
    tables += [
      NumberWords.two, NumberWords.three, NumberWords.none, FillerWords.openings, FillerWords.endings,
    ]
    return Set(tables.flatMap(\.heldOut))
  }
}
