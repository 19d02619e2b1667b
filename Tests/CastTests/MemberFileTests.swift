import Testing
import ZoetropeShot

@testable import ZoetropeCast

@Suite struct MemberFileTests {
  private func reason(_ text: String) -> (line: Int, reason: String)? {
    do {
      _ = try MemberTable(files: [("test.cast", text)])
      return nil
    } catch CastError.membersUnreadable("test.cast", let line, let reason) {
      return (line, reason)
    } catch {
      return (0, "\(error)")
    }
  }

  @Test func readsARow() throws {
    let table = try MemberTable(
      files: [
        (
          "test.cast",
          """
          # a comment
          [animal]

          tRex "T-Rex" left 4.5m run(hips=60;legs=40,55;head=0,0,45,45) warm forest,meadow : 🦖
          wagon right 2m drive(wheel=20,80,10;wheel=80,80,10) cold city : rectangle=0,0,50,50 fill=#c00
            + oval=10,20,30,40 fill=#ff8000 pen=#123456 weight=3
            + 🐕‍🦺 at=10,20 width=30 flip turn=5
          """
        )
      ])
    let rex = try #require(table["tRex"])
    #expect(rex.displayName == "T-Rex" && rex.category == .animal && rex.facing == .left && rex.height == 4.5)
    #expect(rex.gait.style == .run && rex.gait.hips == 0.6 && rex.gait.legs == [0.4, 0.55])
    #expect(rex.gait.head == Gait.Region(left: 0, top: 0, right: 0.45, bottom: 0.45))
    #expect(rex.heat == .warm && rex.habitats == [.forest, .meadow])
    #expect(rex.recipe.layers == [.emoji("\u{1F996}", changes: [], place: nil)])
    let wagon = try #require(table["wagon"])
    #expect(wagon.recipe.layers.count == 3 && wagon.gait.wheels.count == 2)
    guard case .shape(let oval) = wagon.recipe.layers[1],
      case .emoji(let dog, _, let place?) = wagon.recipe.layers[2]
    else {
      Issue.record("layers are not what the text says")
      return
    }
    #expect(oval.weight == 3 && oval.fill?.from == [1, Float(0x80) / 255, 0, 1])
    #expect(dog == "\u{1F415}\u{200D}\u{1F9BA}")
    #expect(place == Recipe.Place(x: 10, y: 20, width: 30, isFlipped: true, turn: 5))
  }

  @Test(arguments: [
    ("dog left 1m walk warm city : 🐕", 1, "before the first [category]"),
    ("[beast]", 1, "no category '[beast]'"),
    ("[animal]\n\ndog left 1m walk warm : 🐕", 3, "expected five fields"),
    ("[animal]\ndog up 1m walk warm city : 🐕", 2, "'up' is none of left, right, front"),
    ("[animal]\ndog left 1 walk warm city : 🐕", 2, "'1' is no height"),
    ("[animal]\ndog left 1m trot warm city : 🐕", 2, "'trot' is none of walk"),
    ("[animal]\ndog left 1m walk warm moor : 🐕", 2, "'moor' is none of sea"),
    ("[animal]\ndog left 1m walk(hips=120) warm city : 🐕", 2, "outside 0…100"),
    ("[animal]\ndog left 1m walk(knees=60) warm city : 🐕", 2, "no line 'knees=60'"),
    ("[animal]\nDog left 1m walk warm city : 🐕", 2, "'Dog' is no name"),
    ("[animal]\ndog left 1m walk warm city : dog", 2, "'dog' is neither an emoji nor"),
    ("[animal]\ndog left 1m walk warm city : 🐕 size=3", 2, "no option 'size=3'"),
    ("[animal]\ndog left 1m walk warm city : oval=1,2,3 fill=#fff", 2, "expected 4 numbers, got 3"),
    ("[animal]\ndog left 1m walk warm city : oval=1,2,3,4 fill=red", 2, "'red' is no colour"),
    ("[animal]\ndog left 1m walk warm city : oval=1,2,3,4", 2, "needs fill= or pen="),
    ("[animal]\ndog left 1m walk warm city : 🐕 + ", 2, "a layer of the picture is empty"),
    ("[animal]\na left 1m none cold city : 🐕\na left 1m none cold city : 🐈", 3, "two members 'a'"),
    ("[animal]\n  + 🐕", 2, "goes on with no row"),
  ])
  func namesTheLine(text: String, line: Int, words: String) throws {
    let found = try #require(reason(text))
    #expect(found.line == line)
    #expect(found.reason.contains(words), "\(found.reason)")
  }
}
