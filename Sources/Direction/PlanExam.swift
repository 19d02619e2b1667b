// How much of a list of prompts plans hold: measured on the plans alone, by what an actor's picture, boxes and colour are.

import Foundation
import ZoetropeCast
import ZoetropeShot

/// Whether plans hold what prompts of a public list state.
///
/// The list is VBench's (Huang et al. 2023, arXiv:2311.17982): a JSON array of prompts with the dimensions that they are asked
/// for and, in each, what must be seen.
public struct PlanExam: Sendable {
  /// A prompt of the list.
  public struct Prompt: Decodable, Sendable {
    /// The text.
    public let prompt: String
    /// What it is asked for.
    public let dimensions: [String]
    let object_class, multiple_objects, color, scene, appearance_style: String?
    let spatial_relationship: Spatial?

    struct Spatial: Decodable, Sendable { let object_a, object_b, relationship: String }
  }

  private let names: CastNames
  private let scenes: SceneTable
  private let members: MemberTable

  /// Makes an exam.
  ///
  /// - Throws: `CastError` when the program was built with tables that break their rules.
  public init() throws {
    names = try CastNames.builtIn()
    scenes = try SceneTable.builtIn()
    members = try MemberTable.builtIn()
  }

  /// Reads a list.
  ///
  /// - Throws: what reading the file and decoding throw.
  public static func prompts(_ url: URL) throws -> [Prompt] {
    try JSONDecoder().decode([Prompt].self, from: Data(contentsOf: url))
  }

  /// Whether a plan holds what a prompt is asked for in a dimension; false for a dimension that is not known.
  public func holds(_ plan: ShotPlan, _ prompt: Prompt, _ dimension: String) -> Bool {
    switch dimension {
    case "object_class":
      return prompt.object_class.map { plan.actors.map(\.picture) == [picture($0)] } ?? false
    case "multiple_objects":
      let words = prompt.multiple_objects?.components(separatedBy: " and ") ?? []
      let shown = plan.actors.map(\.picture) + plan.setPieces.compactMap { $0.name == nil ? nil : $0.picture }
      return !words.isEmpty && words.allSatisfy { shown.contains(picture($0)) }
        && plan.actors.count <= words.count
    case "color":
      guard let actor = plan.actors.first, plan.actors.count == 1 else { return false }
      let noun = prompt.prompt.split(separator: " ").dropFirst(2).joined(separator: " ")
      // Some have a picture of their own in the colour.
      return actor.picture == picture(noun) && actor.tint?.text == prompt.color
        || actor.tint == nil && actor.picture == picture("\(prompt.color ?? "") \(noun)")
    case "spatial_relationship": return prompt.spatial_relationship.map { stands($0, plan) } ?? false
    case "scene":
      guard let recipe = prompt.scene.flatMap({ scenes[$0] }) else { return false }
      let shown = Set(plan.setPieces.map(\.picture))
      return plan.actors.isEmpty && plan.scene == recipe.backdrop && !shown.isEmpty
        && shown.isSubset(of: recipe.pictures)
    case "appearance_style":
      return prompt.appearance_style.flatMap { PlanExam.looks[$0] } == plan.look
    case "temporal_style":
      guard let style = PlanExam.styles.first(where: { prompt.prompt.hasSuffix($0.key) })?.value else {
        return false
      }
      return moves(style, plan)
    default: return false
    }
  }

  /// Whether everything that a prompt does not state is neutral: natural look, no age, a clear day.
  public static func isNeutral(_ plan: ShotPlan) -> Bool {
    let isDark = plan.scene == .space || plan.scene == .moon
    return plan.look == .natural && plan.period == nil && plan.weather == .clear && plan.changes.isEmpty
      && plan.time == (isDark ? .night : .day)
  }

  /// The least share of an actor's box that lies within the frame, over all frames.
  public static func leastShareInView(_ plan: ShotPlan) -> Double {
    let tracks = plan.tracks()
    var least = 1.0
    for track in tracks {
      for frame in 0..<plan.frameCount {
        let box = track.box(at: plan.time(ofFrame: frame))
        let width = min(1, box.x + box.width / 2) - max(0, box.x - box.width / 2)
        let height = min(1, box.y + box.height / 2) - max(0, box.y - box.height / 2)
        least = min(least, max(0, width) * max(0, height) / (box.width * box.height))
      }
    }
    return least
  }

  // MARK: - Internals

  /// The member that a noun means; where only its last word is one, as in "sports ball", that of this.
  private func picture(_ word: String) -> String {
    names.answer(word).best ?? word.split(separator: " ").last.flatMap { names.answer(String($0)).best } ?? ""
  }

  private func stands(_ spatial: Prompt.Spatial, _ plan: ShotPlan) -> Bool {
    guard let a = boxes(of: picture(spatial.object_a), plan),
      let b = boxes(of: picture(spatial.object_b), plan)
    else { return false }
    return zip(a, b).allSatisfy { one, two in
      let across = (two.x - one.x) / ((one.width + two.width) / 2)
      let down = (two.y - one.y) / ((one.height + two.height) / 2)
      switch spatial.relationship {
      case "on the left of": return across >= Relation.leastSeparation
      case "on the right of": return across <= -Relation.leastSeparation
      case "on the top of": return down >= Relation.leastSeparation && abs(across) < 0.5
      case "on the bottom of": return down <= -Relation.leastSeparation && abs(across) < 0.5
      default: return false
      }
    }
  }

  /// The boxes over the frames of the one actor or named piece that has a picture.
  private func boxes(of picture: String, _ plan: ShotPlan) -> [Keyframe]? {
    let actors = plan.actors.indices.filter { plan.actors[$0].picture == picture }
    let pieces = plan.setPieces.filter { $0.picture == picture && $0.name != nil }
    guard actors.count + pieces.count == 1 else { return nil }
    let times = (0..<plan.frameCount).map(plan.time(ofFrame:))
    if let actor = actors.first {
      let track = plan.tracks()[actor]
      return times.map(track.box(at:))
    }
    let camera = CameraTrack(plan.camera)
    return times.map {
      pieces[0].box(
        in: camera.view(at: $0), pictureAspectRatio: members.aspectRatio(of: picture),
        frameAspectRatio: plan.size.aspectRatio)
    }
  }

  private func moves(_ style: String, _ plan: ShotPlan) -> Bool {
    let first = plan.camera.view(at: 0), last = plan.camera.view(at: plan.duration)
    let path = (0..<plan.frameCount).map { plan.camera.view(at: plan.time(ofFrame: $0)) }
    switch style {
    case "zoomIn": return last.zoom > 1.1 * first.zoom
    case "zoomOut": return last.zoom < first.zoom / 1.1
    case "panLeft": return last.x < first.x - 0.1
    case "panRight": return last.x > first.x + 0.1
    case "tiltUp": return last.y < first.y - 0.08
    case "tiltDown": return last.y > first.y + 0.08
    case "shake":
      let steps = zip(path, path.dropFirst()).map { abs($1.x - $0.x) + abs($1.y - $0.y) }
      return steps.reduce(0, +) / Double(max(steps.count, 1)) > 0.008
    case "steady":
      // No sudden change of its course from frame to frame.
      let steps = zip(path, path.dropFirst()).map { $1.x - $0.x }
      return zip(steps, steps.dropFirst()).allSatisfy { abs($1 - $0) < 0.004 }
    case "slowMotion":
      return plan.actors.allSatisfy { actor in
        actor.speed == .slow || actor.beats.allSatisfy { $0.motion == .still }
      }
    default: return false
    }
  }

  private static let looks: [String: Look] = [
    "Van Gogh style": .vanGogh, "animated style": .animated, "black and white": .blackAndWhite,
    "by Hokusai, in the style of Ukiyo": .ukiyoe, "in cyberpunk style": .cyberpunk,
    "oil painting": .oilPainting, "pixel art": .pixel, "surrealism style": .surreal,
    "watercolor painting": .watercolor,
  ]
  private static let styles = [
    "in super slow motion": "slowMotion", "zoom in": "zoomIn", "zoom out": "zoomOut", "pan left": "panLeft",
    "pan right": "panRight", "tilt up": "tiltUp", "tilt down": "tiltDown",
    "with an intense shaking effect": "shake", "featuring a steady and smooth perspective": "steady",
    "racking focus": "rackFocus",
  ]
}
