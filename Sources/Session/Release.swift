/// What this release calls itself in files and on screen.
public enum Release {
  /// The version that `zoetrope --version` prints and CHANGELOG.md heads its newest section with.
  public static let version = "0.1.0"
  /// The name and version, as files carry them.
  public static let program = "zoetrope \(version)"
}
