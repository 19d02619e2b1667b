// The frames that prompts are built in.

/// The order and form of a prompt.
enum PromptTemplate: CaseIterable, Sendable {
  /// "a fox runs in the snow at night, film noir style"
  case plain
  /// "at night, a fox runs in the snow"
  case timeFirst
  /// "in the snow, a fox runs at night"
  case placeFirst
  /// "film noir style: a fox runs in the snow"
  case lookFirst
  /// "camera pans left, a fox runs in the snow, heavy rain": one part of the setting opens
  case settingFirst
  /// "close-up of a fox running in the snow"
  case shotFirst
  /// "show me a fox running in the snow"
  case order
  /// "there is a fox running in the snow"
  case thereIs
  /// "a video in which a fox runs in the snow"
  case clauseOrder
  /// "fox, snow, night"
  case keywords
  /// "fox snow night"
  case bareKeywords
  /// "snow, night: a fox is running" – held out
  case slugline
  /// "fox - running - snow - night" – held out
  case dashes
  /// "starring a fox, set in the snow at night" – held out
  case starring
  /// "camera pans left, noir, a fox runs at night in the snow" – held out
  case picturesFirst

  /// Whether it is kept from training.
  var isHeldOut: Bool {
    switch self {
    case .slugline, .dashes, .starring, .picturesFirst: true
    case .plain, .timeFirst, .placeFirst, .lookFirst, .settingFirst, .shotFirst, .order, .thereIs,
      .clauseOrder,
      .keywords, .bareKeywords:
      false
    }
  }

  /// How often it is used among those of its split.
  var weight: Double {
    switch self {
    case .plain: 34
    case .settingFirst: 12
    case .timeFirst, .placeFirst, .lookFirst, .shotFirst: 8
    case .order: 16
    case .thereIs: 5
    case .clauseOrder: 6
    case .keywords: 10
    case .bareKeywords: 4
    case .slugline, .dashes, .starring, .picturesFirst: 10
    }
  }

  /// Whether actors are names in a list rather than a clause.
  var isList: Bool { self == .keywords || self == .bareKeywords || self == .dashes }
}
