import Foundation
import ZoetropeDenoiser
import ZoetropeFiles
import ZoetropeWeights

/// What a weights file says about itself, for lists.
public struct ModelDetails: Sendable, Equatable, Codable, CustomStringConvertible {
  /// Its name.
  public var name: String
  /// `denoiser`, `upscaler` or `planner`.
  public var kind: String
  /// Number of parameters; nil where the file cannot be read.
  public var parameterCount: Int?
  /// What it makes, such as `patches of 2x8x8`.
  public var summary: String
  /// Size of the file in bytes.
  public var byteCount: Int
  /// SHA-256 of the file.
  public var sha256: String
  /// Where it is.
  public var path: String

  /// Reads a file's header and hashes the file; one that cannot be read says so in its ``summary``.
  public init(_ name: String, kind: String, _ url: URL) {
    self.name = name
    self.kind = kind
    path = url.path
    (byteCount, sha256, summary) = (0, "", "")
    do {
      let mapped = try MappedFile(url)
      byteCount = mapped.count
      sha256 = SHA256.hash(of: mapped)
      let file = try SafetensorsFile(url)
      parameterCount = file.entries.reduce(0) { $0 + $1.shape.reduce(1, *) }
      summary = try ModelDetails.summary(kind, file.metadata)
    } catch {
      summary = (error as? any LocalizedError)?.errorDescription ?? "\(error)"
    }
  }

  /// One line.
  public var description: String {
    let count = parameterCount.map { String(format: "%.1f M parameters", Double($0) / 1e6) } ?? "unreadable"
    let parts = [count, summary, "SHA-256 \(sha256.prefix(16))…", path].filter { !$0.isEmpty }
    return "\(name)  \(kind)  \(parts.joined(separator: ", "))"
  }

  /// What a denoiser is called in lists.
  public static let denoiser = "denoiser"

  // MARK: - Internals

  private static func summary(_ kind: String, _ metadata: [String: String]) throws -> String {
    guard kind == denoiser else { return "" }
    let configuration = try DenoiserConfiguration(metadata: metadata)
    let (square, patch) = (try ClipSize.shape(.square).pixels(configuration.patch), configuration.patch)
    return "\(square.width)x\(square.height) in patches of \(patch.frames)x\(patch.height)x\(patch.width)"
  }
}
