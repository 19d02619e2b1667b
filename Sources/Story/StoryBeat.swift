// What may happen in a story: each kind of beat with what must be so before it, and what is so after it.

/// Something that happens.
public struct StoryBeat: Sendable, Hashable, Codable {
  /// What.
  public var kind: Kind
  /// Who does it.
  public var who: Int
  /// To whom, or with whom.
  public var whom: Int?
  /// Where somebody goes, or where the thing comes to lie.
  public var to: Int?

  /// The kinds of beats.
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// Somebody is there, alone or with others.
    case open
    /// Somebody comes to where another is.
    case arrive
    /// Two who did not know each other do.
    case meet
    /// Somebody shows off what they have.
    case show
    /// Somebody asks another for the thing.
    case ask
    /// The other says no.
    case refuse
    /// The other gives it.
    case give
    /// Somebody takes it and runs.
    case steal
    /// It gets away from whoever has it.
    case lose
    /// Somebody finds it.
    case find
    /// Somebody looks for it in the wrong place.
    case search
    /// Somebody tells another who has it.
    case tell
    /// Somebody goes after whoever has it.
    case follow
    /// Somebody hides from another who comes.
    case hide
    /// Somebody demands it back.
    case confront
    /// Whoever was pressed gives it back.
    case yield
    /// Whoever was pressed gets away.
    case escape
    /// Somebody says that they are sorry.
    case apologize
    /// Two fall out.
    case quarrel
    /// It begins to rain.
    case rain
    /// Two have it together: an end.
    case share
    /// Two are glad: an end.
    case rejoice
    /// Somebody has it and nobody else: an end.
    case keep
    /// Somebody leaves another for good: an end.
    case part
    /// Somebody has nobody left: an end.
    case lonely

    /// Whether a story may end with it.
    public var isEnd: Bool { [.share, .rejoice, .keep, .part, .lonely].contains(self) }
  }

  init(_ kind: Kind, _ who: Int, _ whom: Int? = nil, to: Int? = nil) {
    (self.kind, self.who, self.whom, self.to) = (kind, who, whom, to)
  }
}

/// The grammar of stories.
public struct StoryGrammar: Sendable {
  /// Whom and what the story is about.
  public let world: StoryWorld

  /// Makes the grammar of a world.
  public init(_ world: StoryWorld) { self.world = world }

  /// Everything that may happen next, in a fixed order.
  ///
  /// - Parameters:
  ///   - ends: whether the story may end now, and must not go on otherwise.
  ///   - last: what happened before; nil at the beginning.
  public func next(_ state: StoryState, after last: StoryBeat?, ends: Bool) -> [StoryBeat] {
    guard !state.isOver else { return [] }
    guard let last else { return [StoryBeat(.open, 0)] }
    var beats: [StoryBeat] = []
    for who in world.characters.indices {
      beats += alone(who, state, last)
      for whom in world.characters.indices where whom != who { beats += together(who, whom, state, last) }
    }
    let answers: Set<StoryBeat.Kind> = [.refuse, .give, .yield, .escape]
    let isAnswered = state.asked == nil && state.pressed == nil
    return beats.filter { $0.kind.isEnd == ends && answers.contains($0.kind) != isAnswered }
  }

  /// How things stand after a beat that may happen.
  public func state(_ before: StoryState, after beat: StoryBeat) -> StoryState {
    var state = before
    let who = beat.who
    if ![.refuse, .give].contains(beat.kind) { state.asked = nil }
    if ![.yield, .escape].contains(beat.kind) { state.pressed = nil }
    switch beat.kind {
    case .open, .show, .hide: break
    case .rain: state.rains = true
    case .arrive, .search: state.places[who] = beat.to ?? state.places[who]
    case .follow: if let whom = beat.whom { state.places[who] = state.places[whom] }
    case .ask: state.asked = beat.whom.map { ($0, who) }
    case .confront: state.pressed = beat.whom.map { ($0, who) }
    case .give, .yield:
      state.holder = beat.whom
      (state.asked, state.pressed) = (nil, nil)
      if beat.whom == world.owner { state.thief = nil }
    case .steal:
      if who != world.owner { state.thief = who }
      state.holder = who
      state.places[who] = beat.to ?? state.places[who]
    case .lose: (state.holder, state.lies) = (nil, beat.to)
    case .find: (state.holder, state.lies) = (who, nil)
    case .escape: state.places[who] = beat.to ?? state.places[who]
    case .meet, .refuse, .tell, .apologize, .quarrel: break
    case .share, .rejoice, .keep, .part, .lonely: state.isOver = true
    }
    setKnowledge(&state, beat, before)
    if let whom = beat.whom { setBonds(&state, beat, whom) }
    for (person, change) in StoryGrammar.fortunes(of: beat, world, before) {
      state.fortune[person] = min(1, max(-1, state.fortune[person] + change))
    }
    return state
  }

  /// How fortunes change.
  static func fortunes(of beat: StoryBeat, _ world: StoryWorld, _ state: StoryState) -> [(Int, Double)] {
    let who = beat.who
    func both(_ a: Double, _ b: Double) -> [(Int, Double)] {
      [(who, a)] + (beat.whom.map { [($0, b)] } ?? [])
    }
    switch beat.kind {
    case .open, .arrive, .ask: return []
    case .meet: return both(0.15, 0.15)
    case .show: return [(who, 0.15)]
    case .refuse: return both(0, -0.2)
    case .give: return both(0.1, 0.35)
    case .steal: return both(0.35, -0.45)
    case .lose: return [(who, -0.4)]
    case .find: return [(who, 0.35)]
    case .search: return [(who, -0.2)]
    case .tell: return both(0.05, 0.2)
    case .follow: return [(who, 0.1)]
    case .hide: return both(-0.1, 0)
    case .confront: return both(0.05, -0.2)
    case .yield: return both(-0.15, 0.4)
    case .escape: return both(0.15, -0.3)
    case .apologize: return both(0.25, 0.2)
    case .quarrel: return both(-0.25, -0.25)
    case .rain: return state.present(at: state.places[who]).map { ($0, -0.15) }
    case .share: return both(0.35, 0.35)
    case .rejoice: return both(0.3, 0.3)
    case .keep: return [(who, who == world.owner ? 0.25 : -0.15)]
    case .part: return both(-0.2, -0.4)
    case .lonely: return [(who, -0.35)]
    }
  }

  // MARK: - Internals

  private func alone(_ who: Int, _ state: StoryState, _ last: StoryBeat) -> [StoryBeat] {
    var beats: [StoryBeat] = []
    let here = state.places[who], company = state.present(at: here).count - 1
    let others = world.places.indices.filter { $0 != here }
    if state.holder == who {
      if company > 0, last.kind != .show { beats.append(StoryBeat(.show, who)) }
      if last.kind != .find, last.kind != .give { beats += others.map { StoryBeat(.lose, who, to: $0) } }
      if company == 0 { beats.append(StoryBeat(.keep, who)) }
    }
    if state.lies == here, state.wants.contains(who) { beats.append(StoryBeat(.find, who)) }
    if state.wants.contains(who), state.holder != who, !state.knows.contains(who) {
      beats += others.map { StoryBeat(.search, who, to: $0) }
    }
    for place in others where company == 0 && state.present(at: place).contains(where: { $0 != who }) {
      if last.kind != .arrive { beats.append(StoryBeat(.arrive, who, to: place)) }
    }
    if !state.rains, !world.places[here].isInside, last.kind != .open { beats.append(StoryBeat(.rain, who)) }
    if company == 0, state.holder != who, last.kind != .open { beats.append(StoryBeat(.lonely, who)) }
    return beats
  }

  private func together(_ who: Int, _ whom: Int, _ state: StoryState, _ last: StoryBeat) -> [StoryBeat] {
    var beats: [StoryBeat] = []
    let isHere = state.places[who] == state.places[whom], trust = state.trust[who][whom]
    let others = world.places.indices.filter { $0 != state.places[who] }
    guard isHere else {
      if state.holder == whom, state.wants.contains(who), state.knows.contains(who) {
        beats.append(StoryBeat(.follow, who, whom))
      }
      return beats
    }
    // An answer comes before anything else.
    if let asked = state.asked {
      guard asked.who == who, asked.by == whom else { return [] }
      return [StoryBeat(.refuse, who, whom)] + (trust >= 0 ? [StoryBeat(.give, who, whom)] : [])
    }
    if let pressed = state.pressed {
      guard pressed.who == who, pressed.by == whom else { return [] }
      return [StoryBeat(.yield, who, whom)] + others.map { StoryBeat(.escape, who, whom, to: $0) }
    }
    guard state.haveMet(who, whom) else {
      if who < whom { beats.append(StoryBeat(.meet, who, whom)) }
      if state.holder == whom, state.wants.contains(who), whom == world.owner {
        beats += others.map { StoryBeat(.steal, who, whom, to: $0) }
      }
      return beats
    }
    if state.holder == whom, state.wants.contains(who) {
      if state.thief == whom || whom != world.owner && who == world.owner {
        beats.append(StoryBeat(.confront, who, whom))
      } else if last.kind != .refuse, trust >= -1 {
        beats.append(StoryBeat(.ask, who, whom))
      }
      if who != world.owner, state.thief == nil, last.kind == .refuse || last.kind == .show {
        beats += others.map { StoryBeat(.steal, who, whom, to: $0) }
      }
    }
    if state.knows.contains(who), !state.knows.contains(whom), state.wants.contains(whom), state.holder != who
    {
      beats.append(StoryBeat(.tell, who, whom))
    }
    if state.holder == who, state.thief == who, whom == world.owner,
      last.kind == .arrive || last.kind == .follow
    {
      beats.append(StoryBeat(.hide, who, whom))
    }
    if state.trust[whom][who] < 0, trust > -3, state.thief != who || state.holder != who,
      last.kind != .quarrel,
      last.kind != .refuse
    {
      beats.append(StoryBeat(.apologize, who, whom))
    }
    if trust < 1, last.kind != .meet, last.kind != .apologize, last.kind != .quarrel, who < whom {
      beats.append(StoryBeat(.quarrel, who, whom))
    }
    if state.holder == who, trust >= 1, state.trust[whom][who] >= 0 {
      beats.append(StoryBeat(.share, who, whom))
    }
    if trust >= 1, state.trust[whom][who] >= 1, who < whom { beats.append(StoryBeat(.rejoice, who, whom)) }
    if trust <= -1 { beats.append(StoryBeat(.part, who, whom)) }
    return beats
  }

  private func setKnowledge(_ state: inout StoryState, _ beat: StoryBeat, _ before: StoryState) {
    let here = before.places[beat.who]
    switch beat.kind {
    case .lose: state.knows = []
    case .find, .give, .yield, .steal: state.knows = Set(before.present(at: here)).union([beat.who])
    case .tell: if let whom = beat.whom { state.knows.insert(whom) }
    default: break
    }
    // Whoever is with it sees it.
    if let holder = state.holder { state.knows.formUnion(state.present(at: state.places[holder])) }
  }

  private func setBonds(_ state: inout StoryState, _ beat: StoryBeat, _ whom: Int) {
    let who = beat.who
    func change(_ a: Int, _ b: Int, _ amount: Int) {
      state.trust[a][b] = min(3, max(-3, state.trust[a][b] + amount))
    }
    if ![.follow, .steal].contains(beat.kind) { state.met.insert([min(who, whom), max(who, whom)]) }
    if beat.kind == .steal { state.met.insert([min(who, whom), max(who, whom)]) }
    switch beat.kind {
    case .meet, .tell:
      change(who, whom, 1)
      change(whom, who, 1)
    case .refuse: change(whom, who, -1)
    case .give, .yield: change(whom, who, 2)
    case .steal: change(whom, who, -2)
    case .escape: change(whom, who, -1)
    case .confront: change(who, whom, -1)
    case .apologize:
      change(whom, who, 3)
      change(who, whom, 2)
    case .quarrel:
      change(who, whom, -1)
      change(whom, who, -1)
    default: break
    }
  }
}
