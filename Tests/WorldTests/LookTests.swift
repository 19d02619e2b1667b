import CRaster
import Foundation
import Testing
import ZoetropeRandom
import ZoetropeScenery
import ZoetropeShot

@testable import ZoetropeWorld

/// What each of the later looks does to a picture, told on pictures whose answer is known.
@Suite struct LookTests {
  /// A canvas of 64×64 pixels and what a look makes of it.
  private struct Sheet {
    let canvas = Canvas(width: 64, height: 64)

    init(_ ink: (_ x: Int, _ y: Int) -> SIMD3<Float>) {
      for y in 0..<64 {
        for x in 0..<64 {
          let rgb = ink(x, y)
          for channel in 0..<3 { canvas.pixels[(y * 64 + x) * 4 + channel] = rgb[channel] }
        }
      }
    }

    /// `[64, 64]` colours in `0...1`.
    func seen(_ look: Look, frame: Int = 0, time: TimeOfDay = .day) -> [SIMD3<Float>] {
      var plan = ShotPlan(scene: .meadow, time: time)
      plan.look = look
      var pass = LookPass(look, plan: plan, height: 64, width: 64, seed: 3)
      var output = [Float](repeating: 0, count: 64 * 64 * 3)
      output.withUnsafeMutableBufferPointer { pass.apply(canvas, frame: frame, into: $0.baseAddress!) }
      return (0..<64 * 64).map { i in (SIMD3(output[3 * i], output[3 * i + 1], output[3 * i + 2]) + 1) / 2 }
    }
  }

  private static let later = Look.allCases.filter { !Look.shipped.contains($0) }
  /// Rounding of a few additions of values up to 1.
  private static let rounding: Float = 1e-5

  private static func luminance(_ p: SIMD3<Float>) -> Float { 0.299 * p.x + 0.587 * p.y + 0.114 * p.z }

  private static func coloured(_ x: Int, _ y: Int) -> SIMD3<Float> {
    [Float(x) / 63, Float(y) / 63, Float((x / 8 + y / 8) % 2)]
  }

  /// Grey of the luminance that panchromatic film sees (0.34, 0.54, 0.12), from 0.02 to 0.99; no chroma at all.
  @Test func blackAndWhiteIsGreyOfTheLuminance() {
    let sheet = Sheet(Self.coloured)
    for (index, p) in sheet.seen(.blackAndWhite).enumerated() {
      let ink = Self.coloured(index % 64, index / 64)
      let grey = 0.02 + 0.97 * (0.34 * ink.x + 0.54 * ink.y + 0.12 * ink.z)
      #expect(p.x == p.y && p.y == p.z)
      // A ramp of 512 values: half a step of it.
      #expect(abs(p.x - grey) < 0.5 * 0.97 / 511 + Self.rounding)
    }
  }

  /// At one pixel per unit, blocks of three, each channel one of five values, and a grey ramp comes out with dithered steps.
  @Test func pixelArtHasBlocksOfFewColours() {
    let seen = Sheet(Self.coloured).seen(.pixel)
    for y in 0..<64 {
      for x in 0..<64 {
        let p = seen[y * 64 + x]
        #expect(p == seen[(y / 3 * 3) * 64 + x / 3 * 3])
        for channel in 0..<3 {
          let step = p[channel] * 4
          #expect(abs(step - step.rounded()) < 1e-4)
        }
      }
    }
  }

  /// A grey ramp becomes steps of a third with short slopes between: three quarters of it lie on a step.
  @Test func animationHasFlatTonesAndDarkOutlines() {
    let ramp = Sheet { x, _ in SIMD3(repeating: Float(x) / 63) }.seen(.animated)
    let onStep = ramp.filter { p in
      // Lights run from the ink's colour to white, which stretches the steps.
      let value = (p.y - 0.03) / 0.97 * 3
      return abs(value - value.rounded()) < 0.02
    }
    #expect(Double(onStep.count) / 4096 > 0.7 && Double(onStep.count) / 4096 < 0.85)
    let step = Sheet { x, _ in SIMD3(repeating: x < 32 ? 0.4 : 0.9) }.seen(.animated)
    // An outline a unit wide to each side of the edge, and none farther away.
    #expect(Self.luminance(step[32 * 64 + 31]) < 0.25 && Self.luminance(step[32 * 64 + 32]) < 0.35)
    #expect(Self.luminance(step[32 * 64 + 29]) > 0.3 && Self.luminance(step[32 * 64 + 34]) > 0.6)
  }

  /// White is the paper's colour, black is indigo, the upper edge is darker blue than what is below, the margin is paper.
  @Test func woodblockPrintsArePaperAndIndigo() {
    let white = Sheet { _, _ in SIMD3(repeating: 1) }.seen(.ukiyoe)
    let black = Sheet { _, _ in SIMD3(repeating: 0) }.seen(.ukiyoe)
    let mean = { (seen: [SIMD3<Float>], rows: Range<Int>) in
      rows.map { seen[$0 * 64 + 30] }.reduce(.zero, +) / Float(rows.count)
    }
    // The grain of the wood changes single pixels by up to 3.5 %, 24 of them by far less.
    let paper = mean(white, 32..<56), indigo = mean(black, 32..<56)
    #expect(abs(paper.x - 0.96) < 0.02 && abs(paper.y - 0.89) < 0.02 && abs(paper.z - 0.73) < 0.02)
    #expect(indigo.z > indigo.x * 2 && Self.luminance(indigo) < 0.2)
    // The band of blue covers a third of the height, fading with the square of the way.
    for row in 4..<20 {
      let top = max(0, 1 - (Float(row) + 0.5) / 64 / 0.32), share = top * top * 0.85
      let wished = 0.96 + (0.10 - 0.96) * share
      #expect(abs(white[row * 64 + 30].x - wished) < 0.036 * wished + Self.rounding, "row \(row)")
    }
    for seen in [white, black] { #expect(abs(seen[32 * 64].x - 0.96) < 0.04) }
  }

  /// Greys go through violet and magenta to cyan, whatever the hour; edges shine magenta on the left and cyan on the right.
  @Test func cyberpunkIsVioletMagentaAndCyan() {
    let grey = { (value: Float) in Sheet { _, _ in SIMD3(repeating: value) }.seen(.cyberpunk)[32 * 64 + 32] }
    let dark = grey(0.1), middle = grey(0.5), light = grey(1)
    #expect(dark.z > dark.x && dark.x > dark.y && Self.luminance(dark) < 0.12)
    #expect(middle.y < 0.3 * middle.x && middle.z > middle.x * 0.9)
    #expect(light.y > light.x && light.z > light.y * 0.9)
    let lines = Sheet { x, _ in SIMD3(repeating: x % 16 < 8 ? 0.1 : 0.5) }.seen(.cyberpunk)
    let left = lines[32 * 64 + 8] - lines[32 * 64 + 4], right = lines[32 * 64 + 56] - lines[32 * 64 + 52]
    #expect(left.x - left.y > right.x - right.y)
  }

  /// Greys have no hue to turn; a red leaves red by a third of the circle or more, and lines wave.
  @Test func surrealTurnsHuesAndBendsLines() {
    for p in Sheet({ _, _ in SIMD3(repeating: 0.5) }).seen(.surreal) {
      #expect(abs(p.x - p.y) < 2e-3 && abs(p.y - p.z) < 2e-3)
    }
    let red = Sheet { _, _ in [0.55, 0.35, 0.35] }.seen(.surreal)
    let hue = { (p: SIMD3<Float>) in
      atan2(0.211 * p.x - 0.523 * p.y + 0.312 * p.z, 0.596 * p.x - 0.274 * p.y - 0.322 * p.z)
    }
    for row in [0, 31, 63] {
      let turn = hue(red[row * 64]) - hue([0.55, 0.35, 0.35]), wished = 2.1 + 0.8 * (Float(row) + 0.5) / 64
      #expect(abs((turn + 2 * .pi).truncatingRemainder(dividingBy: 2 * .pi) - wished) < 0.03)
    }
    let line = Sheet { x, _ in SIMD3(repeating: x < 32 ? 0.2 : 0.8) }.seen(.surreal)
    let edge = (0..<64).map { row in (0..<64).first { Self.luminance(line[row * 64 + $0]) > 0.5 } ?? 0 }
    #expect(Set(edge).count >= 3 && edge.allSatisfy { abs($0 - 32) <= 3 })
  }

  /// Of a uniform sheet a painter leaves the colour, drawn towards the palette, and bristles about it.
  @Test(arguments: [Look.oilPainting, .vanGogh]) func paintersKeepColoursUpToTheirPalette(look: Look) {
    let ink = SIMD3<Float>(0.3, 0.5, 0.7), light = Self.luminance(ink)
    let (share, saturation): (Float, Float) = look == .oilPainting ? (0.22, 1.25) : (0.45, 1.5)
    let (dark, middle): (SIMD3<Float>, SIMD3<Float>) =
      look == .oilPainting
      ? ([0.10, 0.06, 0.05], [0.52, 0.42, 0.30]) : ([0.04, 0.09, 0.30], [0.18, 0.44, 0.66])
    let own = light + (ink - light) * saturation, ramp = dark + (middle - dark) * 2 * light
    let wished = own + (ramp - own) * share
    let seen = Sheet { _, _ in ink }.seen(look)
    let mean = seen.reduce(.zero, +) / Float(seen.count)
    for channel in 0..<3 {
      // 4096 pixels whose bristles are alike along strokes of about ten: the mean of some 400 of ±20 %.
      #expect(abs(mean[channel] - wished[channel]) < 0.02)
    }
    let spread = seen.map { abs($0.y - mean.y) }.reduce(0, +) / Float(seen.count)
    #expect(spread > 0.005)
  }

  /// Along a flow to the right neighbours to the right are alike, those below are not.
  @Test func strokesRunAlongTheFlow() {
    var generator = Generator(seed: 5)
    let bristles = (0..<4096).map { _ in Float(generator.uniform()) - 0.5 }
    let flow = (0..<8192).map { Float(1 - $0 % 2) }
    let sheet = Sheet { _, _ in SIMD3(repeating: 0.5) }
    var output = [Float](repeating: 0, count: 4096 * 4)
    bristles.withUnsafeBufferPointer {
      raster_strokes(
        sheet.canvas.raw, flow, raster_grain(values: $0.baseAddress, strength: 0), 1, 4, 10, &output)
    }
    // The mean of nine independent values of each row.
    for x in 4..<60 {
      let row = 20 * 64 + x
      let mean: Float = bristles[row - 4...row + 4].reduce(0, +) / 9
      #expect(abs(output[row * 4 + 3] - mean) < Self.rounding)
    }
  }

  /// Against a plain loop over the four squares of a pixel.
  @Test func kuwaharaIsTheMeanOfTheEvenestSquares() {
    var generator = Generator(seed: 6)
    let inks = (0..<4096).map { _ in
      SIMD3(Float(generator.uniform()), Float(generator.uniform()), Float(generator.uniform()))
    }
    let sheet = Sheet { x, y in inks[y * 64 + x] }
    let means = Canvas(width: 64, height: 64), spare = Canvas(width: 64, height: 64)
    raster_squares(sheet.canvas.raw, means.pixels)
    raster_blur(means.pixels, spare.pixels, 64, 64, 4, 1)
    var output = [Float](repeating: 0, count: 4096 * 4)
    raster_kuwahara(means.raw, 1, &output)
    for y in stride(from: 4, to: 60, by: 5) {
      for x in stride(from: 4, to: 60, by: 5) {
        var sum = SIMD3<Double>.zero, total = 0.0
        for (dx, dy) in [(-1, -1), (1, -1), (-1, 1), (1, 1)] {
          var mean = SIMD3<Double>.zero, squares = 0.0, lights = 0.0
          for v in -1...1 {
            for u in -1...1 {
              let ink = inks[(y + dy + v) * 64 + x + dx + u]
              mean += SIMD3(Double(ink.x), Double(ink.y), Double(ink.z)) / 9
              let light = Double(Self.luminance(ink))
              lights += light / 9
              squares += light * light / 9
            }
          }
          let variance = squares - lights * lights + 0.0004, weight = 1 / (variance * variance)
          sum += mean * weight
          total += weight
        }
        for channel in 0..<3 {
          // Running sums of 64 values in single precision, then a small difference of two of them, squared.
          #expect(abs(Double(output[(y * 64 + x) * 4 + channel]) - sum[channel] / total) < 2e-3)
        }
      }
    }
  }

  /// What does not move does not flicker: two frames of one picture are the same bytes.
  @Test(arguments: later) func nothingFlickers(look: Look) {
    let sheet = Sheet(Self.coloured)
    #expect(sheet.seen(look, frame: 0) == sheet.seen(look, frame: 5))
  }
}
