import Foundation
import Testing
import ZoetropeRandom
import ZoetropeShot

@testable import ZoetropeCast

@Suite struct SceneTests {
  static let table = Result { try SceneTable.builtIn() }

  /// Names of places as other programs' lists have them: those of VBench (Huang et al. 2023, arXiv:2311.17982).
  private static let places = """
    alley, amusement park, aquarium, arch, art gallery, bathroom, bakery shop, ballroom, bar, barn, basement, beach, bedroom,
    bridge, botanical garden, cafeteria, campsite, campus, carrousel, castle, cemetery, classroom, cliff, crosswalk,
    construction site, corridor, courtyard, desert, downtown, driveway, farm, food court, football field, forest road,
    fountain, gas station, glacier, golf course, indoor gymnasium, harbor, highway, hospital, house, iceberg, industrial area,
    jail cell, junkyard, kitchen, indoor library, lighthouse, laboratory, mansion, marsh, mountain, indoor movie theater,
    indoor museum, music studio, nursery, ocean, office, palace, parking lot, pharmacy, phone booth, raceway, restaurant,
    river, science museum, shower, ski slope, sky, skyscraper, baseball stadium, staircase, street, supermarket,
    indoor swimming pool, tower, outdoor track, train railway, train station platform, underwater coral reef, valley, volcano,
    waterfall, windmill
    """.split(whereSeparator: \.isNewline).joined(separator: " ").components(separatedBy: ", ")
    .map { $0.trimmingCharacters(in: .whitespaces).replacing("  ", with: " ") }

  @Test func everyPlaceHasARecipe() throws {
    let table = try Self.table.get()
    #expect(Self.places.count == 86)
    for place in Self.places { #expect(table[place] != nil, "\(place)") }
    for scene in Scene.allCases { #expect(table[scene.rawValue]?.backdrop == scene, "\(scene)") }
  }

  @Test func everyRecipeShowsAtLeastThreeThings() throws {
    for recipe in try Self.table.get().recipes {
      #expect(recipe.pictures.count >= 3, "\(recipe.name)")
      for seed in 0..<8 {
        var generator = Generator(seed: UInt64(seed))
        let pieces = recipe.pieces(using: &generator)
        #expect(pieces.count >= 2, "\(recipe.name), seed \(seed)")
      }
    }
  }

  /// Any two places differ in at least two pictures, so that one cannot be the other.
  @Test func recipesDiffer() throws {
    let recipes = try Self.table.get().recipes
    for (index, a) in recipes.enumerated() {
      for b in recipes[(index + 1)...] {
        #expect(a.pictures.symmetricDifference(b.pictures).count >= 2, "\(a.name) and \(b.name)")
      }
    }
  }

  /// What is not hung on a wall or in the air stands on the ground or the water, or close enough to the horizon to be far away, and
  /// what is nearer covers what is farther.
  @Test func piecesStandOnTheGroundInTheOrderOfTheirDepths() throws {
    for recipe in try Self.table.get().recipes {
      for row in recipe.rows where row.depth == nil && row.parallax == nil {
        let hangs = row.foot.upperBound < recipe.backdrop.horizon
        if hangs { #expect(recipe.backdrop == .room || row.foot.lowerBound > 0, "\(recipe.name)") }
      }
      var generator = Generator(seed: 4)
      let pieces = recipe.pieces(using: &generator)
      let free = pieces.filter { piece in
        recipe.rows.contains { $0.pictures.contains(piece.picture) && $0.depth == nil }
      }.sorted { $0.y < $1.y }
      for (far, near) in zip(free, free.dropFirst()) where near.y > recipe.backdrop.horizon {
        #expect(far.depth >= near.depth - 1e-12, "\(recipe.name): \(far.picture), \(near.picture)")
      }
      #expect(pieces.allSatisfy { (0...1).contains($0.depth) && (0...1).contains($0.parallax) })
      #expect(pieces.allSatisfy { $0.y <= 1.3 && $0.height > 0 })
    }
  }

  /// One street, three seeds: not the same houses in the same places, the same for one seed.
  @Test func seedsVaryAScene() throws {
    let recipe = try #require(try Self.table.get()["forest"])
    let pieces = (0..<3).map { seed -> [SetPiece] in
      var generator = Generator(seed: UInt64(seed))
      return recipe.pieces(using: &generator)
    }
    var again = Generator(seed: 1)
    #expect(recipe.pieces(using: &again) == pieces[1])
    #expect(pieces[0] != pieces[1] && pieces[1] != pieces[2])
  }

  /// Along eight frame widths every frame shows about as many pieces as the first, and the first is the same without travel.
  @Test func scenesGoOnWhereACameraTravels() throws {
    for recipe in try Self.table.get().recipes {
      var still = Generator(seed: 9), moving = Generator(seed: 9)
      let before = recipe.pieces(using: &still)
      let along = recipe.pieces(travel: 0...8, using: &moving)
      #expect(along.count <= ShotPlan.maximumSetPieceCount, "\(recipe.name)")
      if along.count < ShotPlan.maximumSetPieceCount {
        #expect(before.allSatisfy(along.contains), "\(recipe.name)")
      }
      for stop in 0...8 {
        let seen = along.count { piece in
          let middle = piece.x - piece.parallax * Double(stop)
          return (-0.25...1.25).contains(middle)
        }
        #expect(seen >= 1, "\(recipe.name) at \(stop)")
      }
    }
  }

  /// Narrow frames: heights follow the shorter side, feet on the ground stay where they are.
  @Test func piecesFitTheFrame() throws {
    let recipe = try #require(try Self.table.get()["kitchen"])
    var a = Generator(seed: 2), b = Generator(seed: 2)
    let wide = recipe.pieces(shape: .wide, using: &a)
    let square = recipe.pieces(shape: .square, using: &b)
    for piece in wide {
      guard let other = square.first(where: { $0.picture == piece.picture }) else { continue }
      #expect(abs(other.height - piece.height * 0.8) < 1e-9)
      if piece.y > recipe.backdrop.horizon { #expect(other.y == piece.y) }
    }
  }

  @Test func filesThatBreakTheRulesNameTheLine() throws {
    func reason(_ text: String) throws -> String {
      do {
        _ = try SceneTable(files: [("a.scene", text)], members: MemberTable.builtIn())
        return ""
      } catch { return "\(error)" }
    }
    #expect(try reason("tree 0.5 0.8 0.3") == "a.scene, line 1: a row before the first [name].")
    #expect(try reason("[a] meadow\n\ntree 0.5 0.8").hasPrefix("a.scene, line 3: expected a picture"))
    #expect(try reason("[a] garden").contains("line 1: 'garden' is no backdrop; expected one of sea, beach"))
    #expect(try reason("[a] meadow noon").contains("'noon' is none of dawn"))
    #expect(try reason("[a] meadow\ntree 0.5 0.8 0.3 big").contains("line 2: a row has no option 'big'"))
    #expect(try reason("[a] meadow\ntree 0.5..0.1 0.8 0.3").contains("ends before it begins"))
    #expect(try reason("[a] meadow\ntree 0.5 0.8 tall").contains("'tall' is no number in 0.01…2.0"))
    #expect(
      try reason("[a] meadow\ntree 0.5 0.8 0.3 tint=mauve")
        .contains("'mauve' is no colour; expected #rrggbb or one of red"))
    #expect(try reason("[a] meadow\n[a] city").contains("line 2: there are two scenes 'a'"))
    #expect(try reason("[A] meadow").contains("'A' is no name"))
    #expect(
      try reason("# x\n[a] meadow\nbaobab 0.5 0.8 0.3").contains("no member of the cast is called 'baobab'"))
  }
}
