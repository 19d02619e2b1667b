import ZoetropeShot

extension ShotPlan {
  /// The same shot with every `stride`-th frame.
  func thinned(by stride: Int) -> ShotPlan {
    var plan = self
    plan.frameCount = (frameCount + stride - 1) / stride
    plan.frameRate = frameRate / Double(stride)
    return plan
  }

  /// The same shot with an actor changed.
  func changing(_ actor: Int, _ change: (inout Actor) -> Void) -> ShotPlan {
    var plan = self
    change(&plan.actors[actor])
    return plan
  }

  /// The same shot with one actor only.
  func alone(_ actor: Int) -> ShotPlan {
    var plan = self
    plan.actors = [actors[actor]]
    return plan
  }
}

extension Actor {
  /// The actor with its picture mirrored.
  var mirrored: Actor {
    var actor = self
    for index in keyframes.indices { actor.keyframes[index].flipped.toggle() }
    return actor
  }

  /// The actor with every box scaled about its centre.
  func scaled(by factor: Double) -> Actor {
    var actor = self
    for index in keyframes.indices {
      actor.keyframes[index].width *= factor
      actor.keyframes[index].height *= factor
    }
    return actor
  }
}

extension Clip {
  /// Every `stride`-th frame.
  func thinned(by stride: Int) -> Clip {
    Clip(
      frames: Swift.stride(from: 0, to: frameCount, by: stride).map { self[frame: $0] },
      frameRate: frameRate / Double(stride))
  }

  /// The clip with blocks of `factor × factor` pixels averaged.
  func reduced(by factor: Int) -> Clip {
    guard factor > 1 else { return self }
    let (rows, columns) = (height / factor, width / factor)
    var result = Clip(frameCount: frameCount, height: rows, width: columns, frameRate: frameRate)
    let share = 1 / Float(factor * factor)
    for frame in 0..<frameCount {
      for y in 0..<rows * factor {
        for x in 0..<columns * factor {
          let from = ((frame * height + y) * width + x) * 3
          let to = ((frame * rows + y / factor) * columns + x / factor) * 3
          for channel in 0..<3 { result.pixels[to + channel] += pixels[from + channel] * share }
        }
      }
    }
    return result
  }
}
