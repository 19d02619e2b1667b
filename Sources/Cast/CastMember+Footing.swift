// How members hold themselves in a scene, and whether they go anywhere by themselves: told by what they are and how they move.

import ZoetropeShot

/// What tells how somebody holds himself in a scene.
package protocol Placeable {
  /// What sort of thing it is.
  var category: CastMember.Category { get }
  /// How it moves.
  var gaitStyle: Gait.Style { get }
  /// Where it belongs, most typical first.
  var habitats: [CastMember.Habitat] { get }
}

extension CastMember: Placeable {
  package var gaitStyle: Gait.Style { gait.style }
}

extension Placeable {
  /// How it holds itself in a scene.
  package func footing(in scene: Scene) -> Footing {
    switch scene {
    case .space, .sky: return .drifting
    case .underwater: return isSwimmer || isFlyer ? .drifting : .standing
    default: break
    }
    if isFlyer { return .flying }
    if isSwimmer || category == .watercraft {
      return scene.waterLine != nil ? .afloat : .standing
    }
    return scene.groundLine == nil ? (scene.waterLine == nil ? .drifting : .afloat) : .standing
  }

  /// Whether it is at home in the air.
  package var isFlyer: Bool {
    switch gaitStyle {
    case .flap, .flutter, .hover: true
    default: category == .aircraft || category == .spacecraft || category == .sky
    }
  }

  /// Whether it is at home in the water.
  package var isSwimmer: Bool {
    switch gaitStyle {
    case .swim, .undulate: true
    default: category == .aquatic
    }
  }

  /// Whether it goes anywhere by itself.
  package var isMobile: Bool {
    switch gaitStyle {
    case .none, .sway, .flicker, .breathe: false
    default: true
    }
  }

  /// The scene's own name among habitats.
  package func belongs(in scene: Scene) -> Bool { habitats.contains { $0.rawValue == scene.rawValue } }
}
