import Testing
import ZoetropeCast
import ZoetropePictures
import ZoetropeScenery
import ZoetropeRandom
import ZoetropeShot

@testable import ZoetropeWorld

@Suite struct OpenShotTests {
  private func shots(_ count: Int, _ options: OpenShotSampler.Options = OpenShotSampler.Options()) throws
    -> [ShotPlan]
  {
    let sampler = try SharedWorld.world.get().openShots(options)
    return (0..<count).map { index in
      var generator = Generator(seed: 11, stream: UInt64(index))
      return sampler.sample(using: &generator)
    }
  }

  @Test func castsMembersThatMayBeTrainedOn() throws {
    let members = try SharedWorld.world.get().pictures.members
    var seen = Set<String>()
    for plan in try shots(300) {
      try plan.validate()
      #expect(plan.actors.count <= 6 && plan.setPieces.count <= 64)
      for name in plan.actors.map(\.picture) + plan.setPieces.map(\.picture) {
        #expect(members[name]?.isHeldOut == false, "\(name)")
        seen.insert(name)
      }
    }
    #expect(seen.count > 300)
    var options = OpenShotSampler.Options()
    options.drawsHeldOut = true
    for plan in try shots(100, options) {
      for actor in plan.actors { #expect(members[actor.picture]?.isHeldOut == true) }
    }
  }

  /// The buffer's colours are what the film set paints where the light changes nothing: at noon, without weather or look.
  @Test func filmSetAndBufferAgreePixelByPixel() throws {
    let world = try SharedWorld.world.get()
    var checked = 0
    for plan in try shots(40) where plan.actors.count > 0 {
      var plain = plan
      (plain.time, plain.weather, plain.look, plain.scene) = (.day, .clear, .natural, .meadow)
      let size = plain.size.pixelSize(patchSide: 8)
      let placed = try plain.placedPictures(from: world.pictures)
      let buffer = PictureBuffer(placed, times: [0], height: size.height, width: size.width)
      let frame = try world.render(plain, patchSide: 8, frames: 0..<1)[frame: 0]
      for pixel in 0..<size.height * size.width {
        let values = buffer.values[pixel * 8..<pixel * 8 + 8].map { $0 }
        guard values[3] > 0.999 else { continue }
        checked += 1
        for channel in 0..<3 {
          // Up to a thousandth of the pixel is background, times the 2 from black to white, and a lamp's or the sun's glow is
          // brighter than white.
          #expect(abs(frame.pixels[pixel * 3 + channel] - (2 * values[channel] - 1)) < 3e-3)
        }
      }
    }
    #expect(checked > 1000)
  }

  /// So are those of the scenery, under any camera.
  @Test(
    "Film set and buffer agree on scenery",
    arguments: [Scene.meadow, .forest, .mountains, .snow, .desert, .beach, .river, .sea, .city, .room])
  func scenery(_ scene: Scene) throws {
    var plan = ShotPlan(size: .wide, scene: scene)
    (plan.seed, plan.frameRate) = (5, 8)
    plan.camera = Camera(
      move: .panRight,
      keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 1, x: 0.8, y: 0.2, zoom: 1.3)])
    let buffer = PictureBuffer(
      [], scenery: Scenery(plan), times: [0, 1], height: 64, width: 112)
    let clip = try SharedWorld.world.get().render(plan, height: 64, width: 112, frames: 0..<9)
    var checked = 0
    for (frame, number) in [0, 8].enumerated() {
      let picture = clip[frame: number]
      for pixel in 0..<64 * 112 {
        let values = buffer.values[(frame * 64 * 112 + pixel) * 8..<(frame * 64 * 112 + pixel + 1) * 8].map {
          $0
        }
        guard values[7] > 0.9999 else { continue }
        checked += 1
        for channel in 0..<3 {
          #expect(abs(picture.pixels[pixel * 3 + channel] - (2 * values[channel] - 1)) < 3e-3)
        }
      }
    }
    // Ground and hills are at least a third of both frames.
    #expect(checked > 2 * 64 * 112 / 3, "\(checked)")
  }

  @Test func trackingShotsTravel() throws {
    let tracked = try shots(400).filter { $0.camera.move == .track }
    #expect(tracked.count > 30)
    for plan in tracked {
      let xs = plan.camera.keyframes.map(\.x)
      let way = abs((xs.last ?? 0) - (xs.first ?? 0)) / max(plan.duration, 0.25)
      #expect((0.24...1.7).contains(way))
      // Who is followed stays in view.
      let boxes = [0.0, plan.duration / 2].map { plan.actors[0].box(at: $0) }
      #expect(boxes.allSatisfy { $0.isInFrame })
    }
  }

  @Test func whoStandsHasTheFeetOnTheGround() throws {
    let world = try SharedWorld.world.get()
    for plan in try shots(200) {
      guard let ground = plan.scene.groundLine else { continue }
      for actor in plan.actors {
        let member = try #require(world.pictures.members[actor.picture])
        guard member.footing(in: plan.scene) == .standing else { continue }
        // Anchored actors stand in the scene, others on the frame.
        let boxes = [actor.keyframes[0], actor.keyframes[0].inScene(of: plan.camera.view(at: 0))]
        let stands = boxes.map { $0.y + $0.height / 2 }.contains {
          $0 > ground.lowerBound - 1e-6 && $0 < ground.upperBound + 0.041
        }
        #expect(stands, "\(actor.picture) in \(plan.scene)")
      }
    }
  }

  @Test func aClipIsTheSameWheneverItIsDrawn() throws {
    let world = try SharedWorld.world.get()
    let stream = OpenClipStream(
      world: world, seed: 3, patchSide: 4, frameShares: [ClipStreamOptions.FrameShare(4, 1)])
    let (first, again) = (try stream.clip(at: 7), try stream.clip(at: 7))
    #expect(first.clip == again.clip && first.plan == again.plan && first.clip.frameCount == 4)
    #expect(try stream.clip(at: 8).plan != first.plan)
  }
}
