import Testing
import ZoetropeScreenplay

/// One test for each part of the syntax as published at fountain.io/syntax (version 1.1). Texts are of our own, expected values
/// follow from the rules stated there.
@Suite struct FountainSyntaxTests {
  private func contents(_ text: String) -> [ScreenplayElement.Content] {
    Screenplay(fountain: text).elements.map(\.content)
  }

  private func heading(_ text: String, _ number: String? = nil) -> ScreenplayElement.Content {
    .sceneHeading(SceneHeading(text, number: number))
  }

  // MARK: Title page

  @Test func titlePageHasValuesInlineAndIndented() throws {
    let text = """
      Title:
          _**Ash & Otter**_
          **A river story**
      Credit: Written by
      Author: A. Writer
      Draft date: 3/4/2026
      Contact:
      \tRiver House
      \tBank Street 1

      EXT. RIVER - DAY

      """
    let play = Screenplay(fountain: text)
    let page = try #require(play.titlePage)
    #expect(page.entries.map(\.key) == ["Title", "Credit", "Author", "Draft date", "Contact"])
    #expect(page["title"] == ["_**Ash & Otter**_", "**A river story**"])
    #expect(page["Draft Date"] == ["3/4/2026"])
    #expect(page["Contact"] == ["River House", "Bank Street 1"])
    #expect(play.elements.map(\.content) == [heading("EXT. RIVER - DAY")])
  }

  @Test(arguments: [
    "FADE IN:\n\nEXT. RIVER - DAY\n", "As the otter runs: a splash.\n", "INT. BOAT: CABIN - DAY\n\nx\n",
  ])
  func aColonAloneMakesNoTitlePage(text: String) {
    #expect(Screenplay(fountain: text).titlePage == nil)
  }

  // MARK: Scene headings

  @Test(arguments: [
    "INT. HOUSE - DAY", "EXT. BRIDGE - NIGHT", "EST. CITY - DAWN", "INT./EXT. CAR - DAY",
    "INT/EXT. CAR - DAY",
    "I/E. CAR - DAY", "INT HOUSE - DAY", "ext. brick's pool - day", "   EXT. INDENTED - DAY",
  ])
  func sceneHeadingsBeginWithAKnownWord(line: String) {
    #expect(contents("\n\(line)\n\nx")[0] == heading(line.trimmingPrefix("   ").description))
  }

  @Test(arguments: ["INTERIOR MONOLOGUE is what it is", "EXTRA LARGE", "ESTATE SALE", "INTO the wood"])
  func wordsThatOnlyBeginLikeOneAreAction(line: String) {
    #expect(contents("\(line)\n\nx")[0] == .action(line))
  }

  @Test func sceneHeadingNeedsABlankLineAfterIt() {
    #expect(
      contents("Int. the wood the story goes on\nand on.") == [
        .action("Int. the wood the story goes on\nand on.")
      ])
    // Beyond the specification: upper case does without, or the scene would be lost as a name that speaks.
    #expect(
      contents("INT. BARN - NIGHT\nThe horse sleeps.") == [
        heading("INT. BARN - NIGHT"), .action("The horse sleeps."),
      ])
  }

  @Test func aLeadingStopForcesASceneHeading() {
    #expect(contents(".SNIPER SCOPE POV\n\nx")[0] == heading("SNIPER SCOPE POV"))
    #expect(contents(".binoculars\n\nx")[0] == heading("binoculars"))
    #expect(contents("...where the carnival is parked.")[0] == .action("...where the carnival is parked."))
  }

  @Test(arguments: ["1", "1A", "1-A", "I-1-A", "110A.", "A1.b"])
  func sceneNumbersStandBetweenNumberSigns(number: String) {
    #expect(
      contents("INT. HOUSE - DAY - FLASHBACK (1944) #\(number)#\n\nx")[0]
        == heading("INT. HOUSE - DAY - FLASHBACK (1944)", number))
    #expect(contents(".HOUSE #\(number)#\n\nx")[0] == heading("HOUSE", number))
  }

  // MARK: Action

  @Test func actionKeepsLinesBlankLinesAndIndentation() {
    let play = Screenplay(fountain: "First.\n\tSecond, indented.\n\n\n\n    Third\n        of a letter.\n")
    #expect(
      play.elements.map(\.content) == [
        .action("First.\n\tSecond, indented."), .action("    Third\n        of a letter."),
      ])
    #expect(play.elements.map(\.leadingBlankLines) == [0, 3])
  }

  @Test func anExclamationMarkForcesAction() {
    #expect(
      contents("!SCANNING THE AISLES...\nWhere is that pit boss?") == [
        .action("SCANNING THE AISLES...\nWhere is that pit boss?")
      ])
    #expect(contents("!INT. HOUSE - DAY\n\nx")[0] == .action("INT. HOUSE - DAY"))
  }

  // MARK: Characters and dialogue

  @Test(arguments: [
    ("STEEL", "STEEL", []), ("MOM (O. S.)", "MOM", ["O. S."]),
    ("HANS (on the radio)", "HANS", ["on the radio"]),
    ("R2D2", "R2D2", []), ("@McCLANE", "McCLANE", []), ("@黒澤", "黒澤", []),
    ("DR. ØSTER (V.O.) (CONT'D)", "DR. ØSTER", ["V.O.", "CONT'D"]),
    ("\t\tJOHN", "JOHN", []), ("ÉLODIE", "ÉLODIE", []),
  ])
  func charactersAreUpperCaseOrForced(line: String, name: String, extensions: [String]) {
    #expect(
      contents("\(line)\n   The man's a myth!\n")
        == [.speech(Speech(character: name, extensions: extensions, parts: [.dialogue("The man's a myth!")]))]
    )
  }

  @Test func nobodyIsNamedWithoutLettersOrDialogueOrABlankLine() {
    #expect(contents("23\nskidoo") == [.action("23\nskidoo")])
    #expect(contents("STEEL\n\nA myth.") == [.action("STEEL"), .action("A myth.")])
    #expect(contents("He shouts\nSTEEL\nloudly.") == [.action("He shouts\nSTEEL\nloudly.")])
    #expect(contents("McCLANE\nhides.") == [.action("McCLANE\nhides.")])
    #expect(contents("黒澤\n立つ。") == [.action("黒澤\n立つ。")])
  }

  @Test func parentheticalsAndLineBreaksStayInTheSpeech() {
    let text = "STEEL\n(starting the engine)\nSo much for retirement!\nReally.\n(beat)\nWell?\n\nHe drives."
    #expect(
      contents(text) == [
        .speech(
          Speech(
            character: "STEEL",
            parts: [
              .parenthetical("starting the engine"), .dialogue("So much for retirement!\nReally."),
              .parenthetical("beat"),
              .dialogue("Well?"),
            ])), .action("He drives."),
      ])
  }

  @Test func twoSpacesKeepASpeechTogether() {
    #expect(
      contents("DEALER\nTen.\n  \nHit or stand?\n \nMONKEY\nHit!") == [
        .speech(Speech(character: "DEALER", parts: [.dialogue("Ten.\n\nHit or stand?")])),
        .speech(Speech(character: "MONKEY", parts: [.dialogue("Hit!")])),
      ])
  }

  @Test(arguments: ["STEEL ^", "STEEL^", "STEEL   ^"])
  func aCaretMakesDialogueDual(cue: String) {
    #expect(
      contents("BRICK\nScrew retirement.\n\n\(cue)\nScrew retirement.") == [
        .speech(Speech(character: "BRICK", parts: [.dialogue("Screw retirement.")])),
        .speech(Speech(character: "STEEL", isDual: true, parts: [.dialogue("Screw retirement.")])),
      ])
  }

  @Test func lyricsBeginWithATilde() {
    #expect(contents("~Row, row\n~your boat") == [.lyric("Row, row"), .lyric("your boat")])
    #expect(
      contents("OTTER\n~Row, row\nAgain!") == [
        .speech(Speech(character: "OTTER", parts: [.lyric("Row, row"), .dialogue("Again!")]))
      ])
  }

  // MARK: Transitions, centred text, page breaks

  @Test func transitionsAreUpperCaseAndEndInTo() {
    #expect(contents("x\n\nCUT TO:\n\ny")[1] == .transition("CUT TO:"))
    // A space after the colon makes it action again.
    #expect(contents("x\n\nCUT TO: \n\ny")[1] == .action("CUT TO: "))
    #expect(contents("x\n\nTHE END\n\ny")[1] == .action("THE END"))
  }

  @Test func aGreaterThanSignForcesATransition() {
    #expect(contents("x\n\n> Burn to White.\n\ny")[1] == .transition("Burn to White."))
  }

  @Test(arguments: ["> THE END <", ">THE END<", ">  THE END  <", "   > THE END <"])
  func anglesCentreText(line: String) {
    #expect(contents("x\n\n\(line)\n\ny")[1] == .centered("THE END"))
  }

  @Test(arguments: ["===", "=====", "  ===  "])
  func threeEqualSignsBreakThePage(line: String) {
    #expect(contents("x\n\n\(line)\n\ny") == [.action("x"), .pageBreak, .action("y")])
  }

  // MARK: What is not printed

  @Test func sectionsNestByNumberSigns() {
    #expect(
      contents("# Act\n\n## Sequence\n\n### Scene\n#### Shot\n") == [
        .section(depth: 1, text: "Act"), .section(depth: 2, text: "Sequence"),
        .section(depth: 3, text: "Scene"),
        .section(depth: 4, text: "Shot"),
      ])
  }

  @Test func synopsesBeginWithAnEqualSign() {
    #expect(
      contents("# Act\n\n= Set up the otter.\n") == [
        .section(depth: 1, text: "Act"), .synopsis("Set up the otter."),
      ])
  }

  @Test func notesStandAloneOrInALine() {
    #expect(
      contents("The otter[[or beaver?]] swims.\n\n[[It was meant to be a beaver.]]\n") == [
        .action("The otter[[or beaver?]] swims."), .note("[[It was meant to be a beaver.]]"),
      ])
    #expect(FountainMarkup.plain("The otter[[or beaver?]] swims.") == "The otter swims.")
    #expect(FountainMarkup.notes(in: "The otter[[or beaver?]] swims.") == ["or beaver?"])
  }

  @Test func notesSpanLinesButNotEmptyOnes() {
    #expect(contents("[[one\ntwo\n  \nthree]]\n\nx") == [.note("[[one\ntwo\n  \nthree]]"), .action("x")])
    #expect(contents("[[one\n\ntwo]]") == [.action("[[one"), .action("two]]")])
  }

  @Test func boneyardSpansEverything() {
    let text =
      "COACH\n\nIt is /* not */ over.\n\n/*\nINT. GONE - DAY\n\nNOBODY\nHears.\n*/\n\nEXT. HERE - DAY\n\n"
    #expect(
      contents(text) == [
        .action("COACH"), .action("It is /* not */ over."),
        .boneyard("/*\nINT. GONE - DAY\n\nNOBODY\nHears.\n*/"),
        heading("EXT. HERE - DAY"),
      ])
    #expect(contents("/* never closed\n\nx") == [.action("/* never closed"), .action("x")])
  }

  // MARK: Emphasis

  @Test(
    arguments: [
      ("*italics*", [FountainMarkup.Run("italics", .italic)]), ("**bold**", [.init("bold", .bold)]),
      ("***both***", [.init("both", [.bold, .italic])]), ("_underline_", [.init("underline", .underline)]),
      (
        "From INCHES AWAY.  _Steel's face FILLS the *Leupold Mark 4* scope_.",
        [
          .init("From INCHES AWAY.  "), .init("Steel's face FILLS the ", .underline),
          .init("Leupold Mark 4", [.underline, .italic]),
          .init(" scope", .underline), .init("."),
        ]
      ),
      (
        #"Steel enters the code on the keypad: **\*9765\***"#,
        [.init("Steel enters the code on the keypad: "), .init("*9765*", .bold)]
      ),
      (
        "He dialed *69 and then *23, and then hung up.",
        [.init("He dialed *69 and then *23, and then hung up.")]
      ),
      (
        "He dialed *69 and then 23*, and then hung up.",
        [.init("He dialed "), .init("69 and then 23", .italic), .init(", and then hung up.")]
      ),
      (
        #"He dialed *69 and then 23\*, and then hung up."#,
        [.init("He dialed *69 and then 23*, and then hung up.")]
      ),
      ("**a *b** c*", [.init("a ", .bold), .init("b", [.bold, .italic]), .init(" c", .italic)]),
      ("***a** b*", [.init("a", [.bold, .italic]), .init(" b", .italic)]),
      ("***a**", [.init("*"), .init("a", .bold)]),
    ] as [(String, [FountainMarkup.Run])])
  func emphasisIsReadWithEscapesAndSpaces(text: String, runs: [FountainMarkup.Run]) {
    #expect(FountainMarkup.runs(of: text) == runs)
  }

  @Test func emphasisDoesNotCrossLines() {
    #expect(
      FountainMarkup.runs(of: "As he rattles *off the long list\nhe* stops") == [
        .init("As he rattles *off the long list\nhe* stops")
      ])
  }

  @Test func escapingAPlainTextKeepsItPlain() {
    let text = "a_b_c *d* **e**"
    #expect(FountainMarkup.plain(FountainMarkup.escaped(text)) == text)
  }
}
