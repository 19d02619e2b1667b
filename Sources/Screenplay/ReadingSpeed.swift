// How long words take: what is said at the speed of reading aloud, what happens by the length of its description.

/// How fast words pass.
///
/// Reading aloud takes 68 ms a letter in fourteen alphabetic languages alike, 60/255 s a character in Chinese and 60/357 s in
/// Japanese (Trauzettel-Klosinski & Dietz 2012, IReST, doi:10.1167/iovs.11-8284); Korean is counted at that study's mean of 370
/// syllables a minute. Counting letters rather than words makes long German words last as long as they do.
public struct ReadingSpeed: Sendable, Equatable {
  /// Share of the speed of reading aloud at which actors speak; a choice of ours, about 170 English words a minute.
  public var pace: Double
  /// Words a minute of scripts with spaces, in place of the letters; `nil` counts letters.
  public var wordsPerMinute: Double?
  /// Seconds of silence that a beat or pause in parentheses takes.
  public var beat: Double
  /// Words of action a minute: a page of about 250 words is a minute of film.
  public var actionWordsPerMinute: Double
  /// The shortest shot in seconds.
  public var minimum: Double

  /// Makes a speed. Numbers must be positive.
  public init(
    pace: Double = 0.75, wordsPerMinute: Double? = nil, beat: Double = 1, actionWordsPerMinute: Double = 250,
    minimum: Double = 1.5
  ) {
    self.pace = pace
    self.wordsPerMinute = wordsPerMinute
    self.beat = beat
    self.actionWordsPerMinute = actionWordsPerMinute
    self.minimum = minimum
  }

  /// Seconds of a text said aloud, in any mix of scripts; markup is left out.
  public func seconds(saying text: String) -> Double {
    let plain = FountainMarkup.plain(text)
    let count = Count(plain)
    var seconds = Double(count.ideographs) * (count.hasKana ? 60 / 357 : 60 / 255)
    seconds += Double(count.kana) * 60 / 357 + Double(count.hangul) * 60 / 370
    if let wordsPerMinute {
      return seconds / pace + Double(count.words) * 60 / wordsPerMinute + silence(in: plain)
    }
    return (seconds + Double(count.letters) * 0.068) / pace + silence(in: plain)
  }

  /// Seconds of a speech: its words, a beat for each pause in parentheses, a breath at each empty line.
  public func seconds(of speech: Speech) -> Double {
    speech.parts.reduce(0) { sum, part in
      switch part {
      case .dialogue(let text), .lyric(let text): return sum + seconds(saying: text)
      case .parenthetical(let text):
        let words = Set(FountainMarkup.plain(text).lowercased().split { !$0.isLetter }.map(String.init))
        return sum + (words.isDisjoint(with: ["beat", "pause", "pauses", "silence"]) ? 0 : beat)
      case .note: return sum
      }
    }
  }

  /// Seconds of what a paragraph of action describes.
  public func seconds(showing action: String) -> Double {
    let count = Count(FountainMarkup.plain(action))
    // Five characters of Chinese or Japanese say what about three words do.
    let words = Double(count.words) + Double(count.ideographs + count.kana + count.hangul) * 0.6
    return words == 0 ? 0 : max(minimum, words * 60 / actionWordsPerMinute)
  }

  // MARK: - Internals

  /// A quarter of a second where a sentence ends inside the text, and at an empty line.
  private func silence(in text: String) -> Double {
    var count = 0
    var isPending = false
    for character in text {
      if ".!?…。！？".contains(character) || character.isNewline && isPending {
        isPending = true
      } else if !character.isWhitespace, isPending, character.isLetter || character.isNumber {
        count += 1
        isPending = false
      }
    }
    return Double(count) * 0.25
  }

  /// What a text is made of.
  struct Count {
    var letters = 0, words = 0, ideographs = 0, kana = 0, hangul = 0
    var hasKana: Bool { kana > 0 }

    init(_ text: String) {
      var isInWord = false
      for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D: (kana, isInWord) = (kana + 1, false)
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3134F:
          (ideographs, isInWord) = (ideographs + 1, false)
        case 0xAC00...0xD7A3: (hangul, isInWord) = (hangul + 1, false)
        default:
          if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
            letters += 1
            if !isInWord { words += 1 }
            isInWord = true
          } else if scalar != "'" && scalar != "’" && !scalar.properties.isGraphemeExtend {
            isInWord = false
          }
        }
      }
    }
  }
}
