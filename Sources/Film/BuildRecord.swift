// Which part of a film was made from what: the hashes by which a second run knows what it need not make again.

import Foundation
import ZoetropeFiles

/// The parts of a film that are made, and the content hashes of what each was made from.
///
/// A part is up to date if it was made from the same inputs and its file is still what was written. A part is
/// entered after its file is in place: whatever stops a run, no part counts as made that is not.
public struct BuildRecord: Sendable, Equatable, Codable {
  /// The parts by name, such as `plan 3.2`.
  public private(set) var parts: [String: Part] = [:]

  /// One part as it was made.
  public struct Part: Sendable, Equatable, Codable {
    /// What it was made from: names and SHA-256 of the contents.
    public var inputs: [String: String]
    /// SHA-256 of what was written.
    public var output: String
    /// What was chosen on the way and why, in words: which take was kept.
    public var note: String?
  }

  /// An empty record.
  public init() {}

  /// Why a part has to be made again; empty if it is up to date.
  ///
  /// - Parameters:
  ///   - inputs: what it would be made from now.
  ///   - output: the hash of what is there now; nil if nothing is.
  public func reasons(for part: String, inputs: [String: String], output: String?) -> [String] {
    guard let known = parts[part] else { return ["it is new"] }
    let names = Set(inputs.keys).union(known.inputs.keys).sorted()
    var reasons = names.filter { inputs[$0] != known.inputs[$0] }.map { "the \($0) changed" }
    if output == nil {
      reasons.append("its file is gone")
    } else if output != known.output {
      reasons.append("its file was changed")
    }
    return reasons
  }

  /// Enters a part that was made.
  public mutating func enter(
    _ part: String, inputs: [String: String], output: String, note: String? = nil
  ) {
    parts[part] = Part(inputs: inputs, output: output, note: note)
  }

  /// Forgets the parts of shots that are no longer in the film.
  mutating func forget(where isGone: (String) -> Bool) {
    for name in parts.keys where isGone(name) { parts[name] = nil }
  }

  // MARK: - Files

  /// Reads a record; one that is missing or cannot be read is empty, so that all is made again.
  init(_ url: URL) {
    self.init()
    guard let data = try? Data(contentsOf: url),
      let record = try? JSONDecoder().decode(BuildRecord.self, from: data)
    else { return }
    self = record
  }

  /// Writes the record.
  ///
  /// - Throws: `FileError`.
  func write(to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(self) + Data("\n".utf8), to: url)
  }

  /// The hash of a file's contents; nil if it cannot be read.
  static func hash(of url: URL) -> String? { (try? MappedFile(url)).map { SHA256.hash(of: $0) } }

  /// The hash of a text.
  static func hash(_ text: String) -> String { SHA256.hash(Array(text.utf8)) }
}
