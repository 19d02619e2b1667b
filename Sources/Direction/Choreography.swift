// From a script to a plan: boxes and keyframes. How large everybody is, where, on which path, and where the camera goes. The same
// script and settings give the same plan.

import Foundation
import ZoetropeCast
import ZoetropeRandom
import ZoetropeShot

/// The form of a shot.
public struct ShotForm: Sendable, Equatable {
  /// Shape of the frame.
  public var shape = FrameShape.wide
  /// Number of frames.
  public var frameCount = 48
  /// Frames per second.
  public var frameRate = 12.0
  /// Seed of the plan: what varies in the scenery, and the noise.
  public var seed: UInt64 = 0

  /// Four seconds, wide.
  public init() {}

  /// Length in seconds.
  public var duration: Double { Double(frameCount) / frameRate }
}

/// Lays a script out.
///
/// Heights are those of nature beside each other, as far as the smallest can still be seen; feet are on the scene's ground, what flies is
/// in the air, who is near is low in the frame. Everybody is in view in the middle of his way; a camera of which nothing is said goes along
/// with who would leave the frame. What stands to what as the script says keeps `RelationMargin`.
public struct Choreography {
  let shot: ScriptedShot
  let casting: Casting
  let form: ShotForm
  /// Everybody and everything that is placed, copies one by one.
  var elements: [Element] = []
  /// The camera's path.
  var camera = Camera()

  /// Prepares a layout.
  public init(_ shot: ScriptedShot, casting: Casting, form: ShotForm) {
    (self.shot, self.casting, self.form) = (shot, casting, form)
  }

  /// The plan.
  public mutating func plan() -> ShotPlan {
    makeElements()
    size()
    arrange()
    stand()
    stack()
    setCourses()
    setCamera()
    showBeginnings()
    frameHeads()
    return finish()
  }

  /// Somebody or something that takes room.
  struct Element {
    /// What of the script it is.
    var thing: PlanThing
    /// Which of several alike.
    var copy: Int
    var performer: Performer
    /// Width and height as fractions of the frame.
    var width = 0.2
    var height = 0.3
    /// Its middle across in the middle of its way, and its foot.
    var x = 0.5
    var foot = 0.9
    var depth = 0.4
    var footing = Footing.standing
    /// The element that it is placed by, and how.
    var anchor: (element: Int, kind: ScriptedRelation.Kind)?
    /// What it does, and how far that takes it to the left and to the right of where it begins.
    var beats: [CourseBeat] = []
    var reach = 0.0...0.0
    /// Where it begins.
    var start = 0.5
    var looksRight = true
    var isPiece: Bool { if case .setPiece = thing { true } else { false } }
  }

  // MARK: - Internals

  /// The actor of the script that an element is.
  func actor(_ element: Element) -> ScriptedActor? {
    if case .actor(let number) = element.thing { shot.actors[number] } else { nil }
  }

  /// The piece of the script that an element is.
  func piece(_ element: Element) -> ScriptedPiece? {
    if case .setPiece(let number) = element.thing { shot.pieces[number] } else { nil }
  }

  /// The elements that are a thing.
  func indices(of thing: PlanThing) -> [Int] { elements.indices.filter { elements[$0].thing == thing } }

  private mutating func makeElements() {
    var room = ShotPlan.maximumActorCount
    for (number, actor) in shot.actors.enumerated() {
      // Each of the others needs a place too.
      let others = shot.actors.count - 1 - number
      let count = max(1, min(actor.count, room - others))
      for copy in 0..<count where room > 0 {
        elements.append(Element(thing: .actor(number), copy: copy, performer: actor.performer))
        room -= 1
      }
    }
    for (number, piece) in shot.pieces.enumerated() {
      for copy in 0..<min(max(piece.count, 1), 12) {
        elements.append(Element(thing: .setPiece(number), copy: copy, performer: piece.performer))
      }
    }
  }

  func isCarried(_ element: Element) -> Bool { actor(element)?.carrier != nil }

  private func sizeFactor(_ element: Element) -> Double {
    switch element.thing {
    case .actor(let number): shot.actors[number].size.factor
    case .setPiece(let number): shot.pieces[number].size.factor
    }
  }

  /// Heights relative to each other as in nature, drawn together where the smallest would be lost.
  private mutating func size() {
    let standing = elements.filter { !isCarried($0) && !$0.isPiece }
    let heights = standing.map(\.performer.countedHeight), tallest = heights.max() ?? 1.7
    var base = [ShotSize.wide: 0.22, .medium: 0.42, .closeUp: 0.7][shot.shotSize]!
    base *= [0.78, 0.88, 1, 1.12, 1.25][min(max(shot.scale, 0), 4)]
    base *= min(1, form.shape.aspectRatio * 1.2)
    let pieces = elements.filter(\.isPiece).map(\.performer.countedHeight).max() ?? 0
    if pieces > 2 * tallest, shot.shotSize != .closeUp { base *= 0.75 }
    let scale = shot.heights ?? HeightScale(of: heights, least: min(1, 0.13 / base))
    for index in elements.indices {
      let element = elements[index]
      let ratio = element.performer.countedHeight / tallest
      var height =
        base * (element.isPiece ? pow(ratio, 0.45) : scale.factor(element.performer.countedHeight))
        * sizeFactor(element)
      if isCarried(element), case .actor = element.thing {
        height = base * pow(ratio, 0.8) * sizeFactor(element)
      }
      if element.isPiece { height = min(max(height, 0.1), element.performer.category == .sky ? 0.25 : 0.8) }
      let widest = standing.count <= 1 && !element.isPiece ? 0.66 : 0.5
      let aspect = element.performer.aspectRatio / form.shape.aspectRatio
      height = min(max(height, 0.06), 0.92, widest / aspect)
      (elements[index].height, elements[index].width) = (height, height * aspect)
    }
  }

  /// Makes everything smaller.
  mutating func shrink(_ indices: [Int], by factor: Double) {
    for index in indices {
      elements[index].width *= factor
      elements[index].height *= factor
    }
  }
}
