// Nouns that people ask for and the cast does not have, and the kinds that come nearest. To add one: put it behind its kinds.

import ZoetropeShot

/// Kinds of the cast that come near others.
enum NearestClasses {
  /// The kinds that a noun can be read as, the nearest first; empty where none is known.
  static func of(_ noun: String) -> [ActorKind] {
    byNoun[noun] ?? byNoun[TextNormalizer.singular(noun)] ?? []
  }

  // MARK: - Internals

  private static let byNoun: [String: [ActorKind]] = {
    var table: [String: [ActorKind]] = [:]
    for (kinds, nouns) in rows {
      for noun in nouns.split(separator: " ") { table[String(noun)] = kinds }
    }
    return table
  }()

  private static let rows: [([ActorKind], String)] = [
    ([.camel, .horse], "giraffe llama alpaca"),
    ([.horse, .unicorn], "zebra donkey mule deer reindeer stag elk moose antelope gazelle pegasus foal"),
    ([.cow, .camel], "buffalo bison bull yak goat ox calf"),
    ([.elephant, .dinosaur], "rhino rhinoceros hippo hippopotamus mammoth"),
    ([.tiger, .lion], "leopard panther cheetah jaguar puma lynx cougar"),
    ([.fox, .wolf], "coyote jackal hyena husky"),
    ([.bear, .panda], "koala sloth raccoon badger polar"),
    ([.mouse, .rabbit], "hamster squirrel hedgehog beaver mole otter gopher chipmunk guinea"),
    ([.dinosaur, .dragon], "godzilla crocodile alligator lizard iguana monster raptor t-rex trex snake"),
    ([.turtle, .fish], "frog toad newt salamander"),
    ([.snail, .bee], "slug worm caterpillar ant spider beetle ladybug bug scorpion"),
    ([.bee, .butterfly], "wasp fly mosquito dragonfly insect fairy"),
    ([.duck, .eagle], "goose geese swan seagull gull pelican heron stork flamingo crane pigeon dove"),
    ([.chicken, .duck], "turkey peacock ostrich quail"),
    ([.parrot, .eagle], "crow raven sparrow robin hummingbird toucan woodpecker"),
    ([.whale, .dolphin], "seal walrus orca narwhal manatee"),
    ([.fish, .shark], "salmon tuna eel stingray ray swordfish piranha carp koi"),
    ([.octopus, .jellyfish], "squid kraken lobster shrimp starfish"),
    (
      [.man, .woman],
      "people couple guest actor teacher doctor policeman soldier farmer king queen pirate knight cowboy"
    ),
    ([.child, .man], "baby toddler teenager student"),
    ([.wizard, .ghost], "witch vampire zombie demon angel skeleton"),
    ([.robot, .alien], "cyborg mech terminator drone"),
    ([.car, .truck], "van jeep suv limousine ambulance racecar convertible"),
    ([.bicycle, .motorcycle], "scooter skateboard tricycle moped"),
    ([.train, .bus], "tram subway metro trolley"),
    ([.ship, .speedboat], "submarine ferry canoe kayak raft battleship"),
    ([.balloon, .airplane], "blimp zeppelin airship glider"),
    ([.rocket, .comet], "missile shuttle asteroid"),
    ([.tree, .cactus], "flower plant bush palm rose mushroom"),
    ([.apple, .ball], "orange banana pear lemon pumpkin egg"),
  ]
}
