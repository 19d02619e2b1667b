// The text form of recipes, strict: an unknown word is an error.
//
//   picture := layer (" + " layer)*
//   layer   := EMOJI option*           a picture of the font; alone it keeps its own size
//            | "figure" EMOJI option*  a standing person with that head
//            | "beast" option*         a four-legged body
//            | outline option*         a drawn shape
//   outline := rectangle=L,T,R,B  oval=L,T,R,B  polygon=x,y,x,y…  blob=…  line=…  curve=…
//   option  := key=value, or a word such as flip
//
// Colours are #rgb, #rrggbb or #rrggbbaa; two with ">" between make a gradient down, with ">>" to the right.

/// Reads the text form of a recipe.
struct RecipeParser {
  /// What is wrong, without the place.
  struct Failure: Error { let reason: String }

  /// - Throws: `Failure`.
  static func recipe(_ text: some StringProtocol) throws(Failure) -> Recipe {
    var layers: [Recipe.Layer] = []
    var words: [Substring] = []
    for word in Substring(text).split(separator: " ") + [Substring("+")] {
      guard word == "+" else {
        words.append(word)
        continue
      }
      layers.append(try layer(words))
      words = []
    }
    return Recipe(layers: layers)
  }

  // MARK: - Layers

  private static func layer(_ words: [Substring]) throws(Failure) -> Recipe.Layer {
    guard let first = words.first else { throw Failure(reason: "a layer of the picture is empty") }
    let options = words.dropFirst()
    if first == "figure" { return .figure(try figure(options)) }
    if first == "beast" { return .beast(try beast(options)) }
    if first.contains("=") { return .shape(try shape(first, options)) }
    guard first.unicodeScalars.allSatisfy({ !$0.isASCII }) else {
      throw Failure(reason: "'\(first)' is neither an emoji nor figure, beast or a shape")
    }
    return try emoji(first, options)
  }

  private static func emoji(_ text: Substring, _ options: ArraySlice<Substring>) throws(Failure)
    -> Recipe.Layer
  {
    var changes: [Recipe.Change] = [], place = Recipe.Place(), isPlaced = false
    for option in options {
      if let change = try change(option) {
        changes.append(change)
        continue
      }
      isPlaced = true
      let (key, value) = split(option)
      switch key {
      case "at":
        let numbers = try numbers(value, count: 2, option)
        (place.x, place.y) = (numbers[0], numbers[1])
      case "width": place.width = try number(value, option)
      case "turn": place.turn = try number(value, option)
      case "stretch": place.stretch = try number(value, option)
      case "opacity": place.opacity = try number(value, option)
      case "flip": place.isFlipped = true
      default: throw Failure(reason: "an emoji has no option '\(option)'")
      }
    }
    return .emoji(sequence(text), changes: changes, place: isPlaced ? place : nil)
  }

  private static func change(_ option: Substring) throws(Failure) -> Recipe.Change? {
    let (key, value) = split(option)
    switch key {
    case "keep": return .keep(try box(value, option))
    case "erase": return .erase(try box(value, option))
    case "eraseOval": return .eraseOval(try box(value, option))
    case "smooth":
      let radius = try number(value, option)
      guard (1...12).contains(radius) else { throw Failure(reason: "'\(option)': expected 1…12 pixels") }
      return .smooth(Int(radius))
    case "clear":
      switch value {
      case "snow": return .clear(.snow)
      case "water": return .clear(.water)
      default: return .clear(.colour(try colour(value, option)))
      }
    case "paint":
      let parts = value.split(separator: ">", omittingEmptySubsequences: false)
      guard parts.count == 2 else { return .paint(try colour(value, option)) }
      return .replace(try colour(parts[0], option), try colour(parts[1], option))
    default: return nil
    }
  }

  private static func figure(_ options: ArraySlice<Substring>) throws(Failure) -> Recipe.Figure {
    guard let bust = options.first, !bust.contains("=") else {
      throw Failure(reason: "a figure needs the emoji of its head")
    }
    var figure = Recipe.Figure(bust: sequence(bust))
    for option in options.dropFirst() {
      if let change = try change(option) {
        figure.changes.append(change)
        continue
      }
      let (key, value) = split(option)
      switch key {
      case "shirt": figure.shirt = try colour(value, option)
      case "trousers": figure.trousers = try colour(value, option)
      case "shoes": figure.shoes = try colour(value, option)
      case "skirt": figure.skirt = try colour(value, option)
      case "sleeves": figure.sleeves = try colour(value, option)
      case "hem": figure.hem = try number(value, option)
      case "width": figure.width = try number(value, option)
      case "drop": figure.drop = try number(value, option)
      case "body": figure.body = try number(value, option)
      default: throw Failure(reason: "a figure has no option '\(option)'")
      }
    }
    return figure
  }

  private static func beast(_ options: ArraySlice<Substring>) throws(Failure) -> Recipe.Beast {
    var beast = Recipe.Beast(coat: [0.5, 0.5, 0.5, 1])
    for option in options {
      let (key, value) = split(option)
      switch key {
      case "coat": beast.coat = try colour(value, option)
      case "legs": beast.legs = try colour(value, option)
      case "belly": beast.belly = try colour(value, option)
      case "hooves": beast.hooves = try colour(value, option)
      case "stripes": beast.stripes = try colour(value, option)
      case "tip": beast.tailTip = try colour(value, option)
      case "tail":
        guard let tail = Recipe.Beast.Tail(rawValue: String(value)) else {
          let names = Recipe.Beast.Tail.allCases.map(\.rawValue).joined(separator: ", ")
          throw Failure(reason: "'\(option)': expected one of \(names)")
        }
        beast.tail = tail
      case "length": beast.length = try number(value, option)
      case "depth": beast.depth = try number(value, option)
      case "leg": beast.leg = try number(value, option)
      case "limb": beast.limb = try number(value, option)
      case "rise": beast.rise = try number(value, option)
      case "neck": beast.neck = try number(value, option)
      default: throw Failure(reason: "a beast has no option '\(option)'")
      }
    }
    return beast
  }

  private static func shape(_ first: Substring, _ options: ArraySlice<Substring>) throws(Failure)
    -> Recipe.Shape
  {
    let (name, value) = split(first)
    var round = 0.0, fill: Recipe.Fill?, pen: Recipe.Colour?, weight = 2.0, turn = 0.0
    for option in options {
      let (key, value) = split(option)
      switch key {
      case "fill": fill = try gradient(value, option)
      case "pen": pen = try colour(value, option)
      case "weight": weight = try number(value, option)
      case "round": round = try number(value, option)
      case "turn": turn = try number(value, option)
      default: throw Failure(reason: "a shape has no option '\(option)'")
      }
    }
    guard fill != nil || pen != nil else { throw Failure(reason: "'\(first)' needs fill= or pen=") }
    let outline: Recipe.Shape.Outline
    switch name {
    case "rectangle": outline = .rectangle(try box(value, first), round: round)
    case "oval": outline = .oval(try box(value, first))
    case "polygon": outline = .polygon(try points(value, first))
    case "blob": outline = .blob(try points(value, first))
    case "line": outline = .line(try points(value, first))
    case "curve": outline = .curve(try points(value, first))
    default: throw Failure(reason: "no shape is called '\(name)'")
    }
    return Recipe.Shape(outline: outline, fill: fill, pen: pen, weight: weight, turn: turn)
  }

  // MARK: - Values

  /// A sequence without the variation selectors that the font's ligatures do not use.
  private static func sequence(_ text: Substring) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value != 0xFE0F }))
  }

  private static func split(_ option: Substring) -> (key: Substring, value: Substring) {
    guard let sign = option.firstIndex(of: "=") else { return (option, "") }
    return (option[..<sign], option[option.index(after: sign)...])
  }

  static func number(_ text: Substring, _ option: Substring) throws(Failure) -> Double {
    guard let number = Double(text), number.isFinite else {
      throw Failure(reason: "'\(option)': '\(text)' is no number")
    }
    return number
  }

  static func numbers(_ text: Substring, count: Int? = nil, _ option: Substring) throws(Failure) -> [Double] {
    var numbers: [Double] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      numbers.append(try number(part, option))
    }
    if let count, numbers.count != count {
      throw Failure(reason: "'\(option)': expected \(count) numbers, got \(numbers.count)")
    }
    return numbers
  }

  static func box(_ text: Substring, _ option: Substring) throws(Failure) -> Recipe.Box {
    let sides = try numbers(text, count: 4, option)
    guard sides[0] < sides[2], sides[1] < sides[3] else {
      throw Failure(reason: "'\(option)': expected left,top,right,bottom with left < right, top < bottom")
    }
    return Recipe.Box(left: sides[0], top: sides[1], right: sides[2], bottom: sides[3])
  }

  private static func points(_ text: Substring, _ option: Substring) throws(Failure) -> [SIMD2<Double>] {
    let numbers = try numbers(text, option)
    guard numbers.count >= 4, numbers.count % 2 == 0 else {
      throw Failure(reason: "'\(option)': expected two or more points x,y")
    }
    return stride(from: 0, to: numbers.count, by: 2).map { [numbers[$0], numbers[$0 + 1]] }
  }

  private static func gradient(_ text: Substring, _ option: Substring) throws(Failure) -> Recipe.Fill {
    let isHorizontal = text.contains(">>")
    let parts = text.split(separator: ">")
    guard (1...2).contains(parts.count) else {
      throw Failure(reason: "'\(option)': expected one colour or two")
    }
    let from = try colour(parts[0], option), to = try parts.count == 2 ? colour(parts[1], option) : from
    return Recipe.Fill(from: from, to: to, isHorizontal: isHorizontal)
  }

  static func colour(_ text: Substring, _ option: Substring) throws(Failure) -> Recipe.Colour {
    let digits = text.dropFirst().compactMap(\.hexDigitValue)
    guard text.first == "#", digits.count == text.count - 1, [3, 6, 8].contains(digits.count) else {
      throw Failure(reason: "'\(option)': '\(text)' is no colour; expected #rgb, #rrggbb or #rrggbbaa")
    }
    if digits.count == 3 {
      return Recipe.Colour(Float(digits[0]) / 15, Float(digits[1]) / 15, Float(digits[2]) / 15, 1)
    }
    let byte = { (index: Int) in
      index * 2 < digits.count ? Float(digits[index * 2] * 16 + digits[index * 2 + 1]) / 255 : 1
    }
    return Recipe.Colour(byte(0), byte(1), byte(2), byte(3))
  }
}
