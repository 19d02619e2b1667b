// A four-legged body for the heads that the font has without one.

extension Recipe.Beast {
  /// The body as shapes, from back to front: far legs, tail, trunk with its neck, near legs.
  var shapes: [Recipe.Shape] {
    let foot = 96.0, bottom = foot - leg, top = bottom - depth, left = 60 - length / 2,
      right = 60 + length / 2
    let middle = (top + bottom) / 2
    let far = (legs ?? coat).darker(0.72), near = legs ?? coat.darker(0.92)
    let limb = { (x: Double, colour: Recipe.Colour) -> [Recipe.Shape] in
      let upper = Recipe.Box(left: x - self.limb / 2, top: middle, right: x + self.limb / 2, bottom: foot)
      var shapes = [Recipe.Shape(filled: .rectangle(upper, round: self.limb * 0.42), colour)]
      if let hooves = self.hooves {
        let hoof = Recipe.Box(left: upper.left, top: foot - 5, right: upper.right, bottom: foot)
        shapes.append(Recipe.Shape(filled: .rectangle(hoof, round: 2), hooves))
      }
      return shapes
    }
    var result = limb(left + self.limb * 1.7, far) + limb(right - self.limb * 1.9, far)
    result += tailShapes(at: [right - 3, top + depth * 0.25])
    if neck > 0 {
      result.append(
        Recipe.Shape(
          filled: .blob([
            [left + 2, middle], [left - 10, top - rise - neck], [left + 6, top - rise - neck - 2],
            [left + length * 0.35, top - rise + 4], [left + length * 0.3, bottom - 6],
          ]), coat))
    }
    let trunk: [SIMD2<Double>] = [
      [left, middle - rise * 0.5], [left + length * 0.14, top - rise],
      [left + length * 0.5, top - rise * 0.4 + 1],
      [right - length * 0.14, top], [right, middle], [right - length * 0.1, bottom],
      [left + length * 0.5, bottom + 1], [left + length * 0.1, bottom],
    ]
    result.append(
      Recipe.Shape(outline: .blob(trunk), fill: Recipe.Fill(from: coat, to: coat.darker(0.86))))
    if let belly {
      result.append(
        Recipe.Shape(
          filled: .oval(
            Recipe.Box(left: left + 4, top: bottom - depth * 0.32, right: right - 8, bottom: bottom + 1)),
          belly))
    }
    result += limb(left + self.limb * 0.7, near) + limb(right - self.limb * 0.7, near)
    if let stripes { result += stripeShapes(stripes, left: left, right: right, top: top, bottom: bottom) }
    return result
  }

  // MARK: - Internals

  private func tailShapes(at root: SIMD2<Double>) -> [Recipe.Shape] {
    let tip = tailTip ?? coat.darker(0.7)
    let bush: [SIMD2<Double>] = [
      root, root + [8, -6], root + [18, -14], root + [27, -14], root + [26, -2], root + [16, 9],
      root + [4, 12],
    ]
    switch tail {
    case .none: return []
    case .thin:
      return [Recipe.Shape(pen: coat, 4.5, along: .curve([root, root + [9, -2], root + [14, -12]]))]
    case .short: return [Recipe.Shape(filled: .oval(around: root + [1, 1], 5), coat)]
    case .tuft:
      return [
        Recipe.Shape(pen: coat, 3.5, along: .curve([root, root + [8, 4], root + [10, 22]])),
        Recipe.Shape(filled: .oval(around: root + [10, 26], 5), tip),
      ]
    case .bushy:
      return [
        Recipe.Shape(filled: .blob(bush), coat),
        Recipe.Shape(
          filled: .blob([root + [19, -13], root + [27, -14], root + [26, -3], root + [20, -5]]), tip),
      ]
    case .ringed:
      return [Recipe.Shape(filled: .blob(bush), coat)]
        + [[9, -4], [16, -8], [23, -11]].map { (offset: SIMD2<Double>) in
          Recipe.Shape(pen: tip, 4, along: .line([root + offset + [-2, -4], root + offset + [5, 8]]))
        }
    case .horse:
      return [
        Recipe.Shape(
          filled: .blob([
            root, root + [9, 0], root + [14, 14], root + [10, 34], root + [4, 30], root + [3, 14],
          ]),
          tip)
      ]
    }
  }

  private func stripeShapes(
    _ colour: Recipe.Colour, left: Double, right: Double, top: Double, bottom: Double
  ) -> [Recipe.Shape] {
    let count = max(3, Int(length / 9))
    var shapes = (1..<count).map { index in
      let x = left + length * Double(index) / Double(count)
      return Recipe.Shape(
        pen: colour, 3.2,
        along: .curve([[x - 1, top + 2], [x + 2, top + depth * 0.45], [x, top + depth * 0.8]]))
    }
    for x in [left + limb * 0.7, right - limb * 0.7] {
      for row in [0.25, 0.5, 0.75] {
        let y = bottom + leg * row
        shapes.append(
          Recipe.Shape(pen: colour, 2.4, along: .line([[x - limb * 0.4, y], [x + limb * 0.4, y]])))
      }
    }
    return shapes
  }
}

extension Recipe.Shape {
  init(filled outline: Outline, _ colour: Recipe.Colour) {
    self.init(outline: outline, fill: Recipe.Fill(from: colour, to: colour))
  }

  init(pen: Recipe.Colour, _ weight: Double, along outline: Outline) {
    self.init(outline: outline, pen: pen, weight: weight)
  }
}

extension Recipe.Shape.Outline {
  fileprivate static func oval(around centre: SIMD2<Double>, _ radius: Double) -> Self {
    .oval(
      Recipe.Box(
        left: centre.x - radius, top: centre.y - radius, right: centre.x + radius, bottom: centre.y + radius))
  }
}

extension Recipe.Colour {
  /// The colour in shadow.
  func darker(_ factor: Float) -> Recipe.Colour { Recipe.Colour(x * factor, y * factor, z * factor, w) }
}
