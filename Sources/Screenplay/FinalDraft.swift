// Screenplays of Final Draft: XML with a paragraph for each element.

import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

extension Screenplay {
  /// Reads a Final Draft file (`.fdx`).
  ///
  /// Taken: headings with numbers, action, speeches with dual dialogue, transitions, lyrics, emphasis, script notes, and the lines of
  /// the title page, the first as `Title`, the others as `Notes`. A paragraph of type `Shot` becomes a section of level 4, any other type action.
  /// Pagination, revisions, colours and summaries are left out.
  ///
  /// - Throws: ``ScreenplayError/finalDraft(line:message:)``.
  public init(finalDraft bytes: [UInt8]) throws(ScreenplayError) {
    let reader = FinalDraftReader()
    let parser = XMLParser(data: Data(bytes))
    parser.shouldResolveExternalEntities = false
    parser.delegate = reader
    // Foundation's parser takes a file that was cut off for a whole one.
    let isWhole = parser.parse() && reader.isClosed
    guard isWhole else { throw .finalDraft(line: parser.lineNumber, message: "the XML is not well-formed") }
    guard reader.isFinalDraft else { throw .finalDraft(line: 1, message: "the root is not FinalDraft") }
    self.init(elements: reader.elements())
    let lines = reader.titleLines.map(\.trimmedSpace).filter { !$0.isEmpty }
    if let title = lines.first {
      var entries = [TitlePage.Entry(key: "Title", lines: [title])]
      if lines.count > 1 { entries.append(TitlePage.Entry(key: "Notes", lines: Array(lines.dropFirst()))) }
      titlePage = TitlePage(entries: entries)
    }
  }
}

private final class FinalDraftReader: NSObject, XMLParserDelegate {
  private struct Paragraph {
    var type: String
    var number: String?
    /// Whether it is part of a dual dialogue.
    var isDual: Bool
    var text = ""
    var notes: [String] = []
  }

  private(set) var isFinalDraft = false
  private(set) var titleLines: [String] = []
  private var paragraphs: [Paragraph] = []
  private var path: [String] = []
  private var style = ""
  private var text = ""
  private var note = ""

  /// Whether every element that began has ended.
  var isClosed: Bool { path.isEmpty }

  private func isWithin(_ name: String) -> Bool { path.contains(name) }

  private var isContent: Bool { path.first == "FinalDraft" && path.dropFirst().first == "Content" }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    if path.isEmpty { isFinalDraft = name == "FinalDraft" }
    path.append(name)
    switch name {
    case "Paragraph" where isContent && !isWithin("ScriptNote") && !isWithin("Summary"):
      paragraphs.append(
        Paragraph(
          type: attributes["Type"] ?? "", number: attributes["Number"], isDual: isWithin("DualDialogue")))
    case "Paragraph" where isWithin("TitlePage"): titleLines.append("")
    case "ScriptNote": note = ""
    case "Text":
      style = attributes["Style"] ?? ""
      text = ""
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) {
    if path.last == "Text" { text += characters }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?)
  {
    if name == "Text" {
      if isWithin("TitlePage") {
        if !titleLines.isEmpty { titleLines[titleLines.count - 1] += marked(text) }
      } else if isWithin("ScriptNote") {
        note += text
      } else if isContent, !isWithin("Summary"), !paragraphs.isEmpty {
        paragraphs[paragraphs.count - 1].text += marked(text)
      }
    } else if name == "ScriptNote", isContent, !paragraphs.isEmpty, !note.trimmedSpace.isEmpty {
      paragraphs[paragraphs.count - 1].notes.append(note.trimmedSpace)
    }
    path.removeLast()
  }

  /// The elements that the paragraphs make.
  func elements() -> [ScreenplayElement] {
    var result: [ScreenplayElement] = []
    var dualCount = 0
    for paragraph in paragraphs {
      let text = paragraph.text.trimmedSpace
      if !paragraph.isDual { dualCount = 0 }
      switch paragraph.type {
      case "Character":
        dualCount += paragraph.isDual ? 1 : 0
        guard let cue = Cue(text, isForced: true) else { continue }
        let speech = Speech(
          character: cue.character, extensions: cue.extensions, isDual: dualCount == 2, annotations: "",
          parts: [])
        result.append(ScreenplayElement(.speech(speech)))
      case "Dialogue", "Parenthetical", "Lyrics":
        guard !text.isEmpty else { continue }
        if case .speech(var speech)? = result.last?.content {
          speech.parts.append(part(paragraph.type, text))
          result[result.count - 1].content = .speech(speech)
        } else {
          result.append(ScreenplayElement(paragraph.type == "Lyrics" ? .lyric(text) : .action(text)))
        }
      case "Scene Heading" where !text.isEmpty:
        result.append(ScreenplayElement(.sceneHeading(SceneHeading(text, number: paragraph.number))))
      case "Transition" where !text.isEmpty: result.append(ScreenplayElement(.transition(text)))
      case "Shot" where !text.isEmpty: result.append(ScreenplayElement(.section(depth: 4, text: text)))
      default: if !text.isEmpty { result.append(ScreenplayElement(.action(text))) }
      }
      for note in paragraph.notes { result.append(ScreenplayElement(.note("[[\(note)]]"))) }
    }
    if !result.isEmpty { result[0].leadingBlankLines = 0 }
    return result
  }

  // MARK: - Internals

  private func part(_ type: String, _ text: String) -> Speech.Part {
    if type == "Lyrics" { return .lyric(text) }
    guard type == "Parenthetical" else { return .dialogue(text) }
    let hasMarks =
      text.utf8.first == UInt8(ascii: "(") && text.utf8.last == UInt8(ascii: ")") && text.utf8.count > 1
    return .parenthetical(hasMarks ? String(Substring(text.utf8.dropFirst().dropLast())) : text)
  }

  /// A text with Fountain's marks for its style; blanks stay outside them.
  private func marked(_ text: String) -> String {
    let escaped = FountainMarkup.escaped(text)
    let core = escaped.trimmedSpace
    guard !core.isEmpty, !style.isEmpty, let range = escaped.range(of: core) else { return escaped }
    var open = "", close = ""
    for (name, mark) in [("Underline", "_"), ("Bold", "**"), ("Italic", "*")] where style.contains(name) {
      open += mark
      close = mark + close
    }
    return escaped[..<range.lowerBound] + open + core + close + escaped[range.upperBound...]
  }
}
