// The reader on a public list of prompts, where its file is given: VBench (Huang et al. 2023, arXiv:2311.17982).
// `ZOETROPE_VBENCH` names the folder that holds its prompts.json. Shares are printed; the bounds are those measured.

import Foundation
import Testing
import ZoetropeCast
import ZoetropeLanguage

private let folder = ProcessInfo.processInfo.environment["ZOETROPE_VBENCH"]

@Suite(.enabled(if: folder != nil, "ZOETROPE_VBENCH names no folder"))
struct ReadingBenchmarkTests {
  private struct Prompt: Decodable {
    let prompt: String
    let dimensions: [String]
    let object_class: String?
    let multiple_objects: String?
    let color: String?
    let scene: String?
    let appearance_style: String?
    let spatial_relationship: Spatial?
    struct Spatial: Decodable {
      let object_a, object_b, relationship: String
    }
  }

  private static let looks = [
    "Van Gogh style": "vanGogh", "animated style": "animated", "black and white": "blackAndWhite",
    "by Hokusai, in the style of Ukiyo": "ukiyoe", "in cyberpunk style": "cyberpunk",
    "oil painting": "oilPainting",
    "pixel art": "pixel", "surrealism style": "surreal", "watercolor painting": "watercolor",
  ]
  private static let moves = [
    "in super slow motion": "slowMotion", "zoom in": "zoomIn", "zoom out": "zoomOut", "pan left": "panLeft",
    "pan right": "panRight", "tilt up": "tiltUp", "tilt down": "tiltDown",
    "with an intense shaking effect": "shake",
    "featuring a steady and smooth perspective": "steady", "racking focus": "rackFocus",
  ]
  private static let sides = [
    "on the left of": "leftOf", "on the right of": "rightOf", "on the top of": "above",
    "on the bottom of": "below",
  ]

  @Test func shares() throws {
    let url = URL(fileURLWithPath: folder!).appending(path: "prompts.json")
    let prompts = try JSONDecoder().decode([Prompt].self, from: Data(contentsOf: url))
    let reader = try PromptReader(), names = try CastNames.builtIn()
    var right: [String: Int] = [:], count: [String: Int] = [:]
    for prompt in prompts {
      let reading = try reader.read(prompt.prompt)
      for dimension in prompt.dimensions {
        count[dimension, default: 0] += 1
        if try isRight(reading, prompt, dimension, names) {
          right[dimension, default: 0] += 1
        } else {
          print("wrong", dimension, "|", prompt.prompt, "|", reading.gloss)
        }
      }
    }
    for dimension in count.keys.sorted() {
      print("share", dimension, right[dimension] ?? 0, "of", count[dimension]!)
    }
    for dimension in count.keys {
      #expect(Double(right[dimension] ?? 0) / Double(count[dimension]!) >= 0.99, "\(dimension)")
    }
  }

  private func isRight(_ reading: PromptReading, _ prompt: Prompt, _ dimension: String, _ names: CastNames)
    throws -> Bool
  {
    let mentions = reading.mentions
    /// The thing that stands for a word, none of it unknown.
    func thing(_ word: String) -> Int? {
      let best = names.answer(word).best
      return mentions.indices.first {
        mentions[$0].kind == .thing && !mentions[$0].isNegated
          && ((best != nil && mentions[$0].senses.first?.member == best)
            || reading.words(of: mentions[$0]).lowercased() == word)
      }
    }
    guard
      !mentions.contains(where: {
        $0.kind == .unknown && dimension != "temporal_style" && dimension != "appearance_style"
      })
    else { return false }
    let things = mentions.count { $0.kind == .thing && $0.sameAs == nil }
    switch dimension {
    case "object_class": return thing(prompt.object_class!) != nil && things == 1
    case "multiple_objects":
      let words = prompt.multiple_objects!.split(separator: " and ").map(String.init)
      return things == words.count && words.allSatisfy { thing($0) != nil }
    case "color":
      guard let colour = mentions.first(where: { $0.kind == .colour }), things == 1,
        colour.subjects.count == 1
      else { return false }
      let words = prompt.prompt.split(separator: " ").dropFirst(2).joined(separator: " ")
      return colour.key == prompt.color && thing(words) == colour.subjects[0]
    case "spatial_relationship":
      let spatial = prompt.spatial_relationship!
      guard let a = thing(spatial.object_a), let b = thing(spatial.object_b) else { return false }
      return mentions.contains {
        $0.kind == .relation
          && ($0.key == Self.sides[spatial.relationship]
            || (spatial.relationship == "on the top of" && $0.key == "on"))
          && $0.subjects == [a] && $0.objects == [b]
      }
    case "scene":
      let words = prompt.scene!.replacing("indoor ", with: "").split(separator: " ").map(String.init)
      let key = words[0] + words.dropFirst().map(\.capitalized).joined()
      let places = mentions.filter { $0.kind == .place }
      return places.count == 1 && things == 0 && (places[0].key == key || Self.today[key] == places[0].key)
    case "appearance_style":
      return mentions.contains { $0.kind == .look && $0.key == Self.looks[prompt.appearance_style!] }
    case "temporal_style":
      let move = Self.moves.first { prompt.prompt.hasSuffix($0.key) }
      return mentions.filter { $0.kind == .camera }.map(\.key) == [move?.value]
    default: return false
    }
  }

  /// Names that today's scenes have under another word.
  private static let today = ["ocean": "sea", "underwaterCoralReef": "coralReef"]
}
