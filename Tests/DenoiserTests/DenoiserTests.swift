import Foundation
import Testing
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeShot
import ZoetropeLayers

/// A small network with random weights, whose gates are open so that every part matters.
enum Fixture {
  /// A thumbnail that reads which pixels are known and draws light across patches, too.
  static let configuration: DenoiserConfiguration = {
    var configuration = DenoiserConfiguration.thumbnail
    configuration.readsKnownPixels = true
    configuration.lightSide = 2
    return configuration
  }()

  static func parameters(seed: UInt64 = 3) -> Parameters {
    var parameters = Parameters(layout: configuration.parameterLayout, seed: seed)
    // adaLN-Zero starts with closed gates and zero modulation; small random numbers open them.
    let noise = Tensor.normal([parameters.layout.count], seed: seed, stream: 1 << 40)
    parameters.storage.add(noise, scaledBy: 0.05)
    return parameters
  }

  static func denoiser(seed: UInt64 = 3) -> Denoiser {
    Denoiser(configuration, ParameterSource(parameters(seed: seed)))
  }

  static func plan(_ kinds: [ActorKind], scene: Scene = .snow, angle: Double = 20) -> ShotPlan {
    ShotPlan(
      frameRate: 8, frameCount: 16, size: .square, scene: scene, time: .night,
      camera: Camera(move: .panLeft, keyframes: [CameraKeyframe(t: 0), CameraKeyframe(t: 2, x: -0.5)]),
      actors: kinds.enumerated().map { index, kind in
        Actor(
          kind: kind, motion: .right, depth: Double(index) / 4,
          keyframes: [
            Keyframe(t: 0, x: 0.2 + 0.3 * Double(index), y: 0.6, width: 0.4, height: 0.4),
            Keyframe(t: 2, x: 0.8, y: 0.5, width: 0.4, height: 0.5, angle: angle, flipped: true),
          ])
      })
  }

  static func features(
    _ plan: ShotPlan, frames: Int = 4, height: Int = 16, width: Int = 16, drops: Bool = false
  ) throws -> PlanFeatures {
    try input(plan, frames: frames, height: height, width: width)
      .features(dropsWords: drops, dropsLayout: drops)
  }

  static func input(
    _ plan: ShotPlan, frames: Int = 4, height: Int = 16, width: Int = 16
  ) throws -> ShotInput {
    try ShotInput(plan, frames: 0..<frames, height: height, width: width, for: configuration)
  }

  static func noise(_ features: PlanFeatures, stream: UInt64 = 0) -> Tensor {
    Tensor.normal([features.geometry.grid.count, configuration.patch.valueCount], seed: 5, stream: stream)
  }
}

func largestDifference(_ a: Tensor, _ b: Tensor) -> Float {
  zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
}

@Suite struct DenoiserTests {
  /// What the presets are, in numbers that change only on purpose.
  @Test(arguments: [("thumbnail", 85_252), ("sketch", 9_772_268), ("feature", 41_198_188)])
  func presetsHaveTheirSize(name: String, expected: Int) throws {
    let configuration = try #require(DenoiserConfiguration.preset(name))
    try configuration.validate()
    #expect(configuration.parameterLayout.count == expected)
    for shape in FrameShape.allCases {
      let size = shape.pixelSize(patchSide: configuration.patch.height)
      let grid = try PatchGrid(
        frameCount: 16, height: size.height, width: size.width, patch: configuration.patch)
      #expect(grid.count == (shape == .square ? 512 : 896))
    }
  }

  /// Clips of different sizes and plans in one batch give what each gives alone: nothing leaks between them. The order of
  /// sums inside a product may differ with the number of rows, hence the tolerance of a few roundings.
  @Test func clipsInABatchDoNotTouchEachOther() throws {
    let denoiser = Fixture.denoiser()
    let inputs = [
      try Fixture.features(Fixture.plan([.fox]), frames: 4),
      try Fixture.features(Fixture.plan([], scene: .sea), frames: 2, height: 8, width: 20),
      try Fixture.features(Fixture.plan([.car, .dog, .whale]), frames: 6, height: 20, width: 12),
    ]
    let noise = inputs.enumerated().map { Fixture.noise($1, stream: UInt64($0)) }
    let levels = inputs.enumerated().map { index, input in
      (0..<input.geometry.grid.count).map { Float($0 % 2 == 0 ? 0.9 - 0.2 * Double(index) : 0) }
    }
    let together = denoiser(
      patches: .concatenatingRows(noise.map { Variable($0) }), levels: levels.flatMap { $0 },
      conditioning: denoiser.conditioning(inputs)
    ).value
    var row = 0
    for (index, input) in inputs.enumerated() {
      let alone = denoiser(
        patches: Variable(noise[index]), levels: levels[index], conditioning: denoiser.conditioning([input])
      ).value
      let part = together.rows(row..<row + input.geometry.grid.count)
      #expect(largestDifference(alone, part) < 2e-5)
      row += input.geometry.grid.count
    }
  }

  /// Changing one thing that the network is told changes what it says: nothing is ignored.
  @Test func everythingItIsToldMatters() throws {
    let denoiser = Fixture.denoiser()
    let plan = Fixture.plan([.fox, .car])
    let input = try Fixture.features(plan)
    let noise = Fixture.noise(input)
    func output(_ plan: ShotPlan, level: Float = 0.7) throws -> Tensor {
      let features = try Fixture.features(plan)
      return denoiser(
        patches: Variable(noise), levels: [Float](repeating: level, count: noise.shape[0]),
        conditioning: denoiser.conditioning([features])
      ).value
    }
    let base = try output(plan)
    var changes: [(String, ShotPlan)] = []
    func change(_ name: String, _ edit: (inout ShotPlan) -> Void) {
      var copy = plan
      edit(&copy)
      changes.append((name, copy))
    }
    change("scene") { $0.scene = .city }
    change("period") { $0.period = .medieval }
    change("time") { $0.time = .day }
    change("weather") { $0.weather = .rain }
    change("look") { $0.look = .noir }
    change("shot size") { $0.shotSize = .closeUp }
    change("camera move") { $0.camera.move = .zoomIn }
    change("camera path") { $0.camera.keyframes[1].x = 0.5 }
    change("kind") { $0.actors[0].picture = "wolf" }
    change("tint") { $0.actors[1].tint = .word(.blue) }
    change("motion") { $0.actors[0].motion = .jump }
    change("speed") { $0.actors[0].speed = .fast }
    change("size") { $0.actors[0].size = .large }
    change("depth") { $0.actors[0].depth = 0.9 }
    change("place") { $0.actors[0].keyframes[0].x += 0.1 }
    change("width") { $0.actors[0].keyframes[0].width += 0.1 }
    change("angle") { $0.actors[0].keyframes[0].angle = 45 }
    change("mirrored") { $0.actors[0].keyframes[0].flipped.toggle() }
    change("an actor less") { $0.actors.removeLast() }
    for (name, changed) in changes {
      #expect(largestDifference(base, try output(changed)) > 1e-4, "\(name) makes no difference")
    }
    #expect(largestDifference(base, try output(plan, level: 0.6)) > 1e-4, "the level makes no difference")
    var mask = Tensor(zeros: [noise.shape.rows, Fixture.configuration.patch.pixelCount])
    func masked() -> Tensor {
      denoiser(
        patches: Variable(noise), levels: [Float](repeating: 0.7, count: noise.shape[0]), known: mask,
        conditioning: denoiser.conditioning([input])
      ).value
    }
    #expect(largestDifference(base, masked()) == 0, "a mask without known pixels is none")
    mask.withUnsafeMutableBuffer { $0[0] = 1 }
    #expect(largestDifference(base, masked()) > 1e-5, "the mask makes no difference")
  }

  @Test func wordsOutsideItsKnowledgeAreNamed() throws {
    let knowledge = Knowledge(
      words: Dictionary(
        uniqueKeysWithValues: PlanSlot.allCases.map { ($0, $0 == .kind ? ["fox"] : $0.words) }))
    let plan = Fixture.plan([.fox, .whale])
    var configuration = Fixture.configuration
    configuration.knowledge = knowledge
    #expect(throws: DenoiserError.unknownWord(slot: "kind", word: "whale", known: ["fox"])) {
      try ShotInput(plan, frames: 0..<2, height: 8, width: 8, for: configuration)
    }
    #expect(knowledge.unknown(in: plan).map(\.word) == ["whale"])
  }

  /// Pictures and colours beyond the words are unknown words; set pieces and light that changes have none to be unknown.
  @Test func whatHasNoWordIsRefused() throws {
    func refusal(_ edit: (inout ShotPlan) -> Void) -> DenoiserError? {
      var plan = Fixture.plan([.fox])
      edit(&plan)
      do {
        _ = try ShotInput(plan, frames: 0..<2, height: 8, width: 8, for: Fixture.configuration)
        return nil
      } catch { return error as? DenoiserError }
    }
    let known = Fixture.configuration.knowledge
    #expect(refusal { _ in } == nil)
    #expect(
      refusal { $0.actors[0].picture = "gorilla" }
        == .unknownWord(slot: "kind", word: "gorilla", known: known.words(of: .kind)))
    #expect(
      refusal { $0.actors[0].tint = .sRGB(red: 255, green: 0, blue: 1) }
        == .unknownWord(slot: "tint", word: "#ff0001", known: known.words(of: .tint)))
    #expect(
      refusal { $0.setPieces = [SetPiece(picture: "tree", x: 0, y: 1, height: 1, depth: 1, parallax: 1)] }
        == .unknownPart("set", reason: "holds a set piece"))
    #expect(
      refusal { $0.changes = [.init(t: 1, to: .look(.noir))] }
        == .unknownPart("look", reason: "changes during the shot, to noir at 1 s"))
  }

  /// Who is carried is where the carrier is: features are those of a plan whose keyframes say so themselves.
  @Test func attachmentsReachTheFeatures() throws {
    var plain = Fixture.plan([.fox, .dog], angle: 0)
    for actor in 0..<2 {
      for key in 0..<2 {
        plain.actors[actor].keyframes[key].width = 0.4
        plain.actors[actor].keyframes[key].height = 0.4
      }
    }
    var carried = plain, said = plain
    carried.actors[1].attachment = Actor.Attachment(to: .actor(0), .riding, x: 0.5, y: 0.5)
    said.actors[1].keyframes = plain.actors[0].keyframes
    let features = try [plain, carried, said].map { try Fixture.features($0).layout.elements }
    #expect(features[1].count == features[2].count)
    // Waves of up to 50 per box turn a double's last bits into no more than this.
    #expect(zip(features[1], features[2]).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(features[0] != features[2])
  }

  /// The gradient of a whole network against central differences in the direction of the gradient of each parameter
  /// tensor: the directional derivative must equal the squared norm over the norm.
  @Test func gradientsOfAllParametersAreRight() throws {
    let inputs = [
      try Fixture.features(Fixture.plan([.fox, .car])), try Fixture.features(Fixture.plan([.dog]), frames: 2),
    ]
    let count = inputs.reduce(0) { $0 + $1.geometry.grid.count }
    let width = Fixture.configuration.patch.valueCount
    let z = Tensor.normal([count, width], seed: 9)
    let target = Tensor.normal([count, width], seed: 10)
    let levels = (0..<count).map { Float($0 % 3 == 0 ? 0 : 0.8) }
    let weights = Tensor(repeating: 1 / Float(count * width), [count])
    let pixels = Fixture.configuration.patch.pixelCount
    let mask = Tensor((0..<count * pixels).map { $0 % 5 < 2 ? 1 : 0 }, [count, pixels])
    func loss(_ parameters: Parameters, isTracked: Bool) -> (Variable, ParameterSource) {
      let source = ParameterSource(parameters, isTracked: isTracked)
      let denoiser = Denoiser(Fixture.configuration, source)
      let output = denoiser(
        patches: Variable(z), levels: levels, known: mask, conditioning: denoiser.conditioning(inputs))
      return (output.weightedSquaredError(to: target, weights: weights), source)
    }
    let parameters = Fixture.parameters()
    let (value, source) = loss(parameters, isTracked: true)
    let gradients = value.gradients()
    for (specification, variable) in zip(parameters.layout.specifications, source.variables) {
      let gradient = try #require(gradients[variable], "\(specification.name) has no gradient")
      let norm = gradient.squaredNorm().squareRoot()
      // No part of the network is cut off: the least gradient of a tensor is far above rounding.
      try #require(norm > 1e-6, "\(specification.name) has a gradient of norm \(norm)")
      // The loss is fp32: a step that changes it by about 1 % balances rounding (1e-7 / 1e-2) against curvature.
      let step = Float(min(0.01 / norm, 0.05))
      func moved(_ sign: Float) -> Double {
        var copy = parameters
        copy.storage.withUnsafeMutableBuffer { buffer in
          gradient.withUnsafeBuffer { g in
            for (offset, index) in specification.range.enumerated() {
              buffer[index] += sign * step * g[offset] / Float(norm)
            }
          }
        }
        return Double(loss(copy, isTracked: false).0.value.scalar)
      }
      let measured = (moved(1) - moved(-1)) / Double(2 * step)
      #expect(
        abs(measured - norm) < 0.02 * norm + 2e-5,
        "\(specification.name): central difference \(measured), gradient \(norm)")
    }
  }
}

@Suite struct DenoisingTests {
  private func start(
    _ kind: SamplerKind, known: KnownPixels? = nil, state: DenoisingState? = nil
  ) throws -> Denoising {
    let input = try Fixture.input(Fixture.plan([.fox]))
    let shot = try ShotDenoiser(
      Fixture.denoiser(), input, sampler: kind, levels: NoiseSchedule().levels(stepCount: 6),
      guidance: Guidance(scale: 2), known: known)
    return try shot.resume(state ?? DenoisingState(noise: Fixture.noise(input.features())))
  }

  /// Stopped after any step and started again from the saved state, the end is the same to the bit.
  @Test(arguments: SamplerKind.allCases)
  func resumesToIdenticalBytes(kind: SamplerKind) throws {
    var whole = try start(kind)
    while whole.next() != nil {}
    for stop in 1..<6 {
      var first = try start(kind)
      for _ in 0..<stop { _ = first.next() }
      let left = first.state.sampler
      let saved = SamplerState(
        z: Tensor(left.z.elements, left.z.shape), step: left.step,
        previousClean: left.previousClean.map { Tensor($0.elements, $0.shape) })
      var second = try start(kind, state: DenoisingState(sampler: saved))
      while second.next() != nil {}
      #expect(second.state.sampler.z == whole.state.sampler.z)
    }
  }

  @Test func knownPatchesComeBackUnchanged() throws {
    let features = try Fixture.features(Fixture.plan([.fox]))
    let given = Fixture.noise(features, stream: 9)
    let isKnown = (0..<features.geometry.grid.count).map { $0 % 3 == 0 }
    var denoising = try start(.heun, known: KnownPixels(patches: given, isWhole: isKnown))
    while denoising.next() != nil {}
    let free = try {
      var free = try start(.heun)
      while free.next() != nil {}
      return free.state.sampler.z
    }()
    for (row, isKnown) in isKnown.enumerated() where isKnown {
      #expect(denoising.state.sampler.z.rows(row..<row + 1) == given.rows(row..<row + 1))
    }
    // … and the others take notice of them.
    #expect(largestDifference(denoising.state.sampler.z.rows(1..<2), free.rows(1..<2)) > 1e-3)
  }

  /// What is known within patches comes back unchanged too, at every step, and a network that reads no masks refuses it.
  @Test(arguments: SamplerKind.allCases) func knownPixelsComeBackUnchanged(kind: SamplerKind) throws {
    let features = try Fixture.features(Fixture.plan([.fox]))
    let geometry = features.geometry
    let given = Fixture.noise(features, stream: 9)
    let clip = Clip(unpatchifying: given, grid: geometry.grid, patch: geometry.patch)
    // Left of a slanting line that ends within patches, and all of the third frame.
    let isKnown = (0..<clip.frameCount * clip.height * clip.width).map { pixel in
      let (frame, y, x) = (
        pixel / (clip.height * clip.width), pixel / clip.width % clip.height, pixel % clip.width
      )
      return frame == 2 || x + y / 2 < 7
    }
    let known = try KnownPixels(clip, isKnown: isKnown, patch: geometry.patch)
    #expect(known.endsWithinPatches)
    var denoising = try start(kind, known: known)
    while let step = denoising.next() {
      let now = Clip(unpatchifying: step.state, grid: geometry.grid, patch: geometry.patch)
      for (pixel, isKnown) in isKnown.enumerated() where isKnown {
        #expect(now.pixels[3 * pixel..<3 * pixel + 3] == clip.pixels[3 * pixel..<3 * pixel + 3])
      }
    }
    let end = denoising.clip(frameRate: 8)
    #expect(zip(end.pixels, clip.pixels).count { $0 != $1 } > clip.pixels.count / 4)
    let whole = Denoiser(
      .thumbnail,
      ParameterSource(Parameters(layout: DenoiserConfiguration.thumbnail.parameterLayout, seed: 1)))
    #expect(throws: DenoiserError.self) {
      try ShotDenoiser(
        whole, Fixture.input(Fixture.plan([.fox])), sampler: kind, levels: [1, 0], known: known)
    }
  }

  @Test func aStateOfAnotherShapeIsRefused() {
    #expect(throws: DenoiserError.self) {
      try start(.euler, state: DenoisingState(noise: Tensor(zeros: [3, 4])))
    }
  }
}
