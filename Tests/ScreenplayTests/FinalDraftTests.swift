import Testing
import ZoetropeScreenplay

@Suite struct FinalDraftTests {
  /// The paragraph types of Final Draft's format, as their Fountain.
  @Test func paragraphsBecomeElements() throws {
    let xml = """
      <?xml version="1.0" encoding="UTF-8" standalone="no" ?>
      <FinalDraft DocumentType="Script" Template="No" Version="5">
        <Content>
          <Paragraph Number="1A" Type="Scene Heading">
            <SceneProperties Length="1/8" Page="1" Title=""><Summary><Paragraph><Text>not this</Text></Paragraph></Summary></SceneProperties>
            <Text>INT. BARN - NIGHT</Text>
          </Paragraph>
          <Paragraph Type="Action"><Text>The </Text><Text Style="Bold+Underline">old horse</Text><Text> &amp; a *star*.</Text>
            <ScriptNote Type="Note"><Paragraph><Text>shot: wide</Text></Paragraph></ScriptNote></Paragraph>
          <Paragraph Type="Shot"><Text>CLOSE ON THE HORSE</Text></Paragraph>
          <Paragraph><DualDialogue>
            <Paragraph Type="Character"><Text>MARA (O.S.)</Text></Paragraph>
            <Paragraph Type="Parenthetical"><Text>(softly)</Text></Paragraph>
            <Paragraph Type="Dialogue"><Text>Otto?</Text></Paragraph>
            <Paragraph Type="Character"><Text>Otto</Text></Paragraph>
            <Paragraph Type="Dialogue"><Text>Mara?</Text></Paragraph>
          </DualDialogue></Paragraph>
          <Paragraph Type="Transition"><Text>CUT TO:</Text></Paragraph>
          <Paragraph Type="Scene Heading"><Text>THE MOON</Text></Paragraph>
        </Content>
        <TitlePage><Content><Paragraph><Text>The Barn</Text></Paragraph><Paragraph><Text>by nobody</Text></Paragraph></Content></TitlePage>
      </FinalDraft>
      """
    #expect(
      try Screenplay(finalDraft: Array(xml.utf8)).fountain == #"""
        Title: The Barn
        Notes: by nobody

        INT. BARN - NIGHT #1A#

        The _**old horse**_ & a \*star\*.

        [[shot: wide]]

        #### CLOSE ON THE HORSE

        MARA (O.S.)
        (softly)
        Otto?

        @Otto ^
        Mara?

        CUT TO:

        .THE MOON

        """#)
  }

  @Test(arguments: ["", "INT. BARN", "<FinalDraft><Content>", "<html></html>"])
  func whatIsNoFinalDraftIsRefused(text: String) {
    #expect(throws: ScreenplayError.self) { try Screenplay(finalDraft: Array(text.utf8)) }
  }
}
