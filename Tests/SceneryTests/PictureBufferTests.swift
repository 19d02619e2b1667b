import CRaster
import Testing
import ZoetropePictures
import ZoetropeScenery
import ZoetropeShot

/// Pictures of one colour, opaque but for their shape.
private struct PaintedPictures: PictureSource {
  func picture(named name: String) throws -> Picture {
    let colour: [UInt8] = name.hasPrefix("red") ? [255, 0, 0] : [0, 0, 255]
    var rgba: [UInt8] = []
    for _ in 0..<64 * 64 { rgba += colour + [255] }
    return Picture(
      name: name, sprite: Sprite(CroppedPicture(width: 64, height: 64, rgba: rgba)), facing: .front,
      height: 1,
      gait: Gait(.none), heat: name.hasSuffix("Warm") ? .warm : .cold)
  }
}

@Suite struct PictureBufferTests {
  private func plan(_ actors: [Actor], pieces: [SetPiece] = [], camera: Camera = Camera()) -> ShotPlan {
    var plan = ShotPlan(size: .square, scene: .meadow, camera: camera, actors: actors)
    plan.setPieces = pieces
    return plan
  }

  private func actor(_ picture: String, x: Double, y: Double, side: Double, depth: Double = 0.5) -> Actor {
    Actor(
      picture: picture, depth: depth,
      keyframes: [Keyframe(t: 0, x: x, y: y, width: side, height: side)])
  }

  private func buffer(_ plan: ShotPlan, times: [Double] = [0], side: Int = 32) throws -> PictureBuffer {
    PictureBuffer(
      try plan.placedPictures(from: PaintedPictures()), times: times, height: side, width: side)
  }

  private func value(
    _ buffer: PictureBuffer, _ channel: PictureBuffer.Channel, x: Int, y: Int, frame: Int = 0
  ) -> Float {
    buffer.values[
      ((frame * buffer.height + y) * buffer.width + x) * PictureBuffer.channelCount + channel.rawValue]
  }

  /// A square picture in a square box covers the box's area; its sums are colour, heat and depth times that area.
  @Test func sumsAreThoseOfTheBox() throws {
    let made = try buffer(plan([actor("redWarm", x: 0.5, y: 0.5, side: 0.5, depth: 0.25)]))
    func sum(_ channel: PictureBuffer.Channel) -> Double {
      stride(from: channel.rawValue, to: made.values.count, by: PictureBuffer.channelCount)
        .reduce(0) { $0 + Double(made.values[$1]) }
    }
    // 16 × 16 pixels; texels fade over half a texel of the size in use at each edge, inside and outside alike.
    let area = 256.0
    #expect(abs(sum(.coverage) - area) < 0.02 * area)
    #expect(abs(sum(.red) - sum(.coverage)) < 1e-3)
    #expect(sum(.green) == 0 && sum(.blue) == 0 && sum(.particles) == 0)
    #expect(abs(sum(.actor) - sum(.coverage)) < 1e-3)
    #expect(abs(sum(.heat) - 0.6 * sum(.coverage)) < 1e-3)
    #expect(abs(sum(.depth) - 0.25 * sum(.coverage)) < 1e-3)
  }

  @Test(
    "Whoever is nearer covers whoever is farther, whatever the order in the plan", arguments: [false, true])
  func order(isReversed: Bool) throws {
    let near = actor("red", x: 0.5, y: 0.5, side: 0.5, depth: 0.2)
    let far = actor("blue", x: 0.6, y: 0.6, side: 0.5, depth: 0.7)
    let made = try buffer(plan(isReversed ? [far, near] : [near, far]))
    // (18, 18) lies in both boxes, (25, 25) in the far one alone.
    #expect(value(made, .red, x: 18, y: 18) > 0.999 && value(made, .blue, x: 18, y: 18) < 0.001)
    #expect(abs(value(made, .depth, x: 18, y: 18) - 0.2) < 0.001)
    #expect(value(made, .blue, x: 25, y: 25) > 0.999 && abs(value(made, .depth, x: 25, y: 25) - 0.7) < 0.001)
  }

  @Test func piecesAreNoActors() throws {
    let piece = SetPiece(picture: "blue", x: 0.5, y: 0.75, height: 0.5, depth: 0.9, parallax: 0.5)
    let made = try buffer(plan([actor("red", x: 0.5, y: 0.5, side: 0.2, depth: 0.5)], pieces: [piece]))
    #expect(value(made, .actor, x: 16, y: 16) > 0.999)
    #expect(value(made, .actor, x: 10, y: 16) == 0 && value(made, .coverage, x: 10, y: 16) > 0.999)
  }

  /// A piece of parallax p goes p · x frame widths to the left when the camera has gone x to the right.
  @Test("Set pieces pass with the camera at their parallax", arguments: [0.25, 0.5, 1.0])
  func parallax(of share: Double) throws {
    let camera = Camera(
      move: .panRight, keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 1, x: 0.5)])
    let piece = SetPiece(picture: "blue", x: 0.75, y: 0.75, height: 0.25, depth: 0.9, parallax: share)
    let made = try buffer(plan([], pieces: [piece], camera: camera), times: [0, 1], side: 64)
    func middle(_ frame: Int) -> Double {
      var (sum, weight) = (0.0, 0.0)
      for x in 0..<64 {
        let cover = Double(value(made, .coverage, x: x, y: 40, frame: frame))
        sum += (Double(x) + 0.5) * cover
        weight += cover
      }
      return sum / weight / 64
    }
    #expect(abs(middle(0) - 0.75) < 1e-4)
    #expect(abs(middle(1) - (0.75 - share * 0.5)) < 1e-4)
  }

  /// Rain and snow are the same at every size: as many drops in the same places.
  @Test("Particles keep their places at every size", arguments: [Weather.rain, .snow])
  func particles(_ weather: Weather) {
    var plan = plan([])
    plan.weather = weather
    let particles = Particles(plan)
    let (small, large) = (
      particles.inFront(at: 0.7, height: 64, width: 64), particles.inFront(at: 0.7, height: 256, width: 256)
    )
    #expect(small.count == large.count && small.count > 30)
    for (a, b) in zip(small, large) {
      #expect(abs(4 * a.x - b.x) < 1e-6 && abs(4 * a.y - b.y) < 1e-6 && abs(4 * a.radius - b.radius) < 1e-6)
    }
  }

  @Test func starsAreHiddenByWhatIsBeforeThem() throws {
    var plan = plan([actor("red", x: 0.5, y: 0.3, side: 0.5)])
    plan.time = .night
    let made = PictureBuffer(
      try plan.placedPictures(from: PaintedPictures()), scenery: Scenery(plan), times: [0], height: 64,
      width: 64)
    var (open, covered) = (Float(0), Float(0))
    for y in 4..<34 {
      for x in 0..<64 {
        let star = value(made, .particles, x: x, y: y)
        if value(made, .coverage, x: x, y: y) > 0.999 { covered = max(covered, star) } else { open += star }
      }
    }
    // Up to a thousandth of a covered pixel is open.
    #expect(open > 1 && covered < 1e-3)
  }

  /// Ground is scenery: covered, farthest, no actor; the sky above it is the network's own.
  @Test func skyIsNotToldAndGroundIs() throws {
    let plan = plan([])
    let made = PictureBuffer([], scenery: Scenery(plan), times: [0], height: 64, width: 64)
    for x in 0..<64 {
      #expect(value(made, .coverage, x: x, y: 2) == 0)
      #expect(value(made, .coverage, x: x, y: 60) > 0.999 && value(made, .actor, x: x, y: 60) == 0)
      #expect(value(made, .depth, x: x, y: 60) > 0.999)
    }
  }

  /// While day turns to night, what is told is the mixture of what is told of each.
  @Test func changesOfLightMix() throws {
    var plan = plan([])
    plan.scene = .city
    plan.frameCount = 64
    func told(_ plan: ShotPlan) -> [Float] {
      PictureBuffer([], scenery: Scenery(plan), times: [1.25], height: 64, width: 64).values
    }
    var night = plan
    night.time = .night
    var turning = plan
    turning.changes = [ShotPlan.Change(t: 1, to: .time(.night), fade: 1)]
    let (day, dark, mixed) = (told(plan), told(night), told(turning))
    #expect(day != dark)
    for index in mixed.indices {
      #expect(abs(mixed[index] - (0.75 * day[index] + 0.25 * dark[index])) < 1e-4)
    }
  }
}
