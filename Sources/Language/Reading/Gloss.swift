// A reading in plain English, so that people see how their prompt was understood, in whatever language they wrote it.

import ZoetropeCast

/// Writes what mentions say.
struct Gloss {
  let mentions: [Mention]
  let prompt: String
  let members: MemberTable
  let labels: [Concept: String]

  /// Clauses, joined by semicolons, in the order of the text.
  var text: String {
    mentions.indices.compactMap { clause($0) }.joined(separator: "; ")
  }

  // MARK: - Internals

  private func clause(_ index: Int) -> String? {
    let mention = mentions[index], isDenied = mention.isNegated ? "no " : ""
    switch mention.kind {
    case .number, .colour, .size, .property:
      // Said with their noun.
      guard mention.subjects.isEmpty || mention.isNegated else { return nil }
      return mention.kind == .number ? nil : (mention.isNegated ? "not " : "") + mention.key
    case .speed, .direction, .side, .negation, .stripped:
      if mention.kind == .side, !mention.subjects.isEmpty {
        return "\(names(mention.subjects)) at the \(mention.key)"
      }
      return mention.subjects.isEmpty && mention.kind != .negation && mention.kind != .stripped
        ? mention.key : nil
    case .thing:
      if mention.sameAs != nil || mention.modifies != nil { return nil }
      return isDenied + noun(index)
    case .place:
      return isDenied + (adjectives(index) + [label(.scene, .landmark, mention.key)]).joined(separator: " ")
    case .relation:
      return
        "\(names(mention.subjects)) \(mention.isNegated ? "not " : "")\(spaced(mention.key)) \(names(mention.objects))"
    case .motion, .activity:
      let verb = ([mention.isNegated ? "not" : "", spaced(mention.key), mention.speed ?? ""] + said(index))
        .filter { !$0.isEmpty }
      let objects = mention.objects.isEmpty ? "" : " " + names(mention.objects)
      return "\(names(mention.subjects)): \(verb.joined(separator: " "))\(objects)"
    case .camera:
      let target = mention.objects.isEmpty ? "" : " (\(names(mention.objects)))"
      return isDenied + (["camera", spaced(mention.key)] + said(index, .speed)).joined(separator: " ")
        + target
    case .duration: return "\(mention.seconds.map { String($0) } ?? "") s"
    case .unknown: return "'\(prompt[mention.range])'?"
    case .beat: return mention.key
    case .time, .weather, .look, .period, .shot: return isDenied + spaced(mention.key)
    }
  }

  private func noun(_ index: Int) -> String {
    let mention = mentions[index]
    let count = mention.count.map { $0.value == 1 ? "" : $0.isExact ? "\($0.value)" : "several" } ?? ""
    let name = mention.isOwn ? mention.key : members[mention.key]?.displayName ?? mention.key
    let before = mentions.indices.filter { mentions[$0].modifies == index }.map {
      members[mentions[$0].key]?.displayName ?? mentions[$0].key
    }
    // "A red red fox".
    let adjectives = adjectives(index).filter { !name.hasPrefix($0 + " ") }
    return ([mention.isNegated ? "" : count] + adjectives + before + [name]).filter { !$0.isEmpty }.joined(
      separator: " ")
  }

  private func adjectives(_ index: Int) -> [String] {
    mentions.filter {
      [.size, .property, .colour].contains($0.kind) && $0.subjects.contains(index) && !$0.isNegated
    }
    .map { $0.key.replacing("-", with: " ") }
  }

  private func said(_ index: Int, _ kinds: Mention.Kind...) -> [String] {
    let kinds = kinds.isEmpty ? [.direction, .speed] : kinds
    return mentions.filter { kinds.contains($0.kind) && $0.subjects.contains(index) }.map { spaced($0.key) }
  }

  private func names(_ indices: [Int]) -> String {
    indices.isEmpty
      ? "something"
      : indices.map { index in
        switch mentions[index].kind {
        case .thing:
          mentions[index].isOwn
            ? mentions[index].key : members[mentions[index].key]?.displayName ?? mentions[index].key
        case .place: label(.scene, .landmark, mentions[index].key)
        case .unknown: "'\(prompt[mentions[index].range])'"
        default: spaced(mentions[index].key)
        }
      }.joined(separator: " and ")
  }

  private func label(_ first: Concept.Kind, _ second: Concept.Kind, _ key: String) -> String {
    labels[Concept(kind: first, key: key)] ?? labels[Concept(kind: second, key: key)] ?? spaced(key)
  }

  /// "panLeft" as "pan left".
  private func spaced(_ key: String) -> String {
    key.reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
  }
}
