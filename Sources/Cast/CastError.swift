/// What can go wrong with the pictures of the cast, in words that say what to do.
public enum CastError: Error, Equatable, CustomStringConvertible {
  /// The emoji font is not where it was looked for.
  case fontMissing(searched: [String])
  /// A font file is not one with colour bitmaps that this program reads.
  case fontUnreadable(path: String, reason: String)
  /// The font has no picture for a kind of actor.
  case pictureMissing(kind: String, path: String)
  /// A plan names a picture that the cast does not have.
  case unknownMember(name: String, nearest: [String])
  /// A sprite atlas file is not one, is damaged, or lacks kinds.
  case atlasUnreadable(path: String, reason: String)
  /// A file of members breaks the rules of its format.
  case membersUnreadable(file: String, line: Int, reason: String)
  /// A file of scenes breaks the rules of its format.
  case scenesUnreadable(file: String, line: Int, reason: String)
  /// The table of names, or the words by hand that it is baked from, breaks the rules of its format.
  case namesUnreadable(line: Int, reason: String)
  /// A person's own picture shows nothing that could be placed.
  case ownPictureUnusable(path: String, reason: String)
  /// A person's own cast breaks a rule: names, fields of a cast file.
  case ownCastUnusable(path: String, reason: String)
  /// A source of names is not where it was looked for.
  case sourceUnreadable(path: String, package: String)

  /// What went wrong, and what to do.
  public var description: String {
    switch self {
    case .fontMissing(let searched):
      "Noto Color Emoji not found; looked for \(searched.joined(separator: ", ")). "
        + "Install the package fonts-noto-color-emoji, or give the path of NotoColorEmoji.ttf, or a saved sprite atlas."
    case .fontUnreadable(let path, let reason):
      "\(path): \(reason). Expected the bitmap (CBDT) version of Noto Color Emoji, as in the package fonts-noto-color-emoji."
    case .pictureMissing(let kind, let path):
      "\(path): no picture for the actor kind '\(kind)'. Use version 2.034 of Noto Color Emoji or newer."
    case .unknownMember(let name, let nearest):
      "no member of the cast is called '\(name)'; nearest: \(nearest.joined(separator: ", "))."
    case .atlasUnreadable(let path, let reason):
      "\(path): not a usable sprite atlas: \(reason). Write a new one from the font."
    case .membersUnreadable(let file, let line, let reason),
      .scenesUnreadable(let file, let line, let reason):
      "\(file), line \(line): \(reason)."
    case .namesUnreadable(let line, let reason):
      "the names of the cast, line \(line): \(reason)."
    case .ownPictureUnusable(let path, let reason): "\(path): not a picture that can be placed: \(reason)."
    case .ownCastUnusable(let path, let reason): "\(path): \(reason)."
    case .sourceUnreadable(let path, let package):
      "\(path): not there, or not what the Debian package \(package) installs. Install it, or give its folder."
    }
  }
}
