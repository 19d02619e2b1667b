// Writes one prompt: draws what to mention, builds the parts, and joins them in a template's order.

import ZoetropeShot
import ZoetropeRandom

/// A prompt on its way.
struct PromptWriter {
  let slots: ShotSlots
  let split: CaptionSplit
  /// How many attempts were too long: the more, the less is mentioned.
  let thrift: Int
  var generator: Generator
  /// What the parts written so far state.
  var stated = StatedShot()

  init(_ slots: ShotSlots, split: CaptionSplit, thrift: Int, generator: Generator) {
    self.slots = slots
    self.split = split
    self.thrift = thrift
    self.generator = generator
  }

  /// Writes the prompt, without letter case and typing errors.
  mutating func write() -> String {
    let templates = PromptTemplate.allCases.filter { $0.isHeldOut == split.hasHeldOutTemplates }
    var template = templates[generator.index(weights: templates.map(\.weight))]
    let mentioned = Mentions(slots, thrift: thrift, using: &generator)
    if template == .lookFirst && !mentioned.look { template = .plain }
    if template == .timeFirst && !mentioned.time { template = .plain }
    if template == .placeFirst && !mentioned.place { template = .plain }
    if slots.actors.isEmpty && !template.isList { return writeEmpty(mentioned) }
    if template.isList { return writeList(mentioned, template) }
    return writeClause(mentioned, template)
  }

  /// A word of a table, of this prompt's split.
  mutating func pick(_ words: Words) -> String { words.pick(split, using: &generator) }

  // MARK: - Templates

  private mutating func writeClause(_ mentioned: Mentions, _ template: PromptTemplate) -> String {
    let isFinite = ![.shotFirst, .order, .thereIs, .starring].contains(template)
    let action = actors(
      isFinite ? .third : .participle, mentions: mentioned.actors, relation: mentioned.relation)
    let place = mentioned.place ? self.place(mentioned) : nil
    let time = mentioned.time ? self.time() : nil
    var tail: [String] = []
    let look = mentioned.look ? self.look() : nil
    let camera = mentioned.camera ? self.camera() : nil
    let weather = mentioned.weather && stated.weather == nil ? self.weather() : nil
    let period = mentioned.period && stated.period == nil ? self.period() : nil
    let size = mentioned.shotSize || template == .shotFirst ? self.shotSize() : nil
    tail = [weather, period, camera, size, look].compactMap { $0 }
    shuffle(&tail)
    func line(_ parts: [String?], _ tail: [String]) -> String {
      ([parts.compactMap { $0 }.joined(separator: " ")] + tail).filter { !$0.isEmpty }.joined(separator: ", ")
    }
    func rest(without part: String?) -> [String] { tail.filter { $0 != part } }
    switch template {
    case .timeFirst: return line([time.map { $0 + "," }, action, place], tail)
    case .placeFirst: return line([place.map { $0 + "," }, action, time], tail)
    case .lookFirst:
      return line(
        [look.map { $0 + (generator.chance(0.5) ? ":" : ",") }, action, place, time], rest(without: look))
    case .settingFirst:
      let opening = tail.isEmpty ? nil : tail.removeFirst() + (generator.chance(0.25) ? ":" : ",")
      return line([opening, action, place, time], tail)
    case .shotFirst: return line([size, "of", action, place, time], rest(without: size))
    case .order:
      let ending = generator.chance(0.1) ? [pick(FillerWords.endings)] : []
      return line([pick(FillerWords.openings), action, place, time], tail + ending)
    case .thereIs: return line(["there", slots.actors.count > 1 ? "are" : "is", action, place, time], tail)
    case .clauseOrder: return line([pick(FillerWords.clauseOpenings), action, place, time], tail)
    case .slugline:
      let slug = [place, time].compactMap { $0 }.joined(separator: ", ")
      return line([slug.isEmpty ? nil : slug + ":", action], tail)
    case .starring:
      return line(
        ["starring", action],
        [
          ([place, time].compactMap { $0 }.isEmpty ? "" : "set ")
            + [place, time].compactMap { $0 }.joined(separator: " ")
        ] + tail)
    case .picturesFirst: return (tail + [line([action, time, place], [])]).joined(separator: ", ")
    case .plain, .keywords, .bareKeywords, .dashes:
      let ending = generator.chance(0.06) ? [pick(FillerWords.endings)] : []
      let isReversed = generator.chance(0.3)
      return line([action, isReversed ? time : place, isReversed ? place : time], tail + ending)
    }
  }

  private mutating func writeList(_ mentioned: Mentions, _ template: PromptTemplate) -> String {
    let separator = template == .keywords ? ", " : template == .dashes ? " - " : " "
    var items: [String] = []
    if slots.actors.isEmpty {
      items.append(pick(NumberWords.none))
      stated.saysNobody = true
    } else {
      items.append(
        actors(.participle, mentions: mentioned.actors, relation: mentioned.relation, isBare: true))
    }
    var settings: [String] = []
    if mentioned.place || slots.actors.isEmpty {
      stated.scene = slots.scene
      settings.append(pick(slots.scene.nounWords))
    }
    if mentioned.time {
      stated.time = slots.time
      settings.append(pick(slots.time.nounWords))
    }
    if mentioned.weather {
      stated.weather = slots.weather
      settings.append(pick(slots.weather.nounWords))
    }
    if mentioned.period, let period = slots.period {
      stated.period = .past(period)
      settings.append(pick(period.adjectives))
    }
    if mentioned.camera { settings.append(camera()) }
    if mentioned.shotSize { settings.append(shotSize()) }
    // Last, since "thermal camera zooms in" without commas means something else.
    if mentioned.look { settings.append(look()) }
    if template != .bareKeywords { shuffle(&settings) }
    return (items + settings).joined(separator: separator)
  }

  /// A shot without actors: the place itself is the subject.
  private mutating func writeEmpty(_ mentioned: Mentions) -> String {
    stated.scene = slots.scene
    var noun = pick(slots.scene.nounWords)
    if mentioned.period, let period = slots.period {
      stated.period = .past(period)
      noun = pick(period.adjectives) + " " + noun
    }
    var parts: [String] = []
    if generator.chance(0.5) {
      stated.saysNobody = true
      parts.append("empty " + noun)
    } else {
      parts.append(generator.chance(0.3) ? pick(FillerWords.openings) + " the " + noun : noun)
    }
    if mentioned.time || generator.chance(0.5) { parts[0] += " " + time() }
    if mentioned.weather { parts.append(weather()) }
    if mentioned.look { parts.append(look()) }
    if mentioned.camera || parts.joined(separator: " ").split(separator: " ").count < 3 {
      parts.append(camera())
    }
    if mentioned.shotSize { parts.append(shotSize()) }
    if !stated.saysNobody && generator.chance(0.4) {
      stated.saysNobody = true
      parts.append(pick(NumberWords.none))
    }
    return parts.joined(separator: ", ")
  }

  // MARK: - Parts of the setting

  private mutating func place(_ mentioned: Mentions) -> String {
    stated.scene = slots.scene
    let period = mentioned.period && slots.scene.isBuilt ? slots.period : nil
    let ways = slots.scene.waysTo
    guard !ways.isEmpty, generator.chance(period == nil ? 0.25 : 0.6) else {
      return pick(slots.scene.placeWords)
    }
    let way = generator.pick(ways)
    var words = [generator.pick(way.nouns)]
    if let period {
      stated.period = .past(period)
      words.insert(pick(period.adjectives), at: 0)
    }
    let adjectives = slots.weather.adjectives
    if mentioned.weather, !adjectives.isEmpty, generator.chance(0.5) {
      stated.weather = slots.weather
      words.insert(generator.pick(adjectives), at: 0)
    }
    let noun = words.joined(separator: " ")
    return generator.pick(way.prepositions) + " "
      + (generator.chance(0.3) ? "the " + noun : Grammar.withArticle(noun))
  }

  private mutating func period() -> String {
    guard let period = slots.period else {
      stated.period = .present
      return pick(Period.presentWords)
    }
    stated.period = .past(period)
    return pick(period.words)
  }

  private mutating func time() -> String {
    stated.time = slots.time
    return pick(slots.time.words)
  }

  private mutating func weather() -> String {
    stated.weather = slots.weather
    return generator.chance(0.25) ? pick(slots.weather.nounWords) : pick(slots.weather.words)
  }

  private mutating func look() -> String {
    stated.look = slots.look
    return pick(slots.look.words)
  }

  private mutating func camera() -> String {
    stated.camera = slots.camera
    return pick(slots.camera.words)
  }

  private mutating func shotSize() -> String {
    stated.shotSize = slots.shotSize
    return pick(slots.shotSize.words)
  }

  private mutating func shuffle(_ items: inout [String]) {
    guard items.count > 1 else { return }
    for index in items.indices.dropLast() {
      items.swapAt(index, index + generator.index(below: items.count - index))
    }
  }
}
