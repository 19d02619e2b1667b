/// What can go wrong in the World, in words that say what to do.
public enum WorldError: Error, Equatable, CustomStringConvertible {
  /// A frame size or count that cannot be rendered.
  case unusableSize(height: Int, width: Int, frameCount: Int)
  /// A picture that the film set does not have.
  case unknownPicture(String)
  /// Options of a stream that nothing can be drawn from.
  case unusableStream(reason: String)

  /// What went wrong, and what to do.
  public var description: String {
    switch self {
    case .unusableSize(let height, let width, let frameCount):
      "Cannot render \(frameCount) frames of \(height)×\(width) pixels; expected at least one frame and sides of 8…4096."
    case .unknownPicture(let name):
      "The film set has no picture “\(name)”; expected the name of a kind, such as fox."
    case .unusableStream(let reason): "Cannot stream clips: \(reason)."
    }
  }
}
