// Who of the open cast is cast where.

import ZoetropeCast
import ZoetropeRandom
import ZoetropeShot

/// Who may be cast, by scene.
struct CallSheet: Sendable {
  private let members: [CastMember]
  private let weights: [Double]
  private let locals: [Scene: [Int]]
  private let dressing: [Scene: [Int]]

  /// - Parameter members: those that may be cast.
  init(_ members: [CastMember]) {
    self.members = members
    // A category is cast in proportion to the root of its size, so that food does not outnumber the animals.
    var sizes: [CastMember.Category: Double] = [:]
    for member in members { sizes[member.category, default: 0] += 1 }
    weights = members.map { member in
      let importance =
        switch member.category {
        case .person, .animal, .vehicle, .bird, .aquatic: 2.0
        case .fantasy, .aircraft, .watercraft, .insect, .reptile: 1.5
        case .sky, .building, .plant: 0.7
        default: 1.0
        }
      return importance / (sizes[member.category] ?? 1).squareRoot()
    }
    var locals: [Scene: [Int]] = [:], dressing: [Scene: [Int]] = [:]
    for scene in Scene.allCases {
      locals[scene] = members.indices.filter { members[$0].belongs(in: scene) }
      dressing[scene] = members.indices.filter {
        members[$0].belongs(in: scene) && members[$0].category.dresses && members[$0].height > 0.3
      }
    }
    self.locals = locals
    self.dressing = dressing
  }

  /// Someone for a scene; now and then someone who does not belong there.
  func actor(in scene: Scene, oddShare: Double, using generator: inout Generator) -> CastMember {
    let choices = generator.chance(oddShare) ? Array(members.indices) : locals[scene] ?? []
    let own = choices.isEmpty ? Array(members.indices) : choices
    return members[own[generator.index(weights: own.map { weights[$0] })]]
  }

  /// A thing that stands about in a scene; nil where nothing does.
  func piece(in scene: Scene, using generator: inout Generator) -> CastMember? {
    guard let choices = dressing[scene], !choices.isEmpty else { return nil }
    return members[generator.pick(choices)]
  }
}

extension CastMember.Category {
  /// Whether its members stand about as scenery.
  fileprivate var dresses: Bool {
    switch self {
    case .plant, .building, .furniture, .appliance, .object, .vehicle, .watercraft, .sky: true
    default: false
    }
  }
}
