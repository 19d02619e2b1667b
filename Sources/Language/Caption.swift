// A shot in words, twice: as a person would ask for it, and in full.

/// The words of a shot.
public struct Caption: Sendable, Equatable {
  /// A casual request, 3-15 words, that leaves some things open.
  public var prompt: String
  /// The whole shot as a cinematographer would note it, 20-45 words (more for three different actors).
  public var description: String
  /// What the prompt states.
  public var stated: StatedShot

  /// Makes a caption.
  public init(prompt: String, description: String, stated: StatedShot) {
    self.prompt = prompt
    self.description = description
    self.stated = stated
  }
}
