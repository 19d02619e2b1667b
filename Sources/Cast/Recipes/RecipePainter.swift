// Makes the picture of a recipe from the pictures of a font.

import ZoetropePictures

/// What a person's picture takes from the words that describe them; `nil` leaves the picture as it is.
package struct Appearance: Sendable, Equatable {
  /// One of the five skin tones of Unicode's emoji, 1 light … 5 dark.
  package var skinTone: Int?
  /// Colour of the hair.
  package var hair: Recipe.Colour?
  /// Colour of shirt, coat or gown.
  package var clothes: Recipe.Colour?

  package init(skinTone: Int? = nil, hair: Recipe.Colour? = nil, clothes: Recipe.Colour? = nil) {
    self.skinTone = skinTone
    self.hair = hair
    self.clothes = clothes
  }
}

/// Paints recipes with the pictures of one font.
package struct RecipePainter: Sendable {
  private let font: EmojiFont
  /// Pixels of the canvas per percent: the font's pictures are about 128 pixels wide.
  static let scale = 1.28
  /// Room around the canvas, percent.
  static let margin = 30.0

  package init(font: EmojiFont) { self.font = font }

  /// The picture of a member.
  ///
  /// - Throws: `CastError.pictureMissing` when the font lacks a part, `CastError.fontUnreadable` when it is damaged.
  package func picture(of member: CastMember, _ appearance: Appearance = Appearance()) throws
    -> CroppedPicture
  {
    try picture(of: member.recipe, appearance, name: member.name)
  }

  /// The picture of a recipe.
  ///
  /// - Parameter name: whose it is, for messages.
  /// - Throws: as ``picture(of:_:)``.
  package func picture(of recipe: Recipe, _ appearance: Appearance = Appearance(), name: String) throws
    -> CroppedPicture
  {
    let picture: CroppedPicture?
    if case .emoji(let text, let changes, nil)? = recipe.layers.first, recipe.layers.count == 1,
      changes.isEmpty,
      appearance == Appearance()
    {
      picture = try font.croppedPicture(of: text)
    } else if recipe.layers.count == 1, case .emoji(let text, let changes, nil) = recipe.layers[0] {
      picture = try artwork(text, changes, appearance, name).cropped
    } else {
      let side = Int(((100 + 2 * RecipePainter.margin) * RecipePainter.scale).rounded())
      var canvas = Artwork(width: side, height: side)
      for layer in recipe.layers { try paint(layer, appearance, name, on: &canvas) }
      picture = canvas.cropped
    }
    guard let picture else { throw CastError.pictureMissing(kind: name, path: font.path) }
    return picture
  }

  // MARK: - Internals

  /// A place on the canvas, in pixels.
  static func place(_ x: Double, _ y: Double) -> SIMD2<Double> { (SIMD2(x, y) + margin) * scale }

  private func paint(
    _ layer: Recipe.Layer, _ appearance: Appearance, _ name: String, on canvas: inout Artwork
  ) throws {
    switch layer {
    case .emoji(let text, let changes, let place):
      let picture = try artwork(text, changes, appearance, name)
      let place = place ?? Recipe.Place()
      let width = place.width * RecipePainter.scale
      canvas.draw(
        picture, centre: RecipePainter.place(place.x, place.y),
        size: [width, width * Double(picture.height) / Double(picture.width) * place.stretch],
        isFlipped: place.isFlipped, turn: place.turn, opacity: place.opacity)
    case .shape(let shape): canvas.draw(shape)
    case .beast(let beast): for shape in beast.shapes { canvas.draw(shape) }
    case .figure(let figure): try paint(figure, appearance, name, on: &canvas)
    }
  }

  private func paint(
    _ figure: Recipe.Figure, _ appearance: Appearance, _ name: String, on canvas: inout Artwork
  ) throws {
    var body = try artwork("\u{1F9CD}\u{200D}\u{2642}", [], Appearance(skinTone: appearance.skinTone), name)
    let clothes = appearance.clothes
    body.dress(figure, clothes: clothes)
    let size = SIMD2(Double(body.width), Double(body.height)) * figure.body
    let foot = RecipePainter.place(50, 98)
    canvas.draw(body, centre: foot - SIMD2(0, size.y / 2), size: size)
    let top = foot.y - size.y
    if let skirt = figure.skirt.map({ figure.shirt == nil ? $0 : clothes ?? $0 }) {
      let rows: [(Double, Double)] = [(0.50, 0.30), (0.60, 0.28), (figure.hem / 100, 0.52)]
      let side = { (sign: Double) in
        rows.map { SIMD2(foot.x + sign * $0.1 * size.x, top + $0.0 * size.y) }
      }
      let dark = Recipe.Colour(skirt.x * 0.78, skirt.y * 0.78, skirt.z * 0.78, skirt.w)
      canvas.fill(side(-1) + side(1).reversed(), Recipe.Fill(from: skirt, to: dark))
    }
    let bust = try artwork(figure.bust, figure.changes, appearance, name)
    let width = figure.width * RecipePainter.scale
    let height = width * Double(bust.height) / Double(bust.width)
    let bottom = top + 0.5 * size.y + figure.drop * RecipePainter.scale
    canvas.draw(bust, centre: [foot.x, bottom - height / 2], size: [width, height])
  }

  /// A cropped picture of the font with its changes.
  private func artwork(
    _ text: String, _ changes: [Recipe.Change], _ appearance: Appearance, _ name: String
  ) throws -> Artwork {
    var toned: CroppedPicture?
    if let tone = appearance.skinTone, let scalar = Unicode.Scalar(0x1F3FA + UInt32(tone)) {
      toned = try font.croppedPicture(of: text.withSkinTone(scalar))
    }
    guard let plain = try toned ?? font.croppedPicture(of: text) else {
      throw CastError.pictureMissing(kind: name, path: font.path)
    }
    var picture = Artwork(plain)
    for change in changes { picture.apply(change) }
    if let hair = appearance.hair, try font.hasSkinTones(text) {
      picture.apply(.replace(Artwork.hair, hair))
    }
    return picture
  }
}

extension EmojiFont {
  /// The picture of a sequence, cropped to what is visible; `nil` if there is none.
  fileprivate func croppedPicture(of text: String) throws -> CroppedPicture? {
    try picture(of: text).flatMap(CroppedPicture.init)
  }

  /// Whether a picture shows a person, whose hair can be coloured.
  fileprivate func hasSkinTones(_ text: String) throws -> Bool {
    try picture(of: text.withSkinTone("\u{1F3FD}")) != nil
  }
}

extension String {
  /// The sequence with a skin tone after its first character, as Unicode's sequences have it.
  fileprivate func withSkinTone(_ tone: Unicode.Scalar) -> String {
    var scalars = String.UnicodeScalarView()
    for (index, scalar) in unicodeScalars.enumerated() where scalar.value != 0xFE0F {
      scalars.append(scalar)
      if index == 0 { scalars.append(tone) }
    }
    return String(scalars)
  }
}

extension Artwork {
  /// The brown of hair in the font.
  static let hair: Recipe.Colour = [0.33, 0.22, 0.19, 1]
  /// Shirt, trousers and shoes of the standing man.
  private static let shirt: SIMD3<Float> = [0.0, 0.70, 0.60]
  private static let trousers: SIMD3<Float> = [0.47, 0.47, 0.47]

  /// Takes the head off the standing man and dresses him.
  mutating func dress(_ figure: Recipe.Figure, clothes: Recipe.Colour?) {
    // The middle of the face.
    let skin = colour(height / 5 * width + width / 2)
    for y in 0..<height {
      let row = Double(y) / Double(height)
      for x in 0..<width where pixels[y * width + x].w > 0 {
        let index = y * width + x
        // Hair and face; the neck begins below them.
        if row < 0.33 {
          pixels[index] = .zero
          continue
        }
        let own = colour(index)
        let paint: (Recipe.Colour?, SIMD3<Float>)
        if Artwork.likeness(own, Artwork.shirt) > 0.3 {
          paint = (clothes ?? figure.shirt, Artwork.shirt)
        } else if row > 0.4, row < 0.60, Artwork.likeness(own, skin) > 0.3 {
          paint = (figure.sleeves, skin)
        } else if row > 0.94 {
          paint = (figure.shoes, SIMD3(repeating: 0.25))
        } else if row > 0.6, Artwork.likeness(own, Artwork.trousers) > 0.3 {
          paint = (figure.trousers, Artwork.trousers)
        } else {
          continue
        }
        guard let colour = paint.0 else { continue }
        let ratio = Artwork.luminance(own) / Artwork.luminance(paint.1)
        setColour(index, SIMD3(colour.x, colour.y, colour.z) * min(1.15, max(0.5, ratio)))
      }
    }
  }

  /// Draws a shape given in percent of the canvas.
  mutating func draw(_ shape: Recipe.Shape) {
    var (points, isClosed) = Artwork.points(of: shape.outline)
    if shape.turn != 0, let first = points.first {
      let (low, high) = points.reduce((first, first)) { (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1)) }
      let centre = (low + high) / 2, angle = shape.turn * .pi / 180
      points = points.map { point in
        let offset = point - centre
        return centre
          + SIMD2(
            offset.x * angle.cosine - offset.y * angle.sine, offset.x * angle.sine + offset.y * angle.cosine)
      }
    }
    points = points.map { RecipePainter.place($0.x, $0.y) }
    if let fill = shape.fill, isClosed { self.fill(points, fill) }
    if let pen = shape.pen {
      stroke(isClosed ? points + points.prefix(1) : points, pen, weight: shape.weight * RecipePainter.scale)
    }
  }
}
