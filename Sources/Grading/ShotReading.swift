import ZoetropeShot
import ZoetropeWorld

/// A clip beside its plan, prepared for measuring: the plan's boxes and mattes, the clip's scenery.
struct ShotReading {
  let world: World
  let plan: ShotPlan
  let clip: Clip
  let frames: [Frame]
  /// Boxes by actor and frame.
  let boxes: [[Keyframe]]
  /// Mattes by actor, `[F, H, W]`.
  let mattes: [[Float]]
  /// The scenery of each frame with nobody but planned actors taken out, `[H, W, 3]`.
  let plates: [[Float]]

  var height: Int { clip.height }
  var width: Int { clip.width }
  /// Pixels of a frame.
  var area: Int { height * width }

  init(_ world: World, _ clip: Clip, _ plan: ShotPlan) throws {
    self.world = world
    // Variants leave actors out, and with them what carries others.
    let plan = plan.withAttachmentsWrittenOut()
    self.plan = plan
    self.clip = clip
    frames = clip.frames
    boxes = plan.actors.map(ActorTrack.init).map { track in
      (0..<clip.frameCount).map { track.box(at: plan.time(ofFrame: $0)) }
    }
    mattes = try world.mattes(plan, height: clip.height, width: clip.width)
    let boxes = boxes
    plates = frames.enumerated().map { index, frame in
      CleanPlate.fill(
        frame,
        boxes.map {
          PixelArea($0[index], margin: ShotReading.plateMargin, height: frame.height, width: frame.width)
        })
    }
  }

  /// Pixels around a box that may already show the actor.
  static let plateMargin = 4.0

  /// The share of an actor's box that lies in the frame, 0…1.
  func share(ofActor actor: Int, inFrame frame: Int) -> Double {
    let box = boxes[actor][frame]
    func common(_ centre: Double, _ size: Double) -> Double {
      max(0, min(1, centre + size / 2) - max(0, centre - size / 2)) / size
    }
    return common(box.x, box.width) * common(box.y, box.height)
  }

  /// The share of an actor in a frame that nearer actors leave visible, 0…1.
  func openShare(ofActor actor: Int, inFrame frame: Int) -> Double {
    let open = open(actor, frame)
    var (seen, all): (Float, Float) = (0, 0)
    for pixel in 0..<area {
      let matte = mattes[actor][frame * area + pixel]
      all += matte
      seen += matte * open[pixel]
    }
    return all > 0 ? Double(seen / all) : 0
  }

  /// Whether an actor can be judged in a frame: most of it is in the frame and not hidden.
  func isJudged(_ actor: Int, _ frame: Int) -> Bool {
    share(ofActor: actor, inFrame: frame) >= 0.6 && openShare(ofActor: actor, inFrame: frame) >= 0.5
  }

  /// Whether one actor is painted over another.
  func isNearer(_ a: Int, than b: Int) -> Bool {
    (plan.actors[a].depth, a) < (plan.actors[b].depth, b)
  }

  /// How much of each pixel no actor in front of this one covers, `[H, W]`.
  func open(_ actor: Int, _ frame: Int) -> [Float] {
    var open = [Float](repeating: 1, count: area)
    for other in plan.actors.indices where other != actor && isNearer(other, than: actor) {
      for pixel in 0..<area { open[pixel] *= 1 - mattes[other][frame * area + pixel] }
    }
    return open
  }

  /// A frame of the clip as it looks to someone who searches for an actor in it.
  ///
  /// - Parameters:
  ///   - without: the plan rendered without the actor: what is behind it where farther actors are.
  ///   - ghosts: boxes that may show the actor besides the planned ones.
  func target(_ actor: Int, _ frame: Int, without: Clip, ghosts: [Keyframe] = []) -> Target {
    var plate = plates[frame]
    if !ghosts.isEmpty {
      let areas = (boxes.map { $0[frame] } + ghosts).map {
        PixelArea($0, margin: ShotReading.plateMargin, height: height, width: width)
      }
      plate = CleanPlate.fill(frames[frame], areas)
    }
    for other in plan.actors.indices where other != actor && isNearer(actor, than: other) {
      for pixel in 0..<area {
        let matte = mattes[other][frame * area + pixel]
        guard matte > 0 else { continue }
        for channel in pixel * 3..<pixel * 3 + 3 {
          plate[channel] += (without.pixels[frame * area * 3 + channel] - plate[channel]) * matte
        }
      }
    }
    return Target(
      height: height, width: width, frame: frames[frame].pixels, plate: plate, open: open(actor, frame))
  }
}
