import Foundation

/// Writes a stream as files of equally many clips, `clips_000000.zoeclips` and so on, each a stream of its own.
public struct ClipShards {
  /// The folder that holds the files.
  public let folder: URL
  /// Clips per file.
  public let clipsPerShard: Int
  private let header: [UInt8]
  private var bytes: [UInt8] = []
  private var pending = 0
  private var written = 0

  /// Begins in a folder, which is made if it does not exist; files of the same names are replaced.
  ///
  /// - Throws: what making a folder throws.
  public init(folder: URL, clipsPerShard: Int, header: [UInt8]) throws {
    self.folder = folder
    self.clipsPerShard = max(1, clipsPerShard)
    self.header = header
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Adds a record; every ``clipsPerShard`` of them a file appears, complete at once.
  ///
  /// - Throws: what `Data.write(to:options:)` throws.
  public mutating func append(_ record: [UInt8]) throws {
    if pending == 0 { bytes = header }
    bytes += record
    pending += 1
    if pending == clipsPerShard { try finish() }
  }

  /// Writes what is left.
  ///
  /// - Throws: what `Data.write(to:options:)` throws.
  public mutating func finish() throws {
    guard pending > 0 else { return }
    let digits = String(written)
    let name = "clips_" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".zoeclips"
    try Data(bytes).write(to: folder.appendingPathComponent(name), options: .atomic)
    written += 1
    pending = 0
  }
}
