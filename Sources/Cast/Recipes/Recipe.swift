// How a picture is made, as values. The text form that member files hold is read in RecipeParser; RecipePainter
// makes the picture. Lengths are percent of 128 pixels, the width of the font's pictures, on a canvas of 100 × 100
// that may be painted beyond; what is painted is cropped at the end.

/// A picture as layers, painted one over the other.
package struct Recipe: Sendable, Equatable {
  /// From back to front; one emoji alone is the font's own picture.
  package let layers: [Layer]

  /// Something painted.
  package enum Layer: Sendable, Equatable {
    /// A picture of the font, changed and placed.
    case emoji(String, changes: [Change], place: Place?)
    /// A whole standing person with the head and collar of a bust.
    case figure(Figure)
    /// A four-legged body without a head.
    case beast(Beast)
    /// A filled or stroked shape.
    case shape(Shape)
  }

  /// A change to an emoji's cropped picture. Boxes are percent of that picture.
  package enum Change: Sendable, Equatable {
    /// Only what is within the box stays.
    case keep(Box)
    /// What is within the box goes.
    case erase(Box)
    /// What is within the oval that fills the box goes.
    case eraseOval(Box)
    /// Stripes and spots that are darker than what is around them and thinner than twice as many pixels go.
    case smooth(Int)
    /// The whole picture takes a colour; its shading stays.
    case paint(Colour)
    /// What is nearly the first colour takes the second; shading stays.
    case replace(Colour, Colour)
    /// Scenery that is joined to the right or lower edge goes, as far as its colours go.
    case clear(Scenery)
  }

  /// What some pictures bring along.
  package enum Scenery: Sendable, Equatable {
    case snow, water
    /// Anything nearly of this colour.
    case colour(Colour)
  }

  /// Where a picture of the font goes.
  package struct Place: Sendable, Equatable {
    package var x = 50.0
    package var y = 50.0
    package var width = 100.0
    package var isFlipped = false
    /// Degrees, clockwise.
    package var turn = 0.0
    /// Height divided by the natural height.
    package var stretch = 1.0
    package var opacity = 1.0
  }

  /// A person who stands.
  package struct Figure: Sendable, Equatable {
    /// The emoji whose head (and collar) it is.
    package var bust: String
    package var changes: [Change] = []
    package var shirt: Colour?
    package var trousers: Colour?
    package var shoes: Colour?
    /// A skirt or gown over the legs.
    package var skirt: Colour?
    /// How low the skirt reaches, percent of the figure.
    package var hem = 78.0
    /// Sleeves over the arms.
    package var sleeves: Colour?
    /// Width of the bust, percent of the canvas.
    package var width = 50.0
    /// Moves the bust down, percent of the canvas.
    package var drop = 0.0
    /// Size of the body under the head, 1 for grown-ups.
    package var body = 1.0
  }

  /// A drawn body on four legs, facing left, its head's place free.
  package struct Beast: Sendable, Equatable {
    package var coat: Colour
    package var legs: Colour?
    package var belly: Colour?
    package var hooves: Colour?
    package var tail = Tail.thin
    package var tailTip: Colour?
    /// Stripes over body and legs.
    package var stripes: Colour?
    /// Length of the trunk, percent.
    package var length = 56.0
    /// Thickness of the trunk.
    package var depth = 28.0
    /// Height of the legs below the trunk.
    package var leg = 22.0
    /// Thickness of a leg.
    package var limb = 10.0
    /// How much higher the shoulders are than the hips.
    package var rise = 0.0
    /// How far a neck reaches up from the shoulders.
    package var neck = 0.0

    package enum Tail: String, CaseIterable, Sendable {
      case none, thin, tuft, bushy, ringed, short, horse
    }
  }

  /// A drawn shape.
  package struct Shape: Sendable, Equatable {
    package var outline: Outline
    package var fill: Fill?
    package var pen: Colour?
    /// Thickness of the pen.
    package var weight = 2.0
    /// Degrees, clockwise about the middle.
    package var turn = 0.0

    package enum Outline: Sendable, Equatable {
      /// Left, top, width, height, radius of the corners.
      case rectangle(Box, round: Double)
      case oval(Box)
      /// Straight lines between points, closed.
      case polygon([SIMD2<Double>])
      /// A smooth line through points, closed.
      case blob([SIMD2<Double>])
      /// Straight lines, open.
      case line([SIMD2<Double>])
      /// A smooth line, open.
      case curve([SIMD2<Double>])
    }
  }

  /// A colour, or two with a gradient between them.
  package struct Fill: Sendable, Equatable {
    package var from: Colour
    package var to: Colour
    /// From left to right instead of from top to bottom.
    package var isHorizontal = false
  }

  /// sRGB-encoded and alpha, `0...1`.
  package typealias Colour = SIMD4<Float>

  /// Left, top, right, bottom.
  package struct Box: Sendable, Equatable {
    package var left: Double
    package var top: Double
    package var right: Double
    package var bottom: Double
  }
}
