// One file from template, style, scripts and data. The parts lie beside this file, readable, in `Page`.

import Foundation
import ZoetropeFiles

/// An explanation as a page that needs nothing but a browser.
public struct Page {
  /// What it shows.
  public let explanation: Explanation

  /// Makes a page.
  public init(_ explanation: Explanation) { self.explanation = explanation }

  /// The page.
  ///
  /// - Throws: what encoding throws.
  public func html() throws -> String {
    let parts = [
      "title": Page.escaped(explanation.recipe.plan.prompt),
      "style": Page.text(PackageResources.page_css),
      "script": Page.scripts.map(Page.text).joined(separator: "\n"),
      "data": try Page.json(explanation),
    ]
    var rest = Substring(Page.text(PackageResources.page_html))
    var result = ""
    while let start = rest.range(of: "{{"), let end = rest[start.upperBound...].range(of: "}}") {
      result += rest[..<start.lowerBound]
      result += parts[String(rest[start.upperBound..<end.lowerBound])] ?? ""
      rest = rest[end.upperBound...]
    }
    return result + rest
  }

  /// Writes the page, which appears whole.
  ///
  /// - Throws: `FileError`, and what encoding throws.
  public func write(to url: URL) throws { try AtomicFile.write(Data(html().utf8), to: url) }

  // MARK: - Internals

  /// In the order in which they run.
  private static var scripts: [[UInt8]] {
    [
      PackageResources.core_js, PackageResources.planning_js, PackageResources.patches_js,
      PackageResources.block_js, PackageResources.path_js, PackageResources.ending_js,
    ]
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// JSON that can stand inside a script element: without any `<`.
  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return text(Array(try encoder.encode(value))).replacingOccurrences(of: "<", with: "\\u003c")
  }

  private static func escaped(_ text: String) -> String {
    [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")].reduce(text) {
      $0.replacingOccurrences(of: $1.0, with: $1.1)
    }
  }
}
