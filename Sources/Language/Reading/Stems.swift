// Base forms that an inflected word may have. No analysis: likely endings are taken off, and who asks keeps what is a word.

/// Rules of inflection, a few a language.
enum Stems {
  /// The word itself and then the base forms it may have, likeliest first.
  static func forms(of word: String, language: String) -> [String] {
    var forms = [word]
    if let irregular = irregular[language]?[word] { forms += irregular }
    guard word.count > 2 else { return forms }
    switch language {
    case "en": english(word, &forms)
    case "tr": turkish(word, &forms)
    default:
      for (ending, replacements) in endings[language] ?? []
      where word.hasSuffix(ending) && word.count >= ending.count + 2 {
        let stem = String(word.dropLast(ending.count))
        for replacement in replacements { add(stem + replacement, &forms) }
        if language == "nl" { dutch(stem, &forms) }
      }
    }
    return forms
  }

  /// Whether a noun that was found by a base form is a plural.
  static func isPlural(_ word: String, base: String, language: String) -> Bool {
    guard word != base else { return false }
    switch language {
    case "tr": return word.contains("lar") || word.contains("ler")
    case "it": return base.last != word.last && (word.hasSuffix("i") || word.hasSuffix("e"))
    case "fr", "es", "pt": return word.hasSuffix("s") || word.hasSuffix("x")
    case "de": return ["e", "en", "n", "er", "s"].contains { base + $0 == word } && !word.hasSuffix("es")
    case "nl": return word.hasSuffix("en") || word.hasSuffix("s")
    default: return false
    }
  }

  // MARK: - Internals

  private static func add(_ form: String, _ forms: inout [String]) {
    if form.count >= 2, !forms.contains(form) { forms.append(form) }
  }

  private static func english(_ word: String, _ forms: inout [String]) {
    func addStem(_ stem: Substring, withE: Bool = true) {
      guard stem.count >= 2 else { return }
      let last = stem.last!, isDoubled = stem.dropLast().last == last && !"aeiou".contains(last)
      if isDoubled { add(String(stem.dropLast()), &forms) }
      add(String(stem), &forms)
      if withE { add(stem + "e", &forms) }
    }
    if word.hasSuffix("ies"), word.count > 4 { add(word.dropLast(3) + "y", &forms) }
    if word.hasSuffix("ied"), word.count > 4 { add(word.dropLast(3) + "y", &forms) }
    if word.hasSuffix("ying"), word.count == 5 { add(word.dropLast(4) + "ie", &forms) }
    if word.hasSuffix("ing"), word.count > 4 { addStem(word.dropLast(3)) }
    if word.hasSuffix("ed"), word.count > 3 { addStem(word.dropLast(2)) }
    if word.hasSuffix("s"), !word.hasSuffix("ss") {
      add(String(word.dropLast()), &forms)
      if word.hasSuffix("es"), word.count > 3 { add(String(word.dropLast(2)), &forms) }
      if word.hasSuffix("ves") { add(word.dropLast(3) + "f", &forms) }
    }
  }

  private static func dutch(_ stem: String, _ forms: inout [String]) {
    let letters = Array(stem)
    guard letters.count >= 2 else { return }
    let last = letters[letters.count - 1], before = letters[letters.count - 2]
    if last == before { add(String(letters.dropLast()), &forms) }
    if "aeou".contains(before), !"aeiou".contains(last),
      letters.count == 2 || !"aeiou".contains(letters[letters.count - 3])
    {
      add(String(letters.dropLast()) + String([before, last]), &forms)
    }
    if last == "z" { add(letters.dropLast() + "s", &forms) }
    if last == "v" { add(letters.dropLast() + "f", &forms) }
  }

  private static let turkishEndings = [
    "larin", "lerin", "lari", "leri", "lara", "lere", "larda", "lerde", "lardan", "lerden", "lar", "ler",
    "nin", "nun", "yin", "dan", "den", "tan", "ten", "yla", "yle", "siz", "suz", "da", "de", "ta", "te", "la",
    "le",
    "in", "un", "ya", "ye", "yi", "yu", "si", "su", "na", "ne", "ni", "nu", "a", "e", "i", "u",
  ]

  private static func turkish(_ word: String, _ forms: inout [String]) {
    for ending in turkishEndings where word.hasSuffix(ending) && word.count >= ending.count + 2 {
      let stem = String(word.dropLast(ending.count))
      add(stem, &forms)
      // Final letters that soften before a vowel.
      switch stem.last {
      case "g": add(stem.dropLast() + "k", &forms)
      case "b": add(stem.dropLast() + "p", &forms)
      case "c": add(stem.dropLast() + "c", &forms)
      case "d": add(stem.dropLast() + "t", &forms)
      default: break
      }
    }
  }

  /// Endings and what may stand in their place, longest first.
  private static let endings: [String: [(String, [String])]] = [
    "de": [
      ("nden", ["n"]), ("nder", ["n"]), ("ndes", ["n"]), ("nde", ["n"]), ("nd", ["n"]), ("ern", ["er", ""]),
      ("em", ["", "e"]),
      ("en", ["", "e", "en"]), ("er", ["", "e"]), ("es", ["", "e"]), ("e", ["", "en"]), ("n", [""]),
      ("s", [""]),
      ("et", ["en"]), ("t", ["en", "n"]),
    ],
    "fr": [
      ("aux", ["al", "au"]), ("ales", ["al"]), ("euses", ["eux"]), ("euse", ["eux"]), ("ches", ["c"]),
      ("che", ["c"]),
      ("es", ["", "e"]), ("ent", ["e"]), ("ant", ["e"]), ("s", [""]), ("x", [""]), ("e", [""]),
    ],
    "es": [
      ("iendo", ["e", "i"]), ("ando", ["a"]), ("ces", ["z"]), ("as", ["o", "a"]), ("os", ["o"]),
      ("es", ["", "e"]), ("an", ["a"]),
      ("en", ["e"]), ("s", [""]), ("a", ["o"]), ("n", [""]),
    ],
    "pt": [
      ("ando", ["a"]), ("endo", ["e"]), ("indo", ["e", "i"]), ("oes", ["ao"]), ("aes", ["ao"]),
      ("ais", ["al"]), ("eis", ["el"]),
      ("as", ["o", "a"]), ("os", ["o"]), ("es", ["", "e"]), ("am", ["a"]), ("em", ["e"]), ("ns", ["m"]),
      ("s", [""]), ("a", ["o"]),
    ],
    "it": [
      ("ando", ["a"]), ("endo", ["e"]), ("ano", ["a"]), ("ono", ["e"]), ("chi", ["co"]),
      ("che", ["ca", "co"]), ("ghi", ["go"]),
      ("i", ["o", "e"]), ("e", ["a", "o"]), ("a", ["o"]),
    ],
    "nl": [
      ("ende", ["t", ""]), ("end", ["t", ""]), ("eren", ["", "er"]), ("en", ["", "t", "en"]), ("'s", [""]),
      ("s", [""]), ("e", [""]),
      ("t", [""]),
    ],
    "pl": [
      ("ami", ["a", "", "o"]), ("ach", ["a", "", "o"]), ("owi", [""]), ("ego", ["y", "i", "e"]),
      ("emu", ["y", "i"]), ("iem", ["", "i"]),
      ("em", ["", "o"]), ("ow", [""]), ("om", ["", "a"]), ("ej", ["a", "y", "i"]), ("ych", ["y"]),
      ("ich", ["i"]), ("ym", ["y"]),
      ("im", ["i"]), ("ie", ["", "a", "o"]), ("zce", ["zka"]), ("ce", ["ka"]), ("dze", ["ga"]),
      ("rze", ["ra", "r"]),
      ("le", ["l", "la"]), ("cie", ["t"]), ("a", ["", "y", "o", "i"]), ("e", ["a", "y", "i", ""]),
      ("y", ["a", ""]), ("i", ["", "a"]),
      ("u", [""]), ("o", ["a"]), ("ja", ["c"]),
    ],
  ]

  private static let irregular: [String: [String: [String]]] = [
    "en": [
      "ran": ["run"], "flew": ["fly"], "swam": ["swim"], "went": ["go"], "came": ["come"], "ate": ["eat"],
      "drank": ["drink"],
      "sat": ["sit"], "stood": ["stand"], "lay": ["lie"], "rode": ["ride"], "drove": ["drive"],
      "held": ["hold"], "wore": ["wear"],
      "fought": ["fight"], "threw": ["throw"], "caught": ["catch"], "rose": ["rise"], "fell": ["fall"],
      "sang": ["sing"],
      "spun": ["spin"], "leapt": ["leap"], "slept": ["sleep"], "made": ["make"], "gave": ["give"],
      "took": ["take"], "met": ["meet"],
      "shone": ["shine"], "grew": ["grow"], "drew": ["draw"], "wrote": ["write"], "began": ["begin"],
      "broke": ["break"],
      "blew": ["blow"], "burnt": ["burn"], "fled": ["flee"], "lying": ["lie"], "children": ["child"],
      "women": ["woman"],
      "men": ["man"], "mice": ["mouse"], "geese": ["goose"], "leaves": ["leaf", "leave"], "chose": ["choose"],
      "won": ["win"],
      "ridden": ["ride"], "flown": ["fly"], "worn": ["wear"], "eaten": ["eat"], "fallen": ["fall"],
    ],
    "de": [
      "baume": ["baum"], "hauser": ["haus"], "manner": ["mann"], "vogel": ["vogel"], "frosche": ["frosch"],
      "wolfe": ["wolf"],
      "fuchse": ["fuchs"], "balle": ["ball"], "kuhe": ["kuh"], "busse": ["bus"], "madchen": ["madchen"],
      "waldes": ["wald"],
      "mause": ["maus"], "ganse": ["gans"], "hunde": ["hund"], "bucher": ["buch"], "hute": ["hut"],
      "lowen": ["lowe"],
    ],
    "fr": ["yeux": ["oeil"], "chevaux": ["cheval"], "oiseaux": ["oiseau"]],
    "nl": ["schepen": ["schip"], "kinderen": ["kind"], "eieren": ["ei"]],
    "pl": [
      "psa": ["pies"], "psy": ["pies"], "psem": ["pies"], "psow": ["pies"], "kota": ["kot"], "koniu": ["kon"],
      "konia": ["kon"],
      "konie": ["kon"], "lwa": ["lew"], "lwy": ["lew"], "ludzi": ["czlowiek"], "dzieci": ["dziecko"],
      "drzewem": ["drzewo"],
      "niedzwiedzia": ["niedzwiedz"], "chlopca": ["chlopiec"], "ptaka": ["ptak"], "kacze": ["kaczka"],
    ],
    "tr": [
      "agacin": ["agac"], "agaci": ["agac"], "cocugu": ["cocuk"], "kopegi": ["kopek"], "kopegin": ["kopek"],
    ],
  ]
}
