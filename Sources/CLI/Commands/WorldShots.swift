import ArgumentParser
import Foundation
import ZoetropeMedia
import ZoetropePictures
import ZoetropeScenery
import ZoetropeRandom
import ZoetropeShot
import ZoetropeWorld

/// `zoetrope world shots`.
struct WorldShots: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shots",
    abstract: "Draw shots of the open cast as strips of frames.",
    discussion: """
      What the denoiser is trained on: any members of the cast, set pieces, camera moves, light. With --buffer, below each \
      strip what the network is told of the pictures.

      Example: zoetrope world shots --out shots.png --count 24
      """)

  @Option(help: "PNG file to write.")
  var out: String

  @Option(help: "Number of shots.")
  var count = 24

  @Option(help: "Number of the first shot.")
  var start: UInt64 = 0

  @Option(parsing: .unconditional, help: "Seed; by default 1.", transform: SeedChoice.number)
  var seed: UInt64 = 1

  @Option(help: "Frames per strip.")
  var frames = 6

  @Option(help: "Pixels per patch side; 8 gives wide frames of 112×64.")
  var patchSide = 16

  @Option(help: "Strips beside each other.")
  var columns = 2

  @Flag(help: "Also draw what the network is told of the pictures.")
  var buffer = false

  @Flag(help: "Draw members that are kept from training, and they alone.")
  var heldOut = false

  @OptionGroup var pictures: PictureOptions

  func validate() throws {
    guard (1...400).contains(count) else { throw ValidationError("--count is \(count); expected 1…400") }
    guard (1...24).contains(frames) else { throw ValidationError("--frames is \(frames); expected 1…24") }
    guard (2...64).contains(patchSide) else {
      throw ValidationError("--patch-side is \(patchSide); expected 2…64")
    }
    guard (1...8).contains(columns) else { throw ValidationError("--columns is \(columns); expected 1…8") }
  }

  func run() throws {
    let world = try pictures.world()
    var options = OpenShotSampler.Options()
    options.drawsHeldOut = heldOut
    options.shapes = [.wide]
    options.shapeWeights = [1]
    let sampler = world.openShots(options)
    var tiles: [ContactSheet.Tile] = []
    for number in start..<start + UInt64(count) {
      var generator = Generator(seed: seed, stream: number)
      let plan = sampler.sample(using: &generator)
      let shown = (0..<frames).map { $0 * (plan.frameCount - 1) / max(frames - 1, 1) }
      let size = plan.size.pixelSize(patchSide: patchSide)
      var pictures: [Frame] = []
      for frame in shown {
        pictures.append(try world.render(plan, patchSide: patchSide, frames: frame..<frame + 1)[frame: 0])
      }
      let cast = plan.actors.map { ($0.tint.map { "\($0.text) " } ?? "") + $0.picture }
      let label =
        "\(number): \(cast.joined(separator: ", ")); \(plan.scene.rawValue), \(plan.time.rawValue), "
        + "\(plan.weather.rawValue), \(plan.look.rawValue), \(plan.camera.move.rawValue), "
        + "\(plan.setPieces.count) pieces, \(Int(plan.frameRate)) fps"
      tiles.append(ContactSheet.Tile(strip(pictures), label))
      if buffer {
        let told = PictureBuffer(
          try plan.placedPictures(from: world.pictures), scenery: Scenery(plan),
          times: shown.map(plan.time(ofFrame:)), height: size.height, width: size.width)
        tiles.append(ContactSheet.Tile(strip(told.picturesToLookAt), ""))
      }
    }
    let sheet = ContactSheet(columns: columns, spacing: 4, labelLines: 2)
    try PNG.write(sheet.render(tiles), to: URL(fileURLWithPath: out))
    print("\(out): \(count) shots")
  }

  private func strip(_ frames: [Frame]) -> Frame {
    ContactSheet(columns: frames.count, spacing: 1).render(frames.map { ContactSheet.Tile($0) })
  }
}

extension PictureBuffer {
  /// Each frame's colours on grey, with particles white.
  fileprivate var picturesToLookAt: [Frame] {
    (0..<frameCount).map { frame in
      var pixels: [Float] = []
      for pixel in 0..<height * width {
        let at = (frame * height * width + pixel) * PictureBuffer.channelCount
        let open = 1 - values[at + Channel.coverage.rawValue]
        let falling = values[at + Channel.particles.rawValue]
        for channel in 0..<3 {
          let colour = values[at + channel] + 0.5 * open
          pixels.append((colour + (1 - colour) * falling) * 2 - 1)
        }
      }
      return Frame(height: height, width: width, pixels: pixels)
    }
  }
}
