// Words that people write around what they mean. The parser ignores them.

/// Harmless extra words.
enum FillerWords {
  /// Before a noun phrase or a clause with a participle.
  static let openings = Words(
    "a clip of", "a video of", "show me", "please show me", "i want to see", "a short film of",
    "make a video of",
    "a scene with", "footage of", "a shot of", "generate", "create a clip with", "please make",
    heldOut: ["imagine", "could you film", "visualise"])
  /// Before a finite clause.
  static let clauseOpenings = Words(
    "a clip where", "a video in which", "i want a video where", "a scene where",
    heldOut: ["what if", "a film in which"])
  /// Before a noun.
  static let adjectives = Words(
    "beautiful", "lovely", "cute", "cool", "nice", heldOut: ["charming", "wonderful"])
  /// At the end.
  static let endings = Words(
    "please", "thanks", "cinematic", "high quality", heldOut: ["thank you", "award-winning"])
}
