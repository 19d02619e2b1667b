import Testing
import ZoetropeShot
@testable import ZoetropeLanguage
import ZoetropeWorld

/// Sentences written by hand, with what a reader takes from them: the parser is checked against people, not
/// against the describer.
@Suite struct LanguageReadingTests {
  private func read(_ text: String) -> StatedShot { CaptionParser().parse(text) }

  @Test func aFoxInTheSnow() {
    let shot = read("A red fox runs across the snow at night.")
    #expect(shot.actors.map(\.kind) == [.fox] && shot.actors[0].motions == [.left, .right])
    #expect(shot.scene == .snow && shot.time == .night && shot.weather == nil && shot.look == nil)
    #expect(read("fox, snow, night").actors.map(\.kind) == [.fox])
    #expect(read("fox snow night").scene == .snow)
  }

  @Test func snowFallsOrLies() {
    #expect(read("a dog in falling snow").weather == .snow)
    #expect(read("a dog in falling snow").scene == nil)
    #expect(read("a dog in the snow").scene == .snow)
    #expect(read("a dog in the snow").weather == nil)
    #expect(read("a snowman in the snow while it snows").scene == .snow)
    #expect(read("a snowman in the snow while it snows").weather == .snow)
  }

  @Test func verbsBelongToTheNounsBeforeThem() {
    let each = read("a dog runs left and a cat jumps")
    #expect(each.actors.map(\.motions) == [[.left], [.jump]])
    let both = read("a dog and a cat run to the left quickly")
    #expect(both.actors.map(\.motions) == [[.left], [.left]] && both.actors.map(\.speed) == [.fast, .fast])
  }

  @Test func sidesAndDirections() {
    let relation = read("a dog jumps to the left of a cat")
    #expect(relation.relation == StatedRelation(.leftOf, subject: 0, object: 1))
    #expect(relation.actors[0].motions == [.jump] && relation.actors[0].heading == nil)
    #expect(read("a dog jumps to the left").actors[0].heading == .left)
    #expect(read("a car enters from the left").actors[0].heading == .right)
    let sides = read("a tree on the right and a big blue car on the left")
    #expect(sides.relation == StatedRelation(.rightOf, subject: 0, object: 1))
    #expect(sides.actors[1].tint == .blue && sides.actors[1].size == .large && sides.actors[0].tint == nil)
  }

  @Test func placesAreNoActorsAndNoDirections() {
    let over = read("a green dragon flies over a medieval town, watercolor")
    #expect(over.actors.map(\.kind) == [.dragon] && over.relation == nil)
    #expect(over.scene == .city && over.period == .past(.medieval))
    let above = read("an eagle flies over a boat on the sea")
    #expect(above.relation == StatedRelation(.above, subject: 0, object: 1))
    let down = read("a man walking down a foggy street")
    #expect(down.actors[0].motions == [.left, .right] && down.scene == .city && down.weather == .fog)
    #expect(read("a balloon drifts down in a park").actors[0].motions == [.down])
    #expect(read("a rat runs downwards, the sea at night").actors[0].motions == [.down])
  }

  @Test func chasesBothWays() {
    let active = read("a wolf chases a white rabbit to the right")
    #expect(active.relation == StatedRelation(.chasing, subject: 0, object: 1))
    #expect(active.actors[0].motions == [.chase] && active.actors[1].motions == [.right])
    let passive = read("a rabbit chased by a wolf")
    #expect(passive.relation == StatedRelation(.chasing, subject: 1, object: 0))
    #expect(read("two dogs meet").relation == StatedRelation(.meeting, subject: 0, object: 1))
  }

  @Test func numbersAndNegations() {
    #expect(read("2 rabbits hop").actors.map(\.kind) == [.rabbit, .rabbit])
    #expect(read("3 red cars in the city").actors.map(\.tint) == [.red, .red, .red])
    #expect(read("a cat, no camera movement, no clouds").camera == .still)
    #expect(read("a cat, no camera movement, no clouds").weather == .clear)
    #expect(read("a cat that does not move").actors[0].motions == [.still])
    #expect(read("the beach at sunset, nobody in sight").saysNobody)
  }

  @Test func picturesAndPeriods() {
    let shot = read("Film noir style: a taxi in a futuristic city in the rain, camera pans left, close-up")
    #expect(shot.look == .noir && shot.camera == .panLeft && shot.shotSize == .closeUp)
    #expect(shot.period == .past(.future) && shot.scene == .city && shot.weather == .rain)
    #expect(read("heat vision of a bear").look == .infrared)
  }

  @Test func aRelationToldInASecondSentence() {
    let shot = read("A dog stays still and a bird flies to the left slowly. The bird is above the dog.")
    #expect(shot.actors.count == 2)
    #expect(shot.relation == StatedRelation(.below, subject: 0, object: 1))
  }

  @Test func theLongestPhraseWins() {
    let street = read("a car drives down the street")
    #expect(street.actors[0].motions == [.left, .right] && street.scene == .city)
    #expect(read("a car drives down").actors[0].motions == [.down])
    #expect(read("a bird in the sky at dusk in golden light").time == .sunset)
    #expect(read("a white shark").actors[0].tint == .white)
    #expect(read("a great white shark").actors[0].tint == nil)
    #expect(read("a unicorn in a meadow, camera follows").camera == .track)
  }

  @Test func unknownWordsAreFound() {
    #expect(
      CaptionParser().unknownWords(in: "a giraffe and a dog at the pyramids") == ["giraffe", "pyramids"])
    #expect(read("").actors.isEmpty && read("   \n\t ,,, ").scene == nil)
  }
}
