// The glossaries that the program is built with.

import CGlossary

/// All glossaries and the colours.
struct Glossaries: Sendable {
  /// By language.
  let byLanguage: [String: Glossary]
  /// sRGB of each colour's name.
  let colours: [String: SIMD3<UInt8>]

  /// The files that the program is built with, read once.
  ///
  /// - Throws: `ReadingError.glossaryUnreadable` when it was built with files that break their rules.
  static func builtIn() throws(ReadingError) -> Glossaries { try shared.get() }

  /// Reads the colours and then the glossaries.
  init(files: [(name: String, text: String)]) throws(ReadingError) {
    var byLanguage: [String: Glossary] = [:], colours: [String: SIMD3<UInt8>] = [:], names: [String] = []
    for file in files {
      guard file.name == "colours" else {
        var glossary = try Glossary(language: file.name, text: file.text)
        if file.name == "en" {
          glossary.add(names.map { ($0, Concept(kind: .colour, key: $0)) })
        }
        byLanguage[file.name] = glossary
        continue
      }
      for (index, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      where !line.isEmpty && line.first != "#" {
        let fields = line.split(separator: " ")
        guard fields.count == 2, fields[1].count == 7, fields[1].first == "#",
          let value = UInt32(fields[1].dropFirst(), radix: 16)
        else {
          throw .glossaryUnreadable(name: file.name, line: index + 1, reason: "expected 'name #rrggbb'")
        }
        colours[String(fields[0])] = SIMD3(UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255))
        names.append(String(fields[0]))
      }
    }
    for glossary in byLanguage.values {
      for concept in glossary.labels.keys where concept.kind == .colour && colours[concept.key] == nil {
        throw .glossaryUnreadable(
          name: glossary.language, line: 0, reason: "the colour '\(concept.key)' has no value")
      }
    }
    self.byLanguage = byLanguage
    self.colours = colours
  }

  // MARK: - Internals

  private static let shared = Result<Glossaries, ReadingError> { () throws(ReadingError) -> Glossaries in
    try Glossaries(
      files: (0..<cglossary_file_count()).map { index in
        let file = cglossary_file_at(index)
        return (
          String(cString: file.name),
          String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
        )
      })
  }
}
