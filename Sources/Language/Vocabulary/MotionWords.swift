// What actors do, in verbs. Phrases start with the verb in its base form; `Grammar` conjugates it. A verb that
// says how fast (`sprint`) is marked with `tells`; one that fits some speeds only (`walk`) lists them.

import ZoetropeShot
import ZoetropeRandom

/// A verb phrase in its base form.
struct Verb: Sendable {
  let base: String
  /// The speeds it fits.
  let speeds: [Speed]
  /// The speed that it says by itself.
  let told: Speed?
  let isHeldOut: Bool

  /// A verb that fits some speeds, all if none is listed, and says none of them.
  static func plain(_ base: String, _ speeds: Speed..., heldOut: Bool = false) -> Verb {
    Verb(base: base, speeds: speeds.isEmpty ? Speed.allCases : speeds, told: nil, isHeldOut: heldOut)
  }

  /// A verb that says how fast.
  static func tells(_ speed: Speed, _ base: String, heldOut: Bool = false) -> Verb {
    Verb(base: base, speeds: [speed], told: speed, isHeldOut: heldOut)
  }
}

extension Locomotion {
  /// Whether it keeps to the ground.
  var isOnGround: Bool {
    switch self {
    case .legs, .paws, .hops, .crawls, .slides, .wheels, .rides, .rolls, .rooted: true
    case .wings, .floats, .flies, .swims, .sails: false
    }
  }

  /// Verbs of getting about, to be followed by a direction; the first is the plain one.
  var verbs: [Verb] { own + Locomotion.anyones }

  private static let anyones: [Verb] = [
    .plain("move"), .plain("go"), .plain("travel"), .plain("head"), .plain("pass by"),
    .plain("cross the frame"), .tells(.fast, "rush"),
    .tells(.slow, "creep"),
    .plain("make its way", heldOut: true), .tells(.fast, "hurtle", heldOut: true),
  ]

  private var own: [Verb] {
    switch self {
    case .legs:
      [
        .plain("run", .normal, .fast), .plain("walk", .slow, .normal), .plain("jog", .normal),
        .tells(.fast, "sprint"),
        .tells(.fast, "dash"), .tells(.slow, "stroll"), .tells(.slow, "wander"), .plain("march", .normal),
        .tells(.slow, "amble", heldOut: true), .tells(.fast, "bolt", heldOut: true),
      ]
    case .paws:
      [
        .plain("run", .normal, .fast), .plain("walk", .slow, .normal), .plain("trot", .normal),
        .tells(.fast, "dash"),
        .tells(.fast, "race"), .tells(.fast, "sprint"), .tells(.slow, "stroll"), .tells(.fast, "gallop"),
        .plain("scamper", .normal, .fast), .tells(.slow, "plod", heldOut: true),
        .tells(.fast, "tear", heldOut: true),
      ]
    case .hops:
      [
        .plain("run", .normal, .fast), .plain("scamper", .normal, .fast), .tells(.fast, "dash"),
        .tells(.fast, "race"),
        .tells(.fast, "scurry"), .tells(.slow, "stroll"), .tells(.fast, "bolt", heldOut: true),
      ]
    case .crawls:
      [
        .plain("crawl"), .plain("scuttle", .normal, .fast), .tells(.slow, "inch"), .tells(.fast, "scurry"),
        .tells(.slow, "plod", heldOut: true),
      ]
    case .slides:
      [
        .plain("glide"), .plain("slide"), .plain("ride"), .tells(.fast, "race"), .tells(.fast, "zoom"),
        .tells(.slow, "drift"), .tells(.fast, "zip", heldOut: true),
      ]
    case .wheels:
      [
        .plain("drive"), .plain("roll"), .tells(.fast, "speed"), .tells(.fast, "race"),
        .tells(.fast, "zoom"), .tells(.slow, "crawl along"), .plain("cruise", .slow, .normal),
        .tells(.fast, "zip", heldOut: true), .plain("motor", heldOut: true),
      ]
    case .rides:
      [
        .plain("ride"), .plain("roll"), .tells(.fast, "speed"), .tells(.fast, "race"),
        .plain("cruise", .slow, .normal),
        .tells(.fast, "zip", heldOut: true),
      ]
    case .wings:
      [
        .plain("fly"), .plain("glide", .slow, .normal), .plain("flap", .slow, .normal), .plain("soar"),
        .tells(.fast, "dart"), .tells(.fast, "swoop"), .tells(.slow, "drift"),
        .plain("flutter", .slow, .normal),
        .tells(.fast, "zip", heldOut: true), .plain("wing", heldOut: true),
      ]
    case .floats:
      [
        .plain("float"), .plain("glide"), .tells(.slow, "drift"), .tells(.fast, "whoosh"),
        .tells(.slow, "waft", heldOut: true),
      ]
    case .flies:
      [
        .plain("fly"), .plain("cruise", .slow, .normal), .tells(.fast, "zoom"), .tells(.fast, "streak"),
        .tells(.fast, "shoot"), .tells(.slow, "drift"), .tells(.fast, "whizz", heldOut: true),
      ]
    case .swims:
      [
        .plain("swim"), .plain("glide", .slow, .normal), .tells(.fast, "dart"), .tells(.fast, "race"),
        .tells(.slow, "drift"), .plain("paddle", heldOut: true),
      ]
    case .sails:
      [
        .plain("sail"), .plain("cruise", .slow, .normal), .plain("glide", .slow, .normal),
        .tells(.fast, "speed"),
        .tells(.fast, "race"), .tells(.slow, "drift"), .plain("voyage", heldOut: true),
      ]
    case .rolls: [.plain("roll"), .plain("slide"), .tells(.fast, "zoom"), .plain("tumble", heldOut: true)]
    case .rooted: [.plain("slide"), .plain("glide"), .tells(.slow, "drift")]
    }
  }
}

extension Motion {
  /// Verb phrases that say the motion by themselves; left and right need a verb of the gait and a direction.
  var verbs: [Verb] {
    switch self {
    case .still:
      [
        .plain("stay still"), .plain("stand still"), .plain("do not move"), .plain("wait"), .plain("rest"),
        .plain("keep still"), .plain("remain motionless", heldOut: true), .plain("stay put", heldOut: true),
      ]
    case .left, .right: []
    case .up:
      [
        .plain("rise"), .plain("climb"), .plain("ascend"),
        .plain("lift off"), .plain("take off"), .plain("launch"),
        .plain("float up"), .plain("travel upward", heldOut: true), .plain("gain height", heldOut: true),
      ]
    case .down:
      [
        .plain("sink"), .plain("descend"), .plain("come down"), .plain("land"),

        .plain("fall"),
        .plain("drop", heldOut: true), .plain("lose height", heldOut: true),
      ]
    case .approach:
      [
        .plain("come closer"), .plain("approach"), .plain("approach the camera"), .plain("come toward us"),
        .plain("move toward the camera"), .plain("get closer"), .plain("come towards the camera"),
        .plain("draw near", heldOut: true), .plain("head for the viewer", heldOut: true),
      ]
    case .recede:
      [
        .plain("move away"), .plain("go away"), .plain("recede"), .plain("go off into the distance"),
        .plain("move away from the camera"), .plain("get smaller and smaller"),
        .plain("vanish into the distance"),
        .plain("fade into the distance", heldOut: true), .plain("go far away", heldOut: true),
      ]
    case .bounce:
      [
        .plain("bounce"), .plain("bounce up and down"), .plain("hop"), .plain("hop up and down"),
        .plain("dance"),
        .plain("bob up and down"),
        .plain("spring up and down", heldOut: true),
      ]
    case .spin:
      [
        .plain("spin"), .plain("spin around"), .plain("rotate"), .plain("twirl"),
        .plain("turn around and around"),
        .plain("whirl", heldOut: true), .plain("pirouette", heldOut: true),
      ]
    case .orbit:
      [
        .plain("circle"), .plain("circle around"), .plain("go in circles"), .plain("go around in a circle"),
        .plain("move in circles"), .plain("orbit"), .plain("go round and round", heldOut: true),
      ]
    case .zigzag:
      [
        .plain("zigzag"), .plain("weave"), .plain("move in a zigzag"), .plain("swerve"), .plain("go zigzag"),
        .plain("meander", heldOut: true), .plain("slalom", heldOut: true),
      ]
    case .jump:
      [
        .plain("jump"), .plain("leap"), .plain("jump into the air"), .plain("leap into the air"),
        .plain("make a jump"),
        .plain("spring into the air", heldOut: true),
      ]
    case .enter:
      [
        .plain("enter"), .plain("enter the frame"), .plain("come in"), .plain("come into view"),
        .plain("appear"),
        .plain("come into frame"), .plain("turn up", heldOut: true), .plain("walk on screen", heldOut: true),
      ]
    case .exit:
      [
        .plain("exit"), .plain("leave the frame"), .plain("leave"), .plain("go out of view"),
        .plain("exit the frame"),
        .plain("go off screen"), .plain("disappear from view", heldOut: true),
      ]
    case .chase: [.plain("give chase"), .plain("be in hot pursuit", heldOut: true)]
    case .meet: [.plain("come to a meeting"), .plain("keep a rendezvous", heldOut: true)]
    }
  }
}

extension Motion {
  /// What follows a verb of getting about to make it this motion: "runs *in circles*".
  var courseWords: Words? {
    switch self {
    case .up: Words("up", "upwards", "upward", heldOut: ["to the top"])
    case .down: Words("down", "downwards", "downward", heldOut: ["to the bottom"])
    case .approach: Words("towards the camera", "toward the camera", "towards us", heldOut: ["at the viewer"])
    case .recede: Words("away", "away from us", "into the distance", heldOut: ["away from the viewer"])
    case .orbit: Words("in circles", "in a circle", "around and around", heldOut: ["in loops"])
    case .zigzag: Words("in a zigzag", "in zigzags", heldOut: ["on a zigzag course"])
    case .enter: Words("into the frame", "into view", "into the picture", heldOut: ["onto the screen"])
    case .exit: Words("out of the frame", "out of view", "out of the picture", heldOut: ["off the screen"])
    case .still, .left, .right, .bounce, .spin, .jump, .chase, .meet: nil
    }
  }
}

extension Speed {
  /// Adverbs. Normal speed is seldom said.
  var words: Words {
    switch self {
    case .slow:
      Words(
        "slowly", "gently", "at a slow pace", "in no hurry", "lazily",
        heldOut: ["leisurely", "at a snail's pace"])
    case .normal: Words("steadily", "at a steady pace", "at normal speed", heldOut: ["at an even pace"])
    case .fast:
      Words(
        "quickly", "fast", "at full speed", "rapidly", "at high speed", heldOut: ["swiftly", "in a hurry"])
    }
  }
}

extension Heading {
  /// Direction of a travel that goes to this side.
  var goingWords: Words {
    switch self {
    case .left:
      Words(
        "to the left", "left", "leftwards", "from right to left", "towards the left",
        heldOut: ["in the left direction"])
    case .right:
      Words(
        "to the right", "right", "rightwards", "from left to right", "towards the right",
        heldOut: ["in the right direction"])
    }
  }

  /// Direction of an entrance that goes to this side: it comes from the other.
  var comingWords: Words {
    switch self {
    case .left: Words("from the right", "from the right side", heldOut: ["from the right edge"])
    case .right: Words("from the left", "from the left side", heldOut: ["from the left edge"])
    }
  }
}

/// Said of a jump or a bounce that goes nowhere.
let onTheSpotWords = Words("on the spot", "in place", heldOut: ["without going anywhere"])
