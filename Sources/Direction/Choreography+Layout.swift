// Where everybody is: beside each other without overlaps, on the ground, in the air, on top of each other.

import Foundation
import ZoetropeCast
import ZoetropeShot

extension Choreography {
  /// Places everybody across the frame.
  mutating func arrange() {
    setAnchors()
    let free = elements.indices.filter {
      elements[$0].anchor == nil && !isCarried(elements[$0]) && !isSky($0)
    }
    guard !free.isEmpty else { return placeSky() }
    var order = free.sorted { (wish($0), $0) < (wish($1), $1) }
    for _ in 0..<order.count {
      for (left, right) in sides() { moveBefore(left, right, &order) }
    }
    // Neighbours need a gap; what does not fit is made smaller.
    let gap = order.count > 4 ? 0.015 : 0.03
    let total = order.reduce(0) { $0 + elements[$1].width } + gap * Double(order.count - 1)
    let limit = 0.95 - slowWay(order)
    if total > limit { shrink(Array(elements.indices), by: max(0.2, limit / total)) }
    spread(order, gap)
    gather(order, gap)
    for index in elements.indices { follow(index) }
    placeSky()
  }

  /// Puts everybody on the ground, on the water or in the air, and finds how far away that is.
  mutating func stand() {
    let scene = shot.backdrop
    for index in elements.indices {
      let element = elements[index]
      let row = actor(element)?.row ?? 1
      let nearness = [0.12, 0.5, 0.88][min(max(row, 0), 2)]
      elements[index].footing = footing(element)
      if row != 1, !element.isPiece { shrink([index], by: row == 0 ? 0.85 : 1.12) }
      let height = elements[index].height
      let stagger = 0.012 * Double(index % 2)
      switch elements[index].footing {
      case .standing:
        let line = scene.groundLine ?? scene.waterLine ?? 0.7...0.94
        let share = element.isPiece ? 0.2 : nearness
        elements[index].foot = line.lowerBound + (line.upperBound - line.lowerBound) * share + stagger
      case .afloat:
        let line = scene.waterLine ?? 0.66...0.9
        elements[index].foot = line.lowerBound + (line.upperBound - line.lowerBound) * nearness + stagger
      case .flying:
        let middle = max(0.3 + 0.16 * nearness + 0.08 * Double(element.copy % 2), height / 2 + 0.05)
        elements[index].foot = min(middle + height / 2, 0.9)
      case .drifting:
        let shift = [0, -0.16, 0.14, -0.08, 0.2, 0.05][min(index, 5)]
        let middle = 0.4 + 0.2 * nearness + (elements.count > 1 ? shift : 0)
        elements[index].foot = min(max(middle, height / 2 + 0.04), 0.96 - height / 2) + height / 2
      }
      // Room above the head.
      if elements[index].foot - height < 0.04 {
        elements[index].foot = min(height + 0.04, 1.02)
      }
      elements[index].depth = depth(atFoot: elements[index].foot, elements[index].footing, row, index)
      if element.isPiece, isSky(index) { raise(index) }
    }
  }

  /// Places what is on, in, behind or before something else, now that everything has a foot.
  mutating func stack() {
    for index in elements.indices {
      guard let (other, kind) = elements[index].anchor, other != index else { continue }
      let below = elements[other]
      switch kind {
      case .on, .above, .below:
        // Below is the other way round: the second is on the first.
        let gap = kind == .above ? 0.06 : -0.03
        let sum = elements[index].height + below.height + max(gap, 0)
        if sum > 0.84 { shrink([index, other], by: 0.84 / sum) }
        let top = elements[other].foot - elements[other].height
        elements[index].foot = top - gap * elements[other].height
        elements[index].depth = max(0, elements[other].depth - 0.01)
        // It stays where it is put.
        if elements[index].footing == .standing || elements[index].footing == .afloat {
          elements[index].footing = .flying
        }
      case .inside:
        elements[index].foot = below.foot - 0.3 * below.height
        elements[index].depth = min(1, below.depth + 0.02)
        elements[index].footing = .flying
      case .behind:
        elements[index].depth = min(1, below.depth + RelationMargin.sampled.depthStep)
        if elements[index].footing == below.footing { elements[index].foot = below.foot - 0.03 }
      case .inFrontOf, .past:
        elements[index].depth = max(0, below.depth - RelationMargin.sampled.depthStep)
        if elements[index].footing == below.footing { elements[index].foot = min(below.foot + 0.05, 0.98) }
        if elements[index].depth > below.depth - 0.1 {
          elements[other].depth = min(1, elements[index].depth + RelationMargin.sampled.depthStep)
        }
      default: break
      }
    }
    // Whoever is told to be behind, and is at the far end already, pushes the other nearer.
    for index in elements.indices {
      guard let (other, kind) = elements[index].anchor, kind == .behind else { continue }
      elements[other].depth = min(elements[other].depth, max(0, elements[index].depth - 0.2))
    }
  }

  /// Comes so near to who stands there that heads fill the frame: a close-up of somebody and not of a whole figure.
  mutating func frameHeads() {
    guard shot.framesHeads, shot.shotSize == .closeUp else { return }
    for index in elements.indices where !elements[index].isPiece && !isCarried(elements[index]) {
      let element = elements[index], aspect = element.performer.aspectRatio / form.shape.aspectRatio
      guard let head = element.performer.head else { continue }
      let share = max(head.bottom - head.top, 0.1), across = max(head.right - head.left, 0.1)
      let height = min(0.56 / share, 0.62 / (across * aspect), 2.4)
      (elements[index].height, elements[index].width) = (height, height * aspect)
      // Who looks to the right is mirrored where the picture looks to the left, and the head with it.
      let isMirrored =
        element.performer.facing != .front && (element.performer.facing == .left) == element.looksRight
      let middle = (head.left + head.right) / 2
      let offset = ((isMirrored ? 1 - middle : middle) - 0.5) * height * aspect
      elements[index].start = element.x - offset
      elements[index].foot = 0.46 + height * (1 - (head.top + head.bottom) / 2)
      // So near that nothing stands before them.
      elements[index].depth = min(element.depth, 0.04)
    }
  }

  // MARK: - Internals

  /// How far the slow ones go, who stay in view without a camera that follows.
  private func slowWay(_ order: [Int]) -> Double {
    let isSlow = order.contains { index in
      actor(elements[index]).map { $0.speed == .slow && $0.beats.contains { $0.motion == .right } } ?? false
    }
    return isSlow && shot.camera.isEmpty ? min(0.35, MotionSpeed.travel(.slow) * form.duration) : 0
  }

  /// Who is placed by whom. Of a thing with several places the first counts.
  private mutating func setAnchors() {
    let kinds: Set<ScriptedRelation.Kind> = [.on, .above, .below, .behind, .inFrontOf, .inside, .past]
    for relation in shot.relations where kinds.contains(relation.kind) {
      let isBelow = relation.kind == .below
      let firsts = indices(of: isBelow ? relation.second : relation.first)
      guard let second = indices(of: isBelow ? relation.first : relation.second).first else { continue }
      for index in firsts
      where elements[index].anchor == nil && !isCarried(elements[index]) && index != second {
        if isAnchored(second, on: index) { continue }
        elements[index].anchor = (second, relation.kind)
      }
    }
  }

  private func isAnchored(_ index: Int, on other: Int) -> Bool {
    var current = index
    for _ in elements.indices {
      guard let next = elements[current].anchor?.element else { return false }
      if next == other { return true }
      current = next
    }
    return true
  }

  /// Where across the frame an element would be, `0...1`.
  private func wish(_ index: Int) -> Double {
    let column: Int?
    switch elements[index].thing {
    case .actor(let number): column = shot.actors[number].column
    case .setPiece(let number): column = shot.pieces[number].column ?? (number % 2 == 0 ? 6 : 2)
    }
    return 0.14 + 0.72 * Double(min(max(column ?? 4, 0), 8)) / 8
  }

  /// Pairs of elements of which the first must be on the left.
  private func sides() -> [(Int, Int)] {
    shot.relations.flatMap { relation -> [(Int, Int)] in
      let first = root(indices(of: relation.first)), second = root(indices(of: relation.second))
      func goesRight() -> Bool {
        if case .actor(let number) = relation.first { shot.actors[number].heading == .right } else { true }
      }
      let isFirstLeft: Bool
      switch relation.kind {
      case .leftOf, .facing, .meeting: isFirstLeft = true
      case .rightOf: isFirstLeft = false
      case .chasing, .toward: isFirstLeft = goesRight()
      default: return []
      }
      return first.flatMap { a in second.map { b in isFirstLeft ? (a, b) : (b, a) } }
    }
  }

  /// What elements that are placed by others are placed by in the end.
  private func root(_ indices: [Int]) -> [Int] {
    indices.map { index in
      var current = index
      for _ in elements.indices { current = elements[current].anchor?.element ?? current }
      return current
    }
  }

  private func moveBefore(_ left: Int, _ right: Int, _ order: inout [Int]) {
    guard left != right, let a = order.firstIndex(of: left), let b = order.firstIndex(of: right), a > b else {
      return
    }
    order.remove(at: a)
    order.insert(left, at: b)
  }

  /// From left to right, each where it would be, as far as the others leave room.
  private mutating func spread(_ order: [Int], _ gap: Double) {
    var places = order.map(wish).sorted()
    for (slot, index) in order.enumerated() {
      let half = elements[index].width / 2
      let least =
        slot == 0 ? half + 0.03 : places[slot - 1] + elements[order[slot - 1]].width / 2 + gap + half
      places[slot] = max(places[slot], least)
    }
    var most = 0.97
    for (slot, index) in order.enumerated().reversed() {
      let half = elements[index].width / 2
      places[slot] = min(places[slot], most - half)
      most = places[slot] - half - gap
    }
    for (slot, index) in order.enumerated() { elements[index].x = places[slot] }
  }

  /// Those who are beside each other, chase each other or belong together come near.
  private mutating func gather(_ order: [Int], _ gap: Double) {
    for (slot, index) in order.enumerated().dropFirst() {
      let before = order[slot - 1]
      let distance = elements[index].x - elements[before].x
      let touching = (elements[index].width + elements[before].width) / 2
      let isPair = shot.relations.contains { relation in
        [.chasing, .beside].contains(relation.kind)
          && [relation.first, relation.second].contains(elements[index].thing)
          && [relation.first, relation.second].contains(elements[before].thing)
      }
      let isGroup = elements[index].thing == elements[before].thing
      guard isPair || isGroup else { continue }
      let wanted = touching * (isPair ? 1.12 : 1.2) + gap / 2
      if distance > wanted { for later in order[slot...] { elements[later].x -= distance - wanted } }
    }
    // The whole in the middle, if everybody was moved to one side.
    guard let first = order.first, let last = order.last, order.count > 1 else { return }
    let left = elements[first].x - elements[first].width / 2,
      right = elements[last].x + elements[last].width / 2
    let wishes = order.map(wish), middle = (wishes.min()! + wishes.max()!) / 2
    let shift = min(max(middle - (left + right) / 2, 0.03 - left), 0.97 - right)
    for index in order { elements[index].x += shift }
  }

  /// Places an element that is placed by another.
  private mutating func follow(_ index: Int) {
    guard let (other, kind) = elements[index].anchor else { return }
    var chain = other
    for _ in elements.indices { chain = elements[chain].anchor?.element ?? chain }
    let base = elements[chain].x
    let moves = actor(elements[index])?.beats.contains { $0.motion != .still } ?? false
    switch kind {
    case .behind where !moves, .inFrontOf where !moves:
      let mean = (elements[index].width + elements[other].width) / 2
      let side = Double(elements[index].copy % 2 == 0 ? 1 : -1) * (base > 0.6 ? -1 : 1)
      elements[index].x = base + side * 0.4 * mean
    default: elements[index].x = base + 0.2 * elements[index].width * Double(elements[index].copy)
    }
  }

  private func isSky(_ index: Int) -> Bool {
    elements[index].isPiece && elements[index].performer.category == .sky
  }

  private mutating func placeSky() {
    for (place, index) in elements.indices.filter(isSky).enumerated() {
      let column: Int? =
        if case .setPiece(let number) = elements[index].thing { shot.pieces[number].column } else { nil }
      elements[index].x = column.map { 0.14 + 0.09 * Double($0) } ?? [0.76, 0.24, 0.5, 0.9, 0.1][place % 5]
    }
  }

  /// Puts what belongs to the sky there.
  private mutating func raise(_ index: Int) {
    elements[index].foot = elements[index].height + 0.08
    elements[index].depth = 0.97
  }

  private func footing(_ element: Element) -> Footing {
    let scene = shot.backdrop
    let own = element.performer.footing(in: scene)
    guard let actor = actor(element) else { return own }
    if actor.isAirborne, own == .standing || own == .afloat { return .flying }
    if actor.swims, own == .standing, scene.waterLine != nil { return .afloat }
    return own
  }

  /// How far away those stand who are neither near nor far.
  var stageDepth: Double {
    let line = shot.backdrop.groundLine ?? shot.backdrop.waterLine ?? 0.7...0.94
    return depth(atFoot: (line.lowerBound + line.upperBound) / 2, .standing, 1, 0)
  }

  private func depth(atFoot foot: Double, _ footing: Footing, _ row: Int, _ index: Int) -> Double {
    let own = 0.003 * Double(index)
    guard footing == .standing || footing == .afloat else { return 0.5 - 0.12 * Double(row) + own }
    let horizon = shot.backdrop.horizon
    return min(max(1 - (foot - horizon) / (1.02 - horizon), 0.05), 0.93) + own
  }
}
