// A person edits the shot list, then the screenplay: both edits stay.

import ZoetropeScreenplay

extension ShotList {
  /// Brings a new list, made from an edited screenplay, together with what a person changed in the old one.
  ///
  /// A shot of the new list is one of the old if it says the same, or else has its name and no other has taken that. Of such a shot
  /// each field that the person changed stays theirs, all others follow the screenplay. Shots that they added stay behind the
  /// shot that they stood behind; those that they removed stay away.
  ///
  /// - Parameters:
  ///   - base: what was made from the old screenplay.
  ///   - edited: what the person made of it.
  public func merged(base: ShotList, edited: ShotList) -> ShotList {
    if base == edited { return self }
    let origins = origins(in: base)
    let editedByID = Dictionary(edited.shots.map { ($0.id, $0) }) { first, _ in first }
    var result = self
    if edited.title != base.title { result.title = edited.title }
    result.shots = []
    var newNames: [String: String] = [:]
    for (shot, origin) in zip(shots, origins) {
      guard let origin else {
        result.shots.append(shot)
        continue
      }
      newNames[origin.id] = shot.id
      guard let edited = editedByID[origin.id] else { continue }
      result.shots.append(shot.following(edited, changedFrom: origin))
    }
    let known = Set(base.shots.map(\.id))
    var before: String?
    var taken = Set(result.shots.map(\.id))
    for shot in edited.shots {
      defer { before = shot.id }
      guard !known.contains(shot.id) else { continue }
      var added = shot
      while !taken.insert(added.id).inserted { added.id += "a" }
      let place = before.flatMap { name in
        result.shots.firstIndex { $0.id == newNames[name] ?? name }
      }
      result.shots.insert(added, at: place.map { $0 + 1 } ?? 0)
      newNames[shot.id] = added.id
    }
    return result
  }

  // MARK: - Internals

  /// For each shot the one of an older list that it continues.
  private func origins(in base: ShotList) -> [ListedShot?] {
    var result = [ListedShot?](repeating: nil, count: shots.count)
    let (old, new) = (base.shots.map(\.content), shots.map(\.content))
    var places = Array(new.indices)
    var remaining = Array(old.indices)
    // What is in both, in order: the rest was removed or inserted.
    let difference = new.difference(from: old)
    var removed: Set<Int> = [], inserted: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    let kept = zip(
      old.indices.filter { !removed.contains($0) }, new.indices.filter { !inserted.contains($0) })
    for (from, to) in kept { result[to] = base.shots[from] }
    places = places.filter(inserted.contains)
    remaining = remaining.filter(removed.contains)
    for place in places {
      guard let from = remaining.first(where: { base.shots[$0].id == shots[place].id }) else { continue }
      result[place] = base.shots[from]
      remaining.removeAll { $0 == from }
    }
    return result
  }
}

extension ListedShot {
  /// What a shot shows, whatever it is called and wherever it stands.
  fileprivate var content: [String] {
    [
      "\(scene)", kind.rawValue, people.map { "\($0.name) \($0.side.rawValue)" }.joined(separator: ";"),
      speaker ?? "", dialogue, action, prompt,
    ]
  }

  /// The shot with the fields that somebody changed.
  fileprivate func following(_ edited: ListedShot, changedFrom base: ListedShot) -> ListedShot {
    var result = self
    func take<Value: Equatable>(_ field: WritableKeyPath<ListedShot, Value>) {
      if edited[keyPath: field] != base[keyPath: field] { result[keyPath: field] = edited[keyPath: field] }
    }
    take(\.kind)
    take(\.seconds)
    take(\.people)
    take(\.speaker)
    take(\.dialogue)
    take(\.action)
    take(\.prompt)
    take(\.transition)
    take(\.take)
    take(\.speed)
    take(\.sound)
    take(\.soundOffset)
    return result
  }
}
