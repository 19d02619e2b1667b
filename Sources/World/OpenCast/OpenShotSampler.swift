// Draws shots of the open cast: who is in it, what stands about, what everyone does, where the camera goes.

import Foundation
import ZoetropeCast
import ZoetropeRandom
import ZoetropeShot

/// Draws random shots of any members of the cast, for training and evaluation.
public struct OpenShotSampler: Sendable {
  /// What may be drawn.
  public struct Options: Sendable, Equatable, Codable {
    /// Shapes of the frame, with relative weights in their order.
    public var shapes: [FrameShape] = [.wide, .square, .tall]
    /// How often each shape is drawn, relative to the others.
    public var shapeWeights: [Double] = [3, 2, 1]
    /// Frames per second.
    public var frameRates: [Double] = [8, 12, 12, 16, 24]
    /// Length of shots in seconds.
    public var durations: ClosedRange<Double> = 2...8
    /// The scenes.
    public var scenes: [Scene] = Scene.allCases
    /// The looks.
    public var looks: [Look] = Look.allCases
    /// Share of actors who do not belong where they are.
    public var oddShare = 0.25
    /// Whether members that are kept from training are drawn, and they alone.
    public var drawsHeldOut = false

    /// Draws from everything that models may be trained on.
    public init() {}
  }

  /// What may be drawn.
  public let options: Options
  private let sheet: CallSheet
  private let recipes: [SceneRecipe]
  private let heldOut: Set<String>
  private let aspects: @Sendable (String) -> Double

  /// Makes a sampler.
  ///
  /// - Parameters:
  ///   - members: the cast.
  ///   - recipes: named places; half of the shots are in one of them.
  ///   - aspects: width divided by height of a member's picture.
  public init(
    _ members: [CastMember], recipes: [SceneRecipe] = [], options: Options = Options(),
    aspects: @escaping @Sendable (String) -> Double
  ) {
    self.options = options
    self.aspects = aspects
    sheet = CallSheet(members.filter { $0.isHeldOut == options.drawsHeldOut })
    self.recipes = recipes.filter { options.scenes.contains($0.backdrop) }
    heldOut = Set(members.filter(\.isHeldOut).map(\.name))
  }

  /// Draws a plan.
  public func sample(using generator: inout Generator) -> ShotPlan {
    let recipe = !recipes.isEmpty && generator.chance(0.5) ? generator.pick(recipes) : nil
    let scene = recipe?.backdrop ?? generator.pick(options.scenes)
    var plan = ShotPlan(scene: scene)
    plan.size = options.shapes[generator.index(weights: options.shapeWeights)]
    plan.frameRate = generator.pick(options.frameRates)
    plan.frameCount = max(16, Int((generator.uniform(options.durations) * plan.frameRate).rounded()))
    plan.shotSize = generator.pick(weighted: [(.wide, 30), (.medium, 45), (.closeUp, 25)])
    setLight(of: &plan, usual: recipe, using: &generator)
    let count = generator.pick(weighted: [(0, 6), (1, 44), (2, 26), (3, 11), (4, 6), (5, 4), (6, 3)])
    let cast = members(count, in: scene, using: &generator)
    let course = CameraCourse(
      duration: plan.duration, canTrack: cast.first?.isMobile ?? false, using: &generator)
    plan.camera = course.camera
    let scale = OpenShotSampler.scale(of: cast.first, plan.shotSize, using: &generator)
    plan.actors = cast.indices.map { index in
      actor(
        cast[index], isLead: index == 0, in: plan, tracking: course.trackingSpeed, scale: scale,
        using: &generator)
    }
    plan.seed = UInt64(generator.next32())
    plan.setPieces =
      recipe?.pieces(for: plan).filter { !heldOut.contains($0.picture) }
      ?? setPieces(in: plan, scale: scale, using: &generator)
    return plan
  }

  // MARK: - Internals

  /// How large things are on the frame.
  private struct Scale {
    /// Frame heights of the lead at its own place.
    var lead: Double
    /// Frame heights per metre there.
    var perMetre: Double
    /// Whether sizes are those of nature, relative to each other.
    var isNatural: Bool
  }

  private static func scale(
    of lead: CastMember?, _ size: ShotSize, using generator: inout Generator
  ) -> Scale {
    let range =
      switch size {
      case .wide: 0.16...0.34
      case .medium: 0.28...0.56
      case .closeUp: 0.48...0.92
      }
    let height = generator.uniform(range)
    return Scale(
      lead: height, perMetre: height / (lead?.height ?? 1.7), isNatural: generator.chance(0.65))
  }

  private func members(
    _ count: Int, in scene: Scene, using generator: inout Generator
  ) -> [CastMember] {
    guard count > 0 else { return [] }
    let lead = sheet.actor(in: scene, oddShare: options.oddShare, using: &generator)
    let isGroup = count > 1 && generator.chance(0.3)
    return (0..<count).map { index in
      index == 0 || isGroup
        ? lead : sheet.actor(in: scene, oddShare: options.oddShare, using: &generator)
    }
  }

  private func setLight(
    of plan: inout ShotPlan, usual recipe: SceneRecipe?, using generator: inout Generator
  ) {
    let scene = plan.scene
    plan.time =
      scene == .space || scene == .moon
      ? generator.pick(weighted: [(.night, 58), (.day, 22), (.dawn, 10), (.sunset, 10)])
      : generator.pick(weighted: [(.day, 42), (.night, 24), (.dawn, 16), (.sunset, 18)])
    plan.weather =
      scene.isUnderOpenAir
      ? generator.pick(weighted: [(.clear, 46), (.clouds, 17), (.rain, 14), (.snow, 11), (.fog, 12)])
      : .clear
    if scene.isBuilt && generator.chance(0.6) { plan.period = generator.pick(Period.allCases) }
    if let recipe, generator.chance(0.5) {
      (plan.time, plan.weather, plan.period) = (recipe.time, recipe.weather, recipe.period)
    }
    plan.look =
      options.looks.contains(.natural) && generator.chance(0.5) ? .natural : generator.pick(options.looks)
    guard scene.isUnderOpenAir, generator.chance(0.12) else { return }
    let change: ShotPlan.Change.Value =
      generator.chance(0.6)
      ? .time(generator.pick(TimeOfDay.allCases.filter { $0 != plan.time }))
      : .weather(generator.pick(Weather.allCases.filter { $0 != plan.weather }))
    plan.changes = [
      ShotPlan.Change(
        t: generator.uniform(0.1...0.7) * plan.duration, to: change,
        fade: generator.uniform(0.2...1.5))
    ]
  }

  /// Where the foot of something may be, and how large things are there relative to the lead's place.
  private func ground(_ plan: ShotPlan, using generator: inout Generator) -> Double {
    let line = plan.scene.groundLine ?? plan.scene.waterLine ?? 0.6...0.95
    return generator.uniform(line.lowerBound...min(line.upperBound + 0.04, 1))
  }

  private func actor(
    _ member: CastMember, isLead: Bool, in plan: ShotPlan, tracking: Double, scale: Scale,
    using generator: inout Generator
  ) -> Actor {
    let footing = member.footing(in: plan.scene)
    let horizon = plan.scene.horizon
    let foot =
      footing == .afloat
      ? generator.uniform(plan.scene.waterLine ?? 0.6...0.9) : ground(plan, using: &generator)
    let isGrounded = footing == .standing || footing == .afloat
    let depth =
      isGrounded
      ? min(max(1 - (foot - horizon) / (1.02 - horizon), 0.05), 0.95) : generator.uniform(0.1...0.8)
    let perspective = isGrounded ? 0.75 + 0.5 * (1 - depth) : 1.15 - 0.3 * depth
    var height =
      isLead
      ? scale.lead
      : scale.isNatural
        ? member.height * scale.perMetre * perspective : generator.uniform(0.14...0.6) * perspective
    height = min(max(height, 0.07), 1.1)
    let aspect = aspects(member.name) / plan.size.aspectRatio
    var width = height * aspect
    if width > 0.9 {
      height *= 0.9 / width
      width = 0.9
    }
    let isFollowed = isLead && tracking != 0
    let beats = ActorCourse.beats(
      of: member, footing: footing, width: width, duration: plan.duration, using: &generator)
    let entersFromOutside = !isFollowed && generator.chance(0.12)
    let side = generator.chance(0.5)
    let x =
      isFollowed
      ? generator.uniform(0.25...0.75)
      : entersFromOutside ? (side ? -width / 2 : 1 + width / 2) : generator.uniform(0.08...0.92)
    let y =
      isGrounded
      ? foot - height / 2
      : footing == .flying
        ? generator.uniform(0.08...max(0.12, horizon)) : generator.uniform(0.12...0.88)
    var course = ActorCourse(
      facing: member.facing, footing: footing, width: width, height: height, x: x, y: y, depth: depth,
      beats: beats,
      looksRight: generator.chance(0.5))
    if entersFromOutside {
      for index in course.beats.indices where course.beats[index].velocity == 0 && index == 0 {
        course.beats[index].motion = .left
      }
      for index in course.beats.indices {
        course.beats[index].speed = abs(course.beats[index].speed) * (side ? 1 : -1)
      }
    }
    if isFollowed {
      // Who is followed goes on; what it does besides is small.
      for index in course.beats.indices {
        course.beats[index].speed *= 0.15
        if course.beats[index].motion == .still { course.beats[index].motion = .left }
      }
    }
    // Others in a tracking shot are passed, or run along.
    let runsAlong = !isFollowed && tracking != 0 && member.isMobile && generator.chance(0.4)
    let isAnchored = isFollowed || tracking != 0 || generator.chance(0.7)
    let keyframes = course.keyframes(
      duration: plan.duration, camera: plan.camera, follows: isFollowed || runsAlong ? tracking : 0,
      isAnchored: isAnchored)
    return Actor(
      picture: member.name, tint: tint(0.25, using: &generator), beats: course.beats.map(\.beat),
      depth: depth,
      keyframes: keyframes)
  }

  /// A colour with a word, or any, for a share of the pictures.
  private func tint(_ share: Double, using generator: inout Generator) -> PictureTint? {
    guard generator.chance(share) else { return nil }
    if generator.chance(0.6) { return .word(generator.pick(Tint.allCases)) }
    let any = { (generator: inout Generator) in UInt8(generator.index(below: 256)) }
    return .sRGB(red: any(&generator), green: any(&generator), blue: any(&generator))
  }

  private func setPieces(
    in plan: ShotPlan, scale: Scale, using generator: inout Generator
  ) -> [SetPiece] {
    guard generator.chance(0.75) else { return [] }
    let xs = plan.camera.keyframes.map(\.x)
    let range = (xs.min() ?? 0) - 0.3...(xs.max() ?? 0) + 1.3
    let length = range.upperBound - range.lowerBound
    let kinds = (0..<1 + generator.index(below: 4)).compactMap { _ in
      sheet.piece(in: plan.scene, using: &generator)
    }
    guard !kinds.isEmpty else { return [] }
    let count = min(24, Int((generator.uniform(0.6...3.5) * length).rounded(.up)))
    let horizon = plan.scene.horizon
    return (0..<count).map { _ in
      let member = generator.pick(kinds)
      let isFloating = member.isFlyer || [.space, .sky].contains(plan.scene)
      let line = plan.scene.groundLine ?? plan.scene.waterLine ?? 0.6...0.95
      // Most stand farther than the actors, a few before them.
      let foot =
        isFloating
        ? generator.uniform(0.15...0.6)
        : generator.chance(0.8)
          ? generator.uniform(min(horizon + 0.03, line.lowerBound)...line.upperBound)
          : generator.uniform(line.upperBound...1.12)
      let depth =
        isFloating
        ? generator.uniform(0.75...0.98) : min(max(1 - (foot - horizon) / (1.02 - horizon), 0), 0.98)
      let nearness = 1 - depth
      // What stands on the ground keeps to it.
      let parallax = isFloating ? 0.1 + 0.4 * (1 - depth) : plan.scene.parallax(atFoot: foot)
      let natural = member.height * scale.perMetre * (0.4 + 0.8 * nearness)
      let height = min(max(scale.isNatural ? natural : generator.uniform(0.15...0.7), 0.08), 1.3)
      let spread = parallax < 1 ? range.lowerBound * parallax...0.5 + (range.upperBound - 0.5) : range
      return SetPiece(
        picture: member.name, tint: tint(0.08, using: &generator),
        x: generator.uniform(spread), y: foot, height: height, depth: depth, parallax: parallax,
        flipped: generator.chance(0.5))
    }
  }
}
