import ZoetropeShot

/// A picture's gait with what else decides its poses.
struct Mover: Sendable, CustomStringConvertible {
  let name: String
  let facing: Facing
  /// Width of the picture divided by its height.
  let aspect: Double
  let gait: Gait

  var description: String { name }

  /// Fifty members of the cast, of all styles that move, with their lines.
  static let fifty: [Mover] = [
    Mover(
      name: "dog", facing: .left, aspect: 0.94,
      gait: Gait(
        .walk, hips: 0.66, legs: [0.31, 0.51, 0.77], feet: [0.29, 0.52, 0.76], legWidths: [0.09, 0.09, 0.08],
        head: Gait.Region(left: 0, top: 0, right: 0.62, bottom: 0.5))),
    Mover(
      name: "cat", facing: .left, aspect: 0.89,
      gait: Gait(
        .walk, hips: 0.74, legs: [0.4, 0.72], feet: [0.41, 0.72], legWidths: [0.13, 0.11],
        head: Gait.Region(left: 0, top: 0, right: 0.55, bottom: 0.5))),
    Mover(
      name: "cow", facing: .left, aspect: 1.17,
      gait: Gait(
        .walk, hips: 0.5, legs: [0.44, 0.57, 0.76, 0.95], feet: [0.45, 0.58, 0.78, 0.97],
        legWidths: [0.06, 0.05, 0.11, 0.04], head: Gait.Region(left: 0, top: 0, right: 0.4, bottom: 0.52))),
    Mover(
      name: "pig", facing: .left, aspect: 1.13,
      gait: Gait(
        .walk, hips: 0.68, legs: [0.19, 0.38, 0.6, 0.8], feet: [0.2, 0.43, 0.61, 0.8],
        legWidths: [0.06, 0.08, 0.06, 0.07], head: Gait.Region(left: 0, top: 0.05, right: 0.52, bottom: 0.7))),
    Mover(
      name: "sheep", facing: .left, aspect: 1.01,
      gait: Gait(
        .walk, hips: 0.79, legs: [0.26, 0.43, 0.64, 0.79], feet: [0.27, 0.44, 0.64, 0.81],
        legWidths: [0.05, 0.05, 0.05, 0.06], head: Gait.Region(left: 0, top: 0.05, right: 0.45, bottom: 0.6))),
    Mover(
      name: "elephant", facing: .left, aspect: 1.10,
      gait: Gait(
        .walk, hips: 0.62, legs: [0.35, 0.57, 0.74], feet: [0.33, 0.57, 0.78], legWidths: [0.08, 0.06, 0.07],
        head: Gait.Region(left: 0, top: 0, right: 0.58, bottom: 0.55))),
    Mover(
      name: "tiger", facing: .left, aspect: 1.40,
      gait: Gait(
        .walk, hips: 0.47, legs: [0.34, 0.7], feet: [0.36, 0.66], legWidths: [0.08, 0.12],
        head: Gait.Region(left: 0, top: 0, right: 0.42, bottom: 0.6))),
    Mover(
      name: "camel", facing: .left, aspect: 1.05,
      gait: Gait(
        .walk, hips: 0.55, legs: [0.43, 0.75, 0.86], feet: [0.45, 0.74, 0.87], legWidths: [0.13, 0.06, 0.06],
        head: Gait.Region(left: 0, top: 0, right: 0.42, bottom: 0.45))),
    Mover(
      name: "gorilla", facing: .left, aspect: 0.89,
      gait: Gait(
        .walk, hips: 0.5, legs: [0.12, 0.5, 0.72], feet: [0.14, 0.47, 0.93], legWidths: [0.15, 0.2, 0.13],
        head: Gait.Region(left: 0.05, top: 0, right: 0.55, bottom: 0.32))),
    Mover(
      name: "zebra", facing: .left, aspect: 1.00,
      gait: Gait(
        .walk, hips: 0.61, legs: [0.34, 0.42, 0.71, 0.8], feet: [0.34, 0.42, 0.7, 0.8],
        legWidths: [0.05, 0.05, 0.05, 0.05], head: Gait.Region(left: 0, top: 0, right: 0.41, bottom: 0.4))),
    Mover(
      name: "redFox", facing: .left, aspect: 1.32,
      gait: Gait(
        .walk, hips: 0.68, legs: [0.3, 0.39, 0.57, 0.67], feet: [0.3, 0.39, 0.57, 0.67],
        legWidths: [0.05, 0.05, 0.05, 0.04], head: Gait.Region(left: 0, top: 0, right: 0.47, bottom: 0.58))),
    Mover(
      name: "brownBear", facing: .left, aspect: 1.03,
      gait: Gait(
        .walk, hips: 0.68, legs: [0.4, 0.57, 0.62, 0.83], feet: [0.41, 0.57, 0.62, 0.84],
        legWidths: [0.08, 0.09, 0.09, 0.09], head: Gait.Region(left: 0, top: 0, right: 0.53, bottom: 0.52))),
    Mover(
      name: "horse", facing: .left, aspect: 1.11,
      gait: Gait(
        .run, hips: 0.56, legs: [0.24, 0.34, 0.62, 0.72], feet: [0.24, 0.34, 0.44, 0.98],
        legWidths: [0.19, 0.19, 0.14, 0.2], head: Gait.Region(left: 0, top: 0, right: 0.32, bottom: 0.55))),
    Mover(
      name: "ostrich", facing: .left, aspect: 1.00,
      gait: Gait(
        .run, hips: 0.62, legs: [0.42, 0.58], feet: [0.21, 0.58], legWidths: [0.18, 0.18],
        head: Gait.Region(left: 0, top: 0, right: 0.34, bottom: 0.2))),
    Mover(
      name: "tRex", facing: .left, aspect: 1.16,
      gait: Gait(
        .run, hips: 0.58, legs: [0.48, 0.62], feet: [0.42, 0.63], legWidths: [0.13, 0.07],
        head: Gait.Region(left: 0, top: 0, right: 0.45, bottom: 0.45))),
    Mover(
      name: "runner", facing: .left, aspect: 0.70,
      gait: Gait(
        .run, hips: 0.6, legs: [0.42, 0.55], feet: [0.09, 0.72], legWidths: [0.12, 0.2],
        head: Gait.Region(left: 0.25, top: 0, right: 0.62, bottom: 0.3))),
    Mover(
      name: "rabbit", facing: .left, aspect: 0.81,
      gait: Gait(
        .hop, hips: 0.76, legs: [0.24, 0.68], feet: [0.48, 0.65], legWidths: [0.17, 0.16],
        head: Gait.Region(left: 0, top: 0, right: 0.6, bottom: 0.65))),
    Mover(
      name: "kangaroo", facing: .left, aspect: 1.25,
      gait: Gait(
        .hop, hips: 0.86, legs: [0.54], feet: [0.57], legWidths: [0.09],
        head: Gait.Region(left: 0, top: 0, right: 0.35, bottom: 0.35))),
    Mover(
      name: "man", facing: .front, aspect: 0.43,
      gait: Gait(
        .walk, hips: 0.62, legs: [0.37, 0.63], feet: [0.3, 0.7], legWidths: [0.12, 0.12],
        head: Gait.Region(left: 0.17, top: 0, right: 0.83, bottom: 0.33))),
    Mover(
      name: "woman", facing: .front, aspect: 0.43,
      gait: Gait(
        .walk, hips: 0.62, legs: [0.37, 0.63], feet: [0.3, 0.7], legWidths: [0.12, 0.12],
        head: Gait.Region(left: 0.15, top: 0, right: 0.85, bottom: 0.38))),
    Mover(
      name: "walker", facing: .left, aspect: 0.43,
      gait: Gait(
        .walk, hips: 0.6, legs: [0.42, 0.58], feet: [0.16, 0.85], legWidths: [0.18, 0.2],
        head: Gait.Region(left: 0.3, top: 0, right: 0.72, bottom: 0.28))),
    Mover(
      name: "dancer", facing: .left, aspect: 0.72,
      gait: Gait(
        .walk, hips: 0.84, legs: [0.28, 0.52], feet: [0.08, 0.35], legWidths: [0.15, 0.13],
        head: Gait.Region(left: 0.38, top: 0, right: 0.72, bottom: 0.28))),
    Mover(
      name: "penguin", facing: .left, aspect: 0.66,
      gait: Gait(
        .waddle, hips: 0.86, legs: [0.31, 0.6], feet: [0.35, 0.6], legWidths: [0.13, 0.13],
        head: Gait.Region(left: 0, top: 0, right: 0.6, bottom: 0.38))),
    Mover(
      name: "chicken", facing: .left, aspect: 0.88,
      gait: Gait(
        .waddle, hips: 0.77, legs: [0.17, 0.49], feet: [0.17, 0.45], legWidths: [0.18, 0.14],
        head: Gait.Region(left: 0, top: 0, right: 0.45, bottom: 0.4))),
    Mover(
      name: "duck", facing: .left, aspect: 0.89,
      gait: Gait(
        .waddle, hips: 0.75, legs: [0.39, 0.59], feet: [0.4, 0.57], legWidths: [0.1, 0.07],
        wings: [Gait.Region(left: 0.35, top: 0.45, right: 0.9, bottom: 0.85)],
        head: Gait.Region(left: 0, top: 0, right: 0.45, bottom: 0.42))),
    Mover(
      name: "hen", facing: .left, aspect: 0.98,
      gait: Gait(
        .waddle, hips: 0.8, legs: [0.36, 0.56], feet: [0.45, 0.58], legWidths: [0.1, 0.09],
        head: Gait.Region(left: 0, top: 0, right: 0.42, bottom: 0.42))),
    Mover(
      name: "turtle", facing: .left, aspect: 1.26,
      gait: Gait(.crawl, head: Gait.Region(left: 0, top: 0.2, right: 0.35, bottom: 0.75))),
    Mover(name: "ant", facing: .left, aspect: 1.11, gait: Gait(.crawl)),
    Mover(name: "crab", facing: .front, aspect: 1.41, gait: Gait(.crawl)),
    Mover(
      name: "bus", facing: .left, aspect: 1.47,
      gait: Gait(
        .drive,
        wheels: [Gait.Wheel(x: 0.13, y: 0.86, radius: 0.1), Gait.Wheel(x: 0.79, y: 0.86, radius: 0.1)])),
    Mover(
      name: "car", facing: .left, aspect: 1.58,
      gait: Gait(
        .drive,
        wheels: [Gait.Wheel(x: 0.24, y: 0.82, radius: 0.11), Gait.Wheel(x: 0.82, y: 0.82, radius: 0.11)])),
    Mover(
      name: "bicycle", facing: .left, aspect: 1.39,
      gait: Gait(
        .drive,
        wheels: [Gait.Wheel(x: 0.21, y: 0.71, radius: 0.2), Gait.Wheel(x: 0.79, y: 0.71, radius: 0.2)])),
    Mover(name: "ball", facing: .front, aspect: 1.01, gait: Gait(.roll)),
    Mover(name: "apple", facing: .front, aspect: 0.93, gait: Gait(.roll)),
    Mover(
      name: "eagle", facing: .left, aspect: 0.94,
      gait: Gait(
        .flap,
        wings: [
          Gait.Region(left: 0, top: 0, right: 0.45, bottom: 0.45),
          Gait.Region(left: 0.5, top: 0, right: 1, bottom: 0.6),
        ], head: Gait.Region(left: 0.05, top: 0.4, right: 0.45, bottom: 0.75))),
    Mover(
      name: "bat", facing: .front, aspect: 1.52,
      gait: Gait(
        .flap,
        wings: [
          Gait.Region(left: 0, top: 0.1, right: 0.38, bottom: 0.9),
          Gait.Region(left: 0.62, top: 0.1, right: 1, bottom: 0.9),
        ], head: Gait.Region(left: 0.38, top: 0, right: 0.62, bottom: 0.45))),
    Mover(
      name: "butterfly", facing: .front, aspect: 1.23,
      gait: Gait(
        .flutter,
        wings: [
          Gait.Region(left: 0, top: 0, right: 0.46, bottom: 1),
          Gait.Region(left: 0.54, top: 0, right: 1, bottom: 1),
        ])),
    Mover(
      name: "bee", facing: .left, aspect: 1.05,
      gait: Gait(
        .flutter, wings: [Gait.Region(left: 0.4, top: 0, right: 1, bottom: 0.5)],
        head: Gait.Region(left: 0, top: 0.15, right: 0.4, bottom: 0.65))),
    Mover(name: "fish", facing: .left, aspect: 1.47, gait: Gait(.swim)),
    Mover(name: "dolphin", facing: .left, aspect: 0.93, gait: Gait(.swim)),
    Mover(name: "snake", facing: .left, aspect: 1.03, gait: Gait(.undulate)),
    Mover(
      name: "dragon", facing: .left, aspect: 0.86,
      gait: Gait(.undulate, head: Gait.Region(left: 0, top: 0, right: 0.55, bottom: 0.4))),
    Mover(name: "sailboat", facing: .right, aspect: 0.91, gait: Gait(.rock)),
    Mover(name: "tree", facing: .front, aspect: 0.89, gait: Gait(.sway)),
    Mover(name: "ghost", facing: .front, aspect: 1.02, gait: Gait(.hover)),
    Mover(name: "fire", facing: .front, aspect: 0.79, gait: Gait(.flicker)),
    Mover(
      name: "owl", facing: .front, aspect: 0.73,
      gait: Gait(
        .bob,
        wings: [
          Gait.Region(left: 0, top: 0.45, right: 0.25, bottom: 0.9),
          Gait.Region(left: 0.75, top: 0.45, right: 1, bottom: 0.9),
        ], head: Gait.Region(left: 0.05, top: 0, right: 0.95, bottom: 0.48))),
    Mover(name: "skier", facing: .left, aspect: 1.02, gait: Gait(.slide)),
    Mover(name: "cloud", facing: .front, aspect: 1.41, gait: Gait(.hover)),
    Mover(name: "jellyfish", facing: .front, aspect: 0.87, gait: Gait(.breathe)),
  ]
}
