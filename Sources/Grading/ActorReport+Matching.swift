// How well a variant of an actor fits what a clip shows.

import ZoetropeShot

extension ActorReport {
  func changing(_ change: (inout Actor) -> Void) -> ShotPlan {
    base.changing(actor, change)
  }

  /// How a variant of the actor would stand out against the clip's scenery, in the sampled frames.
  func differences(_ variant: ShotPlan) throws -> [Int: Difference] {
    try differences(variant, stride: stride, frames: sampled)
  }

  func differences(_ variant: ShotPlan, stride: Int, frames: [Int]) throws -> [Int: Difference] {
    let (height, width) = (reading.height, reading.width)
    let thin = variant.thinned(by: stride)
    let picture = try reading.world.render(thin, height: height, width: width)
    let matte = try reading.world.mattes(thin.alone(actor), height: height, width: width)[0]
    let track = ActorTrack(variant.actors[actor])
    var result: [Int: Difference] = [:]
    picture.pixels.withUnsafeBufferPointer { picture in
      matte.withUnsafeBufferPointer { matte in
        for frame in frames {
          guard let target = targets[frame] else { continue }
          let box = track.box(at: reading.plan.time(ofFrame: frame))
          let area = PixelArea(box, margin: 1, height: height, width: width)
          guard !area.isEmpty else { continue }
          let index = frame / stride
          result[frame] = Difference(
            area: area, width: width, picture: picture.baseAddress! + index * reading.area * 3,
            plate: target.plate, matte: matte.baseAddress! + index * reading.area, open: target.open)
        }
      }
    }
    return result
  }

  func match(_ difference: Difference?, _ frame: Int, radius: Int, step: Int = 1) -> Match {
    guard let difference, let target = targets[frame] else { return Match() }
    let box = PixelArea(
      reading.boxes[actor][frame], margin: 1, height: reading.height, width: reading.width)
    return target.bestMatch(
      difference, norm: target.norm(around: box, radius: radius), radius: radius, step: step)
  }

  func meanScore(_ differences: [Int: Difference]) -> Double {
    sampled.map { Double(match(differences[$0], $0, radius: 3).score) }.mean
  }

  /// How well the actor as planned for one frame is seen in another.
  func score(ofPoseAt pose: Int, inFrame frame: Int) -> Double {
    guard let difference = planned[pose] else { return 0 }
    let target: Target
    if pose == frame, let own = targets[frame] {
      target = own
    } else {
      target = reading.target(actor, frame, without: without, ghosts: [reading.boxes[actor][pose]])
    }
    let norm = target.norm(around: difference.area, radius: 2)
    return Double(target.bestMatch(difference, norm: norm, radius: 2).score)
  }

  /// How strongly the actor as planned for one frame is in another: 1 as it should be, 0 not at all.
  func strength(ofPoseAt pose: Int, inFrame frame: Int) -> Double {
    guard let difference = planned[pose], difference.norm > 0 else { return 0 }
    let target = reading.target(actor, frame, without: without, ghosts: [reading.boxes[actor][pose]])
    return Double(target.product(difference, dx: 0, dy: 0) / (difference.norm * difference.norm))
  }
}

extension Target {
  /// Mean squared difference between the frame and an actor placed in it.
  func error(_ actor: Difference, dx: Int, dy: Int) -> Double {
    var sum = 0.0, count = 0.0
    let area = actor.area
    for row in area.rows where row + dy >= 0 && row + dy < height {
      for column in area.columns where column + dx >= 0 && column + dx < width {
        let from = ((row - area.rows.lowerBound) * area.columns.count + column - area.columns.lowerBound) * 3
        let to = ((row + dy) * width + column + dx) * 3
        for channel in 0..<3 {
          let value = actor.values[from + channel]
          guard value != 0 else { continue }
          let error = Double(values[to + channel] - value)
          sum += error * error
          count += 1
        }
      }
    }
    return count > 0 ? sum / count : 0
  }
}
