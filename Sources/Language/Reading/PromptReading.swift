// What a prompt says, word by word: the value between a text and a plan. Nothing that a prompt names is missing here;
// what becomes of it is the planner's to answer.

/// A prompt as the reader understood it.
///
/// Every token belongs to one mention, or is a function word or a mark: nothing is lost. Ranges are those of `prompt`.
public struct PromptReading: Sendable, Equatable {
  /// The text as it was given.
  public let prompt: String
  /// Two letters: the language that the text was read in.
  public let language: String
  /// All words and marks in the order of the text.
  public let tokens: [Token]
  /// All that carries meaning, in the order of the text.
  public let mentions: [Mention]
  /// What was left out or mended, in words.
  public let notes: [Note]
  /// The reading in plain English, clause by clause.
  public let gloss: String

  /// A word, a mark or an emoji.
  public struct Token: Sendable, Equatable {
    /// Where it is.
    public let range: Range<String.Index>
    /// As it was compared: small letters, without accents.
    public let normalized: String
    /// What it is good for.
    public let use: Use

    /// What a token is good for.
    public enum Use: Sendable, Equatable {
      /// Part of the mention with this index.
      case mention(Int)
      /// A listed word without a meaning of its own, such as "the".
      case function
      /// A comma, a bracket.
      case mark
    }
  }

  /// Something to tell the person who wrote the prompt.
  public struct Note: Sendable, Equatable {
    /// What it is about.
    public let range: Range<String.Index>
    /// One sentence.
    public let message: String
  }

  /// A reading of no text: mentions that were not read but made.
  package init(mentions: [Mention]) {
    self.init(prompt: "", language: "en", tokens: [], mentions: mentions, notes: [], gloss: "")
  }

  init(
    prompt: String, language: String, tokens: [Token], mentions: [Mention], notes: [Note], gloss: String
  ) {
    (self.prompt, self.language, self.tokens) = (prompt, language, tokens)
    (self.mentions, self.notes, self.gloss) = (mentions, notes, gloss)
  }

  /// The mentions of a kind, by index.
  public func indices(of kind: Mention.Kind) -> [Int] {
    mentions.indices.filter { mentions[$0].kind == kind }
  }

  /// Indices of what is said of a mention: its colours, sizes, motions and so on.
  public func said(of index: Int, kind: Mention.Kind? = nil) -> [Int] {
    mentions.indices.filter {
      mentions[$0].subjects.contains(index) && (kind == nil || mentions[$0].kind == kind)
    }
  }

  /// The words of a mention as they were written.
  public func words(of mention: Mention) -> Substring { prompt[mention.range] }
}

/// One piece of a prompt that carries meaning.
public struct Mention: Sendable, Equatable {
  /// What sort of thing a mention says. `key` and the other fields are read by it.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Somebody or something that may be shown: `key` names the best of `senses`, a member of the cast or a person's own.
    case thing
    /// How many: `count`.
    case number
    /// A colour: `key` its name, `colour` its value.
    case colour
    /// `tiny`, `small`, `medium`, `large` or `huge`.
    case size
    /// Another adjective: `old`, `happy`, `wooden` …
    case property
    /// A word that says no to its `objects`.
    case negation
    /// How the `subjects` stand to the `objects`: `leftOf`, `behind`, `riding` …
    case relation
    /// How the `subjects` move: `key` the verb, `speed` if the verb says one.
    case motion
    /// What the `subjects` do besides moving, to the `objects`.
    case activity
    /// Where its motion goes: `right`, `up`, `approach`, `orbit` …
    case direction
    /// Where in the frame the `subjects` are.
    case side
    /// How fast its motion is: `slow`, `normal`, `fast`.
    case speed
    /// A scene by name.
    case place
    /// `dawn`, `day`, `sunset`, `night`; `spring`, `summer`, `autumn`.
    case time
    /// `clear`, `clouds`, `rain`, `snow`, `fog`, `wind`.
    case weather
    /// How the picture is made; the keys of `Look` and more.
    case look
    /// The age.
    case period
    /// What the camera does; `objects` are what it does it to.
    case camera
    /// How much the frame takes in: `wide`, `medium`, `closeUp`.
    case shot
    /// The order of what happens: `first`, `then`, `until`, `while`, `end` …
    case beat
    /// `seconds`.
    case duration
    /// Meant for another program.
    case stripped
    /// Nothing that the reader knows; `near` is what is spelled like it.
    case unknown
  }

  /// A member of the cast that a word may mean.
  public struct Sense: Sendable, Equatable {
    /// Name of the member.
    public let member: String
    /// How well the word fits, `0...1`.
    public let score: Double

    /// Makes a sense.
    public init(member: String, score: Double) {
      self.member = member
      self.score = score
    }
  }

  /// How many.
  public struct Count: Sendable, Equatable {
    /// The number said, or a fair one for "several" or a plural.
    public let value: Int
    /// Whether it was said.
    public let isExact: Bool

    /// Makes a count.
    public init(_ value: Int, isExact: Bool = true) {
      self.value = value
      self.isExact = isExact
    }
  }

  /// What sort it is.
  public var kind: Kind
  /// What it is, in the reader's own word whatever the language.
  public var key: String
  /// Where it is in the prompt.
  public var range: Range<String.Index>
  /// Of a thing, and of a place that may be one: up to three members of the cast, best first. Empty for a person's own.
  public var senses: [Sense] = []
  /// Whether it is one of the person's own cast.
  public var isOwn = false
  /// Of a thing or a number.
  public var count: Count?
  /// sRGB-encoded red, green and blue, `0...255`, of a colour.
  public var colour: SIMD3<UInt8>?
  /// Of a duration.
  public var seconds: Double?
  /// How fast the verb itself says.
  public var speed: String?
  /// Of an unknown word: names of members spelled like it.
  public var near: [String] = []
  /// The mentions that it is said of.
  public var subjects: [Int] = []
  /// The mentions that it is said to: what is held, chased, denied.
  public var objects: [Int] = []
  /// Whether the prompt says that it is not there, or not so.
  public var isNegated = false
  /// The earlier mention of the same thing.
  public var sameAs: Int?
  /// Of a thing: the mention right after it that it only describes, as "city" in "city bus".
  public var modifies: Int?
  /// Of a motion, an activity or a camera move: how many steps ("then", a new sentence) came before it.
  public var step = 0

  /// Makes a mention.
  package init(kind: Kind, key: String, range: Range<String.Index>) {
    (self.kind, self.key, self.range) = (kind, key, range)
  }
}
