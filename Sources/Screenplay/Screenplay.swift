// A screenplay as a value: what was written, in order, and the text it was read from.

/// A screenplay in the elements of Fountain 1.1.
///
/// Read with ``init(fountain:)`` and written with ``fountain``. Elements keep the text that they were read from until they
/// are changed, so that a file that was only read is written byte for byte, and one that was edited
/// differs only where it was edited.
public struct Screenplay: Sendable, Equatable {
  /// The title page, where there is one.
  public var titlePage: TitlePage?
  /// The elements in order.
  public var elements: [ScreenplayElement]
  /// How the writer ends the lines that it writes anew.
  public var lineEnding: LineEnding
  /// Whether the file begins with a byte-order mark.
  public var hasByteOrderMark: Bool
  /// Blank lines after the last element, as read.
  var trailingSource: String?

  /// Makes a screenplay.
  public init(titlePage: TitlePage? = nil, elements: [ScreenplayElement] = []) {
    self.titlePage = titlePage
    self.elements = elements
    lineEnding = .lineFeed
    hasByteOrderMark = false
  }

  /// How lines end.
  public enum LineEnding: String, Sendable {
    /// `\n`.
    case lineFeed = "\n"
    /// `\r\n`.
    case carriageReturnLineFeed = "\r\n"
    /// `\r`.
    case carriageReturn = "\r"
  }

  /// The same screenplay without the text that it was read from: two of these are equal if they say the same.
  public var normalized: Screenplay {
    var result = Screenplay(
      titlePage: titlePage.map { TitlePage(entries: $0.entries) },
      elements: elements.map { ScreenplayElement($0.content, leadingBlankLines: $0.leadingBlankLines) })
    result.lineEnding = lineEnding
    result.hasByteOrderMark = hasByteOrderMark
    return result
  }
}

/// What stands before the screenplay: title, author and other values by name.
public struct TitlePage: Sendable, Equatable {
  /// The entries in order.
  public var entries: [Entry] { didSet { source = nil } }
  /// The text that it was read from.
  private(set) var source: String?

  /// A named value of one or more lines.
  public struct Entry: Sendable, Equatable {
    /// The name as written, such as `Draft date`.
    public var key: String
    /// The lines of the value, inline markup included; none where nothing follows the name.
    public var lines: [String]

    /// Makes an entry.
    public init(key: String, lines: [String]) {
      self.key = key
      self.lines = lines
    }
  }

  /// Makes a title page.
  public init(entries: [Entry]) { self.entries = entries }

  init(entries: [Entry], source: String) {
    self.entries = entries
    self.source = source
  }

  /// The lines of the entry of a name, upper and lower case alike; empty where there is none.
  public subscript(key: String) -> [String] {
    entries.first { $0.key.lowercased() == key.lowercased() }?.lines ?? []
  }
}

/// One element of a screenplay.
public struct ScreenplayElement: Sendable, Equatable {
  /// What it is.
  public var content: Content { didSet { source = nil } }
  /// Blank lines before it; the writer adds one where the syntax needs it.
  public var leadingBlankLines: Int { didSet { source = nil } }
  /// The text that it was read from, blank lines before it included.
  private(set) var source: String?
  /// The line of the file that it begins on, from 1; `nil` for one that was made or changed.
  public var line: Int? { source == nil ? nil : sourceLine }
  private var sourceLine = 0

  /// Makes an element.
  public init(_ content: Content, leadingBlankLines: Int = 1) {
    self.content = content
    self.leadingBlankLines = leadingBlankLines
  }

  init(_ content: Content, leadingBlankLines: Int, source: String, line: Int) {
    self.content = content
    self.leadingBlankLines = leadingBlankLines
    self.source = source
    sourceLine = line
  }

  /// What an element is. Texts hold Fountain's inline markup (emphasis, notes, boneyard); ``FountainMarkup`` reads it.
  public enum Content: Sendable, Equatable {
    /// A scene heading.
    case sceneHeading(SceneHeading)
    /// A paragraph of action: its lines with their indentation.
    case action(String)
    /// A character's name and what is said.
    case speech(Speech)
    /// A transition such as `CUT TO:`.
    case transition(String)
    /// A centred line.
    case centered(String)
    /// A line that is sung.
    case lyric(String)
    /// A section of the outline; `depth` from 1.
    case section(depth: Int, text: String)
    /// What happens, for the outline.
    case synopsis(String)
    /// A note on lines of its own, brackets included.
    case note(String)
    /// What is left out, on lines of its own, `/*` and `*/` included.
    case boneyard(String)
    /// A forced page break.
    case pageBreak
  }
}

/// The heading of a scene.
public struct SceneHeading: Sendable, Equatable {
  /// The heading without its number, such as `INT. BARN - NIGHT`.
  public var text: String
  /// The scene's number without `#`, such as `1A`.
  public var number: String?

  /// Makes a heading.
  public init(_ text: String, number: String? = nil) {
    self.text = text
    self.number = number
  }
}

/// What one character says in one go.
public struct Speech: Sendable, Equatable {
  /// The name, such as `MARA` or `McCLANE`.
  public var character: String
  /// What stands in parentheses beside the name, such as `O.S.`.
  public var extensions: [String]
  /// Whether it is said at the same time as the speech before it.
  public var isDual: Bool
  /// Notes and boneyard on the line of the name, brackets included.
  public var annotations: String
  /// What is said and how.
  public var parts: [Part]

  /// A piece of a speech.
  public enum Part: Sendable, Equatable {
    /// How it is said, without the parentheses.
    case parenthetical(String)
    /// Spoken lines; an empty line is a pause that the writer keeps with two spaces.
    case dialogue(String)
    /// A sung line.
    case lyric(String)
    /// A note or boneyard on a line of its own, brackets included.
    case note(String)
  }

  /// Makes a speech.
  public init(
    character: String, extensions: [String] = [], isDual: Bool = false, annotations: String = "",
    parts: [Part]
  ) {
    self.character = character
    self.extensions = extensions
    self.isDual = isDual
    self.annotations = annotations
    self.parts = parts
  }
}
