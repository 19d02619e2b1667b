// From a recipe to pieces of a set: which trees, where, mirrored or not, and as many as a travelling camera passes.

import ZoetropeRandom
import ZoetropeShot

extension SceneRecipe {
  /// The pieces of a plan in this scene: its shape, shot size, camera and seed decide.
  public func pieces(for plan: ShotPlan) -> [SetPiece] {
    let views = plan.camera.keyframes
    let travel = views.map(\.x)
    var generator = Generator(seed: plan.seed, stream: 0x5CE4E)
    return pieces(
      shape: plan.size, shotSize: plan.shotSize, travel: (travel.min() ?? 0)...(travel.max() ?? 0),
      zoom: views.map(\.zoom).min() ?? 1, using: &generator)
  }

  /// The pieces of the scene.
  ///
  /// What is seen from a camera's start does not depend on how far it goes on from there.
  ///
  /// - Parameters:
  ///   - shape: of the frame; narrower ones get lower pieces, closer together.
  ///   - shotSize: how large the scenery is drawn, about the horizon.
  ///   - travel: the least and the greatest x of the camera's views, in frame widths.
  ///   - zoom: the least zoom of the camera's views.
  ///   - generator: decides what varies.
  /// - Returns: at most `ShotPlan.maximumSetPieceCount` pieces, rows in order; where more would be needed, the lowest are left out.
  public func pieces(
    shape: FrameShape = .wide, shotSize: ShotSize = .medium, travel: ClosedRange<Double> = 0...0,
    zoom: Double = 1, using generator: inout Generator
  ) -> [SetPiece] {
    let seed = UInt64(generator.next32()), isMirrored = generator.chance(0.5)
    let margin = SceneRecipe.margin + max(0, 0.5 / zoom - 0.5) + max(0, 0.5 / shotSize.sceneryScale - 0.5)
    var pieces: [SetPiece] = []
    for (number, row) in rows.enumerated() {
      let middle = (row.foot.lowerBound + row.foot.upperBound) / 2
      let parallax = row.parallax ?? backdrop.parallax(atFoot: middle)
      // In the mirrored scene the way goes the other way.
      let way = isMirrored ? -travel.upperBound...(-travel.lowerBound) : travel
      let seen = parallax * way.lowerBound - margin...parallax * way.upperBound + 1 + margin
      let first = Int(((seen.lowerBound - row.x.upperBound) / row.period).rounded(.up))
      let last = Int(((seen.upperBound - row.x.lowerBound) / row.period).rounded(.down))
      guard first <= last else { continue }
      for copy in first...last {
        var own = Generator(seed: seed, stream: UInt64(number) << 32 | UInt64(copy + 0x4000_0000))
        if let piece = row.piece(copy: copy, parallax: parallax, horizon: backdrop.horizon, using: &own) {
          pieces.append(piece)
        }
      }
    }
    if pieces.count > ShotPlan.maximumSetPieceCount {
      let tallest = pieces.indices.sorted { (pieces[$1].height, $0) < (pieces[$0].height, $1) }
      let kept = Set(tallest.prefix(ShotPlan.maximumSetPieceCount))
      pieces = pieces.indices.filter(kept.contains).map { pieces[$0] }
    }
    return pieces.map {
      fitted(isMirrored ? $0.mirrored : $0, shape, shotSize)
    }
  }

  // MARK: - Internals

  /// How far outside of the frame a piece may stand and still reach into it, in frame widths.
  private static let margin = 0.4

  /// A piece in a frame of another shape, and nearer or farther for the shot size.
  private func fitted(_ piece: SetPiece, _ shape: FrameShape, _ size: ShotSize) -> SetPiece {
    let horizon = backdrop.horizon, aspect = shape.aspectRatio
    // The scenery's unit is the frame's shorter side; narrow frames show less of it side by side.
    let shrink = min(1, aspect) * (aspect < 1.5 ? 0.8 : 1), scale = size.sceneryScale
    var piece = piece
    piece.x = 0.5 + (piece.x - 0.5) * scale
    let below = piece.y - horizon
    piece.y = horizon + (below > 0 ? below : below * shrink) * scale
    piece.height *= shrink * scale
    return piece
  }
}

extension SceneRecipe.Row {
  /// The piece of this row in one of its places; nil where chance leaves it out.
  fileprivate func piece(
    copy: Int, parallax: Double, horizon: Double, using generator: inout Generator
  ) -> SetPiece? {
    guard generator.chance(chance) else { return nil }
    let picture = generator.pick(pictures)
    let place = generator.uniform(x) + Double(copy) * period
    let share = generator.uniform()
    let line = foot.lowerBound + (foot.upperBound - foot.lowerBound) * share
    // Lower on the frame is nearer, and larger.
    let size = height.lowerBound + (height.upperBound - height.lowerBound) * share
    let flips = generator.chance(0.5)
    return SetPiece(
      picture: picture, tint: tint, x: place, y: line, height: size,
      depth: depth ?? min(max(1 - (line - horizon) / (1.02 - horizon), 0.05), 0.97), parallax: parallax,
      flipped: mirroring == .always || mirroring == .either && flips)
  }
}

extension SetPiece {
  /// The piece in the scene seen in a mirror.
  fileprivate var mirrored: SetPiece {
    var piece = self
    piece.x = 1 - piece.x
    piece.flipped.toggle()
    return piece
  }
}
