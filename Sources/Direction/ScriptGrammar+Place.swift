// Where it takes place, in what light, and in which look.

import ZoetropeCast
import ZoetropeLanguage
import ZoetropeShot

extension ScriptGrammar {
  /// Sets the place: that which is named, or one where those who act belong.
  mutating func readPlace() throws {
    var named = reading.mentions.indices.filter { mention($0).kind == .place && fates[$0] == nil }
    // The ground is wherever they are.
    for index in named where placement(mention(index).key).backdrop == nil { fates[index] = .place }
    named = named.filter { fates[$0] == nil }
    // What may be a thing in another place stands in it: a castle by the sea.
    let primary = named.first { mention($0).senses.isEmpty } ?? named.first
    if let primary { set(mention(primary).key) }
    isPlaceStated = primary != nil
    for index in named {
      if index == primary {
        fates[index] = .place
      } else if let sense = mention(index).senses.first, let performer = casting.member(sense.member) {
        performers[index] = performer
        fates[index] = .piece(shot.pieces.count)
        things[index] = .setPiece(shot.pieces.count)
        shot.pieces.append(ScriptedPiece(performer))
      } else if placement(mention(index).key).backdrop == shot.backdrop {
        fates[index] = .place
      } else {
        leaveOut(
          index, "was left out: a shot takes place in one place, \(shot.recipe ?? shot.backdrop.rawValue)")
      }
    }
    if primary == nil { try choosePlace() }
  }

  /// Time, weather, look and age.
  mutating func readLight() throws {
    readTimes()
    readWeathers()
    readLooks()
    try chooseLight()
  }

  // MARK: - Internals

  private func placement(_ key: String) -> (backdrop: Scene?, recipe: SceneRecipe?) {
    let words = key.reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
    let names = [words, "indoor " + words, "underwater " + words]
    let recipe = names.lazy.compactMap { casting.scenes[$0] }.first
    return (recipe?.backdrop ?? Scene(rawValue: key), recipe)
  }

  private mutating func set(_ key: String) {
    let (backdrop, recipe) = placement(key)
    if let backdrop { shot.backdrop = backdrop }
    shot.recipe = recipe?.name
  }

  /// A place for a shot that names none.
  private mutating func choosePlace() throws {
    let people = shot.actors.map(\.performer) + shot.pieces.map(\.performer)
    var choices: [Scene] = []
    for habitat in people.first?.habitats ?? [.meadow] {
      if let scene = Scene(rawValue: habitat.rawValue) { choices.append(scene) }
    }
    // Where most of them are at home comes first.
    let order = choices.enumerated().sorted { a, b in
      func homes(_ scene: Scene) -> Int { people.count { $0.belongs(in: scene) } }
      return (homes(b.element), a.offset) < (homes(a.element), b.offset)
    }
    choices = order.map(\.element)
    if let asked = scenesAskedFor(by: choices) { choices = asked }
    if choices.isEmpty { choices = [.meadow] }
    let answer = try choose(ScriptSlot(.place), among: Array(choices.prefix(4).indices), usual: 0)
    shot.backdrop = choices[answer]
    // Small things are seen from near, where no scenery is.
    let isCloseBy = people.first.map { $0.height < 0.4 && !$0.isAnimate } ?? false
    shot.recipe = isCloseBy ? nil : casting.scenes[shot.backdrop.rawValue]?.name
  }

  /// Scenes that the prompt's motions, weather and age ask for.
  private func scenesAskedFor(by choices: [Scene]) -> [Scene]? {
    func says(_ kind: Mention.Kind, _ keys: Set<String>) -> Bool {
      reading.mentions.contains { $0.kind == kind && keys.contains($0.key) && !$0.isNegated }
    }
    func preferring(_ scenes: [Scene]) -> [Scene] {
      let fitting = choices.filter(scenes.contains)
      return fitting.isEmpty ? scenes : fitting
    }
    if says(.motion, ["swim"]) { return preferring([.river, .sea, .underwater]) }
    if says(.motion, ["sail", "surf"]) { return preferring([.sea, .river]) }
    if says(.motion, ["ski"]) { return [.snow] }
    if says(.period, Set(Period.allCases.map(\.rawValue))) { return preferring([.city, .room, .stage]) }
    if says(.weather, Set(["rain", "snow", "fog", "clouds", "clear", "wind"])) {
      let open = choices.filter(\.isUnderOpenAir)
      return open.isEmpty ? [.meadow] : open
    }
    return nil
  }

  private mutating func readTimes() {
    var stated: [TimeOfDay] = []
    for (index, mention) in reading.mentions.enumerated() where mention.kind == .time && fates[index] == nil {
      guard let time = TimeOfDay(rawValue: mention.key) else {
        leaveOut(index, "is a season, which a plan cannot show, and was left out")
        continue
      }
      fates[index] = .light
      if stated.last != time { stated.append(time) }
    }
    if let first = stated.first { shot.time = first }
    for (number, time) in stated.enumerated().dropFirst() {
      shot.changes.append(LightStep(.time(time), after: Double(number) / Double(stated.count)))
    }
    isTimeStated = !stated.isEmpty
  }

  private mutating func readWeathers() {
    var stated: [(weather: Weather, index: Int)] = []
    for (index, mention) in reading.mentions.enumerated()
    where mention.kind == .weather && fates[index] == nil {
      guard let weather = Weather(rawValue: mention.key) else {
        leaveOut(index, "cannot be seen in a plan, and was left out")
        continue
      }
      fates[index] = .light
      if stated.last?.weather != weather { stated.append((weather, index)) }
    }
    isWeatherStated = !stated.isEmpty
    guard let first = stated.first else { return }
    shot.weather = first.weather
    for (before, next) in zip(stated, stated.dropFirst()) {
      // "Cloudy, then rain" is a change; "cloudy and rainy" is rain.
      let changes = reading.mentions[before.index...next.index].contains {
        $0.kind == .beat || $0.kind == .activity || $0.kind == .motion
      }
      if changes {
        shot.changes.append(LightStep(.weather(next.weather), after: 0.5))
        break
      } else if shot.weather == .clouds || shot.weather == .clear {
        shot.weather = next.weather
      } else if next.weather != .clouds && next.weather != .clear {
        notes.append("\(quoted(next.index)) was left out: there is one weather at a time")
        fates[next.index] = .leftOut
      }
    }
  }

  private mutating func readLooks() {
    var isStated = false
    for (index, mention) in reading.mentions.enumerated() where fates[index] == nil {
      switch mention.kind {
      case .look:
        let near = NearestLook.byKey[mention.key]
        guard let look = Look(rawValue: mention.key) ?? near else {
          leaveOut(index, "is no look that a plan knows, and was left out")
          continue
        }
        guard !isStated || shot.look == look else {
          leaveOut(index, "was left out: a shot has one look, \(shot.look.rawValue)")
          continue
        }
        if near != nil { notes.append("\(quoted(index)) is shown as \(look.rawValue), the nearest look") }
        (shot.look, isStated) = (look, true)
        fates[index] = .light
      case .period:
        shot.period = Period(rawValue: mention.key)
        fates[index] = .light
        if shot.period != nil && !shot.backdrop.isBuilt {
          leaveOut(index, "is only seen in cities, in rooms and on stages, and was left out")
          shot.period = nil
        }
      default: break
      }
    }
  }

  private mutating func chooseLight() throws {
    // A place that nobody named is as light as any.
    let recipe = isPlaceStated ? shot.recipe.flatMap { casting.scenes[$0] } : nil
    if !isTimeStated {
      let usual = recipe?.time ?? (shot.backdrop == .space || shot.backdrop == .moon ? .night : .day)
      let answer = try choose(
        ScriptSlot(.time), among: Array(0...TimeOfDay.allCases.count), usual: 0)
      shot.time = answer == 0 ? usual : TimeOfDay.allCases[answer - 1]
    }
    if !isWeatherStated, shot.backdrop.isUnderOpenAir {
      let answer = try choose(ScriptSlot(.weather), among: Array(0...Weather.allCases.count), usual: 0)
      shot.weather = answer == 0 ? recipe?.weather ?? .clear : Weather.allCases[answer - 1]
    }
    if shot.period == nil, !reading.mentions.contains(where: { $0.kind == .period }) {
      shot.period = recipe?.period
    }
  }
}

/// What names of looks stand for that plans lack.
enum NearestLook {
  /// The looks that come nearest to those that plans lack.
  static let byKey: [String: Look] = [
    "sketch": .blackAndWhite, "clay": .animated, "lowPoly": .animated, "render": .animated,
    "popArt": .animated, "papercut": .animated,
  ]
}
