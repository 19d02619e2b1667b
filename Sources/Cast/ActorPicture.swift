// Which emoji plays which kind. Chosen by eye for how they read at 24-48 px: whole bodies rather than faces where the
// font has both. `traits.facing` in Film says which way each of these pictures looks.

import ZoetropeMedia
import ZoetropeShot

extension ActorKind {
  /// The emoji whose picture plays this kind; sequences are joined by the font's ligatures.
  package var emoji: String {
    switch self {
    case .child: "\u{1F467}"
    case .man: "\u{1F9CD}\u{200D}\u{2642}"
    case .woman: "\u{1F9CD}\u{200D}\u{2640}"
    case .oldMan: "\u{1F474}"
    case .oldWoman: "\u{1F475}"
    case .runner: "\u{1F3C3}"
    case .walker: "\u{1F6B6}"
    case .dancer: "\u{1F483}"
    case .ninja: "\u{1F977}"
    case .wizard: "\u{1F9D9}\u{200D}\u{2642}"
    case .astronaut: "\u{1F9D1}\u{200D}\u{1F680}"
    case .surfer: "\u{1F3C4}"
    case .skier: "\u{26F7}"
    case .cyclist: "\u{1F6B4}"
    case .mermaid: "\u{1F9DC}\u{200D}\u{2640}"
    case .robot: "\u{1F916}"
    case .ghost: "\u{1F47B}"
    case .alien: "\u{1F47D}"
    case .snowman: "\u{26C4}"
    case .dog: "\u{1F415}"
    case .cat: "\u{1F408}"
    case .fox: "\u{1F98A}"
    case .wolf: "\u{1F43A}"
    case .rabbit: "\u{1F407}"
    case .horse: "\u{1F40E}"
    case .cow: "\u{1F404}"
    case .pig: "\u{1F416}"
    case .sheep: "\u{1F411}"
    case .elephant: "\u{1F418}"
    case .lion: "\u{1F981}"
    case .tiger: "\u{1F405}"
    case .bear: "\u{1F43B}"
    case .panda: "\u{1F43C}"
    case .monkey: "\u{1F412}"
    case .mouse: "\u{1F401}"
    case .camel: "\u{1F42B}"
    case .kangaroo: "\u{1F998}"
    case .turtle: "\u{1F422}"
    case .snail: "\u{1F40C}"
    case .chicken: "\u{1F413}"
    case .penguin: "\u{1F427}"
    case .dinosaur: "\u{1F995}"
    case .unicorn: "\u{1F984}"
    case .eagle: "\u{1F985}"
    case .owl: "\u{1F989}"
    case .duck: "\u{1F986}"
    case .parrot: "\u{1F99C}"
    case .bee: "\u{1F41D}"
    case .butterfly: "\u{1F98B}"
    case .bat: "\u{1F987}"
    case .dragon: "\u{1F409}"
    case .balloon: "\u{1F388}"
    case .airplane: "\u{2708}"
    case .helicopter: "\u{1F681}"
    case .kite: "\u{1FA81}"
    case .whale: "\u{1F40B}"
    case .dolphin: "\u{1F42C}"
    case .fish: "\u{1F41F}"
    case .shark: "\u{1F988}"
    case .octopus: "\u{1F419}"
    case .crab: "\u{1F980}"
    case .jellyfish: "\u{1FABC}"
    case .sailboat: "\u{26F5}"
    case .ship: "\u{1F6A2}"
    case .speedboat: "\u{1F6A4}"
    case .car: "\u{1F697}"
    case .taxi: "\u{1F695}"
    case .bus: "\u{1F68C}"
    case .truck: "\u{1F69A}"
    case .fireTruck: "\u{1F692}"
    case .tractor: "\u{1F69C}"
    case .motorcycle: "\u{1F3CD}"
    case .bicycle: "\u{1F6B2}"
    case .train: "\u{1F682}"
    case .ball: "\u{26BD}"
    case .apple: "\u{1F34E}"
    case .tree: "\u{1F333}"
    case .cactus: "\u{1F335}"
    case .umbrella: "\u{2602}"
    case .rocket: "\u{1F680}"
    case .ufo: "\u{1F6F8}"
    case .satellite: "\u{1F6F0}"
    case .planet: "\u{1FA90}"
    case .comet: "\u{2604}"
    }
  }
}

extension ActorKind {
  /// Some pictures bring a piece of scenery along: the skier's slope, the surfer's wave. It is erased from the right and lower
  /// edges inwards, as far as its colours go.
  package func withoutScenery(_ picture: RGBAPicture) -> RGBAPicture {
    let isScenery: (_ red: Int, _ green: Int, _ blue: Int) -> Bool
    switch self {
    case .skier: isScenery = { red, green, blue in min(red, green, blue) > 165 && blue + 8 >= red }
    case .surfer: isScenery = { red, green, blue in blue > red + 40 && blue > 120 }
    default: return picture
    }
    var result = picture, waiting: [(x: Int, y: Int)] = []
    let isErasable = { (x: Int, y: Int) in
      let at = (y * picture.width + x) * 4
      return isScenery(Int(picture.rgba[at]), Int(picture.rgba[at + 1]), Int(picture.rgba[at + 2]))
    }
    for y in 0..<picture.height {
      // The outermost visible pixel of the row on the right.
      if let x = (0..<picture.width).last(where: { picture.rgba[(y * picture.width + $0) * 4 + 3] > 0 }) {
        waiting.append((x, y))
      }
    }
    for x in 0..<picture.width {
      if let y = (0..<picture.height).last(where: { picture.rgba[($0 * picture.width + x) * 4 + 3] > 0 }) {
        waiting.append((x, y))
      }
    }
    while let (x, y) = waiting.popLast() {
      guard x >= 0, y >= 0, x < picture.width, y < picture.height else { continue }
      let alpha = (y * picture.width + x) * 4 + 3
      guard result.rgba[alpha] > 0, isErasable(x, y) else { continue }
      result.rgba[alpha] = 0
      waiting += [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
    }
    return result
  }
}
